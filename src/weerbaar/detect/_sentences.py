"""What a text asks, sentence by sentence, in Dutch, French, German and English.

The frames stand in `_asks/<ask>.toml`, a list of regular expressions per language. All of one language are compiled into one RE2 set as a sieve,
so that a sentence is read once, in linear time, whatever it holds; what passes is confirmed by its own expression. (The sieve reads bounded gaps as
unbounded: counted gaps would make its automaton too large.) A sentence that warns ("we never ask for your PIN") asks nothing.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

import re2

from weerbaar.model.finding import Finding
from weerbaar.model.part import Text, TextKind

LANGUAGES = ("nl", "fr", "de", "en")
MOST_SENTENCES = 300
LONGEST = 500
SHOWN = 160
REASSURING = frozenset({"invites_verification", "no_link_needed", "leaves_time"})
"""What honest messages say; it may stand in a sentence that warns."""
GAP = re.compile(r"\.\{0,\d+\}")
WRAPPED = re.compile(r"(?<=[^\n]{58})\n(?=[^\W\d_A-ZÀ-Þ*•-])")
END = re.compile(r"(?<=[.!?])\s+|\n+|\s[-–•*·]\s")
PLAIN = {
    code: unicodedata.normalize("NFKD", chr(code))[0]
    for code in range(0xC0, 0x180)
    if unicodedata.normalize("NFKD", chr(code))[0] != chr(code)
} | {0xDF: "ss", 0x153: "oe", 0xE6: "ae", 0x2019: "'", 0x2018: "'"}
"""Letters without their accents: RE2 knows words of ASCII letters only."""
WARNS = re.compile(
    r"\b(?:nooit|jamais|niemals|never|trap er niet in|klik niet|ne cliquez pas|klicken sie nicht|do not click|don.t click)\b",
    re.I,
)


@cache
def _frames() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Language -> ask -> expressions."""
    found: dict[str, dict[str, tuple[str, ...]]] = {language: {} for language in LANGUAGES}
    for file in sorted(files("weerbaar.detect").joinpath("_asks").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            for language, expressions in tomllib.loads(file.read_text(encoding="utf-8")).items():
                found[language][file.name.removesuffix(".toml")] = tuple(
                    expression.translate(PLAIN) for expression in expressions
                )
    return found


@cache
def _sieve(language: str) -> tuple["re2.Set", tuple[tuple[str, str], ...]]:
    """The compiled expressions of a language, and for each the ask it stands for and itself."""
    compiled = re2.Set.SearchSet(_options())
    frames = []
    for ask, expressions in _frames()[language].items():
        for expression in expressions:
            compiled.Add(GAP.sub(".*", expression))
            frames.append((ask, expression))
    compiled.Compile()
    return compiled, tuple(frames)


@cache
def _confirming(expression: str) -> "re2._Regexp[str]":
    return re2.compile(expression, _options())


def _options() -> "re2.Options":
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = 64 << 20
    return options


def sentences(text: str) -> Iterator[str]:
    """The sentences and lines of a text; at most 300, each cut at 500 characters."""
    count = 0
    for piece in END.split(WRAPPED.sub(" ", text)):
        piece = piece.strip()
        if len(piece) > 2:
            yield piece[:LONGEST]
            count += 1
            if count >= MOST_SENTENCES:
                return


@lru_cache(maxsize=64)
def asks_in(text: Text) -> Mapping[str, str]:
    """Ask -> the first sentence that asks it. Subject and own words; never what is quoted, hidden, or noted by who brought it."""
    if text.kind is TextKind.NOTE:
        return MappingProxyType({})
    languages = (text.language,) if text.language in LANGUAGES else LANGUAGES if text.language == "und" else ("en",)
    found: dict[str, str] = {}
    for sentence in sentences(f"{text.subject}\n{text.text}"):
        warns = WARNS.search(sentence) is not None
        plain = sentence.translate(PLAIN)
        for language in languages:
            compiled, frames = _sieve(language)
            for index in compiled.Match(plain) or ():
                ask, expression = frames[index]
                if ask not in found and (not warns or ask in REASSURING) and _confirming(expression).search(plain):
                    found[ask] = sentence
    return MappingProxyType(found)


def said(text: Text, ask: str) -> Iterator[Finding]:
    """The finding of one ask in a text, with the sentence as evidence."""
    sentence = asks_in(text).get(ask)
    if sentence is not None:
        yield Finding(f"text.{ask}", text.where, {"sentence": shown(sentence)})


def shown(sentence: str) -> str:
    """A sentence as it is quoted to the reader: one line, at most 160 characters."""
    line = " ".join(sentence.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1].rstrip() + "\u2026"
