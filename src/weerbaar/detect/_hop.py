"""The machine outside that handed a message to our own servers, read from the Received headers those servers wrote.

Anybody can write Received headers below the ones our servers add, so they are read from the top, and reading stops at the
first address that is not ours: what stands below it is the sender's own word.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from weerbaar.detect._proof import is_trusted
from weerbaar.model.dns import Hop
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail

MOST_HOPS = 12
MOST_CHARS = 1000
FROM = re.compile(r"\s*from\s+(\S{1,255})\s?(.{0,600}?)\sby\s", re.I | re.S)
BY = re.compile(r"(?:^|\s)by\s+(\S{1,255})", re.I)
WITH = re.compile(r"\swith\s+(\S{1,40})", re.I)
HELO = re.compile(r"\b(?:helo|ehlo)[= ]\(?([^\s()]{1,255})\)?", re.I)
NUMBER = re.compile(
    r"(?<![\w.:-])(?:IPv6:)?((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:(?:\d{1,3}\.){3}\d{1,3})?)(?![\w.:-])",
    re.I,
)
IPAddress = IPv4Address | IPv6Address
INSIDE = tuple(
    ip_network(own)
    for own in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip
"""Addresses that never come from outside (RFC 1918, 3927, 4193, 4291, 6598)."""


def sending_hop(mail: Mail, organisation: Organisation) -> Hop | None:
    """Who handed the message to a server we trust; None when no server of ours says so, or when a user of ours signed in to send it."""
    return_path = mail.header("Return-Path").strip()
    if not return_path:
        return None
    received = [value[:MOST_CHARS] for name, value in mail.headers if name.lower() == "received"]
    for value in received[:MOST_HOPS]:
        by = BY.search(value)
        if by is None or not _is_ours(by[1], organisation):
            return None
        protocol = WITH.search(value)
        if protocol is not None and protocol[1].upper().rstrip(";,").endswith(("SMTPA", "SMTPSA")):
            return None  # RFC 3848: the client signed in
        sender = FROM.match(value)
        if sender is None:
            continue  # handed over inside one machine
        address = _address(sender[1], sender[2])
        if address is None:
            if protocol is not None and "LMTP" in protocol[1].upper():
                continue
            return None
        if _is_inside(address, organisation):
            continue
        named = HELO.search(sender[2])
        helo = (named[1] if named else sender[1]).strip("[]").lower()
        if _is_ours(helo, organisation):
            return None  # a machine of ours whose address nobody told us, or one that says so
        return Hop(str(address), helo, mail.return_path.address if mail.return_path else "")
    return None


def _is_ours(host: str, organisation: Organisation) -> bool:
    host = host.lower().strip(".;,()[]")
    named = any(host == own or host.endswith("." + own) for own in organisation.trusted_receivers if "/" not in own)
    return named or is_trusted(host, organisation)


def _is_inside(address: IPAddress, organisation: Organisation) -> bool:
    return any(address in own for own in INSIDE) or any(
        address in ip_network(own) for own in organisation.trusted_receivers if "/" in own
    )


def _address(first: str, rest: str) -> IPAddress | None:
    """The one address a server noted beside the name its client gave: in the comment, else as a literal; None when it is not clear.

    The name is the client's to choose (a literal such as [192.0.2.1] is allowed), so it never wins over the comment.
    """
    noted = _numbers(HELO.sub(" ", rest)) or _numbers(first)
    return noted.pop() if len(noted) == 1 else None


def _numbers(text: str) -> set[IPAddress]:
    found = set()
    for number in NUMBER.findall(text):
        try:
            found.add(ip_address(number))
        except ValueError:
            continue
    return found
