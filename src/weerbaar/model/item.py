"""What someone brought."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from weerbaar.model.dns import Told
from weerbaar.model.gist import Gist


class Way(StrEnum):
    """How an item came in."""

    FILE = "file"
    MAILBOX = "mailbox"
    TEXT = "text"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Item:
    """Bytes and how they came in; `name` is the file name or another label a person recognises.

    `told` is what DNS told about it; None when nobody asked. `gist` is what someone told of a recording in it.
    """

    name: str
    data: bytes
    way: Way = Way.FILE
    told: Told | None = None
    gist: Gist | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()
