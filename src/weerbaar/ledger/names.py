"""Names as banks compare them: match, close match, no match.

After the outcomes of Verification of Payee (EPC218-23, Regulation (EU) 2024/886 art. 5c) and the EPC's recommendations for matching
(EPC288-23): case, accents, punctuation, titles and the spelling of a legal form do not count; other scripts are read as SEPA writes them
(EPC217-08); small deviations are a close match. Ours is stricter where a trick is possible: what was written with invisible signs or with
letters borrowed from another script is never more than close, and numbers in a name must agree.

A match says that two names are the same words. It does not say that the one who wrote them is who he says.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from weerbaar.model.ledger import NameMatch

LONGEST = 140
"""Characters of a name that are read; SEPA has 70, UBL and CII more."""
MOST_WORDS = 12
DOTTED = re.compile(r"\b(?:[^\W\d_][.] ?){1,6}[^\W\d_]\b[.]?|\b[^\W\d_](?:/[^\W\d_])+\b")
SARL = re.compile(r"\bs\.? ?[aà]\.? ?r\.? ?l\b\.?", re.I)
WORD = re.compile(r"[^\W_]+")
ALIKE = str.maketrans(
    "аеорсухіјѕԁһӏոսցԛԝүοαεικνρτυχАВЕКМНОРСТХЅІЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhlnugqwyoaeikvptuxABEKMHOPCTXSIJABEZHIKMNOPTYX",
)
"""Letters of other scripts that look like Latin ones (Unicode TS 39)."""
GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n",
    "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "sht", "ъ": "a", "ы": "y", "ь": "y", "э": "e", "ю": "yu", "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ђ": "dj",
    "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz",
}  # fmt: skip
LATIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d", "ı": "i", "ŉ": "n"}
WIDE = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ñ": "ny"}
"""The second spelling of letters that are also written with two."""
READ = {**GREEK, **CYRILLIC, **LATIN}
AND = frozenset(("en", "et", "und", "and", "y", "e", "plus"))
SMALL = frozenset(
    ("de", "der", "den", "het", "van", "von", "vom", "zu", "zum", "du", "des", "la", "le", "les", "l", "d", "of", "the")
)  # fmt: skip
TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "dr", "ing", "ir", "drs", "prof", "herr", "frau", "heer", "mevr", "mevrouw", "mme", "mlle", "madame",
     "monsieur", "meester", "maitre", "mijnheer", "dhr")
)  # fmt: skip
FORMS = {
    "nv": "nv", "sa": "nv", "bv": "bv", "bvba": "bv", "srl": "bv", "sprl": "bv", "cv": "cv", "cvba": "cv", "sc": "cv", "scrl": "cv",
    "vzw": "vzw", "asbl": "vzw", "vof": "vof", "snc": "vof", "commv": "commv", "scomm": "commv", "gmbh": "gmbh", "mbh": "gmbh", "ag": "ag",
    "kg": "kg", "ohg": "ohg", "ug": "ug", "gbr": "gbr", "ek": "ek", "ev": "ev", "eg": "eg", "kgaa": "kgaa", "se": "se", "sarl": "sarl",
    "sas": "sas", "sasu": "sas", "eurl": "eurl", "sci": "sci", "sca": "sca", "scop": "scop", "ltd": "ltd", "plc": "plc", "llp": "llp",
    "llc": "llc", "inc": "inc", "stichting": "stichting", "stg": "stichting", "spa": "spa", "sl": "sl", "ab": "ab", "oy": "oy", "as": "as",
    "aps": "aps", "ood": "ood", "eood": "eood", "ivs": "ivs", "secs": "secs", "sarls": "sarls", "scs": "scs", "ae": "ae", "epe": "epe",
    "ike": "ike", "sro": "sro", "kft": "kft", "gmbhcokg": "gmbhcokg",
}  # fmt: skip
"""A legal form -> what it is called here; the forms of Belgium have a Dutch and a French name."""
LONG_FORMS = {
    ("gmbh", "co", "kg"): "gmbhcokg", ("gmbh", "und", "co", "kg"): "gmbhcokg", ("gmbh", "and", "co", "kg"): "gmbhcokg",
    ("besloten", "vennootschap"): "bv", ("naamloze", "vennootschap"): "nv", ("societe", "anonyme"): "sa", ("limited",): "ltd",
    ("societe", "a", "responsabilite", "limitee"): "sarl", ("societe", "par", "actions", "simplifiee"): "sas",
    ("gesellschaft", "mit", "beschrankter", "haftung"): "gmbh", ("aktiengesellschaft",): "ag", ("kommanditgesellschaft",): "kg",
    ("cooperatieve", "vennootschap"): "cv", ("vennootschap", "onder", "firma"): "vof", ("societe", "en", "nom", "collectif"): "snc",
    ("eingetragener", "verein"): "ev", ("eingetragener", "kaufmann"): "ek", ("public", "limited", "company"): "plc",
    ("association", "sans", "but", "lucratif"): "asbl", ("vereniging", "zonder", "winstoogmerk"): "vzw", ("incorporated",): "inc",
}  # fmt: skip
FRAGILE = frozenset(("as", "se", "eg", "ab", "oy", "ae", "sc", "sl", "ek", "ev"))
"""Forms that are also words or initials: only at the end of a name, and not as its only word."""
LEAST_SHARED = 5
"""Letters that two names of which one has more words must share to be close."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `spellings` are its telling words, once for each way to write its letters; `form` its legal form, "" for none.

    `tricked`: written with invisible signs, or a word of letters from two scripts. `readable` is False where a script is not read.
    """

    spellings: tuple[tuple[str, ...], ...]
    form: str
    tricked: bool
    readable: bool


def match(name: str, other: str) -> NameMatch:
    """How two names agree.

    MATCH: the same words, in any order, with the same legal form or without one on a side. CLOSE: another legal form, initials for first
    names, words more on one side, one or two slips of the keyboard, or the same only to the eye. NONE: other words. UNCHECKED: one is
    empty, or one is in a script that is not read and the other is not.
    """
    one, two = parse(name), parse(other)
    tricked = one.tricked or two.tricked
    if not one.readable or not two.readable:
        if not _bare(name) or _bare(name) != _bare(other):
            return NameMatch.UNCHECKED
        return NameMatch.CLOSE if tricked else NameMatch.MATCH
    if not one.spellings[0] or not two.spellings[0]:
        return NameMatch.UNCHECKED
    pairs = [(a, b) for a in one.spellings for b in two.spellings]
    if any(_same(a, b) for a, b in pairs):
        forms = one.form and two.form and one.form != two.form
        return NameMatch.CLOSE if forms or tricked else NameMatch.MATCH
    return NameMatch.CLOSE if any(_close(a, b) for a, b in pairs) else NameMatch.NONE


def best(name: str, others: tuple[str, ...]) -> NameMatch:
    """The best of a name against several: the legal name and its aliases."""
    found = {match(name, other) for other in others}
    return next((one for one in (NameMatch.MATCH, NameMatch.CLOSE, NameMatch.NONE) if one in found), NameMatch.UNCHECKED)


def whole(name: str) -> frozenset[str]:
    """The keys that two names share when they match."""
    return frozenset("=" + "".join(sorted("".join(words))) for words in parse(name).spellings)


def keys(name: str) -> frozenset[str]:
    """Under what a name is filed: two names that match or are close share a key, save those with two slips in their only word."""
    found = set(whole(name))
    for words in parse(name).spellings:
        found |= _less("".join(words), "~")
        for word in [word for word in words if word not in SMALL] or words:
            found |= _less(word, "") if len(word) >= 4 else {word}
    return frozenset(found)


def _less(word: str, mark: str) -> set[str]:
    """A word, and the word without each of its first 24 letters."""
    return {mark + word, *(mark + word[:at] + word[at + 1 :] for at in range(min(len(word), 24)))}


@lru_cache(maxsize=32768)
def parse(name: str) -> Name:
    """A name taken apart for comparing."""
    text = unicodedata.normalize("NFC", name[:LONGEST])
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    clean = unicodedata.normalize("NFKC", "".join(c if c.isprintable() else " " for c in seen))
    clean = DOTTED.sub(lambda found: re.sub(r"[./ ]", "", found[0]) + " ", SARL.sub(" sarl ", clean))
    words = WORD.findall(clean)[:MOST_WORDS]
    mixed = any(_mixed(word) for word in words)
    if mixed:
        words = [word.translate(ALIKE) if _mixed(word) else word for word in words]
    readable = all(_latin(_read(word, wide=False)) for word in words)
    made = [_telling([_read(word, wide) for word in words]) for wide in (False, True)]
    return Name(tuple(dict.fromkeys(telling for telling, _ in made)), made[0][1], mixed or seen != text, readable)


def _read(word: str, wide: bool) -> str:
    """A word in small Latin letters without accents; `wide`: ä as ae."""
    word = word.lower()
    if word.isascii():
        return word
    if wide:
        word = "".join(WIDE.get(c, c) for c in unicodedata.normalize("NFC", word))
    word = word.replace("ου", "ou").replace("ού", "ou")
    word = "".join(READ.get(c, c) for c in word)
    word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return "".join(READ.get(c, c) for c in word)


def _latin(word: str) -> bool:
    return word.isascii()


def _mixed(word: str) -> bool:
    """Whether letters of Latin and of Greek or Cyrillic stand in one word."""
    if word.isascii():
        return False
    scripts = {unicodedata.name(c, "").partition(" ")[0] for c in word if c.isalpha()}
    return len(scripts & {"LATIN", "GREEK", "CYRILLIC"}) > 1


def _telling(words: list[str]) -> tuple[tuple[str, ...], str]:
    """The words that tell, and the legal form."""
    words = [word for word in words if word]
    form, at = _long_form(words)
    if form:
        words = words[: at[0]] + words[at[1] :]
    kept = []
    for place, word in enumerate(words):
        last = place == len(words) - 1
        known = FORMS.get(word)
        if known and len(words) > 1 and (last or place == 0 or word not in FRAGILE) and (word not in FRAGILE or last):
            form = form or known
        elif word not in TITLES and word not in AND:
            kept.append(word)
    return tuple(kept or words), FORMS.get(form, form)


def _long_form(words: list[str]) -> tuple[str, tuple[int, int]]:
    for long, short in LONG_FORMS.items():
        for at in range(len(words) - len(long) + 1):
            if tuple(words[at : at + len(long)]) == long and len(words) > len(long):
                return short, (at, at + len(long))
    return "", (0, 0)


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """The same words in any order, however they are spaced."""
    if "".join(one) == "".join(other) or sorted(one) == sorted(other):
        return True
    if len(one) <= 4 and len(other) <= 4 and sorted("".join(one)) == sorted("".join(other)):
        joined = "".join(other)
        return any("".join(order) == joined for order in permutations(one))
    return False


def _close(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if _numbers(one) != _numbers(other):
        return False
    a, b = ([word for word in words if word not in SMALL] or list(words) for words in (one, other))
    return _slips(a, b) or _initials(a, b) or _initials(b, a) or _within(a, b) or _within(b, a)


def _numbers(words: tuple[str, ...]) -> list[str]:
    return sorted(word for word in words if any(c.isdigit() for c in word))


def _slips(one: list[str], other: list[str]) -> bool:
    """The same words but for a slip in a word of four letters or more, two in one of eight or more; or one slip over word borders."""
    from rapidfuzz.distance import OSA

    if len(one) == len(other):
        left = list(other)
        for word in one:
            near = next((w for w in left if w == word), None) or next(
                (w for w in left if OSA.distance(word, w) <= _allowed(word, w)), None
            )
            if near is None:
                break
            left.remove(near)
        else:
            return True
    a, b = "".join(one), "".join(other)
    return min(len(a), len(b)) >= 6 and OSA.distance(a, b) <= 1


def _allowed(one: str, other: str) -> int:
    short = min(len(one), len(other))
    return 2 if short >= 8 else 1 if short >= 4 else 0


def _initials(short: list[str], full: list[str]) -> bool:
    """Whether one writes initials where the other has first names: the family name whole, of three letters or more."""
    if len(short) < 2 or not any(len(word) == 1 or _is_initials(word, full) for word in short):
        return False
    letters = [c for word in short if word not in full for c in word]
    rest = [word for word in full if word not in short]
    shared = [word for word in short if word in full and len(word) >= 3]
    return bool(shared) and 0 < len(letters) <= len(rest) and all(word[0] == c for word, c in zip(rest, letters, strict=False))


def _is_initials(word: str, full: list[str]) -> bool:
    return len(word) <= 3 and word not in full and word == "".join(one[0] for one in full if one != word)[: len(word)]


def _within(few: list[str], many: list[str]) -> bool:
    """Whether all words of one stand in the other, with words more ("Molens De Kroon Gent")."""
    return len(few) < len(many) and set(few) <= set(many) and sum(map(len, few)) >= LEAST_SHARED


def _bare(name: str) -> str:
    return "".join(WORD.findall(unicodedata.normalize("NFKC", name[:LONGEST]).casefold()))
