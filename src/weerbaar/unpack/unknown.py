"""Bytes no reader knows: named, so that what could not be looked at stands beside what was."""

from collections.abc import Iterator

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.unpack.document import make_document
from weerbaar.unpack.reader import Blob, Budget, Yield, reader


@reader("unknown")
def unknown(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A file of a kind we do not know."""
    if blob.data:
        yield make_document(blob)
    yield NotLooked("unpack.unknown", Reason.UNKNOWN_KIND, blob.where)
