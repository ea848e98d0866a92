"""Sound in, seconds at a time: the words of the last minute and what they ask."""

from dataclasses import asdict

import numpy as np
import pytest

from tests.desk.calls.ears import Script, Sound, second, spoken
from weerbaar.desk.calls import room
from weerbaar.desk.calls.hearing import MOST_WINDOW, Hearing
from weerbaar.desk.calls.live import Heard
from weerbaar.desk.calls.room import samples_of
from weerbaar.settings import Settings
from weerbaar.unpack.decode import RATE
from weerbaar.unpack.listen import Spoken

PAY = Script(
    (
        "Please",
        "transfer",
        "the amount",
        "of 9,400 euros",
        "to this account",
        "today.",
        "And do not",
        "tell anyone",
        "about it.",
    )
)


def test_what_is_asked_is_told_with_its_sentence() -> None:
    hearing = Hearing(PAY, "en")
    told = [hearing.hear(one) for one in spoken(PAY)]
    assert told[0].asks == {}
    assert told[4].asks["pay"] == "Please transfer the amount of 9,400 euros to this account"
    assert {"pay", "secret"} <= set(told[-1].asks)
    assert told[-1].asks["secret"] == "And do not tell anyone about it."
    assert told[-1].lines == (" ".join(PAY.words),)


def test_after_a_pause_what_was_said_is_settled_and_its_sound_let_go() -> None:
    hearing = Hearing(PAY, "en")
    for one in spoken(PAY, silence_after=3):
        last = hearing.hear(one)
    assert len(hearing.window) <= 2 * RATE
    assert {"pay", "secret"} <= set(last.asks)
    for _ in range(100):
        last = hearing.hear(second(1))
    assert {"pay", "secret"} <= set(last.asks)


def test_what_a_longer_look_takes_back_is_taken_back() -> None:
    script = Script(("I ask you", "to pay", "the invoice,", "said nobody", "ever."))

    class Changes(Script):
        def hear(self, samples: Sound, language: str | None = None) -> tuple[Spoken, ...]:
            heard = super().hear(samples, language)
            return heard if len(samples) < 5 * RATE else ()

    hearing = Hearing(Changes(script.words), "en")
    told = [hearing.hear(one) for one in spoken(script)]
    assert "pay" in told[3].asks
    assert told[4].asks == {}


def test_silence_is_not_listened_to() -> None:
    script = Script(("hello",))
    hearing = Hearing(script, "en")
    for _ in range(50):
        assert hearing.hear(second(0)) == Heard()
    assert script.asked == 0
    assert len(hearing.window) == RATE


def test_what_was_not_understood_is_not_told() -> None:
    hearing = Hearing(Script(PAY.words, sure=False), "en")
    told = [hearing.hear(one) for one in spoken(PAY, silence_after=3)]
    assert {one.asks.get("pay") for one in told} == {None}
    assert told[-1].lines == ()


def test_no_more_sound_is_held_than_is_said_however_much_comes() -> None:
    script = Script(tuple("abcdefgh"))
    hearing = Hearing(script, "en")
    for n in range(120):
        heard = hearing.hear(second(1 + n % 8))
        assert len(hearing.window) <= MOST_WINDOW * RATE
    assert script.longest <= MOST_WINDOW
    assert heard.missed == 0
    assert hearing.hear(np.full(60 * RATE, 0.001, np.float32)).missed > 30
    assert len(heard.lines) <= 6


def test_the_language_of_the_call_is_the_one_that_is_heard() -> None:
    script = Script(("Gelieve", "de factuur", "te betalen"))
    hearing = Hearing(script, "nl")
    heard = [hearing.hear(one) for one in spoken(script)][-1]
    assert script.languages == {"nl"}
    assert "pay" in heard.asks


@pytest.mark.parametrize(
    ("sound", "samples"),
    [(b"", []), (b"\x00", []), (b"\x00\x40", [0.5]), (b"\x00\x80", [-1.0]), (b"\xff\x7f\x00", [32767 / 32768])],
)
def test_sixteen_bits_are_numbers_between_minus_one_and_one(sound: bytes, samples: list[float]) -> None:
    assert samples_of(sound).tolist() == samples


@pytest.mark.parametrize(("direct", "signs", "told"), [(True, True, True), (True, False, False), (False, True, False)])
def test_how_a_voice_was_made_is_looked_at_now_and_then_and_never_through_a_loudspeaker(
    monkeypatch: pytest.MonkeyPatch, direct: bool, signs: bool, told: bool
) -> None:
    looked: list[int] = []
    monkeypatch.setattr(room, "signs_of_synthesis", lambda window: bool(looked.append(len(window)) or signs))
    there = room.Room(lambda settings, language: Script(tuple("abcdefgh")))
    there.answer({"do": "begin", "call": "a", "language": "en", "direct": direct, "settings": asdict(Settings())}, b"")
    for n in range(40):
        sound = (second(1 + n % 8) * 32768).astype("<i2").tobytes()
        answer = there.answer({"do": "hear", "call": "a"}, sound)
    assert answer["synthetic"] is told
    assert len(looked) == {(True, True): 1, (True, False): 3, (False, True): 0}[direct, signs]


def test_a_tone_is_no_voice() -> None:
    tone = np.sin(np.arange(6 * RATE) / 7).astype(np.float32)
    assert room.signs_of_synthesis(tone) is False
