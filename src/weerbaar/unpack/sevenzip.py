"""7z archives through py7zr: listed, and extracted into memory by a writer that pays for every piece."""

import io
from collections.abc import Iterator
from typing import Any

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.unpack.archive import last_name, name_traits
from weerbaar.unpack.document import make_document
from weerbaar.unpack.reader import Blob, Budget, OverBudget, Yield, reader

MOST_ENTRIES = 5000


@reader("7z")
def sevenzip(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A 7z archive: its list, then each file; one whose list itself is encrypted says so."""
    import py7zr

    try:
        archive = py7zr.SevenZipFile(io.BytesIO(blob.data))
    except py7zr.exceptions.PasswordRequired:
        yield make_document(blob, ["encrypted"])
        yield NotLooked("unpack.7z", Reason.ENCRYPTED, blob.where, "names too")
        return
    except RecursionError:
        raise
    except Exception as trouble:  # py7zr lets struct, lzma, index and assertion errors of hostile headers through
        yield make_document(blob, ["damaged"])
        yield NotLooked("unpack.7z", Reason.DAMAGED, blob.where, type(trouble).__name__)
        return
    names = [str(name) for name in archive.namelist()]
    locked = bool(archive.needs_password())
    yield make_document(blob, {*name_traits(names[:MOST_ENTRIES]), *(["encrypted"] if locked else [])}, names)
    if locked or len(names) > MOST_ENTRIES:
        yield NotLooked("unpack.7z", Reason.ENCRYPTED if locked else Reason.TOO_MANY, blob.where)
        return
    shelf = _shelf(budget, blob.where, len(blob.data))
    try:
        archive.extractall(factory=shelf)
    except Exception as trouble:  # as above
        if shelf.refused:
            raise shelf.refused from None
        yield NotLooked("unpack.7z", Reason.DAMAGED, blob.where, type(trouble).__name__)
    for name, held in shelf.held.items():
        data = held.file.getvalue()
        if data:
            yield blob.inside(last_name(name) or "member", data, name=last_name(name), context=frozenset({"member"}))


def _shelf(budget: Budget, where: str, packed: int) -> Any:
    from py7zr.io import Py7zIO, WriterFactory

    class Held(Py7zIO):
        """One member in memory."""

        def __init__(self, shelf: "Shelf") -> None:
            self.shelf = shelf
            self.file = io.BytesIO()

        def write(self, data: bytes | bytearray) -> int:
            self.shelf.pay(len(data))
            return self.file.write(data)

        def read(self, size: int | None = None) -> bytes:
            return self.file.read(size)

        def seek(self, offset: int, whence: int = 0) -> int:
            return self.file.seek(offset, whence)

        def flush(self) -> None:
            self.file.flush()

        def size(self) -> int:
            return self.file.getbuffer().nbytes

    class Shelf(WriterFactory):
        """All members, paid for together: a solid archive has one ratio."""

        def __init__(self) -> None:
            self.held: dict[str, Held] = {}
            self.written = 0
            self.refused: OverBudget | None = None

        def create(self, filename: str) -> Held:
            return self.held.setdefault(filename, Held(self))

        def pay(self, count: int) -> None:
            self.written += count
            try:
                budget.pay(count, self.written, where, packed)
            except OverBudget as refused:
                self.refused = refused
                raise

    return Shelf()
