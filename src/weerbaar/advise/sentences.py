"""The sentences of `texts/<language>/`, and how values that strangers wrote are put into them.

`general.toml` holds what every answer needs; `<room>.toml` one sentence per finding (`[room.name] saw = "..."`). A second
sentence `saw_honest`, where there is one, is told when the finding speaks for an honest message.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("nl", "fr", "de", "en")
SHOWN = 160
"""Characters of one value that are shown; longer ones lose their middle, since both ends of an address matter."""
BARE_NAME = re.compile(r"(?<![\w.-])(?:[\w-]{1,63}\.){1,40}(?:xn--[\w-]{2,59}|[^\W\d_]{2,24})(?![\w-])")
INNER_DOT = re.compile(r"\.[\w-]")
SCHEME = re.compile(r"\b(h)tt(ps?)(?=:)", re.I)
LOCAL_PART = re.compile(r"[\w.+-]{0,80}@")
FILE_ENDING = re.compile(
    r"\.(?:pdf|docx?|docm|xlsx?|xlsm|pptx?|pptm|rtf|odt|ods|html?|svg|eml|msg|ics|vcf|txt|csv|xml|json|png|jpe?g|gif|webp|heic"
    r"|zip|rar|7z|tar|gz|iso|img|vhdx?|one|lnk|exe|js|vbs|bat|cmd|ps1|msi|jar|apk|mp3|wav|m4a|ogg|mp4|mov)$",
    re.I,
)


def spoken(language: str) -> str:
    """The language an answer is given in: the one asked for where we have it, else English."""
    short = language[:2].lower()
    return short if short in LANGUAGES else "en"


@cache
def general(language: str) -> Mapping[str, Mapping[str, str]]:
    """The tables of `general.toml` in one of our four languages."""
    return _read(language, "general")


@cache
def findings(language: str) -> Mapping[str, Mapping[str, str]]:
    """Finding id -> its sentences, from every room's file in one of our four languages."""
    told: dict[str, Mapping[str, str]] = {}
    for file in sorted(files("weerbaar.advise").joinpath("texts", language).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml") and file.name != "general.toml":
            for room, entries in _read(language, file.name.removesuffix(".toml")).items():
                told |= {f"{room}.{name}": entry for name, entry in entries.items()}
    return told


def _read(language: str, name: str) -> dict[str, Any]:
    return tomllib.loads(files("weerbaar.advise").joinpath("texts", language, f"{name}.toml").read_text(encoding="utf-8"))


def finding_sentence(language: str, id: str, saw: Mapping[str, str], honest: bool = False) -> str:
    """What a finding saw, with its values made safe; a general sentence where the finding has no text of its own."""
    entry = findings(language).get(id, {})
    template = entry.get("saw_honest", "") if honest else ""
    template = template or entry.get("saw", "")
    if template:
        try:
            return template.format_map(_Safe(saw))
        except (KeyError, ValueError, IndexError):
            pass
    return general(language)["saw"]["generic"].format(id=id)


class _Safe(dict[str, str]):
    """Values of a finding, each made safe when a sentence names it."""

    def __getitem__(self, name: str) -> str:
        return safe(super().__getitem__(name))


@lru_cache(maxsize=4096)
def safe(value: str) -> str:
    """A value from a message as it may be shown: no control or direction characters, shortened, addresses defanged.

    `https://bad.example/pay` becomes `hxxps://bad[.]example/pay`, so that nothing that shows the answer makes it a link.
    """
    return defang(plain(value))


def plain(value: str, most: int = SHOWN) -> str:
    """One line without control, format and direction characters (Unicode Cc, Cf, Co, Cs), at most `most` characters."""
    if not value.isascii() or not value.isprintable():
        value = "".join(
            " " if c.isspace() else c for c in value[: most * 20] if c.isspace() or unicodedata.category(c)[0] != "C"
        )
    value = " ".join(value[: most * 20].split())
    if len(value) <= most:
        return value
    tail = most // 4
    return f"{value[: most - tail - 3]} … {value[-tail:]}"


def defang(value: str) -> str:
    """The same text with its web and mail addresses unclickable; file names stay as they are."""
    if "." not in value:
        return value
    if ":" in value:
        value = SCHEME.sub(r"\1xx\2", value)
    return BARE_NAME.sub(_defang_name, value) if INNER_DOT.search(value) else value


def _defang_name(match: re.Match[str]) -> str:
    name = match.group()
    before = match.string[max(0, match.start() - 1) : match.start()]
    if LOCAL_PART.match(match.string, match.end()):
        return name
    if before not in ("@", "/") and FILE_ENDING.search(name):
        return name
    return name.replace(".", "[.]")


def place(language: str, where: str) -> str:
    """The place of a finding in the reader's words: `mail > attachment a.pdf` -> `bericht > bijlage a.pdf`."""
    words = general(language)["where"]
    return safe(" > ".join(_translate(step, words) for step in where[:2000].split(" > ")))


def _translate(step: str, words: Mapping[str, str]) -> str:
    for count in (2, 1):
        start = " ".join(step.split(" ")[:count])
        if start in words:
            return words[start] + step[len(start) :]
    return step
