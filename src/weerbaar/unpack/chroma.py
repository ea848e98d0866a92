"""By what a sound is found again: landmarks of its spectrum, which a copy keeps.

After Wang, "An Industrial-Strength Audio Search Algorithm" (ISMIR 2003): the loudest points of the spectrum in the band of a telephone, taken in
pairs, two frequencies and the time between them. Of all pairs those are kept whose mixed hash is smallest, so two recordings that share most
pairs share most of what is kept (bottom-k sketch: Cohen and Kaplan, "Summarizing Data using Bottom-k Sketches", 2007). Level, trimming, another
codec and the band of a telephone leave most of it; so does nothing else (docs/measured/listening.md).
"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from weerbaar.unpack.decode import RATE

if TYPE_CHECKING:
    from weerbaar.unpack.decode import Samples

WINDOW, HOP = 1024, 256
"""Samples of one spectrum, and from one to the next (16 ms)."""
LOWEST, HIGHEST = 300, 3_400
"""Hertz between which points are taken: the band of a telephone."""
LONGEST = 180
"""Seconds that are looked at."""
NEAR = (6, 8)
"""Spectra and frequencies over which a point is the loudest."""
MOST_POINTS = 14
"""Points a second; the loudest are taken."""
FLOOR = 6.0
"""How far under the loudest point of its second a point may lie (natural logarithm of power)."""
QUIETEST = -7.0
"""Natural logarithm of the power of the softest point: a tone of about 1/10,000 of full scale."""
PAIRED = 5
"""Later points that one is paired with."""
NEAREST, FARTHEST = 3, 60
"""Spectra between the two points of a pair."""
KEPT = 64
"""Pairs kept of one sound."""
SECONDS = 1.5
"""Sounds shorter than this say too little."""
FEWEST = 24
"""Pairs under which a sound says too little."""
MIXER = np.uint64(0x9E3779B97F4A7C15)

Numbers = NDArray[np.int64]


def looks_of(samples: "Samples") -> tuple[str, ...]:
    """Marks of mono samples (16,000 a second), "time-pair" in hexadecimal; none where the sound is too short or has hardly any tones."""
    if len(samples) < SECONDS * RATE:
        return ()
    times, pairs = _pairs(_points(samples[: LONGEST * RATE]))
    mixed = (pairs.astype(np.uint64) * MIXER) >> np.uint64(24)
    order = np.lexsort((times, mixed))
    pairs, times = pairs[order], times[order]
    _, first = np.unique(pairs, return_index=True)
    if len(first) < FEWEST:
        return ()
    kept = np.sort(first)[:KEPT]
    return tuple(f"{time:04x}-{pair:05x}" for time, pair in zip(times[kept].tolist(), pairs[kept].tolist(), strict=True))


def shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Pairs that two sounds have in common at the same distance in time: none or few where they are not copies."""
    mine = {pair: int(time, 16) for time, _, pair in (mark.partition("-") for mark in one)}
    offsets: Counter[int] = Counter()
    for time, _, pair in (mark.partition("-") for mark in other):
        if pair in mine:
            offsets[mine[pair] - int(time, 16)] += 1
    # A copy that was cut falls between two spectra: neighbours count together.
    return max((offsets[at - 1] + offsets[at] + offsets[at + 1] for at in offsets), default=0)


def _points(samples: "Samples") -> tuple[Numbers, Numbers]:
    """Times and frequencies of the points, in order of time."""
    low, high = LOWEST * WINDOW // RATE, HIGHEST * WINDOW // RATE
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    window = np.hanning(WINDOW).astype(np.float32)
    power = np.empty((len(frames), high - low), np.float32)
    for start in range(0, len(frames), 1024):
        spectra = np.fft.rfft(frames[start : start + 1024] * window, axis=1)[:, low:high]
        power[start : start + 1024] = np.log(np.square(np.abs(spectra)) + 1e-9)
    peak = power == _widest(_widest(power, NEAR[0], 0), NEAR[1], 1)
    a_second = RATE // HOP
    kept_times: list[Numbers] = []
    kept_tones: list[Numbers] = []
    for start in range(0, len(power), a_second):
        block = power[start : start + a_second]
        times, tones = np.nonzero(peak[start : start + a_second] & (block > max(block.max() - FLOOR, QUIETEST)))
        loudest = np.sort(np.argsort(-block[times, tones], kind="stable")[:MOST_POINTS])
        kept_times.append(times[loudest] + start)
        kept_tones.append(tones[loudest])
    return np.concatenate(kept_times), np.concatenate(kept_tones)


def _pairs(points: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    """Time and number of each pair: the first frequency, the second, and the spectra between them."""
    times, tones = points
    made_at: list[Numbers] = []
    made: list[Numbers] = []
    for step in range(1, PAIRED + 1):
        gap = times[step:] - times[:-step]
        near = (gap >= NEAREST) & (gap <= FARTHEST)
        first, second = tones[:-step][near] // 2, tones[step:][near] // 2
        made_at.append(times[:-step][near])
        made.append((first << 13) | (second << 6) | (gap[near] // 2))
    return np.concatenate(made_at), np.concatenate(made)


def _widest(power: NDArray[np.float32], reach: int, axis: int) -> NDArray[np.float32]:
    """The largest value within `reach` on either side along an axis."""
    found = power.copy()
    size = power.shape[axis]
    for step in range(1, min(reach, size - 1) + 1):
        ahead = [slice(None), slice(None)]
        behind = [slice(None), slice(None)]
        ahead[axis], behind[axis] = slice(step, None), slice(None, -step)
        np.maximum(found[tuple(behind)], power[tuple(ahead)], out=found[tuple(behind)])
        np.maximum(found[tuple(ahead)], power[tuple(behind)], out=found[tuple(ahead)])
    return found
