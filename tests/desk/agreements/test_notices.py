"""People are told that there is something to sign: kindly, a few times, never about what stands in it."""

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from typing import Any

import pytest
from django.utils import timezone

from tests.desk.agreements.known import AGREEMENT, START, published
from tests.desk.cast import Desk
from weerbaar.desk.agreements import notices, signing
from weerbaar.desk.agreements.models import Notice, Signature
from weerbaar.desk.governance.models import Entry
from weerbaar.outside.smtp_out import Outcome


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A clock that a test can turn: `now(days)` sets it so many days after the agreement began."""
    start = timezone.now().replace(year=2026, month=10, day=1, hour=9)
    monkeypatch.setattr("django.utils.timezone.now", lambda: start)

    def turn(days: float) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: start + timedelta(days=days))

    return turn


def told(kind: str) -> list[str]:
    return sorted(one.user.first_name for one in Notice.objects.filter(kind=kind).select_related("user"))


def test_everybody_who_has_to_sign_is_told_once_and_reminded_three_times(desk: Desk, now: Any) -> None:
    published(desk)
    signing.sign(desk.member("nadia"), 1, "Nadia")
    everyone = ["Els", "Ines", "Karim", "Ruth", "Tom"]
    for day, reminders in ((0, 0), (6.9, 0), (7.1, 1), (14, 1), (14.2, 2), (21.3, 3), (60, 3)):
        now(day)
        notices.sweep()
        assert (told("sign"), told("remind")) == (everyone, sorted(everyone * reminders)), day


def test_who_comes_later_is_told_then_and_a_version_that_is_not_signed_again_tells_nobody(desk: Desk, now: Any) -> None:
    from weerbaar.desk.accounts.models import Membership
    from weerbaar.desk.accounts.people import admit

    published(desk)
    notices.sweep()
    assert len(told("sign")) == 6
    published(desk, replace(AGREEMENT, review_on=START + timedelta(days=300)))
    now(1)
    notices.sweep()
    assert len(told("sign")) == 6
    Membership.objects.create(user=admit("zoe@bakkerijvanhove.example", "Zoe", "fr"), organisation=desk.bakery, role="reporter")
    notices.sweep()
    assert told("sign").count("Zoe") == 1
    published(desk, replace(AGREEMENT, use_days=30))
    notices.sweep()
    assert len(told("sign")) == 6 + 1 + 7


def test_who_makes_the_agreement_is_told_when_it_is_time_to_look_again(desk: Desk, now: Any) -> None:
    published(desk)
    now(350)
    notices.sweep()
    assert told("review") == []
    now(352)
    notices.sweep()
    notices.sweep()
    assert told("review") == ["Els", "Karim"]


def test_a_mail_says_that_something_waits_and_where_and_a_copy_goes_to_who_signed(
    desk: Desk, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, str, str, bytes]] = []

    def post(organisation: object, to: str, title: str, text: str, pdf: bytes = b"") -> Outcome:
        sent.append((to, title, text, pdf))
        return Outcome.SENT

    monkeypatch.setattr(notices, "post", post)
    version = published(desk)
    signing.sign(desk.member("nadia"), 1, "Nadia")
    notices.copy(desk.member("nadia"), version)
    notices.copy(desk.member("nadia"), version)
    notices.sweep()
    notices.sweep()
    assert len(sent) == 6
    (copy,) = [one for one in sent if one[3]]
    assert (copy[0], copy[3][:5]) == ("nadia@bakkerijvanhove.example", b"%PDF-")
    assert all("/agreement/" in text and "Schrijfhulp" not in text for _to, _title, text, _pdf in sent)


def test_the_mail_itself_goes_by_the_door_of_the_organisation(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    taken: list[bytes] = []

    def send(data: bytes, to: str, back: str) -> SimpleNamespace:
        taken.append(data)
        return SimpleNamespace(outcome=Outcome.SENT, perhaps=False)

    door = SimpleNamespace(
        details=SimpleNamespace(address="desk@bakkerijvanhove.example"), submission=lambda: SimpleNamespace(send=send)
    )
    assert notices.post(desk.bakery, "nadia@bakkerijvanhove.example", "x", "y") is None
    monkeypatch.setattr("weerbaar.desk.intake.doors.outgoing", lambda organisation: door)
    assert notices.post(desk.bakery, "nadia@bakkerijvanhove.example", "x", "y", b"%PDF-1") is Outcome.SENT
    message = message_from_bytes(taken[0])
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.walk()][-1] == "application/pdf"


def test_names_on_old_signatures_go_after_three_years(desk: Desk, now: Any) -> None:
    published(desk)
    signing.sign(desk.member("nadia"), 1, "Nadia")
    now(30)
    published(desk, replace(AGREEMENT, use_days=30))
    signing.sign(desk.member("tom"), 2, "Tom")
    now(30 + 3 * 365 - 1)
    assert signing.tidy() == 0
    now(30 + 3 * 365 + 1)
    assert (signing.tidy(), signing.tidy()) == (1, 0)
    assert [one.name for one in Signature.objects.all()] == ["", "Tom"]
    assert Entry.objects.filter(action="names on old signatures erased").count() == 1
    assert date(2026, 10, 1) == Signature.objects.first().signed_on  # type: ignore[union-attr]
