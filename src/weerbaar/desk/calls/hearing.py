"""Sound as it comes in, second by second -> the words of the last minute and what they ask. No Django, no database, no net.

A window of sound is transcribed again and again: each time more of the sentence is there. What lies well behind the end is settled, and its
sound let go; so at most `MOST_WINDOW` seconds of sound and `MOST_LINES` lines of words are held, and nothing is written anywhere.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from weerbaar.desk.calls.live import LIVE, Heard
from weerbaar.detect._sentences import asks_in, shown
from weerbaar.model.part import Text, TextKind
from weerbaar.unpack.decode import RATE
from weerbaar.unpack.listen import Spoken

MOST_WINDOW = 20.0
"""Seconds of sound that are held at most; beyond it the oldest are let go unheard, and that is said."""
SETTLED_AFTER = 10.0
"""Seconds of window from which on all but the last sentence are settled."""
PAUSE = 1.2
"""Seconds without speech after which what was said is settled."""
QUIET = 0.002
"""Root mean square of a full-scale signal (-54 dB) under which a chunk holds no speech."""
MOST_LINES = 60
SHOWN_LINES = 6


Sound = NDArray[np.float32]


class Ears(Protocol):
    """Whoever turns sound into words: weerbaar.unpack.listen.Ears."""

    def hear(self, samples: Sound, language: str | None = None) -> tuple[Spoken, ...]: ...


class Hearing:
    """One call."""

    def __init__(self, ears: Ears, language: str) -> None:
        self._ears, self._language = ears, language
        self._window: Sound = np.zeros(0, np.float32)
        self._lines: list[str] = []
        self._open: tuple[str, ...] = ()
        self._asks: dict[str, str] = {}
        self._missed = 0.0

    @property
    def window(self) -> NDArray[np.float32]:
        """The sound that is held now: float32, mono, `RATE` samples a second, at most `MOST_WINDOW` seconds."""
        return self._window

    def hear(self, samples: Sound) -> Heard:
        """Take in the next stretch of sound (float32 mono, `RATE` samples a second, -1 to 1), and tell what is known now."""
        quiet = not len(samples) or float(np.sqrt(np.mean(np.square(samples)))) < QUIET
        self._window = np.concatenate([self._window, samples])
        over = len(self._window) - int(MOST_WINDOW * RATE)
        if over > 0:
            self._window = self._window[over:]
            self._missed += over / RATE
        if quiet and not self._open and not _speaks(self._window):
            self._window = self._window[-RATE:]
            return self._told()
        self._settle(self._ears.hear(self._window, self._language))
        return self._told()

    def _settle(self, said: tuple[Spoken, ...]) -> None:
        """Settle what lies behind a pause, and of a long stretch all but its end; what was not understood is passed over."""
        seconds = len(self._window) / RATE
        settled = 0
        if said and seconds - said[-1].end >= PAUSE:
            settled = len(said)
        elif said and seconds >= SETTLED_AFTER:
            settled = len(said) - 1 or int(seconds >= MOST_WINDOW - 2)
        for one in said[:settled]:
            if one.sure:
                self._lines.append(one.text)
                self._asks = {**self._asked(self._lines[-3:]), **self._asks}
        self._lines = self._lines[-MOST_LINES:]
        self._open = tuple(one.text for one in said[settled:] if one.sure)
        if settled:
            self._window = self._window[int(min(said[settled - 1].end, seconds) * RATE) :]
        elif not said and seconds > PAUSE:
            self._window = self._window[-RATE:]

    def _asked(self, lines: list[str]) -> dict[str, str]:
        found = asks_in(Text("call", " ".join(lines), TextKind.SPEECH, self._language))
        return {name: shown(found[ask]) for name, asks in LIVE.items() for ask in reversed(asks) if ask in found}

    def _told(self) -> Heard:
        now = self._asked([*self._lines[-2:], *self._open]) if self._open else {}
        return Heard(tuple([*self._lines, *self._open][-SHOWN_LINES:]), {**now, **self._asks}, round(self._missed, 1))


def _speaks(window: Sound) -> bool:
    """Whether any tenth of a second in the window is loud enough for speech."""
    tenth = RATE // 10
    whole = window[: len(window) // tenth * tenth].reshape(-1, tenth)
    return bool(len(whole) and float(np.sqrt(np.mean(np.square(whole), axis=1)).max()) >= QUIET)
