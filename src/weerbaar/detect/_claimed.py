"""Whom a message says it comes from, among those the organisation knows by its file or its ledger: by domain, by a look-alike of it, by name.

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
from weerbaar.ledger.compare import known, names_of
from weerbaar.model.ledger import Kind, Ledger, Payee
from weerbaar.model.organisation import Organisation
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
    """A payee a message speaks for. `how`: "domain" (written from it), "lookalike", "display" or "text"."""

    payee: Payee
    how: str


def claims(parts: Parts, organisation: Organisation) -> tuple[Claim, ...]:
    """The payees a message speaks for; a message from a payee's own domain speaks for that one alone."""
    global _last
    last = _last
    if last is None or last[0] is not parts or last[1] is not organisation:
        last = _last = (parts, organisation, _claims(parts, organisation))
    return last[2]


_last: tuple[Parts, Organisation, tuple[Claim, ...]] | None = None
"""What was asked last: several detectors ask the same of one message."""


def _claims(parts: Parts, organisation: Organisation) -> tuple[Claim, ...]:
    payees = known(organisation).payees
    sender = parts.mail.sender if parts.mail else None
    domain = sender.domain if sender else ""
    if domain and (own := owner_of(domain, payees)) is not None:
        return (Claim(own, "domain"),)
    found = {}
    if domain and not organisation.is_ours(domain):
        for payee in payees:
            domains = domains_of(payee)
            if any(resembles(domain, one) for one in domains):
                found[payee.id] = Claim(payee, "lookalike")
            elif sender and sender.name and any(names_firm(sender.name, name, domains) for name in names_of(payee)):
                found[payee.id] = Claim(payee, "display")
    if found:
        return tuple(found.values())
    for payee, _ in named(parts, organisation):
        found.setdefault(payee.id, Claim(payee, "text"))
    return tuple(found.values())


def owner_of(domain: str, payees: tuple[Payee, ...]) -> Payee | None:
    """The payee a domain belongs to, itself or below."""
    below = {domain[at:] for at in (0, *(n + 1 for n, c in enumerate(domain) if c == "."))}
    return next((payee for payee in payees if not below.isdisjoint(domains_of(payee))), None)


def domains_of(payee: Payee) -> tuple[str, ...]:
    """The domains a payee sends mail from."""
    return tuple(fact.value for fact in payee.facts if fact.kind is Kind.DOMAIN)


def named(parts: Parts, organisation: Organisation) -> Iterator[tuple[Payee, str]]:
    """(payee, the text that names it) for every payee named in what the message says."""
    patterns = _patterns(known(organisation))
    for _, text in said(parts):
        folded = fold_text(text)
        for payee, pattern, first in patterns:
            if first in folded and pattern.search(folded):
                yield payee, text


def stands_near(payee: Payee, text: str, at: int, organisation: Organisation) -> bool:
    """Whether a payee is named within NEAR characters of a place in a text."""
    folded = fold_text(text[max(0, at - NEAR) : at + NEAR])
    return any(pattern.search(folded) for one, pattern, _ in _patterns(known(organisation)) if one.id == payee.id)


@lru_cache(maxsize=16)
def fold_text(text: str) -> str:
    """Lower case without accents, of at most 200 000 characters."""
    text = text[:200_000]
    return (text if text.isascii() else ACCENT.sub("", unicodedata.normalize("NFKD", text))).casefold()


@lru_cache(maxsize=4)
def _patterns(ledger: Ledger) -> tuple[tuple[Payee, re.Pattern[str], str], ...]:
    made = []
    for payee in ledger.payees:
        for name in names_of(payee):
            words = [w for w in words_of(name) if w not in LEGAL_FORMS]
            # One short word ("Kroon") is too common to be a name.
            if sum(map(len, words)) >= 6:
                made.append((payee, re.compile(r"\b" + r"\W{1,3}".join(map(re.escape, words)) + r"\b"), max(words, key=len)))
    return tuple(made)


def countries_of(payee: Payee) -> frozenset[str]:
    """Where a payee is at home: its seat, its confirmed accounts and telephone numbers, and the endings of its domains."""
    found = {payee.country} if payee.country else set()
    for fact in payee.facts:
        if fact.kind is Kind.IBAN and fact.confirmed:
            found.add(fact.value[:2])
        elif fact.kind is Kind.PHONE and fact.confirmed:
            digits = fact.value.lstrip("+")
            found |= {CALLING[digits[:n]] for n in (3, 2) if fact.value.startswith("+") and digits[:n] in CALLING}
        elif fact.kind is Kind.DOMAIN and (country := country_of(fact.value)):
            found.add(country)
    return frozenset(found)


def country_of(domain: str) -> str:
    """The country a domain's ending belongs to, or ""."""
    return ENDINGS.get(domain.rpartition(".")[2], "")
