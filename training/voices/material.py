"""The clips to learn and to measure on, each with who speaks, how it was made and where it was recorded.

Those of the data folder (audio/manifest.csv) come first. A folder named by WEERBAAR_VOICES may hold more, as FOLDER/real/SOURCE/SPEAKER~NAME and
FOLDER/synthetic/SYSTEM/VOICE~NAME with any ending that PyAV reads; the card beside the model says what was in it and how it was had. A folder
that ends in `.dev` is never learned from.
"""

import csv
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.data import folder

LONGEST = 6.0
"""Seconds of a clip that are used."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip. `system` is "real" for a recording; `source` the place it was recorded or the clip it was copied from."""

    file: Path
    synthetic: bool
    system: str
    source: str
    speaker: str
    dev: bool

    @property
    def place(self) -> str:
        """The source without its voice: what recordings of one kind have in common."""
        return self.source.split(":")[0]


def clips() -> Iterator[Clip]:
    """Every clip, in a fixed order."""
    data = folder()
    if data is None:
        sys.exit("There is nothing to learn from.")
    with (data / "audio" / "manifest.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            synthetic = row["label"] == "synthetic"
            yield Clip(
                data / "audio" / row["clip"],
                synthetic,
                row["system"],
                _source(row["source"]),
                row["speaker"],
                row["split"] == "dev",
            )
    yield from _more(os.environ.get("WEERBAAR_VOICES", ""))


def _source(named: str) -> str:
    if "Resemblyzer" in named:
        return "LibriSpeech"
    return f"telephone:{named.removeprefix('Debian:')}" if named.startswith("Debian:") else "synthesiser"


def _more(named: str) -> Iterator[Clip]:
    if not named:
        return
    for label in ("real", "synthetic"):
        for within in sorted(Path(named, label).glob("*/")):
            name, dev = within.name.removesuffix(".dev"), within.name.endswith(".dev")
            for file in sorted(within.iterdir()):
                speaker = file.stem.split("~")[0]
                if label == "real":
                    yield Clip(file, False, "real", name.replace("_", ":"), speaker, dev)
                else:
                    yield Clip(file, True, name, "synthesiser", speaker, dev)
