"""Masks what may not leave, and puts it back in what returns.

    chat = Conversation("en")
    chat.mask("Dear Jan Peeters,", leaks.matches)     # "Dear [Person 1],"
    chat.restore("Hello [Person 1]")                  # "Hello Jan Peeters"

- One person or number is one placeholder in the whole conversation. Another way of writing it gets a letter, ``[Person 1b]``, so that the
  model knows who is who and everything comes back exactly as it stood.
- Numbers follow the first appearance. A request that carries its history again therefore gives the same placeholders again, and
  nothing needs to be kept between requests; a server that keeps the history itself keeps `to_bytes`, sealed.
- What was masked once is masked wherever it stands again, also where no recogniser saw it.
- A text that already holds ``[Person 1]`` keeps it: that number is not given to anybody, or, if it was, the literal text is masked itself.

Bring texts as they are meant, not as JSON writes them: decode tool arguments first, mask their strings, encode again.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from weerbaar.leak import lookalike
from weerbaar.leak.people import People, words_of
from weerbaar.leak.placeholder import BRACKETS, Placeholder, read, unfinished
from weerbaar.model.leak import DataClass, Match

_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_LITERAL = "["
"""No name or number of ours holds one: what does is a literal placeholder of the text."""
_VARIANTS = ("", *"bcdefghijklmnopqrstuvwxyz")
_AGAIN = frozenset(
    {
        DataClass.PERSON,
        DataClass.ADDRESS,
        DataClass.PHONE,
        DataClass.MAIL,
        DataClass.IBAN,
        DataClass.CARD,
        DataClass.NATIONAL_ID,
        DataClass.PASSPORT,
        DataClass.LICENCE_PLATE,
        DataClass.CREDENTIAL,
        DataClass.API_KEY,
        DataClass.CONNECTION_STRING,
        DataClass.SOURCE_SECRET,
        DataClass.OWN_WORD,
    }
)
"""Classes whose values mean the same wherever they stand."""
_SHORTEST_AGAIN = 6
_MOST_ALIKE = 50


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of one text, and what stands there instead."""

    start: int
    end: int
    cls: DataClass
    instead: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    cls: DataClass
    identity: str


class Conversation:
    """The placeholders of one conversation. `language` is the person's; their texts stay in memory, and nowhere else."""

    def __init__(self, language: str, *, lookalike_iban: bool = False) -> None:
        self.language, self.lookalike_iban = language, lookalike_iban
        self._stood: dict[Placeholder, str] = {}
        self._given: dict[tuple[DataClass, str], Placeholder] = {}
        self._numbers: dict[tuple[DataClass, str], int] = {}
        self._counts: dict[tuple[DataClass, int], int] = {}
        self._taken: set[tuple[DataClass, int]] = set()
        self._last: dict[DataClass, int] = {}
        self._accounts: dict[tuple[int, bool], str] = {}
        self._people = People()
        self._again: dict[str, list[tuple[int, DataClass, str]]] = {}

    def mask(self, text: str, matches: Iterable[Match]) -> str:
        """The text with a placeholder for each match. Matches that overlap are cut; what lies outside the text is left out."""
        return put(text, self.spots(text, matches))

    def spots(self, text: str, matches: Iterable[Match]) -> tuple[Spot, ...]:
        """What `mask` replaces, in order, for whoever shows it."""
        stretches = list(_clipped(text, matches))
        stretches += [
            literal
            for start, end in _gaps(((one.start, one.end) for one in stretches), len(text))
            for literal in self._literals(text, start, end)
        ]
        stretches.sort(key=lambda stretch: stretch.start)
        spots = [self._spot(text, stretch) for stretch in stretches]
        if self._again:
            spots += [
                spot
                for start, end in _gaps(((one.start, one.end) for one in spots), len(text))
                for spot in self._seen_before(text, start, end)
            ]
            spots.sort(key=lambda spot: spot.start)
        return tuple(spots)

    def restore(self, text: str) -> str:
        """A whole text with everything back in its place; placeholders that we never gave stay as they are."""
        whole = self.restorer()
        return whole.feed(text) + whole.flush()

    def restorer(self, escape: str = "plain") -> "Restorer":
        """For a text that comes in pieces. `escape` is ``json`` where the text is JSON, as a model writes the arguments of a tool."""
        return Restorer(self, escape)

    def stood(self, placeholder: Placeholder) -> str | None:
        """What this placeholder stands for."""
        return self._stood.get(placeholder)

    def account(self, found: str) -> str | None:
        """The account that this lookalike stands for."""
        number = lookalike.number_of(found)
        if number is None:
            return None
        spaced = not found.isalnum()
        return self._accounts.get((number, spaced), self._accounts.get((number, not spaced)))

    @property
    def has_lookalikes(self) -> bool:
        """Whether any account was masked by one that looks like one."""
        return bool(self._accounts)

    def to_bytes(self) -> bytes:
        """Everything, in clear: seal it before it is kept."""
        kept = {
            "language": self.language,
            "lookalike_iban": self.lookalike_iban,
            "given": [
                [str(cls), placeholder.number, placeholder.variant, surface]
                for (cls, surface), placeholder in self._given.items()
            ],
            "numbers": [[str(cls), identity, number] for (cls, identity), number in self._numbers.items()],
            "taken": [[str(cls), number] for cls, number in sorted(self._taken)],
            "accounts": [[number, spaced, surface] for (number, spaced), surface in self._accounts.items()],
        }
        return json.dumps(kept).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Conversation":
        """Reads what `to_bytes` wrote. Raises ValueError, KeyError or TypeError on anything else."""
        kept = json.loads(data)
        chat = cls(kept["language"], lookalike_iban=kept["lookalike_iban"])
        for name, number, variant, surface in kept["given"]:
            chat._give(Placeholder(DataClass(name), number, variant), surface)
        chat._numbers = {(DataClass(name), identity): number for name, identity, number in kept["numbers"]}
        for name, number in kept["taken"]:
            chat._leave_out(DataClass(name), number)
        chat._accounts = {(number, spaced): surface for number, spaced, surface in kept["accounts"]}
        chat._last[DataClass.IBAN] = max((chat._last.get(DataClass.IBAN, 0), *(number for number, _ in chat._accounts)))
        return chat

    def _spot(self, text: str, stretch: _Stretch) -> Spot:
        surface = text[stretch.start : stretch.end]
        return Spot(stretch.start, stretch.end, stretch.cls, self._instead(stretch.cls, surface, stretch.identity))

    def _instead(self, cls: DataClass, surface: str, identity: str) -> str:
        if cls is DataClass.IBAN and self.lookalike_iban and lookalike.COMPLETE.fullmatch(surface) is None:
            return self._lookalike(surface, identity)
        placeholder = self._given.get((cls, surface)) or self._new(cls, surface, identity)
        return placeholder.said(self.language)

    def _new(self, cls: DataClass, surface: str, identity: str) -> Placeholder:
        person = cls is DataClass.PERSON and _LITERAL not in surface
        number = self._people.find(surface) if person else self._numbers.get((cls, identity))
        if number is None or self._counts.get((cls, number), 0) == len(_VARIANTS):
            number = self._next(cls)
            self._numbers[cls, identity] = number
        placeholder = Placeholder(cls, number, _VARIANTS[self._counts.get((cls, number), 0)])
        self._give(placeholder, surface)
        return placeholder

    def _give(self, placeholder: Placeholder, surface: str) -> None:
        cls, number = placeholder.cls, placeholder.number
        self._stood[placeholder] = surface
        self._given[cls, surface] = placeholder
        self._counts[cls, number] = self._counts.get((cls, number), 0) + 1
        self._last[cls] = max(self._last.get(cls, 0), number)
        if _LITERAL in surface:
            return
        if cls is DataClass.PERSON:
            self._people.learn(surface, number)
        first = _WORD.search(surface)
        known = len(words_of(surface)) > 1 if cls is DataClass.PERSON else len(surface) >= _SHORTEST_AGAIN
        if first and known and cls in _AGAIN:
            alike = self._again.setdefault(first[0], [])
            if len(alike) < _MOST_ALIKE:
                alike.append((first.start(), cls, surface))

    def _next(self, cls: DataClass) -> int:
        number = self._last.get(cls, 0) + 1
        while (cls, number) in self._taken:
            number += 1
        self._last[cls] = number
        return number

    def _lookalike(self, surface: str, identity: str) -> str:
        spaced = not surface.isalnum()
        number = self._numbers.get((DataClass.IBAN, identity))
        if number is None or self._accounts.get((number, spaced), surface) != surface:
            number = self._next(DataClass.IBAN)
            self._numbers[DataClass.IBAN, identity] = number
        self._accounts[number, spaced] = surface
        return lookalike.lookalike(number, spaced=spaced)

    def _literals(self, text: str, start: int, end: int) -> Iterator[_Stretch]:
        """What looks like a placeholder in the person's own text: masked where it is one that we gave, else never given."""
        for found in BRACKETS.finditer(text, start, end):
            for escape in ("plain", "json"):
                literal = read(found, escape)
                if literal is None:
                    continue
                at, placeholder = literal
                if placeholder in self._stood:
                    yield _Stretch(at, found.end(), placeholder.cls, text[at : found.end()])
                    break
                self._leave_out(placeholder.cls, placeholder.number)
        for found in lookalike.COMPLETE.finditer(text, start, end):
            number = lookalike.number_of(found[0])
            if number is not None and self.account(found[0]) is not None:
                yield _Stretch(found.start(), found.end(), DataClass.IBAN, found[0])
            elif number is not None:
                self._taken.add((DataClass.IBAN, number))

    def _leave_out(self, cls: DataClass, number: int) -> None:
        self._taken.add((cls, number))
        if (cls, number) in self._counts:
            self._counts[cls, number] = len(_VARIANTS)

    def _seen_before(self, text: str, start: int, end: int) -> Iterator[Spot]:
        until = start
        for word in _WORD.finditer(text, start, end):
            for offset, cls, surface in self._again.get(word[0], ()):
                at = word.start() - offset
                stop = at + len(surface)
                if at >= until and stop <= end and text.startswith(surface, at) and not text[stop : stop + 1].isalnum():
                    yield Spot(at, stop, cls, self._given[cls, surface].said(self.language))
                    until = stop
                    break


class Restorer:
    """Puts back what was masked, in a text that comes in pieces: the same wherever the pieces are cut.

    It holds back only an end that could be the beginning of a placeholder, so never more than one placeholder's length.
    """

    def __init__(self, chat: Conversation, escape: str = "plain") -> None:
        self._chat, self._escape, self._held = chat, escape, ""

    def feed(self, chunk: str) -> str:
        """What can be shown after this piece."""
        text = self._held + chunk
        cut = unfinished(text, self._escape)
        if self._chat.has_lookalikes:
            cut = min(cut, lookalike.unfinished(text))
        self._held = text[cut:]
        return "".join(self._restored(text[:cut]))

    def flush(self) -> str:
        """What was still held back, at the end."""
        text, self._held = self._held, ""
        return "".join(self._restored(text))

    def _restored(self, text: str) -> Iterator[str]:
        pattern = _OURS if self._chat.has_lookalikes else BRACKETS
        done, found = 0, pattern.search(text)
        while found:
            start, value = self._stood(found)
            if value is not None:
                yield text[done:start]
                yield json.dumps(value, ensure_ascii=False)[1:-1] if self._escape == "json" else value
                done = found.end()
            found = pattern.search(text, found.end() if value is not None else found.start() + len(found[1] or "") + 1)
        yield text[done:]

    def _stood(self, found: re.Match[str]) -> tuple[int, str | None]:
        if found[2] is None:
            return found.start(), self._chat.account(found[0])
        ours = read(found, self._escape)
        return (ours[0], self._chat.stood(ours[1])) if ours else (found.start(), None)


_OURS = re.compile(f"{BRACKETS.pattern}|{lookalike.COMPLETE.pattern}")


def put(text: str, spots: Iterable[Spot]) -> str:
    """The text with each spot replaced."""
    pieces: list[str] = []
    done = 0
    for spot in spots:
        pieces += (text[done : spot.start], spot.instead)
        done = spot.end
    return "".join((*pieces, text[done:]))


def _clipped(text: str, matches: Iterable[Match]) -> Iterator[_Stretch]:
    done = 0
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        start, end = max(match.start, done), min(match.end, len(text))
        if (
            match.cls is DataClass.PERSON
            and start < end
            and (cut := _POSSESSIVE.search(text, start, end))
            and cut.start() > start
        ):
            end = cut.start()
        if start < end:
            yield _Stretch(start, end, match.cls, match.value or "".join(text[start:end].split()).casefold())
            done = end


def _gaps(taken: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    done = 0
    for start, end in sorted(taken):
        if start > done:
            yield done, start
        done = end
    if done < length:
        yield done, length
