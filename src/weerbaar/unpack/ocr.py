"""Text in pictures, read by tesseract where it is installed (Dutch, French, German, English); where it is not, that is said.

Tesseract is a program of its own, started without a shell: the picture goes in through a pipe and the words come back. It works on one
core and within `ocr_seconds`. A page that tells of an account which nobody could read, and one with the lines of an identity paper, are read twice.
Of a picture from a film only the places are read where letters could stand (captions.py), and of those only words that tesseract is sure of.
"""

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import LinkKind, Text, TextKind
from weerbaar.unpack.captions import caption_page
from weerbaar.unpack.legible import legible
from weerbaar.unpack.link import links_in_text
from weerbaar.unpack.mrz import may_hold
from weerbaar.unpack.paper import papers_in
from weerbaar.unpack.reader import Budget, Yield
from weerbaar.unpack.reread import Reread, accounts_in, reread, tells_an_account
from weerbaar.unpack.text import make_text

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGES = ("nld", "fra", "deu", "eng")
MACHINE_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
LEAST_WIDTH, LEAST_HEIGHT = 200, 50
CLOSER = 1.5
"""Times larger a page is made for the second look."""
SURE, LEAST_WORD = 60.0, 4
"""Percent that tesseract gives a word of a film from which it is kept, and signs of the longest word in a line that is."""


def words_in(image: "Image", where: str, budget: Budget, *, film: bool = False) -> Iterator[Yield]:
    """A Text part with the words in a picture and the links written there, or why nobody read it. `film`: it is a moment of a film."""
    if image.width < LEAST_WIDTH or image.height < LEAST_HEIGHT:
        return
    if not budget.settings.ocr:
        yield NotLooked("unpack.ocr", Reason.SWITCHED_OFF, where)
        return
    languages = installed_languages()
    if not languages:
        yield NotLooked("unpack.ocr", Reason.NOT_INSTALLED, where)
        return
    places = caption_page(image) if film else image
    if places is None:
        return
    page = legible(image) if places is image else places
    words = _read(page, "3", languages, where, budget) if places is image else _sure(places, languages, where, budget)
    if isinstance(words, NotLooked):
        yield words
        return
    closer = _read(page, "6", ("eng",), where, budget, only=MACHINE_SIGNS) if may_hold(words) else ""
    seen = papers_in(words, where, closer if isinstance(closer, str) else "")
    yield from seen.papers
    found = reread(seen.text)
    if not accounts_in(found.text) and tells_an_account(found.text):
        found = _second(page, found, where, budget)
    if sum(character.isalpha() for character in found.text) < 8:
        return
    for made in make_text(found.text, where, TextKind.PICTURE, budget):
        yield replace(made, reread=found.accounts) if isinstance(made, Text) else made
    yield from links_in_text(found.text, where, LinkKind.TEXT)


def _second(page: "Image", first: Reread, where: str, budget: Budget) -> Reread:
    """A closer look at a page that tells of an account which nobody could read: the lines where it now stands are added."""
    closer = page.resize((int(page.width * CLOSER), int(page.height * CLOSER)))
    words = _read(closer, "6", ("eng",), where, budget)
    if isinstance(words, NotLooked):
        return first
    lines = [line for line in map(reread, words.splitlines()) if accounts_in(line.text)]
    if not lines:
        return first
    return Reread("\n".join((first.text, *(line.text for line in lines))), sum((line.accounts for line in lines), ()))


def _sure(page: "Image", languages: tuple[str, ...], where: str, budget: Budget) -> str | NotLooked:
    """The lines of a page with words that tesseract is sure of: what stands behind letters in a film looks like letters too."""
    table = _read(page, "6", languages, where, budget, form="tsv")
    if isinstance(table, NotLooked):
        return table
    lines: dict[tuple[str, ...], list[str]] = {}
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[11].strip() and float(cells[10]) >= SURE:
            lines.setdefault(tuple(cells[2:5]), []).append(cells[11].strip())
    return "\n".join(" ".join(words) for words in lines.values() if any(len(word) >= LEAST_WORD for word in words))


def _read(
    page: "Image", layout: str, languages: tuple[str, ...], where: str, budget: Budget, only: str = "", form: str = "txt"
) -> str | NotLooked:
    """The words on a page, read with a page segmentation mode of tesseract; `only` are the signs that can stand there, `form` what it writes."""
    seconds = min(budget.settings.ocr_seconds, budget.deadline - monotonic())
    if seconds <= 0:
        return NotLooked("unpack.ocr", Reason.TOO_LONG, where)
    signs = ("-c", f"tessedit_char_whitelist={only}") if only else ()
    file = io.BytesIO()
    page.save(file, "PPM")
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "-l", "+".join(languages), "--psm", layout, "--oem", "1", *signs, form],
            input=file.getvalue(),
            capture_output=True,
            timeout=seconds,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        return NotLooked("unpack.ocr", Reason.TOO_LONG, where)
    except (OSError, subprocess.CalledProcessError) as trouble:
        return NotLooked("unpack.ocr", Reason.FAILED, where, type(trouble).__name__)
    return done.stdout.decode("utf-8", "replace").replace("\f", "").strip()


@cache
def installed_languages() -> tuple[str, ...]:
    """Those of our languages that the tesseract on this machine knows; none when there is no tesseract."""
    if shutil.which("tesseract") is None:
        return ()
    try:
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ()
    known = listed.decode("utf-8", "replace").split()
    return tuple(language for language in LANGUAGES if language in known)
