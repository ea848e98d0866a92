"""How the name of a customer, project, supplier or product is read: its telling words, whether they tell enough, the forms grammar makes of them."""

import tomllib
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

from weerbaar.detect._names import LEGAL_FORMS, SMALL
from weerbaar.leak.shingles import Token, plain, tokens
from weerbaar.leak.text import folded, readable
from weerbaar.unpack.normalise import vocabulary

MOST_WORDS = 4
LONGEST = 300
SHORT = 3
"""Letters a name needs at least; one of at most a letter more counts only in capitals or beside a word like *customer*."""
BESIDE = frozenset(
    (
        "klant", "klanten", "klantnaam", "customer", "customers", "client", "clients", "cliente", "kunde", "kunden", "kundin",
        "auftraggeber", "opdrachtgever", "mandant", "firma", "firmen", "bedrijf", "company", "entreprise", "societe", "ste",
        "unternehmen", "onderneming", "kantoor", "cabinet", "kanzlei", "project", "projecten", "projects", "projet",
        "projets", "projekt", "projekte", "codenaam", "codename", "nom", "dossier", "dossiers", "leverancier", "leveranciers",
        "supplier", "suppliers", "vendor", "fournisseur", "fournisseurs", "lieferant", "lieferanten", "partner", "product",
        "producten", "products", "produit", "produits", "produkt", "produkte", "prototype", "contract", "contrat", "vertrag",
        "offerte", "offre", "angebot", "account",
    )
)  # fmt: skip
"""Words that make of an everyday word with a capital a name, when they stand within three words before it or right behind it."""
TAILS = (
    "project", "projecten", "projekt", "projektes", "projekts", "dossier", "klant", "contract", "offerte", "account", "team",
    "werf", "order", "vertrag", "vertrags", "kunde", "auftrag", "angebot", "baustelle",
)  # fmt: skip
"""Words that Dutch and German write on to a name."""
ENDINGS = ("s", "es", "en", "e")
LEGAL_LETTERS = frozenset((("b", "v"), ("n", "v"), ("s", "a"), ("e", "v"), ("g", "m", "b", "h"), ("s", "r", "l")))


class Kind(StrEnum):
    """What a name is the name of; also the reason a match gives."""

    CUSTOMER = "customer"
    PROJECT = "project"
    SUPPLIER = "supplier"
    PRODUCT = "product"
    OTHER = "other"


class Refusal(StrEnum):
    """Why a name or document was not learned, or only with a condition."""

    EMPTY = "empty"
    SHORT = "short"
    LITTLE_WORDS = "little_words"
    TOO_MANY = "too_many"
    TOO_SHORT_A_TEXT = "too_short_a_text"
    EVERYDAY = "everyday"
    """Learned, but it counts only beside its legal form or a word like *customer*."""


def telling_words(written: str) -> tuple[str, ...]:
    """The telling words of a name: without little words and legal forms at its ends, the first four of them."""
    words = [token.plain for token in _read(written)[1]]
    while len(words) > 1 and words[0] in LEGAL_FORMS:
        words.pop(0)
    for length in range(1, len(words)):
        if words[length] not in SMALL and legal(words, length):
            words = words[:length]  # "Müller GmbH & Co. KG" is told by what stands before its legal form
            break
    while words and words[-1] in SMALL:
        words.pop()
    return tuple(word for word in words if word not in SMALL)[:MOST_WORDS]


def begins_with_little_word(written: str) -> bool:
    """Whether a name begins with an article or the like ("De Keuken")."""
    return _read(written)[1][0].plain in SMALL


def legal(words: Sequence[str], at: int) -> int:
    """How many words at a place are a legal form: "nv", or "n" and "v"."""
    for letters in LEGAL_LETTERS:
        if tuple(words[at : at + len(letters)]) == letters:
            return len(letters)
    return int(at < len(words) and words[at] in LEGAL_FORMS)


def refusal(written: str, telling: Sequence[str]) -> Refusal | None:
    """Why a name cannot be learned, or only with a condition."""
    letters = "".join(telling)
    if not letters:
        return Refusal.LITTLE_WORDS if written.strip() else Refusal.EMPTY
    if len(letters) < SHORT or (letters.isdigit() and len(letters) < 2 * SHORT):
        return Refusal.SHORT
    if all(_is_everyday(word) for word in telling):
        return Refusal.EVERYDAY
    if len(letters) <= SHORT + 1 and letters.isalpha() and not _in_capitals(written):
        return Refusal.EVERYDAY
    return None


def _in_capitals(written: str) -> bool:
    text, words = _read(written)
    return all(text[word.start : word.end].isupper() for word in words if word.plain not in SMALL | LEGAL_FORMS)


def _read(written: str) -> tuple[str, list[Token]]:
    """A name in its normal form, and its words."""
    read = readable(written[:LONGEST])
    return read.text, [word for word in tokens(read) if word.end <= read.body]


@cache
def _everyday() -> frozenset[str]:
    with files("weerbaar.leak").joinpath("everyday.toml").open("rb") as file:
        lists = tomllib.load(file).values()
    words = {word for words in (*map(str.split, lists), vocabulary()) for word in words}
    return frozenset(plain(folded(word)) for word in words) | SMALL | BESIDE


def _is_everyday(word: str) -> bool:
    return word in _everyday() or (word.isdigit() and len(word) <= SHORT + 1) or len(word) == 1


def forms(word: str) -> Iterator[str]:
    """A word and what it may be a form of."""
    yield word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > SHORT:
            yield word[: -len(ending)]
    for tail in TAILS if word.endswith(TAILS) else ():
        if word.endswith(tail) and len(word) - len(tail) > SHORT:
            yield word[: -len(tail)]
            yield word[: -len(tail)].removesuffix("s")
