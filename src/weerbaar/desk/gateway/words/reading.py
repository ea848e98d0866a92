"""Names out of a table or a list, text out of a document. Pure: documents are read in a guarded process without Django, database or keys."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from weerbaar.model.item import Item
from weerbaar.model.part import Text
from weerbaar.settings import Settings
from weerbaar.unpack.charset import decode
from weerbaar.unpack.unpack import begin

DELIMITERS = ";\t,|"
HEADING = re.compile(
    r"(?:volledige |juridische |legal |company |full |trade )?(?:naam|name|nom|bezeichnung|raison sociale|benaming|denomination)"
    r"|(?:bedrijfs|firma|klant|klanten|project|product|leveranciers)naam|(?:kunden|firmen|projekt|produkt)name"
    r"|(?:customer|client|project|product|supplier)(?:[ _-]?name)?|nom du (?:client|projet|fournisseur)"
    r"|klant|kunde|projet|projekt|produit|produkt|fournisseur|lieferant|leverancier|firma|bedrijf|societe|unternehmen|company"
)
"""Headings of the column with names."""
MOST_ROWS = 200_000
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Brought:
    """A document and what it was called."""

    name: str
    data: bytes = field(repr=False)
    settings: Settings


def names_in(data: bytes) -> list[str]:
    """The names in a table (CSV, by its heading, else its first column) or in a list with one on each line; doubles once."""
    text = decode(data).lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    if not first.count(delimiter) and HEADING.fullmatch(_plain(first)) is None:
        rows: list[Sequence[str]] = [[line] for line in text.splitlines()[:MOST_ROWS]]
    else:
        rows = _rows(text, delimiter)
    column, heading = _column(rows[0] if rows else ())
    found = (row[column].strip()[:LONGEST_NAME] for row in rows[heading:] if len(row) > column)
    return list(dict.fromkeys(name for name in found if name))


def _rows(text: str, delimiter: str) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(row):
                rows.append(row)
            if len(rows) > MOST_ROWS:
                break
    except csv.Error:
        return rows
    return rows


def _column(row: Sequence[str]) -> tuple[int, int]:
    """(the column with names, how many rows are heading)."""
    for number, cell in enumerate(row):
        if HEADING.fullmatch(_plain(cell)):
            return number, 1
    return 0, 0


def _plain(cell: str) -> str:
    low = unicodedata.normalize("NFKD", cell.strip().strip("\"'").lower())
    return " ".join("".join(c for c in low if not unicodedata.combining(c)).replace("_", " ").split())


def text_of(brought: Brought) -> str:
    """Everything that can be read in a document."""
    parts = begin(Item(brought.name, brought.data), brought.settings).parts()
    return "\n\n".join(f"{text.text}\n{text.quoted}".strip() for text in parts.of(Text))
