"""RAR archives: listed; what is stored without compression is read, the rest is named as not looked at (no free unpacker at run time)."""

import io
from collections.abc import Iterator
from typing import Any

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.unpack.archive import CHUNK, hand_on, name_traits
from weerbaar.unpack.document import make_document
from weerbaar.unpack.reader import Blob, Budget, OverBudget, Yield, reader

MOST_ENTRIES = 5000
STORED = 0x30


@reader("rar")
def rar(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A RAR archive (versions 3 to 5)."""
    import rarfile

    try:
        archive = rarfile.RarFile(io.BytesIO(blob.data), part_only=True)
        infos = archive.infolist()[:MOST_ENTRIES]
        encrypted = bool(archive.needs_password())
    except Exception as trouble:  # rarfile lets struct, index and lookup errors of hostile headers through
        encrypted = isinstance(trouble, (rarfile.PasswordRequired, rarfile.NoCrypto))
        yield make_document(blob, ["encrypted" if encrypted else "damaged"])
        yield NotLooked("unpack.rar", Reason.ENCRYPTED if encrypted else Reason.DAMAGED, blob.where, type(trouble).__name__)
        return
    names = [str(info.filename) for info in infos]
    yield make_document(blob, {*name_traits(names), *(["encrypted"] if encrypted else [])}, names)
    if encrypted:
        yield NotLooked("unpack.rar", Reason.ENCRYPTED, blob.where)
        return
    packed = 0
    for info in infos:
        if info.is_dir() or info.is_symlink():
            continue
        if info.compress_type != STORED:
            packed += 1
            continue
        try:
            yield from hand_on(blob, str(info.filename), _chunks(archive, info), budget)
        except OverBudget:
            raise
        except Exception as trouble:  # as above
            yield NotLooked("unpack.rar", Reason.DAMAGED, blob.where, type(trouble).__name__)
    if packed:
        yield NotLooked("unpack.rar", Reason.NOT_INSTALLED, blob.where, f"{packed} of {len(infos)} files")


def _chunks(archive: Any, info: Any) -> Iterator[bytes]:
    with archive.open(info) as member:
        while chunk := member.read(CHUNK):
            yield chunk
