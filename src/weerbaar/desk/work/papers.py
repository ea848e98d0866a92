"""A file that says who is paid, read: which format it is, and its claims. Pure: it runs where strangers' bytes are read (work.looker)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from weerbaar.ledger.read import camt, cii, csv, pain, ubl, vcard
from weerbaar.ledger.read.reading import Reading
from weerbaar.ledger.read.refused import Refused
from weerbaar.settings import Settings

XML: tuple[Callable[[bytes], Reading], ...] = (ubl.read, cii.read, camt.read, pain.read)
START = 4096


@dataclass(frozen=True, slots=True)
class Paper:
    """The bytes of a file. `mapping` says of a table which column is what, where the guess was wrong (weerbaar.ledger.read.csv)."""

    data: bytes = field(repr=False)
    settings: Settings
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in it; or why nothing of it was taken (`code` of weerbaar.ledger.read.refused). `columns`: a table's headings and what
    each was taken for."""

    reading: Reading | None
    code: str = ""
    detail: str = ""
    columns: tuple[tuple[str, str], ...] = ()


def read_paper(paper: Paper) -> Read:
    """The claims of a file, by what it is and not by what it is called."""
    try:
        return _read(paper)
    except Refused as refused:
        return Read(None, refused.code, refused.detail)


def _read(paper: Paper) -> Read:
    data = paper.data
    start = data[:START].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF"):
        return Read(cii.read_pdf(data))
    if start[:11].upper() == b"BEGIN:VCARD":
        return Read(vcard.read(data))
    if start.startswith(b"<") or (data[:2] in (b"\xff\xfe", b"\xfe\xff") and b"<" in data[:8]):
        return Read(_xml(data))
    layout = csv.look(data, paper.mapping or None)
    columns = tuple(zip(layout.header, layout.fields, strict=True))
    return Read(csv.read(data, paper.mapping or None), columns=columns)


def _xml(data: bytes) -> Reading:
    why = Refused("kind")
    for read in XML:
        try:
            return read(data)
        except Refused as refused:
            if refused.code != "kind":
                raise
            why = refused
    raise why
