"""What someone tells of a call or a recording that nobody here listened to."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from weerbaar.model.finding import Reason

LONGEST = 4000
"""Characters of one answer that are kept."""
HEARS = frozenset({"unpack.listen", "unpack.sound"})
"""What listens, as `NotLooked.detector` names it."""
NOTHING_TO_TELL = frozenset({Reason.SILENT, Reason.NO_SOUND, Reason.NOT_NEEDED})


class Pressed(StrEnum):
    """How someone was pressed."""

    HURRY = "hurry"
    SECRET = "secret"  # noqa: S105 - not a password
    ALONE = "alone"  # no calling back


class Knew(StrEnum):
    """Whether the voice was known, or its owner reached another way."""

    NO = "no"
    ALIKE = "alike"
    CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class Gist:
    """Five questions, answered in someone's own words: who spoke and over which number or channel; what was asked; how they were pressed; which
    amount, account or code was named; whether they knew the voice. `language` is that in which the questions were put (ISO 639-1)."""

    language: str
    asked: str
    who: str = ""
    pressed: tuple[Pressed, ...] = ()
    named: str = ""
    knew: Knew | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, as `of_json` reads them."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Gist":
        """
        Raises:
            KeyError, ValueError: not what `as_json` made.
        """
        knew = Knew(kept["knew"]) if kept["knew"] else None
        return cls(
            kept["language"], kept["asked"], kept["who"], tuple(Pressed(one) for one in kept["pressed"]), kept["named"], knew
        )


def would_help(not_looked: Iterable[tuple[str, str]]) -> bool:
    """Whether someone can tell us what we did not hear; what was not looked at as (detector, reason)."""
    return any(what in HEARS and reason not in NOTHING_TO_TELL for what, reason in not_looked)
