"""What is done now and then, and what is watched all the time."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from tests.desk.cast import Desk
from weerbaar.desk import jobs
from weerbaar.desk.work import chores, watch
from weerbaar.desk.work.models import Lease

FRIDAY = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
done: list[str] = []


def chore() -> None:
    done.append("swept")


@pytest.mark.parametrize(
    ("cron", "due"),
    [
        ("* * * * *", True),
        ("30 3 * * *", True),
        ("30 3 20 11 5", True),
        ("*/15 * * * *", True),
        ("*/20 * * * *", False),
        ("0-29 * * * *", False),
        ("10,20,30 * * * *", True),
        ("0-40/10 * * * *", True),
        ("30 3 * * 1-4", False),
        ("31 3 * * *", False),
        ("30 4 * * *", False),
        ("30 3 * * 0", False),
        ("5/5 * * * *", True),
    ],
)
def test_a_cron_line_names_its_minutes(cron: str, due: bool) -> None:
    assert chores.matches(cron, FRIDAY) is due


def test_sunday_is_day_nought() -> None:
    assert chores.matches("* * * * 0", datetime(2026, 11, 22, tzinfo=UTC))


def test_a_line_that_is_none_is_said() -> None:
    with pytest.raises(ValueError, match="five fields"):
        chores.matches("@daily", FRIDAY)


def test_every_chore_we_ship_has_a_line_and_a_function(settings: Any) -> None:
    from django.utils.module_loading import import_string

    for cron, path in settings.WEERBAAR_CHORES.values():
        chores.matches(cron, FRIDAY)
        assert callable(import_string(path))


def test_a_chore_is_asked_for_once_a_minute_however_many_ask(desk: Desk, settings: Any) -> None:
    settings.WEERBAAR_CHORES = {"sweep": ("30 * * * *", f"{__name__}.chore"), "other": ("29 * * * *", f"{__name__}.chore")}
    for _ in range(3):
        chores.ask(FRIDAY)
    assert [one.workflow_id for one in jobs.client().list_workflows()] == ["chore-sweep-2026-11-20T03:30"]


def test_a_chore_is_done_by_a_worker(desk: Desk, settings: Any) -> None:
    settings.WEERBAAR_CHORES = {"sweep": ("* * * * *", f"{__name__}.chore")}
    done.clear()
    with desk.working():
        desk.until(lambda: bool(done))


def test_a_chore_that_is_no_more_is_no_trouble(desk: Desk, settings: Any) -> None:
    settings.WEERBAAR_CHORES = {}
    assert chores.do("sweep") == "gone"


def test_a_lease_is_held_by_one_until_it_ends(desk: Desk) -> None:
    assert watch.take("mailbox", "one")
    assert watch.take("mailbox", "one")
    assert not watch.take("mailbox", "other")
    Lease.objects.update(until=Now() - timedelta(seconds=1))
    assert watch.take("mailbox", "other")
    assert not watch.take("mailbox", "one")
    watch.give_up("other")
    assert watch.take("mailbox", "one")


def test_of_many_at_once_one_takes_the_lease(desk: Desk) -> None:
    from django.db import connection

    took: list[bool] = []

    def take(name: str) -> None:
        took.append(watch.take("mailbox", name))
        connection.close()

    threads = [threading.Thread(target=take, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(took) == [False] * 7 + [True]


class Counted:
    """A watcher that notes when it begins and ends, and fails when it is told to."""

    def __init__(self, *, fails: bool = False) -> None:
        self.begun, self.ended, self.fails = 0, 0, fails

    def __call__(self, stop: threading.Event) -> None:
        self.begun += 1
        if self.fails:
            raise OSError("the mailbox is gone")
        stop.wait()
        self.ended += 1


@pytest.fixture
def watcher(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Counted:
    made = Counted()
    settings.WEERBAAR_WATCHERS = {"mailbox": "somewhere.watch"}
    monkeypatch.setattr(watch, "import_string", lambda path: made)
    return made


def test_a_watcher_runs_with_one_worker_and_moves_to_the_next(desk: Desk, watcher: Counted) -> None:
    one, other = watch.Watchers("one"), watch.Watchers("other")
    for _ in range(2):
        one.tend()
        other.tend()
    desk.until(lambda: watcher.begun == 1)
    one.end()
    assert watcher.ended == 1
    other.tend()
    desk.until(lambda: watcher.begun == 2)
    other.end()
    assert watcher.ended == 2


def test_a_watcher_whose_lease_went_to_another_stops(desk: Desk, watcher: Counted) -> None:
    one = watch.Watchers("one")
    one.tend()
    Lease.objects.update(holder="other", until=Now() + timedelta(minutes=1))
    one.tend()
    desk.until(lambda: watcher.ended == 1)


def test_a_watcher_that_fails_is_started_again(desk: Desk, watcher: Counted) -> None:
    watcher.fails = True
    one = watch.Watchers("one")

    def twice() -> bool:
        one.tend()
        return watcher.begun >= 2

    desk.until(twice)
    one.end()
