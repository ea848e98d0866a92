"""The number of a passport, identity card, residence permit or driving licence.

With it somebody can pass for another where only a number is asked. It counts when it has the form of such a number and the document is named beside
it, above it or over its column. The Belgian card number `592-1234567-46` needs no name: its check digits (mod 97) pass by chance once in 97. A German
number with its check digit may hold few digits, and stand in a column that is called *Pass* only.

When it is wrong: a number that is called a document number and is that of a letter or a drawing is found as well; one that is not called anything stays
unseen. A driving licence or residence permit is told as the same class.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._context import column, cued
from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._published import of_nobody
from weerbaar.model.leak import DataClass, Match, Readable

NUMBER = re.compile(
    r"(?<![A-Za-z0-9.@/-])(?P<be>\d{3}[- ]?\d{7}[- ]?\d{2})(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9.@/-])(?P<de>[CFGHJKLMNPRTVWXYZ](?=[A-Z]*\d)[CFGHJKLMNPRTVWXYZ0-9]{8}\d)(?![A-Za-z0-9@/]|[.-]\w)"
    r"|(?<![A-Za-z0-9.@/-])(?=(?:[A-Za-z]{0,6} ?\d){4})(?:"
    r"[A-Z]{2} ?\d{6,7}|[a-z]{2}\d{6,7}|\d{2} ?[A-Z]{2} ?\d{5}|\d{2}[a-z]{2}\d{5}|[A-Za-z]{2}[A-Za-z0-9]{6}\d"
    r"|[CFGHJKLMNPRTVWXYZcfghjklmnprtvwxyz][A-Za-z0-9]{8}\d?"
    r"|[A-Za-z]\d{7,9}|\d{12}|\d{8,10}|\d{2}[A-Za-z]\d{6,7}|[A-Za-z]{3}\d{6}[A-Za-z]?|[A-Za-z]{5}\d{6}[A-Za-z0-9]{5}"
    r"|(?=[0-9]{0,11}[A-Z])[A-Z0-9]{7,12})(?![A-Za-z0-9@/]|[.-]\w)"
)
DOCUMENT = re.compile(
    r"paspoort|passport|passeport|reisepass|\bpass-?(?:nr|nummer|n)|reispas|identiteitskaart|\bid-?kaart|\be-?id\b|cartes? d.identite|\bcni\b"
    r"|personalausweis|ausweis|identity card|\bid.?card|identiteitsbewijs|verblijfs(?:vergunning|kaart|titel|document)|titre de sejour"
    r"|aufenthaltstitel|residence permit|rijbewijs|permis de conduire|fuhrerschein|driving licen[cs]e|driver.?s licen[cs]e"
    r"|piece d.identite|document.?(?:nummer|number)|numero (?:de |du )?document|travel document|vreemdelingen"
)

HEAD = re.compile(r'["\']?(?:pass|ausweis|dokument|document|id)["\']?')
PASS = re.compile(r"\b(?:pass|ausweis|id)\b[ .:(-]{1,3}\Z")
MANY_DIGITS = re.compile(r"(?:[A-Z]{0,6}\d){4}")
BREAK = re.compile(r"(?<!nr)(?<!no)[.!?;]\s|\d")


@recogniser(
    classes=(DataClass.PASSPORT,),
    reasons=("checksum", "context", "example"),
    references=("https://www.consilium.europa.eu/prado/en/prado-start-page.html",),
)
def passport(text: Readable, hits: Hits) -> Iterator[Match]:
    for found in NUMBER.finditer(text.text):
        digits = re.sub(r"\D", "", found["be"] or "")
        checked = len(digits) == 12 and int(digits[10:]) == (int(digits[:10]) % 97 or 97)
        if found["de"]:
            checked = _mrz_digit(found["de"][:9]) == int(found["de"][9])
            if not checked and not MANY_DIGITS.match(found["de"]):
                continue
        german = found["de"] and checked
        if (
            _named(text, found)
            or (german and HEAD.fullmatch(column(text, found.start())))
            or (german and PASS.search(text.low, max(found.start() - 24, 0), found.start()))
        ):
            reason, score = ("checksum", 1.0) if checked else ("context", 0.9)
        elif checked and "-" in found[0]:
            reason, score = "checksum", 0.9
        else:
            continue
        value = re.sub(r"[ -]", "", found[0]).upper()
        yield of_nobody(
            text,
            Match(found.start(), found.end(), DataClass.PASSPORT, "passport", reason, score, _country(found, checked), value),
        )


def _mrz_digit(value: str) -> int:
    """The check digit of a field of a machine-readable zone (ICAO 9303), which Germany prints behind the number."""
    return sum(int(c, 36) * weight for c, weight in zip(value, (7, 3, 1) * 3, strict=True)) % 10


def _country(found: re.Match[str], checked: bool) -> str:
    return ("DE" if found["de"] else "BE") if checked else ""


def _named(text: Readable, found: re.Match[str]) -> bool:
    """Whether a document is named around it; for digits alone in the same breath: no other number and no end of a sentence between."""
    start, end = found.span()
    if not found[0].isdigit():
        return cued(text, start, end, DOCUMENT, before=56, after=24)
    line = text.low.rfind("\n", max(start - 48, 0), start) + 1
    said = list(DOCUMENT.finditer(text.low, max(line, start - 48), start))
    if said:
        return BREAK.search(text.low, said[-1].end(), start) is None
    return cued(text, start, end, DOCUMENT, before=0, after=24)
