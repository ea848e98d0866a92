"""Mailboxes in one file (mbox, RFC 4155 and its mboxrd quoting), a message at a time: a file of any size is read in little memory."""

import re
from collections.abc import Iterable, Iterator

from weerbaar.unpack.reader import Blob, Budget, Yield, reader

SEPARATOR = re.compile(rb"From [^\r\n]{0,200}\d\d:\d\d")
QUOTED = re.compile(rb">+From ")
LONGEST_LINE = 64 * 1024


@reader("mbox")
def mbox(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A mailbox that came as one item or inside another: each message as a blob."""
    where = blob.where or "mailbox"
    for number, message in enumerate(messages(_lines(blob.data), budget.settings.max_bytes), 1):
        budget.spend_bytes(len(message), where)
        yield blob.inside(f"message {number}", message, kind="mail")


def messages(lines: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The messages in the lines of a mailbox, unquoted; of each at most `most` + 1 bytes, so that what was cut is seen to be too large.

    Lines may come in pieces of at most 64 KiB; only a piece that follows a line end can begin a message.
    """
    kept: list[bytes] = []
    size = 0
    begun = False
    after_empty = at_start = True
    for line in lines:
        if at_start and after_empty and SEPARATOR.match(line):
            if begun and kept:
                yield b"".join(kept)
            kept, size, begun = [], 0, True
        elif begun and size <= most:
            if at_start and QUOTED.match(line):
                line = line[1:]
            kept.append(line[: most + 1 - size])
            size += len(line)
        after_empty = at_start and line in (b"\n", b"\r\n")
        at_start = line.endswith(b"\n")
    if begun and kept:
        yield b"".join(kept)


def _lines(data: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        end = data.find(b"\n", start, start + LONGEST_LINE) + 1 or min(start + LONGEST_LINE, len(data))
        yield data[start:end]
        start = end
