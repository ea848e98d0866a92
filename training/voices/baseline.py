"""The features of the baseline: what most detectors of synthetic speech read before networks did (Sahidullah, Kinnunen & Hanilçi 2015)."""

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct

SIZE, HOP, FILTERS, CEPSTRA = 512, 160, 30, 20
LEAST = 1e-3
"""Share of the power of the loudest frame from which a frame counts."""


def lfcc(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Linear frequency cepstra of speech (16,000 samples a second): mean, spread, spread of first and of second differences."""
    lifted = np.append(samples[:1], samples[1:] - 0.97 * samples[:-1])
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(lifted, (0, SIZE)), SIZE)[::HOP]
    power = np.abs(np.fft.rfft(frames * np.hamming(SIZE), axis=1)) ** 2
    edges, bins = np.linspace(0, 8000, FILTERS + 2), np.linspace(0, 8000, SIZE // 2 + 1)
    filters = np.maximum(0, 1 - np.abs(bins - edges[1:-1, None]) / edges[1])
    cepstra = dct(np.log(power @ filters.T + 1e-9 * power.mean() + 1e-12), axis=1, norm="ortho")[:, :CEPSTRA]
    first = _change(cepstra)
    loud = power.sum(axis=1) > power.sum(axis=1).max() * LEAST
    spreads = [rows[loud].std(axis=0) for rows in (cepstra, first, _change(first))]
    return np.concatenate([cepstra[loud].mean(axis=0), *spreads])


def _change(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.pad((rows[2:] - rows[:-2]) / 2, ((1, 1), (0, 0)), mode="edge")
