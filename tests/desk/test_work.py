"""From brought to answered: with a real worker, and what happens when parts of it die or fail."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from dbos import DBOS
from django.db import connection
from django.db.models.functions import Now

from tests.desk.cast import FRAUD, Desk
from weerbaar.desk import jobs
from weerbaar.desk.cases.about import Reply
from weerbaar.desk.cases.models import Answer, Case, State
from weerbaar.desk.governance import audit
from weerbaar.desk.work import look, process, reaper, sending
from weerbaar.desk.work.looker import Died
from weerbaar.desk.work.models import Worker
from weerbaar.desk.work.outlet import Undelivered, outlet

MAIL = Reply("mail", "nadia@bakkerijvanhove.example", "<7@bakkerijvanhove.example>")


def state(case: Case) -> str:
    return Case.objects.values_list("state", flat=True).get(pk=case.pk)


def sent(case: Case) -> bool:
    return case.answers.filter(sending=Answer.Sending.SENT).exists()


class Postbox:
    """An outlet that keeps what it gets, and refuses as often as it is told to."""

    def __init__(self, refuse: int = 0, *, permanent: bool = False) -> None:
        self.got: list[tuple[int, bool]] = []
        self.refuse, self.permanent = refuse, permanent

    def deliver(self, answer: Answer, *, again: bool) -> None:
        if self.refuse:
            self.refuse -= 1
            raise Undelivered("the server does not answer", permanent=self.permanent)
        self.got.append((answer.pk, again))


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Postbox:
    made = Postbox()
    monkeypatch.setattr("weerbaar.desk.work.sending.outlet", lambda kind: made)
    return made


def test_what_is_brought_is_answered_and_sent(desk: Desk, postbox: Postbox) -> None:
    with desk.working():
        cases = [desk.brings("nadia", FRAUD + b"%d" % number, reply=MAIL) for number in range(5)]
        desk.until(lambda: all(sent(case) for case in cases))
    for case in cases:
        case.refresh_from_db()
        assert (case.state, case.band, case.attempts) == (State.ANSWERED, "fraud", 1)
        assert case.record()["band"] == "fraud"
        assert [event.kind for event in case.events.all() if event.kind != "joined"] == ["received", "answered", "told"]
        assert "fraude" in case.answers.get().body["text"].lower()
    assert sorted(postbox.got) == sorted((case.answers.get().pk, False) for case in cases)
    assert audit.verify(desk.bakery.pk).broken is None


def test_what_waited_while_nobody_worked_is_answered_later(desk: Desk) -> None:
    case = desk.brings("nadia")
    with desk.working():
        desk.until(lambda: sent(case))
    assert state(case) == State.ANSWERED


def test_what_cannot_be_judged_needs_a_person(desk: Desk) -> None:
    case = desk.brings("nadia", b"\x89PNG\r\n\x1a\n and then nothing", file="foto.png")
    with desk.working():
        desk.until(lambda: sent(case))
    case.refresh_from_db()
    assert (case.state, case.band) == (State.NEEDS_PERSON, "cannot judge")


def test_what_kills_its_process_three_times_ends_with_a_person(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    class Deadly:
        def look(self, task: Any) -> None:
            tried.append(1)
            raise Died

        def close(self) -> None:
            """Nothing to close."""

    made = Deadly()
    monkeypatch.setattr(look, "lookers", lambda: made)
    case = desk.brings("nadia")
    with desk.working():
        desk.until(lambda: sent(case))
    case.refresh_from_db()
    assert (case.state, case.band, len(tried)) == (State.NEEDS_PERSON, "cannot judge", look.MOST_ATTEMPTS)
    assert "gave up" in [event.kind for event in case.events.all()]
    assert case.original() == FRAUD


def test_a_look_that_runs_twice_answers_once(desk: Desk) -> None:
    case = desk.brings("nadia")
    assert look.look_at_case(case.pk) == State.ANSWERED
    assert look.look_at_case(case.pk) == State.ANSWERED
    assert case.answers.count() == 1
    look.lookers().close()
    look.lookers.cache_clear()


def test_two_workers_with_one_case_answer_once(desk: Desk) -> None:
    from weerbaar.desk.work.looking import look_at

    case = desk.brings("nadia")
    first, second = look._begin(case.pk), look._begin(case.pk)
    seen = look_at(look._task(first))
    states = [look._finish(one.pk, seen) for one in (first, second)]
    assert states == [State.ANSWERED, State.ANSWERED]
    assert case.answers.count() == 1
    assert case.events.filter(kind="answered").count() == 1


def test_a_case_whose_key_is_gone_goes_to_a_person(desk: Desk) -> None:
    case = desk.brings("nadia")
    Case.objects.filter(pk=case.pk).update(key=b"\0" * 60)
    assert look.look_at_case(case.pk) == State.NEEDS_PERSON
    assert case.events.last().kind == "not opened"  # type: ignore[union-attr]


@pytest.mark.parametrize("permanent", [True, False])
def test_an_answer_that_cannot_go_out_is_tried_again_or_given_to_a_person(
    desk: Desk, postbox: Postbox, permanent: bool
) -> None:
    case = desk.looked_at("nadia")
    answer = case.answers.get()
    postbox.refuse, postbox.permanent = 1, permanent
    assert sending.send_answer(answer.pk, 0) == ("failed" if permanent else "waiting")
    again = jobs.client().list_workflows(workflow_ids=[f"answer-{answer.pk}-1"])
    assert [one.status for one in again] == ([] if permanent else ["DELAYED"])
    assert state(case) == (State.NEEDS_PERSON if permanent else State.ANSWERED)
    if not permanent:
        assert sending.send_answer(answer.pk, 1) == "sent"
        assert postbox.got == [(answer.pk, False)]


def test_the_last_attempt_is_the_last(desk: Desk, postbox: Postbox) -> None:
    case = desk.looked_at("nadia")
    postbox.refuse = 1
    assert sending.send_answer(case.answers.get().pk, len(sending.WAITS)) == "failed"
    assert case.events.last().kind == "not told"  # type: ignore[union-attr]


def test_an_answer_that_was_sent_is_not_sent_again(desk: Desk, postbox: Postbox) -> None:
    answer = desk.looked_at("nadia").answers.get()
    assert [sending.send_answer(answer.pk, attempt) for attempt in (0, 0, 1)] == ["sent"] * 3
    assert postbox.got == [(answer.pk, False)]


def test_an_outlet_is_told_when_nobody_knows_whether_it_went_out(desk: Desk, postbox: Postbox) -> None:
    answer = desk.looked_at("nadia").answers.get()
    sending._begin(answer.pk)  # and there its process died
    sending.send_answer(answer.pk, 0)
    assert postbox.got == [(answer.pk, True)]


def test_nothing_is_told_of_an_erased_case(desk: Desk, postbox: Postbox) -> None:
    from weerbaar.desk.cases.erase import erase

    case = desk.looked_at("nadia")
    erase(case, actor=None, why="asked")
    assert sending.send_answer(case.answers.get().pk, 0) == "failed"
    assert not postbox.got


def test_an_outlet_that_is_not_set_up_is_said() -> None:
    with pytest.raises(Undelivered, match="no outlet pigeon"):
        outlet("pigeon")


@contextmanager
def idle_worker() -> Iterator[None]:
    """DBOS launched, taking from no queue that matters."""
    with process.launched([jobs.Queue.CHORE]):
        yield


def test_a_sweep_asks_again_for_what_was_never_asked_for(desk: Desk) -> None:
    cases = [desk.brings("nadia", FRAUD + b"%d" % number) for number in range(3)]
    jobs.client().delete_workflows([f"look-{cases[0].pk}", f"look-{cases[1].pk}"])
    assert reaper.sweep() == 2
    assert {one.workflow_id for one in jobs.client().list_workflows()} == {f"look-{case.pk}" for case in cases}
    assert reaper.sweep() == 0


def test_a_sweep_clears_what_ended_without_a_result(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    case = desk.brings("nadia")
    monkeypatch.setattr("weerbaar.desk.work.workflows.look.look_at_case", full)
    with process.launched():
        desk.until(lambda: [one.status for one in jobs.client().list_workflows()] == ["ERROR"])
    monkeypatch.undo()
    with desk.working():
        reaper.sweep()
        desk.until(lambda: sent(case))
    assert state(case) == State.ANSWERED


def test_a_sweep_asks_for_the_next_attempt_of_an_answer(desk: Desk) -> None:
    answer = desk.looked_at("nadia").answers.get()
    first = f"answer-{answer.pk}-0"
    assert reaper.sweep() == 0
    jobs.client().delete_workflows([first])
    assert reaper.sweep() == 1
    jobs.client().cancel_workflow(first)
    assert reaper.sweep() == 1
    assert f"answer-{answer.pk}-1" in {one.workflow_id for one in jobs.client().list_workflows()}


def test_the_work_of_a_silent_worker_is_taken_over_and_that_of_a_living_one_is_not(desk: Desk) -> None:
    cases = [desk.brings("nadia", FRAUD + b"%d" % number) for number in range(2)]
    with connection_to_work() as database:
        for case, name in zip(cases, ("dead", "living"), strict=True):
            database.execute(
                "UPDATE workflow_status SET status = 'PENDING', executor_id = ? WHERE workflow_uuid = ?",
                (name, f"look-{case.pk}"),
            )
    reaper.beat("living")
    Worker.objects.create(name="dead", seen_at=Now() - timedelta(seconds=reaper.DEAD_SECONDS + 1))
    with idle_worker():
        assert reaper.bury() == ["dead"]
        assert reaper.bury() == []
        found = {one.workflow_id: one.status for one in DBOS.list_workflows()}
    assert found == {f"look-{cases[0].pk}": "ENQUEUED", f"look-{cases[1].pk}": "PENDING"}


@contextmanager
def connection_to_work() -> Iterator[Any]:
    import sqlite3

    from django.conf import settings

    with sqlite3.connect(settings.WEERBAAR_HOME / "work.sqlite3") as database:
        yield database
    database.close()


def test_a_worker_that_ends_in_order_is_followed_at_once(desk: Desk) -> None:
    with process.launched() as name:
        assert Worker.objects.filter(name=name, seen_at__gt=Now() - timedelta(seconds=5)).exists()
    assert Worker.objects.filter(name=name, seen_at__lt=Now() - timedelta(seconds=reaper.DEAD_SECONDS)).exists()


def test_on_sqlite_there_is_one_worker(desk: Desk) -> None:
    with desk.working():
        desk.until(lambda: Worker.objects.exists())
        with pytest.raises(process.AlreadyHere, match="already works"):
            process.run(stop=threading.Event())


def test_notes_of_work_are_forgotten_after_days(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    case = desk.brings("nadia")
    with desk.working():
        desk.until(lambda: sent(case))
    assert reaper.forget() == 0
    monkeypatch.setattr(reaper, "KEPT", timedelta(days=-1))
    reaper.forget()
    assert not jobs.client().list_workflows(name=["look_at_case", "send_answer"])
    assert reaper.sweep() == 0


@contextmanager
def worker_process(desk: Desk) -> Iterator["subprocess.Popen[bytes]"]:
    started = subprocess.Popen(
        [sys.executable, "-m", "weerbaar.cli", "worker", "--home", str(desk.home)], stderr=subprocess.DEVNULL
    )  # fmt: skip
    try:
        yield started
    finally:
        if started.poll() is None:
            started.send_signal(signal.SIGTERM)
        assert started.wait(40) in (0, -signal.SIGKILL)


def test_killed_at_any_moment_nothing_is_lost_and_nothing_answered_twice(desk: Desk) -> None:
    """The short form of bench/kill.py: the moments are those of the work itself, spread by what each round has done."""
    cases: list[Case] = []
    for number in range(4):
        with worker_process(desk) as worker:
            cases += [desk.brings("nadia", FRAUD + b"%d.%d" % (number, n), reply=Reply("page")) for n in range(3)]
            done = Case.objects.exclude(band="").count() + number % 3
            desk.until(lambda done=done: Case.objects.exclude(band="").count() >= done)  # type: ignore[misc]
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
            connection.close()
    with worker_process(desk):
        desk.until(lambda: all(sent(case) for case in cases), 60)
    assert Case.objects.count() == 12
    assert Answer.objects.count() == 12
    assert set(Case.objects.values_list("state", flat=True)) == {State.ANSWERED}
    assert Answer.objects.filter(case__events__kind="told").count() == 12
    assert audit.verify(desk.bakery.pk).broken is None
