"""One file squeezed with gzip (RFC 1952), bzip2 or xz, inflated a piece at a time."""

import bz2
import lzma
import zlib
from collections.abc import Iterator

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.unpack.archive import CHUNK, hand_on
from weerbaar.unpack.document import make_document
from weerbaar.unpack.reader import Blob, Budget, Yield, reader

MOST_STREAMS = 1000
MEMORY = 64 * 1024 * 1024
ENDINGS = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".svgz": ".svg", ".gz": "", ".bz2": "", ".xz": ""}


@reader("gz", "bz2", "xz")
def packed(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A compressed file: what is inside is handed on under its name without the last ending."""
    name = next((blob.name[: -len(end)] + instead for end, instead in ENDINGS.items() if blob.name.lower().endswith(end)), "")
    yield make_document(blob, (), [name] if name else ())
    read = _gzip if blob.kind == "gz" else _bz2_or_xz
    trouble: list[str] = []
    yield from hand_on(blob, name or "contents", read(blob, trouble), budget, len(blob.data))
    if trouble:
        yield NotLooked(f"unpack.{blob.kind}", Reason.DAMAGED, blob.where, trouble[0])


def _gzip(blob: Blob, trouble: list[str]) -> Iterator[bytes]:
    # What inflates before the damage is still handed on: a reader of mail would see it too.
    waiting = blob.data
    for _ in range(MOST_STREAMS):
        inflater = zlib.decompressobj(wbits=31)
        try:
            while True:
                yield inflater.decompress(waiting, CHUNK)
                waiting = inflater.unconsumed_tail
                if inflater.eof or not waiting:
                    break
        except zlib.error as damage:
            trouble.append(type(damage).__name__)
            return
        if not inflater.eof:
            trouble.append("cut off")
            return
        waiting = inflater.unused_data
        if not waiting.startswith(b"\x1f\x8b"):
            return


def _bz2_or_xz(blob: Blob, trouble: list[str]) -> Iterator[bytes]:
    waiting = blob.data
    for _ in range(MOST_STREAMS):
        inflater = bz2.BZ2Decompressor() if blob.kind == "bz2" else lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MEMORY)
        start = waiting[:3]
        try:
            while not inflater.eof:
                if inflater.needs_input and not waiting:
                    trouble.append("cut off")
                    return
                yield inflater.decompress(waiting, CHUNK)
                waiting = b""
        except (OSError, lzma.LZMAError, EOFError) as damage:
            trouble.append(type(damage).__name__)
            return
        waiting = inflater.unused_data
        if not waiting.startswith(start):
            return
