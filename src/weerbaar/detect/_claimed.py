"""Whom a message says it comes from, among the firms the organisation knows: by domain, by a look-alike of it, by name.

A name only counts in the display name, or in the text of a sender who is not a known firm himself.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from weerbaar.detect._accounts import CALLING, said
from weerbaar.detect._lookalike import resembles
from weerbaar.detect._names import LEGAL_FORMS, names_firm, words_of
from weerbaar.model.organisation import Organisation, Supplier
from weerbaar.model.part import Parts

NEAR = 400
"""Characters between a firm's name and an account within which the account is taken to be that firm's."""
ACCENT = re.compile("[\u0300-\u036f]+")
ENDINGS = {"uk": "GB"} | {
    c: c.upper()
    for c in [
        "be",
        "nl",
        "fr",
        "de",
        "lu",
        "at",
        "ch",
        "it",
        "es",
        "pt",
        "ie",
        "pl",
        "cz",
        "sk",
        "hu",
        "ro",
        "bg",
        "hr",
        "si",
        "gr",
        "dk",
        "se",
        "no",
        "fi",
        "ee",
        "lv",
        "lt",
        "cy",
        "mt",
        "li",
        "mc",
        "ua",
        "tr",
    ]
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A supplier a message speaks for. `how`: "domain" (written from it), "lookalike", "display" or "text"."""

    supplier: Supplier
    how: str


def claims(parts: Parts, organisation: Organisation) -> tuple[Claim, ...]:
    """The suppliers a message speaks for; a message from a supplier's own domain speaks for that one alone."""
    sender = parts.mail.sender if parts.mail else None
    domain = sender.domain if sender else ""
    if domain and (own := organisation.supplier_of(domain)) is not None:
        return (Claim(own, "domain"),)
    found = {}
    if domain and not organisation.is_ours(domain):
        for supplier in organisation.suppliers:
            if any(resembles(domain, known) for known in supplier.domains):
                found[supplier.name] = Claim(supplier, "lookalike")
            elif sender and sender.name and names_firm(sender.name, supplier.name, supplier.domains):
                found[supplier.name] = Claim(supplier, "display")
    if found:
        return tuple(found.values())
    for supplier, _ in named(parts, organisation):
        found.setdefault(supplier.name, Claim(supplier, "text"))
    return tuple(found.values())


def named(parts: Parts, organisation: Organisation) -> Iterator[tuple[Supplier, str]]:
    """(supplier, the text that names it) for every supplier named in what the message says."""
    patterns = _patterns(organisation.suppliers)
    for _, text in said(parts):
        folded = fold_text(text)
        for supplier, pattern, first in patterns:
            if first in folded and pattern.search(folded):
                yield supplier, text


def stands_near(supplier: Supplier, text: str, at: int, organisation: Organisation) -> bool:
    """Whether a supplier is named within NEAR characters of a place in a text."""
    folded = fold_text(text[max(0, at - NEAR) : at + NEAR])
    return any(pattern.search(folded) for one, pattern, _ in _patterns(organisation.suppliers) if one is supplier)


@lru_cache(maxsize=16)
def fold_text(text: str) -> str:
    """Lower case without accents, of at most 200 000 characters."""
    text = text[:200_000]
    return (text if text.isascii() else ACCENT.sub("", unicodedata.normalize("NFKD", text))).casefold()


@lru_cache(maxsize=4)
def _patterns(suppliers: tuple[Supplier, ...]) -> tuple[tuple[Supplier, re.Pattern[str], str], ...]:
    made = []
    for supplier in suppliers:
        words = [w for w in words_of(supplier.name) if w not in LEGAL_FORMS]
        # One short word ("Kroon") is too common to be a name.
        if sum(map(len, words)) >= 6:
            made.append((supplier, re.compile(r"\b" + r"\W{1,3}".join(map(re.escape, words)) + r"\b"), max(words, key=len)))
    return tuple(made)


def countries_of(supplier: Supplier) -> frozenset[str]:
    """Where a supplier is at home, by its confirmed accounts, telephone numbers and the endings of its domains."""
    found = {iban[:2] for iban in supplier.ibans}
    for phone in supplier.phones:
        digits = phone.lstrip("+")
        found |= {CALLING[digits[:n]] for n in (3, 2) if phone.startswith("+") and digits[:n] in CALLING}
    return frozenset(found | {country for domain in supplier.domains if (country := country_of(domain))})


def country_of(domain: str) -> str:
    """The country a domain's ending belongs to, or ""."""
    return ENDINGS.get(domain.rpartition(".")[2], "")
