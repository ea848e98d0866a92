"""A link leads to a bare number instead of a name: 192.0.2.7, or the same number in decimal or hexadecimal.

A firm that wants to be found has a name. Numbers are used by pages that will be gone tomorrow and by machines that somebody
broke into.

When it is wrong: devices inside a firm's own network (a printer, a camera) have numbers; private ranges are not reported.
"""

import ipaddress
import re
from collections.abc import Iterator

from weerbaar.detect._web import web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

INSIDE = tuple(
    ipaddress.ip_network(network)
    for network in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "0.0.0.0/8",
        "fc00::/7", "fe80::/10", "::1/128",
    )
)  # fmt: skip
"""Addresses of machines inside a network (RFC 1918, 6598, 3927, 4193, 4291)."""
NUMBER = re.compile(r"(?:0x[0-9a-f]{1,16}|\d{1,20})(?:\.(?:0x[0-9a-f]{1,16}|\d{1,20})){0,3}", re.I)
WRITTEN = re.compile(r"[a-z]{2,8}:/{2}(?:[^/@\s]{0,200}@)?([^/:?#\s]{1,80})", re.I)


@detector(
    reads=Parts,
    gives={"link.ip_address": ("host", "address")},
    question=Question.SENDER,
    references=("https://url.spec.whatwg.org/#concept-ipv4-parser",),
)
def ip_address(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for link in web(parts, organisation).hosts:
        address = address_of(link.host)
        if address is not None and not any(address in network for network in INSIDE if network.version == address.version):
            shown = WRITTEN.match(link.written)
            host = shown[1] if shown and NUMBER.fullmatch(shown[1]) else link.host
            yield Finding("link.ip_address", link.where, {"host": host, "address": str(address)})


def address_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address a host is, read as browsers do (WHATWG URL: up to four numbers, decimal, octal or hexadecimal), or None."""
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host.strip("[]").partition("%")[0])
        except ValueError:
            return None
    if not NUMBER.fullmatch(host):
        return None
    try:
        numbers = [
            int(piece, 16 if piece[:2].lower() == "0x" else 8 if piece[0] == "0" and piece != "0" else 10)
            for piece in host.split(".")
        ]
    except ValueError:
        return None
    *first, last = numbers
    if any(n > 255 for n in first) or last >= 256 ** (4 - len(first)):
        return None
    return ipaddress.IPv4Address(sum(n << (24 - 8 * i) for i, n in enumerate(first)) + last)
