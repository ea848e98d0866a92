"""The one way in: sealed, once, with its work asked for when it is safe."""

import threading

import pytest

from tests.desk.cast import FRAUD, Desk
from weerbaar.desk import jobs
from weerbaar.desk.cases.models import Blob, Case, Event, State, Token
from weerbaar.desk.cases.receive import TooLarge, receive
from weerbaar.desk.governance.models import Entry
from weerbaar.model.item import Way


def test_what_is_brought_is_kept_whole(desk: Desk) -> None:
    case = desk.brings("nadia")
    kept = Case.objects.get(pk=case.pk)
    assert (kept.state, kept.reporter, kept.language, kept.size) == (State.RECEIVED, desk.user("nadia"), "nl", len(FRAUD))
    assert kept.original() == FRAUD
    assert (kept.about.name, kept.about.reporter_address) == ("bericht.eml", "nadia@bakkerijvanhove.example")
    assert [event.kind for event in kept.events.all()] == ["received"]
    assert Entry.objects.filter(about=kept.name, action="received", actor=desk.user("nadia").pk).count() == 1


def test_nothing_of_it_stands_in_the_database_in_clear(desk: Desk) -> None:
    secret = "appelflapvanille"
    receive(
        desk.bakery, secret.encode(), way=Way.TEXT, name=f"{secret}.txt", arrival="web:1", reporter=None,
        reporter_address=f"{secret}@stranger.example", comment=f"{secret}?",
    )  # fmt: skip
    for file in desk.home.glob("*.sqlite3*"):
        assert secret.encode() not in file.read_bytes(), file.name


@pytest.mark.parametrize(
    ("arrival", "data", "cases"),
    [
        ("imap:1:7", FRAUD, 1),  # the same message fetched again after a crash
        ("imap:1:8", FRAUD, 2),  # the same message brought by someone else
        ("imap:1:7", FRAUD + b"!", 2),  # another message under a number that the server gave out again
    ],
)
def test_nothing_is_taken_in_twice(desk: Desk, arrival: str, data: bytes, cases: int) -> None:
    desk.brings("nadia", arrival="imap:1:7")
    desk.brings("nadia", data, arrival=arrival)
    assert Case.objects.count() == cases


def test_an_arrival_of_any_length_is_known_again(desk: Desk) -> None:
    first = desk.brings("nadia", arrival="x" * 4000)
    assert desk.brings("nadia", arrival="x" * 4000).pk == first.pk
    assert desk.brings("nadia", arrival="x" * 4001).pk != first.pk


def test_the_same_arrival_at_two_desks_is_two_cases(desk: Desk) -> None:
    assert desk.brings("nadia", arrival="imap:1:7").pk != desk.brings("mila", arrival="imap:1:7").pk


def test_many_at_once_are_one_case(desk: Desk) -> None:
    found: list[int] = []

    def bring() -> None:
        from django.db import connection

        found.append(desk.brings("nadia", arrival="imap:1:7").pk)
        connection.close()

    threads = [threading.Thread(target=bring) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert Blob.objects.count() == 1


def test_the_work_is_asked_for_when_it_is_committed(desk: Desk) -> None:
    from django.db import transaction

    with transaction.atomic():
        case = desk.brings("nadia")
        assert not jobs.client().list_workflows()
    asked = jobs.client().list_workflows()
    assert [(one.workflow_id, one.name, one.queue_name) for one in asked] == [(f"look-{case.pk}", "look_at_case", "look")]


def test_it_is_kept_even_where_no_work_can_be_asked_for(desk: Desk) -> None:
    (desk.home / "work.sqlite3").write_bytes(b"this is no database")
    case = desk.brings("nadia")
    assert Case.objects.get(pk=case.pk).original() == FRAUD


def test_a_failure_in_the_middle_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    before = Entry.objects.count()
    monkeypatch.setattr("weerbaar.desk.cases.receive.record", full)
    with pytest.raises(OSError, match="No space"):
        desk.brings("nadia")
    assert (Case.objects.count(), Blob.objects.count(), Event.objects.count(), Token.objects.count()) == (0, 0, 0, 0)
    assert Entry.objects.count() == before
    assert not jobs.client().list_workflows()


def test_more_than_we_read_is_refused_with_a_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEERBAAR_MAX_BYTES", str(2 * 1024 * 1024))
    with pytest.raises(TooLarge, match="larger than 2 MB"):
        desk.brings("nadia", b"x" * (2 * 1024 * 1024 + 1))
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("asked", "reporter", "language"),
    [("fr", "nadia", "fr"), (None, "nadia", "nl"), ("xx", "nadia", "nl"), (None, "", "nl"), ("de", "", "de")],
)
def test_the_answer_is_in_the_language_of_its_reader(desk: Desk, asked: str | None, reporter: str, language: str) -> None:
    who = desk.user(reporter) if reporter else None
    case = receive(desk.bakery, b"x", way=Way.TEXT, name="x", arrival="web:1", reporter=who, language=asked)
    assert case.language == language


def test_odd_characters_are_kept_as_far_as_a_database_can(desk: Desk) -> None:
    case = receive(desk.bakery, b"", way=Way.FILE, name="a\0b\ud800c" * 400, arrival="web:\ud800", reporter=None)
    assert Case.objects.get(pk=case.pk).about.name == ("ab?c" * 400)[:300]
    assert case.original() == b""
