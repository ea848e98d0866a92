"""The DNS door: bounded lookups at one resolver, for SPF, DKIM, DMARC and ARC.

A resolver may be slow, silent or lying, and what it passes on was written by strangers. Every lookup ends in values or in
`NoAnswer` with a reason: `dns_seconds` for one, `dns_item_seconds` and `dns_lookups` for all those of an item, few and short
values. Replies from another address, to another question or with another number are passed over, as if they never came.
"""

import time
from collections.abc import Callable
from ipaddress import ip_address
from typing import TYPE_CHECKING

from weerbaar.model.errors import BrokenSettings
from weerbaar.model.finding import Reason
from weerbaar.settings import Settings

if TYPE_CHECKING:
    from dns.message import Message
    from dns.name import Name

Ask = Callable[[str, str], tuple[str, ...]]
"""A name and a kind of record (A, AAAA, MX, PTR, TXT) -> its values; none when DNS says that there are none."""
PORT = 53
TRIES = 2
MOST_VALUES = 100
LONGEST_VALUE = 4096
MOST_KEPT = 10_000
KEPT_SECONDS = 60.0
PAYLOAD = 1232
"""Bytes of a UDP reply that pass everywhere unbroken (DNS flag day 2020); a longer one comes by TCP."""


class NoAnswer(Exception):
    """A lookup that was not answered: `reason` as in `NotLooked`, `detail` for who looks after the machine."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class Resolver:
    """The door, open. What was answered is kept for a minute, failures too: a mailbox asks the same again and again."""

    def __init__(self, settings: Settings) -> None:
        """Raises BrokenSettings when `dns_resolver` is no address with a port."""
        self.settings = settings
        self.servers = servers(settings)
        self._kept: dict[tuple[str, str], tuple[float, tuple[str, ...] | NoAnswer]] = {}

    def for_item(self) -> Ask:
        """Lookups for one item, within its limits; they raise NoAnswer."""
        until, left = time.monotonic() + self.settings.dns_item_seconds, self.settings.dns_lookups

        def ask(name: str, kind: str) -> tuple[str, ...]:
            nonlocal left
            key = (name.lower().rstrip("."), kind)
            made, kept = self._kept.get(key, (0.0, ()))
            if not made or time.monotonic() - made > KEPT_SECONDS:
                if left <= 0:
                    raise NoAnswer(Reason.TOO_MANY, f"{key[0]} {kind}: limit dns_lookups")
                left -= 1
                kept = self._look_up(*key, until)
                if len(self._kept) >= MOST_KEPT:
                    self._kept.clear()
                self._kept[key] = time.monotonic(), kept
            if isinstance(kept, NoAnswer):
                raise NoAnswer(kept.reason, kept.detail)
            return kept

        return ask

    def _look_up(self, name: str, kind: str, until: float) -> tuple[str, ...] | NoAnswer:
        asked = _name(name)
        if asked is None:
            return ()
        said = NoAnswer(Reason.FAILED, f"{name} {kind}: this machine knows no resolver")
        for number in range(TRIES if self.servers else 0):
            seconds = min(self.settings.dns_seconds / TRIES, until - time.monotonic())
            if seconds <= 0:
                return NoAnswer(Reason.TOO_LONG, f"{name} {kind}: limit dns_item_seconds")
            try:
                return _values(_exchange(asked, kind, self.servers[number % len(self.servers)], seconds), asked, kind)
            except NoAnswer as trouble:
                said = NoAnswer(trouble.reason, f"{name} {kind}: {trouble.detail}")
        return said


def servers(settings: Settings) -> tuple[tuple[str, int], ...]:
    """Addresses and ports that are asked: `dns_resolver`, else the machine's own (resolv.conf).

    Raises:
        BrokenSettings: `dns_resolver` is no address with a port.
    """
    if settings.dns_resolver:
        return (_server(settings.dns_resolver),)
    from dns.exception import DNSException
    from dns.resolver import Resolver as OfSystem

    try:
        return tuple((str(address), PORT) for address in OfSystem().nameservers[:TRIES])
    except (DNSException, OSError):
        return ()


def _server(written: str) -> tuple[str, int]:
    host, _, port = written.rpartition(":") if written.count(":") == 1 or "]:" in written else (written, "", str(PORT))
    try:
        address = ip_address(host[1:-1] if host.startswith("[") and host.endswith("]") else host)
        number = int(port)
        if not 0 < number < 65536:
            raise ValueError
    except ValueError:
        raise BrokenSettings("setting_resolver", value=written) from None
    return str(address), number


def _name(name: str) -> "Name | None":
    """An absolute name of its labels as they stand, whatever signs they have; None when it cannot be a name in DNS."""
    from dns.exception import DNSException
    from dns.name import Name

    try:
        return Name([*(label.encode("ascii") for label in name.split(".")), b""])
    except (DNSException, UnicodeError):
        return None


def _exchange(name: "Name", kind: str, server: tuple[str, int], seconds: float) -> "Message":
    from dns.exception import DNSException, Timeout
    from dns.message import make_query
    from dns.query import udp_with_fallback

    question = make_query(name, kind, use_edns=0, payload=PAYLOAD)
    try:
        reply, _ = udp_with_fallback(
            question,
            server[0],
            timeout=seconds,
            port=server[1],
            ignore_unexpected=True,
            ignore_trailing=False,
            ignore_errors=True,
        )
    except Timeout:
        raise NoAnswer(Reason.TOO_LONG, "no answer in time") from None
    except (DNSException, OSError, EOFError) as trouble:
        raise NoAnswer(Reason.FAILED, type(trouble).__name__) from None
    return reply


def _values(reply: "Message", name: "Name", kind: str) -> tuple[str, ...]:
    """What a reply says; raises NoAnswer when it refuses, is too large, goes round in circles or speaks of something else."""
    from dns.exception import DNSException
    from dns.message import QueryMessage
    from dns.rcode import NOERROR, NXDOMAIN, to_text

    if reply.rcode() not in (NOERROR, NXDOMAIN):
        raise NoAnswer(Reason.FAILED, to_text(reply.rcode()))
    if not isinstance(reply, QueryMessage) or sum(len(rrset) for rrset in reply.answer) > MOST_VALUES:
        raise NoAnswer(Reason.TOO_LARGE, "too many records")
    try:
        found = reply.resolve_chaining()
    except DNSException as trouble:
        raise NoAnswer(Reason.DAMAGED, type(trouble).__name__) from None
    if found.answer is None:
        if reply.answer and not any(rrset.name == name for rrset in reply.answer):
            raise NoAnswer(Reason.DAMAGED, "the answer is about another name")
        return ()
    values = tuple(_text(record, kind) for record in found.answer)
    if any(len(value) > LONGEST_VALUE for value in values):
        raise NoAnswer(Reason.TOO_LARGE, "a record is too long")
    return values


def _text(record: object, kind: str) -> str:
    if kind == "TXT":
        return b"".join(record.strings).decode("utf-8", "replace")  # type: ignore[attr-defined]
    if kind == "MX":
        return _host(record.exchange)  # type: ignore[attr-defined]
    if kind == "PTR":
        return _host(record.target)  # type: ignore[attr-defined]
    return str(record.address)  # type: ignore[attr-defined]


def _host(name: "Name") -> str:
    return ".".join(label.decode("latin-1") for label in name.labels).rstrip(".")
