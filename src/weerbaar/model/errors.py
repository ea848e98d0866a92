"""Everything that can go wrong and that a person should read about.

    Trouble
    |-- BrokenOrganisation  the organisation file does not say what we need
    |-- BrokenSettings      a setting has a value we do not know
    |-- NotHere             a file, folder or system part is missing

Whoever raises one names a sentence of `texts/<language>.toml` and what is filled in; whoever shows it chooses the language.
"""

import errno
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

REASONS = {
    errno.EACCES: "os_permission",
    errno.EPERM: "os_permission",
    errno.ENOENT: "os_missing",
    errno.ENOTDIR: "os_missing",
    errno.EISDIR: "os_folder",
    errno.ENOSPC: "os_full",
    errno.EDQUOT: "os_full",
    errno.EROFS: "os_read_only",
    errno.ENAMETOOLONG: "os_long_name",
}
"""What the system refused -> the sentence that says so."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence to be told: its name in `texts/<language>.toml`, and its values, which may be problems themselves."""

    id: str
    values: Mapping[str, object]

    def said(self, language: str) -> str:
        """The sentence in one of our four languages; the id where it has no sentence."""
        template = sentences(language).get(self.id)
        if template is None:
            return self.id
        return template.format_map({name: _said(value, language) for name, value in self.values.items()})


class Trouble(Exception):
    """Something went wrong that we can explain. `language` is the reader's, where whoever raises it knows the reader."""

    def __init__(self, id: str, /, *, language: str = "", **values: object) -> None:
        super().__init__(id)
        self.problem, self.language = Problem(id, values), language

    def said(self, language: str) -> str:
        """What happened and what to do, in the reader's language if that is known, else in this one."""
        return self.problem.said(self.language or language)

    def __str__(self) -> str:
        return self.said("en")


class BrokenOrganisation(Trouble):
    """The organisation file, or what was learned beside it, cannot be used."""


class BrokenSettings(Trouble):
    """A setting has a value that is not allowed."""


class NotHere(Trouble):
    """What was named is not there, or may not be read or written."""


def reason(trouble: OSError) -> Problem:
    """Why the system refused, to be filled in: the system's own words are in the system's own language."""
    known = REASONS.get(trouble.errno or 0)
    return Problem(known, {}) if known else Problem("os_other", {"number": trouble.errno or 0})


def place(trouble: ValueError) -> Problem:
    """Where a TOML or JSON file stops making sense; the parsers' own words are English, before Python 3.14 with the place only in them."""
    found = re.search(r"line (\d{1,9}),? column (\d{1,9})", str(trouble))
    return Problem("at_line", {"line": found[1], "column": found[2]}) if found else Problem("at_end", {})


@cache
def sentences(language: str) -> Mapping[str, str]:
    """Every sentence of this module in one of our four languages."""
    import tomllib
    from importlib.resources import files

    return tomllib.loads(files("weerbaar.model").joinpath("texts", f"{language}.toml").read_text(encoding="utf-8"))


def _said(value: object, language: str) -> object:
    if isinstance(value, Problem):
        return value.said(language)
    if isinstance(value, tuple):
        return "\n  ".join(str(_said(one, language)) for one in value)
    return value
