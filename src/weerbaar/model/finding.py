"""One observation by one detector, or the honest admission that we did not look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Question(StrEnum):
    """The three questions every verdict is told in."""

    ASK = "ask"
    SENDER = "sender"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a detector saw.

    `id` is `<room>.<detector>` or `<room>.<detector>_<variant>`, `where` the place as a person would name it
    (the `where` of a part, a header), `saw` the fill-ins of the text that explains it. `strength` is set by learned
    models only: the natural-log odds of fraud they read, before calibration.
    """

    id: str
    where: str
    saw: Mapping[str, str] = field(default_factory=dict)
    strength: float | None = None


@dataclass(frozen=True, slots=True)
class NotLooked:
    """Something was not looked at. Not looked is not clean.

    `detector` is what did not look (a detector, a reader, a limit), `reason` a stable word from `Reason`.
    """

    detector: str
    reason: "Reason"
    where: str = ""
    detail: str = ""


class Reason(StrEnum):
    """Why something was not looked at."""

    NOT_INSTALLED = "not installed"
    SWITCHED_OFF = "switched off"
    NOT_NEEDED = "not needed"
    TOO_LARGE = "too large"
    TOO_DEEP = "too deep"
    TOO_MANY = "too many"
    TOO_LONG = "took too long"
    TOO_MUCH_MEMORY = "took too much memory"
    BOMB = "unpacks to far more than it is"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNKNOWN_KIND = "unknown kind"
    NO_MODEL = "no model"
    LANGUAGE = "language not known well"
    NOT_KNOWN = "not known"
    CODEC = "no decoder for it"
    PROTECTED = "protected against copying"
    NO_SOUND = "no sound in it"
    SILENT = "silent"
    NO_SPEECH = "no speech heard"
    TOO_SHORT = "too short"
    UNCLEAR = "not understood well"
    UNSEEN = "no decoder for its pictures"
    MOMENTS = "only moments of it"
    ONLY_ENGLISH = "the model knows only English"
    FAILED = "failed"
