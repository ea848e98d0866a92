"""A VAT number, or another tax number under which somebody does business.

It names a firm; of a sole trader it names a person, and in the Netherlands the ones given before 2020 hold the BSN. The country's prefix and
form must fit (Council Directive 2006/112/EC art. 215) and the check digits be right: after the prefix 1 in 97 (Belgium, France, Luxembourg, Netherlands) to
1 in 10 (Germany) of random numbers passes; the United Kingdom's and Switzerland's have check digits as well. Without its country a number counts right
behind a word for VAT. German Steuernummern count where they are called so.

When it is wrong: an article number such as `DE123456788` passes once in ten times, unless something beside it calls it an article. The number of a
firm, named beside it with its legal form, is public and nobody's: it is told with the reason `public` and a score below `FAINT`. A sole
trader who is named like a firm is taken for one.
"""

import re
from collections.abc import Iterator

import re2

from weerbaar.detect.leak._context import cued, of_firm, of_goods
from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._digits import take
from weerbaar.detect.leak._published import of_nobody
from weerbaar.ledger import numbers
from weerbaar.model.leak import DataClass, Match, Readable

LENGTHS = {
    "AT": (9,), "BE": (10,), "BG": (10, 9), "CY": (9,), "CZ": (10, 9, 8), "DE": (9,), "DK": (8,), "EE": (9,), "EL": (9,), "ES": (9,), "FI": (8,),
    "FR": (11,), "HR": (11,), "HU": (8,), "IE": (9, 8), "IT": (11,), "LT": (12, 9), "LU": (8,), "LV": (11,), "MT": (8,), "NL": (12,), "PL": (10,),
    "PT": (9,), "SE": (12,), "SI": (8,), "SK": (10,),
}  # fmt: skip
NATIONAL = (("FR", 11), ("NL", 12), ("GB", 9), ("DE", 9), ("AT", 9), ("LU", 8), ("IE", 8), ("IE", 9))
"""Countries whose numbers are written without the country as well, with their lengths; Belgium's are those of its register."""
BARE = re.compile(
    r"\b(?:btw|tva|vat|mwst|ust|uid)\b[ .-]{0,2}(?:id\b\.? ?-?)?(?:identifi\w*|nummer|number|numero|reg(?:istration|\.)?|intracom\w*|nr|no"
    r"|n\W)?[ .]{0,2}"
    r"(?:number|nummer|no|nr|is|est|ist)?\.?[ :=|]{1,4}(?=[0-9u]\d)"
)
BRITISH = re2.compile(r"\bGB[ \-]?(\d{3}[ \-]?\d{4}[ \-]?\d{2}|\d{3}[ ]\d{3}[ ]\d{3})\b")
SWISS = re2.compile(r"\bCHE[ \-]?(\d{3}[. ]?\d{3}[. ]?\d{3})\b")
COUNTRIES = "|".join((*LENGTHS, *map(str.lower, LENGTHS), *(f"{country[0]} {country[1]} " for country in LENGTHS)))
START = re2.compile(rf"(?:\b|_)({COUNTRIES})([ .\-]{{0,2}})[0-9A-Za-z]")
VAT = re.compile(
    r"\b(?:btw|b\.t\.w|tva|t\.v\.a|n\W{0,2}tva|vat|mwst|mw\.st|ust|umsatzsteuer|uid|iva|intracom|steuer|fiscal|tax)"
)
TAX = re2.compile(r"(?i)\b(?:steuernummer|steuer-?nr|st\.? ?-?nr)\.?[:\s]{0,4}(\d{2,3} ?/ ?\d{3,4} ?/ ?\d{4,5}|\d{13})\b")


@recogniser(
    classes=(DataClass.VAT,),
    reasons=("checksum", "context", "example", "public"),
    references=("https://eur-lex.europa.eu/eli/dir/2006/112/oj",),
)
def vat(text: Readable, hits: Hits) -> Iterator[Match]:
    past = 0
    for found in START.finditer(text.text):
        start, country = found.start(1), found[1].upper().replace(" ", "")
        if start < past or (found[1].islower() and found[2]):
            continue
        for length in LENGTHS[country]:
            end, written = take(text.text, found.end(2), length, " .-")
            number = numbers.vat(country + written) if end and sum(c.isdigit() for c in written) >= 7 else ""
            if number and (cued(text, start, end, VAT) or not of_goods(text, start)):
                past = end
                yield _match(text, start, end, "checksum", country, number)
                break
    for pattern, country, holds in ((BRITISH, "GB", _british), (SWISS, "CH", _swiss)):
        for found in pattern.finditer(text.text):
            digits = re.sub(r"\D", "", found[1])
            if holds(digits) and (cued(text, found.start(), found.end(), VAT) or not of_goods(text, found.start())):
                yield _match(text, found.start(), found.end(), "checksum", country, country + digits)
    for found in BARE.finditer(text.low):
        if (bare := _bare(text, found.end())) is not None:
            yield bare
    for found in TAX.finditer(text.text):
        yield _match(text, found.start(1), found.end(1), "context", "DE", re.sub(r"\D", "", found[1]))


def _british(digits: str) -> bool:
    rest = sum(int(digit) * weight for digit, weight in zip(digits, (8, 7, 6, 5, 4, 3, 2, 10, 1), strict=True)) % 97
    return rest in (0, 42)


def _swiss(digits: str) -> bool:
    rest = sum(int(digit) * weight for digit, weight in zip(digits, (5, 4, 3, 2, 7, 6, 5, 4), strict=False)) % 11
    return rest != 1 and (11 - rest) % 11 == int(digits[8])


def _bare(text: Readable, start: int) -> Match | None:
    """A number without its country right behind a word for VAT."""
    for country, length in NATIONAL:
        end, written = take(text.text, start, length, " .-")
        if not end or sum(c.isdigit() for c in written) < 7:
            continue
        right = written.isdigit() and _british(written) if country == "GB" else numbers.vat(country + written)
        if right:
            return _match(text, start, end, "checksum", country, country + written)
    return None


def _match(text: Readable, start: int, end: int, reason: str, country: str, value: str) -> Match:
    if of_firm(text, start, end):
        return Match(start, end, DataClass.VAT, "vat", "public", 0.25, country, value)
    return of_nobody(text, Match(start, end, DataClass.VAT, "vat", reason, 1.0, country, value))
