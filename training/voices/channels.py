"""What happens to speech on its way: codecs, level, room, noise and loss of the high tones. The same for recordings and synthesis."""

import io
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from weerbaar.settings import Settings
from weerbaar.unpack.decode import RATE, samples

Array = NDArray[np.float32]

CODECS: dict[str, tuple[str, tuple[int, ...], str, tuple[int, ...]]] = {
    "mulaw": ("pcm_mulaw", (8000,), "wav", ()),
    "amr": ("libopencore_amrnb", (8000,), "amr", (7950, 12200)),
    "opus": ("libopus", (48000,), "ogg", (12000, 16000, 24000)),
    "mp3": ("libmp3lame", (16000, 44100), "mp3", (32000, 64000)),
    "aac": ("aac", (16000, 44100), "adts", (32000, 64000)),
}
"""Encoder, sample rates to choose from, container, bit rates to choose from."""
CHANNEL = {
    "full": "full",
    "mulaw": "telephone",
    "amr": "telephone",
    "opus": "messenger",
    "mp3": "messenger",
    "aac": "messenger",
}


def sent(clip: Array, over: str, chance: np.random.Generator, worn: bool = False) -> Array:
    """A clip as it arrives over a channel (a key of CHANNEL) at some level; `worn`: from a room, with noise, without the highest tones."""
    level = 10 ** (-chance.uniform(16, 30) / 20) / (np.sqrt((clip**2).mean()) + 1e-7)
    heard = np.clip(clip * level, -1, 1).astype(np.float32)
    if worn:
        heard = _in_a_room(heard, chance) if chance.random() < 0.35 else heard
        heard = _with_noise(heard, chance) if chance.random() < 0.5 else heard
        heard = _dulled(heard, chance) if chance.random() < 0.4 else heard
        heard = np.clip(heard, -1, 1)
    return heard if over == "full" else samples(encoded(heard, over, chance), Settings()).samples


def tilted(clip: Array, chance: np.random.Generator) -> Array:
    """A clip as another microphone hears it: some tones louder, some softer, by a smooth curve of a few decibels."""
    tones = np.fft.rfftfreq(len(clip), 1 / RATE)
    octaves = np.log2(np.maximum(tones, 60) / 60)
    decibels = np.interp(octaves, np.linspace(0, np.log2(8000 / 60), 7), chance.normal(size=7) * chance.uniform(2, 6))
    heard: Array = np.fft.irfft(np.fft.rfft(clip) * 10 ** (decibels / 20), len(clip)).astype(np.float32)
    return heard


def encoded(clip: Array, codec: str, chance: np.random.Generator) -> bytes:
    """The file that holds a clip (16,000 a second) in a codec of CODECS."""
    name, rates, container, bits = CODECS[codec]
    rate = int(chance.choice(rates))
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        stream: Any = file.add_stream(name, rate=rate)
        stream.layout = "mono"
        if bits:
            stream.bit_rate = int(chance.choice(bits))
        frame = av.AudioFrame.from_ndarray((np.clip(clip, -1, 1) * 32767).astype(np.int16)[None], format="s16", layout="mono")
        frame.sample_rate = RATE
        context = stream.codec_context
        resampler = av.AudioResampler(format=context.format.name, layout="mono", rate=rate, frame_size=context.frame_size or 0)
        for piece in resampler.resample(frame) + resampler.resample(None):
            piece.pts = None
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    return out.getvalue()


def _in_a_room(clip: Array, chance: np.random.Generator) -> Array:
    count = int(chance.uniform(0.1, 0.5) * RATE)
    echo = chance.normal(size=count) * np.exp(-6.9 * np.arange(count) / count) * chance.uniform(0.02, 0.12)
    echo[0] = 1.0
    size = 1 << (len(clip) + count).bit_length()
    return np.fft.irfft(np.fft.rfft(clip, size) * np.fft.rfft(echo, size), size)[: len(clip)].astype(np.float32)


def _with_noise(clip: Array, chance: np.random.Generator) -> Array:
    spectrum = np.fft.rfft(chance.normal(size=len(clip)))
    noise = np.fft.irfft(spectrum * np.arange(1, len(spectrum) + 1) ** -chance.uniform(0, 0.6), len(clip))
    heard: Array = clip + (noise / (noise.std() + 1e-9) * clip.std() * 10 ** (-chance.uniform(18, 40) / 20)).astype(np.float32)
    return heard


def _dulled(clip: Array, chance: np.random.Generator) -> Array:
    tones = np.fft.rfftfreq(len(clip), 1 / RATE)
    kept = 1 / (1 + np.exp((tones - chance.uniform(5500, 7900)) / 60))
    dulled: Array = np.fft.irfft(np.fft.rfft(clip) * kept, len(clip)).astype(np.float32)
    return dulled
