"""An open mailbox: find, fetch, move, put back, add a note. Every change names the one message it is about, and says what it did.

Nothing is ever expunged but the one message that was moved: `EXPUNGE` without a UID would remove whatever else someone
marked as deleted. Where a server can neither MOVE (RFC 6851) nor expunge one message (UIDPLUS, RFC 4315), a moved message is
copied and its original marked as deleted.
"""

import hashlib
import imaplib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from email import message_from_bytes
from email.message import Message
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

from imap_tools import AND, FolderInfo, H, ImapToolsError
from imap_tools.utils import encode_folder

from weerbaar.model.errors import Problem
from weerbaar.outside.server import NoService, Server, Step, asking, refused

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
INTERNAL_DATE = re.compile(r"([ \d]\d)-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
SAID = {
    "uid": re.compile(rb"\bUID (\d{1,10})\b"),
    "size": re.compile(rb"\bRFC822\.SIZE (\d{1,18})\b"),
    "flags": re.compile(rb"\bFLAGS \(([^)]{0,4000})\)"),
    "date": re.compile(rb'\bINTERNALDATE "([^"]{1,40})"'),
}
COPIED = re.compile(rb"(\d{1,10}) (\d{1,10}) (\d{1,10})")
APPENDED = re.compile(rb"(\d{1,10}) (\d{1,10})")
KNOWN_BY = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID FROM SUBJECT)]"
LONGEST_WORD = 500
LONGEST_HEADER = 300
MOST_FOLDERS = 500
MOST_FOUND = 1000
AT_ONCE = 100
LISTEN_SECONDS = 1.0
"""How soon a stop is noticed while we listen."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message lies. The number means something only as long as the folder keeps its `uidvalidity` (RFC 3501 2.3.1.1)."""

    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A message as the mailbox keeps it. `received` is the internal date; the headers are as written, shortened."""

    place: Place
    size: int
    flags: tuple[str, ...] = ()
    received: datetime | None = None
    message_id: str = ""
    sender: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A message that was fetched: `data` is all of it, or only the headers when it is not `whole` (larger than we fetch).

    `arrival` is the same each time this message in this folder is fetched, and no other's.
    """

    stored: Stored
    data: bytes = field(repr=False)
    whole: bool
    arrival: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to look for; everything that is given must hold. Words and links are compared as the server compares them."""

    message_id: str = ""
    sender: str = ""
    subject: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """What could not be done: in which folder, to which message (None: the whole folder), and why."""

    folder: str
    place: Place | None
    problem: Problem


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search found, the folders it looked into and those it could not. `more` says that there is more than we list, `lost` that the
    connection was, so that folders were left out."""

    found: tuple[Stored, ...]
    folders: tuple[str, ...]
    failed: tuple[Failed, ...]
    more: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A message that was moved: what it was, and where it lies now. `marked` says that its original is only marked as deleted."""

    was: Stored
    now: Place
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Moves:
    """What moving several messages did."""

    moved: tuple[Moved, ...]
    failed: tuple[Failed, ...]


class Box:
    """An open mailbox. For one thread; every method raises NoService when the connection is lost, unless it says that it reports that."""

    def __init__(self, server: Server, connection: "BaseMailBox", can: frozenset[str], max_bytes: int) -> None:
        self.server, self.can, self.max_bytes = server, can, max_bytes
        self._box, self._client = connection, connection.client
        self._selected: tuple[str, bool] | None = None
        self.uidvalidity = 0
        self.keywords = False

    # Folders

    def folders(self, but: Iterable[str] = ()) -> tuple[str, ...]:
        """The names of all folders that hold messages, at most 500. `but`: not those of these special uses (RFC 6154), such as "\\Sent"."""
        left_out = {"\\noselect", *(one.lower() for one in but)}
        return tuple(one.name for one in self._listed() if left_out.isdisjoint(flag.lower() for flag in one.flags))[
            :MOST_FOLDERS
        ]

    def folder(self, name: str) -> str:
        """The folder of that name as the server writes it ("/" between levels), made where it is not there yet.

        Raises NoService (step FOLDER) when the server does not let us.
        """
        listed = self._listed()
        known = {one.name for one in listed}
        between = next((one.delim for one in listed if one.delim and one.delim != "NIL"), "/")
        written = name.replace("/", between)
        # Some servers keep everything under INBOX and refuse a folder beside it.
        here = next((one for one in (name, written, f"INBOX{between}{written}") if one in known), None)
        if here is not None:
            return here
        for one in (written, f"INBOX{between}{written}"):
            with self._asked():
                kind, _ = self._client.create(_quoted(one))
                if kind == "OK":
                    self._client.subscribe(_quoted(one))
                    return one
        raise NoService(Step.FOLDER, Problem("mail_no_folder_made", {"folder": name, "host": self.server.host}))

    def select(self, folder: str, *, readonly: bool = False) -> int:
        """Go to a folder; returns how many messages it has. Raises NoService (step FOLDER) when it is not there."""
        if self._selected == (folder, readonly):
            return 0
        self._selected = None
        try:
            with self._asked():
                result = self._box.folder.set(folder, readonly)
        except NoService as trouble:
            if trouble.step is Step.SERVER:
                raise NoService(Step.FOLDER, Problem("mail_folder", {"folder": folder, "host": self.server.host})) from trouble
            raise
        self.uidvalidity = int(self._untagged("UIDVALIDITY") or b"0")
        self.keywords = b"\\*" in self._untagged("PERMANENTFLAGS")
        self._selected = (folder, readonly)
        return int(result[1][0] or 0)

    # Reading

    def uids(self, criteria: str = "ALL") -> tuple[int, ...]:
        """The numbers of the messages in the selected folder that meet an IMAP search, lowest first."""
        with self._asked():
            # A long connection would collect every count it was ever told.
            for name in ("EXISTS", "RECENT", "EXPUNGE", "FETCH"):
                self._client.untagged_responses.pop(name, None)
            return tuple(
                sorted(int(uid) for uid in self._box.uids(criteria, None if criteria.isascii() else "UTF-8") if uid.isdigit())
            )

    def stored(self, uids: Iterable[int]) -> tuple[Stored, ...]:
        """What the selected folder keeps under these numbers; those it no longer has are left out."""
        numbers = sorted(set(uids))
        found: list[Stored] = []
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            said = self._fetch(some, f"(UID RFC822.SIZE FLAGS INTERNALDATE {KNOWN_BY})")
            found.extend(self._stored(uid, said[uid]) for uid in some if uid in said and "size" in said[uid])
        return tuple(found)

    def fetch(self, uid: int) -> Fetched | None:
        """One message of the selected folder, or None when it is gone. It stays as unread as it was."""
        known = next(iter(self.stored((uid,))), None)
        if known is None:
            return None
        whole = known.size <= self.max_bytes
        said = self._fetch([uid], "(UID BODY.PEEK[])" if whole else "(UID BODY.PEEK[HEADER])")
        data = said.get(uid, {}).get("data")
        if data is None:
            return None
        return Fetched(known, data, whole, self._arrival(known))

    def search(self, wanted: Wanted, folders: Iterable[str] | None = None) -> Searched:
        """What is wanted, in these folders or in all. Changes nothing; a folder that cannot be searched is reported."""
        criteria = _criteria(wanted)
        found: list[Stored] = []
        searched: list[str] = []
        failed: list[Failed] = []
        for folder in tuple(self.folders() if folders is None else folders)[:MOST_FOLDERS]:
            try:
                self.select(folder, readonly=True)
                hits = self.stored(self.uids(criteria)[: MOST_FOUND - len(found) + 1])
            except NoService as trouble:
                failed.append(Failed(folder, None, trouble.problem))
                if trouble.lost:
                    return Searched(tuple(found), tuple(searched), tuple(failed), lost=True)
                continue
            searched.append(folder)
            exact = wanted.message_id.strip(" <>")
            # A server finds a Message-ID inside a longer one as well.
            found.extend(one for one in hits if not exact or one.message_id == exact)
            if len(found) > MOST_FOUND:
                return Searched(tuple(found[:MOST_FOUND]), tuple(searched), tuple(failed), more=True)
        return Searched(tuple(found), tuple(searched), tuple(failed))

    # Changing

    def move(self, messages: Iterable[Stored], to: str) -> Moves:
        """Move messages to a folder, made where it is not there yet; flags and internal date stay.

        Reports all that fails, a lost connection too. Doing it again is harmless: what already lies there counts as moved.
        """
        moved: list[Moved] = []
        failed: list[Failed] = []
        folder, lost = "", None
        for one in messages:
            try:
                if lost is not None:
                    raise lost
                folder = folder or self.folder(to)
                moved.append(self._relocate(one, folder))
            except NoService as trouble:
                lost = trouble if trouble.lost else None
                failed.append(Failed(one.place.folder, one.place, trouble.problem))
        return Moves(tuple(moved), tuple(failed))

    def restore(self, moves: Iterable[Moved]) -> Moves:
        """Put moved messages back where they were, with the flags they had then. Reports like `move`."""
        moved: list[Moved] = []
        failed: list[Failed] = []
        for one in moves:
            try:
                moved.append(self._put_back(one))
            except NoService as trouble:
                failed.append(Failed(one.now.folder, one.now, trouble.problem))
        return Moves(tuple(moved), tuple(failed))

    def append(self, folder: str, data: bytes, flags: Iterable[str] = (), received: datetime | None = None) -> Place | None:
        """Add a message to a folder, once: one with its Message-ID that lies there already is that message.

        Returns where it lies, or None where the server does not say. Raises NoService when it is refused.
        """
        folder = self.folder(folder)
        message_id = _header(message_from_bytes(data[:100_000]), "Message-ID").strip("<>")
        there = self._lying(folder, message_id)
        if there is not None:
            return there
        with self._asked():
            self._client.untagged_responses.pop("APPENDUID", None)
            kind, words = self._client.append(_quoted(folder), _list(flags), received or datetime.now(UTC), data)
        if kind != "OK":
            raise refused(Step.SERVER, self.server, words)
        said = APPENDED.search(self._untagged("APPENDUID"))
        return Place(folder, int(said[1]), int(said[2])) if said else self._lying(folder, message_id)

    def remove(self, place: Place) -> bool:
        """Remove the one message that lies there; False when it is gone already. Raises NoService when the server refuses."""
        if not self._go(place):
            return False
        self._must("STORE", str(place.uid), "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self.can:
            self._must("EXPUNGE", str(place.uid))
        return True

    def keyword(self, uid: int, word: str) -> None:
        """Set a keyword on a message of the selected folder. Raises NoService when the server refuses."""
        self._must("STORE", str(uid), "+FLAGS.SILENT", f"({word})")

    # Waiting

    def listen(self, seconds: float, stop: Event) -> None:
        """Wait until the server says that something happened in the selected folder, the time is over, or we are to stop.

        By IDLE (RFC 2177) where the server can; else we only wait, and the caller looks again. At most 29 minutes.
        """
        if "IDLE" not in self.can:
            stop.wait(seconds)
            with self._asked():
                self._client.noop()
            return
        until = monotonic() + seconds
        with self._asked():
            self._box.idle.start()  # type: ignore[no-untyped-call]
            while not stop.is_set():
                begun, left = monotonic(), until - monotonic()
                slice_ = min(LISTEN_SECONDS, left)
                if left <= 0 or self._box.idle.poll(slice_):
                    break
                if monotonic() - begun < slice_ / 2:
                    break  # back at once with nothing: the connection is gone, and `stop` will say so
            self._box.idle.stop()  # type: ignore[no-untyped-call]

    # Below

    @contextmanager
    def _asked(self) -> Iterator[None]:
        with asking(self.server):
            try:
                yield
            except imaplib.IMAP4.abort:
                raise
            except ImapToolsError as trouble:
                raise refused(Step.SERVER, self.server, getattr(trouble, "command_result", (None, trouble))[1]) from trouble
            except (imaplib.IMAP4.error, ValueError) as trouble:
                raise refused(Step.SERVER, self.server, trouble) from trouble

    def _must(self, command: str, *said: str) -> None:
        with self._asked():
            kind, words = self._client.uid(command, *said)
        if kind != "OK":
            raise refused(Step.SERVER, self.server, words)

    def _untagged(self, name: str) -> bytes:
        """The latest that the server said under a name."""
        said = self._client.untagged_responses.pop(name, [])
        return next((one for one in reversed(said) if isinstance(one, bytes)), b"")

    def _listed(self) -> list[FolderInfo]:
        with self._asked():
            return self._box.folder.list()

    def _go(self, place: Place) -> bool:
        """Select its folder; whether its number still means what it did."""
        self.select(place.folder)
        return self.uidvalidity == place.uidvalidity

    def _fetch(self, uids: list[int], parts: str) -> dict[int, dict[str, bytes]]:
        with self._asked():
            kind, pieces = self._client.uid("FETCH", ",".join(map(str, uids)), parts)
        if kind != "OK":
            raise refused(Step.SERVER, self.server, pieces)
        return dict(_answers(pieces))

    def _stored(self, uid: int, said: Mapping[str, bytes]) -> Stored:
        headers = message_from_bytes(said.get("data", b""))
        return Stored(
            Place(self._selected[0] if self._selected else "", self.uidvalidity, uid),
            int(said["size"]),
            tuple(said.get("flags", b"").decode("ascii", "replace").split()),
            _date(said.get("date", b"").decode("ascii", "replace")),
            _header(headers, "Message-ID").strip("<> "),
            _header(headers, "From"),
            _header(headers, "Subject"),
        )

    def _arrival(self, known: Stored) -> str:
        place = known.place
        told = (self.server.host, self.server.user, place.folder, place.uidvalidity, place.uid, known.message_id)
        return hashlib.sha256("\0".join(map(str, told)).encode("utf-8", "replace")).hexdigest()

    def named(self, folder: str, message_id: str) -> tuple[Stored, ...]:
        """The messages of a folder with this Message-ID. A folder that cannot be read, lost or locked, does not say that there are none.

        Raises:
            NoService: it could not be read; to be tried again.
        """
        searched = self.search(Wanted(message_id=message_id), (folder,))
        if searched.failed:
            raise NoService(Step.CONNECTION if searched.lost else Step.FOLDER, searched.failed[0].problem)
        return searched.found

    def _lying(self, folder: str, message_id: str) -> Place | None:
        """Where the message with a Message-ID lies in a folder; the latest of several."""
        if not message_id:
            return None
        return next((one.place for one in reversed(self.named(folder, message_id)) if "\\Deleted" not in one.flags), None)

    def _relocate(self, message: Stored, folder: str) -> Moved:
        place = message.place
        known = next(iter(self.stored((place.uid,))), None) if self._go(place) else None
        if known is not None and place.folder == folder:
            return Moved(known, place)
        if known is None or "\\Deleted" in known.flags:
            there = self._lying(folder, message.message_id)
            if there is not None:
                return Moved(known or message, there, marked=known is not None)
            if known is None:
                raise NoService(Step.SERVER, Problem("mail_gone", {"folder": place.folder}))
            self._go(place)
        self._client.untagged_responses.pop("COPYUID", None)
        if "MOVE" in self.can:
            self._must("MOVE", str(place.uid), _quoted(folder))
        else:
            self._must("COPY", str(place.uid), _quoted(folder))
        said = COPIED.search(self._untagged("COPYUID"))
        if "MOVE" not in self.can:
            self.remove(place)
        now = Place(folder, int(said[1]), int(said[3])) if said else self._lying(folder, known.message_id)
        marked = not self.can & {"MOVE", "UIDPLUS"}
        return Moved(known, now or Place(folder, 0, 0), marked)

    def _put_back(self, moved: Moved) -> Moved:
        was = moved.was
        now = moved.now if moved.now.uid else self._lying(moved.now.folder, was.message_id)
        if now is None:
            raise NoService(Step.SERVER, Problem("mail_gone", {"folder": moved.now.folder}))
        if moved.marked and self._go(was.place) and self.stored((was.place.uid,)):
            self._must("STORE", str(was.place.uid), "-FLAGS.SILENT", r"(\Deleted)")
            self.remove(now)
            return Moved(Stored(now, was.size), was.place)
        back = self._relocate(Stored(now, was.size, message_id=was.message_id), was.place.folder)
        if back.now.uid and _kept(back.was.flags) != _kept(was.flags):
            self._go(back.now)
            self._must("STORE", str(back.now.uid), "FLAGS.SILENT", _list(was.flags))
        return back


def _answers(pieces: Iterable[Any]) -> Iterator[tuple[int, dict[str, bytes]]]:
    """UID -> what a FETCH said of it. imaplib gives pieces: (words, literal) pairs and the words between."""
    words, literal = b"", None
    for piece in (*pieces, b"0 ()"):
        said = piece[0] if isinstance(piece, tuple) else piece or b""
        if re.match(rb"\d{1,10} \(", said):
            found = {name: match[1] for name, pattern in SAID.items() if (match := pattern.search(words))}
            if "uid" in found:
                if b"BODY[" in words:
                    found["data"] = literal or b""
                yield int(found["uid"]), found
            words, literal = b"", None
        words += said + b" "
        if isinstance(piece, tuple):
            literal = piece[1]


def _criteria(wanted: Wanted) -> str:
    """The IMAP search for what is wanted. Raises ValueError when nothing is: that would be everything."""
    asked: dict[str, Any] = {}
    if message_id := _word(wanted.message_id.strip(" <>")):
        asked["header"] = H("Message-ID", message_id)
    if sender := _word(wanted.sender):
        asked["from_"] = sender
    for name, words in (("subject", wanted.subject), ("body", wanted.body)):
        if kept := [word for one in words[:10] if (word := _word(one))]:
            asked[name] = kept
    if not asked:
        raise ValueError("a search needs a Message-ID, a sender or words")
    if wanted.since:
        asked["date_gte"] = wanted.since
    return str(AND(**asked))


def _word(text: str) -> str:
    """One line of a search: a line break would end the command."""
    return "".join(sign if sign.isprintable() else " " for sign in text[:LONGEST_WORD]).strip()


def _header(headers: "Message[str, str]", name: str) -> str:
    return " ".join(str(headers.get(name, "")).split())[:LONGEST_HEADER]


def _date(said: str) -> datetime | None:
    match = INTERNAL_DATE.fullmatch(said)
    if not match or match[2].lower() not in MONTHS:
        return None
    away = timedelta(hours=int(match[8]), minutes=int(match[9])) * (-1 if match[7] == "-" else 1)
    day, year, hour, minute, second = (int(match[i]) for i in (1, 3, 4, 5, 6))
    try:
        return datetime(year, MONTHS.index(match[2].lower()) + 1, day, hour, minute, second, tzinfo=timezone(away))
    except ValueError:
        return None


def _kept(flags: Iterable[str]) -> set[str]:
    """Flags that mean something to a person: the server alone sets \\Recent (RFC 3501 2.3.2)."""
    return {flag for flag in flags if flag.lower() not in ("\\recent", "\\deleted")}


def _list(flags: Iterable[str]) -> str:
    return f"({' '.join(sorted(_kept(flags)))})"


def _quoted(folder: str) -> str:
    return encode_folder(folder).decode("ascii")
