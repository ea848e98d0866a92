"""A mail to the desk, opened: what it brings, and what its writer says in it. Pure: it runs where strangers' bytes are read (work.looker)."""

from dataclasses import dataclass, field, replace

from weerbaar.model.item import Item
from weerbaar.model.part import Recovered, Text, TextKind
from weerbaar.settings import Settings
from weerbaar.unpack.brought import Brought, Manner, what_was_brought
from weerbaar.unpack.language import KNOWN_WELL, language_of
from weerbaar.unpack.mail import make_mail
from weerbaar.unpack.mime import entity_of
from weerbaar.unpack.unpack import begin

LONGEST_WORDS = 4000
LONGEST_HEADERS = 256 * 1024


@dataclass(frozen=True, slots=True)
class Carried:
    """The bytes of a mail and the desk's own addresses."""

    data: bytes = field(repr=False)
    desk: frozenset[str]
    settings: Settings


@dataclass(frozen=True, slots=True)
class Opened:
    """What a mail brings, the `words` its writer wrote without what they quote, and the language they seem to read ("" unknown)."""

    brought: Brought
    words: str
    language: str


def open_mail(carried: Carried) -> Opened:
    """What stands in a mail."""
    brought = what_was_brought(carried.data, carried.desk, carried.settings)
    words = brought.comment
    if brought.manner in (Manner.WRITTEN, Manner.ATTACHED, Manner.FILES):
        words = _written(carried) or words
    light = replace(brought, carrier=replace(brought.carrier, raw=b""))
    return Opened(light, words[:LONGEST_WORDS].strip(), _language(brought, words))


def unopened(carried: Carried) -> Opened:
    """The same of a mail that nobody could open: its headers, and all of it as what is in doubt."""
    entity = entity_of(carried.data[:LONGEST_HEADERS])
    mail = make_mail(entity.headers, "mail", Recovered.ORIGINAL, b"")
    to_the_desk = bool(carried.desk & {one.address for one in (*mail.to, *mail.cc)})
    manner = Manner.WRITTEN if to_the_desk else Manner.MESSAGE
    return Opened(Brought(mail, manner, (Item(mail.subject[:200] or "mail.eml", carried.data),)), "", "")


def _written(carried: Carried) -> str:
    """The text of the mail itself, without what it quotes."""
    parts = begin(Item("mail.eml", carried.data), carried.settings).parts()
    own = next((one for one in parts.of(Text) if one.kind is TextKind.MAIL), None)
    return own.text if own else ""


def _language(brought: Brought, words: str) -> str:
    """By what they wrote, else by what their mail program says, else by the message they doubt."""
    asked = (brought.carrier.header("Accept-Language"), brought.carrier.header("Content-Language"))
    told = (language_of(words), *(one[:2].lower() for one in asked), language_of(brought.carrier.subject))
    return next((one for one in told if one in KNOWN_WELL), "")
