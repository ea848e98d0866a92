"""The sender or the reply address stands on the organisation's own list of known fraud.

The list is the organisation's (`known_bad`, or loaded from MISP and peers). What stands on its allow list is never
reported.

When it is wrong: lists grow old, and a domain that was abused may have been cleaned since.
"""

from collections.abc import Iterator
from functools import lru_cache

from weerbaar.detect._proof import is_allowed
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail


@detector(
    reads=Mail,
    gives={"mail.known_bad": ("address",)},
    question=Question.SENDER,
)
def known_bad(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    if not organisation.known_bad:
        return
    bad = _folded(organisation.known_bad)
    named = (
        *(("From", one) for one in (mail.sender, *mail.senders[:5])),
        *(("Reply-To", one) for one in mail.reply_to[:5]),
        ("Sender", mail.sender_header),
        ("Return-Path", mail.return_path),
    )
    for header, address in named:
        if address is None or not address.domain or is_allowed(address, organisation):
            continue
        labels = address.domain.split(".")[-8:]
        if address.address in bad or any(".".join(labels[i:]) in bad for i in range(len(labels) - 1)):
            yield Finding("mail.known_bad", f"header {header}", {"address": address.address})
            return


@lru_cache(maxsize=8)
def _folded(values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(value.lower().lstrip("@") for value in values)
