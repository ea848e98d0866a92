"""Small films, sounds and pictures of every usual format, made in code: for the tests, the fuzzer and the bench of videos."""

import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy

from bench.seeds import dotted_qr, qr

if TYPE_CHECKING:
    from PIL.Image import Image

os.environ.setdefault("SVT_LOG", "1")  # errors only

FAST: Mapping[str, Mapping[str, str]] = {
    "libx264": {"preset": "ultrafast", "x264-params": "scenecut=0"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none:pools=none:frame-threads=1"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
    "libvpx": {"deadline": "realtime", "cpu-used": "8"},
    "libsvtav1": {"preset": "12"},
}
"""How each encoder is told to hurry."""
CARD = (320, 180)


def card(
    words: str, size: tuple[int, int] = CARD, code: "Image | None" = None, ground: tuple[int, int, int] = (236, 232, 220)
) -> "Image":
    """A picture with words in the middle, and a code at the right where one is given."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", size, ground)
    font: Any = ImageFont.load_default(size[1] // 11)
    ImageDraw.Draw(image).text((size[0] // 20, size[1] // 3), words, font=font, fill=(20, 20, 20))
    if code is not None:
        side = size[1] * 2 // 3
        image.paste(code.convert("RGB").resize((side, side)), (size[0] - side - 8, 8))
    return image


def film(
    shown: Iterable[tuple["Image", float]],
    codec: str = "libx264",
    form: str = "mp4",
    *,
    rate: int = 5,
    sound: str = "",
    gop: int = 250,
    tags: Mapping[str, str] | None = None,
    turned: int = 0,
) -> bytes:
    """A film that shows each picture for so many seconds, `rate` pictures a second, with a tone in the codec named by `sound`."""
    import av

    av.logging.set_level(None)
    shown = list(shown)
    file = io.BytesIO()
    with av.open(file, "w", format=form) as out:
        out.metadata.update(tags or {})
        track: Any = out.add_stream(codec, rate=rate, options=dict(FAST.get(codec, {})))
        track.width, track.height = shown[0][0].size
        track.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        track.gop_size = gop
        track.codec_context.thread_count = 1
        if turned:
            track.set_display_rotation(turned)
        heard: Any = out.add_stream(sound, rate=rate_of(sound), layout="mono") if sound else None
        for image, seconds in shown:
            frame: Any = av.VideoFrame.from_ndarray(numpy.asarray(image.convert("RGB")), format="rgb24")
            for _ in range(max(round(seconds * rate), 1)):
                out.mux(track.encode(frame_without_stamp(frame)))
        out.mux(track.encode())
        if heard is not None:
            _tone(out, heard, sum(seconds for _, seconds in shown))
    return file.getvalue()


def rate_of(codec: str) -> int:
    """A sample rate, in hertz, that an encoder takes."""
    return {"libopus": 48_000}.get(codec, 16_000)


def frame_without_stamp(frame: Any) -> Any:
    """The same frame once more, to be shown after the last."""
    frame.pts = None
    return frame


def sound(codec: str, form: str, seconds: float = 1.0, rate: int = 16_000) -> bytes:
    """A tone that swells, in any codec."""
    import av

    av.logging.set_level(None)
    file = io.BytesIO()
    with av.open(file, "w", format=form) as out:
        _tone(out, out.add_stream(codec, rate=rate, layout="mono"), seconds)
    return file.getvalue()


def _tone(out: Any, track: Any, seconds: float) -> None:
    import av

    rate = track.codec_context.sample_rate
    at = numpy.arange(int(seconds * rate)) / rate
    wave = (8000 * numpy.sin(2 * numpy.pi * 220 * at) * (0.5 + 0.5 * numpy.sin(2 * numpy.pi * 3 * at))).astype(numpy.int16)
    piece = av.AudioFrame.from_ndarray(wave[None, :], format="s16", layout="mono")
    piece.sample_rate = rate
    resampler = av.AudioResampler(
        format=track.codec_context.format, layout="mono", rate=rate, frame_size=track.codec_context.frame_size or 1024
    )
    for part in (*resampler.resample(piece), *resampler.resample(None)):
        out.mux(track.encode(part))
    out.mux(track.encode())


def animated(form: str, pictures: Sequence["Image"], milliseconds: int = 500) -> bytes:
    """Pictures one after the other, as GIF, WEBP, PNG or AVIF."""
    file = io.BytesIO()
    first, *rest = pictures
    first.save(file, form, save_all=True, append_images=rest, duration=milliseconds, loop=0)
    return file.getvalue()


def heic(image: "Image") -> bytes:
    """A picture as telephones write it."""
    import pillow_heif

    file = io.BytesIO()
    pillow_heif.from_pillow(image).save(file)
    return file.getvalue()


VIDEOS = (
    ("libx264", "mp4", "aac"), ("libx264", "mov", "aac"), ("libx264", "matroska", "libopus"), ("libx265", "mp4", ""), ("libvpx-vp9", "webm", "libopus"),
    ("libvpx", "webm", "libopus"), ("libsvtav1", "mp4", ""), ("mpeg4", "avi", "libmp3lame"), ("mpeg4", "mpegts", "mp2"), ("mpeg2video", "mpeg", "mp2"),
    ("wmv2", "asf", "libmp3lame"), ("flv1", "flv", ""), ("mjpeg", "avi", ""), ("h263", "3gp", ""),
)  # fmt: skip
"""Codec, container and codec of the sound."""
SOUNDS = (
    ("libopus", "ogg", 48_000), ("libmp3lame", "mp3", 16_000), ("aac", "adts", 16_000), ("aac", "ipod", 16_000), ("pcm_s16le", "wav", 16_000),
    ("pcm_mulaw", "wav", 8_000), ("flac", "flac", 16_000), ("libmp3lame", "asf", 16_000), ("libopus", "matroska", 48_000), ("ac3", "ac3", 48_000),
    ("pcm_s16be", "aiff", 16_000), ("pcm_s16be", "au", 16_000), ("alac", "caf", 16_000), ("libopus", "webm", 48_000),
)  # fmt: skip
"""Codec, container and samples a second."""


@cache
def media() -> Mapping[str, tuple[tuple[str, Callable[[], bytes]], ...]]:
    """Kind -> (name, maker) of one small file of every container and codec that this machine can write."""
    size = (176, 144)
    cards = [(card("Scan", size, code=qr()), 0.6), (card("Vandaag", size), 0.6)]
    pictures = [image for image, _ in cards]
    return {
        "video": tuple(
            (f"{codec}.{form}", lambda codec=codec, form=form, heard=heard: film(cards, codec, form, sound=heard, rate=25))
            for codec, form, heard in VIDEOS
        ),
        "sound": tuple(
            (f"{codec}.{form}", lambda codec=codec, form=form, rate=rate: sound(codec, form, 0.5, rate))
            for codec, form, rate in SOUNDS
        ),
        "picture": (
            ("code.heic", lambda: heic(dotted_qr().convert("RGB"))),
            *((f"twee.{form.lower()}", lambda form=form: animated(form, pictures)) for form in ("GIF", "WEBP", "PNG", "AVIF")),
        ),
    }
