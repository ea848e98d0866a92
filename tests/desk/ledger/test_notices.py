"""Who is told of a confirmation, how, and that it says nothing of what it is about. The mail goes to a real server."""

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from tests.desk.cast import Desk, address
from tests.desk.ledger.known import MILL, NEW, PHONE, mill
from tests.desk.post import DESK_ADDRESS, Sink, parsed
from tests.dovecot import free_port
from weerbaar.desk.intake import doors
from weerbaar.desk.intake.details import Details
from weerbaar.desk.intake.models import Use
from weerbaar.desk.ledger import chores, confirm
from weerbaar.desk.ledger.models import Notice
from weerbaar.model.ledger import Claim
from weerbaar.outside.server import Security


@pytest.fixture
def sink(desk: Desk) -> Iterator[Sink]:
    """The door for outgoing mail is open, and this takes what goes out."""
    made, port = Sink(), free_port()
    server = Controller(made, hostname="127.0.0.1", port=port)
    server.start()
    doors.add(
        desk.member("els"), Use.OUTGOING, Details(address=DESK_ADDRESS, host="127.0.0.1", port=port, security=Security.NONE)
    )
    yield made
    server.stop()


def told(desk: Desk) -> set[tuple[str, str]]:
    return set(Notice.objects.values_list("user__email", "kind"))


def test_those_who_can_go_on_are_told_and_not_who_just_acted(desk: Desk) -> None:
    mill(desk)
    one = confirm.open_(desk.bakery, desk.member("tom"), Claim(name=MILL, iban=NEW))
    assert told(desk) == {(address("ines"), "call"), (address("els"), "call")}
    confirm.record_call(one, desk.member("ines"), outcome="confirmed", channel=PHONE)
    assert told(desk) - {(address("ines"), "call"), (address("els"), "call")} == {(address("els"), "approve")}


def test_a_notice_goes_out_once_and_says_where_and_not_what(desk: Desk, sink: Sink) -> None:
    mill(desk)
    one = confirm.open_(desk.bakery, desk.member("tom"), Claim(name=MILL, iban=NEW))
    chores.sweep()
    chores.sweep()
    assert sorted(to for to, _ in sink.taken) == [address("els"), address("ines")]
    for _, data in sink.taken:
        mail = parsed(data)
        text = f"{mail['Subject']} {mail.get_content()}"
        assert f"/confirmations/{one.ref}/" in text
        assert "bevestiging" in text
        assert MILL not in text
        assert NEW not in text


def test_a_notice_that_cannot_go_now_goes_later(desk: Desk, sink: Sink) -> None:
    sink.replies = ["451 later", "451 later"]
    mill(desk)
    confirm.open_(desk.bakery, desk.member("tom"), Claim(name=MILL, iban=NEW))
    chores.sweep()
    assert sink.taken == []
    chores.sweep()
    chores.sweep()
    assert len(sink.taken) == 2


def test_without_a_door_the_list_on_the_page_remains(desk: Desk) -> None:
    mill(desk)
    one = confirm.open_(desk.bakery, desk.member("tom"), Claim(name=MILL, iban=NEW))
    chores.sweep()
    assert f"/confirmations/{one.ref}/" in desk.browser("ines").get("/confirmations/").content.decode()
