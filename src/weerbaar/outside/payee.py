"""The door to a bank or provider that tells whether a name goes with an account (Verification of Payee, EPC218-23).

    POST <url>                                 https; without TLS on this machine only
    Authorization: Bearer <token>
    Idempotency-Key: <the same for every try of one question>
    {"name": "Molens De Kroon", "iban": "BE71096123456769"}

    200 {"result": "CLOSE_MATCH", "name": "Molens De Kroon NV", "reference": "7f3a"}

`result` is MATCH, CLOSE_MATCH, NO_MATCH or NOT_POSSIBLE, or as the scheme writes it MTCH, CMTC, NMTC, NOAP; `name` is the holder's,
which a bank tells with a close match; `reference` is the bank's own. 429, 502, 503, 504 and a broken connection are tried again, at most
`TRIES` times; every other status is final. What a provider speaks otherwise is turned into this by a small program of the organisation.

A match says that this name goes with this account. It does not say that whoever asked for the money is who they say: someone who
opened an account in the name of your supplier gets a match too.
"""

import http.client
import json
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from weerbaar.model.errors import Trouble
from weerbaar.model.ledger import NameMatch

SECONDS = 8.0
TRIES = 3
MOST_WAIT = 5.0
MOST_BYTES = 64 * 1024
LONGEST = 140
"""Characters of a name in SEPA (EPC125-05)."""
AGAIN = frozenset((429, 502, 503, 504))
RESULTS = {
    "MATCH": NameMatch.MATCH, "MTCH": NameMatch.MATCH, "CLOSE_MATCH": NameMatch.CLOSE, "CMTC": NameMatch.CLOSE, "NO_MATCH": NameMatch.NONE,
    "NMTC": NameMatch.NONE, "NOT_POSSIBLE": NameMatch.UNCHECKED, "VERIFICATION_CHECK_NOT_POSSIBLE": NameMatch.UNCHECKED,
    "NOAP": NameMatch.UNCHECKED,
}  # fmt: skip
"""What banks and providers write -> what it means. Another word is no answer."""


class NoAnswer(Trouble):
    """The service gave nothing that can be used: it is away, refused us, or answered something else."""


@dataclass(frozen=True, slots=True)
class Service:
    """Where it is, and how we are known there. `trust` is a file with the authorities of a service of one's own (PEM)."""

    url: str
    token: str = field(default="", repr=False)
    trust: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer. `holder` is the name of the account as the bank tells it ("" where it does not), `raw` the answer as it came."""

    result: NameMatch
    holder: str
    reference: str
    raw: bytes = field(repr=False)


def check(service: Service) -> None:
    """
    Raises:
        NoAnswer: the address is no https address, or the file with authorities cannot be used.
    """
    parts = urlsplit(service.url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    plain = parts.scheme == "http" and _is_here(parts.hostname or "")
    if not parts.hostname or port == -1 or not (parts.scheme == "https" or plain) or parts.username is not None:
        raise NoAnswer("payee_service_url", url=service.url[:200])
    if any(ord(one) <= 32 or ord(one) > 126 for one in service.url + service.token):
        raise NoAnswer("payee_service_url", url=service.url[:200])
    if parts.scheme == "https":
        _context(service)


def ask(service: Service, name: str, iban: str, id: str, wait: Callable[[float], None] = time.sleep) -> Told:
    """What the service says about this name and account. `id` is the same for every try of one question.

    Raises:
        NoAnswer: it cannot be reached, refuses, or answers something we do not know.
    """
    check(service)
    body = json.dumps({"name": name[:LONGEST], "iban": iban}).encode()
    for left in reversed(range(TRIES)):
        try:
            status, after, reply = _post(service, body, id)
        except ssl.SSLCertVerificationError:
            raise NoAnswer("payee_service_certificate", host=urlsplit(service.url).hostname) from None
        except (OSError, http.client.HTTPException):
            status, after, reply = 503, 0.0, b""
        if status == 200:
            return _told(reply)
        if status not in AGAIN:
            raise NoAnswer("payee_service_refused", status=status)
        if left:
            wait(min(max(after, 0.5 * (TRIES - left)), MOST_WAIT))
    raise NoAnswer("payee_service_away", host=urlsplit(service.url).hostname)


def _told(reply: bytes) -> Told:
    try:
        said = json.loads(reply)
        result = RESULTS[str(said["result"]).strip().upper()]
        holder, reference = (str(said.get(name) or "")[:LONGEST] for name in ("name", "reference"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NoAnswer("payee_service_answer") from None
    return Told(result, holder, reference, reply)


def _post(service: Service, body: bytes, id: str) -> tuple[int, float, bytes]:
    """Status, seconds to wait, and the answer. Redirections are not followed: the token goes where it was meant to go."""
    parts = urlsplit(service.url)
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Idempotency-Key": id}
    if service.token:
        headers["Authorization"] = f"Bearer {service.token}"
    host = parts.hostname or ""
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(host, parts.port, timeout=SECONDS, context=_context(service))
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=SECONDS)
    try:
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        response = connection.getresponse()
        reply = response.read(MOST_BYTES + 1)
        after = response.getheader("Retry-After") or ""
    finally:
        connection.close()
    if len(reply) > MOST_BYTES:
        raise NoAnswer("payee_service_answer")
    return response.status, float(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0.0, reply


def _context(service: Service) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=service.trust or None)
    except (OSError, ssl.SSLError):
        raise NoAnswer("mail_trust", path=service.trust) from None


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
