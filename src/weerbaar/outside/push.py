"""The door to push services: a message to a browser that asked for it, encrypted for that browser alone (Web Push).

    to = subscription(endpoint, p256dh, auth, hosts)             # as the browser said it, checked
    send(to, message, Sender(key, contact), hosts, now=now)      # -> Sent

The service learns that there is a message, for which browser and how long, never what it says. Only https, only hosts of an allow list,
never an address of a private network or of this machine: an endpoint is given by a browser, so anybody could name any.

Sources: RFC 8030 (protocol), RFC 8188 and 8291 (encryption), RFC 8292 (VAPID: who sends), RFC 9110 (Retry-After, 10.2.3).
"""

import base64
import hashlib
import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

SECONDS = 10.0
MOST_REPLY = 4096
LONGEST_ENDPOINT = 1024
LONGEST_MESSAGE = 3072
"""Bytes of a message before it is encrypted; services take 4,096 in all (RFC 8030, 7.2)."""
BLOCK = 256
"""Messages are filled up with spaces to a multiple of this many bytes, so that their length tells little."""
POINT_BYTES, AUTH_BYTES, KEY_BYTES = 65, 16, 32
TOKEN_HOURS = 12
"""How long a proof of the sender holds; at most 24 hours (RFC 8292, 2)."""
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for one of IPv4 (RFC 6052)."""
KEPT_SECONDS = 24 * 3600
"""How long a service keeps a message for a browser that is away."""


class NotAllowed(Exception):
    """An endpoint or a key of a browser that we do not use. The words are ours and hold nothing of it."""


class Outcome(StrEnum):
    """What became of a message."""

    SENT = "sent"
    GONE = "gone"  # this browser takes no messages any more (404, 410)
    LATER = "later"  # not now: busy, away, or we cannot reach it
    REFUSED = "refused"  # for good


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser takes messages, and its keys (Push API): a P-256 point, uncompressed, and a secret of 16 bytes."""

    endpoint: str
    point: bytes = field(repr=False)
    auth: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: the private key (P-256, 32 bytes) a browser knows by its `public` part, and a `contact` for the service (https: or mailto:)."""

    key: bytes = field(repr=False)
    contact: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a message: the service's status (0: not reached), and seconds to wait that it asked for."""

    outcome: Outcome
    status: int = 0
    wait: int = 0


def subscription(endpoint: str, point: str, auth: str, hosts: Sequence[str]) -> Subscription:
    """What a browser said of itself (both keys in base64url), checked.

    Raises:
        NotAllowed: another service than those of `hosts`, or no such keys.
    """
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

    made = Subscription(endpoint, _bytes(point, POINT_BYTES), _bytes(auth, AUTH_BYTES))
    origin(endpoint, hosts)
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), made.point)
    except ValueError:
        raise NotAllowed("no point of the curve") from None
    return made


def origin(endpoint: str, hosts: Sequence[str]) -> tuple[str, int]:
    """Host and port of an endpoint that may be asked: https, a host of the list ("*.push.example": all below it), no other port than 443
    unless the list says so ("push.example:8443").

    Raises:
        NotAllowed: anything else.
    """
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").lower(), parts.port or 443
    except ValueError:
        raise NotAllowed("no address") from None
    plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint and len(endpoint) <= LONGEST_ENDPOINT
    if parts.scheme != "https" or not plain or "@" in parts.netloc or parts.fragment:
        raise NotAllowed("no plain https address")
    name = host if port == 443 else f"{host}:{port}"
    if not any(name == one or (one.startswith("*.") and name.endswith(one[1:])) for one in hosts):
        raise NotAllowed("no service we send to")
    return host, port


def send(to: Subscription, message: bytes, sender: Sender, hosts: Sequence[str], *, now: datetime, tag: str = "") -> Sent:
    """Send a message; one with the same `tag` takes the place of an earlier one that still waits at the service.

    Raises:
        NotAllowed: the endpoint is none we send to, or the message too long.
    """
    host, port = origin(to.endpoint, hosts)
    headers = {
        "Authorization": proof(f"https://{host}" if port == 443 else f"https://{host}:{port}", sender, now),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_SECONDS),
        "Urgency": "normal",
    }
    if tag:
        headers["Topic"] = base64url(hashlib.sha256(tag.encode()).digest())[:32]
    body = encrypted(to, message)
    parts = urlsplit(to.endpoint)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        status, after = _post(host, port, path, body, headers)
    except (OSError, http.client.HTTPException, ValueError):
        return Sent(Outcome.LATER)
    return Sent(_outcome(status), status, _seconds(after, now))


def encrypted(to: Subscription, message: bytes) -> bytes:
    """A message for one browser: aes128gcm (RFC 8188) under a key of this message and the browser's (RFC 8291).

    Raises:
        NotAllowed: the message is too long.
    """
    import http_ece
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    filled = message.ljust(-(-max(1, len(message)) // BLOCK) * BLOCK)
    if len(filled) > LONGEST_MESSAGE:
        raise NotAllowed("the message is too long")
    once = generate_private_key(SECP256R1())
    made: bytes = http_ece.encrypt(filled, private_key=once, dh=to.point, auth_secret=to.auth, version="aes128gcm")
    return made


def proof(audience: str, sender: Sender, now: datetime) -> str:
    """Who sends, as a signed token for one service (RFC 8292, 3: ES256)."""
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    until = int((now + timedelta(hours=TOKEN_HOURS)).timestamp())
    said = {"aud": audience, "exp": until, "sub": sender.contact}
    signed = ".".join(
        base64url(json.dumps(part, separators=(",", ":")).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, said)
    )
    r, s = decode_dss_signature(_private(sender.key).sign(signed.encode(), ECDSA(SHA256())))
    signature = base64url(r.to_bytes(KEY_BYTES, "big") + s.to_bytes(KEY_BYTES, "big"))
    return f"vapid t={signed}.{signature}, k={base64url(public(sender.key))}"


def new_key() -> bytes:
    """A private key to send with."""
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    return generate_private_key(SECP256R1()).private_numbers().private_value.to_bytes(KEY_BYTES, "big")


def public(key: bytes) -> bytes:
    """What a browser knows the sender by: the point that belongs to a private key, uncompressed (65 bytes)."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return _private(key).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def is_public(address: str) -> bool:
    """Whether an IP address lies in the public net: not private, not of this machine, not of a link, not a group."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if found in TRANSLATED:
        inner = ipaddress.ip_address(int(found) & 0xFFFFFFFF)
    return found.is_global and not found.is_multicast and (inner is None or bool(inner.is_global))


def _post(host: str, port: int, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """The status and Retry-After of a service. What it says besides is not read; a redirect is not followed.

    Raises:
        OSError: it cannot be reached, its certificate is not its own, or its name leads into a private network.
        HTTPException: it does not speak HTTP.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    connection = http.client.HTTPSConnection(host, port, timeout=SECONDS, context=context)
    try:
        connection.sock = context.wrap_socket(_reach(host, port), server_hostname=host)
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        response.read(MOST_REPLY)
        return response.status, response.getheader("Retry-After", "")
    finally:
        connection.close()


def _reach(host: str, port: int) -> socket.socket:
    """A connection to a name that leads to public addresses only; asked once, so that it cannot lead elsewhere the second time."""
    found = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not found or not all(is_public(address) for address in found):
        raise OSError("not an address of the public net")
    trouble = OSError("nobody answers")
    for address in sorted(found, key=lambda one: ":" in one)[:4]:
        try:
            return socket.create_connection((address, port), SECONDS)
        except OSError as why:
            trouble = why
    raise trouble


def _outcome(status: int) -> Outcome:
    if status in (200, 201, 202, 204):
        return Outcome.SENT
    if status in (404, 410):
        return Outcome.GONE
    return Outcome.LATER if status in (408, 425, 429) or status >= 500 else Outcome.REFUSED


def _seconds(after: str, now: datetime) -> int:
    """Retry-After in seconds: a number or a date; 0 for neither."""
    if after.isascii() and after.isdigit() and len(after) < 8:
        return int(after)
    try:
        until = parsedate_to_datetime(after)
    except (TypeError, ValueError):
        return 0
    return max(0, int((until.astimezone(UTC) - now).total_seconds()))


def _private(key: bytes) -> "EllipticCurvePrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key

    return derive_private_key(int.from_bytes(key, "big"), SECP256R1())


def base64url(data: bytes) -> str:
    """Base64url without padding (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(written: str, length: int) -> bytes:
    try:
        made = base64.b64decode(written.rstrip("=") + "=" * (-len(written.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except ValueError:
        made = b""
    if len(made) != length:
        raise NotAllowed(f"a key of {length} bytes is expected")
    return made
