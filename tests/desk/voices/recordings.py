"""Recordings that a test makes itself: something like a voice, over different lines."""

import io

import av
import numpy as np

from tests.learned.test_speaker import tone
from weerbaar.learned.speaker import Samples

MINE, ANOTHERS = 110.0, 400.0


def speech(hertz: float = MINE, seconds: float = 4.0) -> Samples:
    """A voice with some breath, so that there is something in every band."""
    breath = np.random.default_rng(1).normal(0, 0.01, int(seconds * 16_000))
    return (tone(hertz, seconds) + breath).astype(np.float32)


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


def voice(hertz: float = MINE, seconds: float = 4.0) -> bytes:
    """A good recording."""
    return recorded(speech(hertz, seconds))


def mailed(recording: bytes, name: str = "bericht.wav") -> bytes:
    """A mail with a recording."""
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "els@directie.example", "tom@bakkerijvanhove.example", "luister"
    mail.set_content("Luister even, Tom.")
    mail.add_attachment(recording, maintype="audio", subtype="wav", filename=name)
    return mail.as_bytes()
