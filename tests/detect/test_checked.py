"""What follows from the answers of DNS: real signatures, real seals, and every answer that may be missing."""

from dataclasses import replace
from functools import cache

import dkim
import pytest
from tests.keys import make_key
from tests.organisation import BAKERY

from weerbaar.detect.checked import checked, wanted
from weerbaar.detect.declaration import detect
from weerbaar.model.dns import Hop, Told, Wanted
from weerbaar.model.finding import Finding, NotLooked, Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Address, Mail, Parts
from weerbaar.unpack.unpack import unpack

KROON, MAILER = "molensdekroon.example", "mailer.example"
ROUTE = b"Return-Path: <%s>\r\nReceived: from out.example (out.example [198.51.100.7]) by mx.bakkerijvanhove.example with ESMTPS id 1; x\r\n"
BODY = (
    b"From: Molens De Kroon <facturen@molensdekroon.example>\r\nTo: tom@bakkerijvanhove.example\r\nSubject: Factuur 118\r\n"
    b"Date: Mon, 02 Mar 2026 09:00:00 +0100\r\n\r\nDag Tom,\r\n\r\nRekening   BE71 0961 2345 6769. \r\n"
)
KEY = "v=DKIM1; k=rsa; p=" + make_key(7)[1]
OUR_KEY = "v=DKIM1; k=rsa; p=" + make_key(9)[1]
NAMES = {f"proef._domainkey.{KROON}": (KEY,), f"proef._domainkey.{MAILER}": (KEY,), f"_dmarc.{KROON}": ("v=DMARC1; p=reject",)}


@cache
def signed(domain: str = KROON, **options: object) -> bytes:
    headers = [b"from", b"to", b"subject", b"date"]
    settings = {"include_headers": headers, "canonicalize": (b"relaxed", b"relaxed"), **options}
    return bytes(dkim.sign(BODY, b"proef", domain.encode(), make_key(7)[0], **settings)) + BODY


def routed(message: bytes, sender: str = f"facturen@{KROON}") -> bytes:
    return ROUTE % sender.encode() + message


def hop(sender: str = f"facturen@{KROON}") -> Hop:
    return Hop("198.51.100.7", "out.example", sender)


def parts_of(data: bytes, told: Told | None) -> Parts:
    return checked(unpack(Item("m.eml", data)), told, BAKERY)


def first(parts: Parts) -> Mail:
    return next(parts.of(Mail))


def results(parts: Parts) -> set[str]:
    return {f"{one.method}={one.result}" for one in first(parts).checked}


def found(parts: Parts) -> set[str]:
    seen = [one.id for one in detect(parts, BAKERY) if isinstance(one, Finding)]
    return {id for id in seen if id.startswith(("mail.authentication", "mail.dkim", "mail.known_sender"))}


def test_it_wants_keys_policies_and_the_sending_machine() -> None:
    data = routed(signed(MAILER).replace(b"facturen@molens", b"facturen@sub.molens"))
    assert wanted(unpack(Item("m.eml", data)), BAKERY) == Wanted(
        (f"proef._domainkey.{MAILER}", f"_dmarc.sub.{KROON}", f"_dmarc.{KROON}"), (hop(),)
    )


def test_it_wants_no_key_that_the_organisation_gave_and_nothing_for_what_is_no_mail() -> None:
    organisation = replace(BAKERY, dkim_keys={f"proef._domainkey.{KROON}": KEY})
    assert wanted(unpack(Item("m.eml", signed())), organisation).texts == (f"_dmarc.{KROON}",)
    assert wanted(unpack(Item("x", b"Hi mum, this is my new number")), BAKERY) == Wanted()


def test_it_wants_names_as_dns_knows_them() -> None:
    data = b"From: a@xn--bckerei-5wa.example\r\nTo: tom@bakkerijvanhove.example\r\nSubject: x\r\n\r\nHallo\r\n"
    assert first(unpack(Item("m.eml", data))).sender == Address("", "a@bäckerei.example")
    assert wanted(unpack(Item("m.eml", data)), BAKERY).texts == ("_dmarc.xn--bckerei-5wa.example",)


CASES = {
    "signed and sent by its own domain": (routed(signed()), "pass", {"spf=pass", "dkim=pass", "dmarc=pass"}),
    "forwarded, and the signature holds": (
        routed(signed(), "list@elsewhere.example"),
        "fail",
        {"spf=fail", "dkim=pass", "dmarc=pass"},
    ),
    "unsigned, sent by its own machine": (routed(BODY), "pass", {"spf=pass", "dmarc=pass"}),
    "forged": (routed(BODY), "fail", {"spf=fail", "dmarc=fail"}),
    "forged through a mailer that signs": (
        routed(signed(MAILER), f"b@{MAILER}"),
        "pass",
        {"spf=pass", "dkim=pass", "dmarc=fail"},
    ),
    "changed after signing": (
        routed(signed().replace(b"BE71", b"LT12")),
        "softfail",
        {"spf=softfail", "dkim=fail", "dmarc=fail"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_results_follow_from_the_answers(name: str) -> None:
    data, spf, expected = CASES[name]
    mail = first(parts_of(data, Told()))
    sender = mail.return_path.address if mail.return_path else ""
    told = Told(NAMES, {hop(sender): spf})
    assert results(parts_of(data, told)) == expected
    assert parts_of(data, told) == parts_of(data, told)


def test_the_findings_follow_from_the_results() -> None:
    held = parts_of(routed(signed()), Told(NAMES, {hop(): "pass"}))
    forged = parts_of(routed(BODY), Told(NAMES, {hop(): "fail"}))
    changed = parts_of(routed(signed().replace(b"BE71", b"LT12")), Told(NAMES, {hop(): "softfail"}))
    assert found(held) == {"mail.authentication_passes", "mail.dkim_valid", "mail.known_sender"}
    assert found(forged) == {"mail.authentication_fails"}
    assert found(changed) == {"mail.authentication_fails", "mail.dkim_broken"}


@pytest.mark.parametrize(
    ("texts", "spf", "expected"),
    [
        ({}, {}, set()),  # nothing was answered
        ({}, {hop(): "fail"}, set()),  # the key may still hold
        (NAMES, {}, {"dkim=fail"}),  # broken, but the machine may have been the right one
        ({**NAMES, f"proef._domainkey.{KROON}": ()}, {}, set()),  # the key is gone
    ],
)
def test_nothing_is_said_against_a_sender_while_an_answer_is_missing(
    texts: dict[str, tuple[str, ...]], spf: dict[Hop, str], expected: set[str]
) -> None:
    parts = parts_of(routed(signed().replace(b"BE71", b"LT12")), Told(texts, spf))
    assert results(parts) == set()
    assert not {id for id in found(parts) if "authentication" in id}
    assert ("mail.dkim_broken" in found(parts)) is bool(expected)


def test_without_a_policy_the_domain_still_counts() -> None:
    texts = {**NAMES, f"_dmarc.{KROON}": ()}
    assert results(parts_of(routed(signed()), Told(texts, {hop(): "pass"}))) == {"spf=pass", "dkim=pass"}
    assert found(parts_of(routed(BODY), Told(texts, {hop(): "softfail"}))) == {"mail.authentication_softfails"}


@pytest.mark.parametrize(
    ("policy", "result"),
    [
        (("v=DMARC1; p=none",), "pass"),
        (("v=DMARC1; p=none; adkim=s; aspf=s",), "fail"),  # strict: the subdomain is another
        (("v=DMARC1; p=none", "v=DMARC1; p=reject"), ""),  # two are none
        (("v=spf1 -all",), "pass"),  # no policy of its own: that of the registered domain
    ],
)
def test_a_policy_may_ask_for_the_very_same_domain(policy: tuple[str, ...], result: str) -> None:
    data = routed(signed().replace(b"@molensdekroon", b"@news.molensdekroon"), f"b@{KROON}")
    texts = {**NAMES, f"_dmarc.news.{KROON}": policy}
    said = {one.method: one.result for one in first(parts_of(data, Told(texts, {hop(f"b@{KROON}"): "pass"}))).checked}
    assert said.get("dmarc", "") == result


@pytest.mark.parametrize(
    ("message", "record"),
    [
        (signed(length=True) + b"Nieuwe rekening: LT12 1000\r\n", KEY),  # l=: words may be added below what was signed
        (signed(), KEY + "A" * 2000),  # a key made to keep us busy
        (signed().replace(b"a=rsa-sha256", b"a=rsa-sha1"), KEY),  # RFC 8301
        (signed().replace(b"a=rsa-sha256", b"a=ed25519-sha256"), KEY),
        (signed().replace(b"h=from : ", b"h="), KEY),  # the sender is not signed
    ],
)
def test_a_signature_that_proves_nothing_says_nothing(message: bytes, record: str) -> None:
    told = Told({**NAMES, f"proef._domainkey.{KROON}": (record,)}, {})
    parts = parts_of(message, told)
    assert first(parts).signatures[0].holds is None
    assert found(parts) == set()


def test_whether_a_signature_holds_does_not_depend_on_the_day_of_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    headers = [b"from", b"date"]
    with monkeypatch.context() as later:
        later.setattr("time.time", lambda: 4_000_000_000.0)
        data = bytes(dkim.sign(BODY, b"proef", KROON.encode(), make_key(7)[0], include_headers=headers)) + BODY
    assert not dkim.verify(data, dnsfunc=lambda name, timeout=0: KEY.encode())  # "in the future"
    assert first(parts_of(data, Told(NAMES))).signatures[0].holds is True


def test_signatures_keep_their_number_beside_one_that_is_nothing() -> None:
    data = b"DKIM-Signature: nothing\r\n" + signed()
    assert [s.holds for s in first(parts_of(data, Told(NAMES))).signatures] == [None, True]


def test_blanks_made_to_keep_us_busy_do_not() -> None:
    body = BODY + b"\t " * 200_000 + b"x\r\n"
    settings = {"include_headers": [b"from"], "canonicalize": (b"relaxed", b"relaxed")}
    short = bytes(dkim.sign(BODY + b" x\r\n", b"proef", KROON.encode(), make_key(7)[0], **settings))
    assert first(parts_of(short + body, Told(NAMES))).signatures[0].holds is True


def sealed(domain: str, message: bytes) -> bytes:
    """The message as a forwarder hands it on: footer added, so the signature breaks, and sealed with what he had found."""
    results = (
        b"Authentication-Results: mx."
        + domain.encode()
        + b"; dkim=pass header.d=molensdekroon.example; dmarc=pass header.from=molensdekroon.example\r\n"
    )
    changed = results + message + b"-- \r\nlijst\r\n"
    seal = dkim.arc_sign(changed, b"zegel", domain.encode(), make_key(9)[0], b"mx." + domain.encode())
    return b"".join(seal) + changed


@pytest.mark.parametrize(
    ("sealer", "ids"),
    [
        ("vereniging.example", {"mail.authentication_fails_forwarded", "mail.dkim_broken"}),  # anybody may seal
        ("bakkerijvanhove.example", {"mail.authentication_passes", "mail.dkim_broken", "mail.known_sender"}),  # ours
    ],
)
def test_a_seal_counts_as_far_as_its_sealer_is_trusted(sealer: str, ids: set[str]) -> None:
    data = routed(sealed(sealer, signed()), "list@elsewhere.example").replace(b"Authentication-Results: mx", b"X-Was: mx", 0)
    told = Told({**NAMES, f"zegel._domainkey.{sealer}": (OUR_KEY,)}, {hop("list@elsewhere.example"): "fail"})
    organisation = replace(
        BAKERY, trusted_authserv_ids=("store.bakkerijvanhove.example",), trusted_receivers=("mx.bakkerijvanhove.example",)
    )
    parts = checked(unpack(Item("m.eml", data)), told, organisation)
    seen = {one.id for one in detect(parts, organisation) if isinstance(one, Finding)}
    assert {id for id in seen if id.startswith(("mail.authentication", "mail.dkim", "mail.known_sender"))} == ids


def test_a_seal_over_something_else_is_no_seal() -> None:
    data = sealed("vereniging.example", signed()).replace(b"BE71", b"LT12")
    told = Told({**NAMES, "zegel._domainkey.vereniging.example": (OUR_KEY,)})
    assert "arc=pass" not in results(parts_of(data, told))


def test_an_attached_message_that_does_not_hold_is_not_held_against_it() -> None:
    outer = b"From: tom@bakkerijvanhove.example\r\nSubject: Fwd\r\nContent-Type: message/rfc822\r\n\r\n"
    good, bad = (parts_of(outer + data, Told(NAMES)) for data in (signed(), signed().replace(b"BE71", b"LT12")))
    assert "mail.dkim_valid" in found(good)
    assert not {id for id in found(bad) if id.startswith("mail.dkim")}


def test_what_was_not_answered_is_passed_on() -> None:
    missing = NotLooked("mail.spf", Reason.TOO_LONG, detail="x")
    parts = parts_of(routed(BODY), Told(not_looked=(missing,)))
    assert missing in parts.not_looked
    assert (
        NotLooked("mail.spf", Reason.NOT_KNOWN, detail="no server that we trust says which machine it came from")
        in parts_of(BODY, Told()).not_looked
    )


def test_when_nobody_asked_nothing_changes() -> None:
    parts = unpack(Item("m.eml", routed(signed())))
    assert checked(parts, None, BAKERY) is parts
