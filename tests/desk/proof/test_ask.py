"""Asking for proof and giving it, without a browser: a device in software, and everything a forger would send."""

import json
import os
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.desk.cast import Desk
from tests.desk.proof.authenticator import PRESENT, Key
from tests.desk.proof.people import asked, has_device, says_yes
from weerbaar.desk.access.limits import TooOften
from weerbaar.desk.cases.models import Case, State
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.proof import ask as asks
from weerbaar.desk.proof.devices import add_phone, colleague, enrol, revoke
from weerbaar.desk.proof.models import Ask, Device
from weerbaar.proof.protocol import Refused
from weerbaar.proof.words import spoken


def again(ask: Ask) -> Ask:
    return Ask.objects.select_related("organisation", "prover__user", "asker").get(pk=ask.pk)


def late(ask: Ask) -> None:
    """Its time is over."""
    back = timedelta(minutes=10)
    kept = {**ask.about, "terms": {**ask.about["terms"], "opened": 1, "expires": 2}}
    ask.keep(kept)
    ask.opened_at, ask.expires_at = timezone.now() - back, timezone.now() - back / 2
    ask.save()


def test_who_is_asked_says_yes_and_both_see_the_same_words(desk: Desk) -> None:
    els, key = has_device(desk, "els")
    nadia, phone = desk.browser("nadia"), desk.browser("els")
    place = nadia.post("/proof/", {"who": str(els.ref), "text": "18.400 euro"})["Location"]
    ask = Ask.objects.get()
    assert "18.400 euro" in phone.get(f"/proof/me/{ask.ref}/").content.decode()
    assert says_yes(phone, ask, key) == 302
    words = spoken(again(ask).exchange.words, "nl")
    for page in (nadia.get(place), phone.get(f"/proof/me/{ask.ref}/")):
        assert all(word in page.content.decode() for word in words)
    nadia.post(f"{place}do/", {"do": "same"})
    assert again(ask).stage == "proven"
    shown = json.loads(nadia.get(f"{place}evidence.json").content)
    assert shown["terms"]["text"] == "18.400 euro" and shown["words"] == list(again(ask).exchange.words)
    assert not Case.objects.exists()


def test_words_are_shown_to_nobody_before_a_yes_nor_after_the_end(desk: Desk) -> None:
    els, key = has_device(desk, "els")
    nadia, phone = desk.browser("nadia"), desk.browser("els")
    ask = asked(desk, "nadia", els)
    pages = (f"/proof/asks/{ask.ref}/", f"/proof/me/{ask.ref}/")
    assert not any('class="word"' in one.get(page).content.decode() for one, page in zip((nadia, phone), pages, strict=True))
    says_yes(phone, ask, key)
    asks.compare(again(ask), desk.member("nadia"), True)
    assert not any('class="word"' in one.get(page).content.decode() for one, page in zip((nadia, phone), pages, strict=True))


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"origin": "https://testserver.example"}, "phished on another site"),
        ({"origin": "http://testserver:81"}, "another port is another address"),
        ({"rp": "bakkerijvanhove.example"}, "a key for another site"),
        ({"flags": PRESENT}, "no user verification: a stolen, locked telephone"),
        ({"flags": 0}, "nobody touched it"),
    ],
)
def test_what_a_device_signed_elsewhere_or_unverified_is_refused(desk: Desk, how: dict[str, object], why: str) -> None:
    els, key = has_device(desk, "els")
    ask = asked(desk, "nadia", els)
    assert says_yes(desk.browser("els"), ask, key, **how) == 400, why
    assert again(ask).stage == "waiting"


def test_a_yes_counts_for_its_own_ask_alone(desk: Desk) -> None:
    """Replay: what was signed for one ask, or for an ask before, is nothing for another."""
    els, key = has_device(desk, "els")
    phone = desk.browser("els")
    first, second = asked(desk, "nadia", els), asked(desk, "nadia", els)
    nonce = os.urandom(32)
    signed = key.sign(asks.challenge(first, nonce))
    said = {"nonce": nonce.hex(), "credential": signed}
    assert phone.post(f"/proof/me/{second.ref}/yes/", said).status_code == 400
    assert phone.post(f"/proof/me/{first.ref}/yes/", said).status_code == 302
    assert phone.post(f"/proof/me/{first.ref}/yes/", said).status_code == 400  # once
    assert (again(first).stage, again(second).stage) == ("confirmed", "waiting")


def test_a_yes_with_another_nonce_than_was_signed_is_refused(desk: Desk) -> None:
    els, key = has_device(desk, "els")
    ask = asked(desk, "nadia", els)
    said = {"nonce": os.urandom(32).hex(), "credential": key.sign(asks.challenge(ask, os.urandom(32)))}
    assert desk.browser("els").post(f"/proof/me/{ask.ref}/yes/", said).status_code == 400


@pytest.mark.parametrize("nonce", ["", "00", "zz" * 32, "00" * 31])
def test_a_nonce_that_is_none_is_refused(desk: Desk, nonce: str) -> None:
    els, key = has_device(desk, "els")
    ask = asked(desk, "nadia", els)
    said = {"nonce": nonce, "credential": key.sign(asks.challenge(ask, b""))}
    assert desk.browser("els").post(f"/proof/me/{ask.ref}/yes/", said).status_code == 400


@pytest.mark.parametrize("answer", ["", "x", "[]", "{}", '{"id":1}', "null", '{"response":{}}', "[" * 20_000])
def test_whatever_is_sent_for_an_answer_of_a_device_ends_in_a_clear_page(desk: Desk, answer: str) -> None:
    els, _ = has_device(desk, "els")
    ask = asked(desk, "nadia", els)
    said = {"nonce": "00" * 32, "credential": answer}
    assert desk.browser("els").post(f"/proof/me/{ask.ref}/yes/", said).status_code == 400
    assert desk.browser().post("/proof/door/", {"credential": answer}).status_code == 400


def test_a_copied_key_whose_counter_does_not_rise_is_refused(desk: Desk) -> None:
    els, key = has_device(desk, "els")
    phone = desk.browser("els")
    assert says_yes(phone, asked(desk, "nadia", els), key, counter=7) == 302
    assert says_yes(phone, asked(desk, "nadia", els), key, counter=7) == 400
    assert says_yes(phone, asked(desk, "nadia", els), key, counter=0) == 400


def test_the_key_of_another_colleague_says_nothing(desk: Desk) -> None:
    els, _ = has_device(desk, "els")
    _, tom = has_device(desk, "tom")
    ask = asked(desk, "nadia", els)
    assert says_yes(desk.browser("els"), ask, tom) == 400


def test_a_revoked_key_says_nothing_and_a_new_one_voids_what_was_asked_before(desk: Desk) -> None:
    els, key = has_device(desk, "els")
    other = Key()
    ask = asked(desk, "nadia", els)
    enrol(els, other.attested, 0, "tablet", by=desk.user("els"))
    phone = desk.browser("els")
    assert says_yes(phone, ask, key) == 400 and says_yes(phone, ask, other) == 400
    revoke(Device.objects.get(digest=els.devices.first().digest), desk.member("els"))  # type: ignore[union-attr]
    ask = asked(desk, "nadia", els)
    assert says_yes(phone, ask, key) == 400 and says_yes(phone, ask, other) == 302


@pytest.mark.parametrize("end", ["no", "different", "left", "late", "sweep"])
def test_what_is_not_proven_is_never_silent(desk: Desk, end: str) -> None:
    els, key = has_device(desk, "els")
    nadia, phone = desk.browser("nadia"), desk.browser("els")
    ask = asked(desk, "nadia", els)
    if end == "no":
        phone.post(f"/proof/me/{ask.ref}/no/")
    elif end == "different":
        says_yes(phone, ask, key)
        nadia.post(f"/proof/asks/{ask.ref}/do/", {"do": "different"})
    elif end == "left":
        nadia.post(f"/proof/asks/{ask.ref}/do/", {"do": "left"})
    else:
        late(ask)
        assert asks.sweep() == 1 if end == "sweep" else nadia.get(f"/proof/asks/{ask.ref}/").status_code == 200
    ask = again(ask)
    assert ask.stage == {"no": "denied", "late": "expired", "sweep": "expired"}.get(end, end)
    case = Case.objects.get()
    assert (ask.case, case.reporter, case.contested_at is not None) == (case, desk.user("nadia"), True)
    assert f"/doubts/{case.ref}/" in nadia.get(f"/proof/asks/{ask.ref}/").content.decode()
    assert asks.sweep() == 0 and Case.objects.count() == 1


def test_the_doubt_waits_for_a_person_whatever_the_machine_thinks_of_it(desk: Desk) -> None:
    from weerbaar.desk.work.look import _begin, _finish, _task
    from weerbaar.desk.work.looking import look_at

    els, _ = has_device(desk, "els")
    asks.say_no(asked(desk, "nadia", els))
    begun = _begin(Case.objects.get().pk)
    _finish(begun.pk, look_at(_task(begun)))
    assert Case.objects.get().state == State.NEEDS_PERSON


def test_opened_by_mistake_alarms_nobody(desk: Desk) -> None:
    els, _ = has_device(desk, "els")
    ask = asked(desk, "nadia", els)
    desk.browser("nadia").post(f"/proof/asks/{ask.ref}/do/", {"do": "mistake"})
    assert again(ask).stage == "cancelled" and not Case.objects.exists()


def test_one_may_think_again_after_a_yes(desk: Desk) -> None:
    els, key = has_device(desk, "els")
    ask = asked(desk, "nadia", els)
    says_yes(desk.browser("els"), ask, key)
    desk.browser("els").post(f"/proof/me/{ask.ref}/no/")
    with pytest.raises(Refused):
        asks.compare(again(ask), desk.member("nadia"), True)
    assert again(ask).stage == "denied"


def test_after_its_time_an_ask_takes_neither_yes_nor_words(desk: Desk) -> None:
    els, key = has_device(desk, "els")
    ask = asked(desk, "nadia", els)
    late(ask)
    assert says_yes(desk.browser("els"), ask, key) == 400
    ask = asked(desk, "nadia", els)
    says_yes(desk.browser("els"), ask, key)
    late(again(ask))
    desk.browser("nadia").post(f"/proof/asks/{ask.ref}/do/", {"do": "same"})
    assert again(ask).stage == "expired"


def test_only_who_asks_compares_and_only_who_is_asked_answers(desk: Desk) -> None:
    els, key = has_device(desk, "els")
    ask = asked(desk, "nadia", els)
    assert says_yes(desk.browser("tom"), ask, key) == 404
    assert desk.browser("tom").post(f"/proof/me/{ask.ref}/no/").status_code == 404
    says_yes(desk.browser("els"), ask, key)
    for other in ("els", "ines", "bart"):
        assert desk.browser(other).post(f"/proof/asks/{ask.ref}/do/", {"do": "same"}).status_code == 404
    with pytest.raises(Forbidden):
        asks.compare(again(ask), desk.member("ines"), True)


def test_nobody_asks_themselves_nor_another_organisation_nor_without_device(desk: Desk) -> None:
    els, _ = has_device(desk, "els")
    bart, _ = has_device(desk, "bart")
    nobody = colleague(desk.member("ines"))
    for asker, who in (("els", els), ("nadia", bart), ("nadia", nobody)):
        with pytest.raises(asks.CannotAsk):
            asked(desk, asker, who)
        page = desk.browser(asker).post("/proof/", {"who": str(who.ref), "text": ""})
        assert page.status_code == 400
    with pytest.raises(asks.CannotAsk):
        asks.open_(desk.bakery, desk.user("nadia"), desk.user("karim"), "")


def test_nobody_is_flooded_with_questions(desk: Desk) -> None:
    els, _ = has_device(desk, "els")
    for asker in ("nadia", "tom", "ines"):
        asked(desk, asker, els)
    with pytest.raises(asks.CannotAsk):
        asked(desk, "karim", els)
    for _ in range(11):
        asks.stop(
            asked_now := Ask.objects.filter(stage="waiting", asker=desk.user("nadia")).get(), desk.member("nadia"), mistake=True
        )
        assert asked_now.asker_id == desk.user("nadia").pk
        asked(desk, "nadia", els)
    with pytest.raises(TooOften):
        asks.stop(Ask.objects.filter(stage="waiting", asker=desk.user("nadia")).get(), desk.member("nadia"), mistake=True)
        asked(desk, "nadia", els)


def test_text_that_hides_or_turns_around_is_shown_and_bound_as_it_is_read(desk: Desk) -> None:
    els, _ = has_device(desk, "els")
    ask = asked(desk, "nadia", els, "betaal \u202e000.81\u200b  euro\n\tnu\x00")
    assert ask.text == "betaal 000.81 euro nu"


def test_nothing_of_an_ask_lies_in_the_database_in_clear(desk: Desk) -> None:
    els, key = has_device(desk, "els")
    nonce = os.urandom(32)
    ask = asked(desk, "nadia", els, "een geheim verzoek")
    says_yes(desk.browser("els"), ask, key, nonce)
    add_phone(els, b"\x04" + bytes.fromhex(P256), "zakvijf", by=desk.user("els"))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = (desk.home / "database.sqlite3").read_bytes()
    clear = (b"een geheim verzoek", b"telefoon", b"zakvijf", key.id, nonce, nonce.hex().encode(), b"webauthn.get")
    assert [one for one in clear if one in data] == []


P256 = (
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)
"""The base point of P-256 (NIST SP 800-186), as a public key."""


def test_every_step_stands_in_the_trail(desk: Desk) -> None:
    els, key = has_device(desk, "els")
    ask = asked(desk, "nadia", els)
    says_yes(desk.browser("els"), ask, key)
    asks.compare(again(ask), desk.member("nadia"), True)
    done = [entry.action for entry in Entry.objects.filter(about__startswith="ask:").order_by("sequence")]
    assert done == ["proof asked", "proof given", "proof compared"]


def test_evidence_can_be_verified_by_others(desk: Desk) -> None:
    """What the file says suffices to compute the challenge and to verify the signature of the device."""
    import base64
    import hashlib

    from fido2 import cbor
    from fido2.cose import CoseKey
    from fido2.utils import websafe_decode

    from weerbaar.proof import transcript

    els, key = has_device(desk, "els")
    ask = asked(desk, "nadia", els)
    says_yes(desk.browser("els"), ask, key)
    done = asks.compare(again(ask), desk.member("nadia"), True)
    assert hashlib.sha256(asks.evidence(again(ask))).hexdigest() == done.evidence
    shown = json.loads(asks.evidence(again(ask)))
    terms = transcript.Terms(**shown["terms"])
    wanted = transcript.challenge(terms, bytes.fromhex(shown["commitment"]), bytes.fromhex(shown["prover_nonce"]))
    client = websafe_decode(shown["signed"]["clientDataJSON"])
    assert websafe_decode(json.loads(client)["challenge"]) == wanted
    data = websafe_decode(shown["signed"]["authenticatorData"]) + hashlib.sha256(client).digest()
    CoseKey.parse(cbor.decode(base64.b64decode(shown["signed"]["key"]))).verify(
        data, websafe_decode(shown["signed"]["signature"])
    )


def test_a_challenge_of_the_browser_alone_is_none_of_ours(desk: Desk) -> None:
    """A signature over a random challenge, as any sign-in makes them, is no yes."""
    els, key = has_device(desk, "els")
    ask = asked(desk, "nadia", els)
    said = {"nonce": "00" * 32, "credential": key.sign(os.urandom(32))}
    assert desk.browser("els").post(f"/proof/me/{ask.ref}/yes/", said).status_code == 400


def test_what_ended_long_ago_is_forgotten_and_what_a_confirmation_hangs_on_is_kept(desk: Desk) -> None:
    els, _ = has_device(desk, "els")
    old, tied, young = (asked(desk, "nadia", els) for _ in range(3))
    for ask in (old, tied, young):
        asks.stop(ask, desk.member("nadia"), mistake=True)
    long_ago = timezone.now() - asks.KEPT - timedelta(hours=1)
    Ask.objects.filter(pk__in=(old.pk, tied.pk)).update(ended_at=long_ago)
    Ask.objects.filter(pk=tied.pk).update(confirmation="7")
    asks.sweep()
    assert set(Ask.objects.all()) == {tied, young}
