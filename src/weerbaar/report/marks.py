"""Where findings stand in a text: what a finding saw is looked for by its letters and digits alone, so that line breaks, spaces, tags and
borrowed letters between do not matter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from weerbaar.model.finding import Finding
from weerbaar.unpack.normalise import CONFUSABLE

QUOTED = ("sentence", "other", "words", "begin", "iban", "phone", "wallet", "amount", "value", "word")
"""Fill-ins of findings in texts that hold a piece of the text itself."""
ROOMS = ("text.", "document.")
SHORTEST = 5
"""Letters and digits a piece must have to be looked for."""
BEGINNING = 24
"""Letters of a longer piece that are enough where the whole is not found, since something stands in between."""
MOST_PLACES = 3
"""Places where one piece is marked."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one text: the number of the text, first and last character + 1, and the number of the note that speaks of it. What a
    finding saw may lie over several texts; `last` says where it ends."""

    text: int
    start: int
    end: int
    note: int
    last: bool = True


def places(texts: Sequence[str], noted: Sequence[tuple[int, Finding]]) -> list[Place]:
    """The stretches of these texts (read on end) that findings saw, in order and without overlap; the first finding has the first choice."""
    letters: list[str] = []
    stands: list[tuple[int, int]] = []
    for number, text in enumerate(texts):
        for at, c in enumerate(text.translate(CONFUSABLE)):
            if c.isalnum():
                letters.append(c.lower()[:1])
                stands.append((number, at))
    whole = "".join(letters)
    taken = bytearray(len(whole))
    found: list[Place] = []
    for note, finding in noted:
        for piece in _pieces(finding):
            length = len(piece) if piece in whole else max(len(piece) // 2, BEGINNING)
            for start in _occurrences(whole, piece[:length]):
                end = start + min(length, len(piece))
                if not any(taken[start:end]):
                    taken[start:end] = b"\1" * (end - start)
                    found.extend(_stretches(stands[start:end], note))
    return sorted(found, key=lambda place: (place.text, place.start))


def _pieces(finding: Finding) -> Iterator[str]:
    for name in QUOTED if finding.id.startswith(ROOMS) else ():
        value = finding.saw.get(name, "").partition("\u2026")[0][:2000]
        piece = "".join(c.lower()[:1] for c in value.translate(CONFUSABLE) if c.isalnum())
        if len(piece) >= SHORTEST:
            yield piece


def _occurrences(whole: str, piece: str) -> Iterator[int]:
    at = -1
    for _ in range(MOST_PLACES):
        at = whole.find(piece, at + 1)
        if at < 0:
            return
        yield at


def _stretches(stands: Sequence[tuple[int, int]], note: int) -> Iterator[Place]:
    text, start = stands[0]
    end = start
    for number, at in stands:
        if number != text:
            yield Place(text, start, end + 1, note, last=False)
            text, start = number, at
        end = at
    yield Place(text, start, end + 1, note)
