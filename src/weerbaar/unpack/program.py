"""Programs (PE, ELF, Mach-O, Java class): only that it is one. What it would do is for other tools."""

from collections.abc import Iterator

from weerbaar.unpack.document import make_document
from weerbaar.unpack.reader import Blob, Budget, Yield, reader


@reader("program")
def program(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A program."""
    yield make_document(blob, ["executable"])
