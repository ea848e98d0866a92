"""Sentences with known names in them: prompts filled with invented people, and the corpus with its own invented people marked."""

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_string, policy
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import corpus.prompts_dev.load as prompts_dev
from corpus.prompts.load import Frame, Prompt, fill

from training.names.lists import FAKER, HERE, faker, noted, origins
from weerbaar.detect.leak._names import BEGIN, FIRST, INSIDE, NAMING, OTHER, OUTSIDE, Token, tokens
from weerbaar.leak.text import folded, readable
from weerbaar.model.leak import Readable

ROOT = HERE.parents[1]
LANGUAGES = ("nl", "fr", "de", "en")
NATIVE = {"nl": ("dutch", "french"), "fr": ("french",), "de": ("german",), "en": ("english",)}
LOCALES = {"nl": ("nl_NL", "nl_BE"), "fr": ("fr_FR", "fr_BE"), "de": ("de_DE", "de_AT"), "en": ("en_GB", "en_US")}
TITLES = {
    "nl": ("mevrouw", "mevr.", "de heer", "dhr.", "meneer", "Mevrouw", "dr.", "Dr.", "prof.", "heer", "mw."),
    "fr": ("Madame", "Monsieur", "M.", "Mme", "Mlle", "madame", "monsieur", "Dr", "le docteur", "maître", "Me"),
    "de": ("Frau", "Herr", "Herrn", "Dr.", "Frau Dr.", "Prof.", "Fr.", "Hr."),
    "en": ("Mr", "Mrs", "Ms", "Mr.", "Mrs.", "Dr", "Dr.", "Miss", "Prof."),
}
NOTED = {"B": "brands", "W": "works", "G": "people", "H": "plants", "E": "dishes", "Q": "spots", "C": "notions", "U": "goods"}
"""The slots of things and people everybody knows, by kind (`known.toml`)."""
SLOT = re.compile(r"\{([A-Z]{1,2})\}")
DATES = {
    "nl": ("12 maart", "3/04/1978", "21 januari 2025", "maandag", "vrijdag", "14 mei 1969", "02-11-2024", "morgen", "1 juni"),
    "fr": ("12 mars", "3/04/1978", "21 janvier 2025", "lundi", "vendredi", "14 mai 1969", "02/11/2024", "demain", "1er juin"),
    "de": ("12. März", "3.4.1978", "21. Januar 2025", "Montag", "Freitag", "14. Mai 1969", "02.11.2024", "morgen", "1. Juni"),
    "en": ("12 March", "3/04/1978", "January 21, 2025", "Monday", "Friday", "14 May 1969", "2024-11-02", "tomorrow", "1 June"),
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in its readable form, with the (start, end, label) of names in it."""

    text: Readable
    names: tuple[tuple[int, int, int], ...]
    language: str
    doubtful: tuple[tuple[int, int], ...] = ()
    """Stretches nobody is sure about: their lines are not learned from."""


def labels(found: Sequence[Token], names: Sequence[tuple[int, int, int]]) -> list[int]:
    """One label per token."""
    said = [OUTSIDE] * len(found)
    at = 0
    for start, end, label in sorted(names):
        while at < len(found) and found[at].end <= start:
            at += 1
        n = at
        while n < len(found) and found[n].start < end:
            said[n] = OTHER if label == OTHER else BEGIN if n == at else INSIDE
            n += 1
        at = n
    return said


@cache
def things() -> dict[str, Any]:
    """What stands beside persons in prompts."""
    return tomllib.loads((HERE / "things.toml").read_text(encoding="utf-8"))


def _listed(*keys: str) -> list[str]:
    value: Any = things()
    for key in keys:
        value = value[key]
    parts = [one.strip() for one in value.replace("\n", " ").split(";")] if ";" in value else value.split()
    return [one for one in parts if one]


@cache
def _faker(locale: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    first, last = faker(locale)
    return tuple(sorted(n for n in first if n[:1].isupper())), tuple(sorted(last))


class Writer:
    """Fills prompts of one language with invented people and things."""

    def __init__(self, language: str, rng: random.Random, brands: Sequence[str]) -> None:
        self.language = language
        self.rng = rng
        self.brands = brands
        self.cast: list[tuple[str, str]] = []

    def pair(self) -> tuple[str, str]:
        """A given and a family name; of the present cast, if there is one."""
        rng = self.rng
        if self.cast:
            return rng.choice(self.cast)
        if rng.random() < 0.45:
            firsts, lasts = _faker(rng.choice(LOCALES[self.language] if rng.random() < 0.6 else FAKER))
            return rng.choice(firsts), rng.choice(lasts)
        name = rng.choice(NATIVE[self.language]) if rng.random() < 0.45 else rng.choice(list(origins()))
        origin = origins()[name]
        first, last = rng.choice(origin.first), rng.choice(origin.last)
        if " " in last and rng.random() < 0.5:
            head, _, tail = last.rpartition(" ")
            last = f"{head.lower()} {tail}"
        if name == "vietnamese" and rng.random() < 0.5:
            return (rng.choice(origin.last), f"{rng.choice(('Thị', 'Van', 'Thi', 'Văn'))} {first}")
        if rng.random() < 0.06:
            first = f"{first}{rng.choice('- ')}{rng.choice(origin.first)}"
        if rng.random() < 0.06:
            last = f"{last}-{rng.choice(origin.last)}"
        return first, last

    def full(self, one_line: bool) -> str:
        """A full name as people write it."""
        first, last = self.pair()
        rng = self.rng
        kind = rng.random()
        if kind < 0.66:
            return f"{first} {last}"
        if kind < 0.72:
            return f"{first[0]}. {last}"
        if kind < 0.78:
            return f"{last} {first}"
        if kind < 0.82:
            return f"{last.upper()} {first}"
        if kind < 0.86 and one_line:
            return f"{last.upper() if rng.random() < 0.4 else last}, {first}"
        if kind < 0.89:
            return f"{first} {last.upper()}"
        if kind < 0.91:
            return f"{first[0]}.{rng.choice('ABCDEFGHJKLMPRST')}. {last}"
        if kind < 0.93:
            return f"{first} {rng.choice('ABCDEFGHJKLMPRST')}. {last}"
        if kind < 0.95:
            return f"{first.upper()} {last.upper()}"
        if kind < 0.97:
            return f"{last} {first[0]}{rng.choice(('', '.'))}"
        return f"{first} {last}"

    def firm(self) -> str:
        """A firm: a known one, or one with a family name in it."""
        rng = self.rng
        _, last = self.pair()
        kind = rng.random()
        if kind < 0.2:
            return rng.choice(_listed("firms"))
        if kind < 0.4:
            return " ".join(rng.sample(self.brands, rng.choice((1, 1, 1, 2))))
        if kind < 0.6:
            return f"{rng.choice(_listed('before'))} {last}"
        if kind < 0.8:
            return f"{last} {rng.choice(_listed('after'))}"
        if kind < 0.92:
            return f"{last} {rng.choice(_listed('legal'))}"
        return f"{last} & {self.pair()[1]}"

    def slot(self, kind: str, one_line: bool) -> list[tuple[str, int]]:
        """What stands in a slot, in pieces with their labels."""
        rng, language = self.rng, self.language
        if kind == "P":
            chance = rng.random()
            if chance < 0.14:
                return [(self.pair()[0], BEGIN)]
            if chance < 0.2:
                return [(self.pair()[1], BEGIN)]
            if chance < 0.28:
                kind = "PT"
            else:
                return [(self.full(one_line), BEGIN)]
        if kind == "PT":
            name = self.pair()
            return [(rng.choice(TITLES[language]) + " ", OUTSIDE), (name[1] if rng.random() < 0.7 else " ".join(name), BEGIN)]
        if kind == "V":
            first, last = self.pair()
            if rng.random() < 0.12:
                first = rng.choice(noted("nicknames"))
            return [(f"{first} {last[0].upper()}{rng.choice(('', '.'))}" if rng.random() < 0.04 else first, BEGIN)]
        if kind == "A":
            return [(self.pair()[1].upper() if rng.random() < 0.1 else self.pair()[1], BEGIN)]
        if kind == "F":
            return [(self.firm(), OTHER)]
        if kind == "Z":
            return [(self.pair()[1], OTHER)]
        if kind == "X":
            return [(" ".join(self.pair()), BEGIN)]
        if kind == "R":
            return [(rng.choice(_listed("products")), OTHER)]
        if kind == "S":
            return [(rng.choice(_listed("streets", language)), OTHER)]
        if kind == "L":
            return [(rng.choice(_listed("places", language)), OTHER)]
        if kind in NOTED:
            return [(rng.choice(noted(NOTED[kind])), OTHER)]
        if kind == "J":
            return [(rng.choice(_listed("jobs", language)), OUTSIDE)]
        if kind == "O":
            return [(rng.choice(_listed("subjects", language)), OUTSIDE)]
        plain = {
            "D": rng.choice(DATES[language]),
            "N": str(rng.choice((rng.randrange(1, 99), rng.randrange(100, 9999), rng.randrange(10000, 99999)))),
            "T": f"+32 4{rng.randrange(60, 99)} 00 {rng.randrange(10, 99)} {rng.randrange(10, 99)}",
            "M": f"{rng.choice(('info', 'j.peeters', 'contact', 'marie', 'sales'))}@{rng.choice(('firma', 'winkel', 'kanzlei'))}.example",
            "K": f"{rng.choice('ABCDEFGHKLMNPRSTVWX')}{rng.choice(('', '-', 'R-'))}{rng.randrange(1000, 999999)}",
        }
        return [(plain[kind], OUTSIDE)]

    def write(self, prompt: str) -> Marked | None:
        """A prompt with its slots filled, sometimes all in small letters."""
        text, at = "", 0
        names: list[tuple[int, int, int]] = []
        prompt = prompt.replace("\\n", "\n")
        one_line = "," not in prompt and ";" not in prompt
        for found in SLOT.finditer(prompt):
            text += prompt[at : found.start()]
            for piece, label in self.slot(found[1], one_line):
                if label == BEGIN and names and names[-1][1:] == (len(text) - 1, BEGIN) and text[-1] == " ":
                    names[-1] = (names[-1][0], len(text) + len(piece), BEGIN)
                elif label != OUTSIDE:
                    names.append((len(text), len(text) + len(piece), label))
                text += piece
            at = found.end()
        text += prompt[at:]
        chance = self.rng.random()
        if chance < 0.17 and "\n" not in prompt:
            text = text.lower() if len(text.lower()) == len(text) else text
        elif chance < 0.2:
            text = text.upper() if len(text.upper()) == len(text) else text
        read = readable(text)
        return Marked(read, tuple(names), self.language) if len(read.text) == len(text) else None

    def exchanged(self, prompt: Prompt, facts: Mapping[str, int], anew: bool) -> Marked | None:
        """A prompt with other people in it, when `anew`, sometimes in small letters."""
        others: dict[str, str] = {}
        text, at = "", 0
        names: list[tuple[int, int, int]] = []
        doubtful: list[tuple[int, int]] = []
        spans = sorted([(s, True) for s in prompt.spans] + [(s, False) for s in prompt.optional], key=lambda one: one[0].start)
        for span, sure in spans:
            shown = prompt.text[span.start : span.end]
            text += prompt.text[at : span.start]
            at = span.end
            if span.cls == "person" and sure:
                if anew and not span.trick:
                    shown = others.setdefault(shown, self.other(shown, facts))
                names.append((len(text), len(text) + len(shown), BEGIN))
            elif not sure:
                doubtful.append((len(text), len(text) + len(shown)))
            text += shown
        text += prompt.text[at:]
        chance = self.rng.random()
        if anew and chance < 0.12 and "\n" not in text and len(text.lower()) == len(text):
            text = text.lower()
        read = readable(text)
        return Marked(read, tuple(names), self.language, tuple(doubtful)) if len(read.text) == len(text) else None

    def other(self, name: str, facts: Mapping[str, int]) -> str:
        """Another name of the same form; the same one when its form is not plain, and now and then."""
        rng = self.rng
        parts = name.split()
        said = [facts.get(folded(part), 0) for part in parts]
        if rng.random() < 0.25 or len(parts) > 2 or not all(part.isalpha() for part in parts):
            return name
        first, last = self.pair()
        if len(parts) == 1:
            if not said[0] & NAMING:
                return name
            new = first if said[0] & FIRST else last
        elif said[0] & FIRST:
            new = f"{first} {last}"
        elif said[1] & FIRST:
            new = f"{last} {first}"
        else:
            return name
        return new.lower() if name.islower() else new.upper() if name.isupper() else new

    def prose(self, sentences: Sequence[str]) -> Marked | None:
        """Some sentences about the same few people."""
        rng = self.rng
        self.cast = []
        self.cast = [self.pair() for _ in range(rng.randrange(2, 5))]
        many = rng.sample(list(sentences), rng.randrange(2, 7))
        start = rng.choice(("", "", "- ", "* ", "> ", "1. "))
        found = self.write((rng.choice((" ", " ", "\\n", "\\n\\n")) if not start else f"\\n{start}").join(many))
        self.cast = []
        return found

    def mail(self, sentences: Sequence[str]) -> Marked | None:
        """A mail or a chat about a few people: greeting, sentences, closing, signature, sometimes the mail it answers."""
        rng, language = self.rng, self.language
        self.cast = []
        self.cast = [self.pair() for _ in range(rng.randrange(2, 5))]
        greet, close, wrote = (rng.choice(_listed("phrases", kind, language)) for kind in ("greet", "close", "wrote"))
        body = rng.choice((" ", "\\n\\n")).join(rng.sample(list(sentences), rng.randrange(1, 4)))
        sign = rng.choice(("{V}", "{P}", "{P}\\n{J}", "{P}\\n{J}\\n{F}", "{P} | {J} | {F}", "{P}\\n{T}\\n{M}"))
        prompt = f"{greet},\\n\\n{body}\\n\\n{close}\\n{sign}"
        if rng.random() < 0.35:
            prompt += f"\\n\\n{wrote}\\n{greet},\\n{rng.choice(sentences)}\\n{{V}}"
        if rng.random() < 0.4:
            prompt = f"{rng.choice(_listed('phrases', 'ask', language))}\\n\\n{prompt}"
        found = self.write(prompt)
        self.cast = []
        return found

    def table(self) -> Marked | None:
        """Rows about people, with or without a head, in one of the forms in which tables are pasted."""
        rng, language = self.rng, self.language
        heads = {name: _listed("columns", name, language) for name in things()["columns"]}
        style = rng.choice(("P", "P", "last first", "LAST first", "last, first", "initial", "first"))
        names = rng.choice((["name"], ["name"], ["name"], ["first", "last"], ["last", "first"]))
        if rng.random() < 0.2:
            names = [rng.choice(("firm", "product", "place"))]
        rest = rng.sample(
            ("number", "job", "place", "date", "amount", "mail", "phone", "status", "firm", "code"), rng.randrange(1, 5)
        )
        columns = [*names, *rest] if rng.random() < 0.6 else [rest[0], *names, *rest[1:]]
        separator = (
            rng.choice((";", ";", ",", "\t", " | ", "|", "  ", " - "))
            if style != "last, first"
            else rng.choice((";", "\t", " | "))
        )
        edge = rng.choice(("", "| ")) if separator == " | " else ""
        lines = [separator.join(rng.choice(heads[c]) for c in columns)] if rng.random() < 0.65 else []
        if lines and edge:
            lines.append("|".join("---" for _ in columns))
        text, spans = "", []
        for line in lines:
            text += f"{edge}{line}{' |' if edge else ''}\n"
        for _ in range(rng.randrange(2, 7)):
            first, last = self.pair()
            text += edge
            for n, column in enumerate(columns):
                text += separator if n else ""
                cell, label = self.cell(column, style, first, last)
                if rng.random() < 0.03 and column in ("number", "amount", "phone"):
                    cell = ""
                if label != OUTSIDE:
                    spans.append((len(text), len(text) + len(cell), label))
                text += cell
            text += (" |" if edge else "") + "\n"
        lead = rng.choice(prompts(language, "clean")).replace("\\n", "\n") if rng.random() < 0.3 else ""
        if lead and not SLOT.search(lead):
            spans = [(s + len(lead) + 1, e + len(lead) + 1, label) for s, e, label in spans]
            text = f"{lead}\n{text}"
        read = readable(text)
        return Marked(read, tuple(spans), language) if len(read.text) == len(text) else None

    def cell(self, column: str, style: str, first: str, last: str) -> tuple[str, int]:
        """What stands in a cell, and its label."""
        if column in ("first", "last"):
            return (first if column == "first" else last), BEGIN
        if column == "name":
            forms = {
                "P": f"{first} {last}",
                "last first": f"{last} {first}",
                "LAST first": f"{last.upper()} {first}",
                "last, first": f"{last}, {first}",
                "initial": f"{last} {first[0]}." if self.rng.random() < 0.5 else f"{first[0]}. {last}",
                "first": first,
            }
            return forms[style], BEGIN
        kind = {
            "number": "N",
            "job": "J",
            "place": "L",
            "date": "D",
            "amount": "N",
            "mail": "M",
            "phone": "T",
            "firm": "F",
            "code": "K",
        }.get(column)
        if kind is None:
            return self.rng.choice(("ok", "open", "X", "ja", "oui", "nein", "yes", "-", "A", "B", "12,5", "100%")), OUTSIDE
        return self.slot(kind, True)[0]


def prompts(language: str, kind: str = "") -> list[str]:
    """The prompts of a language, or those without persons (kind "clean")."""
    return (HERE / "prompts" / f"{language}{'.' + kind if kind else ''}.txt").read_text(encoding="utf-8").splitlines()


def written(rng: random.Random, each: int, clean: int, brands: Sequence[str]) -> Iterator[Marked]:
    """Every prompt `each` times, those without persons `clean` times; sometimes one after another, as people do."""
    for language in LANGUAGES:
        writer = Writer(language, rng, brands)
        for kind, times in (("", each), ("clean", clean)):
            for prompt in prompts(language, kind):
                for _ in range(times):
                    joined = prompt
                    if rng.random() < 0.25:
                        joined = rng.choice(prompts(language, "clean")) + rng.choice((" ", "\\n", "\\n\\n")) + prompt
                    if (one := writer.write(joined)) is not None:
                        yield one
        for _ in range(each * 14):
            if (one := writer.prose(prompts(language, "prose"))) is not None:
                yield one
        for _ in range(each * 9):
            if (one := writer.mail(prompts(language, "prose"))) is not None:
                yield one
        for _ in range(each * 8):
            if (one := writer.table()) is not None:
                yield one


def taught(
    rng: random.Random, times: int, brands: Sequence[str], facts: Mapping[str, int], keep: Callable[[Frame], bool]
) -> Iterator[Marked]:
    """The prompts of `corpus/prompts_dev` that may be learned from and that `keep` wants, `times` each, most people in them exchanged for others."""
    for language in LANGUAGES:
        writer = Writer(language, rng, brands)
        for frame in prompts_dev.frames(language):
            if prompts_dev.half(frame) != "fit" or not keep(frame):
                continue
            for number in range(times):
                one = writer.exchanged(fill(frame, number), facts, number > 0)
                if one is not None:
                    yield one


def plain_words(folder: Path, naming: Callable[[str], bool]) -> Iterator[Marked]:
    """Texts without persons, in four languages: what this software itself says, and descriptions of Debian's packages.

    Where such a description has two words in a row that `naming` knows as names, nobody is sure.
    """
    for language in LANGUAGES:
        for line in (folder / f"descriptions.{language}.txt").read_text(encoding="utf-8").splitlines():
            text = readable(line)
            capitals = [token.start for token in tokens(text) if text.text[token.start].isupper() and naming(token.low)]
            doubtful = tuple((one, other) for one, other in pairwise(capitals) if other - one < 25)
            yield Marked(text, (), language, doubtful)
    for language in ("nl", "fr", "de"):
        catalogue = (ROOT / f"src/weerbaar/desk/web/locale/{language}/LC_MESSAGES/django.po").read_text(encoding="utf-8")
        for found in re.finditer(r'^msgid "(.+)"\nmsgstr "(.+)"$', catalogue, re.M):
            yield Marked(readable(found[2].replace('\\"', '"')), (), language)
            if language == "nl":
                yield Marked(readable(found[1].replace('\\"', '"')), (), "en")
    for language in LANGUAGES:
        for file in sorted((ROOT / f"src/weerbaar/advise/texts/{language}").glob("*.toml")):
            for found in re.finditer(r'= "(.{20,400})"$', file.read_text(encoding="utf-8"), re.M):
                yield Marked(readable(found[1]), (), language)


def _shown(headers: str) -> list[str]:
    message = message_from_string(headers.strip() + "\n\n", policy=policy.default)
    names = []
    for field in ("From", "To", "Cc", "Reply-To"):
        try:
            value = message[field]
            names += [address.display_name for address in value.addresses] if value is not None else []
        except (AttributeError, ValueError, IndexError):
            continue
    return [name for name in names if name]


@dataclass(frozen=True, slots=True)
class Mail:
    """A message of the corpus with the people and firms that its file names."""

    text: str
    language: str
    people: tuple[str, ...]
    firms: tuple[str, ...]


def corpus() -> Iterator[Mail]:
    """The messages of the corpus."""
    for file in sorted(file for kind in ("mail", "chat") for file in (ROOT / "corpus" / kind).glob("**/*.toml")):
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        language = str(table.get("language", file.relative_to(ROOT / "corpus").parts[1]))
        organisation = table.get("organisation", {})
        people = [one["name"] for one in organisation.get("people", ())]
        firms = [organisation.get("name", ""), *(one["name"] for one in organisation.get("suppliers", ()))]
        sides = [table[side] for side in ("honest", "fraud") if side in table] or table.get("text", ())
        for side in sides:
            shown = _shown(side.get("headers", ""))
            said = [one for one in shown if re.fullmatch(r"[A-ZÀ-Þ][\w'-]+( [\w'-]+){1,3}", one) and one not in firms]
            text = side.get("text", "") or re.sub(r"<[^>]+>", " ", side.get("html", ""))
            subject = re.search(r"(?m)^Subject: (.+)$", side.get("headers", ""))
            head = f"{subject[1]}\n" if subject else ""
            yield Mail(f"{head}{text.strip()}", language, tuple(dict.fromkeys([*people, *said])), tuple(filter(None, firms)))


def read_file(path: Path) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    """Texts with persons in [[double brackets]], apart by lines of `---`: our own set to develop on."""
    for piece in path.read_text(encoding="utf-8").split("\n---\n"):
        text, names, at = "", [], 0
        for found in re.finditer(r"\[\[(.+?)\]\]", piece):
            text += piece[at : found.start()]
            names.append((len(text), len(text) + len(found[1])))
            text += found[1]
            at = found.end()
        yield text + piece[at:], tuple(names)
