"""A look at the message alone, knowing nobody: what someone may be told who could be a stranger.

Suppliers, colleagues, accounts and usual senders move the verdict even where no sentence names them, so leaving sentences out is not enough:
whoever may ask twice with one account changed would learn which account is the right one. Here nothing of the organisation goes in, so
nothing can come out: for any two organisations the answer is the same, letter for letter.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from weerbaar.advise.advise import advise
from weerbaar.advise.sentences import spoken
from weerbaar.detect.checked import checked
from weerbaar.detect.declaration import questions
from weerbaar.look import Look, judge
from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.organisation import NOBODY
from weerbaar.model.part import Mail, Part, Parts
from weerbaar.settings import DEFAULT, Settings

WORKED_IN = ("mail.spf", "mail.dkim", "mail.arc")
"""What detect/checked.py says it could not look at; that depends on the servers an organisation trusts."""


def alone(look: Look, *, language: str | None = None, settings: Settings = DEFAULT, today: date | None = None) -> Look:
    """The same parts, judged again without any organisation; `language` is the reader's, else the message's.

    Nothing is unpacked again. A look that left pictures unread because the rest already said fraud (`Reason.NOT_NEEDED`) leaves them
    unread here too, and says so; look with the setting `read_all` where even that should not depend on the organisation.
    """
    told = look.item.told
    parts = checked(_as_unpacked(look), told, NOBODY)
    parts, findings, not_looked, verdict = judge(parts, NOBODY, settings.prior)
    not_looked += [one for one in look.not_looked if one.reason is Reason.NOT_NEEDED]
    advice = advise(verdict, tuple(not_looked), parts, NOBODY, spoken(language or look.language), today, questions())
    return replace(
        look, parts=parts, findings=tuple(findings), not_looked=tuple(not_looked), verdict=verdict, advice=advice
    )  # fmt: skip


def _as_unpacked(look: Look) -> Parts:
    """The parts before what DNS told was worked into them."""
    told = look.item.told
    if told is None:
        return look.parts
    not_looked = tuple(one for one in look.parts.not_looked if one not in told.not_looked and not _worked_in(one))
    return Parts(tuple(_unchecked(look.parts)), not_looked, look.parts.limits_met)


def _worked_in(one: NotLooked) -> bool:
    return one.detector in WORKED_IN


def _unchecked(parts: Parts) -> Iterator[Part]:
    for part in parts.all:
        if isinstance(part, Mail):
            yield replace(part, checked=(), signatures=tuple(replace(one, holds=None) for one in part.signatures))
        else:
            yield part
