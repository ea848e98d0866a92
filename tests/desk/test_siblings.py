"""The same message in other mailboxes: found, moved aside with a note, put back; whatever happens in between, once."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from tests.desk.cast import FRAUD, HONEST, Desk
from tests.desk.post import Office, parsed, posting
from tests.dovecot import OTHERS, Dovecot, dovecot
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.models import Campaign
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.intake import aside, siblings
from weerbaar.desk.intake.models import Quarantine, Sibling, Use
from weerbaar.model.errors import Problem
from weerbaar.outside.imap_box import Box
from weerbaar.outside.server import NoService, Step

pytestmark = pytest.mark.needs("dovecot")
LINK = FRAUD.replace(b"Betaal vandaag", b"Log in op https://betaling.directie-portaal.example/x en betaal vandaag")


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as here:
        yield here


@pytest.fixture
def office(desk: Desk, server: Dovecot) -> Iterator[Office]:
    with posting(desk, server) as here:
        yield here


@pytest.fixture
def mailbox(server: Dovecot) -> str:
    """The user of a mailbox that nobody used before."""
    return next(server.others)


def sibling(number: int, data: bytes = LINK, **changes: bytes) -> bytes:
    """Another copy of the swindler's message: to somebody else, under another Message-ID, with small differences."""
    for old, new in changes.items():
        data = data.replace({"sender": b"els.vanhove@directie.example", "words": b"Els\n"}[old], new)
    return data.replace(b"<1@", b"<%d@" % number).replace(b"Tom,", b"Beste collega,")


def lying(server: Dovecot, user: str, folder: str = "INBOX") -> list[tuple[str, tuple[str, ...]]]:
    with server.mailbox(user).open() as box:
        if folder not in box.folders():
            return []
        box.select(folder, readonly=True)
        stored = box.stored(box.uids())
        return [(one.message_id, tuple(flag for flag in one.flags if flag != "\\Recent")) for one in stored]


def found(office: Office, user: str, *messages: bytes, **changes: Any) -> Quarantine:
    """A mailbox with these messages, and what of them was found to belong to a doubt about LINK."""
    office.door(Use.CONNECTED, user, **{"address": "tom@bakkerijvanhove.example", **changes})
    for one in messages:
        office.server.deliver(one, user)
    one = siblings.find(office.desk.looked_at("nadia", LINK), office.desk.member("ines"))
    by_hand(one)
    return one


def done(office: Office, one: Quarantine, state: str) -> None:
    with office.desk.working():
        office.desk.until(lambda: Quarantine.objects.get(pk=one.pk).state == state)


def by_hand(one: Quarantine) -> None:
    """What the worker does, here and now."""
    one.refresh_from_db()
    for sought in one.mailboxes.all():
        siblings.attend(one.pk, sought.door_id, one.round)
    one.refresh_from_db()


def test_from_first_report_to_quarantine_and_back(office: Office, server: Dovecot) -> None:
    users = [next(server.others) for _ in range(3)]
    for number, user in enumerate(users, 2):
        office.door(
            Use.CONNECTED, user, address=f"collega{number}@bakkerijvanhove.example", language=("nl", "fr", "de")[number - 2]
        )
        server.deliver(HONEST, user)
        server.deliver(sibling(number), user)
    server.deliver(sibling(9), users[0], "Archief")
    before = lying(server, users[0])
    case = office.desk.looked_at("nadia", LINK)
    one = siblings.find(case, office.desk.member("ines"))
    done(office, one, "found")
    assert [(row.found, row.aside, row.done) for row in siblings.report(one)] == [(2, 0, True), (1, 0, True), (1, 0, True)]
    assert lying(server, users[0]) == before
    one = siblings.quarantine(Quarantine.objects.get(pk=one.pk), office.desk.member("ines"))
    done(office, one, "moved")
    assert [row.aside for row in siblings.report(Quarantine.objects.get(pk=one.pk))] == [2, 1, 1]
    for user in users:
        assert next(id for id, _ in lying(server, user)) == "2@molensdekroon.example"
        assert [id.startswith("weerbaar.n1.") for id, _ in lying(server, user)] == [False, True]
    assert {id for id, _ in lying(server, users[0], aside.FOLDER)} == {"2@directie.example", "9@directie.example"}
    one = siblings.restore(Quarantine.objects.get(pk=one.pk), office.desk.member("ines"))
    done(office, one, "restored")
    assert sorted(lying(server, users[0])) == sorted(before)
    assert lying(server, users[0], aside.FOLDER) == []
    assert [id for id, _ in lying(server, users[0], "Archief")] == ["9@directie.example"]
    actions = set(Entry.objects.filter(about=one.name).values_list("action", flat=True))
    assert actions >= {"siblings sought", "siblings found", "siblings moved", "siblings restored"}


FORWARDED = b"""From: Nadia <nadia@bakkerijvanhove.example>
To: tom@bakkerijvanhove.example
Subject: FW: dringend en vertrouwelijk
Message-ID: <77@bakkerijvanhove.example>

Tom, heb jij dit ook gekregen?

""" + LINK.partition(b"\n\n")[2]


@pytest.mark.parametrize(
    ("message", "belongs"),
    [
        (LINK, True),  # the same, delivered to somebody else
        (sibling(2), True),
        (sibling(3, sender=b"directie@gratis-post.example"), True),  # another address, the same page
        (sibling(4).replace(b"Message-ID: <4@directie.example>\n", b""), True),
        (FORWARDED, False),  # a colleague asks about it
        (HONEST, False),
        (
            FRAUD.partition(b"\n\n")[0].replace(b"<1@", b"<5@") + b"\n\nTot morgen om negen uur op kantoor. Groeten, Els\n",
            False,
        ),
    ],
)
def test_only_the_same_message_is_found(office: Office, mailbox: str, message: bytes, belongs: bool) -> None:
    one = found(office, mailbox, message)
    assert (one.state, one.siblings.count()) == ("found", int(belongs))


@pytest.mark.parametrize("folder", ["Sent", "Verzonden items", "Brouillons", aside.FOLDER])
def test_what_somebody_wrote_or_was_set_aside_is_left_alone(office: Office, mailbox: str, folder: str) -> None:
    office.server.deliver(LINK, mailbox, folder)
    assert found(office, mailbox).siblings.count() == 0


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "Opzij gezet"), ("fr", "Mis de côté"), ("de", "Beiseitegelegt"), ("en", "Set aside")]
)
def test_the_note_is_in_the_language_of_whose_mailbox_it_is(office: Office, mailbox: str, language: str, said: str) -> None:
    one = siblings.quarantine(found(office, mailbox, sibling(2), language=language), office.desk.member("ines"))
    by_hand(one)
    with office.server.mailbox(mailbox).open() as box:
        box.select("INBOX", readonly=True)
        (note,) = box.stored(box.uids())
        fetched = box.fetch(note.place.uid)
    assert fetched is not None
    made = parsed(fetched.data)
    body = made.get_body(("plain",))
    assert body is not None
    assert str(made["Subject"]).startswith(said)
    assert "Els, +32 470 00 00 01" in body.get_content()
    assert "http" not in body.get_content()
    assert note.received is not None
    assert note.received.isoformat() == Sibling.objects.get().told["received"]


class Killed(BaseException):
    """The process is gone: nothing of ours catches this."""


STEPS = ["folder", "move", "append", "restore", "remove"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("nameless", [False, True], ids=["", "without Message-ID"])
def test_killed_between_any_two_steps_it_goes_on_and_does_nothing_twice(
    office: Office, mailbox: str, monkeypatch: pytest.MonkeyPatch, step: str, after: bool, nameless: bool
) -> None:
    messages = [sibling(number) for number in (2, 3)]
    if nameless:
        messages = [one.replace(b"Message-ID: <%d@directie.example>\n" % number, b"") for number, one in enumerate(messages, 2)]
    one = found(office, mailbox, *messages)
    before = lying(office.server, mailbox)
    for asked, state in ((siblings.quarantine, "moved"), (siblings.restore, "restored")):
        one = asked(one, office.desk.member("ines"))
        with monkeypatch.context() as broken:
            _kill(broken, step, after)
            with suppress(Killed):
                by_hand(one)
        by_hand(one)
        assert one.state == state
        here, there = lying(office.server, mailbox), lying(office.server, mailbox, aside.FOLDER)
        assert len(here) == 2, state
        assert len(there) == (2 if state == "moved" else 0), state
        notes = [id for id, _ in here if id.startswith("weerbaar.")]
        assert len(set(notes)) == (2 if state == "moved" else 0)
    assert sorted(lying(office.server, mailbox)) == sorted(before)
    assert [one.state for one in Sibling.objects.all()] == ["restored", "restored"]


def _kill(broken: pytest.MonkeyPatch, step: str, after: bool) -> None:
    """Die at the first use of a step of the mailbox, before or after it was done there."""
    real = getattr(Box, step)

    def deadly(self: Box, *args: Any, **given: Any) -> Any:
        if after:
            real(self, *args, **given)
        raise Killed

    broken.setattr(Box, step, deadly)


@pytest.mark.parametrize("capability", ["IMAP4rev1 UIDPLUS IDLE", "IMAP4rev1 IDLE"], ids=["without MOVE", "without both"])
def test_a_server_that_cannot_move_is_served_as_well(desk: Desk, capability: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with dovecot(capability=capability) as server, posting(desk, server) as office:
        one = found(office, OTHERS[0], sibling(2))
        one = siblings.quarantine(one, desk.member("ines"))
        with monkeypatch.context() as broken:
            _kill(broken, "remove", False)
            with suppress(Killed):
                by_hand(one)
        by_hand(one)
        assert [id for id, flags in lying(server, OTHERS[0], aside.FOLDER)] == ["2@directie.example"]
        one = siblings.restore(one, desk.member("ines"))
        by_hand(one)
        standing = [id for id, flags in lying(server, OTHERS[0]) if "\\Deleted" not in flags]
        assert standing == ["2@directie.example"]


def test_flags_folder_and_date_come_back(office: Office, mailbox: str) -> None:
    office.server.deliver(sibling(2), mailbox, "Archief")
    with office.server.mailbox(mailbox).open() as box:
        box.select("Archief")
        box.keyword(box.uids()[0], "\\Flagged")
        was = box.stored(box.uids())[0]
    one = found(office, mailbox)
    for asked in (siblings.quarantine, siblings.restore):
        one = asked(one, office.desk.member("ines"))
        by_hand(one)
    with office.server.mailbox(mailbox).open() as box:
        box.select("Archief", readonly=True)
        (now,) = box.stored(box.uids())
    assert (now.received, now.size, "\\Flagged" in now.flags) == (was.received, was.size, True)


def test_it_can_be_moved_aside_again(office: Office, mailbox: str) -> None:
    one = found(office, mailbox, sibling(2))
    for asked in (siblings.quarantine, siblings.restore, siblings.quarantine):
        one = asked(one, office.desk.member("ines"))
        by_hand(one)
    assert [id for id, _ in lying(office.server, mailbox, aside.FOLDER)] == ["2@directie.example"]
    assert [id.partition(".1.")[0] for id, _ in lying(office.server, mailbox)] == ["weerbaar.n2"]


def test_what_somebody_removed_meanwhile_is_reported(office: Office, mailbox: str) -> None:
    one = found(office, mailbox, sibling(2), sibling(3))
    with office.server.mailbox(mailbox).open() as box:
        box.select("INBOX")
        stored = box.stored(box.uids())[0]
        box.remove(stored.place)
    one = siblings.quarantine(one, office.desk.member("ines"))
    by_hand(one)
    (row,) = siblings.report(one)
    assert (row.found, row.aside, row.failed, row.done) == (2, 1, 1, True)


def test_a_mailbox_out_of_reach_keeps_nobody_waiting(office: Office, mailbox: str) -> None:
    office.door(Use.CONNECTED, next(office.server.others), password="wrong", address="weg@bakkerijvanhove.example")
    office.door(Use.CONNECTED, mailbox, address="tom@bakkerijvanhove.example")
    office.server.deliver(sibling(2), mailbox)
    one = siblings.find(office.desk.looked_at("nadia", LINK), office.desk.member("ines"))
    done(office, one, "found")
    away, here = siblings.report(Quarantine.objects.get(pk=one.pk))
    assert (away.done, away.trouble is not None, here.found, here.trouble) == (True, True, 1, None)


@pytest.mark.parametrize("name", ["nadia", "tom", "karim", "ruth", "bart"])
def test_only_deciders_and_administrators_of_the_house_quarantine(office: Office, mailbox: str, name: str) -> None:
    one = found(office, mailbox, sibling(2))
    member = office.desk.member(name)
    for attempt in (
        lambda: siblings.find(one.case, member),
        lambda: siblings.quarantine(one, member),
        lambda: siblings.restore(one, member),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert [id for id, _ in lying(office.server, mailbox)] == ["2@directie.example"]


def test_it_needs_a_mailbox_something_to_look_for_and_its_turn(office: Office, mailbox: str) -> None:
    case, ines = office.desk.looked_at("nadia", LINK), office.desk.member("ines")
    with pytest.raises(NotNow, match="No mailbox"):
        siblings.find(case, ines)
    one = found(office, mailbox, sibling(2))
    with pytest.raises(NotNow, match="cannot be done now"):
        siblings.restore(one, ines)
    siblings.quarantine(one, ines)
    with pytest.raises(NotNow, match="cannot be done now"):
        siblings.quarantine(one, ines)


def test_what_was_not_asked_for_because_of_a_crash_is_asked_for_again(office: Office, mailbox: str) -> None:
    one = found(office, mailbox, sibling(2))
    Quarantine.objects.filter(pk=one.pk).update(state=Quarantine.State.MOVING, round=1)
    assert siblings.sweep() == 1
    done(office, one, "moved")
    assert siblings.sweep() == 0


def test_a_member_does_it_all_on_its_page(office: Office, mailbox: str) -> None:
    one = found(office, mailbox, sibling(2))
    browser = office.desk.browser("ines")
    page = browser.get(f"/team/doubts/{one.case.ref}/siblings/").content.decode()
    assert "tom@bakkerijvanhove.example" in page
    assert browser.post(f"/team/quarantines/{one.ref}/", {"do": "move"}).status_code == 302
    by_hand(one)
    assert browser.post(f"/team/quarantines/{one.ref}/", {"do": "restore"}).status_code == 302
    by_hand(one)
    assert one.state == "restored"
    assert office.desk.browser("bart").get(f"/team/doubts/{one.case.ref}/siblings/").status_code == 404
    assert office.desk.browser("tom").get(f"/team/doubts/{one.case.ref}/siblings/").status_code == 403


def test_a_campaign_leads_to_the_search_filled_in_and_shows_what_was_found(office: Office, mailbox: str) -> None:
    from tests.desk.test_campaigns import brought

    first, second = brought(office.desk, "nadia", LINK), brought(office.desk, "tom", sibling(2))
    campaign = Campaign.objects.get()
    office.door(Use.CONNECTED, mailbox, address="tom@bakkerijvanhove.example")
    page = office.desk.browser("ines").get(f"/team/campaigns/{campaign.pk}/").content.decode()
    assert f"/team/doubts/{second.ref}/siblings/" in page
    assert "/siblings/" not in office.desk.browser("tom").get(f"/team/campaigns/{campaign.pk}/").content.decode()
    page = office.desk.browser("ines").get(f"/team/doubts/{second.ref}/siblings/").content.decode()
    for sought in ("directie-portaal[.]example", "els[.]vanhove[@]directie[.]example", "dringend en vertrouwelijk"):
        assert sought in page
    siblings.find(second, office.desk.member("ines"))
    page = office.desk.browser("ines").get(f"/team/doubts/{first.ref}/siblings/").content.decode()
    assert "tom@bakkerijvanhove.example" in page  # one search for the whole campaign


@pytest.mark.parametrize("lost", [True, False])
def test_a_folder_that_cannot_be_read_is_not_taken_for_one_without_the_note(
    office: Office, mailbox: str, monkeypatch: pytest.MonkeyPatch, lost: bool
) -> None:
    one = found(office, mailbox, sibling(2))
    one = siblings.quarantine(one, office.desk.member("ines"))
    by_hand(one)
    one = siblings.restore(one, office.desk.member("ines"))
    real, step = Box.select, Step.CONNECTION if lost else Step.SERVER

    def once(self: Box, folder: str, readonly: bool = False) -> Any:
        if folder == "INBOX" and readonly:
            raise NoService(step, Problem("mail_connection", {"host": "here", "port": 1}))
        return real(self, folder, readonly=readonly)

    with monkeypatch.context() as broken:
        broken.setattr(Box, "select", once)
        with pytest.raises(NoService):
            by_hand(one)
    by_hand(one)
    assert one.state == "restored"
    assert [id for id, _ in lying(office.server, mailbox)] == ["2@directie.example"]


@pytest.mark.parametrize("copies", [1, 2])
def test_a_mail_server_that_dies_between_copy_and_removal_leaves_one(
    office: Office, mailbox: str, monkeypatch: pytest.MonkeyPatch, copies: int
) -> None:
    """MOVE is not one step in every server (RFC 6851, 4.3): after a crash the message may lie in both folders."""
    one = found(office, mailbox, *[sibling(2)] * copies)
    assert one.siblings.count() == copies
    for asked, state in ((siblings.quarantine, "moved"), (siblings.restore, "restored")):
        one = asked(one, office.desk.member("ines"))
        with monkeypatch.context() as broken:
            broken.setattr(Box, "_relocate", _copied_only)
            with suppress(Killed):
                by_hand(one)
        by_hand(one)
        assert one.state == state
        here = [id for id, _ in lying(office.server, mailbox) if not id.startswith("weerbaar.")]
        there = [id for id, _ in lying(office.server, mailbox, aside.FOLDER)]
        assert (len(here), len(there)) == ((0, copies) if state == "moved" else (copies, 0))


def _copied_only(self: Box, message: Any, folder: str) -> None:
    self._go(message.place)
    self._must("COPY", str(message.place.uid), f'"{folder}"')
    raise Killed
