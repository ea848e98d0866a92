"""The licence plate of a car.

It leads to the keeper, and where the car stands tells where somebody is. Belgium, Netherlands (all series), France (since 2009 and before), Germany,
Luxembourg and the United Kingdom. A plate has no check digit and looks like a product code, so it counts only where plates are spoken of
(then also without hyphens or in small letters), or where a car is and it is written in full.

When it is wrong: a type of car that looks like a plate (`AB-12-CD` as a trim level) beside the word *car*; a plate that stands in a list without any
word about cars is not found.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._context import cued, of_goods
from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.model.leak import DataClass, Match, Readable

EDGE, END = r"(?<![A-Za-z0-9_/@.-])", r"(?![A-Za-z0-9_/@]|-\w)"
PLATE = re.compile(
    EDGE + r"(?:"
    r"(?P<BE>[1-9Tt][- ][A-Za-z]{3}[- ]\d{3}|[A-Za-z]{3}-\d{3}|\d{3}-[A-Za-z]{3})"
    r"|(?P<FR>[A-HJ-NP-TV-Za-hj-np-tv-z]{2}[- ]\d{3}[- ][A-HJ-NP-TV-Za-hj-np-tv-z]{2}|\d{2,4} [A-Z]{2,3} (?:\d\d|2[AB]))"
    r"|(?P<NL>(?:[A-Za-z]{2}-\d\d-(?:\d\d|[A-Za-z]{2})|\d\d-(?:[A-Za-z]{2}-(?:\d\d|[A-Za-z]{2})|\d\d-[A-Za-z]{2})|[A-Za-z]{2}-[A-Za-z]{2}-\d\d"
    r"|\d\d-[A-Za-z]{3}-\d|\d-[A-Za-z]{3}-\d\d|[A-Za-z]{2}-\d{3}-[A-Za-z]|[A-Za-z]-\d{3}-[A-Za-z]{2}|[A-Za-z]{3}-\d\d-[A-Za-z]|[A-Za-z]-\d\d-[A-Za-z]{3}"
    r"|\d-[A-Za-z]{2}-\d{3}|\d{3}-[A-Za-z]{2}-\d))"
    r"|(?P<DE>[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?[1-9]\d{0,3}[EH]?)"
    r"|(?P<GB>[A-Z]{2}\d\d ?[A-Z]{3})"
    r"|(?P<LU>[A-Z]{2} ?\d{4})"
    r")" + END
)
COMPACT = re.compile(
    EDGE
    + r"(?:(?P<BE>[1-9]\w{3}\d{3})|(?P<FR>[A-Za-z]{2}\d{3}[A-Za-z]{2})|(?P<NL>(?=\w{0,5}[A-Za-z])(?=\w{0,5}\d)[A-Za-z0-9]{6}))"
    + END
)
HOMOGENEOUS = re.compile(r"(?:\d{1,3}[A-Za-z]{1,3}){1,2}\d{0,3}|(?:[A-Za-z]{1,3}\d{1,3}){1,2}[A-Za-z]{0,3}")
PLATES = re.compile(
    r"nummerplaat|nummerplaten|kenteken|plaatnummer|inschrijvingsplaat|\bplaque|immatricul|kennzeichen|number.?plate|licen[cs]e.?plate"
    r"|registration (?:number|plate)|\bnrpl|\bplaat\b|\bplate\b"
)
CARS = re.compile(
    r"\bauto(?:s|'s|mobil\w*)?\b|wagen|voiture|vehic|fahrzeug|\bcars?\b|\bvans?\b|camionnette|\blease|leasing|camion|\blkw|\bpkw|scooter|motorfiets|\bbmw\b"
    r"|\baudi\b|\bvw\b|volkswagen|\btesla\b|renault|peugeot|citroen|toyota|volvo|mercedes|\bopel\b|\bford\b|skoda|parkeer|parking|parkplatz|geparkt|tankkaart"
    r"|carte carburant|tankkarte|ongeval|aanrijding|unfall|bestuurder|conducteur|fahrer\b|driver\b|truck|lorry|carwash|\bapk\b|chauffeur|poids lourd"
)


@recogniser(
    classes=(DataClass.LICENCE_PLATE,),
    reasons=("context",),
    references=(
        "https://www.rdw.nl/particulier/paginas/cijfers-en-letters-op-de-kentekenplaat",
        "https://www.gesetze-im-internet.de/fzv_2023/",
    ),
)
def licence_plate(text: Readable, hits: Hits) -> Iterator[Match]:
    low = text.low
    spoken_of = PLATES.search(low) is not None
    if not spoken_of and CARS.search(low) is None:
        return
    for found in PLATE.finditer(text.text):
        country = found.lastgroup or ""
        named = spoken_of and cued(text, found.start(), found.end(), PLATES, before=48, after=20)
        if named or (country != "LU" and _beside_a_car(text, found)):
            yield _match(found, country, 0.95 if named else 0.75)
    for found in COMPACT.finditer(text.text) if spoken_of else ():
        if HOMOGENEOUS.fullmatch(found[0]) and cued(text, found.start(), found.end(), PLATES, before=40, after=0):
            yield _match(found, found.lastgroup or "", 0.8)


def _beside_a_car(text: Readable, found: re.Match[str]) -> bool:
    if not found[0].isupper() or of_goods(text, found.start()):
        return False
    return cued(text, found.start(), found.end(), CARS, before=56, after=28)


def _match(found: re.Match[str], country: str, score: float) -> Match:
    value = re.sub("[ -]", "", found[0]).upper()
    return Match(found.start(), found.end(), DataClass.LICENCE_PLATE, "licence_plate", "context", score, country, value)
