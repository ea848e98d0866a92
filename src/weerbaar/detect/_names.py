"""Names as people read them: the same person in another order or with initials, a firm named in a display name, words of office."""

import re
import unicodedata
from functools import lru_cache

from weerbaar.detect._domain import registrable, words
from weerbaar.detect._lookalike import LETTERS

WORD = re.compile(r"[^\W_]+")
LEGAL_FORMS = frozenset(
    ("bv", "bvba", "nv", "vof", "cv", "cvba", "vzw", "srl", "sprl", "sa", "sas", "sarl", "asbl", "gmbh", "ag", "kg", "ohg", "ug", "ek", "ev",
     "se", "ltd", "limited", "llc", "llp", "plc", "inc", "scrl", "sca", "stg", "stichting", "mbh", "eurl", "snc")
)  # fmt: skip
SMALL = frozenset(
    (
        "de",
        "der",
        "den",
        "van",
        "von",
        "zu",
        "du",
        "des",
        "la",
        "le",
        "les",
        "en",
        "et",
        "und",
        "and",
        "the",
        "of",
        "l",
        "d",
        "co",
        "e",
        "v",
    )
)
TITLES = frozenset(
    (
        "mr",
        "mrs",
        "ms",
        "dr",
        "ing",
        "ir",
        "drs",
        "prof",
        "herr",
        "frau",
        "mevr",
        "mevrouw",
        "mme",
        "madame",
        "monsieur",
        "me",
        "m",
    )
)
POWERS = re.compile(
    r"\b(?:\w{0,20}bank|banque|sparkasse|volksbank|polizei|politie|police|europol|interpol|gendarmerie|douane|customs|zollamt|zoll|finanzamt|"
    r"belastingdienst|belastingen|impots|fiscale?|finances publiques|tresor public|hmrc|revenue|tax office|ministerie|ministere|ministerium|ministry|"
    r"rechtbank|tribunal|amtsgericht|gericht|court|procureur|staatsanwalt(?:schaft)?|gerechtsdeurwaarder|deurwaarder|huissier|"
    r"overheid|gouvernement|behorde|gemeente|mairie|rijksdienst|urssaf|fod|spf)\b"
)
"""Banks, police, courts, tax and customs, in folded text."""


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without accents, letters of other scripts as the Latin ones they look like."""
    if not text.isascii():
        text = "".join(
            c if c.isascii() else chr(n) if isinstance(n := LETTERS.get(ord(c), ord(c)), int) else str(n) for c in text.lower()
        )
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.casefold()


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(WORD.findall(fold(text[:300])))


@lru_cache(maxsize=16384)
def same_person(shown: str, name: str) -> bool:
    """Whether a display name shows a person: the same words in any order, more words around them, or an initial for the first name.

    Names of one word ("Reception") are never taken for a person.
    """
    person, seen = ([w for w in words_of(text) if w not in TITLES] for text in (name, shown))
    if len(person) < 2 or len(seen) < 2:
        return False
    if set(person) <= set(seen) and len(seen) <= len(person) + 4:
        return True
    first, family = person[0], person[1:]
    rest = [w for w in seen if w not in family]
    return (
        len(family[-1]) >= 4
        and set(family) <= set(seen)
        and len(rest) == 1
        and rest[0] == first[0]
        and len(seen) == len(person)
    )


@lru_cache(maxsize=16384)
def names_firm(shown: str, firm: str, domains: tuple[str, ...]) -> bool:
    """Whether a display name names a firm: all the telling words of its name, or the name its domain is made of."""
    seen = words_of(shown)
    telling = {w for w in words_of(firm) if w not in LEGAL_FORMS and w not in SMALL and len(w) > 1}
    if telling and telling <= set(seen) and sum(map(len, telling)) >= 5:
        return True
    labels = {domain.partition(".")[0].replace("-", "") for domain in domains}
    joined = {"".join(seen[i:j]) for i in range(min(len(seen), 8)) for j in range(i + 1, min(len(seen), i + 4) + 1)}
    return any(len(label) >= 5 and label in joined for label in labels)


def has_office(text: str) -> bool:
    """Whether a name or the local part of an address uses a word of office or a legal form."""
    return any(word in words("office") or word in LEGAL_FORMS for word in words_of(text))


def is_power(text: str) -> bool:
    """Whether a name claims a bank, the police, a court, tax or customs."""
    return POWERS.search(fold(text[:300])) is not None


VIA = re.compile(
    r"(\S{2,40})\s+(?:for|on behalf of|pour|namens|voor|für|im auftrag)\s|[\s(](?:via|through|über|par|door)\s+(\S{3,40})", re.I
)


@lru_cache(maxsize=4096)
def on_behalf(shown: str, domain: str) -> bool:
    """Whether a display name says "Someone via Service" or "Service for Someone", and the domain is that service's."""
    said = VIA.search(shown[:300])
    if said is None:
        return False
    label = registrable(domain).partition(".")[0].replace("-", "")
    return len(label) >= 4 and label.startswith("".join(words_of(said[1] or said[2]))[:4] or "-")
