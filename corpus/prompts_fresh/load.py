"""The prompts of this folder as texts with spans; README.md beside this file says what they are for and who may not read them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from corpus.prompts.load import LANGUAGES, SLOT, Frame, Prompt, fill, frames

HERE = Path(__file__).parent


def load(*languages: str, fills: int = 5) -> list[Prompt]:
    """Every prompt of these languages (all when none is named), the ones with slots in `fills` different fillings; the same each time."""
    return [
        fill(frame, number)
        for language in languages or LANGUAGES
        for frame in fresh(language)
        for number in range(fills if SLOT.search(frame.source) else 1)
    ]


def fresh(language: str) -> Iterator[Frame]:
    """The prompts of a language as written, named ``fresh-nl-017``."""
    for frame in frames(HERE / f"{language}.txt"):
        yield replace(frame, id=f"fresh-{frame.id}")
