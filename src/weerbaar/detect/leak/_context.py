"""What stands around a find: the words before and after it, the line above, the head of its column.

Everything is bounded, so that a text full of finds is still read in linear time. Words are looked for in `Readable.low`: small letters
without accents.
"""

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Any, NamedTuple

from weerbaar.model.leak import Readable

BEFORE = 110
AFTER = 28
NAMED = 40
"""Characters before a number that say what it is the number of."""
SINCE_NUMBER = re.compile(r"[^0-9]*(?:\b[a-z]{1,5}\d{1,6} )?\Z")
LABEL = 48
"""Characters of a line that can be the label of what stands below it."""
LINE = 2_000
"""Characters of a line that can be a row of a table."""
CELL = 48
DELIMITERS = "|;\t,"
GOODS = re.compile(
    r"\b(?:klant(?:en)?-?n|kunden-?n|customer.?(?:no|number|id)|n\S{0,5} (?:de )?client|client n"
    r"|order|bestel|commande|bestell|auftrag|artikel|article|art\.|item|prod[ui]|sku|ean|gtin|upc|isbn|issn|barcode|code.?barre|strichcode"
    r"|track|colis|pakket|paket|parcel|zending|envoi|sendung|shipment|serie|serial|imei|iccid|ticket|dossier|fact|invoice|rechnung|rech\b"
    r"|ref(?:eren|\b|\.)|kenmerk|mededeling|communication|verwendung|chassis|vin\b|batch|lot\b|commit|build|versio|timestamp|unix|epoch|contract"
    r"|contrat|vertrag|offer|offre|angebot|quote|po\b|case\b|zaak|vorgang|aktenzeichen|polis|police n|transact|device|toestel|meter|compteur|zahler"
    r"|kostenplaats|kostenstelle|centre de cout|cost cent|bon (?:de|n)|le bon\b|bordereau|lieferschein|leveringsbon|werkbon|marche public"
    r"|ausschreibung|tender\b|geraten|gerat\b|akte\b|job\b|s/n\b|call-?id|compte client|numero client|unit\b"
    r"|model|modell|pallet|palette|container|awb|onderdeel|part\b|piece|ersatzteil|teile|teilenr|pos\b|number of|aantal|nombre|anzahl)|/s \Z"
)
"""Words for numbers of things: orders, parcels, articles, invoices, devices."""
PHONE = re.compile(
    r"\b(?:tel\b|tel[.:]|telef|teleph|phone|telno|mobile|mobiel|mobil\b|mobilt|mobiln|handy|gsm|portable|fax|whatsapp|signal|sms|bel\b|bellen"
    r"|opbellen|call|appel|anruf|anrufen|ruf|rufen|erreichbar|bereikbaar|joignable|joindre|reach|durchwahl|ligne directe|noodnummer|rufnummer"
    r"|cell\b|natel\b|text (?:me|him|her|them|the|us)\b)|(?:\A|[(|;,\s\"])[tmf] ?[:.]|\A[tmf] \Z"
)
"""Words for a telephone or for reaching somebody by one."""
FIRM = re.compile(
    r"(?<![A-Za-z])(?:N\.?V\.?|B\.?V\.?(?:B\.?A\.?)?|S\.A\.|SA|S\.?R\.?L\.?|S\.?P\.?R\.?L\.?|S\.?A\.?R\.?L\.?|S\.?A\.?S\.?U?|SCRL|SC|SNC"
    r"|SCA|CVBA|VOF|VZW|ASBL"
    r"|IVZW|AISBL|GmbH|mbH|AG|KG|KGaA|OHG|UG|SE|Ltd|Limited|PLC|plc|LLC|Inc|S\.?p\.?A\.?|S\.L\.|Oy|AB|ApS|[Ss]tichting|[Gg]emeente|[Cc]ommune de"
    r"|FOD|SPF|[Uu]niversit\w+|[Hh]ogeschool|[Mm]inisterie)(?![A-Za-z])"
)
"""Legal forms and other signs that a public body or a firm is spoken of (with capitals: `sa` is a French word)."""


def of_firm(text: Readable, start: int, end: int) -> bool:
    """Whether a firm is named around it, by its legal form."""
    return FIRM.search(text.text, max(start - 100, 0), end + 70) is not None


def cued(text: Readable, start: int, end: int, words: Any, *, before: int = BEFORE, after: int = AFTER) -> bool:
    """Whether `words` (a pattern) stand around it: before it or just after it on the line, on the short line above, over its column."""
    low = text.low
    first = max(start - before, 0)
    line = low.rfind("\n", first, start) + 1
    if words.search(low[max(line, first) : start]):
        return True
    stop = low.find("\n", end, end + after)
    if words.search(low[end : stop if stop >= 0 else end + after]):
        return True
    head = _head(text, start)
    return bool(words.search(label(low, line) if head is None else head))


def of_goods(text: Readable, start: int) -> bool:
    """Whether a number is called that of an order, an article or the like: between it and the number before it on the line, or, when
    it begins the line or stands in a table, above it."""
    low = text.low
    first = max(start - NAMED, 0)
    line = low.rfind("\n", first, start) + 1
    between = SINCE_NUMBER.search(low, max(line, first), start)
    if between and GOODS.search(between[0]):
        return True
    head = _head(text, start)
    if head is not None:
        return bool(GOODS.search(head))
    return not low[line:start].strip(" \t-*.:") and bool(GOODS.search(label(low, line)))


def label(low: str, line: int) -> str:
    """The line above the one that begins at `line`, when it is short; empty lines are passed over, two at most."""
    end = max(line - 1, 0)
    for _ in range(2):
        if end > 0 and low[end - 1] == "\n":
            end -= 1
    start = low.rfind("\n", max(end - LABEL - 1, 0), end) + 1
    return low[start:end] if end - start <= LABEL and (start > 0 or end <= LABEL) else ""


def column(text: Readable, at: int) -> str:
    """The head of the column in which it stands, in small letters; "" when it stands in no table."""
    return _head(text, at) or ""


def _head(text: Readable, at: int) -> str | None:
    starts, tables = _tables(text.low)
    one = bisect_right(starts, at) - 1
    line = text.low.rfind("\n", max(at - LINE, 0), at) + 1
    if one < 0 or at >= tables[one].end or (line == 0 and at > LINE):
        return None
    cell = text.low.count(tables[one].delimiter, line, at)
    return tables[one].heads[cell] if cell < len(tables[one].heads) else ""


class _Table(NamedTuple):
    """Rows under a head: where they end, what stands between the columns, and what the columns are called."""

    end: int
    delimiter: str
    heads: tuple[str, ...]


@lru_cache(maxsize=2)
def _tables(low: str) -> tuple[list[int], list[_Table]]:
    """Where the rows of each table begin, and the tables: lines below one another with about as many delimiters as the first."""
    starts: list[int] = []
    tables: list[_Table] = []
    delimiter, count, heads, below = "", 0, "", 0
    at = 0
    for line in low.split("\n"):
        after = at + len(line) + 1
        if count and len(line) <= LINE and line.count(delimiter) >= max(count - 1, 1):
            if not starts or starts[-1] != below:
                starts.append(below)
                tables.append(_Table(after, delimiter, tuple(head.strip()[:CELL] for head in heads.split(delimiter))))
            tables[-1] = tables[-1]._replace(end=after)
        else:
            delimiter = max(DELIMITERS, key=line.count)
            count, heads, below = (line.count(delimiter) if len(line) <= LINE else 0), line, after
        at = after
    return starts, tables


def between_ends(low: str, start: int, end: int, ends: re.Pattern[str], before: int, after: int) -> tuple[int, int]:
    """The sentence around a stretch, from one end (`ends`) to the next, at most so many characters before and after it."""
    first = max(start - before, 0)
    for stop in ends.finditer(low, first, start):
        first = stop.end()
    last = min(end + after, len(low))
    found = ends.search(low, end, last)
    return first, found.start() if found else last
