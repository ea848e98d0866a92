"""A bank account in the form of an IBAN.

It says where somebody's money is, and together with a name it is enough for a false direct debit or a convincing letter. The
country's length and form must fit and the check digits be right (ISO 13616-1, ISO 7064 MOD 97-10): of strings with the right form
one in 97 passes by chance, and almost nothing else has the form. Spaces, dots, hyphens and line ends between the characters are read over.

When it is wrong: an account of the organisation itself, or one that stands on every invoice, is found as well. The published test numbers
(`BE68 5390 0754 7034`, `NL91 ABNA 0417 1643 00`) look like any other account and are treated as one. One with a typing error is not found.
"""

from collections.abc import Iterator

import re2

from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._digits import take
from weerbaar.ledger.numbers import SHAPES, checks
from weerbaar.model.leak import DataClass, Match, Readable

START = re2.compile(r"(?:\b|_|\b(?i:iban))([A-Za-z])[ .\-]?([A-Za-z])[ .\-\n]?\d[ .\-\n]?\d[ .\-\n]{0,2}[A-Za-z0-9]")


@recogniser(classes=(DataClass.IBAN,), reasons=("checksum",), references=("https://www.iso.org/standard/81090.html",))
def iban(text: Readable, hits: Hits) -> Iterator[Match]:
    past = 0
    for found in START.finditer(text.text):
        start = found.start(1)
        shape = SHAPES.get((found[1] + found[2]).upper())
        if shape is None or start < past:
            continue
        end, written = take(text.text, start, shape[0] + 4)
        if end and shape[1].fullmatch(written[4:]) and checks(written):
            past = end
            yield Match(start, end, DataClass.IBAN, "iban", "checksum", 1.0, written[:2], written)
