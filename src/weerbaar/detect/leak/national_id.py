"""A number by which a state knows a person: rijksregister- and BIS-nummer, BSN, NIR, Steuer-ID, Versicherungsnummer, matricule and others.

It stays the same for life and opens tax, health and pension files; the law of several countries forbids its use by others (Belgium: act
of 8 August 1983; Netherlands: UAVG art. 46; France: decree 2019-341). Every number must pass its check digits. How often a random number
passes (`_check_digits.py` says it for each) decides what else is asked:

- few pass and the grouping is one that people write: the number alone is enough, unless a word beside it says that it is an order, an
  article or the like. So Belgium (1 in 300 of random 11 digits), France with its key (1 in 5,000), Luxembourg, Switzerland, Italy,
  Germany's Versicherungsnummer, and the Steuer-ID (1 in 260) in its official grouping `12 345 678 903`. In a grouping that nothing else has
  (`85.07.30-033.28`, `1 84 02 12 219 431 84`), or beside a body that knows people by it (a pension fund, a payroll), a *reference* may be one too;
- more pass: only beside a word that names it, under its label, or in a list or column of them: BSN (1 in 11), Steuer-ID, NIR
  without its key, Austria, Spain, Ireland, Poland, United Kingdom.

When it is wrong: an 11-digit article number that nothing names passes as a Belgian one once in 300 times; a BSN that nobody calls so stays unseen;
a number with a typing error is not found, and neither is one that was made up without regard for the check digits.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from weerbaar.detect.leak import _check_digits as check
from weerbaar.detect.leak._context import NAMED, cued, of_goods
from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._digits import Number, alone, numbers
from weerbaar.detect.leak._published import of_nobody
from weerbaar.model.leak import DataClass, Match, Readable

NEAR = 60
"""Characters between two numbers of one list."""
BORN = r"\b(?:geboren|geb\.|geboorted|ne\(?e?\)? le\b|date de naissance|geburtsd|geburtst|born\b|date of birth|dob\b)"


@dataclass(frozen=True, slots=True)
class Kind:
    """A number of one country: its length, its check, the words that name it, the groupings in which it needs no words."""

    country: str
    length: int
    holds: Callable[[str], bool]
    words: re.Pattern[str]
    groupings: tuple[tuple[int, ...], ...] = ()


def _words(text: str) -> re.Pattern[str]:
    return re.compile(text)


BELGIAN = _words(
    r"rijksregister|rrn\b|\brr[ -]?n|\binsz\b|\bniss\b|registre national|nationa(?:a|l).?(?:nummer|num)|num(?:ero|\.)? national|\bbis.?n|\bnn\b"
    r"|national (?:register )?n|nationalregister|\bssin\b"
)
DUTCH = _words(r"\bbsn|b\.s\.n|burgerservice|sofi.?n|\bsofi\b|citizen service|service.?nummer|" + BORN)
FRENCH = _words(
    r"\bnir\b|secu(?:rite)?\b|\bn\W{0,2}ss\b|\bnss\b|\binsee\b|assure social|immatriculation (?:a la )?secu|social security|carte vitale|\bam[eo]li"
)
GERMAN = _words(
    r"steuer.?id|\bst\.?-?id|\bidnr|\bid-nr|identifikationsn|steuer.{0,3}identifik|steuerliche id|\btin\b|tax id|\bpersonliche id|steuernummer|\bidn\b"
    r"|numero fiscal|fiscaal nummer|\brv.?n|rentenversicherung|sozialversicherung|versicherungsnummer|\bsv.?n"
)
AUSTRIAN = _words(r"sozialversicherung|sv-?n|\bsvnr|versicherungsn|vsnr|\bsv\b")
LUXEMBOURGISH = _words(r"matricul|\bcns\b|sozialversicherung|securite sociale|identifi")
TELLING = frozenset(((6, 3, 2), (2, 2, 2, 3, 2), (1, 2, 2, 2, 3, 3, 2), (1, 2, 2, 5, 3, 2), (4, 2, 2, 3, 2)))
"""Groupings in which people write such a number and hardly any other."""
BODY = _words(
    r"pensioen|\bpension|\bretraite|\brente(?:n|\b)|ziekenfonds|mutualite|\bmutuelle|krankenkasse|health insur|zorgverzeker|sociale zekerheid"
    r"|securite sociale|sozialversicherung|social security|belastingdienst|\bimpots\b|finanzamt|tax office|\bhmrc\b|payroll|loonadministratie"
    r"|sociaal secretariaat|secretariat social|\bpaie\b|lohnburo|lohnbuchhaltung|kinderbijslag|allocations familiales|kindergeld|child benefit"
    r"|\brva\b|\bonem\b|\bcpam\b|\bcarsat\b"
)
"""Bodies whose letters carry the number of the person as their reference."""
REFERENCE = re.compile(
    r"\b(?:ref|kenmerk|dossier|zaak|case\b|aktenzeichen|vorgang|geschaftszeichen|number of|contra[ck]t|vertrag)"
)
"""Words that such a body says of the number of a person as well."""
SPELLED = {length: (1,) * length for length in (11, 13, 15)}
KINDS = (
    Kind("BE", 11, check.belgian, BELGIAN, ((11,), (6, 3, 2), (6, 5), (9, 2), (2, 2, 2, 3, 2), (2, 2, 2, 5), SPELLED[11])),
    Kind("DE", 11, check.steuer_id, GERMAN, ((2, 3, 3, 3),)),
    Kind("PL", 11, check.pesel, _words(r"pesel")),
    Kind("NL", 9, check.bsn, DUTCH),
    Kind("FR", 15, check.nir, FRENCH, ((15,), (13, 2), (1, 2, 2, 2, 3, 3, 2), (1, 2, 2, 5, 3, 2), SPELLED[15])),
    Kind("FR", 13, lambda digits: digits[0] in "12" and 1 <= int(digits[3:5]) <= 12, FRENCH),
    Kind("LU", 13, check.matricule, LUXEMBOURGISH, ((13,), (8, 5), (4, 4, 5), (4, 2, 2, 5), (4, 2, 2, 3, 2), SPELLED[13])),
    Kind("CH", 13, check.ahv, _words(r"\bahv|\bavs\b|sozialversicherung"), ((13,), (3, 4, 4, 2))),
    Kind("AT", 10, check.austrian, AUSTRIAN),
    Kind("GB", 10, check.nhs, _words(r"\bnhs\b")),
)
BY_LENGTH = {length: tuple(kind for kind in KINDS if kind.length == length) for length in {kind.length for kind in KINDS}}
ATTACHED = re.compile(r"\b(?:bsn|rrn|niss|insz|nir|idnr)\Z")
SHORT_BSN = re.compile(r"\bbsn|burgerservice|sofi")

SEP = r"[ .\-/]{0,3}"
CORSICA = re.compile(
    rf"(?<![A-Za-z0-9])([1-478]){SEP}(\d\d){SEP}(\d\d){SEP}(2[ABab]){SEP}(\d\d\d){SEP}(\d\d\d){SEP}(\d\d)(?![A-Za-z0-9])"
)
INSURANCE = re.compile(rf"(?<![A-Za-z0-9])(\d\d){SEP}(\d\d){SEP}(\d\d){SEP}(\d\d){SEP}([A-Za-z]){SEP}(\d\d\d)(?![A-Za-z0-9])")
SPELLED_INSURANCE = re.compile(
    r"(?<![A-Za-z0-9])(?<!\b[A-Za-z0-9] )\d(?: \d){7} [A-Za-z](?: \d){3}(?! ?[A-Za-z0-9](?![A-Za-z]))"
)
FISCALE = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z]{3}) ?([A-Za-z]{3}) ?([0-9LMNP-Vlmnp-v]{2}[A-Za-z][0-9LMNP-Vlmnp-v]{2}) ?([A-Za-z][0-9LMNP-Vlmnp-v]{3}[A-Za-z])(?![A-Za-z0-9])"
)
SPANISH = re.compile(r"(?<![A-Za-z0-9])((?:[XYZxyz][ -]?)?\d[\d.]{6,9})[ -]?([A-Za-z])(?![A-Za-z0-9])")
SPANISH_WORDS = _words(r"\bdni\b|\bnie\b|\bnif\b|documento nacional|identidad")
IRISH = re.compile(r"(?<![A-Za-z0-9])(\d{7})[ -]?([A-Wa-w])[ -]?([ABHWTabhwt]?)(?![A-Za-z0-9])")
IRISH_WORDS = _words(r"\bpps|personal public service")
BRITISH = re.compile(
    r"(?<![A-Za-z0-9])([A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z])[ -]?(\d\d)[ -]?(\d\d)[ -]?(\d\d)[ -]?([A-Da-d])(?![A-Za-z0-9])"
)
BRITISH_WORDS = _words(r"national insurance|\bni ?n(?:o|umber|r)|\bnino\b|\bni\b")


@recogniser(
    classes=(DataClass.NATIONAL_ID,),
    reasons=("checksum", "context", "example"),
    references=(
        "https://www.ibz.rrn.fgov.be/",
        "https://wetten.overheid.nl/BWBR0022428/",
        "https://www.gesetze-im-internet.de/ao_1977/__139b.html",
    ),
)
def national_id(text: Readable, hits: Hits) -> Iterator[Match]:
    for match in _found(text):
        yield of_nobody(text, match)


def _found(text: Readable) -> Iterator[Match]:
    last: dict[str, int] = {}
    for length, found in numbers(text.text).items():
        for number in found:
            for kind in BY_LENGTH.get(length, ()):
                match = _judged(text, number, kind, last)
                if match is not None:
                    yield match
                    break
    for number in numbers(text.text)[8]:
        if (
            check.bsn("0" + number.digits)
            and alone(text.text, number)
            and cued(text, number.start, number.end, SHORT_BSN, before=32)
        ):
            yield _match(number.start, number.end, "NL", "0" + number.digits, 0.9)
    yield from _with_letters(text)


def _judged(text: Readable, number: Number, kind: Kind, last: dict[str, int]) -> Match | None:
    """The match of one number as one kind, or None. `last` holds where the last one of each country ended: a list goes on."""
    if not kind.holds(number.digits) or text.text[number.start - 1 : number.start] == "+":
        return None
    if not alone(text.text, number) and not ATTACHED.search(text.low, max(number.start - 5, 0), number.start):
        return None
    named = cued(text, number.start, number.end, kind.words) or 0 <= number.start - last.get(kind.country, -NEAR - 1) <= NEAR
    if not named and (number.groups not in kind.groupings or (of_goods(text, number.start) and not _referred(text, number))):
        return None
    last[kind.country] = number.end
    return _match(number.start, number.end, kind.country, number.digits, 1.0 if named else 0.85)


def _referred(text: Readable, number: Number) -> bool:
    """Whether a number that is called that of a file may be that of a person all the same."""
    if not cued(text, number.start, number.end, REFERENCE, before=NAMED, after=0):
        return False
    return number.groups in TELLING or cued(text, number.start, number.end, BODY)


def _match(start: int, end: int, country: str, value: str, score: float = 1.0) -> Match:
    return Match(start, end, DataClass.NATIONAL_ID, "national_id", "checksum", score, country, value)


def _with_letters(text: Readable) -> Iterator[Match]:
    """Numbers with letters in them."""
    for found in CORSICA.finditer(text.text):
        number = "".join(found.groups()).upper()
        if check.nir(number):
            yield _match(found.start(), found.end(), "FR", number)
    for found in INSURANCE.finditer(text.text):
        number = "".join(found.groups()).upper()
        if check.versicherungsnummer(number):
            yield _match(found.start(), found.end(), "DE", number)
    for found in SPELLED_INSURANCE.finditer(text.text):
        number = found[0].replace(" ", "").upper()
        if check.versicherungsnummer(number):
            yield _match(found.start(), found.end(), "DE", number)
    for found in FISCALE.finditer(text.text):
        number = "".join(found.groups()).upper()
        if check.codice_fiscale(number):
            yield _match(found.start(), found.end(), "IT", number)
    for found in SPANISH.finditer(text.text):
        number = re.sub(r"[ .-]", "", "".join(found.groups())).upper()
        if len(number) == 9 and check.dni(number) and cued(text, found.start(), found.end(), SPANISH_WORDS):
            yield _match(found.start(), found.end(), "ES", number)
    for found in IRISH.finditer(text.text):
        number = "".join(found.groups()).upper()
        if check.pps(number) and cued(text, found.start(), found.end(), IRISH_WORDS):
            yield _match(found.start(), found.end(), "IE", number)
    for found in BRITISH.finditer(text.text):
        if cued(text, found.start(), found.end(), BRITISH_WORDS):
            number = "".join(found.groups()).upper()
            yield Match(found.start(), found.end(), DataClass.NATIONAL_ID, "national_id", "context", 0.9, "GB", number)
