"""How long a 10-minute film of 1920 x 1080 takes, how much memory, and what of it is found: `python -m bench.video`.

The films are made here (PyAV), with a camera that moves over a ground full of detail, codes on the screen for 1 to 8 seconds, words for 5 and
for 2, and a tone for sound. Minutes are encoded once and put together, as an editor joins takes; a key frame stands every 10 seconds, or
only at the start of a take ("few key frames": a recording of a screen). Each film goes through `weerbaar check`, so through the worker with its limits.
"""

import argparse
import io
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy

from bench.films import FAST
from bench.tables import share, table, write

if TYPE_CHECKING:
    from PIL.Image import Image

SIZE, RATE, MINUTES = (1920, 1080), 25, 10
CODES = ((3, 1), (12, 2), (22, 4), (34, 8))
"""Second at which a code appears in its minute, and for how long."""
WORDS = ((47, 5, "Gelieve 250 euro vandaag nog over te maken"), (55, 2, "Scan de code met uw telefoon"))
SHOWN_IN = (2, 7)
"""Minutes in which codes and words are shown."""
FILMS = (
    ("h264, mp4", "libx264", "mp4", 250),
    ("h264, mp4, few key frames", "libx264", "mp4", 1500),
    ("h265, mp4", "libx265", "mp4", 250),
    ("vp9, webm", "libvpx-vp9", "webm", 250),
    ("av1, mp4", "libsvtav1", "mp4", 250),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One film: bytes, seconds of wall clock and CPU, MB of the largest process, and what was found (duration shown -> found, shown)."""

    name: str
    size: int
    seconds: float
    cpu: float
    memory: int
    moments: int
    codes: dict[int, tuple[int, int]]
    words: dict[int, tuple[int, int]]
    band: str
    not_looked: tuple[str, ...]


def ground() -> "Image":
    """Something with detail at every size, larger than the picture."""
    from PIL import Image

    chance = numpy.random.default_rng(5)
    layers = []
    for cells in (8, 32, 128, 512):
        noise = (chance.random((cells, cells * 2, 3)) * 255).astype(numpy.uint8)
        layers.append(numpy.asarray(Image.fromarray(noise).resize((SIZE[0] * 5 // 4, SIZE[1] * 5 // 4)), dtype=numpy.float32))
    weights = (0.5, 0.25, 0.15, 0.1)
    mixed = numpy.clip(sum(weight * layer for weight, layer in zip(weights, layers, strict=True)), 0, 255)
    return Image.fromarray(mixed.astype(numpy.uint8))


def minute(number: int, wide: "Image") -> Iterator[Any]:
    """The pictures of one minute; `number` 0 is that of which nothing but the ground is seen."""
    import av
    from PIL import Image, ImageDraw, ImageFont
    from zxingcpp import BarcodeFormat, write_barcode

    font: Any = ImageFont.load_default(56)
    for at in range(60 * RATE):
        left, top = int(220 * (1 + numpy.sin(at / 190 + number))), int(125 * (1 + numpy.cos(at / 230)))
        image = wide.crop((left, top, left + SIZE[0], top + SIZE[1]))
        second = at / RATE
        for start, lasts in CODES if number else ():
            if start <= second < start + lasts:
                code = Image.fromarray(numpy.array(write_barcode(BarcodeFormat.QRCode, payload(number, lasts), 420, 420)))
                image.paste(code.convert("RGB"), (1350, 500))
        for start, lasts, said in WORDS if number else ():
            if start <= second < start + lasts:
                ImageDraw.Draw(image).rectangle((100, 860, 1820, 980), fill=(255, 255, 255))
                ImageDraw.Draw(image).text((140, 885), f"{said} ({number})", font=font, fill=(10, 10, 10))
        yield av.VideoFrame.from_ndarray(numpy.asarray(image), format="rgb24")


def payload(number: int, lasts: int) -> str:
    """What the code says that is shown in a minute for so many seconds."""
    return f"https://beleg-{number}-{lasts}.example/in"


def made(codec: str, form: str, gop: int, wide: "Image") -> bytes:
    """A film of ten minutes."""
    import av

    av.logging.set_level(None)
    takes = {number: _take(codec, gop, minute(number, wide)) for number in (0, *SHOWN_IN)}
    file = io.BytesIO()
    with av.open(file, "w", format=form) as out:
        track: Any = out.add_stream(codec, rate=RATE, options=dict(FAST.get(codec, {})))
        _told(track, gop)
        heard: Any = out.add_stream("libopus" if form == "webm" else "aac", rate=48_000, layout="mono")
        track.codec_context.open(strict=False)
        for number in range(MINUTES):
            for data, pts, dts, key in takes[number if number in takes else 0]:
                packet = av.Packet(data)
                packet.stream, packet.time_base = track, Fraction(1, RATE)
                packet.pts, packet.dts, packet.is_keyframe = pts + number * 60 * RATE, dts + number * 60 * RATE, key
                out.mux(packet)
        _sound(out, heard)
    return file.getvalue()


def _told(track: Any, gop: int) -> None:
    track.width, track.height, track.pix_fmt, track.gop_size = *SIZE, "yuv420p", gop
    track.time_base = track.codec_context.time_base = Fraction(1, RATE)
    track.codec_context.bit_rate = 1_500_000
    track.codec_context.max_b_frames = 0


def _take(codec: str, gop: int, frames: Iterator[Any]) -> list[tuple[bytes, int, int, bool]]:
    """The packets of one take: bytes, when they are shown, when decoded, whether a key frame."""
    import av

    with av.open(io.BytesIO(), "w", format="matroska") as out:
        track: Any = out.add_stream(codec, rate=RATE, options=dict(FAST.get(codec, {})))
        _told(track, gop)
        packets = []
        for number, frame in enumerate(frames):
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            packets += track.encode(frame)
        packets += track.encode()
        return [(bytes(one), int(one.pts), int(one.dts), bool(one.is_keyframe)) for one in packets]


def _sound(out: Any, track: Any) -> None:
    import av

    at = numpy.arange(48_000) / 48_000
    wave = (6000 * numpy.sin(2 * numpy.pi * 180 * at) * (0.5 + 0.5 * numpy.sin(2 * numpy.pi * 4 * at))).astype(numpy.int16)
    resampler = av.AudioResampler(
        format=track.codec_context.format, layout="mono", rate=48_000, frame_size=track.codec_context.frame_size or 960
    )
    for _ in range(60 * MINUTES):
        piece = av.AudioFrame.from_ndarray(wave[None, :], format="s16", layout="mono")
        piece.sample_rate, piece.pts = 48_000, None
        for part in resampler.resample(piece):
            out.mux(track.encode(part))
    out.mux(track.encode())


def measured(name: str, data: bytes) -> Run:
    """One film through `weerbaar check`."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "film.mp4")
        file.write_bytes(data)
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "weerbaar.cli", "check", "--format", "json", "--quiet", str(file)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        told = json.loads(process.stdout.read())
        _, _, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
    record = told[0] if isinstance(told, list) else told
    line = record["videos"][0] if record["videos"] else {"times": [], "marks": []}
    seen = " ".join(mark["told"] for mark in line["marks"] if mark["lane"] == "code").replace("[.]", ".")
    read = [mark["told"] for mark in line["marks"] if mark["lane"] == "words"]
    codes = {
        lasts: (sum(f"beleg-{number}-{lasts}.example" in seen for number in SHOWN_IN), len(SHOWN_IN)) for _, lasts in CODES
    }
    words = {
        lasts: (min(sum(said[:20].lower() in one.lower() for one in read), len(SHOWN_IN)), len(SHOWN_IN))
        for _, lasts, said in WORDS
    }
    left_out = tuple(dict.fromkeys(f"{one['what']}: {one['reason']}" for one in record["not_looked"]))
    return Run(
        name, len(data), seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, len(line["times"]), codes, words, record["band"], left_out
    )  # fmt: skip


def page(runs: Sequence[Run]) -> str:
    """What was measured."""
    rows = [
        (run.name, f"{run.size / 1e6:.0f}", f"{run.seconds:.0f}", f"{run.cpu:.0f}", run.memory, run.moments,
         ", ".join(f"{found} of {shown} ({lasts} s)" for lasts, (found, shown) in run.codes.items()),
         ", ".join(f"{found} of {shown} ({lasts} s)" for lasts, (found, shown) in run.words.items()), run.band)
        for run in runs
    ]  # fmt: skip
    head = (
        "film",
        "MB",
        "seconds",
        "CPU seconds",
        "largest process, MB",
        "moments read",
        "codes found (shown for)",
        "words found (shown for)",
        "band",
    )
    codes = {lasts: [sum(run.codes[lasts][place] for run in runs) for place in (0, 1)] for _, lasts in CODES}
    found = table(("a code on the screen for", "found"), [(f"{lasts} s", share(*both)) for lasts, both in codes.items()])
    left_out = sorted({one for run in runs for one in run.not_looked})
    return (
        "# Videos\n\n"
        f"`python -m bench.video` (weerbaar {version('weerbaar')}, Python {platform.python_version()}, PyAV {version('av')}, "
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}): films of {MINUTES} minutes, {SIZE[0]} x {SIZE[1]}, "
        f"{RATE} pictures a second, made by the bench, through `weerbaar check`. Bars: 60 seconds, 1 GB. Where the machine had other work "
        "(a load above the number of cores), the CPU seconds say more than the seconds.\n\n"
        + table(head, rows)
        + "\nA code or a word is seen only where a moment is looked at: key frames, and what lies between as far as the time goes "
        "(setting `watch_seconds`). What stood on the screen for a short time in a long film is missed, and the answer says that only moments "
        f"were looked at.\n\n{found}\nNot looked at, as the answers said: {'; '.join(left_out) or 'nothing'}.\n\n"
        "The ground is made by the bench and moves evenly: films with cuts have more key frames and more to tell apart. Speech is measured in "
        "[listening](listening.md), hostile files in [fuzz](fuzz.md).\n"
    )


def main(arguments: list[str] | None = None) -> int:
    """Make, measure, print, write docs/measured/video.md; the exit code is 1 when a bar was missed in CPU seconds per core or memory."""
    parser = argparse.ArgumentParser(prog="python -m bench.video", description="Films of ten minutes.")
    parser.add_argument("--only", default="", help="films whose name holds this; nothing is stored then")
    chosen = parser.parse_args(arguments)
    wide, runs = ground(), []
    for name, codec, form, gop in FILMS:
        if chosen.only in name:
            runs.append(measured(name, made(codec, form, gop, wide)))
            print(runs[-1], file=sys.stderr, flush=True)
    if chosen.only:
        print(page(runs))
    else:
        write("video.md", page(runs))
    return int(any(run.memory > 1000 or run.cpu > 2 * 60 for run in runs))


if __name__ == "__main__":
    sys.exit(main())
