"""What a text would give away: records shared by the leak checks, the gateway and the desk."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class DataClass(StrEnum):
    """A kind of data that an organisation may want to keep inside."""

    PERSON = "person"
    ADDRESS = "address"
    PHONE = "phone"
    MAIL = "mail"
    BIRTH_DATE = "birth_date"
    IBAN = "iban"
    CARD = "card"
    NATIONAL_ID = "national_id"
    VAT = "vat"
    ENTERPRISE = "enterprise"
    PASSPORT = "passport"
    MRZ = "mrz"
    LICENCE_PLATE = "licence_plate"
    HEALTH = "health"
    SALARY = "salary"
    BELIEF = "belief"
    UNION = "union"
    CREDENTIAL = "credential"
    API_KEY = "api_key"
    PRIVATE_KEY = "private_key"
    CONNECTION_STRING = "connection_string"
    SOURCE_SECRET = "source_secret"  # noqa: S105
    MARKING = "marking"
    OWN_WORD = "own_word"
    OWN_DOCUMENT = "own_document"
    UNREADABLE = "unreadable"
    """Something we could not look inside: a file, an encoded island, a picture without text recognition."""


class Group(StrEnum):
    """What an agreement speaks of; every class belongs to one group."""

    PERSONAL = "personal"
    SPECIAL = "special"  # GDPR Art. 9
    SECRETS = "secrets"
    ORGANISATION = "organisation"
    UNKNOWN = "unknown"


_SPECIAL = (DataClass.HEALTH, DataClass.BELIEF, DataClass.UNION)
_SECRETS = (
    DataClass.CREDENTIAL,
    DataClass.API_KEY,
    DataClass.PRIVATE_KEY,
    DataClass.CONNECTION_STRING,
    DataClass.SOURCE_SECRET,
)
_ORGANISATION = (DataClass.VAT, DataClass.ENTERPRISE, DataClass.MARKING, DataClass.OWN_WORD, DataClass.OWN_DOCUMENT)


def _group(cls: DataClass) -> Group:
    if cls in _SPECIAL:
        return Group.SPECIAL
    if cls in _SECRETS:
        return Group.SECRETS
    if cls in _ORGANISATION:
        return Group.ORGANISATION
    return Group.UNKNOWN if cls is DataClass.UNREADABLE else Group.PERSONAL


GROUP_OF: Mapping[DataClass, Group] = MappingProxyType({cls: _group(cls) for cls in DataClass})


FAINT = 0.3
"""A match with a lower score was seen and gives nobody away: a role address, a published test number, the number of a public company."""


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of a text that gives something away. Its representation never shows the value."""

    start: int
    end: int
    """Offsets into the text as it was brought (code points), end exclusive."""
    cls: DataClass
    by: str
    """The recogniser, e.g. ``iban``."""
    reason: str
    """Why, as a name the texts explain, e.g. ``checksum``, ``context:born``."""
    score: float
    """Between 0 and 1: how sure the recogniser is; a valid check digit with context is 1."""
    country: str = ""
    value: str = field(default="", repr=False)
    """The value in its normal form (no spaces, full width folded), so that one person or number stays one placeholder."""


@dataclass(frozen=True, slots=True)
class Leaks:
    """What was found in one text, in order and without overlap."""

    matches: tuple[Match, ...] = ()
    not_looked: tuple[str, ...] = ()
    """What could not be looked inside, as names: ``too_long``, ``encoded``, ``time``."""


class Decision(StrEnum):
    """What happens to a text, from mildest to strictest."""

    ALLOW = "allow"
    MASK = "mask"
    ASK = "ask"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Readable:
    """A text as recognisers read it, with the way back to the text as it was brought.

    `text` is the original in its normal form (see weerbaar.leak.text), followed by what encoded islands hold, each after an
    `ISLAND` character. `low` is the same in small letters without accents, character for character, so that both share offsets.
    """

    text: str = field(repr=False)
    low: str = field(repr=False)
    body: int
    """Where the islands begin in `text`; its length when there are none."""
    closed: tuple[tuple[int, int], ...]
    """Stretches of `text` that are encoded, long, and hold no text: what we could not look inside."""
    at: Sequence[int] = field(repr=False)
    """Where each piece begins in `text`."""
    starts: Sequence[int] = field(repr=False)
    """Where each piece begins in the original."""
    stops: Sequence[int] = field(repr=False)
    """Where each piece ends in the original when it stands there in another form; -1 when it stands there as it is."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that a stretch of `text` (not empty) stands for; an encoded island counts as a whole."""
        border = self.text.find(ISLAND, start, end) if end > self.body else -1
        last = (border if border > start else end) - 1
        one = bisect_right(self.at, start) - 1
        other = bisect_right(self.at, last) - 1
        begin = self.starts[one] + (start - self.at[one] if self.stops[one] < 0 else 0)
        return begin, self.stops[other] if self.stops[other] >= 0 else self.starts[other] + last - self.at[other] + 1


ISLAND = "\x1e"
"""Stands before what was found inside an encoded island; nothing that is looked for goes across it."""
