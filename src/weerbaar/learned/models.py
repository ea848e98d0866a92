"""The learned models, and what of a message they read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from weerbaar.learned import words
from weerbaar.model.finding import Finding, NotLooked, Reason
from weerbaar.model.part import Parts, Text, TextKind


@dataclass(frozen=True, slots=True)
class Model:
    """A learned model: its finding id and its function (subject, text) -> strength."""

    id: str
    strength: Callable[[str, str], float | None]


MODELS: tuple[Model, ...] = (Model("learned.words", words.strength),)


def own_words(parts: Parts) -> tuple[str, str] | None:
    """(subject, text) a model reads: what the message says itself, not what it quotes; documents speak when it says little."""
    texts = [text for text in parts.of(Text) if text.kind is not TextKind.NOTE]
    if not texts:
        return None
    own = texts[0]
    more = "" if len(own.text) > 400 else "\n".join(text.text[:1500] for text in texts[1:4])
    return own.subject, f"{own.text}\n{more}"


def read(model: Model, parts: Parts) -> Iterator[Finding | NotLooked]:
    """What a model reads in the message."""
    said = own_words(parts)
    strength = model.strength(*said) if said else None
    if strength is not None:
        yield Finding(model.id, "text", {}, strength)
    elif words.weights() is None:
        yield NotLooked(model.id, Reason.NO_MODEL)
