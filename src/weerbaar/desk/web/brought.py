"""What a form or a phone sent -> pieces to take in, each on its own: one that cannot be taken in does not hold up the rest."""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.utils.translation import gettext as _

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.cases.models import Case
from weerbaar.desk.cases.receive import TooLarge, receive
from weerbaar.model.item import Way
from weerbaar.settings import load
from weerbaar.unpack.kind import LOOKED_AT, most_bytes

SCHEME = re.compile(r"(?:https?|hxxps?|ftp)://\S+\Z", re.I)
BARE = re.compile(r"(?:[\w-]{1,63}\.){1,10}[a-z]{2,24}(?::\d{1,5})?(?:[/?#]\S*)?\Z", re.I)
LONGEST_LINK = 8000
SHOWN = 80
MIB = 1024 * 1024
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that was brought: `data` is None where it has more than `most` bytes, which is what we read of its kind."""

    name: str
    data: bytes | None
    way: Way
    size: int
    most: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a piece: a case, or `wrong`: a sentence that says why not and what to do. `kept_back`: trying again may help."""

    name: str
    case: Case | None = None
    wrong: str = ""
    kept_back: bool = False


def of_text(text: str) -> Piece:
    """What was typed or pasted: an address alone is a link, all else a text."""
    bare = text.strip()
    way = Way.LINK if is_link(bare) else Way.TEXT
    return Piece(short(bare), bare.encode("utf-8", "replace"), way, len(bare))


def of_file(file: "UploadedFile[Any]") -> Piece:
    """A file as the browser sent it; more than we read is not read."""
    size = file.size or 0
    name = short(file.name or "") or _("file without a name")
    start = file.read(LOOKED_AT)
    file.seek(0)
    most = most_bytes(start, load())
    return Piece(name, file.read() if size <= most else None, Way.FILE, size, most)


def is_link(text: str) -> bool:
    """Whether a text is an address on the web and nothing else."""
    return len(text) <= LONGEST_LINK and bool(SCHEME.match(text) or BARE.match(text))


def short(text: str) -> str:
    """A name that fits on a line."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def take_in(pieces: Iterable[Piece], member: Membership, arrival: str, comment: str, language: str) -> Iterator[Taken]:
    """Take in each piece. `arrival` names the form: sent twice, it is one case each."""
    for piece in pieces:
        yield _taken(piece, member, arrival, comment, language)


def _taken(piece: Piece, member: Membership, arrival: str, comment: str, language: str) -> Taken:
    if piece.data is None:
        return Taken(piece.name, wrong=too_large(piece.most))
    if not piece.data:
        return Taken(piece.name, wrong=_("This is empty. If it should not be, open it on your device and choose it again."))
    try:
        case = receive(
            member.organisation,
            piece.data,
            way=piece.way,
            name=piece.name,
            arrival=arrival,
            reporter=member.user,
            language=language,
            comment=comment,
        )
    except TooLarge:
        return Taken(piece.name, wrong=too_large())
    except DatabaseError:
        log.exception("could not take in", extra={"facts": {"bytes": piece.size}})
        return Taken(
            piece.name,
            wrong=_("We could not keep this just now. It is still on your device. Please try again in a minute."),
            kept_back=True,
        )
    return Taken(piece.name, case)


def too_large(bytes_read: int = 0) -> str:
    """What is said of a file that is larger than we read."""
    most = (bytes_read or load().max_bytes) // MIB
    return _("This is larger than %(most)s MB, so we did not take it in. A screenshot or the first pages are often enough.") % {
        "most": most
    }
