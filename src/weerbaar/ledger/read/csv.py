"""Tables of payees out of accounting packages: Exact, Yuki, DATEV, Sage, Odoo, and whatever else has a heading.

Nothing in a CSV says how to read it. Delimiter and encoding are found by trying; a column is known by its heading (nl, fr, de, en), or by
what stands in it when most of it are accounts. `look` shows what was guessed, and `read` takes a mapping that says it better.

A column may come twice (IBAN 1, IBAN 2): each further account, telephone number, address and page becomes a claim of its own.
References: RFC 4180; DATEV format "EXTF" 700, Debitoren/Kreditoren; Odoo's export of res.partner, where further accounts stand on rows
without a name.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from weerbaar.ledger import numbers
from weerbaar.ledger.read.reading import LONGEST, MOST_CLAIMS, MOST_UNREAD, Reading, Unread, claim_of
from weerbaar.ledger.read.refused import Refused
from weerbaar.model.ledger import Claim

MOST_BYTES = 50_000_000
MOST_COLUMNS = 400
DELIMITERS = ";,\t|"
LOOKED_AT = 50
"""Rows from which the form of a table is guessed."""
HEADINGS_IN = 12
"""Rows among which the heading is."""

HEADINGS = {
    "name": "name|naam|legal name|juridische naam|statutaire naam"
    "|bedrijfsnaam|firmanaam|leverancier|leveranciersnaam|naam leverancier|relatie|relatienaam|naam relatie|begunstigde"
    "|volledige naam|nom|raison sociale|denomination|denomination sociale|intitule|fournisseur|nom du fournisseur|nom fournisseur|beneficiaire"
    "|firma|firmenname|unternehmen|name adressattyp unternehmen|name adressattyp naturl person|name adressattyp keine angabe|lieferant"
    "|lieferantenname|kreditor|empfanger|bezeichnung|company|company name|supplier|supplier name|vendor|vendor name|creditor|beneficiary"
    "|display name|complete name|partner|account name|naam 1|name 1|nom 1|contact name",
    "first": "voornaam|prenom|vorname|vorname adressattyp naturl person|first name",
    "alias": "zoekcode|zoeknaam|handelsnaam|roepnaam|korte naam|nom commercial|abrege|nom abrege|kurzbezeichnung|kurzname|trade name|search name"
    "|short name|handelsname",
    "contact": "contactpersoon|contact|personne de contact|ansprechpartner|contact person|interlocuteur",
    "iban": "iban|iban nummer|iban nr|iban number|rekeningnummer|bankrekening|bankrekeningnummer|rekening|bankrekening iban|compte bancaire"
    "|numero de compte|n compte bancaire|numero iban|rib iban|code iban|bankkonto|kontonummer iban|bank account|bank account number|account number"
    "|banks account number|bank ids acc number|bankverbindung|bankaccount",
    "bic": "bic|bic code|swift|swift code|bic swift|swift bic|code bic|code swift|swift bic code|banks bank bank identifier code"
    "|bank ids bank bic|bank ids bank id bic|bank bic",
    "vat": "btw|btw nr|btw nummer|btwnummer|vat|vat number|vat no|vat id|tax id|tva|n tva|numero tva|numero de tva|no tva|n tva intracommunautaire"
    "|tva intracommunautaire|numero tva intracommunautaire|n identifiant|ust id|ust idnr|ust id nr|ustidnr|umsatzsteuer id|eu ustid|vat registration number"
    "|umsatzsteuer identifikationsnummer",
    "enterprise": "kvk|kvk nummer|kvknummer|kvk nr|ondernemingsnummer|ondernemingsnr|kbo|kbo nummer|bce|numero d entreprise|n entreprise|siren|siret"
    "|n siret|n siren|numero siret|numero siren|handelsregister|handelsregisternummer|hrb|rcs|company registry|company number|registration number"
    "|chamber of commerce|enterprise number",
    "phone": "telefoon|telefoonnummer|tel|gsm|mobiel|telephone|telephone portable|portable|mobile|phone|phone number|telefon|telefonnummer"
    "|handy|mobil|mobiltelefon|numero de telephone|tel nr",
    "address": "email|e mail|mail|emailadres|e mailadres|e mail adres|courriel|adresse mail|adresse e mail|adresse email|e mail adresse|email address"
    "|mailadres|facturatie e mail",
    "domain": "website|site web|site internet|web|internet|homepage|url|webadres|webseite",
    "country": "land|landcode|land code|pays|code pays|country|country code|landerkennzeichen|eu land|eu mitgliedstaat|country country code|isocode land",
    "amount": "bedrag|montant|betrag|amount|te betalen|openstaand bedrag|montant du|totaal|total|brutobetrag",
    "currency": "valuta|munt|devise|monnaie|wahrung|currency|iso wahrung",
    "reference": "mededeling|referentie|betalingskenmerk|communication|reference|verwendungszweck|referenz|remittance information|omschrijving betaling",
    "at": "datum|date|betaaldatum|factuurdatum|date de facture|date de paiement|rechnungsdatum|zahlungsdatum|invoice date|payment date",
}
FIELD = {heading: field for field, headings in HEADINGS.items() for heading in headings.split("|")}
FIELDS = frozenset(HEADINGS)
LEGAL = frozenset(
    {"volledige naam", "juridische naam", "statutaire naam", "raison sociale", "denomination sociale", "legal name"}
)
"""Headings of the name in full: another column of names is an alias beside it."""
REPEATED = ("iban", "bic", "phone", "address", "domain")
"""Fields of which a payee may have several."""

COUNTRIES = {
    "BE": "belgie|belgique|belgien|belgium", "NL": "nederland|pays bas|niederlande|netherlands|the netherlands|holland",
    "FR": "frankrijk|france|frankreich", "DE": "duitsland|allemagne|deutschland|germany", "LU": "luxemburg|luxembourg",
    "GB": "verenigd koninkrijk|royaume uni|vereinigtes konigreich|united kingdom|great britain", "ES": "spanje|espagne|spanien|spain",
    "IT": "italie|italien|italy|italia", "AT": "oostenrijk|autriche|osterreich|austria", "CH": "zwitserland|suisse|schweiz|switzerland",
    "IE": "ierland|irlande|irland|ireland", "PL": "polen|pologne|poland|polska", "PT": "portugal", "DK": "denemarken|danemark|danmark|denmark",
}  # fmt: skip
COUNTRY = {name: code for code, names in COUNTRIES.items() for name in names.split("|")}
DATE = re.compile(r"(0?[1-9]|[12]\d|3[01])[./-](0?[1-9]|1[0-2])[./-](\d{4})")
AMOUNT = re.compile(r"(?:EUR|€)?(\d[\d .,'\u00a0\u202f]{0,24}\d|\d)(?:EUR|€)?")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table was understood. `fields` says of every column what it is ("" = left out); `rows` are the first ones."""

    format: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    fields: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    start: int
    """Where the rows begin, counted from 0."""


def look(data: bytes, mapping: Mapping[str, str] | None = None) -> Layout:
    """How this table would be read. `mapping` says by heading which field a column is ("" = none), above what is guessed.

    Raises `Refused` when it is no table, or no column of it says who is paid.
    """
    text, encoding = _decoded(data)
    delimiter, rows = _rows_guessed(text)
    at, fields = _heading(rows)
    header = rows[at] if at >= 0 else tuple(f"column {number}" for number in range(1, max(map(len, rows)) + 1))
    if at < 0:
        fields = ("",) * len(header)
    start = at + 1
    fields = _by_content(fields, rows[start:])
    if mapping:
        fields = tuple(mapping.get(title, field) for title, field in zip(header, fields, strict=True))
        if not FIELDS.issuperset(filter(None, fields)):
            raise Refused("table", "a column is mapped to a field that does not exist")
    if not {"name", "iban"} & set(fields):
        raise Refused("table", " ".join(header)[:200])
    return Layout(_format(rows, header), encoding, delimiter, header, fields, tuple(rows[start : start + 5]), start)


def read(data: bytes, mapping: Mapping[str, str] | None = None) -> Reading:
    """A claim for each row, more where it has several accounts or numbers. Raises `Refused` as `look` does."""
    layout = look(data, mapping)
    text, _ = _decoded(data)
    point = _decimal_sign(layout, text)
    claims: list[Claim] = []
    unread: list[Unread] = []
    name = ""
    for number, row in enumerate(islice(_rows(text, layout.delimiter), layout.start, None), layout.start + 1):
        where = f"row {number}"
        if not any(cell.strip() for cell in row):
            continue
        if len(claims) >= MOST_CLAIMS or len(unread) >= MOST_UNREAD:
            unread.append(Unread(where, "too_many"))
            break
        if len(row) > len(layout.header) and any(cell.strip() for cell in row[len(layout.header) :]):
            unread.append(Unread(where, "columns", str(len(row))))
            continue
        columns = _columns(layout.fields, row)
        if layout.format == "odoo" and not columns.get("name") and columns.get("iban"):
            columns["name"] = [name]
        name = next(iter(columns.get("name", ())), "")
        for claim, doubts in _claims(columns, where, point):
            unread += doubts
            if claim.name or claim.iban:
                claims.append(claim)
            else:
                unread.append(Unread(where, "no_name"))
    if not claims:
        unread.append(Unread("file", "nothing"))
    return Reading(layout.format, tuple(claims), tuple(unread))


def _decoded(data: bytes) -> tuple[str, str]:
    if not data.strip(b"\0 \t\r\n"):
        raise Refused("empty")
    if len(data) > MOST_BYTES:
        raise Refused("too_large", f"{len(data)} bytes")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[1:200:2].count(0) > 50:
        encodings = ["utf-16-le"]
    elif data.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "cp1252"]
    for encoding in (*encodings, "latin-1"):
        try:
            return data.decode(encoding).replace("\0", ""), encoding
        except UnicodeDecodeError:
            continue
    raise Refused("encoding")


def _rows(text: str, delimiter: str) -> Iterator[tuple[str, ...]]:
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield tuple(row[:MOST_COLUMNS])
    except csv.Error as error:
        raise Refused("table", str(error)) from error


def _rows_guessed(text: str) -> tuple[str, list[tuple[str, ...]]]:
    """The delimiter under which most headings are known, then most rows have one length; and the first rows by it."""
    best: tuple[tuple[int, int, int], str, list[tuple[str, ...]]] | None = None
    for delimiter in DELIMITERS:
        rows = list(islice(_rows(text, delimiter), LOOKED_AT))
        if not rows:
            continue
        known = sum(map(bool, _heading(rows)[1]))
        lengths = [len(row) for row in rows if len(row) > 1]
        alike = max(map(lengths.count, lengths), default=0)
        score = (known, alike, max(lengths, default=0))
        if best is None or score > best[0]:
            best = (score, delimiter, rows)
    if best is None:
        raise Refused("table")
    return best[1], best[2]


def _heading(rows: Sequence[tuple[str, ...]]) -> tuple[int, tuple[str, ...]]:
    """Which row is the heading (-1: none), and the fields of its columns. A row with an account in it is none."""
    best: tuple[int, tuple[str, ...]] = (-1, ())
    known = 0
    for at, row in enumerate(rows[:HEADINGS_IN]):
        titles = [_title(cell) for cell in row]
        legal = not LEGAL.isdisjoint(titles)
        fields = tuple("alias" if legal and FIELD.get(t) == "name" and t not in LEGAL else FIELD.get(t, "") for t in titles)
        found = sum(map(bool, fields))
        if found > known and ("name" in fields or "iban" in fields) and not any(numbers.iban(cell) for cell in row):
            best, known = (at, fields), found
    return best


def _title(cell: str) -> str:
    """A heading without accents, signs and a number behind: "IBAN-Nr. 1" -> "iban nr"."""
    text = unicodedata.normalize("NFKD", cell[:80].casefold().replace("°", " "))
    text = "".join(c for c in text if not unicodedata.combining(c))
    words = re.sub(r"[^a-z0-9]+", " ", text).strip()
    return re.sub(r" ?[1-9]$", "", words) if words not in FIELD else words


def _by_content(fields: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Where no heading says so: the column of which most are accounts, and beside it the one that is mostly letters."""
    guessed = list(fields)

    def share(column: int, fits: Callable[[str], bool]) -> float:
        cells = [row[column].strip() for row in rows if column < len(row) and row[column].strip()]
        return sum(map(fits, cells)) / len(cells) if cells else 0.0

    free = [column for column, field in enumerate(fields) if not field]
    if "iban" not in fields:
        accounts = [column for column in free if share(column, lambda cell: bool(numbers.iban(cell))) > 0.5]
        for column in accounts[:1]:
            guessed[column] = "iban"
    if "name" not in fields and "iban" in guessed:
        texts = {column: share(column, _is_name) for column in free if not guessed[column]}
        column = max(texts, key=lambda one: texts[one], default=0)
        if texts.get(column, 0) > 0.7:
            guessed[column] = "name"
    return tuple(guessed)


def _is_name(cell: str) -> bool:
    return sum(c.isalpha() for c in cell) > len(cell) / 2 and len(cell) > 3 and "@" not in cell


def _format(rows: Sequence[tuple[str, ...]], header: tuple[str, ...]) -> str:
    titles = {_title(cell) for cell in header}
    if rows[0][:1] == ("EXTF",):
        return "datev"
    if any(cell.startswith(("bank_ids/", "Banks/")) for cell in header):
        return "odoo"
    known = (("exact", {"zoekcode", "code"}), ("yuki", {"volledige naam", "kvk nummer"}), ("sage", {"intitule", "abrege"}))
    return next((name for name, signs in known if signs <= titles), "csv")


def _columns(fields: tuple[str, ...], row: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field, cell in zip(fields, row, strict=False):
        text = cell.strip()[:LONGEST]
        if field and text and text not in found.get(field, ()):
            found.setdefault(field, []).append(text)
    return found


def _claims(columns: dict[str, list[str]], where: str, point: str) -> Iterator[tuple[Claim, tuple[Unread, ...]]]:
    first = {field: cells[0] for field, cells in columns.items() if field not in REPEATED}
    first["country"] = COUNTRY.get(_title(first.get("country", "")), first.get("country", ""))
    first["amount"] = _amount(first.get("amount", ""), point)
    first["name"] = " ".join(filter(None, (first.pop("first", ""), first.get("name", ""))))
    at = first.pop("at", "")
    day = DATE.match(at)
    at = f"{day[3]}-{int(day[2]):02d}-{int(day[1]):02d}" if day else at
    more = [columns.get(field, []) for field in REPEATED]
    for number, cells in enumerate(list(zip_longest(*more, fillvalue="")) or [("",) * len(REPEATED)]):
        base = first if number == 0 else {"name": first["name"], "country": first["country"]}
        yield claim_of(where, {**base, **dict(zip(REPEATED, cells, strict=True))}, at)


def _decimal_sign(layout: Layout, text: str) -> str:
    """The decimal sign of the amounts: the one before one or two last digits in most of them; "" when there are none."""
    if "amount" not in layout.fields:
        return ""
    column = layout.fields.index("amount")
    votes = {",": 0, ".": 0}
    for row in islice(_rows(text, layout.delimiter), layout.start, layout.start + 1000):
        cell = row[column].strip() if column < len(row) else ""
        sign = re.search(r"([.,])\d{1,2}\D{0,5}\Z", cell[-12:])
        if sign:
            votes[sign[1]] += 1
    return max(votes, key=lambda sign: votes[sign]) if any(votes.values()) else ""


def _amount(written: str, point: str) -> str:
    """ "1.250,50 EUR" -> "1250.50"; as it stands when it is no amount. In a column without any cents, "1.250" is 1250."""
    match = AMOUNT.fullmatch(written.replace(" ", ""))
    if not match:
        return written
    digits = re.sub(r"[ '\u00a0\u202f]", "", match[1])
    if point:
        return digits.replace("." if point == "," else ",", "").replace(point, ".")
    return re.sub(r"[.,](?=\d{3}(?:[.,]|\Z))", "", digits)
