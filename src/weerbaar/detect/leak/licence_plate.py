"""The licence plate of a car.

It leads to the keeper, and where the car stands tells where somebody is. Belgium, Netherlands (all series), France (since 2009 and before), Germany,
Luxembourg, the United Kingdom and Ireland. A plate has no check digit and looks like a product code, so it counts only where plates are spoken of
(then also without hyphens or in small letters), or where a car, its make or its driver is and it is written in full. Forms that hardly anything
else has (`1-ABC-123`, `AB-123-CD`, `B-AB 1234`, `AB12 CDE`, `191-D-12345`) count where one is named further off.

When it is wrong: a type of car that looks like a plate (`AB-12-CD` as a trim level) beside the word *car*; a plate that stands in a list without any
word about cars is not found.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._context import GOODS, NAMED, cued, of_goods
from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.model.leak import DataClass, Match, Readable

EDGE, END = r"(?<![A-Za-z0-9_/@.-])", r"(?![A-Za-z0-9_/@]|-\w)"
PLATE = re.compile(
    EDGE + r"(?:"
    r"(?P<BE>[1-9Tt][- ][A-Za-z]{3}[- ]\d{3}|[A-Za-z]{3}-\d{3}|\d{3}-[A-Za-z]{3})"
    r"|(?P<FR>[A-HJ-NP-TV-Za-hj-np-tv-z]{2}[- ]\d{3}[- ][A-HJ-NP-TV-Za-hj-np-tv-z]{2}|\d{2,4} [A-Z]{2,3} (?:\d\d|2[AB]))"
    r"|(?P<NL>(?:[A-Za-z]{2}-\d\d-(?:\d\d|[A-Za-z]{2})|\d\d-(?:[A-Za-z]{2}-(?:\d\d|[A-Za-z]{2})|\d\d-[A-Za-z]{2})|[A-Za-z]{2}-[A-Za-z]{2}-\d\d"
    r"|\d\d-[A-Za-z]{3}-\d|\d-[A-Za-z]{3}-\d\d|[A-Za-z]{2}-\d{3}-[A-Za-z]|[A-Za-z]-\d{3}-[A-Za-z]{2}|[A-Za-z]{3}-\d\d-[A-Za-z]"
    r"|[A-Za-z]-\d\d-[A-Za-z]{3}"
    r"|\d-[A-Za-z]{2}-\d{3}|\d{3}-[A-Za-z]{2}-\d))"
    r"|(?P<DE>[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?[1-9]\d{0,3}[EH]?)"
    r"|(?P<GB>[A-Z]{2}\d\d ?[A-Z]{3})"
    r"|(?P<IE>(?:8[7-9]|9\d|0\d|1[0-2]|(?:1[3-9]|[23]\d)[12])[- ]"
    r"(?:C[ENW]?|DL?|G|K[EKY]|L[DHKMS]?|M[HNO]|OY|RN|SO|T[ANSY]?|W[DHWX]?)[- ]\d{1,6})"
    r"|(?P<LU>[A-Z]{2} ?\d{4})"
    r")" + END
)
COMPACT = re.compile(
    EDGE
    + r"(?:(?P<BE>[1-9]\w{3}\d{3})|(?P<FR>[A-Za-z]{2}\d{3}[A-Za-z]{2})|(?P<NL>(?=\w{0,5}[A-Za-z])(?=\w{0,5}\d)[A-Za-z0-9]{6}))"
    + END
)
TELLING = re.compile(
    r"[1-9]-[A-Z]{3}-\d{3}|(?!SS|WW)[A-HJ-NP-TV-Z]{2}-\d{3}-(?!SS)[A-HJ-NP-TV-Z]{2}|[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} [1-9]\d{0,3}[EH]?"
    r"|[A-HJ-PR-Y]{2}(?:0[1-9]|[1-3]\d|[5-8]\d) [A-HJ-PR-Z]{3}|\d{2,3}-[A-Z]{1,2}-\d{3,6}"
)
"""Forms that hardly anything else has."""
HOMOGENEOUS = re.compile(r"(?:\d{1,3}[A-Za-z]{1,3}){1,2}\d{0,3}|(?:[A-Za-z]{1,3}\d{1,3}){1,2}[A-Za-z]{0,3}")
VAN = re.compile(r"\bbestel(?:wagen|auto|bus)\w*")
PLATES = re.compile(
    r"nummerplaat|nummerplaten|kenteken|plaatnummer|inschrijvingsplaat|\bplaque|immatricul|kennzeichen|number.?plate|licen[cs]e.?plate"
    r"|registration (?:number|plate|mark)|\breg\.? (?:no|nr|number|plate)\b|\bvrm\b|nummernschild|\bimmat\b|\bnrpl|\bplaat\b|\bplate\b"
)
CARS = re.compile(
    r"\bauto(?:s|'s|mobil\w*)?\b|wagen|voiture|vehic|fahrzeug|\bcars?\b|\bvans?\b|camionnette|\blease|leasing|camion|\blkw|\bpkw|scooter"
    r"|motorfiets|\bmoto\b|motorrad|motorbike|motorcycle|bestelbus|bestelauto|\btaxi|transporter|sprinter|lieferwagen|fourgon|utilitaire|remorque"
    r"|aanhangwagen|anhanger|trailer|\bbmw\b|\baudi\b|\bvw\b|volkswagen|\btesla\b|renault|peugeot|citroen|toyota|volvo|mercedes|\bopel\b"
    r"|\bford\b|skoda"
    r"|\bfiat\b|\bseat\b|\bkia\b|hyundai|nissan|mazda|\bhonda\b|\bdacia\b|suzuki|porsche|vauxhall|land rover|\bjeep\b|\bgolf\b|\bpolo\b|\bpassat\b"
    r"|\bclio\b|twingo|megane|\bkangoo\b|berlingo|\bcorsa\b|\bastra\b|\bfiesta\b|parkeer|parking|parkplatz|geparkt|\bparked\b|\bgaree?s?\b|stationne"
    r"|tankkaart|carte carburant|tankkarte|fuel card|ongeval|aanrijding|accident|collision|unfall|bestuurder|conducteur|conductrice"
    r"|fahrer(?:in)?\b|driver\b"
    r"|\bdrove\b|\broulait\b|truck|lorry|carwash|\bapk\b|chauffeur|poids lourd"
    r"|\brijdt (?:met|in|een)\b|\breed (?:met|in|achteruit|tegen|weg)\b|\bgereden\b|\broule(?:nt)? (?:en|avec|dans)\b|\bconduit\b"
    r"|\bau volant\b|\bfahrt\b|\bfuhr\b"
    r"|\bgefahren\b|\bdrives?\b|\bdriving\b|\btanken\b|\btankt\b|fait le plein|refuel|\boprit\b|\bdriveway\b|\beinfahrt\b|flitspaal"
    r"|geflitst|flashe\b|geblitzt|speeding"
    r"|\bboete\b|\bamende\b|bussgeld|strafzettel|parking ticket|keuring|controle technique|hauptuntersuchung|\bt[uü]v\b|\bmot test\b"
    r"|winterbanden|pneus|winterreifen|tyres"
    r"|sleepdienst|depanneu|abschlepp|tow(?:ed|ing)\b|bromfiets|speedpedelec"
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
    if not found[0].isupper() or _of_goods(text, found.start()):
        return False
    if TELLING.fullmatch(found[0]):
        return CARS.search(text.low, max(found.start() - 160, 0), found.end() + 80) is not None
    return cued(text, found.start(), found.end(), CARS, before=56, after=28)


def _of_goods(text: Readable, start: int) -> bool:
    """Whether it is called a number of goods; a van (`bestelwagen`) is no order (`bestelling`)."""
    if not of_goods(text, start):
        return False
    near = max(start - NAMED, 0)
    before = text.low[max(near, text.low.rfind("\n", near, start) + 1) : start]
    return VAN.search(before) is None or GOODS.search(VAN.sub("", before)) is not None


def _match(found: re.Match[str], country: str, score: float) -> Match:
    value = re.sub("[ -]", "", found[0]).upper()
    return Match(found.start(), found.end(), DataClass.LICENCE_PLATE, "licence_plate", "context", score, country, value)
