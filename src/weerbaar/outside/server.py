"""A mail server of the organisation's own: where it is, how we speak to it, and at which step it did not do as we asked.

NoService           one mail server did not do what we asked
BrokenSettings      what was filled in about it cannot be used (model/errors.py)
"""

import imaplib
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from weerbaar.model.errors import BrokenSettings, Problem, Trouble

LONGEST_WORDS = 200


class Security(StrEnum):
    """How the way to a server is protected. `NONE` is for a server on this machine only."""

    TLS = "tls"  # from the first byte (RFC 8314)
    STARTTLS = "starttls"  # asked for before anything else is said; without it we say nothing
    NONE = "none"


class Step(StrEnum):
    """Where it went wrong, in the order of a connection."""

    NAME = "name"
    CONNECTION = "connection"
    TLS = "tls"
    LOGIN = "login"
    FOLDER = "folder"
    SERVER = "server"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One account at one server.

    `token` gives a fresh OAuth 2.0 access token and goes before `password`; `trust` is a PEM file with the authority to
    trust (empty: those of this machine); `seconds` is how long we wait for each of its answers.

    Raises:
        BrokenSettings: a password would travel unprotected, or a value has a control character in it.
    """

    host: str
    port: int
    security: Security = Security.TLS
    user: str = ""
    password: str = field(default="", repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False, compare=False)
    trust: str = ""
    seconds: float = 30.0

    def __post_init__(self) -> None:
        if any(ord(sign) < 32 for sign in (self.host + self.user + self.password)):
            raise BrokenSettings("mail_control_character", host=printable(self.host))
        if self.security is Security.NONE and not is_this_machine(self.host):
            raise BrokenSettings("mail_unprotected", host=self.host)

    def tls(self) -> ssl.SSLContext:
        """Verifies the certificate and its name; TLS 1.2 or later. Raises NoService when `trust` cannot be read."""
        try:
            context = ssl.create_default_context(cafile=self.trust or None)
        except (OSError, ssl.SSLError) as trouble:
            raise NoService(Step.TLS, Problem("mail_trust", {"path": self.trust})) from trouble
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context


class NoService(Trouble):
    """A mail server did not do what we asked: at which step, and its sentence."""

    def __init__(self, step: Step, problem: Problem) -> None:
        super().__init__(problem.id)
        self.problem, self.step = problem, step

    @property
    def lost(self) -> bool:
        """Whether there is no connection left to go on with."""
        return self.step in (Step.NAME, Step.CONNECTION, Step.TLS)


@contextmanager
def asking(server: Server) -> Iterator[None]:
    """Whatever goes wrong on the way to a server becomes NoService with its step."""
    try:
        yield
    except (socket.gaierror, UnicodeError) as trouble:
        raise NoService(Step.NAME, Problem("mail_name", {"host": server.host})) from trouble
    except ssl.SSLError as trouble:
        why = getattr(trouble, "verify_message", "") or trouble.reason or type(trouble).__name__
        raise NoService(Step.TLS, Problem("mail_tls", {"host": server.host, "why": printable(why)})) from trouble
    except (OSError, imaplib.IMAP4.error) as trouble:
        raise NoService(Step.CONNECTION, Problem("mail_connection", {"host": server.host, "port": server.port})) from trouble


def refused(step: Step, server: Server, words: object) -> NoService:
    """The server said no, in these words."""
    why = printable(words)
    if step is Step.LOGIN:
        return NoService(step, Problem("mail_login", {"host": server.host, "user": server.user, "why": why}))
    return NoService(step, Problem("mail_server", {"host": server.host, "why": why}))


def fresh_token(server: Server) -> str:
    """A token to log in with; "" where the server takes a password. Raises NoService when there is none to be had."""
    if server.token is None:
        return ""
    try:
        return server.token()
    except NoService:
        raise
    except Exception as trouble:  # whoever gives tokens goes over the net, with errors of his own
        raise refused(Step.LOGIN, server, type(trouble).__name__) from trouble


def printable(words: object) -> str:
    """A server's own words, short and on one line."""
    if isinstance(words, list | tuple):
        words = next((one for one in reversed(words) if one), b"")
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text[:LONGEST_WORDS]).split())


def is_this_machine(host: str) -> bool:
    """Whether what is said to this host does not leave the machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
