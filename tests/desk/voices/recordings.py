"""Recordings that a test makes itself: something like a voice, over different lines."""

import io

import av
import numpy as np

from tests.learned.test_speaker import tone
from tests.recordings import SAMPLES
from weerbaar.learned.speaker import Samples
from weerbaar.settings import DEFAULT
from weerbaar.unpack import decode

MINE, ANOTHERS = "mine", "another's"


def speech(whose: str = MINE, seconds: float = 4.0) -> Samples:
    """A voice: mine is a low tone with overtones and some breath, so that there is something in every band; another's was spoken by a program."""
    breath = np.random.default_rng(1).normal(0, 0.01, int(seconds * 16_000))
    mine = (tone(110.0, seconds) + breath).astype(np.float32)
    if whose == MINE:
        return mine
    spoken = decode.samples((SAMPLES / "spoken-en.ogg").read_bytes(), DEFAULT).samples[: len(mine)]
    return np.clip(spoken * (mine.std() / spoken.std()), -1, 1)


def chords(seconds: float) -> Samples:
    """Music: three tones that come and go."""
    at = np.arange(int(seconds * 16_000)) / 16_000
    return (sum(0.1 * np.sin(2 * np.pi * tone * at) for tone in (262, 330, 392)) * np.sin(np.pi * at) ** 4).astype(np.float32)


def recorded(sound: Samples, codec: str = "pcm_s16le", container: str = "wav", rate: int = 16_000, bits: int = 0) -> bytes:
    """Samples (mono, 16 kHz) as a file."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as into:
        stream = into.add_stream(codec, rate=rate)
        if bits:
            stream.bit_rate = bits
        frame = av.AudioFrame.from_ndarray((sound * 32767).astype(np.int16)[None, :], format="s16", layout="mono")
        frame.sample_rate = 16_000
        resampler = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=rate)
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            piece.pts = None
            for packet in stream.encode(piece):
                into.mux(packet)
        for packet in stream.encode(None):
            into.mux(packet)
    return out.getvalue()


def voice(whose: str = MINE, seconds: float = 4.0) -> bytes:
    """A good recording."""
    return recorded(speech(whose, seconds))


def mailed(recording: bytes, name: str = "bericht.wav") -> bytes:
    """A mail with a recording."""
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "els@directie.example", "tom@bakkerijvanhove.example", "luister"
    mail.set_content("Luister even, Tom.")
    mail.add_attachment(recording, maintype="audio", subtype="wav", filename=name)
    return mail.as_bytes()
