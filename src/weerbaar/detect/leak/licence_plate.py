"""The licence plate of a car.

It leads to the keeper, and where the car stands tells where somebody is. Belgium (cars, taxis, trailers, oldtimers), Netherlands (all series), France (since
2009 and before), Germany, Austria and Switzerland (with the codes of districts and cantons), Luxembourg, the United Kingdom and Ireland. A plate has no check
digit and looks like a product code, so it counts only where plates are spoken of (then also without hyphens or in small letters), or where a car, its make,
its driver, a road, a fine or a fleet is and it is written in full. Forms that hardly anything else has (`1-ABC-123`, `AB-123-CD`, `B-AB 1234`, `AB12 CDE`,
`191-D-12345`) count where one is named further off, a Belgian one behind *with his* or *with the* also alone. What stands in a list with one that counts
counts as well.

When it is wrong: a type of car that looks like a plate (`AB-12-CD` as a trim level) beside the word *car*; a plate that stands in a list without any
word about cars is not found.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import re2

from weerbaar.detect.leak._context import GOODS, NAMED, cued, of_goods
from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.model.leak import DataClass, Match, Readable

FORMS = (
    ("BE", r"[1-9TtOoQq][- ]?[A-Za-z]{3}[- ]?\d{3}|[A-Za-z]{3}-\d{3}|\d{3}-[A-Za-z]{3}"),
    (
        "FR",
        r"[A-HJ-NP-TV-Za-hj-np-tv-z]{2}[-. ]?\d{3}[-. ]?[A-HJ-NP-TV-Za-hj-np-tv-z]{2}|[A-Z]{2}-\d{3}-[A-Z]{2}|\d{2,4} ?[A-Z]{2,3} ?(?:\d\d|2[AB])",
    ),
    (
        "NL",
        r"[A-Za-z]{2}-\d\d-(?:\d\d|[A-Za-z]{2})|\d\d-(?:[A-Za-z]{2}-(?:\d\d|[A-Za-z]{2})|\d\d-[A-Za-z]{2})|[A-Za-z]{2}-[A-Za-z]{2}-\d\d"
        r"|\d\d-[A-Za-z]{3}-\d|\d-[A-Za-z]{3}-\d\d|[A-Za-z]{2}-\d{3}-[A-Za-z]|[A-Za-z]-\d{3}-[A-Za-z]{2}|[A-Za-z]{3}-\d\d-[A-Za-z]"
        r"|[A-Za-z]-\d\d-[A-Za-z]{3}|\d-[A-Za-z]{2}-\d{3}|\d{3}-[A-Za-z]{2}-\d",
    ),
    ("AT", r"[A-Z]{1,2}[- ]\d{2,5}[ -]?[A-Z]{1,3}"),
    ("DE", r"(?:[A-ZÄÖÜ]{1,3}(?:[-:·•.] ?| ))[A-ZÄÖÜ]{1,2}[- ]?[1-9]\d{0,3}[EH]?"),
    ("GB", r"[A-Za-z]{2}\d\d ?[A-Za-z]{3}|[A-Z]\d{1,3} ?[A-Z]{3}"),
    (
        "IE",
        r"(?:8[7-9]|9\d|0\d|1[0-2]|(?:1[3-9]|[23]\d)[12])[- ]?"
        r"(?:C[ENW]?|DL?|G|K[EKY]|L[DHKMS]?|M[HNO]|OY|RN|SO|T[ANSY]?|W[DHWX]?)[- ]?\d{1,6}",
    ),
    ("CH", r"(?:AG|AI|AR|BE|BL|BS|FR|GE|GL|GR|JU|LU|NE|NW|OW|SG|SH|SO|SZ|TG|TI|UR|VD|VS|ZG|ZH)[- ]\d{1,3}(?:[ '’·]?\d{3})?"),
    ("LU", r"[A-Za-z]{2} ?\d{4}"),
)
"""Forms by country; the first that fits a stretch is its country."""
EDGE = re.compile(r"[A-Za-z0-9_/@.#€$£-]")
END = re.compile(r"[A-Za-z0-9_/@]|-\w")
DECIMALS = re.compile(r"[.,]\d")
FULL = re.compile(
    r"[1-9TOQ][- ][A-Z]{3}[- ]\d{3}|[A-Z]{3}-\d{3}|\d{3}-[A-Z]{3}|[A-Z]{2}-\d{3}-[A-Z]{2}|[A-Z]{2} \d{3} [A-Z]{2}"
    r"|\d{2,4} [A-Z]{2,3} (?:\d\d|2[AB])"
    r"|(?:[A-Z]{1,3}|\d{1,3})-(?:[A-Z]{1,3}|\d{1,3})-(?:[A-Z]{1,3}|\d{1,3})"
    r"|[A-ZÄÖÜ]{1,3}[-:·•. ] ?[A-Z]{1,2}[- ]?[1-9]\d{0,3}[EH]?|[A-Z]{2}\d\d ?[A-Z]{3}"
    r"|\d{2,3}[- ][A-Z]{1,2}[- ]\d{1,6}|[A-Z]{1,2}[- ]\d{2,5} ?[A-Z]{1,3}|[A-Z]{2} \d{1,3}(?:[ '’]\d{3})"
)
"""Written in full: capitals, with their hyphens or spaces."""
TELLING = re.compile(
    r"[1-9]-[A-Z]{3}-\d{3}|(?!SS|WW)[A-HJ-NP-TV-Z]{2}-\d{3}-(?!SS)[A-HJ-NP-TV-Z]{2}|[A-ZÄÖÜ]{1,3}[-·•][A-Z]{1,2} [1-9]\d{0,3}[EH]?"
    r"|[A-HJ-PR-Y]{2}(?:0[1-9]|[1-3]\d|[5-8]\d) (?!LED|PDF|USB|MAX|PRO|XXL|MIN|BTW|TVA|VAT|EUR|USD|GBP|DIN|ISO|RGB|KWH|BAR|RPM"
    r"|OEM|THE|AND|FOR)[A-HJ-PR-Z]{3}"
    r"|\d{2,3}-[A-Z]{1,2}-\d{3,6}|[A-Z]{1,2}-\d{3,5} ?[A-Z]{1,2}"
)
"""Forms that hardly anything else has."""
HOMOGENEOUS = re.compile(r"(?:\d{1,3}[A-Za-z]{1,3}){1,2}\d{0,3}|(?:[A-Za-z]{1,3}\d{1,3}){1,2}[A-Za-z]{0,3}")
COMPACT = re.compile(
    r"(?<![A-Za-z0-9_/@.-])(?=[A-Za-z0-9]{0,5}[A-Za-z])(?=[A-Za-z0-9]{0,5}\d)[A-Za-z0-9]{6,7}(?![A-Za-z0-9_/@]|-\w)"
)
VAN = re.compile(r"\bbestel(?:wagen|auto|bus)\w*")
HIS = re.compile(
    r"\b(?:met|avec|mit|with|in|en|dans|de|van|von|of) (?:de|den|het|la|le|dem|der|the) $"
    r"|\b(?:zijn|haar|mijn|onze|uw|sa|son|ma|mon|notre|votre|sein|seinem|ihr|ihrem|mein|meinem|unser|unserem|his|her|my|our|your) $"
)
SMALL = re.compile(
    r"(?:kennzeichen|kenteken|\breg\b\.?|\bplates?\b|\bplaque|nummernschild|nummerplaat)[ :]{1,3}([a-z]{1,3}[- ][a-z]{1,2}[- ]?[1-9]\d{0,3})\b"
)
"""A German plate in small letters, right behind the word for one."""
LUXEMBOURG = re.compile(r"luxemb|\blu\b|letzebuerg")
PLATES = re.compile(
    r"nummerplaat|nummerplaten|kenteken|plaatnummer|inschrijvingsplaat|\bplaque|immatricul|kennzeichen|number.?plate|licen[cs]e.?plate"
    r"|registration|\breg\b\.?|\bvrm\b|nummernschild|\bimmat\b|\bnrpl|\bplaat\b|\bplate\b|\bplates\b|\bplaten\b|\bkontrollschild|\bplk\b"
)
CARS = re.compile(
    r"auto(?:s|'s|mobil\w*)?\b|wagen|voiture|minibus|\bbus\b|vehic|fahrzeug|\bcars?\b|\bvans?\b|camionnette|\blease|leasing"
    r"|camion|\blkw|\bpkw|fietspad|radweg|piste cyclable|cycle path|cycle lane|trottoir|gehweg|pavement|stoep\b|voetpad|scooter"
    r"|motorfiets|\bmoto\b|motorrad|motorbike|motorcycle|bestelbus|\btaxi|transporter|sprinter|fourgon|utilitaire|remorque"
    r"|trekker|tractor|tracteur|traktor"
    r"|aanhang|anhanger|trailer|\bbmw\b|\baudi\b|\bvw\b|volkswagen|\btesla\b|renault|peugeot|citroen|toyota|volvo|mercedes|\bopel\b"
    r"|\bford\b|skoda|\biveco\b|\bman tg|\bscania\b|\bdaf\b|\bmini\b|\bsmart\b|\bvito\b|\bcaddy\b|\bducato\b|\bpartner\b"
    r"|\btrafic\b|\bvivaro\b|\bzoe\b|\bleaf\b"
    r"|\bfiat\b|\bseat\b|\bkia\b|hyundai|nissan|mazda|\bhonda\b|\bdacia\b|suzuki|porsche|vauxhall|land rover|\bjeep\b|\bgolf\b"
    r"|\bpolo\b|\bpassat\b"
    r"|\bclio\b|twingo|megane|\bkangoo\b|berlingo|\bcorsa\b|\bastra\b|\bfiesta\b|\btransit\b|\bcrafter\b|\bmaster\b|parkeer"
    r"|parking|parkplatz|parkplatze|parkt\b|geparkt|\bparked\b"
    r"|\bgaree?s?\b|stationne|invalidenplaats|place handicap|behindertenparkplatz|disabled bay|"
    r"tankkaart|carte carburant|tankkarte|fuel card|ongeval|aanrijding|accident|collision|unfall|bestuurder|conducteur"
    r"|conductrice|constat\b|schadeaangifte|unfallbericht"
    r"|fahrer(?:in)?\b|driver\b|flotte|fleet|fuhrpark|wagenpark|vloot|tacho|kilometerstand|km-stand|kilometrage|mileage"
    r"|\d{2,3}[. ]?\d{3} ?km\b"
    r"|\bdrove\b|\broulait\b|truck|lorry|carwash|car wash|\bapk\b|chauffeur|poids lourd|camping-?car|camper|wohnmobil|caravan"
    r"|wohnwagen|oldtimer"
    r"|\brijdt\b|\breed (?:met|in|achteruit|tegen|weg|door)\b|\bgereden\b|weg ?rijden|doorgereden|vluchtmisdrijf|delit de fuite"
    r"|fahrerflucht|hit and run|\broule(?:nt)? (?:en|avec|dans)\b|\bconduit\b"
    r"|\bau volant\b|\bfahrt\b|\bfuhr\b|\ba recule\b|\bcoupe la route|zonder betalen|sans payer|ohne zu (?:zahlen|bezahlen)"
    r"|without paying|\bbelongs to\b"
    r"|\bgefahren\b|\bdrives?\b|\bdriving\b|\btanken\b|\btankt\b|getankt|fait le plein|refuel|petrol|diesel|benzine|essence"
    r"|benzin\b|\boprit\b|\bdriveway\b|\bon our drive\b|\beinfahrt\b|flitspaal"
    r"|geflitst|flashe\b|geblitzt|blitzer|speeding|speed camera|radar\b|peage|\btol\b|\btoll\b|\bmaut\b|congestion charge"
    r"|vignette|\blez\b|umweltzone"
    r"|\bboetes?\b|\bamendes?\b|bussgeld|strafzettel|knollchen|\btickets?\b|\bfined?\b|\bfines\b|\bpv\b|proces-verbal|keuring"
    r"|controle technique|hauptuntersuchung|\bt[uü]v\b|\bmot\b"
    r"|winterbanden|pneus|winterreifen|tyres|reifen|\bbanden\b|olie ?verversen|vidange|olwechsel|garagist|werkplaats|werkstatt\b"
    r"|carrosserie|bumper|pare-chocs|stossstange"
    r"|sleepdienst|depanneu|abschlepp|tow(?:ed|ing)\b|bromfiets|speedpedelec|claxon|klaxon|gehupt|slagboom|schranke|barriere"
    r"|poort\b|deelauto|autodelen|covoiturage|kinderzitje"
)


NO_PLATE = re.compile(r"LED|PDF|USB|MAX|PRO|XXL|MIN|BTW|TVA|VAT|EUR|USD|GBP|CHF|DIN|ISO|RGB|KWH|BAR|RPM|OEM|THE|AND|FOR|CEE")
"""Three letters behind a number that are something else: a lamp, a currency, a norm."""


class Found(NamedTuple):
    """A stretch that has the form of a plate."""

    start: int
    end: int
    text: str
    country: str


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
    taken: list[tuple[int, int]] = []
    for small in SMALL.finditer(low):
        if text.text[small.start(1)].islower() and re.split("[- ]", small[1], maxsplit=1)[0].upper() in _districts("DE"):
            taken.append(small.span(1))
            yield _match(Found(*small.span(1), text.text[small.start(1) : small.end(1)], "DE"), 0.9)
    forms = [
        found
        for found in _forms(text.text)
        if any(c in "123456789" for c in found.text) and not any(start <= found.start < end for start, end in taken)
    ]
    if not forms:
        return
    spoken_of = PLATES.search(low) is not None
    rows: set[int] = set()
    seen: set[int] = set()
    for found in forms:
        named = spoken_of and cued(text, found.start, found.end, PLATES, before=48, after=20)
        alone = (
            found.country == "BE" and TELLING.fullmatch(found.text) and HIS.search(low, max(0, found.start - 24), found.start)
        )
        if (named and _fits(found, named=True)) or (alone and not _of_goods(text, found.start)) or _beside_a_car(text, found):
            rows.add(low.rfind("\n", 0, found.start))
            seen.add(found.start)
            yield _match(found, 0.95 if named else 0.75)
    for found in forms:
        line = low.rfind("\n", 0, found.start)
        if found.start not in seen and line in rows and _fits(found, named=False) and not _of_goods(text, found.start):
            seen.add(found.start)
            yield _match(found, 0.7)
    for bare in COMPACT.finditer(text.text) if spoken_of else ():
        if (
            bare.start() not in seen
            and HOMOGENEOUS.fullmatch(bare[0])
            and cued(text, bare.start(), bare.end(), PLATES, before=40, after=0)
        ):
            yield _match(
                Found(bare.start(), bare.end(), bare[0], "BE" if len(bare[0]) == 7 and bare[0][0].isdigit() else ""), 0.8
            )


def _forms(text: str) -> Iterator[Found]:
    """Everything that has the form of a plate of some country, by itself in the text."""
    pattern, forms = _patterns()
    for found in pattern.finditer(text):
        start, end = found.start(), found.end()
        if (
            (start and EDGE.match(text, start - 1))
            or END.match(text, end)
            or (text[end - 1].isdigit() and DECIMALS.match(text, end))
        ):
            continue
        for country, form in forms:
            if form.fullmatch(found[0]) and not (country == "GB" and NO_PLATE.fullmatch(found[0][-3:])):
                yield Found(start, end, found[0], country)
                break


def _fits(found: Found, *, named: bool) -> bool:
    """Whether it is written as plates are; where none is named, in full and in capitals, with a district's code or a compact "
    "Belgian one."""
    if found.country in ("DE", "AT"):
        code = re.split(r"[-:·•. ]", found.text, maxsplit=1)[0].upper()
        return code in _districts(found.country) or (named and found.text[0].isupper() and any(c.isdigit() for c in found.text))
    if named:
        return any(c.isdigit() for c in found.text) and any(c.isalpha() for c in found.text)
    return (
        FULL.fullmatch(found.text) is not None
        or re.fullmatch(r"[1-9][A-Z]{3}\d{3}|[A-Z]{2}\d\d[A-Z]{3}", found.text) is not None
    )


def _beside_a_car(text: Readable, found: Found) -> bool:
    abroad = found.country == "LU" and LUXEMBOURG.search(text.low, max(0, found.start - 40), found.end + 30) is not None
    if not found.text.isupper() or not (_fits(found, named=False) or abroad) or _of_goods(text, found.start):
        return False
    if TELLING.fullmatch(found.text):
        return CARS.search(text.low, max(found.start - 160, 0), found.end + 80) is not None
    return cued(text, found.start, found.end, CARS, before=56, after=32)


def _of_goods(text: Readable, start: int) -> bool:
    """Whether it is called a number of goods; a van (`bestelwagen`) is no order (`bestelling`)."""
    if not of_goods(text, start):
        return False
    near = max(start - NAMED, 0)
    before = text.low[max(near, text.low.rfind("\n", near, start) + 1) : start]
    return VAN.search(before) is None or GOODS.search(VAN.sub("", before)) is not None


@cache
def _patterns() -> tuple["re2._Regexp[str]", tuple[tuple[str, "re.Pattern[str]"], ...]]:
    return re2.compile(r"\b(?:" + "|".join(form for _, form in FORMS) + r")\b"), tuple(
        (name, re.compile(form)) for name, form in FORMS
    )


@cache
def _districts(country: str) -> frozenset[str]:
    """The codes with which plates of a country begin."""
    lines = files("weerbaar.detect.leak").joinpath("_districts.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(next(line for line in lines if line.startswith(country + " ")).split()[1:])


def _match(found: Found, score: float) -> Match:
    value = re.sub("[^A-Za-z0-9ÄÖÜäöü]", "", found.text).upper()
    return Match(found.start, found.end, DataClass.LICENCE_PLATE, "licence_plate", "context", score, found.country, value)
