"""`python -m bench.listening_languages FOLDER`: what a Whisper model of many languages understands. Writes docs/measured/listening-languages.md.

Recordings of people in nl, de, fr and en: of the data folder, and of WEERBAAR_VOICES (training/voices/gather.py). What they say is not written
down anywhere, so what is measured is whether the model was sure of what it heard, and in which language.
"""

import csv
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from os import environ
from pathlib import Path
from zlib import crc32

from rich.progress import track
from training.data import folder

from bench import tables
from weerbaar.settings import DEFAULT
from weerbaar.unpack import decode
from weerbaar.unpack.listen import Ears, ears

MOST = 20
"""Clips of each kind."""


def kinds() -> Iterator[tuple[str, str, list[Path]]]:
    """(language, kind, clips) drawn by a digest of their name."""
    data = folder()
    if data is None:
        sys.exit("There is nothing to listen to.")
    with (data / "audio" / "manifest.csv").open(encoding="utf-8") as stream:
        real = [(row["language"], data / "audio" / row["clip"]) for row in csv.DictReader(stream) if row["label"] == "real"]
    voices = Path(environ.get("WEERBAAR_VOICES", "none"), "real")
    for language, kind, files in (
        ("nl", "a fish of a game", sorted(voices.glob("fishes/*"))),
        ("de", "books read aloud", sorted(voices.glob("LibriVox*/*"))),
        ("fr", "prompts, by telephone", [file for one, file in real if one == "fr"]),
        ("en", "books read aloud, LibriSpeech", [file for one, file in real if one == "en"]),
    ):
        yield language, kind, sorted(files, key=lambda file: crc32(file.name.encode()))[:MOST]


def understood(model: Ears) -> tuple[str, str]:
    """The table of what was understood, and how long that took."""
    rows, taken, lasted = [], 0.0, 0.0
    for language, kind, files in kinds():
        guessed, other, told = 0, 0, 0
        for file in track(files, language):
            heard = decode.samples(file.read_bytes(), DEFAULT)
            start = time.process_time()
            sure = {one.language for one in model.hear(heard.samples) if one.sure}
            taken, lasted = taken + time.process_time() - start, lasted + heard.seconds
            guessed, other = guessed + (language in sure), other + bool(sure - {language})
            told += any(one.sure for one in model.hear(heard.samples, language))
        rows.append((language, kind, len(files), guessed, other, told))
    head = ("language", "kind", "clips", "understood", "taken for another language", "understood when the language is told")
    return tables.table(head, rows), f"{taken / max(1e-9, lasted):.2f}"


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    model = ears(replace(DEFAULT, whisper_model=sys.argv[1]))
    if model is None or not model.multilingual:
        sys.exit(f"There is no Whisper model of many languages in {sys.argv[1]}.")
    table, share = understood(model)
    size = (Path(sys.argv[1]) / "model.bin").stat().st_size / 1e6
    text = f"""# Listening in many languages

`python -m bench.listening_languages FOLDER`, {datetime.now(UTC):%Y-%m-%d}, weerbaar {version("weerbaar")}. FOLDER holds Whisper base (74 million
numbers, many languages, MIT; `model.bin` of {size:.0f} MB), named by the setting `whisper_model`; how it was had: docs/rooms/unpack.md. Clips of 2 to 6
seconds, the hardest case: the language has to be found in one sentence. "Understood" means that the model was sure of what it wrote (unpack/listen.py),
in that language; the words themselves were not compared, since nobody wrote them down. The limits were set on the English model.

{table}
Processor time: {share} times the length of the speech, of clips this short.
"""
    tables.write("listening-languages.md", text)


if __name__ == "__main__":
    main()
