"""A bank account in the form of an IBAN.

It says where somebody's money is, and together with a name it is enough for a false direct debit or a convincing letter. The
country's length and form must fit and the check digits be right (ISO 13616-1, ISO 7064 MOD 97-10): of strings with the right form
one in 97 passes by chance, and almost nothing else has the form. Spaces, dots, hyphens and line ends between the characters are read
over, and where the country wants a digit the letters O, I and l of a scan are read as 0 and 1.

An account that is said to be made up, or that stands there for everybody (a good cause, an authority, general terms, a footer), is told with the
reason `example` or `public` and a score below `FAINT` (`_published.py`).

When it is wrong: an account of the organisation itself, or one that stands on every invoice, is found as well. A published test number
(`BE68 5390 0754 7034`, `NL91 ABNA 0417 1643 00`) that nothing calls so looks like any other account. One with a typing error is not found.
"""

import re
from collections.abc import Iterator

import re2

from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._digits import take
from weerbaar.detect.leak._published import of_nobody
from weerbaar.ledger.numbers import SHAPES, checks
from weerbaar.model.leak import DataClass, Match, Readable

START = re2.compile(r"(?:\b|_|\b(?i:iban))([A-Za-z])[ .\-]?([A-Za-z])[ .\-\n]?[0-9Oo][ .\-\n]?[0-9Oo][ .\-\n]{0,2}[A-Za-z0-9]")
SCANNED = str.maketrans("OIL", "011")
LEAST_DIGITS = 8
"""Digits that stand as digits in an account with letters in their place."""


@recogniser(
    classes=(DataClass.IBAN,),
    reasons=("checksum", "example", "public"),
    references=("https://www.iso.org/standard/81090.html",),
)
def iban(text: Readable, hits: Hits) -> Iterator[Match]:
    past = 0
    for found in START.finditer(text.text):
        start = found.start(1)
        shape = SHAPES.get((found[1] + found[2]).upper())
        if shape is None or start < past:
            continue
        end, written = take(text.text, start, shape[0] + 4)
        if end and not (written[2:4].isdigit() and shape[1].fullmatch(written[4:])):
            written = _scanned(written, shape[1])
        if end and written and checks(written):
            past = end
            yield of_nobody(text, Match(start, end, DataClass.IBAN, "iban", "checksum", 1.0, written[:2], written))


def _scanned(written: str, shape: re.Pattern[str]) -> str:
    """An account whose 0 and 1 were read as letters, put right; "" when it is none."""
    if sum(c.isdigit() for c in written) < LEAST_DIGITS:
        return ""
    digits = written[4:].translate(SCANNED)
    for bank in (0, 4, 1):  # letters of a bank that begin what follows: none, NL and GB, IT
        number = written[4 : 4 + bank] + digits[bank:]
        if shape.fullmatch(number):
            right = written[:2] + written[2:4].translate(SCANNED) + number
            return right if right[2:4].isdigit() else ""
    return ""
