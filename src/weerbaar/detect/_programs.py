"""Which files are programs, and which are boxes for other files, by their bytes or by the ending of a name."""

import re

from weerbaar.model.part import Document, Part, Parts

ARCHIVES = frozenset(("zip", "7z", "rar", "tar", "gz", "bz2", "xz", "iso"))
LETTERS = frozenset(("pdf", "office", "ole", "rtf", "onenote"))
ENDING = re.compile(
    r"\.(?:exe|scr|com|pif|cpl|dll|msi|msix|appx|jar|apk|dmg|pkg|bat|cmd|ps1|psm1|vbs|vbe|js|jse|wsf|wsh|hta|chm|reg|msc|xll|sct|application)$",
    re.I,
)


def is_program(document: Document) -> bool:
    """Whether a double click would run it: programs, installers, scripts."""
    if document.kind in ("program", "script"):
        return "shortcut" not in document.traits
    return "executable" in document.traits and document.kind in ("zip", "ole")


def is_program_name(name: str) -> bool:
    """Whether a file of this name would be run by a double click."""
    return ENDING.search(name.rstrip(" .")) is not None


def is_inside(inner: Part, outer: Document, parts: Parts) -> bool:
    """Whether a part came out of a document. In a file that was brought by itself, everything did."""
    if inner is outer:
        return False
    by_itself = outer.where == (outer.name or outer.kind) and parts.mail is None and next(parts.of(Document)) is outer
    return by_itself or inner.where.startswith(outer.where + " > ")
