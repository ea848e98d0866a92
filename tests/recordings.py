"""Sounds for tests: made here, encoded with real codecs, and two sentences that a program spoke (tests/samples/sound)."""

import io
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

SAMPLES = Path(__file__).parent / "samples" / "sound"
RATE = 16_000

Samples = NDArray[np.float32]


def tune(seconds: float = 2.0, seed: int = 1) -> Samples:
    """A tune of one tone after the other, with a little noise: sound without speech, different for each seed."""
    draw = np.random.default_rng(seed)
    notes = int(seconds * 8) + 1
    pitch = np.repeat(draw.uniform(300, 2500, notes), RATE // 8)[: int(seconds * RATE)]
    phase = np.cumsum(2 * np.pi * pitch / RATE)
    swell = 0.5 + 0.5 * np.abs(np.sin(np.arange(len(pitch)) * np.pi * 8 / RATE))
    sound: Samples = (0.3 * swell * np.sin(phase) + 0.003 * draw.standard_normal(len(pitch))).astype(np.float32)
    return sound


def encoded(
    samples: Samples, container: str, codec: str, rate: int = RATE, bits: int = 0, layout: str = "mono", film: bool = False
) -> bytes:
    """Mono samples (16,000 a second) as a file; with `film` a black picture goes along."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        stream: Any = out.add_stream(codec, rate=rate, layout=layout)
        if bits:
            stream.bit_rate = bits
        stream.codec_context.open()
        resampler = av.AudioResampler(
            stream.codec_context.format, layout, rate, frame_size=stream.codec_context.frame_size or 1024
        )
        whole = av.AudioFrame.from_ndarray((samples * 32767).astype(np.int16).reshape(1, -1), "s16", "mono")
        whole.sample_rate, whole.pts = RATE, 0
        if film:
            track: Any = out.add_stream("mpeg4", rate=5, width=64, height=48)
            for at in range(5):
                picture = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), "rgb24")
                picture.pts = at
                out.mux(track.encode(picture))
            out.mux(track.encode(None))
        for frame in (*resampler.resample(whole), *resampler.resample(None)):
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()
