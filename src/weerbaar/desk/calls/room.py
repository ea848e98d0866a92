"""Inside the listening process: the model, read once, and the calls that are listened to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weerbaar.desk.calls.hearing import Ears, Hearing
from weerbaar.desk.calls.live import Deaf
from weerbaar.detect.sound.synthetic_voice import synthetic_voice
from weerbaar.model.organisation import NOBODY
from weerbaar.settings import Settings
from weerbaar.unpack.decode import RATE, Sounds
from weerbaar.unpack.listen import ears
from weerbaar.unpack.synthesis import voice_in

MOST_CALLS = 8
"""Calls that are held at most; the desk lets in fewer."""
LOOKS_EVERY = 12.0
"""Seconds of a call between two looks at how a voice was made; none is looked at again once it showed signs."""
LEAST_WINDOW = 4.0
"""Seconds of sound that such a look needs."""


@dataclass(slots=True)
class _Call:
    """A call that is heard. How its voice was made is looked at only where its sound is `direct`: what a loudspeaker and a microphone do to a
    voice was never measured.
    """

    hearing: Hearing
    direct: bool
    synthetic: bool = False
    since: float = 0.0

    def look(self, seconds: float) -> None:
        """Look at the voice, now and then."""
        self.since += seconds
        window = self.hearing.window
        if self.direct and not self.synthetic and self.since >= LOOKS_EVERY and len(window) >= LEAST_WINDOW * RATE:
            self.since, self.synthetic = 0.0, signs_of_synthesis(window)


class Room:
    """Answers the questions of weerbaar.desk.calls.listener."""

    def __init__(self, open_ears: "Callable[[Settings, str], Ears] | None" = None) -> None:
        self._open_ears = open_ears or ears_for
        self._calls: dict[str, _Call] = {}

    def answer(self, question: Mapping[str, Any], sound: bytes) -> dict[str, Any]:
        """What is told back.

        Raises:
            Deaf: there is no model, it does not know the language, or it does not know this call.
        """
        call = str(question["call"])
        if question["do"] == "begin":
            return self._begin(call, question)
        if question["do"] == "end":
            self._forget(call)
            return {}
        if call not in self._calls:
            raise Deaf("failed")
        there, samples = self._calls[call], samples_of(sound)
        heard = there.hearing.hear(samples)
        there.look(len(samples) / RATE)
        return {"lines": list(heard.lines), "asks": dict(heard.asks), "missed": heard.missed, "synthetic": there.synthetic}

    def _begin(self, call: str, question: Mapping[str, Any]) -> dict[str, Any]:
        language, settings = str(question["language"]), Settings(**question["settings"])
        while len(self._calls) >= MOST_CALLS:
            self._forget(next(iter(self._calls)))
        ears = self._open_ears(settings, language)
        ears.hear(np.zeros(RATE, np.float32), language)  # the first time takes longer
        self._calls[call] = _Call(Hearing(ears, language), bool(question.get("direct")))
        return {}

    def _forget(self, call: str) -> None:
        self._calls.pop(call, None)


def samples_of(sound: bytes) -> NDArray[np.float32]:
    """16-bit little-endian samples as float32 between -1 and 1; a last odd byte is left out."""
    whole = sound[: len(sound) // 2 * 2]
    return np.frombuffer(whole, "<i2").astype(np.float32) / 32768.0


def signs_of_synthesis(window: NDArray[np.float32]) -> bool:
    """Whether the detector of synthetic voices speaks up: sound of a call over the net, which is Opus as a rule (RFC 7874)."""
    voice = voice_in(Sounds(window, "opus", RATE, 1), "call")
    return any(True for _ in synthetic_voice(voice, NOBODY))


def ears_for(settings: Settings, language: str) -> Ears:
    """The model of this machine, for a language.

    Raises:
        Deaf: there is none, or it does not know the language.
    """
    there = ears(settings)
    if there is None:
        raise Deaf("no_model")
    if language != "en" and not there.multilingual:
        raise Deaf("language")
    return there
