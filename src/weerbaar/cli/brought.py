"""What was typed -> items. A path that exists wins; else what looks like an address on the web is a link; else it is a text."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BufferedReader
from itertools import chain, islice
from pathlib import Path
from typing import cast

from weerbaar.advise.sentences import plain
from weerbaar.cli.words import say
from weerbaar.model.errors import NotHere
from weerbaar.model.item import Item, Way
from weerbaar.settings import Settings
from weerbaar.unpack.kind import LOOKED_AT, most_bytes
from weerbaar.unpack.sources import Unreadable, items

SCHEME = re.compile(r"(?:https?|hxxps?|ftp)://\S+\Z", re.I)
BARE = re.compile(r"(?:[\w-]{1,63}\.){1,10}(?P<end>[a-z]{2,24})(?::\d{1,5})?(?P<path>[/?#]\S*)?\Z", re.I)
FILE_ENDINGS = re.compile(
    r"eml|emlx|msg|mbox|mbx|txt|text|pdf|doc|docx|docm|xls|xlsx|xlsm|ppt|pptx|pptm|rtf|odt|ods|csv|json|toml|md|html|htm|mht|mhtml|svg|png|jpg|jpeg|gif"
    r"|bmp|webp|heic|tif|tiff|zip|rar|gz|tgz|tar|iso|img|one|lnk|url|ics|vcf|wav|mp3|ogg|mp4|mov|exe|js|vbs",
    re.I,
)
STANDARD_INPUT = "standard input"
SHOWN = 48
MOST_NAMED = 20


def bring(what: Sequence[str], settings: Settings, language: str) -> Iterator[Item | Unreadable]:
    """Every item in what was typed, in order, named by its path; `-` or nothing at all (when piped) reads standard input.

    A file that is missing among others that are there is one more thing that could not be read.

    Raises:
        NotHere: nothing was named, or all that was named can only be files and none is there.
    """
    if not what:
        if sys.stdin.isatty():
            raise NotHere("nothing", language=language)
        what = ("-",)
    missing = [word for word in what if _is_missing(word)]
    if len(missing) == len(what) > 1:
        raise NotHere("none_here", language=language, names=", ".join(_named(word) for word in missing[:MOST_NAMED]))
    if missing and len(what) == 1:
        raise NotHere("not_here", language=language, name=_named(what[0]))
    return chain.from_iterable(_one(word, settings, language) for word in what)


def several(brought: Iterator[Item | Unreadable]) -> tuple[bool, Iterator[Item | Unreadable]]:
    """Whether more than one item comes, and all of them again; at most two are read ahead."""
    ahead = list(islice(brought, 2))
    return len(ahead) > 1, chain(ahead, brought)


def size(what: Sequence[str]) -> int:
    """Bytes that lie in the files named, for the progress bar."""
    total = 0
    for word in what:
        for file in _files(Path(word)) if _is_there(word) else ():
            try:
                total += file.stat().st_size
            except OSError:
                continue
    return total


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, _, names in os.walk(path):
        for name in names:
            yield Path(folder, name)


def _one(word: str, settings: Settings, language: str) -> Iterator[Item | Unreadable]:
    if word == "-":
        return _standard_input(settings, language)
    if _is_there(word):
        folder = Path(word) if Path(word).is_dir() else Path(word).parent
        return (replace(one, name=str(folder / one.name)) for one in items(Path(word), settings))
    if _is_link(word):
        return iter([Item(word, word.encode("utf-8", "surrogateescape"), Way.LINK)])
    if _is_missing(word):
        return iter([Unreadable(word, say(language, "not_here", name=plain(word)), "not_here")])
    return iter([Item(_short(word), word.encode("utf-8", "surrogateescape"), Way.TEXT)])


def _standard_input(settings: Settings, language: str) -> Iterator[Item | Unreadable]:
    stream = cast(BufferedReader, sys.stdin.buffer)
    start = stream.peek(5)[:5]
    if not start:
        yield Unreadable(STANDARD_INPUT, say(language, "empty", name=STANDARD_INPUT), "empty")
        return
    if start != b"From ":
        yield Item(STANDARD_INPUT, stream.read(most_bytes(stream.peek(1)[:LOOKED_AT], settings) + 1))
        return
    with tempfile.TemporaryDirectory() as folder:  # a mailbox is read from disk: it may be far larger than memory
        file = Path(folder, STANDARD_INPUT)
        with file.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        yield from items(file, settings)


def _named(word: str) -> str:
    return plain(word) or '""'


def _is_missing(word: str) -> bool:
    """Whether a word can only be the name of a file, and no such file is there."""
    if word == "-" or _is_there(word) or _is_link(word):
        return False
    bare = word.strip()
    return not bare or (
        len(bare.split()) == 1 and ("/" in bare or "\\" in bare or bool(FILE_ENDINGS.fullmatch(bare.rpartition(".")[2])))
    )


def _is_link(word: str) -> bool:
    if SCHEME.match(word):
        return True
    bare = BARE.match(word)
    return bare is not None and (bare["path"] is not None or not FILE_ENDINGS.fullmatch(bare["end"]))


def _is_there(word: str) -> bool:
    try:
        return bool(word.strip()) and Path(word).exists()
    except (OSError, ValueError):  # too long for a name, or with a null byte: a text
        return False


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
