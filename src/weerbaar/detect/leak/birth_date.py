"""A person's date of birth.

With a name it identifies somebody for life: banks, hospitals and help lines ask for it. Any other date is not personal; so a date counts only where
the words around it say that somebody was born then (`geboren op`, `née le`, `geb.`, `DOB`, `*`, `°`, the name of a field or the head of a column; then
also in words, with a Roman month, or with a day that no calendar has), or where it stands behind a name or a child, an address between or not, far
enough back to be a birth.

When it is wrong: the birthday of somebody everybody knows is found as well where it lies after 1900. A year alone or an age is not found, nor a date
that only the meaning of a sentence tells ("she came into the world on 3 May 1961").
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._context import column, cued
from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._names import FIRST, WELL_KNOWN, facts_of, model
from weerbaar.detect.leak._published import names_somebody, of_nobody
from weerbaar.model.leak import DataClass, Match, Readable

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari janvier januar january jan janv janner", "februari fevrier februar february feb febr fevr feber",
            "maart mars marz march mrt mar maerz",
            "april avril apr avr", "mei mai may", "juni juin june jun", "juli juillet july jul juil", "augustus aout august aug",
            "september septembre sept sep", "oktober octobre october okt oct", "november novembre nov", "december decembre dezember dec dez",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
ROMAN = {
    name: number for number, name in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DATE = re.compile(
    r"(?<![\w./-])(?<!\d,)(?:"
    r"(?P<d>[0-3]?\d) ?(?P<sign>[./ -]) ?(?P<m>[01]?\d) ?(?P=sign) ?(?P<y>(?:19|20)\d\d|'?\d\d)"
    r"|(?P<iso>(?:19|20)\d\d)(?P<cut>[-/.]?)(?P<im>[01]\d)(?P=cut)(?P<id>[0-3]\d)"
    rf"|(?P<wd>[0-3]?\d)(?:er|ste|de|e|th|st|nd|rd|\.)?[ -](?:of |de )?(?P<wm>{_MONTH})\.?,?[ -](?P<wy>(?:19|20)\d\d|'?\d\d(?!\d))"
    rf"|(?P<cd>[0-3]\d)(?P<cm>{_MONTH})(?P<cy>(?:19|20)\d\d)"
    r"|(?P<rd>[0-3]?\d)[. ]{1,2}(?P<rm>i{1,3}|iv|vi{0,3}|ix|xi{0,2})[. ]{1,2}(?P<ry>(?:19|20)\d\d)"
    rf"|(?P<am>{_MONTH})\.? (?P<ad>[0-3]?\d)(?:th|st|nd|rd)?,? (?P<ay>(?:19|20)\d\d)"
    r")(?![\w/]|[.-]\d)"
)
BORN = re.compile(
    r"\bgeb\b|\bgeb\.|\bgebn\b|\b(?:zoon|dochter|fils|fille|sohn|tochter|daughter) (?:is|est|ist) (?:van|du|vom|from) ?\Z"
    r"|\b(?:hij|zij|il|elle|he|she) (?:is|est) (?:van|du|from) ?\Z|\bnee? (?:un|ce|au|vers)\b|\bb\. ?\Z"
    r"|geboren|geboorte(?!verlof|premie|kaart|cijfer|akte)|geburt|\bnee?(?:\(e\)|s|es)? (?:le|a|en)\b|naissance|\bnaiss"
    r"|\bborn\b|birth|"
    r"\bdob\b|\bd\.o\.b|verjaar|\bgebdat|geb_?dat|\bjarig"
    r"|\bnee?(?:\(e\)|s|es)?[\"']? ?[:=]|\A[\"']?nee?(?:\(e\)|s|es)?[\"']?\Z"
    r"|\banniv\b|\bgd\b|bday|\bd\.?n\.? ?:|vu le jour|zur welt|ter wereld|into the world|anniversaire|date_naiss|\bddn\b"
)
NOT_BORN = re.compile(
    r"\b(?:factu|fakt|invoice|rechn|order|bestel|command|bestell|verval|echeance|fallig|due\b|deliver|lever|livr|liefer|versie|version"
    r"|release|opgericht|fondee?|"
    r"gegrundet|founded|contract|contrat|vertrag|afspraak|rendez|termin\b|appointment|meeting|vergader|reunion|sitzung|datum uit|in dienst"
    r"|entree|eintritt|start|overleden|gestorven|gestorben|verstorben|decede|\bdied\b|†|married|getrouwd|gehuwd|\bmarie|verheirat|heirat|diplom|afgestud"
    r"|aangeworven|embauch|eingestellt|\bhired|joined|pensioen|rente\b|retire|seit\b|sinds\b|depuis\b|since\b|vanaf\b|a partir|ab dem\b)"
)
SIGN = re.compile(r"[*°] ?(?:[^\W\d_][\w' -]{1,24},? )?$")
NAMED = re.compile(r"([^\W\d_][\w'-]+),? ([^\W\d_][\w'-]+)(?: [^\W\d_][\w'-]+)?[\"']?(?: ?[,;|\t(] ?| - )[\"']?$")
FULL = (
    r"(?<![\w'’-])([A-ZÀ-Þ][\w'’-]+)(?: [A-ZÀ-Þ]\.?)?(?: (?:[vV]an|[dD]en?|[dD]er|[dD]u|[vV]on|[tT]e|[tT]en|[lL]e|[lL]a|[eE]l)){0,2}"
    r"(?: [A-ZÀ-Þ][\w'’-]+){1,2}"
)
NAMED_FULL = re.compile(FULL + r"[\"']?(?:, ?| ?\()$")
STOPS = re.compile(r"[.!?](?= )|\n|\d[./-]\d")
MANY = re.compile(r"\b(?:bis|tot|until|jusqu|van|from|du|am|op|on|le|vom|dated|gedateerd|date)\b[ ']*\Z")
"""Words before a date that is that of something said before it."""
BARE_NAME = re.compile(FULL + r" $")
INTRODUCED = re.compile(
    r"\b(?:ik ben|mijn naam is|ik heet|ik,|je suis|je m'appelle|je soussignee?,?|ich bin|ich heiße|ich heisse|mein name ist|i am|i'm|my name is) $"
)
LISTED = re.compile(FULL + r"(?:, ?(?=[^,;\n\d]{0,40}\d)[^,;\n]{3,40}){1,3}, ?$")
"""A name, the parts of an address, and then the date."""
OF_KIN = re.compile(
    r"\b(?:dochter\w*|zoon\w*|kind|kindje|kleinkind|fils|fille|enfant|sohn|tochter|enkel\w*|daughter|son|child|baby|youngest"
    r"|eldest|jongste|oudste|benjamin|aine|ainee|cadet|cadette|jungste\w?|alteste\w?|patient\w*|pat"
    r"|pte?|bewoner|bewoonster|resident\w?|bewohner\w*|leerling|eleve|schuler\w*|pupil)\b[ .:]{1,2}"
    r"(?:(?:is|ist|est|heet|heisst|s'appelle) )?(?:[\w'-]{2,20},? ?){0,3}[, (]\Z"
)
"""A child or a patient, perhaps with a name, right before a date."""
CELL = re.compile(r"[^;|\t]+(?=[;|\t])")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
TITLED = re.compile(
    r"\b(?:[Mm]evr|[Mm]evrouw|[Dd]hr|[Hh]eer|[Mm]me|[Mm]adame|[Mm]onsieur|M|Herrn?|Frau|Mrs?|Ms)\.? [A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+)? ?\($"
    r"|\b(?:[Mm]w|[Mm]evr|[Mm]evrouw|[Dd]hr|[Hh]eer|[Mm]me|[Mm]lle|[Mm]adame|[Mm]onsieur|M|Herrn?|Frau|Mrs?|Ms|[Pp]te|[Pp]t|[Pp]ati[eë]nte?)"
    r"\.?(?: [A-ZÀ-Þ]\.){0,3}(?: (?:[vV]an|[dD]en?|[dD]er|[dD]u|[vV]on|[tT]e|[tT]en)){0,2}(?: [A-ZÀ-Þ][\w'’-]+){1,3}(?:, ?| ?\()$"
)
_PARTS = (
    "mille|mil|cents?|soixante|cinquante|quarante|trente|vingts?|seize|quinze|quatorze|treize|douze|onze|dix|neuf|huit|sept|six|cinq|quatre|trois|deux|premier|et|un"
    "|duizend|honderd|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|dertien|veertien|tien|elf|twaalf|negen|acht|zeven|zes|vijf|vier|drie"
    "|twee|eerste|derde|een|ste|tausend|hundert|zwanzig|dreissig|dreißig|vierzig|funfzig|sechzig|siebzig|achtzig|neunzig|zehn|zwolf|neun|sieben|sieb|sechs|sech|funf|drei"
    "|zwei|zwo|ein|erste|dritte|und|sten|ten|thousand|hundred|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twelve|eleven|eight|nine|seven|five|four|three|two|one|first|second|third|fifth|ninth|twelfth|twentieth|thirtieth|and|th|en|de|n"
)
_PART = "|".join(sorted(_PARTS.split("|"), key=len, reverse=True))
_WORD = rf"(?:{_PART})++(?!\w)"
SPELLED = re.compile(
    rf"(?:\bnee?(?:\(e\)|s|es)?(?: (?!le\b|a\b)[\w-]{{2,20}})?(?: a [\w-]{{2,20}},?)? le"
    rf"|\b(?:geboren|geb\.?)(?: (?:te|in|zu) [\w-]{{2,20}},?)?(?: (?:op|am|de|den|dem))?"
    rf"|\bborn(?: in [\w-]{{2,20}},?)?(?: on)?(?: the)?|\bd\.?o\.?b\.?:?(?: the)?|\bdate of birth:?(?: the)?|\bgeboortedatum:?"
    rf"|\bgeburtsdatum:?|\bdate de naissance ?:?(?: le)?) (?P<date>{_WORD}(?:[ -]{_WORD}){{0,2}} (?:of )?(?:{_MONTH})"
    rf",? {_WORD}(?:[ -]{_WORD}){{0,7}})"
)
"""A date in words, as people dictate it."""
LATEST = 2019
"""The last year that stands for a birth behind a name; later days are mostly those of letters and appointments."""
LATEST_BARE = 2012
"""The last year that stands for a birth behind a name with nothing between."""
LATEST_NEAR = 2008
"""The last year that stands for a birth a few words behind a name."""
LATEST_IN_BRACKETS = 2021
AGED = re.compile(
    r"\b(?:\d{1,2} ?(?:jaar|j\.?|ans|jahre|years?(?: old)?|yo)|leeftijd:? ?\d+|age:? ?\d+|alter:? ?\d+)\b[^\n]{0,4}$"
)
VALUES = re.compile(r"\([^()\n]{0,200}\)\s{0,4}values\b[^;]*$")


@recogniser(classes=(DataClass.BIRTH_DATE,), reasons=("context:born", "name", "example"))
def birth_date(text: Readable, hits: Hits) -> Iterator[Match]:
    for match in _found(text):
        yield of_nobody(text, match)


def _found(text: Readable) -> Iterator[Match]:
    said: set[str] = set()
    others: list[tuple[int, int, str]] = []
    for found in DATE.finditer(text.low):
        day = when(found)
        if day is None:
            continue
        start, end = found.span()
        if _said(text, start, end):
            said.add(day)
            yield Match(start, end, DataClass.BIRTH_DATE, "birth_date", "context:born", 0.95, value=day)
        elif _told(text, start, end, int(day[:4])):
            yield Match(start, end, DataClass.BIRTH_DATE, "birth_date", "name", 0.7, value=day)
        else:
            others.append((start, end, day))
    for start, end, day in others:
        if day in said and int(day[:4]) < LATEST:
            yield Match(start, end, DataClass.BIRTH_DATE, "birth_date", "context:born", 0.7, value=day)
    for spelled in SPELLED.finditer(text.low):
        start, end = spelled.span("date")
        yield Match(start, end, DataClass.BIRTH_DATE, "birth_date", "context:born", 0.9, value=spelled["date"])


def when(found: re.Match[str]) -> str | None:
    """The date in ISO form, None where the calendar has none or nobody alive was born then."""
    if found["y"]:
        year, month, day = found["y"].strip("'"), int(found["m"]), int(found["d"])
    elif found["iso"]:
        year, month, day = found["iso"], int(found["im"]), int(found["id"])
    elif found["cy"]:
        year, month, day = found["cy"], MONTHS[found["cm"]], int(found["cd"])
    elif found["ry"]:
        year, month, day = found["ry"], ROMAN[found["rm"]], int(found["rd"])
    elif found["wy"]:
        year, month, day = found["wy"].strip("'"), MONTHS[found["wm"]], int(found["wd"])
    else:
        year, month, day = found["ay"], MONTHS[found["am"]], int(found["ad"])
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 30 else 1900)
    if month > 12 and day <= 12:
        day, month = month, day
    if full < 1900 or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{full}-{month:02}-{day:02}"


def _said(text: Readable, start: int, end: int) -> bool:
    before = text.low[max(start - 40, 0) : start]
    if SIGN.search(before):
        return True
    if not cued(text, start, end, BORN, before=44, after=0):
        after = BORN.search(text.low, end, end + 26)
        if after is None or "\n" in text.low[end : after.start()] or DATE.search(text.low, after.end(), after.end() + 30):
            return False
    said = [m.end() for m in BORN.finditer(before)]
    other = [m.end() for m in NOT_BORN.finditer(before)]
    return not (other and other[-1] > (said[-1] if said else -1) and "\n" not in before[other[-1] :])


def _told(text: Readable, start: int, end: int, year: int) -> bool:
    """Whether a name or an age stands right before it, or it is a value for a column of births in a line of SQL."""
    if year > LATEST_IN_BRACKETS:
        return False
    bracketed = text.low[start - 1 : start] == "(" and text.low[end : end + 1] == ")" and text.low[end + 1 : end + 2] != ":"
    if year > LATEST and not bracketed:
        return False
    if NOT_BORN.search(column(text, start)):
        return False
    near = max(start - 50, 0)
    if OF_KIN.search(text.low, near, start) and not NOT_BORN.search(text.low, near, start):
        return True
    if year <= LATEST_NEAR and _near_a_name(text, start):
        return True
    if year <= LATEST_BARE and _after_bare_name(text, start):
        return True
    if _behind_a_name(text, start) or AGED.search(text.low[max(start - 30, 0) : start]):
        return True
    window = text.low[max(start - 600, 0) : start]
    values = VALUES.search(window) if "values" in window else None
    return values is not None and BORN.search(values[0].partition(")")[0]) is not None


def _behind_a_name(text: Readable, start: int) -> bool:
    """Whether it stands behind a name, in a sentence or in a row of a table without a head."""
    return (
        _after_two_words(text, start)
        or _after_a_full_name(text, start)
        or _in_a_row(text, start)
        or TITLED.search(text.text, max(start - 40, 0), start) is not None
    )


def _near_a_name(text: Readable, start: int) -> bool:
    """Whether somebody is named just before it in the same sentence, and nothing says of what else it is the date."""
    near = max(start - 48, 0)
    for stop in STOPS.finditer(text.low, near, start):
        near = stop.end()
    return (
        names_somebody(text, near, start)
        and not NOT_BORN.search(text.low, near, start)
        and not MANY.search(text.low, near, start)
    )


def _after_bare_name(text: Readable, start: int) -> bool:
    """Whether a usual given name and a surname, in either order, stand right before it: "Lena Kern 12.03.2008"."""
    found = BARE_NAME.search(text.text, max(start - 60, 0), start)
    if found is None:
        return False
    words = text.low[found.start(1) : start].split()
    known = model()
    facts = facts_of(list(dict.fromkeys((words[0], words[-1]))), known.keys, known.facts)
    return any(facts[word] & FIRST for word in facts)


def _after_a_full_name(text: Readable, start: int) -> bool:
    """Whether a given name and a surname stand before it in a sentence, with nothing or an address between: "I am Jan Peeters, 12/03/1980"."""
    if text.text[start - 1 : start] not in (" ", ",", "("):
        return False
    near = max(start - 140, 0)
    first = max(near, text.low.rfind("\n", near, start) + 1)
    named = NAMED_FULL.search(text.text, max(first, start - 60), start)
    if named is None:
        named = LISTED.search(text.text, first, start)
        if named is None or NOT_BORN.search(text.low, named.start(), start):
            return False
    if INTRODUCED.search(text.low, max(named.start() - 16, 0), named.start()):
        return True
    given = text.low[named.start(1) : named.end(1)]
    known = model()
    return bool(facts_of([given], known.keys, known.facts)[given] & FIRST)


def _in_a_row(text: Readable, start: int) -> bool:
    """Whether a cell before it on the line begins with a given name and a capital: "1;Peeters;Jan;M;12/03/1980"."""
    near = max(start - 120, 0)
    first = max(near, text.low.rfind("\n", near, start) + 1)
    cells = [(m.start() + first, m[0]) for m in CELL.finditer(text.text[first:start])]
    if len(cells) < 3:
        return False
    words = [WORD.search(text.low, at, at + len(cell)) for at, cell in cells]
    known = model()
    names = [word[0] for word in words if word is not None and text.text[word.start()].isupper()]
    facts = facts_of(list(dict.fromkeys(names)), known.keys, known.facts)
    return any(facts[name] & WELL_KNOWN for name in names)


def _after_two_words(text: Readable, start: int) -> bool:
    """Whether a given name and another word with a capital stand right before it: "Jan Peeters (12/03/1980)", "Peeters;Jan;1980-03-12"."""
    near = max(start - 60, 0)
    first = max(near, text.low.rfind("\n", near, start) + 1)
    named = NAMED.search(
        text.text[first:start].replace(";", " ", 1) if ";" in text.text[first:start][:-3] else text.text[first:start]
    )
    if named is None or not (named[1][0].isupper() and named[2][0].isupper()):
        return False
    known = model()
    words = [text.low[first:start][named.start(n) : named.end(n)] for n in (1, 2)]
    facts = facts_of(list(dict.fromkeys(words)), known.keys, known.facts)
    return any(facts[word] & FIRST for word in words)
