"""Zip archives: listed from the central directory, members inflated within the budget.

APPNOTE.TXT 6.3.10. Members that share bytes with another (the overlapping zip bomb) are named and not inflated; encrypted ones are listed.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.unpack.archive import CHUNK, hand_on, name_traits
from weerbaar.unpack.document import make_document
from weerbaar.unpack.reader import Blob, Budget, Yield, reader

MOST_ENTRIES = 20_000
CENTRAL = b"PK\x01\x02"
SYMLINK = 0o120000
DAMAGE = (zipfile.BadZipFile, OSError, ValueError, EOFError, zlib.error, OverflowError)


@reader("zip")
def zipped(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A zip archive that is no office document: its list, then each member."""
    archive = open_zip(blob.data)
    if isinstance(archive, Reason):
        yield make_document(blob, ["damaged"] if archive is Reason.DAMAGED else [])
        yield NotLooked("unpack.zip", archive, blob.where)
        return
    infos = archive.infolist()
    overlapping = _overlapping(infos)
    traits = set(name_traits(info.filename for info in infos))
    traits |= {"encrypted"} if any(_is_locked(info) for info in infos) else set()
    traits |= {"overlapping"} if overlapping else set()
    traits |= {"symlink"} if any(_is_symlink(info) for info in infos) else set()
    yield make_document(blob, traits, (info.filename for info in infos))
    locked = sum(_is_locked(info) for info in infos)
    if locked:
        yield NotLooked("unpack.zip", Reason.ENCRYPTED, blob.where, f"{locked} of {len(infos)} files")
    if overlapping:
        yield NotLooked("unpack.zip", Reason.BOMB, blob.where, f"{len(overlapping)} files share their bytes")
    for info in infos:
        if info.is_dir() or _is_locked(info) or _is_symlink(info) or info.header_offset in overlapping:
            continue
        try:
            yield from hand_on(blob, info.filename, chunks(archive, info), budget, info.compress_size)
        except NotImplementedError:
            yield NotLooked("unpack.zip", Reason.UNKNOWN_KIND, blob.where, f"compression {info.compress_type}")
        except DAMAGE as trouble:
            yield NotLooked("unpack.zip", Reason.DAMAGED, blob.where, type(trouble).__name__)


def open_zip(data: bytes) -> zipfile.ZipFile | Reason:
    """The archive, or why it cannot be listed."""
    if data.count(CENTRAL) > MOST_ENTRIES:
        return Reason.TOO_MANY
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (*DAMAGE, NotImplementedError):
        return Reason.DAMAGED


def chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member's bytes as they are inflated, whatever size it declares.

    Raises:
        zipfile.BadZipFile, NotImplementedError, zlib.error: damaged, or a compression nobody here knows.
    """
    with archive.open(info) as member:
        while chunk := member.read(CHUNK):
            yield chunk


def _is_locked(info: zipfile.ZipInfo) -> bool:
    return bool(info.flag_bits & 1)


def _is_symlink(info: zipfile.ZipInfo) -> bool:
    return (info.external_attr >> 16) & 0o170000 == SYMLINK


def _overlapping(infos: list[zipfile.ZipInfo]) -> set[int]:
    """Offsets of members whose compressed bytes run into the next one's header."""
    spans = sorted((info.header_offset, info.header_offset + 30 + info.compress_size) for info in infos)
    found: set[int] = set()
    reach, owner = -1, -1
    for start, end in spans:
        if start < reach:
            found |= {start, owner}
        if end > reach:
            reach, owner = end, start
    return found
