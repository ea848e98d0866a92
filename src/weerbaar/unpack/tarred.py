"""Tar archives (POSIX.1-1988 ustar, pax, GNU): regular files only; links and devices are listed and never followed."""

import io
import tarfile
from collections.abc import Iterator
from typing import IO

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.unpack.archive import CHUNK, hand_on, name_traits
from weerbaar.unpack.document import make_document
from weerbaar.unpack.reader import Blob, Budget, Yield, reader

MOST_ENTRIES = 20_000


@reader("tar")
def tarred(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A tar archive: its list, then each regular file."""
    members: list[tarfile.TarInfo] = []
    ended: Reason | None = None
    try:
        archive = tarfile.open(fileobj=io.BytesIO(blob.data), mode="r:")  # noqa: SIM115 - a view of bytes in memory
        while (member := archive.next()) is not None:
            members.append(member)
            if len(members) >= MOST_ENTRIES:
                ended = Reason.TOO_MANY
                break
            if len(members) % 100 == 0:
                budget.check_time(blob.where)
    except (tarfile.TarError, OSError, ValueError, EOFError, OverflowError, RecursionError):
        ended = Reason.DAMAGED
    names = [member.name for member in members]
    traits = set(name_traits(names)) | ({"symlink"} if any(m.issym() or m.islnk() for m in members) else set())
    yield make_document(blob, traits, names)
    if ended:
        yield NotLooked("unpack.tar", ended, blob.where)
    for member in members:
        if not member.isreg():
            continue
        try:
            file = archive.extractfile(member)
            if file:
                yield from hand_on(blob, member.name, _chunks(file), budget)
        except (tarfile.TarError, OSError, ValueError, EOFError, OverflowError):
            yield NotLooked("unpack.tar", Reason.DAMAGED, blob.where)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
