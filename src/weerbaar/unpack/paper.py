"""Identity papers in pictures: what their machine-readable lines and their printed side say, and as little of the person as possible.

A Paper part holds no name and no whole number. Of the words beside such lines only sentences and accounts stay, with what the lines say of the
person taken out of them: a request that stands in the same picture is still read, the card is not kept.

What this cannot show: whether the paper exists, whether the one who sent it is the person, whether the picture was made from another. Every check
digit here can be computed by anyone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from weerbaar.model.part import Paper
from weerbaar.unpack.mrz import Lines, lines_in
from weerbaar.unpack.reread import accounts_in

MASK = "•••"
MOST = 4
LONGEST = 20_000
DATE = re.compile(
    r"(?<!\d)(0?[1-9]|[12]\d|3[01])[ ./-]{1,3}(0?[1-9]|1[0-2]|[A-Za-zéûäÄ]{3,9}\.?(?: ?/ ?[A-Za-zéûä]{3,5})?)[ ./-]{1,3}((?:19|20)\d\d)(?!\d)"
)
MONTHS = (
    "jan", "feb fév fev fe", "mar maa mrt mär mae", "apr avr", "mei mai may", "jun juin", "jul juil", "aug aoû aou", "sep", "okt oct", "nov", "dec déc dez",
)  # fmt: skip
SURNAME = re.compile(
    r"^(?!.*(?:given|first|voor|vor|pr[ée]|user))\W*(?:\d\.? )?(?:naam|name|nom|surname|achternaam)\b[^\n]{0,40}$", re.I | re.M
)
BELGIAN_NATIONAL = re.compile(r"(?<!\d)(\d\d)[. ](\d\d)[. ](\d\d)[- ](\d{3})[. ](\d\d)(?!\d)")
BELGIAN_CARD = re.compile(r"(?<!\d)(\d{3})[- ](\d{7})[- ](\d\d)(?!\d)")
DUTCH_NUMBER = re.compile(r"[A-NP-Z]{2}[A-NP-Z0-9]{6}\d")
"""Rijksdienst voor Identiteitsgegevens: nine signs, no letter O, a digit at the end."""
GERMAN_NUMBER = re.compile(r"[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}")
"""Personalausweisverordnung, Anhang 3: no vowels, no letters that are like digits."""
FRENCH_OLD = re.compile(r"\d{2}(?:0[1-9]|1[0-2])[0-9AB]{2,3}[0-9A-Z]{5,6}")
"""Year and month of issue, the office, a running number."""
TITLE = re.compile(
    r"identiteitskaart|carte (?:nationale )?d.identit|personalausweis|identity card|\bpaspoort\b|\bpassport\b|\bpasseport\b|\breisepass\b"
    r"|verblijfs(?:titel|kaart)|titre de s[ée]jour|aufenthaltstitel|residence permit",
    re.I,
)
TERMS = (5, 6, 7, 10)
"""Years that papers are valid: a date of issue lies so far before the one of expiry."""
SENTENCE = 4
"""Words in small letters that make a line a sentence; the lines of a card have fewer."""


class Seen(NamedTuple):
    """The papers in a text, and what is left of the text."""

    papers: tuple[Paper, ...]
    text: str


def papers_in(text: str, where: str, other: str | None = None) -> Seen:
    """The identity papers in what was read of a picture; `other` is a second reading of it (None: nothing was read by eye).

    A check digit counts as wrong only where both readings say so. Where there is no paper, the text stays as it is.
    """
    first = list(islice(lines_in(text[:LONGEST]), MOST))
    if other is not None:
        second = list(islice(lines_in(other[:LONGEST]), MOST))
        found = [_best(one, second) for one in first] or [replace(one, wrong=frozenset()) for one in second]
    else:
        found = first
    printed = "\n".join(
        line for at, line in enumerate(text.splitlines()) if not any(one.begin <= at <= one.end for one in first)
    )
    if found:
        papers = tuple(_paper(one, printed, where) for one in found)
    elif paper := _front(printed, where):
        papers = (paper,)
    else:
        return Seen((), text)
    return Seen(papers, _minimal(printed, found))


def _best(one: Lines, others: list[Lines]) -> Lines:
    """Of two readings of the same lines the one where more holds; what holds in either does not count as wrong."""
    same = next((other for other in others if other.form == one.form and _alike(one, other)), None)
    if same is None:
        return replace(one, wrong=frozenset())
    better = max(one, same, key=lambda lines: len(lines.right))
    return replace(better, right=one.right | same.right, wrong=one.wrong & same.wrong)


def _alike(one: Lines, other: Lines) -> bool:
    return sum(a == b for a, b in ((one.birth, other.birth), (one.expiry, other.expiry), (one.number, other.number))) >= 1


def _paper(lines: Lines, printed: str, where: str) -> Paper:
    dates = _dates(printed)
    compared, differs = [], []
    for name, value in (("birth", lines.birth), ("expiry", lines.expiry)):
        if name in lines.wrong or not value.isdigit():
            continue
        if any(_same(date, value) for date in dates):
            compared.append(name)
        elif any(_near(date, value, name) for date in dates):
            differs.append(name)
    for name, verdict in (("name", _name_stands(lines, printed)), ("number", _number_stands(lines, printed))):
        if verdict is not None and name not in lines.wrong:
            (compared if verdict else differs).append(name)
    return Paper(
        where,
        lines.form,
        {"P": "passport", "V": "visa"}.get(lines.code[0], "card"),
        lines.issuer,
        masked(lines.number),
        _iso(lines.expiry) if "expiry" in lines.right else "",
        tuple(sorted(lines.wrong)),
        tuple(differs),
        tuple(dict.fromkeys(_odd(lines, printed))),
        tuple(compared),
    )


def _front(printed: str, where: str) -> Paper | None:
    """A card of which only the printed side is there: it names itself and has the numbers or dates of one."""
    if not TITLE.search(printed[:LONGEST]) or any(len(line.split()) > 12 for line in printed.splitlines()):
        return None
    card = BELGIAN_CARD.search(printed)
    if card is None and not BELGIAN_NATIONAL.search(printed) and len(_dates(printed)) < 2:
        return None
    return Paper(
        where,
        "front",
        "card",
        "BEL" if card else "",
        masked("".join(card.groups())) if card else "",
        odd=tuple(dict.fromkeys(_belgian(printed))),
    )


def masked(number: str) -> str:
    """A number of which the first and last two signs can be seen."""
    return number[:2] + "•" * max(len(number) - 4, 0) + number[-2:] if len(number) > 4 else "•" * len(number)


def _dates(text: str) -> list[tuple[int, int, int]]:
    """(day, month, year) of every date that is written with a year of four digits."""
    found = []
    for match in islice(DATE.finditer(text), 40):
        month = int(match[2]) if match[2].isdigit() else _month(match[2])
        if month:
            found.append((int(match[1]), month, int(match[3])))
    return found


def _month(word: str) -> int:
    low = word.lower()
    return next((at for at, names in enumerate(MONTHS, 1) if any(low.startswith(name) for name in names.split())), 0)


def _same(date: tuple[int, int, int], value: str) -> bool:
    day, month, year = date
    return (f"{year % 100:02}{month:02}{day:02}") == value


def _near(date: tuple[int, int, int], value: str, name: str) -> bool:
    """Whether a printed date is that of the lines but for its day, month or year."""
    day, month, year = date
    apart = (year % 100 - int(value[:2])) % 100
    if name == "expiry" and (100 - apart) % 100 in TERMS:
        return False
    return [year % 100 == int(value[:2]), month == int(value[2:4]), day == int(value[4:6])].count(True) == 2


def _name_stands(lines: Lines, printed: str) -> bool | None:
    """Whether the surname of the lines is printed too; False where another name stands under the label, None where that cannot be told."""
    from rapidfuzz import fuzz

    plain = _plain(printed)
    if lines.surname and re.search(rf"\b{re.escape(lines.surname)}\b", plain):
        return True
    label = SURNAME.search(printed)
    if label is None or not lines.surname:
        return None
    under = next((line for line in printed[label.end() :].splitlines() if line.strip()), "")
    words = " ".join(re.findall(r"[A-Z]{2,}", _plain(under)))
    if len(words) < 3 or any(word.islower() for word in under.split()):
        return None
    return None if fuzz.partial_ratio(words, lines.surname) >= 50 else False


def _plain(text: str) -> str:
    """Upper case without accents, as ICAO Doc 9303-3 section 6 writes names, roughly."""
    import unicodedata

    spread = text.upper().replace("Ä", "AE").replace("Ö", "OE").replace("Ü", "UE").replace("ẞ", "SS")
    return "".join(c for c in unicodedata.normalize("NFKD", spread) if not unicodedata.combining(c)).replace("-", " ")


def _number_stands(lines: Lines, printed: str) -> bool | None:
    if lines.number and lines.number in re.sub(r"[ .-]", "", printed.upper()):
        return True
    card = BELGIAN_CARD.search(printed) if lines.issuer == "BEL" and len(lines.number) == 12 else None
    return None if card is None else False


def _odd(lines: Lines, printed: str) -> Iterator[str]:
    """Names of the numbers that do not have the form or the check digits their country gives them."""
    from stdnum.be import eid, nn
    from stdnum.nl import bsn

    number, sure = lines.number, "number" in lines.right
    if lines.issuer == "BEL" and lines.form == "TD1":
        if sure and len(number) == 12 and not eid.is_valid(number):
            yield "eID"
        if re.fullmatch(r"\d{11}", lines.optional) and not (nn.is_valid(lines.optional) and _born(lines)):
            yield "Rijksregister"
    elif lines.issuer == "NLD" and sure:
        if not DUTCH_NUMBER.fullmatch(number):
            yield "document NLD"
        if re.fullmatch(r"\d{9}", lines.optional) and not bsn.is_valid(lines.optional):
            yield "BSN"
    elif lines.issuer in ("D", "DEU") and sure and lines.form == "TD1" and not GERMAN_NUMBER.fullmatch(number):
        yield "Personalausweis"
    elif sure and _odd_french(lines):
        yield "CNI"
    yield from _belgian(printed)


def _odd_french(lines: Lines) -> bool:
    if lines.form == "FR":
        return FRENCH_OLD.fullmatch(lines.number) is None
    return lines.issuer == "FRA" and lines.form == "TD1" and len(lines.number) != 9


def _born(lines: Lines) -> bool:
    """A rijksregisternummer begins with the day of birth; people whose day is not known have zeros there."""
    return lines.optional[:6] == lines.birth or lines.optional[2:6] == "0000" or "birth" in lines.wrong


def _belgian(printed: str) -> Iterator[str]:
    from stdnum.be import eid, nn

    for match in islice(BELGIAN_NATIONAL.finditer(printed), 5):
        if not nn.is_valid("".join(match.groups())):
            yield "Rijksregister"
    for match in islice(BELGIAN_CARD.finditer(printed), 5):
        if not eid.is_valid("".join(match.groups())):
            yield "eID"


def _iso(value: str) -> str:
    """yymmdd of an expiry as an ISO date; papers that are valid for ever write 2099 or fillers."""
    if not re.fullmatch(r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", value):
        return ""
    return f"20{value[:2]}-{value[2:4]}-{value[4:6]}"


def _minimal(printed: str, found: list[Lines]) -> str:
    """Of the words beside a paper only sentences and accounts, without the person."""
    secrets = {
        word for one in found for word in (*one.surname.split(), *one.given.split(), one.number, one.optional) if len(word) > 2
    }
    kept = []
    for line in printed.splitlines():
        if len(re.findall(r"\b[a-zà-ÿ]{2,}\b", line)) >= SENTENCE or accounts_in(line):
            for secret in sorted(secrets, key=len, reverse=True):
                line = re.sub(rf"(?i)(?<!\w){re.escape(secret)}(?!\w)", MASK, line)
            kept.append(DATE.sub(MASK, BELGIAN_CARD.sub(MASK, BELGIAN_NATIONAL.sub(MASK, line))))
    return "\n".join(kept)
