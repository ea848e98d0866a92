"""The same message in other mailboxes: found, moved aside with a note, put back; whatever happens in between, once."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk.cast import FRAUD, HONEST, Desk
from tests.desk.post import Office, posting
from tests.dovecot import OTHERS, TOM, USERS, Dovecot, dovecot
from weerbaar.desk.cases import siblings
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.intake import aside
from weerbaar.desk.intake.models import Quarantine, Sibling, Use

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
        office.door(Use.CONNECTED, user, address=f"collega{number}@bakkerijvanhove.example", language=("nl", "fr", "de")[number - 2])
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
        assert [id for id, _ in lying(server, user)][0] == "2@molensdekroon.example"
        assert [id.startswith("weerbaar.note1.") for id, _ in lying(server, user)] == [False, True]
    assert {id for id, _ in lying(server, users[0], aside.FOLDER)} == {"2@directie.example", "9@directie.example"}
    one = siblings.restore(Quarantine.objects.get(pk=one.pk), office.desk.member("ines"))
    done(office, one, "restored")
    assert sorted(lying(server, users[0])) == sorted(before)
    assert lying(server, users[0], aside.FOLDER) == []
    assert [id for id, _ in lying(server, users[0], "Archief")] == ["9@directie.example"]
    actions = set(Entry.objects.filter(about=one.name).values_list("action", flat=True))
    assert actions >= {"siblings sought", "siblings found", "siblings moved", "siblings restored"}
