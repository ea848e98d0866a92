"""A telephone number, as people in Belgium, the Netherlands, France, Germany and Luxembourg write them, and from abroad.

It reaches a person directly, and it is what somebody needs to call in another's name. With `+` or `00` it counts when the numbering plan of its
country allows it (ITU-T E.164, by phonenumberslite). Without, it counts when it begins with 0, has the length and the grouping of one of the four countries
(`0470 12 34 56`, `020-123 45 67`, `01 23 45 67 89`, `030/1234567`), or is a mobile number in one piece; another in one piece
behind the name of a person or a request to call ("Fragen: 0301234567"), one of Luxembourg (`621 123 456`) near that country; any other only where a
word says so.

When it is wrong: a number of nine to twelve digits that begins with 0 and is grouped like one is taken for one, unless it is called an order, an article
or the like; a number without 0 or grouping that nothing names stays unseen. Numbers of services (0800, 0900, 078, 0180) belong to nobody: they are
told with the reason `service` and a score below `FAINT`; so are, as `public` or `example`, a number on a poster or of a place open to everybody and one
that is made up (`_published.py`). Numbers dictated in words count when they begin with a zero. That a number is a firm's own cannot be seen otherwise.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from weerbaar.detect.leak._context import LINE, PHONE, column, cued, of_goods
from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._digits import in_account
from weerbaar.detect.leak._names import FIRST, facts_of, model
from weerbaar.detect.leak._published import names_somebody, of_nobody
from weerbaar.model.leak import DataClass, Match, Readable

RUN = re.compile(
    r"(?:(?<=[Tt]el\.)|(?<=[Gg]sm\.)|(?<=[Ff]ax\.)|(?<![A-Za-z0-9./@#$%&€£+-])(?<![A-Za-z0-9]_))"
    r"(?:\(?(?:\+|0 ?0) ?(?=[1-9])|\(?0 ?(?=[1-9])|\(?(?=[1-9]))\d{1,15}\)?"
    r"(?:(?: ?[./-] ?| ?\(0\) ?|[ )(]{1,2})\d{1,12}\)?){0,14}(?P<extension> ?(?:x|ext\.?|toestel|tst\.?|poste|Durchwahl"
    r"|DW) ?\d{1,5})?(?![A-Za-z0-9%@€$£]|_\w)"
)
CALLED = re.compile(
    r"\b(?:tel|telefoon|telefon|telephone|phone|mobile|mobiel|mobil|handy|gsm|portable|fax|whatsapp|sms)[\w.]{0,8}\W{0,3}(?:nummer|number"
    r"|nr|no|n\W)?\W{0,5}$"
    r"|\b(?:mijn|m'n|zijn|haar|mon|son|ma|mein|meine|sein|ihre?|my|his|her) (?:privé|prive|werk|nieuw|nouveau|neue|new)?\w{0,2} ?(?:nummer"
    r"|numero|number|nr)\b\W{0,3}(?:is|est|ist|:)?\W{0,3}$"
    r"|\b(?:joignable|bereikbaar|erreichbar|reachable|erreichst du (?:mich|ihn|sie)|erreichen sie (?:mich|ihn)|get (?:me|him"
    r"|her))\b[\w' -]{0,16} (?:op|on|at|au|unter)\W{0,3}$"
    r"|\b(?:bel|call|ring|reach|text|appelez|appeler|joindre|rufen|ruf|erreichen)\b[\w' -]{0,16} (?:op|on|at|au|unter)\W{0,3}$"
)
ASKED = re.compile(
    r"(?:\b(?:vragen|vraag|inlichtingen|questions?|renseignements|infos?|fragen|ruckfragen|ruckfrage|auskunft|enquir(?:y|ies)|quer(?:y|ies)"
    r"|contact\w*"
    r"|kontakt\w*|disponible|beschikbaar|verfugbar|available|nennt|nannte|noemt|noemde|geeft|gaf|donne|indique|gives|gave"
    r"|left|hinterlasst|nummer)\b[^\n\d.!?;]{0,24}?|\b(?:au|au numero|op het nummer|unter"
    r"|unter der nummer))[ :=>(-]{1,3}\Z"
)
"""What asks to be called, right before a number in one piece."""
NEAR = ("+32", "+31", "+33", "+352", "+49", "+41", "+43", "+44", "+353")
"""Countries whose numbers people here write with 00."""
SIP = re.compile(r"\bsips?:(?P<number>\+?[\d(][\d ()./-]{5,20}\d)(?=@)")
_DIGIT = (
    r"(?:nul|een|twee|drie|vier|vijf|zes|zeven|acht|negen|zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf|null|eins|ein|zwei|zwo|drei|funf|sechs|sieben|neun"
    r"|oh|one|two|three|four|five|seven|eight|nine|double|dubbel|doppel)"
)
_TENS = (
    r"(?:(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|ein|zwei|drei|funf|sechs|sieben|neun)(?:en|und))?(?:twintig|dertig|veertig|vijftig|zestig|zeventig"
    r"|tachtig|negentig|zwanzig|dreissig|dreißig|vierzig|funfzig|sechzig|siebzig|achtzig|neunzig)|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien"
    r"|achttien|negentien|zehn|zwolf|dreizehn|vierzehn|funfzehn|sechzehn|siebzehn|achtzehn|neunzehn|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente"
    r"|quarante|cinquante|soixante|septante|octante|nonante|quatre-vingts?|cent|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety"
)
SPOKEN = re.compile(
    rf"\b(?P<number>(?:plus|nul|zero|null|oh|o)(?:,? (?:et )?(?:{_DIGIT}|{_TENS})(?:-(?:et-)?(?:{_DIGIT}|{_TENS})){{0,2}}){{5,13}})(?![\w-])"
)
"""A number as it is dictated: "nul vier negen vijf, vierenzeventig, elf"."""
QUOTED = re.compile(r'(?<![^,])"[^"]*"')
NAMEWORD = re.compile(r"[^\W\d_][\w'’]*\.?")
IN_ONE = re.compile(r"0[1-9]\d{7,9}")
LUX = re.compile(r"6[2-9]1[ -]?(?:\d{3}[ -]?\d{3}|\d\d[ .-]?\d\d[ .-]?\d\d)")
OF_LUX = re.compile(r"luxemb|\bmatricule\b|\blu\d\d\b")
LATER = re.compile(r"\d (0[1-9][\d ./-]{7,14}\d)\Z")
OWNER = 60
CALLED_ON = re.compile(r"\b(?:op|on|at|au|unter|via|fixe|vast|mobiel|rang|rung|ring)\b[ :]{1,2}\(?\Z")
"""Words right before a telephone number, whatever was spoken of before."""
REFEREE = re.compile(r"\b(?:referen[tz]i?\w*|references?|referees?|referent\w*)\b")
"""Somebody who can be asked about an applicant, named in the characters before a number."""
ODD = re.compile(r"\A0\d{2,3}-\d{2,4}-\d{3,4}\Z|\A0\d{3}-\d{4}-\d{4}\Z")
"""Groups between hyphens in which hardly anybody writes a telephone number, and files and devices are."""
OF_A_THING = re.compile(
    r"\b(?!tel|gsm|ruf|handy|mobi|phone|fax|nood|not|haus|prive|privat|werk|thuis|dienst|direct|zakelijk|vast|fest|kontakt|contact|whatsapp|bel|dring)"
    r"[a-z-]{3,24}(?:nummer|nr|number|code)\b[ .:#]{1,3}\Z"
)
"""A number that is called that of a thing: "Gerätenummer", "klantcode"."""
DATE = re.compile(
    r"\d{1,2}([./ -])\d{1,2}\1(?:19|20)\d\d(?!\d)|(?:19|20)\d\d[./-]\d\d[./-]\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}(?: |\Z)"
)
ZERO = re.compile(r"\A\(?0 (?=\d{2,5}\b)")
"""A zero that stands apart: "(0 89) 99 99 82 31"."""
REFERENCE = re.compile(r"\d{3}/\d{4}/\d{5}\Z")
"""The structured communication of a Belgian transfer."""
OF_AREA = re.compile(r"0[1-9]\d?\.\d\d\.\d\d\.\d\d\Z")
QUAD = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\Z")
SERVICE = re.compile(r"0(?:800|90\d|180)\d{3,8}\Z|0(?:70|78)\d{6}\Z|088\d{7}\Z")
BRITISH_SERVICE = ("030", "033", "034", "037", "080", "084", "087")
FRENCH_SERVICE = ((2, 2, 2, 2, 2), (4, 2, 2, 2), (10,))
MOBILE = re.compile(r"04[5-9]\d{7}|06[1-9]\d{7}|07[3-9]\d{7,8}|01(?:5\d|6[02-4]|7\d)\d{7,8}")


@recogniser(
    classes=(DataClass.PHONE,),
    reasons=("format", "context", "service", "example", "public"),
    references=("https://www.itu.int/rec/T-REC-E.164", "https://github.com/google/libphonenumber"),
)
def phone(text: Readable, hits: Hits) -> Iterator[Match]:
    for called in (*SIP.finditer(text.low), *SPOKEN.finditer(text.low)):
        start, end = called.span("number")
        yield of_nobody(
            text, Match(start, end, DataClass.PHONE, "phone", "context", 0.9, value=" ".join(called["number"].split()))
        )
    for run in RUN.finditer(text.text):
        extension = run["extension"] or ""
        written = run[0].removesuffix(extension).rstrip(" )")
        loose = written.count("(") > written.count(")")
        if not 6 <= sum(c.isdigit() for c in written) <= 24 or in_account(text.text, run.start()):
            continue
        match = _judged(text, run.start() + loose, written[loose:])
        if match is not None:
            match = of_nobody(text, match)
            whole = match.end + len(extension) == run.end()
            yield replace(match, end=run.end()) if extension and whole else match


def _judged(text: Readable, start: int, written: str) -> Match | None:
    """The number in a run of digit groups: all of it, or what stands behind a date, or before other numbers when a word says so."""
    if date := DATE.match(written):
        start, written = start + date.end(), written[date.end() :]
        start, written = start + len(written) - len(written.lstrip(" .-/")), written.lstrip(" .-/")
    if REFERENCE.match(written) or (QUAD.match(written) and not OF_AREA.match(written)) or DATE.match(written):
        return None
    first = written.lstrip("(")[:2]
    if (first[:1] == "+" or first == "00") and (abroad := _international(text, start, written)):
        return abroad
    named = cued(text, start, start + len(written), PHONE, before=40, after=12)
    if not named and text.text[start - 1 : start] in (",", '"'):
        named = PHONE.search(_column(text, start)) is not None
    if not named and (
        (of_goods(text, start) and not _of_a_referee(text, start) and not CALLED_ON.search(text.low, max(start - 12, 0), start))
        or text.text[start - 1 : start] == "="
    ):
        return None
    if not named and text.text[start - 1 : start] == "," and text.text[max(start - 2, 0) : start - 1].isdigit():
        return None
    digits, groups = _digits(written)
    if not named and (IN_ONE.fullmatch(written) or LUX.fullmatch(written)) and _meant(text, start, written):
        return _match(start, written, "context", 0.8)
    if first[:1] == "0" and (named or first != "00"):
        if not named and (ODD.search(written) or OF_A_THING.search(text.low, max(start - 32, 0), start)):
            return None
        if (_grouped(groups) and written.count("/") < 2) or MOBILE.fullmatch(digits) or (named and 8 <= len(digits) <= 13):
            return _match(start, written, "context" if named else "format", 1.0 if named else 0.85)
        return _shorter(start, written) if named else None
    if 6 <= len(digits) <= 12 and CALLED.search(text.low, max(start - 32, 0), start):
        return _match(start, written, "context", 0.8)
    later = LATER.search(written)
    if later and (_grouped(_digits(later[1])[1]) if named else MOBILE.fullmatch(_digits(later[1])[0])):
        return _match(start + later.start(1), later[1], "context" if named else "format", 0.8)
    return None


def _of_a_referee(text: Readable, start: int) -> bool:
    """Whether a number behind "reference" is that of somebody who can be asked."""
    near = max(start - OWNER, 0)
    return REFEREE.search(text.low, near, start) is not None and names_somebody(text, near, start)


def _meant(text: Readable, start: int, written: str) -> bool:
    """Whether a number in one piece that no word names stands behind a person or a request to call; one of Luxembourg, near that country."""
    if written[0] != "0":
        return OF_LUX.search(text.low, max(start - 160, 0), start + 160) is not None
    near = max(start - 60, 0)
    first = max(near, text.low.rfind("\n", near, start) + 1)
    if ASKED.search(text.low, first, start):
        return True
    return _behind_a_person(text, first, start)


def _behind_a_person(text: Readable, first: int, start: int) -> bool:
    words = list(NAMEWORD.finditer(text.text, first, start))[-6:]
    if not words or text.text[words[-1].end() : start].strip(" ,:(-"):
        return False
    pairs = list(pairwise(words if text.text[start - 1] == "(" else words[-3:]))
    full = [
        text.low[one.start() : one.end()]
        for one, other in pairs
        if one[0][0].isupper() and other[0][0].isupper() and other.start() - one.end() == 1
    ]
    known = model()
    facts = facts_of(list(dict.fromkeys(full)), known.keys, known.facts)
    return any(facts[name] & FIRST for name in full)


def _column(text: Readable, start: int) -> str:
    """The head of the column, where a comma between quotes begins no cell."""
    line = text.low.rfind("\n", max(start - LINE, 0), start) + 1
    before = text.low[line:start]
    quoted = sum(cell.count(",") for cell in QUOTED.findall(before)) if start - line < LINE else 0
    at = line + len(before)
    for _ in range(quoted):
        at = text.low.rfind(",", line, at)
    return column(text, at)


def _digits(written: str) -> tuple[str, tuple[int, ...]]:
    groups = re.findall(r"\d+", ZERO.sub("0", written))
    return "".join(groups), tuple(map(len, groups))


def _grouped(groups: tuple[int, ...]) -> bool:
    """Whether digits are grouped as in a national number: an area code, then two to four small groups or a large one with an extension."""
    first, rest = groups[0], groups[1:]
    if not rest or not 2 <= first <= 5 or not 9 <= sum(groups) <= (13 if first == 5 else 12):
        return False
    if len(rest) <= 2 and 5 <= rest[0] <= 8:
        return len(rest) == 1 or rest[1] <= 3
    return len(rest) <= 4 and all(2 <= group <= 4 for group in rest)


def _shorter(start: int, written: str) -> Match | None:
    """The number at the beginning of a longer run."""
    for end in [found.end() for found in re.finditer(r"\d+", written)][-2:0:-1]:
        if _grouped(_digits(written[:end])[1]):
            return _match(start, written[:end], "context", 0.9)
    return None


def _international(text: Readable, start: int, written: str) -> Match | None:
    ends = [found.end() for found in re.finditer(r"\d+\)?", written)]
    for end in ends[:-4:-1]:
        plain = written[:end].replace("(0)", "").lstrip("(")
        digits = _digits(plain)[0]
        number = "+" + (digits[2:] if plain.startswith("00") else digits)
        kind = _kind(number) if 8 <= len(number) <= 16 else ""
        near = number.startswith(NEAR) and len(number) >= (13 if number.startswith("+44") else 11)
        if (
            plain.startswith("00")
            and kind == "possible"
            and not near
            and not cued(text, start, start + end, PHONE, before=40, after=12)
        ):
            continue
        if kind:
            if plain.startswith("00") and of_goods(text, start):
                return None
            reason, score = ("service", 0.2) if kind == "service" else ("format", 1.0)
            return Match(start, start + end, DataClass.PHONE, "phone", reason, score, value=number)
    return None


@lru_cache(maxsize=256)
def _kind(number: str) -> str:
    """What the numbering plan says of a number in E.164 form: "valid", "possible", "service", or "" when it cannot be one."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    types = phonenumbers.PhoneNumberType
    services = (types.TOLL_FREE, types.PREMIUM_RATE, types.SHARED_COST, types.UAN, types.VOICEMAIL)
    if phonenumbers.number_type(parsed) in services:
        return "service"
    return "valid" if phonenumbers.is_valid_number(parsed) else "possible"


def _match(start: int, written: str, reason: str, score: float) -> Match:
    digits, groups = _digits(written)
    zone = groups[0] == 2 and len(digits) == 9
    if groups == (4, 3, 4) and digits.startswith(BRITISH_SERVICE):
        reason, score = "service", 0.2
    if (SERVICE.match(digits) and not zone) or (digits.startswith("08") and len(digits) == 10 and groups in FRENCH_SERVICE):
        reason, score = "service", 0.2
    return Match(start, start + len(written), DataClass.PHONE, "phone", reason, score, value=digits)
