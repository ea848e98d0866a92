"""The prompts of this folder as texts with spans; README.md beside this file says how they were made and which half is for what."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from corpus.prompts.load import LANGUAGES, MARK, Frame, Prompt, fill

HERE = Path(__file__).parent
WANTED = re.compile(r"\[\[|\{\{(?!~)")
"""A mark, or a slot that is no look-alike."""


def load(*languages: str, fills: int = 1) -> list[Prompt]:
    """Every prompt of these languages (all when none is named); the same each time."""
    return [fill(frame, number) for language in languages or LANGUAGES for frame in frames(language) for number in range(fills)]


def frames(language: str) -> Iterator[Frame]:
    """The prompts of a language as written: one a line, under a line `# kind`."""
    kind = ""
    lines = (HERE / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith("# "):
            kind = line[2:]
        elif line.strip():
            yield Frame(
                f"dev-{language}-{number:03d}", language, is_clean(line), kind, line.replace("\\n", "\n").replace("\\t", "\t")
            )


def is_clean(source: str) -> bool:
    """Whether a prompt holds nothing that must be found: look-alikes ``{{~iban:BE}}`` and optional spans ``[[?mail:...]]`` it may hold."""
    return not WANTED.search(MARK.sub(lambda mark: "" if mark[1] else mark[0], source))


def half(frame: Frame) -> Literal["fit", "check"]:
    """Fit may teach the name model and word lists; check is for choosing thresholds and for finding kinds of trouble.

    Even first byte of the SHA-256 of the prompt as written: fit.
    """
    return "check" if hashlib.sha256(frame.source.encode()).digest()[0] % 2 else "fit"


def of_half(name: Literal["fit", "check"]) -> list[Prompt]:
    """The prompts of one half, filled once."""
    return [fill(frame, 0) for language in LANGUAGES for frame in frames(language) if half(frame) == name]
