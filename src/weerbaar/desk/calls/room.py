"""Inside the listening process: the model, read once, and the calls that are listened to."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weerbaar.desk.calls.hearing import RATE, Ears, Hearing
from weerbaar.desk.calls.listener import Deaf
from weerbaar.settings import Settings
from weerbaar.unpack.listen import ears

MOST_CALLS = 8
"""Calls that are held at most; the desk lets in fewer."""


class Room:
    """Answers the questions of weerbaar.desk.calls.listener."""

    def __init__(self, open_ears: "Callable[[Settings, str], Ears] | None" = None) -> None:
        self._open_ears = open_ears or ears_for
        self._calls: dict[str, Hearing] = {}

    def answer(self, question: Mapping[str, Any], sound: bytes) -> dict[str, Any]:
        """What is told back.

        Raises:
            Deaf: there is no model, it does not know the language, or it does not know this call.
        """
        call = str(question["call"])
        if question["do"] == "begin":
            return self._begin(call, str(question["language"]), Settings(**question["settings"]))
        if question["do"] == "end":
            self._forget(call)
            return {}
        if call not in self._calls:
            raise Deaf("failed")
        hearing = self._calls[call]
        heard = hearing.hear(samples_of(sound))
        return {"lines": list(heard.lines), "asks": dict(heard.asks), "missed": heard.missed}

    def _begin(self, call: str, language: str, settings: Settings) -> dict[str, Any]:
        while len(self._calls) >= MOST_CALLS:
            self._forget(next(iter(self._calls)))
        ears = self._open_ears(settings, language)
        ears.hear(np.zeros(RATE, np.float32), language)  # the first time takes longer
        self._calls[call] = Hearing(ears, language)
        return {}

    def _forget(self, call: str) -> None:
        self._calls.pop(call, None)


def samples_of(sound: bytes) -> NDArray[np.float32]:
    """16-bit little-endian samples as float32 between -1 and 1; a last odd byte is left out."""
    whole = sound[: len(sound) // 2 * 2]
    return np.frombuffer(whole, "<i2").astype(np.float32) / 32768.0


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
