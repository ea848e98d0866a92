"""What already came in: counted without reading, looked at message by message, only hits kept, stopped at any moment."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.desk.cast import FRAUD, HONEST, Desk
from tests.desk.post import Office, posting
from tests.dovecot import CHECK, USERS, Dovecot, dovecot
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.models import Case
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.intake import scan
from weerbaar.desk.intake.models import Door, Scan, Use
from weerbaar.outside.smtp_in import Receiver

pytestmark = pytest.mark.needs("dovecot")


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as here:
        yield here


@pytest.fixture
def office(desk: Desk, server: Dovecot) -> Iterator[Office]:
    """With one connected mailbox, in which one message of three is fraud."""
    with posting(desk, server) as here:
        user = next(server.others)
        here.door(Use.CONNECTED, user, address="tom@bakkerijvanhove.example")
        for number, message in enumerate((HONEST, FRAUD, HONEST), 10):
            server.deliver(message.replace(b"<2@", b"<%d@" % number), user)
        yield here


def counted(office: Office, **changes: Any) -> Scan:
    scan.switch(office.desk.member("els"), True)
    today = timezone.now().date()
    given = {"since": today - timedelta(days=1), "until": today, **changes}
    made = scan.count(office.desk.member("els"), **given)
    by_hand(made)
    return made


def by_hand(one: Scan, most: int = 50) -> None:
    """What the worker does, here and now, until there is nothing more to do."""
    for _ in range(most):
        one.refresh_from_db()
        left = [each for each in one.mailboxes.all() if not (each.counted if one.state == Scan.State.COUNTING else each.done)]
        if one.state not in (Scan.State.COUNTING, Scan.State.RUNNING) or not left:
            return
        scan.attend(left[0].pk)


def test_it_is_off_until_it_is_switched_on(office: Office) -> None:
    today = timezone.now().date()
    with pytest.raises(NotNow, match="switched off"):
        scan.count(office.desk.member("els"), today, today)


def test_counting_reads_nothing_and_keeps_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a message was read")

    monkeypatch.setattr("weerbaar.outside.imap_box.Box.fetch", never)
    one = counted(office)
    assert (one.state, one.mailboxes.get().messages, one.mailboxes.get().looked) == (Scan.State.COUNTED, 3, 0)
    assert not Case.objects.exists()


def test_only_what_is_likely_fraud_becomes_a_case(office: Office) -> None:
    one = scan.begin(counted(office), office.desk.member("els"))
    by_hand(one)
    each = one.mailboxes.get()
    assert (one.state, each.looked, each.hits, each.skipped) == (Scan.State.DONE, 3, 1, 0)
    case = Case.objects.get()
    assert (case.original().startswith(b"From: "), case.reporter, case.about.reply.kind) == (True, None, "page")
    actions = list(Entry.objects.filter(about=one.name).values_list("action", flat=True))
    assert actions == ["scan counted", "scan begun", "scan done"]


def test_a_worker_does_it_all(office: Office) -> None:
    scan.switch(office.desk.member("els"), True)
    today = timezone.now().date()
    one = scan.count(office.desk.member("els"), today - timedelta(days=1), today)
    with office.desk.working():
        office.desk.until(lambda: Scan.objects.get(pk=one.pk).state == Scan.State.COUNTED)
        scan.begin(one, office.desk.member("els"))
        office.desk.until(lambda: Scan.objects.get(pk=one.pk).state == Scan.State.DONE)
    assert Case.objects.count() == 1


def test_killed_in_the_middle_it_goes_on_where_it_was(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    one = scan.begin(counted(office), office.desk.member("els"))
    real, calls = scan._band, []

    class Killed(BaseException):
        pass

    def deadly(*given: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise Killed
        return real(*given)

    with monkeypatch.context() as broken:
        broken.setattr(scan, "_band", deadly)
        with pytest.raises(Killed):
            by_hand(one)
    assert one.mailboxes.get().looked == 2
    by_hand(one)
    each = one.mailboxes.get()
    assert (one.state, each.looked, each.hits, Case.objects.count()) == (Scan.State.DONE, 3, 1, 1)


def test_stopped_is_stopped(office: Office) -> None:
    one = scan.begin(counted(office), office.desk.member("els"))
    scan.cancel(one, office.desk.member("els"))
    by_hand(one)
    assert (one.state, one.mailboxes.get().looked) == (Scan.State.CANCELLED, 0)
    assert scan.attend(one.mailboxes.get().pk) == Scan.State.CANCELLED
    with pytest.raises(NotNow):
        scan.begin(one, office.desk.member("els"))


def test_switching_it_off_stops_what_is_at_work(office: Office) -> None:
    one = scan.begin(counted(office), office.desk.member("els"))
    scan.switch(office.desk.member("els"), False)
    one.refresh_from_db()
    assert one.state == Scan.State.CANCELLED


@pytest.mark.parametrize(("back", "long"), [(-1, 0), (200, 200), (3, 5)])
def test_only_some_days_and_none_to_come(office: Office, back: int, long: int) -> None:
    scan.switch(office.desk.member("els"), True)
    since = timezone.now().date() - timedelta(days=back)
    with pytest.raises(NotNow, match="92 days"):
        scan.count(office.desk.member("els"), since, since + timedelta(days=long))


def test_a_folder_that_is_not_there_and_a_mailbox_out_of_reach_are_told(office: Office) -> None:
    Door.objects.filter(use=Use.CONNECTED).update(version=2)
    one = counted(office, folders=("INBOX", "Bestaat niet"))
    each = one.mailboxes.get()
    assert (one.state, each.messages) == (Scan.State.COUNTED, 3)
    assert each.trouble is not None
    scan.give_up(each.pk)
    assert one.mailboxes.get().done


@pytest.mark.parametrize("name", ["nadia", "tom", "ines", "karim", "ruth"])
def test_only_administrators_may(office: Office, name: str) -> None:
    one = counted(office)
    member = office.desk.member(name)
    for attempt in (lambda: scan.switch(member, True), lambda: scan.begin(one, member), lambda: scan.cancel(one, member)):
        with pytest.raises(Forbidden):
            attempt()


def test_the_page_switches_counts_begins_and_stops(office: Office) -> None:
    browser = office.desk.browser("els")
    today = timezone.now().date()
    assert browser.post("/team/scans/switch/", {"on": "1"}).status_code == 302
    said = {"since": (today - timedelta(days=1)).isoformat(), "until": today.isoformat(), "folders": "INBOX"}
    assert browser.post("/team/scans/", said).status_code == 302
    one = Scan.objects.get()
    by_hand(one)
    assert "tom@bakkerijvanhove.example" in browser.get("/team/scans/").content.decode()
    browser.post(f"/team/scans/{one.ref}/", {"do": "begin"})
    browser.post(f"/team/scans/{one.ref}/", {"do": "stop"})
    one.refresh_from_db()
    assert one.state == Scan.State.CANCELLED


def form(office: Office, **changes: str) -> dict[str, str]:
    mailbox = office.server.mailbox(CHECK)
    given = {
        "use": "desk",
        "address": "check@bakkerijvanhove.example",
        "host": "127.0.0.1",
        "user": CHECK,
        "password": USERS[CHECK],
    }
    return {**given, "port": str(mailbox.port), "security": "tls", "folder": "INBOX", "do": "keep", **changes}


def test_a_mailbox_that_does_not_work_is_not_kept_and_the_page_says_why(office: Office) -> None:
    page = office.desk.browser("els").post("/team/mailboxes/", form(office))  # the certificate is one nobody trusts
    assert page.status_code == 400
    assert "127.0.0.1" in page.content.decode()
    assert not Door.objects.filter(use=Use.DESK).exists()


def test_a_server_that_works_is_connected_paused_and_disconnected_on_its_page(office: Office) -> None:
    browser = office.desk.browser("els")
    sends = form(office, use="outgoing", port=str(office.port), security="none", user="", password="")
    assert "Het werkt" in browser.post("/team/mailboxes/", {**sends, "do": "try"}).content.decode()
    assert not Door.objects.filter(use=Use.OUTGOING).exists()
    assert browser.post("/team/mailboxes/", sends).status_code == 302
    door = Door.objects.get(use=Use.OUTGOING)
    for do, held in (("pause", True), ("resume", False)):
        browser.post(f"/team/mailboxes/{door.ref}/", {"do": do})
        door.refresh_from_db()
        assert (door.paused_at is not None) is held
    browser.post(f"/team/mailboxes/{door.ref}/", {"do": "remove"})
    door = Door.objects.get(pk=door.pk)
    assert (door.removed_at is not None, door.details.password) == (True, "")
    assert browser.get("/team/mailboxes/").status_code == 200


def test_a_mailbox_is_changed_on_its_page_and_keeps_its_password(office: Office) -> None:
    browser = office.desk.browser("els")
    door = office.door(Use.DESK)
    place = f"/team/mailboxes/{door.ref}/change/"
    page = browser.get(place).content.decode()
    assert 'value="check@bakkerijvanhove.example"' in page
    assert USERS[CHECK] not in page
    given = form(office, password="", strangers="1", peers="127.0.0.0/8, ::1", use="receiver")  # what it is for stays
    assert browser.post(place, {**given, "do": "try"}).status_code == 200
    assert Door.objects.get(pk=door.pk).details == door.details
    assert browser.post(place, given).status_code == 302
    kept = Door.objects.get(pk=door.pk)
    assert (kept.use, kept.version, kept.details) == (Use.DESK, 2, replace(door.details, strangers=True, bounces=False))
    assert browser.post(place, {**given, "port": "1"}).status_code == 400
    assert Door.objects.get(pk=door.pk).version == 2
    assert Entry.objects.filter(action="door changed", about=door.name).count() == 1
    assert office.desk.browser("bart").get(place).status_code == 404


def test_a_receiver_that_listens_is_changed_where_it_is(office: Office) -> None:
    door = office.door(Use.RECEIVER)
    assert door.listening()
    with Receiver(door.listening(), lambda *_: True):
        Door.objects.filter(pk=door.pk).update(connected=True)
        said = {**form(office, port=str(door.details.port), security="none", user="", password=""), "peers": "127.0.0.1"}
        assert office.desk.browser("els").post(f"/team/mailboxes/{door.ref}/change/", said).status_code == 302
    kept = Door.objects.get(pk=door.pk).details
    assert (kept.peers, kept.recipients) == (("127.0.0.1",), ("check@bakkerijvanhove.example",))


def test_strangers_and_bounces_are_chosen_when_a_mailbox_is_connected(office: Office) -> None:
    sends = form(office, use="outgoing", port=str(office.port), security="none", user="", password="")
    for chosen in ({"bounces": "1"}, {"strangers": "1"}):
        office.desk.browser("els").post("/team/mailboxes/", {**sends, **chosen})
        told = Door.objects.filter(use=Use.OUTGOING).latest("pk").details
        assert {name for name in ("strangers", "bounces") if getattr(told, name)} == set(chosen)
