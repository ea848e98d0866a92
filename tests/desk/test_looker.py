"""Looks run in a process of their own, without secrets; one that dies is replaced, one that is not needed is let go."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.desk.cast import FRAUD
from tests.organisation import BAKERY
from weerbaar.desk.work.looker import Died, Lookers
from weerbaar.desk.work.looking import Task
from weerbaar.model.item import Item, Way
from weerbaar.report.answer import About
from weerbaar.settings import DEFAULT

TASK = Task(Item("bericht.eml", FRAUD, Way.MAILBOX), BAKERY, "nl", DEFAULT, date(2026, 11, 3), About("bericht.eml", "7"), True)


@pytest.fixture
def lookers() -> Iterator[Lookers]:
    made = Lookers(1, 60.0)
    yield made
    made.close()


def children() -> list[int]:
    """The processes this one started, by the kernel's own account."""
    mine = Path(f"/proc/{os.getpid()}/task")
    found = []
    for task in mine.iterdir():
        with contextlib.suppress(FileNotFoundError):  # a thread may end while we read
            found += [int(pid) for pid in (task / "children").read_text().split()]
    return found


def test_a_look_comes_back_as_record_answer_and_words(lookers: Lookers) -> None:
    seen = lookers.look(TASK)
    assert seen.record["band"] == "fraud"
    assert seen.answer.language == "nl"
    assert "dringend" in seen.found["word"]
    assert seen.found["account"] == ("BE68539007547034",)
    assert seen.found["sender"] == ("els.vanhove@directie.example", "directie.example")


def test_a_stranger_is_answered_without_what_the_organisation_knows(lookers: Lookers) -> None:
    told, untold = lookers.look(TASK).answer, lookers.look(replace(TASK, trusted=False)).answer
    assert BAKERY.contact in told.text
    assert BAKERY.contact not in untold.text


def test_what_an_item_wants_to_know_of_dns_is_asked_apart(lookers: Lookers) -> None:
    wanted = lookers.wishes(TASK)
    assert wanted is not None
    assert "_dmarc.directie.example" in wanted.texts


def test_what_needs_too_much_is_answered_honestly(lookers: Lookers) -> None:
    little = replace(DEFAULT, max_memory_mib=1)
    seen = lookers.look(replace(TASK, settings=little, item=Item("x.eml", FRAUD + b"x" * 50_000_000, Way.MAILBOX)))
    assert seen.record["band"] == "cannot judge"
    assert [one["what"] for one in seen.record["not_looked"]] == ["worker"]
    assert lookers.look(TASK).record["band"] == "fraud"


def test_the_next_look_is_done_by_another_when_one_was_killed(lookers: Lookers) -> None:
    lookers.look(TASK)
    killed = [pid for pid in children() if b"looker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert killed
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert lookers.look(TASK).record["band"] == "fraud"


def test_one_that_dies_at_work_is_said_and_does_not_take_the_others_along(
    monkeypatch: pytest.MonkeyPatch, lookers: Lookers
) -> None:
    monkeypatch.setattr("weerbaar.desk.work.looker.sys.executable", "/bin/false")
    with pytest.raises(Died):
        lookers.look(TASK)
    monkeypatch.undo()
    assert lookers.look(TASK).record["band"] == "fraud"


def test_it_has_none_of_the_secrets_of_the_desk(lookers: Lookers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEERBAAR_MASTER_KEY", "geheim")
    lookers.look(TASK)
    found = [pid for pid in children() if b"looker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert found
    assert all(b"geheim" not in Path(f"/proc/{pid}/environ").read_bytes() for pid in found)


def test_one_that_is_not_needed_is_let_go() -> None:
    lookers = Lookers(1, 0.2)
    lookers.look(TASK)
    end = time.monotonic() + 20
    while any(b"looker" in Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children()):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert lookers.look(TASK).record["band"] == "fraud"
    lookers.close()
