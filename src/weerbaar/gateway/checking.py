"""Inside the processes that check: `python -m weerbaar.gateway.checking`, started by weerbaar.gateway.checker alone.

One process reads what the checks need, once, and stays clean: it has one thread and never sees a text. For every worker it is asked for
it forks itself, so a new one is there in milliseconds and shares its memory. A worker shuts the net for itself (unpack.shut), lowers what
it may use (unpack.guard) and answers one question after another over the socket it was given. Nothing is ever printed: whoever asks gets
the type of an error, and standard error leads nowhere.

    frame     length (4 bytes) and a pickle
    questions ("words", version, Words) without answer; ("check", texts, version); ("read", files, version)
    answers   a tuple of Leaks, a tuple of LookedFile, or Unable
"""

import faulthandler
import gc
import os
import pickle
import signal
import socket
import struct
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weerbaar.gateway.port import File, LookedFile
from weerbaar.model.item import Item, Way
from weerbaar.model.leak import Leaks
from weerbaar.model.part import Code, Contact, Document, Mail, Meeting, Part, Parts, Picture, Sound, Text, Video
from weerbaar.settings import Settings
from weerbaar.unpack.guard import limit, limit_cpu, settle
from weerbaar.unpack.shut import shut

if TYPE_CHECKING:
    from weerbaar.leak.words import Words

LENGTH = struct.Struct(">I")
MOST_FRAME = 256 * 1024 * 1024
MOST_VERSIONS = 8
"""Versions of words a worker keeps; the one that was used least of late makes room."""
WARM = (
    "Mijn naam is Saskia de Wit, geboren op 3 maart 1981, rekening BE71 0961 2345 6769, bel 0470 12 34 56.",
    "Je m'appelle Hélène Dubois, 12 rue des Lilas, 75011 Paris, helene.dubois@exemple.example.",
    "Ich heiße Jürgen Vogel, wohnhaft Hauptstraße 5, 10115 Berlin, Steuer-ID 65 929 970 489.",
    "The password is hunter2 and the order number is 2026-4471.",
)
"""Invented; checked once before anybody asks, so that every table is built and shared."""


@dataclass(frozen=True, slots=True)
class Unable:
    """A question that could not be answered; `why` is the type of an error, never its words."""

    why: str


def main() -> None:
    """Fork a worker for each socket that comes over standard input, until that ends."""
    control = socket.socket(fileno=0)
    faulthandler.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    warm()
    gc.collect()
    gc.freeze()
    while True:
        message, sockets, _, _ = socket.recv_fds(control, 64 * 1024, 1)
        if not message or not sockets:
            return
        if os.fork():
            os.close(sockets[0])
            continue
        control.close()
        try:
            _work(socket.socket(fileno=sockets[0]), pickle.loads(message))  # noqa: S301 - from our own parent
        finally:
            os._exit(0)


def warm() -> None:
    """Read everything the checks need."""
    from weerbaar.leak.check import check

    for text in WARM:
        check(text)


def send(to: socket.socket, what: object) -> None:
    """One frame."""
    data = pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL)
    to.sendall(LENGTH.pack(len(data)) + data)


def _work(connection: socket.socket, settings: Settings) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    shut()
    limit(settings)
    settle()
    connection.sendall(LENGTH.pack(os.getpid()))
    kept: OrderedDict[str, Words] = OrderedDict()
    while (data := _received(connection)) is not None:
        question = pickle.loads(data)  # noqa: S301 - from our own parent
        del data
        if question[0] == "words":
            kept[question[1]] = question[2]
            while len(kept) > MOST_VERSIONS:
                kept.popitem(last=False)
            continue
        limit_cpu(settings.max_cpu_seconds)
        try:
            kept.move_to_end(question[2])
            answer = _answer(question[0], question[1], kept[question[2]], settings)
        except MemoryError:
            answer = Unable("MemoryError")
        except Exception as trouble:  # the edge of the process; the type is kept, never content
            answer = Unable(type(trouble).__name__)
        del question
        send(connection, answer)


def _received(connection: socket.socket) -> bytes | None:
    head = connection.recv(LENGTH.size, socket.MSG_WAITALL)
    if len(head) < LENGTH.size:
        return None
    size = LENGTH.unpack(head)[0]
    if size > MOST_FRAME:
        return None
    data = bytearray(size)
    view, at = memoryview(data), 0
    while at < size:
        got = connection.recv_into(view[at:], size - at)
        if not got:
            return None
        at += got
    view.release()
    return bytes(data)


def _answer(asked: str, what: Sequence[Any], words: "Words", settings: Settings) -> object:
    from weerbaar.leak.check import check

    if asked == "check":
        return tuple(check(text, words) for text in what)
    return tuple(look_into(file, words, settings) for file in what)


def look_into(file: File, words: "Words", settings: Settings) -> LookedFile:
    """What would leak with a file: of every text in it, and the names of what could not be read."""
    from weerbaar.leak.brought import HIDDEN, marks
    from weerbaar.leak.check import check
    from weerbaar.unpack.unpack import unpack

    parts = unpack(Item(file.name or "file", file.data, Way.FILE), settings)
    texts = tuple(texts_of(parts))
    looked = [check(text, words) for text in texts]
    seen = Counter(mark.kind for text in texts for mark in marks(text))
    seen.update(HIDDEN for text in parts.of(Text) if text.hidden)
    blind = {one.reason.name.lower() for one in parts.not_looked} | set(parts.limits_met) | set(_blind(parts))
    matches = tuple(match for leaks in looked for match in leaks.matches)
    return LookedFile(Leaks(matches, tuple(sorted(blind.union(*(leaks.not_looked for leaks in looked))))), dict(seen))


def texts_of(parts: Parts) -> Iterator[str]:
    """Every text of a file, as it stands there and not as it was put straight for reading."""
    for part in parts.all:
        yield from (text for text in _said(part) if text)


def _said(part: Part) -> tuple[str, ...]:
    match part:
        case Text():
            return (part.subject, part.raw or part.text, part.quoted, part.hidden)
        case Mail():
            people = (part.sender, *part.to, *part.cc, *part.reply_to)
            return ("\n".join((part.subject, *(f"{one.name} <{one.address}>" for one in people if one))),)
        case Document():
            payees = ((one.name, one.contact, one.address, one.phone, one.iban, one.vat, one.enterprise) for one in part.claims)
            return ("\n".join((*part.members, *(value for payee in payees for value in payee if value))),)
        case Code():
            return (part.payload,)
        case Contact():
            return ("\n".join((part.name, *part.addresses, *part.phones)),)
        case Meeting():
            return (part.summary, str(part.organiser or ""))
        case _:
            return ()


def _blind(parts: Parts) -> Iterator[str]:
    """What was recognised and is still not read: sound, video, a picture without a word in it, a file without any text."""
    if parts.has(Sound):
        yield "sound"
    if parts.has(Video):
        yield "video"
    if parts.has(Picture) and not any(part.kind == "picture" for part in parts.of(Text)):
        yield "picture"
    if not any(texts_of(parts)):
        yield "nothing_read"


if __name__ == "__main__":
    main()
