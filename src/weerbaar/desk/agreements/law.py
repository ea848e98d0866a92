"""What the law says beside a screen of the questionnaire: dated, with its source, and how sure we are (law.toml)."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import Organisation

FRESH = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence, where it comes from, and what to mind."""

    text: str
    source: str
    checked_on: date
    old: bool
    primary: bool
    """Whether the text of the law itself was read."""


def notes(organisation: Organisation, about: str) -> Iterator[Note]:
    """What is known about a matter in the country of an organisation; where that is not known, for every country."""
    country = known(organisation).country
    for one in _read():
        if one["about"] == about and (not one["country"] or not country or one["country"] == country):
            day = one["checked_on"]
            yield Note(said(one["id"]), one["source"], day, timezone.localdate() - day > FRESH, one["mark"] == "P")


def said(id: str) -> str:
    """The sentence of a note, in the language at hand."""
    return {
        "be_monitoring": _(
            "Belgium: watching the use of the net is allowed for four aims only. Tell the works council and each person before you begin."
        ),
        "de_monitoring": _("Germany: the works council decides with you on software that could watch how people work."),
        "nl_monitoring": _("The Netherlands: the works council has to agree to systems that could watch people."),
        "fr_monitoring": _("France: tell each person before you begin, and consult the works council (CSE)."),
        "lu_monitoring": _(
            "Luxembourg: tell people before you begin. The staff delegation may ask the privacy authority for its opinion."
        ),
        "emotions": _(
            "Guessing how people at work feel from face, voice or typing is forbidden in the EU since 2 February 2025."
        ),
        "transparency": _(
            "Since 2 August 2026 people must know when they talk to AI, and a published deepfake has to be named as one."
        ),
        "assessment": _(
            "Is a tool likely to put people at a high risk? Then look at the risks first, and write down what you found."
        ),
    }[id]


@cache
def _read() -> list[dict[str, Any]]:
    found = tomllib.loads(files(__package__).joinpath("law.toml").read_text(encoding="utf-8"))["notes"]
    return [one for one in found if one["mark"] != "?"]
