"""How long a 10-minute film of 1920 x 1080 takes, how much memory, and what of it is found: `python -m bench.video`.

The films are made here (PyAV), with a camera that moves over a ground full of detail, codes on the screen for 1 to 8 seconds, words for 5 and
for 2, and a tone for sound. Two takes are encoded and put together, as an editor does; a key frame stands every 10 seconds, or
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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy

from bench.films import FAST
from bench.tables import share, table, write
from weerbaar.settings import DEFAULT

if TYPE_CHECKING:
    from PIL.Image import Image

SIZE, RATE = (1920, 1080), 25
TAKES = (20, 40)
"""Seconds of the take where nothing but the ground is seen, and of the one where codes and words are shown."""
ORDER = (0,) * 12 + (1,) + (0,) * 16
CODES = ((2, 1), (6, 2), (11, 4), (17, 8))
"""Second of its take at which a code appears, and for how long."""
WORDS = ((29, 5, "Gelieve 250 euro vandaag nog over te maken"), (36, 2, "Scan de code met uw telefoon"))
FILMS = (
    ("h264, mp4", "libx264", "mp4", 250),
    ("h264, mp4, few key frames", "libx264", "mp4", 1000),
    ("vp9, webm", "libvpx-vp9", "webm", 250),
    ("av1, mp4", "libsvtav1", "mp4", 250),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One film: bytes, seconds of wall clock and CPU, MB of the largest process, and what was found (seconds shown -> found)."""

    name: str
    size: int
    seconds: float
    cpu: float
    memory: int
    moments: int
    codes: dict[int, bool]
    words: dict[int, bool]
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


def take(number: int, wide: "Image") -> Iterator[Any]:
    """The pictures of a take (TAKES)."""
    import av
    from PIL import ImageDraw, ImageFont

    from bench.seeds import qr

    font: Any = ImageFont.load_default(56)
    for at in range(TAKES[number] * RATE):
        left, top = int(220 * (1 + numpy.sin(at / 190 + number))), int(125 * (1 + numpy.cos(at / 230)))
        image = wide.crop((left, top, left + SIZE[0], top + SIZE[1]))
        second = at / RATE
        for start, lasts in CODES if number else ():
            if start <= second < start + lasts:
                code = qr(payload(lasts)).resize((420, 420))
                image.paste(code.convert("RGB"), (1350, 500))
        for start, lasts, said in WORDS if number else ():
            if start <= second < start + lasts:
                ImageDraw.Draw(image).rectangle((100, 860, 1820, 980), fill=(255, 255, 255))
                ImageDraw.Draw(image).text((140, 885), said, font=font, fill=(10, 10, 10))
        yield av.VideoFrame.from_ndarray(numpy.asarray(image), format="rgb24")


def payload(lasts: int) -> str:
    """What the code says that is shown for so many seconds."""
    return f"https://beleg-{lasts}.example/in"


def made(codec: str, form: str, gop: int, wide: "Image") -> bytes:
    """A film of ten minutes."""
    import av

    av.logging.set_level(None)
    takes = [_take(codec, gop, take(number, wide)) for number in range(len(TAKES))]
    file = io.BytesIO()
    with av.open(file, "w", format=form) as out:
        track: Any = out.add_stream(codec, rate=RATE, options=dict(FAST.get(codec, {})))
        _told(track, gop)
        heard: Any = out.add_stream("libopus" if form == "webm" else "aac", rate=48_000, layout="mono")
        track.codec_context.open(strict=False)
        passed = 0
        for number in ORDER:
            for data, pts, dts, key in takes[number]:
                packet = av.Packet(data)
                packet.stream, packet.time_base = track, Fraction(1, RATE)
                packet.pts, packet.dts, packet.is_keyframe = pts + passed, dts + passed, key
                out.mux(packet)
            passed += TAKES[number] * RATE
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
    for _ in range(sum(TAKES[number] for number in ORDER)):
        piece = av.AudioFrame.from_ndarray(wave[None, :], format="s16", layout="mono")
        piece.sample_rate, piece.pts = 48_000, None
        for part in resampler.resample(piece):
            out.mux(track.encode(part))
    out.mux(track.encode())


def measured(name: str, data: bytes, slower: float = 1.0) -> Run:
    """One film through `weerbaar check`, with limits of time as many times higher as the machine is slower."""
    limits = {
        f"WEERBAAR_{limit.upper()}": str(int(getattr(DEFAULT, limit) * slower))
        for limit in ("max_seconds", "media_seconds", "watch_seconds", "decode_seconds", "ocr_seconds")
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "film.mp4")
        file.write_bytes(data)
        began = time.monotonic()
        with Path(folder, "answer.json").open("w+b") as answer:
            process = subprocess.Popen(
                [sys.executable, "-m", "weerbaar.cli", "check", "--format", "json", "--quiet", str(file)], stdout=answer,
                env=os.environ | limits,
            )  # fmt: skip
            memory = _memory(process.pid)
            _, _, used = os.wait4(process.pid, 0)
            answer.seek(0)
            told = json.load(answer)
        seconds = time.monotonic() - began
    record = told[0] if isinstance(told, list) else told
    line = record["videos"][0] if record["videos"] else {"times": [], "marks": []}
    seen = " ".join(mark["told"] for mark in line["marks"] if mark["lane"] == "code").replace("[.]", ".")
    read = [mark["told"] for mark in line["marks"] if mark["lane"] == "words"]
    codes = {lasts: payload(lasts).split("/")[2] in seen for _, lasts in CODES}
    words = {lasts: any(said[:20].lower() in one.lower() for one in read) for _, lasts, said in WORDS}
    left_out = tuple(dict.fromkeys(f"{one['what']}: {one['reason']}" for one in record["not_looked"]))
    return Run(
        name, len(data), seconds, used.ru_utime + used.ru_stime, memory, len(line["times"]), codes, words, record["band"], left_out
    )  # fmt: skip


def _memory(pid: int) -> int:
    """MB that the largest process under this one had at most, as it was seen every half second until it ended.

    What the kernel counts for a child that was waited for begins with the memory of this process, which holds the films.
    """
    largest = 0
    while (family := _family(pid))[0][1] != "Z":
        largest = max(largest, *(kilobytes // 1024 for _, _, kilobytes in family))
        time.sleep(0.5)
    return largest


def _family(pid: int) -> list[tuple[int, str, int]]:
    """(number, state, kB at most) of a process and of those under it."""
    known: dict[int, tuple[int, str, int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                told = dict(line.split(":", 1) for line in (folder / "status").read_text(encoding="utf-8").splitlines())
            except OSError:
                continue
            known[int(folder.name)] = (int(told["PPid"]), told["State"].split()[0], int(told.get("VmHWM", "0 kB").split()[0]))
    found = [pid]
    for one in found:
        found += [number for number, (parent, _, _) in known.items() if parent == one]
    return [(one, *known[one][1:]) for one in found]


def _found(by: dict[int, bool]) -> str:
    """ "1 s: no, 2 s: yes" """
    return ", ".join(f"{lasts} s: {'yes' if found else 'no'}" for lasts, found in by.items())


def page(runs: Sequence[Run], slower: float = 1.0) -> str:
    """What was measured."""
    rows = [
        (run.name, f"{run.size / 1e6:.0f}", f"{run.seconds:.0f}", f"{run.cpu:.0f}", run.memory, run.moments,
         _found(run.codes),
         _found(run.words), run.band)
        for run in runs
    ]  # fmt: skip
    head = (
        "film",
        "MB",
        "seconds",
        "CPU seconds",
        "largest process, MB",
        "moments read",
        "codes found",
        "words found",
        "band",
    )
    codes = {lasts: (sum(run.codes[lasts] for run in runs), len(runs)) for _, lasts in CODES}
    found = table(("a code on the screen for", "found"), [(f"{lasts} s", share(*both)) for lasts, both in codes.items()])
    busy = (
        f" The machine had other work: limits of time were {slower:.0f} times the usual ones, so the CPU seconds are what counts, and the "
        "seconds are those of a machine that is as busy."
        if slower > 1
        else ""
    )
    left_out = sorted({one for run in runs for one in run.not_looked})
    return (
        "# Videos\n\n"
        f"`python -m bench.video` (weerbaar {version('weerbaar')}, Python {platform.python_version()}, PyAV {version('av')}, "
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}): films of 10 minutes, {SIZE[0]} x {SIZE[1]}, "
        f"{RATE} pictures a second, made by the bench, through `weerbaar check`. Bars: 60 seconds, 1 GB.{busy}\n\n"
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
    parser.add_argument("--slower", type=float, default=1.0, help="how many times slower the machine is than a quiet one")
    parser.add_argument("--at-once", type=int, default=1, help="films at a time")
    chosen = parser.parse_args(arguments)
    wide = ground()

    def one(film: tuple[str, str, str, int]) -> Run:
        name, codec, form, gop = film
        run = measured(name, made(codec, form, gop, wide), chosen.slower)
        print(run, file=sys.stderr, flush=True)
        return run

    with ThreadPoolExecutor(chosen.at_once) as pool:
        runs = list(pool.map(one, [film for film in FILMS if chosen.only in film[0]]))
    text = page(runs, chosen.slower)
    if chosen.only:
        print(text)
    else:
        write("video.md", text)
    return int(any(run.memory > 1000 or run.cpu > 2 * 60 for run in runs))


if __name__ == "__main__":
    sys.exit(main())
