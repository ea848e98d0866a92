"""The number of a firm in the register of its country: KBO/BCE, KvK, SIREN and SIRET, Handelsregister, RCS.

Whoever works under an own name is a firm too, so the number can lead to a person's home. Belgium: ten digits, mod 97 (1 in 97 passes), alone
enough in its grouping `0403.170.701`. France: Luhn (1 in 10), enough alone as a grouped SIRET, else beside its name. Netherlands, Germany, Luxembourg: no check
digits, so only beside the name of the register; the same for Austria (`FN 123456a`), German societies, Companies House and the Irish register.

When it is wrong: a Belgian telephone number written `0470.123.456` passes once in 97 times. The number of a firm, named beside it with its legal form, is
public and nobody's: it is told with the reason `public` and a score below `FAINT`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import re2

from weerbaar.detect.leak._check_digits import luhn
from weerbaar.detect.leak._context import PHONE, cued, of_firm, of_goods
from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._digits import Number, alone, numbers
from weerbaar.detect.leak._published import of_nobody
from weerbaar.model.leak import DataClass, Match, Readable

REGISTER = re.compile(
    r"\b(?:kbo|bce|kvk|k\.v\.k|kamer van koophandel|ondernemingsn|enterprise|entreprise|unternehmensn|handelsreg|siren|siret|rcs|r\.c\.s|rpr|rpm|vestiging"
    r"|etablissement|company n|company reg|registration n|firm.?nr|hr-?nr|ond\.? ?n|ondernem|zdu|cbe\b"
    r"|d'entr|numero entr|auto-?entrepr|micro-?entrepr|eenmanszaak"
    r"|zelfstandige\b|independante?\b|artisane?\b|sole trader|self-employed|einzelunternehm|zzp|freelance|chamber of commerce)"
)
DUTCH = re.compile(r"\bkvk|\bk\.v\.k|kamer van koophandel|handelsregister|chamber of commerce")
VAT = re.compile(r"\b(?:btw|b\.t\.w|tva|t\.v\.a|n\W{0,2}tva|vat|mwst|ust)")
GERMAN = re2.compile(r"\b(HR ?[AB]|GnR|PR)[ .\-]?(?:Nr\.? ?)?[ :]?(\d{1,3} \d{3}|\d{2,6})(?: ?([A-Z]{1,3}))?\b")
SOCIETY = re2.compile(
    r"(?i)\bvereinsregister\w*[^\d\n]{0,30}?\b(VR ?\d{2,6})\b|\b(VR[ -]?(?:Nr\.? ?)?\d{2,6})\b,? (?:beim )?(?:amtsgericht|AG )"
)
AUSTRIAN = re2.compile(r"\b((?:FN|fn) ?\d{5,6} ?[a-z])\b|(?i:firmenbuch(?:nummer|nr)?\.?)[ :]{1,2}((?:FN )?\d{5,6} ?[a-z])\b")
BRITISH = re2.compile(
    r"\b(?:company|companies house|registered|registration|cro)\b(?:[ .:,#&()]{1,2}(?:(?:no|nr|n|number|num|reg|registered|registration"
    r"|company|companies|house|in|at"
    r"|with|under|england|wales|scotland|ireland|northern|and|the|cro|is)\b)?){0,8}[ .:#]{1,2}((?:sc|ni|oc|so|nc|lp|fc|sl|ro|gb)? ?\d{6}|\d{5}|\d{8}|\d{7})\b"
)
"""Numbers of Companies House and of the Irish register, behind what calls them so."""
LUXEMBOURGISH = re2.compile(
    r"(?i)\b(?:rcs|r\.c\.s\.)(?: ?luxembourg)?(?: ?:| n\S{0,2})? ?([AB] ?\d{2,3}[. ]?\d{3}|[AB] ?\d{2,6})\b"
)


FIRM = re.compile(r"\b[A-Z][\w&'-]* (?:nv|bv|bvba|cvba|vzw|asbl|srl|sprl|sarl|gmbh|ltd)\b")
"""A name with its legal form in small letters, where that is no word of the language."""


def _belgian(digits: str) -> bool:
    ten = digits.zfill(10)
    return ten[0] in "01" and int(ten[8:]) == 97 - int(ten[:8]) % 97


@dataclass(frozen=True, slots=True)
class Kind:
    """A number of one register: its length, its check, the grouping in which it needs no name."""

    country: str
    length: int
    digits: int
    holds: Callable[[str], bool]
    reason: str
    grouping: tuple[int, ...] = ()
    words: re.Pattern[str] = REGISTER


NINE = ((9,), (3, 3, 3))
"""How nine digits are grouped when they are a firm's."""
KINDS = (
    Kind("BE", 10, 10, _belgian, "checksum", (4, 3, 3)),
    Kind("FR", 14, 9, luhn, "checksum", (3, 3, 3, 5)),
    Kind("BE", 9, 10, _belgian, "checksum"),
    Kind("FR", 9, 9, luhn, "checksum"),
    Kind("NL", 8, 8, lambda digits: digits[:2] != "00", "context", words=DUTCH),
)


@recogniser(
    classes=(DataClass.ENTERPRISE, DataClass.VAT),
    reasons=("checksum", "context", "example", "public"),
    references=(
        "https://economie.fgov.be/en/themes/enterprises/crossroads-bank-enterprises",
        "https://www.insee.fr/fr/information/1972062",
    ),
)
def enterprise(text: Readable, hits: Hits) -> Iterator[Match]:
    said = REGISTER.search(text.low) or DUTCH.search(text.low) or VAT.search(text.low)
    for kind in KINDS if said else KINDS[:2]:
        for number in numbers(text.text)[kind.length]:
            if (
                not kind.holds(number.digits)
                or not alone(text.text, number)
                or (kind.length == 9 and number.groups not in NINE)
            ):
                continue
            named = _named(text, number, kind)
            if named or (number.groups == kind.grouping and not _else(text, number)):
                value = (
                    kind.country + number.digits[:9]
                    if kind.country == "FR"
                    else kind.country + number.digits.zfill(kind.digits)
                )
                yield _match(text, number.start, number.end, kind.reason, kind.country, value)
    for found in GERMAN.finditer(text.text):
        court = found[3] if found[3] != "AG" else None  # "AG Köln" is the court
        end = found.end() if court else found.end(2)
        yield _match(text, found.start(), end, "context", "DE", f"{found[1]}{found[2]}{court or ''}".replace(" ", ""))
    for pattern, country, written in ((SOCIETY, "DE", text.text), (AUSTRIAN, "AT", text.text), (BRITISH, "GB", text.low)):
        for found in pattern.finditer(written):
            group = found.lastindex or 1
            yield _match(text, found.start(group), found.end(group), "context", country, found[group].replace(" ", "").upper())
    for found in LUXEMBOURGISH.finditer(text.text):
        yield _match(text, found.start(1), found.end(1), "context", "LU", found[1].replace(" ", ""))


def _named(text: Readable, number: Number, kind: Kind) -> bool:
    if kind.words is DUTCH:
        return len(number.groups) == 1 and cued(text, number.start, number.end, DUTCH, before=40)
    return cued(text, number.start, number.end, REGISTER, before=48, after=40) or cued(
        text, number.start, number.end, VAT, before=32
    )


def _else(text: Readable, number: Number) -> bool:
    """Whether it is called a telephone number, an order or the like."""
    return cued(text, number.start, number.end, PHONE, before=24, after=0) or of_goods(text, number.start)


def _match(text: Readable, start: int, end: int, reason: str, country: str, value: str) -> Match:
    by_vat = cued(text, start, end, VAT, before=24, after=0) and not cued(text, start, end, REGISTER, before=24, after=0)
    cls = DataClass.VAT if by_vat else DataClass.ENTERPRISE
    if of_firm(text, start, end) or FIRM.search(text.text, max(start - 100, 0), end + 70):
        return Match(start, end, cls, "enterprise", "public", 0.25, country, value)
    return of_nobody(text, Match(start, end, cls, "enterprise", reason, 1.0 if reason == "checksum" else 0.9, country, value))
