from collections.abc import Callable

import numpy as np
import pytest
from tests.recordings import RATE, Samples, encoded, tune

from weerbaar.settings import DEFAULT
from weerbaar.unpack.chroma import KEPT, looks_of, shared
from weerbaar.unpack.decode import samples

NOTE = tune(6.0, seed=3)


def sent(sound: Samples, container: str, codec: str, rate: int, bits: int) -> Samples:
    return samples(encoded(sound, container, codec, rate, bits), DEFAULT).samples


@pytest.mark.parametrize(
    "copied",
    [
        lambda sound: sent(sound, "ogg", "libopus", 48_000, 16_000),
        lambda sound: sent(sound, "wav", "pcm_mulaw", 8_000, 0),
        lambda sound: sent(sound, "mp3", "libmp3lame", RATE, 32_000),
        lambda sound: sent(sound, "amr", "libopencore_amrnb", 8_000, 12_200),
        lambda sound: sound * 0.1,
        lambda sound: sound[7_777:-15_000],
        lambda sound: np.concatenate([np.zeros(2 * RATE + 100, np.float32), sound]),
    ],
    ids=["messenger", "telephone", "mp3", "amr", "softer", "cut", "later"],
)
def test_a_copy_is_known_again(copied: Callable[[Samples], Samples]) -> None:
    assert shared(looks_of(NOTE), looks_of(copied(NOTE))) >= 6


def test_different_sounds_have_next_to_nothing_in_common() -> None:
    looks = [looks_of(tune(4.0, seed)) for seed in range(12)]
    assert max(shared(one, other) for at, one in enumerate(looks) for other in looks[:at]) < 5


def test_marks_are_the_same_each_time_and_bounded() -> None:
    assert looks_of(NOTE) == looks_of(NOTE.copy())
    assert 24 <= len(looks_of(tune(30.0))) <= KEPT


@pytest.mark.parametrize(
    "sound",
    [np.zeros(0, np.float32), tune(1.0), np.zeros(5 * RATE, np.float32), np.full(5 * RATE, 0.5, np.float32)],
    ids=["nothing", "short", "silence", "level"],
)
def test_what_has_hardly_any_tones_has_no_marks(sound: Samples) -> None:
    assert looks_of(sound) == ()
