"""Ears that hear what a script says: a second of sound of strength n is the n-th word."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from weerbaar.unpack.decode import RATE
from weerbaar.unpack.listen import Spoken

Sound = NDArray[np.float32]


@dataclass
class Script:
    """`asked` counts how often it was asked, `longest` the seconds of the longest sound."""

    words: tuple[str, ...]
    sure: bool = True
    asked: int = 0
    longest: float = 0.0
    languages: set[str | None] = field(default_factory=set)

    def hear(self, samples: Sound, language: str | None = None) -> tuple[Spoken, ...]:
        """One stretch for each run of seconds with words."""
        self.asked += 1
        self.longest = max(self.longest, len(samples) / RATE)
        self.languages.add(language)
        found: list[Spoken] = []
        whole = samples[len(samples) % (RATE // 4) :].reshape(-1, RATE // 4)
        offset = (len(samples) % (RATE // 4)) / RATE
        said, start, before = [], 0.0, 0
        for at, quarter in enumerate([*whole, np.zeros(1, np.float32)]):
            word = round(float(np.abs(quarter).max()) * 1000)
            if word and not before:
                start, said = offset + at / 4, []
            if word and word != before:
                said.append(self.words[word - 1])
            if before and not word:
                found.append(Spoken(start, offset + at / 4, " ".join(said), language or "und", self.sure))
            before = word
        return tuple(found)


def second(word: int) -> Sound:
    """A second of the n-th word; 0 is silence."""
    return np.full(RATE, word / 1000, np.float32)


def spoken(script: Script, silence_before: int = 0, silence_after: int = 0) -> list[Sound]:
    """The whole script, second by second."""
    return [second(0)] * silence_before + [second(n + 1) for n in range(len(script.words))] + [second(0)] * silence_after
