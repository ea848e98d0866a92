"""What a message wants to know of DNS, and what DNS told. The asking itself happens outside; these records travel."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from weerbaar.model.finding import NotLooked


@dataclass(frozen=True, slots=True)
class Hop:
    """The machine that handed a message to our own servers: what SPF wants to know (RFC 7208 section 4.1).

    `ip` is its address, `helo` how it named itself, `sender` the SMTP MAIL FROM ("" for a bounce).
    """

    ip: str
    helo: str
    sender: str

    @property
    def domain(self) -> str:
        """The domain SPF speaks about: that of MAIL FROM, else of HELO (RFC 7208 section 2.4)."""
        return self.sender.rpartition("@")[2] if self.sender else self.helo


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an item wants to know: `texts` are the names whose TXT records are wanted, `hops` those SPF is asked about."""

    texts: tuple[str, ...] = ()
    hops: tuple[Hop, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What DNS told about an item.

    texts: name -> its TXT records, none when DNS says that there are none; a name that is missing here was not answered.
    spf: hop -> result word of RFC 7208 section 2.6. `not_looked` says what was not answered, and why.
    """

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spf: Mapping[Hop, str] = field(default_factory=dict)
    not_looked: tuple[NotLooked, ...] = ()
