"""What a text would give away: records shared by the leak checks, the gateway and the desk."""

from collections.abc import Mapping
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
