"""What the first layers of a Whisper encoder make of speech, worked out with numpy alone.

Radford and others, "Robust Speech Recognition via Large-Scale Weak Supervision", 2022. The later layers know what is said; the first ones still
hold how it sounds, and that is what the model of synthetic speech reads (unpack/synthesis.py). faster-whisper gives only the last layer, so the
weights are read from its model file: the format of CTranslate2, `model.bin`, versions 5 and 6 (a table of named arrays).
"""

import struct
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from weerbaar.unpack.decode import RATE

Array = NDArray[np.float32]

HOP, WINDOW, BANDS = 160, 400, 80
"""Samples between two columns and in one, and mel bands of a column (Whisper's own)."""
LAYERS = 2
HEADS = 6
"""Attention heads of the tiny model."""
TYPES = {0: "<f4", 1: "<i1", 2: "<i2", 3: "<i4", 4: "<f2"}
"""CTranslate2's numbers of the kinds of array."""
MOST_ARRAYS, MOST_NUMBERS = 2_000, 50_000_000

Weights = Mapping[str, Array]


class NotThisModel(ValueError):
    """The file holds no Whisper model of the size that the weights of synthetic speech were made for."""


def layers(samples: Array, weights: Weights) -> list[Array]:
    """The output of each of the first layers, one row per 20 ms: arrays of shape (time, 384).

    `samples` are mono, 16,000 a second, at least 400 of them and at most 30 seconds.
    """
    rows = _convolved(log_mel(samples), weights["conv1"], weights["conv1/bias"], 1)
    rows = _convolved(rows, weights["conv2"], weights["conv2/bias"], 2)
    rows = rows + weights["position_encodings/encodings"][: len(rows)]
    made = []
    for number in range(LAYERS):
        own = {name.split("/", 1)[1]: array for name, array in weights.items() if name.startswith(f"layer_{number}/")}
        rows = rows + _attended(_normal(rows, own, "self_attention"), own)
        wide = _normal(rows, own, "ffn") @ own["ffn/linear_0/weight"].T + own["ffn/linear_0/bias"]
        rows = rows + _gelu(wide) @ own["ffn/linear_1/weight"].T + own["ffn/linear_1/bias"]
        made.append(rows)
    return made


def log_mel(samples: Array) -> Array:
    """Whisper's picture of a sound: (time, 80), one row per 10 ms, held within 80 dB of its loudest point."""
    padded = np.pad(samples, WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][: (len(padded) - WINDOW) // HOP]
    power = np.abs(np.fft.rfft(frames * _hann(), axis=1)).astype(np.float32) ** 2
    loud = np.log10(np.maximum(power @ _mel().T, 1e-10))
    held: Array = ((np.maximum(loud, loud.max() - 8.0) + 4.0) / 4.0).astype(np.float32)
    return held


def _attended(rows: Array, own: Weights) -> Array:
    mixed = rows @ own["self_attention/linear_0/weight"].T + own["self_attention/linear_0/bias"]
    query, key, value = (part.reshape(len(rows), HEADS, -1).transpose(1, 0, 2) for part in np.split(mixed, 3, axis=1))
    score = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[-1]))
    score = np.exp(score - score.max(axis=-1, keepdims=True))
    seen = (score / score.sum(axis=-1, keepdims=True)) @ value
    joined = seen.transpose(1, 0, 2).reshape(len(rows), -1)
    out: Array = joined @ own["self_attention/linear_1/weight"].T + own["self_attention/linear_1/bias"]
    return out


def _normal(rows: Array, own: Weights, of: str) -> Array:
    centred = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + 1e-5)
    out: Array = centred / spread * own[f"{of}/layer_norm/gamma"] + own[f"{of}/layer_norm/beta"]
    return out


def _convolved(rows: Array, kernel: Array, bias: Array, stride: int) -> Array:
    around = np.lib.stride_tricks.sliding_window_view(np.pad(rows, ((1, 1), (0, 0))), 3, axis=0)[::stride]
    return _gelu(around.transpose(0, 2, 1).reshape(len(around), -1) @ kernel + bias)


def _gelu(values: Array) -> Array:
    """Hendrycks & Gimpel 2016, with tanh; within 0.001 of the exact one."""
    bent: Array = np.tanh(np.float32(0.7978845608) * values * (1 + np.float32(0.044715) * values * values))
    return np.float32(0.5) * values * (1 + bent)


@cache
def _hann() -> Array:
    return np.hanning(WINDOW + 1)[:-1].astype(np.float32)


@cache
def _mel() -> Array:
    """Slaney's mel filters, each with the same area: (80, 201)."""
    top = 15 + np.log(8.0) / (np.log(6.4) / 27)
    scale = np.linspace(0.0, top, BANDS + 2)
    edges = np.where(scale < 15, 200 * scale / 3, 1000 * np.exp(np.log(6.4) / 27 * (scale - 15)))
    bins = np.linspace(0, RATE / 2, WINDOW // 2 + 1)
    rise = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    fall = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    area = 2 / (edges[2:] - edges[:-2])
    return (np.maximum(0, np.minimum(rise, fall)) * area[:, None]).astype(np.float32)


@cache
def weights_in(file: Path) -> Weights:
    """The arrays of the first layers in a CTranslate2 model file, as 32-bit floats.

    Raises:
        NotThisModel: it is no such file, or a model of another size.
        OSError: the file cannot be read.
    """
    wanted = ("conv1/", "conv2/", "position_encodings/", *(f"layer_{number}/" for number in range(LAYERS)))
    with file.open("rb") as stream:
        try:
            found = dict(_arrays(stream, wanted))
        except (struct.error, ValueError) as trouble:
            raise NotThisModel(str(trouble)) from None
    if found.get("conv1/weight", np.empty(0)).shape != (384, BANDS, 3) or f"layer_{LAYERS - 1}/ffn/linear_1/bias" not in found:
        raise NotThisModel(file.name)
    for name in ("conv1", "conv2"):
        found[name] = np.ascontiguousarray(found.pop(f"{name}/weight").transpose(2, 1, 0).reshape(-1, 384))
    return found


def _arrays(stream: BinaryIO, wanted: tuple[str, ...]) -> Iterator[tuple[str, Array]]:
    """The encoder's arrays whose names begin so; the others are skipped unread."""
    _number(stream, "I")
    if _name(stream) != "WhisperSpec":
        raise NotThisModel
    _number(stream, "I")
    for _ in range(min(_number(stream, "I"), MOST_ARRAYS)):
        name = _name(stream).removeprefix("encoder/")
        shape = tuple(_number(stream, "I") for _ in range(_number(stream, "B")))
        kind, size = _number(stream, "B"), _number(stream, "I")
        if not name.startswith(wanted):
            stream.seek(size, 1)
            continue
        if kind not in TYPES or size > MOST_NUMBERS:
            raise NotThisModel(name)
        yield name, np.frombuffer(stream.read(size), TYPES[kind]).reshape(shape).astype(np.float32)


def _number(stream: BinaryIO, kind: str) -> int:
    packed = struct.Struct("<" + kind)
    return int(packed.unpack(stream.read(packed.size))[0])


def _name(stream: BinaryIO) -> str:
    return stream.read(_number(stream, "H"))[:-1].decode()
