"""The machine-readable lines of identity papers in text that a reader of letters made of a picture (ICAO Doc 9303, parts 3 to 6).

Three lines of 30 signs (TD1, cards), two of 36 (TD2; the French card of before 2021 has an order of its own) or two of 44 (TD3, passports).
Letters and digits that look alike are put right where a place can hold only one of the two, and in document numbers where one way makes the
check digit right. Without two right check digits nothing is taken for such lines: then they were read too poorly to say anything.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from weerbaar.model.mrz import check_digit

TO_DIGIT = str.maketrans("OQDUILZSGBAT", "000011256847")
TO_LETTER = str.maketrans("015826", "OISBZG")
FILLER = str.maketrans(
    {"«": "<<", "‹": "<", "(": "<", "{": "<", "[": "<", "£": "E", "€": "E", "|": "I", "!": "I", "$": "S", "§": "S"}
)
SIGNS = re.compile(r"[A-Z0-9<]{24,50}")
TAIL = re.compile(r"[<KCLES]{3,}\Z")
LIKE = {"0": "O", "O": "0", "1": "I", "I": "1", "8": "B", "B": "8", "5": "S", "S": "5", "2": "Z", "Z": "2", "6": "G", "G": "6"}
MOST_LINES, MOST_DOUBTS = 400, 6
CODES = """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ
    BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE D
    DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC
    GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM
    KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG
    MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL
    PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN
    SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB
    VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE DEU EUE GBD GBN GBO GBP GBS RKS UNA UNK UNO UTO XOM XPO XXA XXB XXC
"""
"""ISO 3166-1 alpha-3 and the codes of ICAO Doc 9303-3 section 5; D and DEU for Germany."""
ISSUERS = frozenset(CODES.split())
FORMS = {30: 3, 36: 2, 44: 2}
"""Signs in a line -> lines."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What machine-readable lines say. `right` and `wrong` name the fields by whether their check digit holds; dates are yymmdd."""

    form: str  # TD1, TD2, TD3, FR
    code: str
    issuer: str
    surname: str
    given: str
    number: str
    birth: str
    sex: str
    expiry: str
    optional: str
    right: frozenset[str]
    wrong: frozenset[str]
    begin: int = 0
    """The first line of the text they stand in."""
    end: int = 0


def lines_in(text: str) -> Iterator[Lines]:
    """Every set of machine-readable lines in a text."""
    rows = [(number, _cleaned(line)) for number, line in enumerate(islice(text.splitlines(), MOST_LINES)) if line.strip()]
    done = -1
    for at, (number, row) in enumerate(rows):
        if number <= done or len(row) < 24:
            continue
        for length, count in FORMS.items():
            block = rows[at : at + count]
            fitted = [_fitted(line, length) for _, line in block]
            if len(fitted) < count or not all(fitted):
                continue
            found = _read(length, fitted)
            if found is not None and len(found.right) >= 2:
                done = block[-1][0]
                yield replace(found, begin=number, end=done)
                break


def may_hold(text: str) -> bool:
    """Whether a text has something like such lines, so that a closer look pays."""
    return any(
        line.count("<") + 2 * line.count("«") + line.count("‹") >= 3 and len(_cleaned(line)) >= 20
        for line in islice(text.splitlines(), MOST_LINES)
    )


def _cleaned(line: str) -> str:
    return re.sub(r"[^A-Z0-9<]", "", line.translate(FILLER).upper().replace(" ", ""))


def _fitted(line: str, length: int) -> str:
    """The line at its full length; fillers at its end, which readers lose count of, are put right. "" where it does not fit."""
    if len(line) == length and SIGNS.fullmatch(line):
        return line
    if abs(len(line) - length) > 6 or not SIGNS.fullmatch(line):
        return ""
    for keep in (1, 0):
        # The last sign of a second line is a check digit.
        body, last = (line[:-1], line[-1]) if keep and line[-1].isdigit() else (line, "")
        bare = TAIL.sub("", body)
        if bare != body and len(bare) + len(last) <= length:
            return bare + "<" * (length - len(bare) - len(last)) + last
    return ""


def _read(length: int, lines: list[str]) -> Lines | None:
    first = lines[0]
    if length == 36 and first.startswith(("IDFRA", "1DFRA")):
        return _french(first, lines[1])
    read = _card if length == 30 else _passport
    # A sign read twice near the begin moves all that follows.
    begins = [first, *(first[:at] + first[at + 1 :] + "<" for at in range(6))]
    ways = [read([begin, *lines[1:]]) for begin in begins if begin[0] in "ACIPRV1"]
    return max((way for way in ways if way and way.issuer in ISSUERS), key=lambda way: len(way.right), default=None)


def _card(lines: list[str]) -> Lines | None:
    first, second, third = lines
    # ICAO 9303-5, 4.2.2: a number longer than nine signs goes on behind a filler, its check digit after it.
    more = re.match(r"[A-Z0-9]{1,14}", first[15:]) if first[14] == "<" else None
    if more is not None:
        number, digit, optional = first[5:14] + more[0][:-1], more[0][-1], ""
    else:
        number, digit = _number(first[5:14], first[14])
        optional = first[15:]
        first = first[:5] + number + digit + optional
    birth, expiry = _digits(second[0:7]), _digits(second[8:15])
    whole = first[5:30] + birth + expiry + second[18:29]
    fields = {"number": number + digit, "birth": birth, "expiry": expiry, "whole": whole + _digits(second[29])}
    return _made("TD1", first, _letters(third), number, second[7], fields, optional.strip("<") or second[18:29])


def _passport(lines: list[str]) -> Lines | None:
    first, second = lines
    length = len(second)
    number, digit = _number(second[:9], second[9])
    birth, expiry = _digits(second[13:20]), _digits(second[21:28])
    optional = second[28 : length - 2] if length == 44 else second[28 : length - 1]
    whole = number + digit + birth + expiry + second[28 : length - 1]
    fields = {"number": number + digit, "birth": birth, "expiry": expiry, "whole": whole + _digits(second[-1])}
    return _made("TD3" if length == 44 else "TD2", first, _letters(first[5:]), number, second[20], fields, optional.strip("<"))


def _french(first: str, second: str) -> Lines | None:
    """The French card of 1988 to 2021: no date of expiry, number and given names in the second line."""
    number = _digits(second[:13])
    birth = _digits(second[27:34])
    fields = {"number": number, "birth": birth, "whole": first + second[:35] + _digits(second[35])}
    names = _letters(first[5:30]).strip("<") + "<<" + _letters(second[13:27]).replace("<<", "<")
    return _made("FR", "IDFRA" + first[5:], names, number[:12], second[34], fields, "")


def _made(form: str, first: str, names: str, number: str, sex: str, fields: dict[str, str], optional: str) -> Lines | None:
    issuer = _letters(first[2:5])
    if not re.fullmatch(r"[A-Z]{1,3}<{0,2}", issuer):
        return None
    right = frozenset(name for name, field in fields.items() if holds(field))
    surname, _, given = names.partition("<<")
    return Lines(
        form, _letters(first[:2]), issuer.strip("<"), surname.replace("<", " ").strip(), given.replace("<", " ").strip(),
        number.strip("<"), fields["birth"][:6], sex, fields.get("expiry", "")[:6], optional.strip("<"),
        right, frozenset(fields) - right,
    )  # fmt: skip


def _digits(field: str) -> str:
    return field.translate(TO_DIGIT)


def _letters(field: str) -> str:
    return field.translate(TO_LETTER)


def _number(number: str, digit: str) -> tuple[str, str]:
    """A document number and its check digit, with as few look-alikes exchanged as make it right, where that is one way only."""
    digit = _digits(digit)
    if holds(number + digit):
        return number, digit
    doubts = [at for at, sign in enumerate(number) if sign in LIKE][:MOST_DOUBTS]
    ways: dict[int, set[str]] = {}
    for choice in product((False, True), repeat=len(doubts)):
        signs = list(number)
        for at, exchanged in zip(doubts, choice, strict=True):
            signs[at] = LIKE[signs[at]] if exchanged else signs[at]
        if holds("".join(signs) + digit):
            ways.setdefault(sum(choice), set()).add("".join(signs))
    fewest = ways[min(ways)] if ways else set()
    return (fewest.pop(), digit) if len(fewest) == 1 else (number, digit)


def holds(field: str) -> bool:
    """Whether the last sign is the check digit of those before."""
    return bool(re.fullmatch(r"[A-Z0-9<]*[0-9]", field)) and check_digit(field[:-1]) == field[-1]
