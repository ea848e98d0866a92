"""Text in pictures, read by tesseract where it is installed (Dutch, French, German, English); where it is not, that is said.

Tesseract is a program of its own, started without a shell: the picture goes in through a pipe and the words come back. It works on one
core and within `ocr_seconds`.
"""

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import LinkKind, TextKind
from weerbaar.unpack.link import links_in_text
from weerbaar.unpack.reader import Budget, Yield
from weerbaar.unpack.text import make_text

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGES = ("nld", "fra", "deu", "eng")
LEAST_WIDTH, LEAST_HEIGHT = 200, 50
READABLE_WIDTH = 1200
LARGEST = 4_000_000


def words_in(image: "Image", where: str, budget: Budget) -> Iterator[Yield]:
    """A Text part with the words in a picture and the links written there, or why nobody read it."""
    if image.width < LEAST_WIDTH or image.height < LEAST_HEIGHT:
        return
    if not budget.settings.ocr:
        yield NotLooked("unpack.ocr", Reason.SWITCHED_OFF, where)
        return
    languages = installed_languages()
    if not languages:
        yield NotLooked("unpack.ocr", Reason.NOT_INSTALLED, where)
        return
    seconds = min(budget.settings.ocr_seconds, budget.deadline - monotonic())
    if seconds <= 0:
        yield NotLooked("unpack.ocr", Reason.TOO_LONG, where)
        return
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "-l", "+".join(languages), "--psm", "3", "--oem", "1"],
            input=_page(image),
            capture_output=True,
            timeout=seconds,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        yield NotLooked("unpack.ocr", Reason.TOO_LONG, where)
        return
    except (OSError, subprocess.CalledProcessError) as trouble:
        yield NotLooked("unpack.ocr", Reason.FAILED, where, type(trouble).__name__)
        return
    words = done.stdout.decode("utf-8", "replace").replace("\f", "").strip()
    if sum(character.isalpha() for character in words) < 8:
        return
    yield from make_text(words, where, TextKind.PICTURE, budget)
    yield from links_in_text(words, where, LinkKind.TEXT)


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


def _page(image: "Image") -> bytes:
    """The picture as tesseract reads it best: grey, letters not too small, not larger than needed."""
    scale = min(max(READABLE_WIDTH / image.width, 1.0), 3.0, (LARGEST / (image.width * image.height)) ** 0.5)
    gray = image.convert("L")
    if scale != 1.0:
        gray = gray.resize((max(int(image.width * scale), 1), max(int(image.height * scale), 1)))
    file = io.BytesIO()
    gray.save(file, "PPM")
    return file.getvalue()
