"""What the product sees in every training message: masked text and findings, computed once, in two processes."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from training.data import Message
from weerbaar.detect.declaration import detect
from weerbaar.learned.mask import mask
from weerbaar.learned.models import own_words
from weerbaar.model.finding import Finding
from weerbaar.model.item import Item, Way
from weerbaar.model.organisation import NOBODY
from weerbaar.model.part import Parts
from weerbaar.model.verdict import Basis
from weerbaar.settings import Settings
from weerbaar.unpack.unpack import unpack
from weerbaar.weigh.weigh import basis_of, readable

WITHOUT_OCR = Settings(ocr=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as the detectors and the learned model see it; with its organisation, and without any."""

    text: str
    known: tuple[Finding, ...]
    alone: tuple[Finding, ...]
    readable: bool
    basis: Basis  # of the verdict with its organisation


def look_at(message: Message, *, ocr: bool = False) -> Seen:
    """Unpack and detect one message."""
    parts = unpack(item_of(message), Settings() if ocr else WITHOUT_OCR)
    words = own_words(parts)
    alone = _findings(parts, message, known=False)
    known = _findings(parts, message, known=True) if message.organisation is not NOBODY else alone
    return Seen(mask(*words) if words else "", known, alone, readable(parts), basis_of(parts, message.organisation))


def item_of(message: Message) -> Item:
    """The item a person would bring: a saved mail, or a pasted text."""
    chat = message.source in ("corpus_chat", "uci_sms")
    return Item(f"{message.id}.{'txt' if chat else 'eml'}", message.data, Way.TEXT if chat else Way.FILE)


def _findings(parts: Parts, message: Message, *, known: bool) -> tuple[Finding, ...]:
    return tuple(f for f in detect(parts, message.organisation if known else NOBODY) if isinstance(f, Finding))


def look_at_all(messages: Sequence[Message]) -> list[Seen]:
    """All of them, two at a time."""
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(look_at, messages, chunksize=100))
