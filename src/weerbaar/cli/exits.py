"""What the exit status says. The worst answer wins: fraud, verify first, not read, cannot judge, no sign of fraud."""

from collections.abc import Iterable
from enum import IntEnum

from weerbaar.cli.words import say
from weerbaar.model.verdict import Band


class Exit(IntEnum):
    """Statuses from 64 on follow BSD sysexits.h; 130 and 141 are what a shell gives for Ctrl-C and a closed pipe."""

    NO_SIGN = 0
    VERIFY = 1
    FRAUD = 2
    CANNOT_JUDGE = 3
    UNREAD = 4
    USAGE = 64
    NO_INPUT = 66
    INTERNAL = 70
    CONFIGURATION = 78
    STOPPED = 130
    PIPE = 141


WORST_FIRST = (Exit.FRAUD, Exit.VERIFY, Exit.UNREAD, Exit.CANNOT_JUDGE, Exit.NO_SIGN)
COUNTS = {"fraud": {Band.FRAUD}, "verify": set(Band), "never": set()}
"""`--fail-on`: the bands that change the status. What could not be read always does."""


def meaning(exit: Exit, language: str = "en") -> str:
    """What a status says, as the help shows it."""
    return say(language, f"exit.{exit.name}")


def status(bands: Iterable[Band], unread: int, fail_on: str) -> Exit:
    """The status of a whole check."""
    reached = {Exit[band.name] for band in bands if band in COUNTS[fail_on]}
    if unread:
        reached.add(Exit.UNREAD)
    return next((exit for exit in WORST_FIRST if exit in reached), Exit.NO_SIGN)
