"""Disk images (ISO 9660 with or without Joliet): a way to carry programs past the mark that says "from the internet".

ECMA-119. Read by hand: a directory is a run of records, and every step is bounded. Other file systems (UDF alone, FAT, VHD) are named only.
"""

import struct
from collections.abc import Iterator

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.unpack.archive import hand_on, name_traits
from weerbaar.unpack.document import make_document
from weerbaar.unpack.reader import Blob, Budget, Yield, reader

SECTOR = 2048
MOST_ENTRIES = 5000
MOST_DEPTH = 16
PRIMARY, SUPPLEMENTARY, TERMINATOR = 1, 2, 255
FOLDER = 2


@reader("iso")
def diskimage(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A disk image: its list, then each file."""
    root = _root(blob.data)
    if root is None:
        yield make_document(blob, ["disk_image"])
        yield NotLooked("unpack.iso", Reason.UNKNOWN_KIND, blob.where)
        return
    joliet, start, size = root
    files = list(_files(blob.data, start, size, joliet))
    names = [name for name, _, _ in files]
    yield make_document(blob, {"disk_image", *name_traits(names)}, names)
    if len(files) >= MOST_ENTRIES:
        yield NotLooked("unpack.iso", Reason.TOO_MANY, blob.where)
    for name, at, length in files:
        data = blob.data[at : at + length]
        yield from hand_on(blob, name, [data], budget)
        if len(data) < length:
            yield NotLooked("unpack.iso", Reason.DAMAGED, blob.where, "cut off")


def _root(data: bytes) -> tuple[bool, int, int] | None:
    """(names are UCS-2, first byte, length) of the root folder; the Joliet one when there is one."""
    found = None
    for sector in range(16, 48):
        descriptor = data[sector * SECTOR : (sector + 1) * SECTOR]
        if len(descriptor) < 190 or descriptor[1:6] != b"CD001" or descriptor[0] == TERMINATOR:
            break
        joliet = descriptor[0] == SUPPLEMENTARY and descriptor[88:91] in (b"%/@", b"%/C", b"%/E")
        if joliet or (descriptor[0] == PRIMARY and found is None):
            (block,) = struct.unpack_from("<I", descriptor, 158)
            (length,) = struct.unpack_from("<I", descriptor, 166)
            found = joliet, block * SECTOR, length
    return found


def _files(data: bytes, start: int, size: int, joliet: bool) -> Iterator[tuple[str, int, int]]:
    """(path, first byte, length) of every file; folders that lead back to themselves are entered once."""
    waiting = [("", start, size, 0)]
    entered: set[int] = set()
    given = 0
    while waiting:
        path, start, size, depth = waiting.pop(0)
        if start in entered or depth > MOST_DEPTH:
            continue
        entered.add(start)
        for name, flags, at, length in _records(data[start : start + min(size, 64 * SECTOR)], joliet):
            if flags & FOLDER:
                waiting.append((f"{path}{name}/", at, length, depth + 1))
            else:
                yield path + name, at, length
            given += 1
            if given >= MOST_ENTRIES:
                return


def _records(folder: bytes, joliet: bool) -> Iterator[tuple[str, int, int, int]]:
    at = 0
    while at + 33 < len(folder):
        length = folder[at]
        if length < 34:
            # Records do not cross sectors: zeros fill the rest of one.
            at = (at // SECTOR + 1) * SECTOR
            continue
        block, size = struct.unpack_from("<I4xI", folder, at + 2)
        raw = folder[at + 33 : at + 33 + folder[at + 32]]
        if raw not in (b"\0", b"\1"):
            name = raw.decode("utf-16-be" if joliet else "latin-1", "replace").split(";")[0].rstrip(".")
            yield name.replace("\0", ""), folder[at + 25], block * SECTOR, size
        at += length
