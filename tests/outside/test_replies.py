"""Who is answered, and who is told what the organisation knows."""

import pytest

from weerbaar.model.part import Mail
from weerbaar.outside.replies import Ours, Silence, may_answer, who_brought
from weerbaar.unpack.mail import make_mail
from weerbaar.unpack.mime import entity_of

DESK = "check@bakkerijvanhove.example"
OURS = Ours(
    addresses=frozenset((DESK, "pruefen@bakkerijvanhove.example")),
    domains=("bakkerijvanhove.example",),
    message_id_domain="antwoord.bakkerijvanhove.example",
    lists=frozenset(("check.bakkerijvanhove.example",)),
    depth=2,
)
TOM = "From: Tom Maes <tom@bakkerijvanhove.example>"
MX = "mx.bakkerijvanhove.example"
OWN_ID = "<42.a@antwoord.bakkerijvanhove.example>"


def read(*headers: str) -> Mail:
    return make_mail(entity_of(("\r\n".join(headers) + "\r\n\r\nKlopt dit?").encode("utf-8")).headers, "mail")


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ((TOM,), None),
        ((TOM, "Return-Path: <tom@bakkerijvanhove.example>", "Auto-Submitted: no", "Precedence: first-class"), None),
        ((TOM, "Auto-Submitted: no (a person)"), None),
        ((TOM, "X-Auto-Response-Suppress: DR, RN"), None),  # receipts only
        ((TOM, "X-Auto-Response-Suppress: None"), None),
        ((TOM, "Content-Type: multipart/mixed; boundary=report"), None),  # a bounce, forwarded by a person
        ((TOM, f"References: {OWN_ID} {OWN_ID}"), None),  # a person writes back
        ((TOM, "References: <1@elders.example> <2@elders.example> <3@elders.example>"), None),
        ((TOM, "List-Id: Check <check.bakkerijvanhove.example>", "Precedence: list", "List-Post: <mailto:x>"), None),
        (("From: noor@bakkerijvanhove.example",), None),
        (("From: ownerson@bakkerijvanhove.example",), None),
        ((TOM, "Return-Path: <>"), Silence.NULL_RETURN_PATH),
        ((TOM, "Return-Path:"), Silence.NULL_RETURN_PATH),
        ((TOM, "Return-Path: <MAILER-DAEMON>"), Silence.NULL_RETURN_PATH),
        ((TOM, "Return-Path: <nieuws-bounces+tom=x@lijst.example>"), Silence.MACHINE),
        ((TOM, "Return-Path: <owner-lijst@lijst.example>"), Silence.MACHINE),
        ((TOM, "Auto-Submitted: auto-replied"), Silence.AUTO_SUBMITTED),
        ((TOM, "auto-submitted: AUTO-GENERATED; x=no"), Silence.AUTO_SUBMITTED),
        ((TOM, "Auto-Submitted: no", "Auto-Submitted: auto-replied"), Silence.AUTO_SUBMITTED),
        ((TOM, "Precedence: BULK"), Silence.BULK),
        ((TOM, "Precedence: junk"), Silence.BULK),
        ((TOM, "Precedence: list"), Silence.BULK),
        ((TOM, "List-Unsubscribe: <https://x.example>"), Silence.LIST),
        ((TOM, "List-Id: <other.bakkerijvanhove.example>"), Silence.LIST),
        ((TOM, "X-Auto-Response-Suppress: DR, OOF, AutoReply"), Silence.SUPPRESSED),
        ((TOM, "X-Auto-Response-Suppress: All"), Silence.SUPPRESSED),
        ((TOM, "Content-Type: multipart/report; report-type=delivery-status; boundary=x"), Silence.REPORT),
        (("From: MAILER-DAEMON@mx.example",), Silence.MACHINE),
        (("From: Postmaster <postmaster@mx.example>",), Silence.MACHINE),
        (("From: no-reply@bank.example",), Silence.MACHINE),
        (("From: noreply+1@bank.example",), Silence.MACHINE),
        (("From: lijst-request@lijst.example",), Silence.MACHINE),
        ((f"From: {DESK}",), Silence.OURSELVES),
        (("From: =?utf-8?q?x?= <PRUEFEN@BakkerijVanHove.example>",), Silence.OURSELVES),
        ((TOM, f"X-Loop: {DESK}"), Silence.LOOP),
        ((TOM, f"X-Loop: other@x.example\r\nX-Loop: {DESK.upper()}"), Silence.LOOP),
        ((TOM, f"References: {OWN_ID} {OWN_ID} {OWN_ID}"), Silence.LOOP),
        ((TOM, *(f"X-{n}: x" for n in range(250)), "Auto-Submitted: auto-replied"), Silence.LOOP),  # beyond what is read
        (("Subject: x",), Silence.NOBODY),
        (("From: Tom",), Silence.NOBODY),
        (("From: a@x.example, b@x.example",), Silence.NOBODY),
        ((), Silence.NOBODY),
    ],
)
def test_only_a_person_is_answered(headers: tuple[str, ...], reason: Silence | None) -> None:
    answer = may_answer(read(*headers), OURS)
    assert answer.reason is reason
    assert bool(answer) is (reason is None)


NEWSLETTER = (
    "From: nieuws@vakblad.example",
    "List-Id: <nieuws.vakblad.example>",
    "Precedence: bulk",
    "Auto-Submitted: auto-generated",
)


@pytest.mark.parametrize(
    ("resent", "reason"),
    [
        ("Resent-From: Tom <tom@bakkerijvanhove.example>", None),  # a colleague redirected a newsletter
        ("Resent-From: lijst@lists.example", Silence.LIST),  # a list that says so in this way
        ("Resent-From: a@bakkerijvanhove.example, b@bakkerijvanhove.example", Silence.LIST),
        (f"Resent-From: {DESK}", Silence.OURSELVES),
        ("Resent-From: tom@bakkerijvanhove.example\r\nReturn-Path: <>", Silence.NULL_RETURN_PATH),
        (f"Resent-From: tom@bakkerijvanhove.example\r\nX-Loop: {DESK}", Silence.LOOP),
    ],
)
def test_what_a_colleague_redirects_is_answered_to_the_colleague(resent: str, reason: Silence | None) -> None:
    assert may_answer(read(resent, *NEWSLETTER), OURS).reason is reason


def results(*said: str, by: str = MX) -> str:
    return f"Authentication-Results: {by}; " + "; ".join(said)


PASS = "dmarc=pass header.from=bakkerijvanhove.example"
FAIL = "dmarc=fail header.from=bakkerijvanhove.example"
SIGNED = "dkim=pass header.d=bakkerijvanhove.example"


@pytest.mark.parametrize(
    ("headers", "authenticated"),
    [
        ((results(PASS), TOM), True),
        ((results("spf=fail smtp.mailfrom=x@y.example", SIGNED, PASS), TOM), True),
        ((results("dmarc=none", SIGNED), TOM), True),
        ((results("dkim=pass header.d=mail.bakkerijvanhove.example"), TOM), True),  # same owner
        ((results("spf=pass smtp.mailfrom=x@y.example"), results(PASS), TOM), True),  # a milter for each
        ((results("auth=pass (login) smtp.auth=tom@bakkerijvanhove.example"), TOM), True),
        ((results(PASS, by=f"{MX} 1"), TOM), True),
        ((TOM,), False),
        ((results(PASS, by="mx.elders.example"), TOM), False),  # a stranger's word
        ((results(PASS, by=f"evil{MX}"), TOM), False),
        ((results(FAIL), TOM), False),
        ((results(FAIL, SIGNED), TOM), False),
        ((results(FAIL), results(PASS), TOM), False),  # the lower one is the sender's own
        ((results("spf=fail", "dkim=none"), results("spf=pass", "dkim=none", PASS), TOM), False),
        ((results("spf=pass smtp.mailfrom=tom@bakkerijvanhove.example"), TOM), False),  # SPF says nothing about From
        ((results("dkim=pass header.d=elders.example"), TOM), False),
        ((results("dkim=fail header.d=bakkerijvanhove.example"), TOM), False),
        ((results("dmarc=pass header.from=elders.example"), TOM), False),
        ((results("auth=pass smtp.auth=x@elders.example"), TOM), False),
        (
            (results('spf=softfail smtp.mailfrom="x; dmarc=pass header.from=bakkerijvanhove.example"@evil.example', FAIL), TOM),
            False,
        ),
        ((results('spf=none smtp.mailfrom="x; dmarc=pass header.from=bakkerijvanhove.example"@evil.example'), TOM), False),
        ((results('spf=none smtp.mailfrom="x; auth=pass smtp.auth=tom@bakkerijvanhove.example"@evil.example'), TOM), False),
        ((results("spf=none (x; dmarc=pass header.from=bakkerijvanhove.example)"), TOM), False),
        ((results(PASS), "From: tom@bakkerijvanhove.example, x@elders.example"), False),
        ((results(PASS), "Resent-From: tom@bakkerijvanhove.example", "From: x@bakkerijvanhove.example"), False),
    ],
)
def test_only_a_trusted_server_vouches_for_who_brought_it(headers: tuple[str, ...], authenticated: bool) -> None:
    assert who_brought(read(*headers), (MX,)).authenticated is authenticated
    assert not who_brought(read(*headers), ()).authenticated


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ((TOM, "Reply-To: elders@evil.example"), "tom@bakkerijvanhove.example"),  # an answer goes to who is vouched for
        (("Resent-From: Els <ELS@bakkerijvanhove.example>", "From: bank@evil.example"), "els@bakkerijvanhove.example"),
        (("Resent-From: els@x.example", "Resent-From: older@x.example", "From: bank@evil.example"), "els@x.example"),
        (("From: a@x.example, b@x.example",), None),
        (("From: Tom",), None),
    ],
)
def test_the_answer_goes_to_who_brought_it(headers: tuple[str, ...], address: str | None) -> None:
    brought = who_brought(read(*headers), (MX,)).address
    assert (brought.address if brought else None) == address
