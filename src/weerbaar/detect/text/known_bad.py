"""An account, number, address or domain in the text stands on the organisation's own list of known fraud.

The list is the organisation's (`known_bad`, or loaded from police, bank and peers). What stands on its allow list is never reported.

When it is wrong: lists grow old, and a message that warns of a fraud names the same values.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from weerbaar.detect._accounts import accounts_in, phones_in, said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

BETWEEN = re.compile(r"[^\w.@+-]+")
MOST = 500


@detector(
    reads=Parts,
    gives={"text.known_bad": ("value",)},
    question=Question.FACTS,
    references=("https://www.misp-project.org/",),
)
def known_bad(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    if not organisation.known_bad:
        return
    bad = _folded(organisation.known_bad) - _folded(organisation.allowed)
    numbers = tuple(value for value in bad if value.startswith("+"))
    for where, text in said(parts):
        for written, value in _values(text):
            if value in bad:
                yield Finding("text.known_bad", where, {"value": written})
                return
        for phone in phones_in(text) if numbers else ():
            if phone.international and f"+{phone.digits}" in bad:
                yield Finding("text.known_bad", where, {"value": phone.written})
                return


@lru_cache(maxsize=8)
def _folded(values: tuple[str, ...]) -> frozenset[str]:
    # Accounts and numbers without their spaces; domains and addresses have none.
    return frozenset(re.sub(r"[\s()/]", "", value).lower().lstrip("@") for value in values)


def _values(text: str) -> Iterator[tuple[str, str]]:
    """(as written, as listed) for accounts, addresses and domains, a domain's parents included."""
    for account in accounts_in(text):
        yield str(account), account.iban.lower()
    pointed = (word for word in text.split() if "." in word[1:-1] and len(word) < 2000)
    for name in islice((name for word in pointed for name in BETWEEN.split(word) if "." in name), MOST):
        written = name.strip(".-+")
        labels = written.lower().rpartition("@")[2].split(".")[-8:]
        yield written, written.lower()
        yield from ((written, ".".join(labels[i:])) for i in range(len(labels) - 1))
