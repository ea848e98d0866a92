"""The machine-readable lines of a passport, identity card or residence permit.

They hold a person's whole name, nationality, day of birth and document number, made to be read without error. The lines must have the length of
ICAO Doc 9303 (two of 44 or 36 signs, three of 30) and two of the three check digits (document, birth, expiry) be right: by chance 3 in 100 of lines
with this form, and nothing else has it. The second line of a passport alone counts when all three are right.

When it is wrong: lines with a sign lost in copying are not found; the specimen of Utopia in ICAO's own documents is told like any other.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.model.leak import DataClass, Match, Readable
from weerbaar.model.mrz import check_digit

LINES = re.compile(
    r"(?<![A-Z0-9<])(?:"
    r"(?P<td1>[ACIR][A-Z0-9<]{29})[ \t|]{0,8}\n?[ \t|]{0,8}(?P<td1b>[0-9<]{6}[A-Z0-9<]{24})[ \t|]{0,8}\n?[ \t|]{0,8}[A-Z<]{30}"
    r"|[PV][A-Z<][A-Z0-9<]{42}[ \t|]{0,8}\n?[ \t|]{0,8}(?P<td3>[A-Z0-9<]{44})"
    r"|[ACIPRV][A-Z<][A-Z0-9<]{34}[ \t|]{0,8}\n?[ \t|]{0,8}(?P<td2>[A-Z0-9<]{36})"
    r"|(?P<alone>[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{14}[0-9<]\d))(?![A-Z0-9<])"
)


@recogniser(
    classes=(DataClass.MRZ,), reasons=("checksum",), references=("https://www.icao.int/publications/doc-series/doc-9303",)
)
def mrz(text: Readable, hits: Hits) -> Iterator[Match]:
    if "<" not in text.text and "\n" not in text.text:
        return
    for found in LINES.finditer(text.text):
        fields = _fields(found)
        right = sum(check_digit(field[:-1]) == field[-1] for field in fields)
        if right >= (3 if found["alone"] else 2):
            yield Match(found.start(), found.end(), DataClass.MRZ, "mrz", "checksum", 1.0, value=re.sub(r"[\s|]", "", found[0]))


def _fields(found: re.Match[str]) -> tuple[str, str, str]:
    """Document number, day of birth and day of expiry, each with its check digit."""
    if found["td1"]:
        return found["td1"][5:15], found["td1b"][:7], found["td1b"][8:15]
    line = found["td3"] or found["td2"] or found["alone"]
    return line[:10], line[13:20], line[21:28]
