"""What every archive has in common: names that play tricks, members handed on, and limits that do not trust what a header says."""

import re
from collections.abc import Iterable, Iterator

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.unpack.reader import Blob, Budget, OverBudget

CHUNK = 64 * 1024
PATH_TRICK = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f]")
PROGRAM_MEMBERS = re.compile(r"^META-INF/MANIFEST\.MF$|^AndroidManifest\.xml$|\.dex$|^AppxManifest\.xml$", re.I)


def name_traits(names: Iterable[str]) -> Iterator[str]:
    """Traits told by the names of members alone: `path_trick` leaves the folder, `executable` is a program packed as an archive."""
    for name in names:
        if PATH_TRICK.search(name):
            yield "path_trick"
        if PROGRAM_MEMBERS.search(name):
            yield "executable"


def last_name(path: str) -> str:
    """The file name at the end of a member's path."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2][:200]


def hand_on(blob: Blob, path: str, chunks: Iterable[bytes], budget: Budget, packed: int = 0) -> Iterator[Blob | NotLooked]:
    """One member as a blob; a member that is a bomb by itself is named and left, the others are still read.

    Raises:
        OverBudget: the item as a whole reached a limit.
    """
    name = last_name(path)
    inner = blob.inside(name or "member", b"", name=name, context=frozenset({"member"}))
    try:
        data = budget.take(chunks, inner.where, packed)
    except OverBudget as limit:
        if limit.not_looked.reason is not Reason.BOMB:
            raise
        yield limit.not_looked
        return
    if data:
        yield blob.inside(name or "member", data, name=name, context=frozenset({"member"}))
