"""What someone tells of a call or a recording that nobody here listened to."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

LONGEST = 4000
"""Characters of one answer that are kept."""


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
