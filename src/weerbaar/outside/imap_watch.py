"""Watch a mailbox: every message is handed over once, and marked as done only after that; a lost connection is made again.

A crash between handing over and marking means that the message comes again, with the same `arrival`: whoever takes it must know it
by that. A message that could not be taken stays where it is and is offered again, later and later.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from random import random
from threading import Event
from time import monotonic, time

from weerbaar.model.errors import Problem
from weerbaar.outside.imap import Mailbox
from weerbaar.outside.imap_box import Box, Fetched
from weerbaar.outside.server import NoService, Step, refused

log = logging.getLogger(__name__)

KEYWORD = "$WeerbaarDone"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. `first` to `most`: the pause after a failure, doubled each time; `login`: the least after a refused login, so that no
    account is locked. `glance` to `longest`: how long we listen before we look again, doubled while nothing comes; it must stay under the
    29 minutes of RFC 2177, and routers forget a silent connection sooner. `poll`: how often we look where the server has no IDLE.
    """

    first: float = 1.0
    most: float = 300.0
    login: float = 30.0
    glance: float = 2.0
    longest: float = 240.0
    poll: float = 15.0


@dataclass(frozen=True, slots=True)
class State:
    """How watching goes. `last_seen`: when the mailbox last answered (seconds since 1970); `trouble`: what is wrong now, or None;
    `failures`: failed connections in a row; `handed`: messages taken since the start; `waiting`: messages to be offered again.
    """

    connected: bool = False
    last_seen: float | None = None
    trouble: Problem | None = None
    failures: int = 0
    handed: int = 0
    waiting: int = 0


def watch(
    mailbox: Mailbox,
    folder: str,
    on_message: Callable[[Fetched], None],
    stop: Event,
    *,
    done_folder: str = "Weerbaar",
    since: date | None = None,
    on_state: Callable[[State], None] = lambda _: None,
    pace: Pace = Pace(),
) -> None:
    """Hand over each message of a folder until `stop` is set.

    Done messages move to `done_folder` (empty: they stay and get a keyword); where the server lets us do only one of the two, that
    one. `since` leaves what came before that day alone. What `on_message` raises means "not taken". `on_state` is called with every change.
    """
    _Watch(mailbox, folder, on_message, stop, done_folder, since, on_state, pace).run()


@dataclass(slots=True)
class _Watch:
    mailbox: Mailbox
    folder: str
    on_message: Callable[[Fetched], None]
    stop: Event
    done_folder: str
    since: date | None
    on_state: Callable[[State], None]
    pace: Pace
    state: State = State()
    uidvalidity: int = 0
    taken: set[int] = field(default_factory=set)  # handed over, not yet marked
    later: dict[int, tuple[int, float]] = field(default_factory=dict)  # uid -> times refused, when to offer again

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                with self.mailbox.open() as box:
                    self._attend(box)
            except NoService as trouble:
                self._failed(trouble)
            except Exception as trouble:  # a server that answers as none should must not end the watch
                log.warning("a mailbox answered as none should: %s", type(trouble).__name__)
                self._failed(refused(Step.SERVER, self.mailbox, type(trouble).__name__))
        self._tell(connected=False)

    def _failed(self, trouble: NoService) -> None:
        failures = self.state.failures + 1
        self._tell(connected=False, trouble=trouble.problem, failures=failures)
        self.stop.wait(self._pause(failures, self.pace.login if trouble.step is Step.LOGIN else 0.0))

    def _attend(self, box: Box) -> None:
        box.select(self.folder)
        done_folder = self._done_folder(box)
        criteria = _criteria(done_folder, self.since)
        quiet = self.pace.glance
        while not self.stop.is_set():
            box.select(self.folder)
            if box.uidvalidity != self.uidvalidity:
                # The numbers were given anew (RFC 3501 2.3.1.1): what we remember under the old ones is about other messages.
                self.uidvalidity, self.taken, self.later = box.uidvalidity, set(), {}
            if self._take(box, criteria, done_folder):
                quiet = self.pace.glance
            box.select(self.folder)
            waits = [when - monotonic() for _, when in self.later.values()]
            box.listen(max(0.05, min(quiet if "IDLE" in box.can else self.pace.poll, *waits, 1e9)), self.stop)
            quiet = min(quiet * 2, self.pace.longest)

    def _done_folder(self, box: Box) -> str:
        """The folder for what is done, or "" when the keyword is to say it."""
        if box.keywords and not (self.done_folder and box.can & {"MOVE", "UIDPLUS"}):
            return ""
        try:
            return box.folder(self.done_folder or "Weerbaar")
        except NoService:
            if box.keywords:
                return ""
            raise

    def _take(self, box: Box, criteria: str, done_folder: str) -> bool:
        """Offer every message that is due; whether there was one."""
        uids = box.uids(criteria)
        self.later = {uid: due for uid, due in self.later.items() if uid in uids}
        self._tell(connected=True, waiting=len(self.later))
        any_due = False
        for uid in uids:
            if self.stop.is_set():
                break
            if uid in self.later and self.later[uid][1] > monotonic():
                continue
            fetched = box.fetch(uid)
            if fetched is None:
                continue
            any_due = True
            if uid in self.taken or self._offered(uid, fetched):
                self.taken.add(uid)
                self._mark(box, fetched, done_folder)
                self.taken.discard(uid)
        self._tell(trouble=None, failures=0)
        return any_due

    def _offered(self, uid: int, fetched: Fetched) -> bool:
        try:
            self.on_message(fetched)
        except Exception as trouble:  # one message must not keep the next from being taken; the type is logged, never content
            times = self.later.get(uid, (0, 0.0))[0] + 1
            self.later[uid] = times, monotonic() + self._pause(times)
            log.warning("a message was not taken: %s", type(trouble).__name__)
            self._tell(waiting=len(self.later))
            return False
        self.later.pop(uid, None)
        self._tell(handed=self.state.handed + 1, waiting=len(self.later))
        return True

    def _mark(self, box: Box, fetched: Fetched, done_folder: str) -> None:
        if not done_folder:
            box.keyword(fetched.stored.place.uid, KEYWORD)
            return
        moves = box.move((fetched.stored,), done_folder)
        if moves.failed:
            raise NoService(Step.SERVER, moves.failed[0].problem)
        box.select(self.folder)

    def _pause(self, times: int, least: float = 0.0) -> float:
        """Longer each time, and not the same for everyone who lost the same server."""
        longest = min(self.pace.most, self.pace.first * 2.0 ** min(times - 1, 20))
        return max(least, longest) * (0.5 + random() / 2)

    def _tell(self, **changes: object) -> None:
        if changes.get("connected"):
            changes["last_seen"] = time()
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.on_state(self.state)


def _criteria(done_folder: str, since: date | None) -> str:
    words = ["UNDELETED", *([] if done_folder else [f"UNKEYWORD {KEYWORD}"])]
    if since:
        words.append(f"SINCE {since.day}-{MONTHS[since.month - 1]}-{since.year}")
    return " ".join(words)
