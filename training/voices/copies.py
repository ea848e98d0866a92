"""Recordings taken apart and put together again, as synthesisers do: the same words and voice, with a computer's traces.

No voice is made to say anything it did not say. Each way stands for a step that many systems share: a waveform from mel bands, phases found
anew, numbers rounded to a code book, the regular patterns of upsampling layers.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct, idct
from scipy.signal import istft, stft

from weerbaar.unpack.decode import RATE

Array = NDArray[np.float64]
Chance = np.random.Generator


def from_mel(clip: Array, chance: Chance) -> Array:
    """From mel bands alone, phases by Griffin & Lim 1984."""
    size, bands = int(chance.choice([512, 800, 1024])), int(chance.choice([40, 64, 80, 100]))
    filters = _filters(size, bands)
    mel = filters @ np.abs(_taken_apart(clip, size, size // 4))
    if chance.random() < 0.5:
        mel[:, 1:-1] = (mel[:, :-2] + 2 * mel[:, 1:-1] + mel[:, 2:]) / 4
    loud = np.maximum(1e-7, np.linalg.pinv(filters) @ mel)
    return _with_phases(loud, size, size // 4, len(clip), int(chance.choice([4, 12])), _any(loud, chance))


def rephased(clip: Array, chance: Chance) -> Array:
    """The full spectrum kept, its phases found anew."""
    size = int(chance.choice([400, 512, 1024]))
    loud = np.abs(_taken_apart(clip, size, size // 4))
    return _with_phases(loud, size, size // 4, len(clip), int(chance.choice([6, 16])), _any(loud, chance))


def rounded(clip: Array, chance: Chance) -> Array:
    """Mel cepstra rounded and cut off, fine structure flattened, phases shaken: as a codec of few bits does."""
    parts = _taken_apart(clip, 512, 160)
    filters = _filters(512, 64)
    back = np.linalg.pinv(filters)
    step, kept = float(chance.choice([0.4, 0.8, 1.2])), int(chance.choice([20, 32]))
    cepstra = np.round(dct(np.log(filters @ np.abs(parts) + 1e-6), axis=0, norm="ortho") / step) * step
    cepstra[kept:] = 0
    coarse = np.maximum(1e-7, back @ np.exp(idct(cepstra, axis=0, norm="ortho")))
    fine = np.clip(np.abs(parts) / np.maximum(1e-7, back @ (filters @ np.abs(parts))), 0.1, 4) ** chance.uniform(0.3, 1)
    phases = np.angle(parts) + chance.normal(size=parts.shape) * chance.uniform(0.2, 0.9)
    return _with_phases(coarse * fine, 512, 160, len(clip), 2, phases)


def upsampled(clip: Array, chance: Chance) -> Array:
    """Phases found anew, then the gains and tones that repeat with the stride of upsampling layers."""
    made = rephased(clip, chance)
    for stride in (2, 4, 8):
        made = made * np.resize(1 + chance.normal(size=stride) * 0.03, len(made))
    return made + np.resize(chance.normal(size=int(chance.choice([64, 160, 256]))) * made.std() * 0.003, len(made))


WAYS: dict[str, Callable[[Array, Chance], Array]] = {
    "own-melgl": from_mel, "own-phase": rephased, "own-vq": rounded, "own-upart": upsampled,
}  # fmt: skip


def _taken_apart(clip: Array, size: int, hop: int) -> NDArray[np.complex128]:
    return np.asarray(stft(clip, nperseg=size, noverlap=size - hop)[2])


def _put_together(parts: NDArray[np.complex128], size: int, hop: int, length: int) -> Array:
    made = istft(parts, nperseg=size, noverlap=size - hop)[1]
    return np.pad(made, (0, max(0, length - len(made))))[:length]


def _any(loud: Array, chance: Chance) -> Array:
    return chance.uniform(-np.pi, np.pi, loud.shape)


def _with_phases(loud: Array, size: int, hop: int, length: int, rounds: int, phases: Array) -> Array:
    parts = loud * np.exp(1j * phases)
    for _ in range(rounds):
        again = _taken_apart(_put_together(parts, size, hop, length), size, hop)[:, : loud.shape[1]]
        parts = loud * np.exp(1j * np.angle(np.pad(again, ((0, 0), (0, loud.shape[1] - again.shape[1])))))
    return _put_together(parts, size, hop, length)


def _filters(size: int, bands: int) -> Array:
    edges = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + RATE / 2 / 700), bands + 2) / 2595) - 1)
    bins = np.linspace(0, RATE / 2, size // 2 + 1)
    rise = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    fall = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    return np.maximum(0, np.minimum(rise, fall))
