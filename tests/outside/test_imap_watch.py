"""Watching a mailbox at a real Dovecot: everything is taken, nothing is lost, whatever happens to the connection or to us."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.dovecot import CHECK, Dovecot, dovecot
from tests.outside.test_imap import WITHOUT_BOTH, WITHOUT_MOVE, message

from weerbaar.outside.imap import Mailbox
from weerbaar.outside.imap_box import Fetched
from weerbaar.outside.imap_watch import KEYWORD, Pace, State, watch

pytestmark = pytest.mark.needs("dovecot")
QUICK = Pace(first=0.05, most=0.2, login=0.05, glance=0.2, longest=20.0, poll=0.1)


class Desk:
    """What takes the messages: remembers them, and refuses while `refuses` says so."""

    def __init__(self) -> None:
        self.taken: list[Fetched] = []
        self.offered: list[str] = []
        self.states: list[State] = []
        self.refuses: Callable[[Fetched], bool] = lambda _: False

    def take(self, fetched: Fetched) -> None:
        self.offered.append(fetched.stored.message_id)
        if self.refuses(fetched):
            raise OSError("disk full")
        self.taken.append(fetched)

    @property
    def ids(self) -> list[str]:
        return [one.stored.message_id.partition("@")[0] for one in self.taken]

    @property
    def state(self) -> State:
        return self.states[-1] if self.states else State()


@contextmanager
def watching(mailbox: Mailbox, desk: Desk, folder: str = "INBOX", **options: object) -> Iterator[None]:
    stop = threading.Event()
    given = {"on_state": desk.states.append, "pace": QUICK, **options}
    thread = threading.Thread(target=watch, args=(mailbox, folder, desk.take, stop), kwargs=given)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()
        assert not desk.state.connected


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "did not happen"
        time.sleep(0.01)


def lying(mailbox: Mailbox, folder: str, criteria: str = "ALL") -> list[str]:
    with mailbox.open() as box:
        box.select(folder, readonly=True)
        return [one.message_id.partition("@")[0] for one in box.stored(box.uids(criteria))]


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as here:
        yield here


def test_what_is_there_and_what_comes_is_taken_and_moved(server: Dovecot) -> None:
    user, desk = next(server.others), Desk()
    server.deliver(message(1), user)
    with watching(server.mailbox(user), desk):
        until(lambda: desk.ids == ["1"])
        time.sleep(0.5)  # now it listens
        server.deliver(message(2), user)
        server.deliver(b"no mail at all \xff", user)
        until(lambda: len(desk.ids) == 3 and desk.state.handed == 3)
        until(lambda: lying(server.mailbox(user), "INBOX") == [])
    assert desk.taken[2].data == b"no mail at all \xff"
    assert lying(server.mailbox(user), "Weerbaar") == ["1", "2", ""]
    connected = [state for state in desk.states if state.connected]
    assert {(state.trouble, state.failures) for state in connected} == {(None, 0)}
    assert abs((connected[-1].last_seen or 0) - time.time()) < 60


def test_with_idle_a_message_comes_before_we_would_have_looked(server: Dovecot) -> None:
    user, desk = next(server.others), Desk()
    slow = Pace(first=0.05, glance=60.0, longest=60.0)
    with watching(server.mailbox(user), desk, pace=slow):
        until(lambda: desk.state.connected)
        time.sleep(0.5)
        server.deliver(message(1), user)
        until(lambda: desk.ids == ["1"])


@pytest.mark.parametrize(
    ("capability", "done_folder"), [(WITHOUT_MOVE, "Weerbaar/Gedaan"), (WITHOUT_BOTH, "Weerbaar/Gedaan"), ("", "")]
)
def test_done_is_marked_in_the_way_the_server_can(capability: str, done_folder: str) -> None:
    with dovecot(capability=capability) as server:
        desk = Desk()
        mailbox = server.mailbox()
        server.deliver(message(1))
        with watching(mailbox, desk, done_folder=done_folder):
            until(lambda: desk.ids == ["1"])
            server.deliver(message(2))
            until(lambda: desk.ids == ["1", "2"])
        if capability == WITHOUT_MOVE:
            assert (lying(mailbox, "INBOX"), lying(mailbox, "Weerbaar/Gedaan")) == ([], ["1", "2"])
        else:
            assert lying(mailbox, "INBOX", f"KEYWORD {KEYWORD}") == ["1", "2"]
        with watching(mailbox, again := Desk(), done_folder=done_folder):
            until(lambda: again.state.connected)
            time.sleep(0.3)
        assert again.ids == []


def test_what_is_not_taken_stays_and_is_offered_again_while_the_rest_goes_on(server: Dovecot) -> None:
    user, desk = next(server.others), Desk()
    desk.refuses = lambda fetched: fetched.stored.message_id.startswith("1@") and len(desk.offered) < 4
    server.deliver(message(1), user)
    server.deliver(message(2), user)
    with watching(server.mailbox(user), desk):
        until(lambda: desk.ids == ["2"] and desk.state.waiting == 1)
        until(lambda: desk.ids == ["2", "1"] and desk.state.waiting == 0)
    assert desk.offered.count("1@elders.example") > 1
    assert lying(server.mailbox(user), "INBOX") == []


def test_a_crash_before_marking_means_the_same_arrival_comes_again(server: Dovecot) -> None:
    user, first, second = next(server.others), Desk(), Desk()
    server.deliver(message(1), user)
    first.refuses = lambda _: True  # as if we died after writing it down
    with watching(server.mailbox(user), first):
        until(lambda: first.offered)
    with server.mailbox(user).open() as box:
        box.select("INBOX")
        fetched = box.fetch(1)
    with watching(server.mailbox(user), second):
        until(lambda: second.ids == ["1"])
    assert fetched is not None
    assert second.taken[0].arrival == fetched.arrival


def test_a_server_that_dies_while_we_listen_is_found_again() -> None:
    with dovecot() as server:
        desk = Desk()
        with watching(server.mailbox(), desk):
            until(lambda: desk.state.connected)
            time.sleep(0.5)
            server.kill()
            until(lambda: not desk.state.connected and desk.state.failures > 2)
            assert desk.state.trouble is not None
            assert desk.state.trouble.id == "mail_connection"
            server.deliver(message(1))
            server.start()
            until(lambda: desk.ids == ["1"] and desk.state.connected)
            until(lambda: desk.state.trouble is None and desk.state.failures == 0)


def test_a_server_that_dies_while_a_message_is_taken_hears_later_that_it_is_done() -> None:
    with dovecot() as server:
        desk = Desk()
        died = threading.Event()

        def die_once(_: Fetched) -> bool:
            if not died.is_set():
                server.kill()
                died.set()
            return False

        desk.refuses = die_once
        server.deliver(message(1))
        server.deliver(message(2))
        with watching(server.mailbox(), desk):
            until(died.is_set)
            until(lambda: desk.state.failures > 0)
            server.start()
            until(lambda: len(desk.ids) == 2)
            until(lambda: lying(server.mailbox(), "INBOX") == [])
        assert desk.ids == ["1", "2"]  # once each


def test_new_numbers_are_not_mistaken_for_the_old_ones() -> None:
    with dovecot() as server:
        desk = Desk()
        desk.refuses = lambda fetched: fetched.stored.message_id.startswith("1@")
        server.deliver(message(1))
        with watching(server.mailbox(), desk):
            until(lambda: desk.state.waiting == 1)
            before = lying(server.mailbox(), "INBOX")
            with server.mailbox().open() as box:
                box.select("INBOX")
                old = box.uidvalidity
            time.sleep(1.1)  # the new validity is a time in seconds
            server.kill()
            for one in server.folder().rglob("1*.host*"):
                one.unlink()
            server.deliver(message(2))  # under the number that waits for a later try
            server.renumber()
            until(lambda: desk.ids == ["2"])
        with server.mailbox().open() as box:
            box.select("INBOX")
            assert box.uidvalidity != old
        assert before == ["1"]


def test_a_login_that_is_refused_is_tried_again_until_it_is_let_in(server: Dovecot) -> None:
    user, desk = next(server.others), Desk()
    server.deliver(message(1), user)
    passwords = server.home / "users"
    good = passwords.read_text(encoding="utf-8")
    passwords.write_text(good.replace(f"{user}:deeg", f"{user}:anders"), encoding="utf-8")
    try:
        with watching(server.mailbox(user), desk):
            until(lambda: desk.state.trouble and desk.state.trouble.id == "mail_login")
            time.sleep(1.1)  # the passwords are read again when the second of the file changes
            passwords.write_text(good, encoding="utf-8")
            until(lambda: desk.ids == ["1"] and desk.state.trouble is None)
    finally:
        passwords.write_text(good, encoding="utf-8")


def test_a_folder_that_is_not_there_is_a_trouble_until_it_is(server: Dovecot) -> None:
    user, desk = next(server.others), Desk()
    with watching(server.mailbox(user), desk, "Meldingen"):
        until(lambda: desk.state.trouble and desk.state.trouble.id == "mail_folder")
        server.deliver(message(1), user, "Meldingen")
        until(lambda: desk.ids == ["1"])


def test_what_came_before_the_first_day_is_left_alone(server: Dovecot) -> None:
    user, desk = next(server.others), Desk()
    with server.mailbox(user).open() as box:
        box.append("INBOX", message(1), received=datetime(2026, 1, 5, 10, 12, tzinfo=UTC))
        box.append("INBOX", message(2))
    with watching(server.mailbox(user), desk, since=date(2026, 2, 1)):
        until(lambda: desk.ids == ["2"])
    assert lying(server.mailbox(user), "INBOX") == ["1"]


def test_a_message_of_50_mb_comes_whole_and_one_that_is_larger_by_its_headers(server: Dovecot) -> None:
    user, desk = next(server.others), Desk()
    large = message(1).replace(b"\n", b"\r\n") + (b"A" * 76 + b"\r\n") * (50_000_000 // 78)
    server.deliver(large, user)
    server.deliver(message(2, body="x" * 2000) + large, user)
    mailbox = server.mailbox(user, max_bytes=len(large))
    with watching(mailbox, desk):
        until(lambda: len(desk.taken) == 2 and lying(mailbox, "INBOX") == [])
    first, second = sorted(desk.taken, key=lambda one: one.stored.message_id)
    assert (first.data == large, first.whole) == (True, True)
    assert (second.whole, second.stored.size > 50_000_000, len(second.data) < 1000) == (False, True, True)
    assert b"Subject: Kaart geblokkeerd" in second.data


def test_a_hundred_messages_in_one_burst_are_each_taken_once(server: Dovecot) -> None:
    user, desk = next(server.others), Desk()
    with watching(server.mailbox(user), desk):
        until(lambda: desk.state.connected)
        for number in range(100):
            server.deliver(message(number), user)
        until(lambda: len(desk.ids) >= 100)
        until(lambda: lying(server.mailbox(user), "INBOX") == [])
    assert sorted(map(int, desk.ids)) == list(range(100))
    assert len({one.arrival for one in desk.taken}) == 100


def test_stopping_is_quick_and_leaves_the_rest_for_later(server: Dovecot) -> None:
    user, desk = next(server.others), Desk()
    for number in (1, 2, 3):
        server.deliver(message(number), user)
    stop = threading.Event()

    def take(fetched: Fetched) -> None:
        desk.take(fetched)
        stop.set()

    watch(server.mailbox(user), "INBOX", take, stop, pace=QUICK)
    assert desk.ids == ["1"]
    assert lying(server.mailbox(user), "INBOX") == ["2", "3"]


def test_no_content_is_logged(server: Dovecot, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    user, desk = next(server.others), Desk()
    desk.refuses = lambda _: True
    server.deliver(message(1, subject="Geheim"), user)
    with watching(server.mailbox(user), desk):
        until(lambda: desk.state.waiting)
    assert "OSError" in caplog.text
    for secret in ("disk full", "Geheim", "elders.example", CHECK):
        assert secret not in caplog.text
