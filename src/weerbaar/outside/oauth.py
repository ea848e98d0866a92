"""The door to a token service (OAuth 2.0, RFC 6749), for mail servers that take no password (SASL XOAUTH2).

    ask(Grant(url=..., client=..., secret=..., scope=...))      # the desk as a client of its own (section 4.4; Microsoft 365)
    ask(Grant(url=..., client=..., refresh=...))                # what the owner of the mailbox agreed to once (section 6; Google, Microsoft 365)

Nothing is followed elsewhere, and nothing is asked over an unprotected way but on this machine.
"""

import http.client
import json
import ssl
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlencode, urlsplit

from weerbaar.model.errors import BrokenSettings, Problem
from weerbaar.outside.server import NoService, Step, is_this_machine, printable

SECONDS = 15.0
MOST_BYTES = 64 * 1024
LONGEST_TOKEN = 16 * 1024
USUAL_SECONDS = 300.0
"""How long a token holds when its service does not say (it should: section 5.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What is shown to a token service. `refresh` empty: the client asks for itself, by its `secret`.

    Raises:
        BrokenSettings: the address is no https (http on this machine), or client, secret and refresh token do not suffice.
    """

    url: str
    client: str
    secret: str = field(default="", repr=False)
    refresh: str = field(default="", repr=False)
    scope: str = ""

    def __post_init__(self) -> None:
        parts = _parts(self.url)
        if parts is None or (parts.scheme != "https" and not is_this_machine(parts.hostname or "")):
            raise BrokenSettings("token_url", url=printable(self.url))
        if not self.client or not (self.secret or self.refresh):
            raise BrokenSettings("token_grant")


@dataclass(frozen=True, slots=True)
class Token:
    """A token, and for how many seconds it holds. `refresh` is a new refresh token in place of the one that was used, or ""."""

    access: str = field(repr=False)
    seconds: float
    refresh: str = field(default="", repr=False)


def ask(grant: Grant) -> Token:
    """A fresh token.

    Raises:
        NoService: the service cannot be reached, says no, or says what cannot be understood.
    """
    parts = urlsplit(grant.url)
    host = parts.hostname or ""
    said = {"client_id": grant.client, "client_secret": grant.secret, "refresh_token": grant.refresh, "scope": grant.scope}
    said["grant_type"] = "refresh_token" if grant.refresh else "client_credentials"
    status, read = _post(parts, urlencode({name: value for name, value in said.items() if value}).encode())
    try:
        told = json.loads(read)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise _no(host, f"HTTP {status}")
    access, refresh, seconds = told.get("access_token"), told.get("refresh_token", ""), told.get("expires_in", USUAL_SECONDS)
    if (
        status != 200
        or not isinstance(access, str)
        or not _is_token(access)
        or str(told.get("token_type", "bearer")).lower() != "bearer"
    ):
        raise _no(host, told.get("error_description") or told.get("error") or f"HTTP {status}")
    return Token(
        access,
        float(seconds) if isinstance(seconds, int | float) and 0 <= seconds < 10**9 else USUAL_SECONDS,
        refresh if _is_token(refresh) and refresh != grant.refresh else "",
    )


def _post(parts: SplitResult, body: bytes) -> tuple[int, bytes]:
    host, secure = parts.hostname or "", parts.scheme == "https"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    connection: http.client.HTTPConnection
    if secure:
        connection = http.client.HTTPSConnection(host, parts.port, timeout=SECONDS, context=ssl.create_default_context())
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=SECONDS)
    try:
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        response = connection.getresponse()
        read = response.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        raise NoService(Step.CONNECTION, Problem("mail_connection", {"host": host, "port": connection.port})) from trouble
    finally:
        connection.close()
    return response.status, read if len(read) <= MOST_BYTES else b""


def _no(host: str, words: object) -> NoService:
    return NoService(Step.LOGIN, Problem("token_refused", {"host": host, "why": printable(words)}))


def _is_token(said: object) -> bool:
    """Whether it may stand in a SASL exchange: visible ASCII (RFC 6750, 2.1) of some length."""
    return isinstance(said, str) and 0 < len(said) <= LONGEST_TOKEN and all(32 < ord(one) < 127 for one in said)


def _parts(url: str) -> SplitResult | None:
    """The parts of an address of the web that we can ask; None for anything else."""
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    fits = fits and parts.username is None and url.isascii() and url.isprintable() and " " not in url
    return parts if fits else None
