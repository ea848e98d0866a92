"""OneNote sections (.one): the files laid on the page, often behind a picture of a button.

[MS-ONESTORE] 2.6.13 FileDataStoreObject: a GUID, a length, the file. Names and text are found as UTF-16 runs, best effort.
"""

import re
import struct
from collections.abc import Iterator

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import LinkKind, TextKind
from weerbaar.unpack.document import make_document
from weerbaar.unpack.link import links_in_text
from weerbaar.unpack.reader import Blob, Budget, Yield, reader
from weerbaar.unpack.text import make_text

STORED_FILE = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")
MOST_FILES = 200
NAME = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){1,120}\.\x00(?:[A-Za-z0-9]\x00){1,10}(?=\x00|[^\x20-\x7e])")
RUN = re.compile(rb"(?:[\x20-\x7e\xa0-\xff\n\r\t]\x00){12,4000}")


@reader("onenote")
def onenote(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A OneNote section."""
    spans = list(_spans(blob.data))
    page = _without(blob.data, spans)
    names = list(
        dict.fromkeys(
            m.group().decode("utf-16-le").strip() for m, _ in zip(NAME.finditer(page), range(MOST_FILES), strict=False)
        )
    )
    where = blob.where or blob.name or "onenote"
    yield make_document(blob, ["embedded_file"] if spans else [], names)
    words = "\n".join(m.group().decode("utf-16-le") for m, _ in zip(RUN.finditer(page), range(500), strict=False))
    if words:
        yield from make_text(words, where, TextKind.DOCUMENT, budget)
        yield from links_in_text(words[: budget.settings.max_text_chars], where, LinkKind.DOCUMENT)
    if len(spans) >= MOST_FILES:
        yield NotLooked("unpack.onenote", Reason.TOO_MANY, blob.where)
    for number, (start, end) in enumerate(spans):
        name = names[number] if len(names) == len(spans) else f"embedded file {number + 1}"
        budget.spend_bytes(end - start, where)
        yield blob.inside(name, blob.data[start:end], name=name, context=frozenset({"member"}))


def _spans(data: bytes) -> Iterator[tuple[int, int]]:
    at = data.find(STORED_FILE)
    for _ in range(MOST_FILES):
        if at < 0 or at + 36 > len(data):
            return
        (length,) = struct.unpack_from("<Q", data, at + 16)
        start = at + 36
        end = min(start + length, len(data))
        if end > start:
            yield start, end
        at = data.find(STORED_FILE, max(end, start))


def _without(data: bytes, spans: list[tuple[int, int]]) -> bytes:
    kept, at = [], 0
    for start, end in spans:
        kept.append(data[at:start])
        at = end
    return b"".join([*kept, data[at:]])
