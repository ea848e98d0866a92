"""The door in for mail: a receiver for SMTP (RFC 5321) or LMTP (RFC 2033), for the organisation's own mail server.

It takes mail for the desk's addresses only, from the peers and sender domains it was told, and says 250 after
`on_message` has written the message down. When that fails it says 451 and the sender keeps the message: nothing is lost.

    with Receiver(Listening(recipients=("check@firm.example",)), on_message) as receiver: ...
"""

import asyncio
import hashlib
import logging
import ssl
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import Any

from aiosmtpd.smtp import SMTP, Session, syntax
from aiosmtpd.smtp import Envelope as Written

from weerbaar.model.errors import BrokenSettings
from weerbaar.outside.server import Security
from weerbaar.settings import DEFAULT

log = logging.getLogger(__name__)
# aiosmtpd logs every command at INFO and every line of every message at DEBUG.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)

LONGEST_LINE = 1024 * 1024
"""Bytes of one line. RFC 5321 allows 1,000; swindlers and careless programs write longer ones, and we want to see them."""
MOST_COMMANDS = 1000
MOST_PEERS = 10_000
AT_ONCE = 4
GOODBYE_SECONDS = 10.0


class Protocol(StrEnum):
    """What is spoken."""

    SMTP = "smtp"
    LMTP = "lmtp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where we listen, and whom we let in.

    `peers` are addresses and networks that may connect; `sender_domains` those of envelope senders, themselves or below (empty: all;
    bounces have no sender and are let in). `security` other than NONE needs `certificate` and `key` (PEM files); STARTTLS is then required. `name`
    is what we call ourselves.

    Raises:
        BrokenSettings: a peer is no address or network, there is no recipient, or the certificate is missing.
    """

    recipients: tuple[str, ...]
    host: str = "127.0.0.1"
    port: int = 0
    protocol: Protocol = Protocol.SMTP
    security: Security = Security.NONE
    certificate: str = ""
    key: str = ""
    name: str = "localhost"
    peers: tuple[str, ...] = ("127.0.0.0/8", "::1")
    sender_domains: tuple[str, ...] = ()
    max_bytes: int = DEFAULT.max_bytes
    messages_per_minute: int = 120
    connections: int = 10
    connections_per_peer: int = 5
    seconds: float = 300.0

    def __post_init__(self) -> None:
        for peer in self.peers:
            try:
                ip_network(peer, strict=False)
            except ValueError:
                raise BrokenSettings("receiver_peer", value=peer) from None
        if not self.recipients:
            raise BrokenSettings("receiver_nobody")
        if self.security is not Security.NONE and not (self.certificate and self.key):
            raise BrokenSettings("receiver_certificate")


@dataclass(frozen=True, slots=True)
class Envelope:
    """How a message came. `sender` is "" for a bounce; `arrival` is the same when the same message is delivered again."""

    peer: str
    helo: str
    sender: str
    recipients: tuple[str, ...]
    tls: bool
    arrival: str


OnMessage = Callable[[bytes, Envelope], bool]
"""Writes a message down for good; False or an exception means that it could not."""


class Receiver:
    """Listens in a thread of its own while it is entered, or between `start` and `stop`. `port` is where."""

    def __init__(self, listening: Listening, on_message: OnMessage) -> None:
        """Raises BrokenSettings when the certificate cannot be read."""
        self.listening, self.port = listening, listening.port
        self._door = _Door(listening, on_message)
        self._tls = _context(listening)
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._thread: Thread | None = None

    def __enter__(self) -> "Receiver":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Raises OSError when the port is taken or not ours to take."""
        implicit = self._tls if self.listening.security is Security.TLS else None
        opening = self._loop.create_server(self._session, self.listening.host, self.listening.port, ssl=implicit)
        self._server = self._loop.run_until_complete(opening)
        self.port = self._server.sockets[0].getsockname()[1]
        self._thread = Thread(target=self._loop.run_forever, name="weerbaar-receiver", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Lets no more in, gives messages that are being written down ten seconds, and hangs up."""
        if self._thread is None:
            self._loop.close()
            return
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._thread = None
        self._loop.close()

    def _session(self) -> "_Session":
        starttls = self._tls if self.listening.security is Security.STARTTLS else None
        return _Session(self._door, self._loop, starttls)

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        until = monotonic() + GOODBYE_SECONDS
        while self._door.writing and monotonic() < until:
            await asyncio.sleep(0.02)
        for session in list(self._door.sessions):
            if session.transport is not None:
                session.transport.close()
        tasks = [task for task in asyncio.all_tasks(self._loop) if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._door.writers.shutdown(wait=False)


@dataclass(slots=True)
class _Door:
    """Who may come in, who is in, and what is being written down. Everything here happens in one thread, but for `on_message`."""

    listening: Listening
    on_message: OnMessage
    sessions: set["_Session"] = field(default_factory=set)
    writing: int = 0
    writers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(AT_ONCE, "weerbaar-received"))
    minutes: dict[str, deque[float]] = field(default_factory=dict)

    def refusal(self, peer: str) -> str:
        """Why a peer may not come in now, or ""."""
        if not _within(peer, self.listening.peers):
            return "554 5.7.1 Not for you"
        here = Counter(session.peer for session in self.sessions)
        if here.total() >= self.listening.connections or here[peer] >= self.listening.connections_per_peer:
            return "421 4.7.0 Too many connections, try again later"
        return ""

    def may_send(self, peer: str) -> bool:
        """Whether a peer may send another message this minute; counts it."""
        now = monotonic()
        if len(self.minutes) > MOST_PEERS:
            self.minutes.clear()
        times = self.minutes.setdefault(peer, deque())
        while times and times[0] < now - 60:
            times.popleft()
        if len(times) >= self.listening.messages_per_minute:
            return False
        times.append(now)
        return True

    # aiosmtpd calls these by their names.

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Written, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        kept = [one for one in responses[:-1] if not one.startswith("250-AUTH")]
        return [*kept, "250 ENHANCEDSTATUSCODES"]

    async def handle_MAIL(  # noqa: N802
        self, server: "_Session", session: Session, envelope: Written, address: str, options: list[str]
    ) -> str:
        if self.listening.security is Security.STARTTLS and session.ssl is None:
            return "530 5.7.0 Say STARTTLS first"
        sender = "" if address == "<>" else address
        if sender and self.listening.sender_domains and not _is_below(sender, self.listening.sender_domains):
            return "550 5.7.1 Sender not allowed"
        if not self.may_send(server.peer):
            return "451 4.7.1 Too many messages, try again later"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Written, address: str, options: list[str]
    ) -> str:
        if address.lower() not in {one.lower() for one in self.listening.recipients}:
            return "550 5.7.1 No such address here"
        most = 1 if self.listening.protocol is Protocol.LMTP else len(self.listening.recipients)
        # LMTP answers for each recipient after the message; with one recipient at a time that is one answer.
        if len(envelope.rcpt_tos) >= most:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: "_Session", session: Session, envelope: Written) -> str:  # noqa: N802
        data = envelope.original_content or b""
        sender = "" if envelope.mail_from == "<>" else envelope.mail_from or ""
        # The envelope sender belongs on top at final delivery (RFC 5321 section 4.4); what the message claims stands below it.
        written = b"Return-Path: <" + sender.encode("utf-8", "surrogateescape") + b">\r\n" + data
        came = Envelope(
            server.peer, str(session.host_name or ""), sender, tuple(envelope.rcpt_tos), session.ssl is not None or server.implicit,
            hashlib.sha256(b"\0".join((sender.encode("utf-8", "surrogateescape"), data))).hexdigest(),
        )  # fmt: skip
        self.writing += 1
        try:
            accepted = await asyncio.get_running_loop().run_in_executor(self.writers, self.on_message, written, came)
        except Exception as trouble:  # whatever failed, the sender keeps the message; the type is logged, never content
            log.warning("a message was not taken: %s", type(trouble).__name__)
            accepted = False
        finally:
            self.writing -= 1
        return "250 2.0.0 OK" if accepted else "451 4.3.0 Not now, try again later"

    async def handle_exception(self, error: Exception) -> str:
        log.warning("a connection failed: %s", type(error).__name__)
        return "451 4.3.0 Not now, try again later"


class _Session(SMTP):
    """One connection: the door is asked before the greeting."""

    line_length_limit = LONGEST_LINE

    def __init__(self, door: _Door, loop: asyncio.AbstractEventLoop, starttls: ssl.SSLContext | None) -> None:
        self.door, self.peer = door, ""
        self.implicit = door.listening.security is Security.TLS
        super().__init__(
            door,
            data_size_limit=door.listening.max_bytes,
            enable_SMTPUTF8=True,
            hostname=door.listening.name,
            ident=door.listening.protocol.name if door.listening.protocol is Protocol.LMTP else "ESMTP",
            tls_context=starttls,
            timeout=door.listening.seconds,
            command_call_limit=MOST_COMMANDS,
            loop=loop,
        )

    async def _handle_client(self) -> None:
        named = self.session.peer if self.session else None
        self.peer = _plain(str(named[0])) if isinstance(named, tuple) else ""
        refusal = self.door.refusal(self.peer)
        if refusal:
            await self.push(refusal)
            if self.transport is not None:
                self.transport.close()
            return
        self.door.sessions.add(self)
        try:
            await super()._handle_client()
        finally:
            self.door.sessions.discard(self)

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, hostname: str) -> None:  # noqa: N802
        """LMTP says LHLO where SMTP says EHLO, and nothing else differs (RFC 2033 section 4.1)."""
        if self.door.listening.protocol is Protocol.LMTP:
            await super().smtp_EHLO(hostname)
        else:
            await self.push("500 5.5.1 Say EHLO")

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        if self.door.listening.protocol is Protocol.SMTP:
            await super().smtp_EHLO(hostname)
        else:
            await self.push("500 5.5.1 Say LHLO")

    async def smtp_HELO(self, hostname: str) -> None:  # noqa: N802
        if self.door.listening.protocol is Protocol.SMTP:
            await super().smtp_HELO(hostname)
        else:
            await self.push("500 5.5.1 Say LHLO")

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        await self.push("502 5.5.1 Nobody logs in here")


def _context(listening: Listening) -> ssl.SSLContext | None:
    if listening.security is Security.NONE:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(listening.certificate, listening.key)
    except OSError as trouble:
        raise BrokenSettings("receiver_certificate") from trouble
    return context


def _plain(address: str) -> str:
    """An IPv4 address that came in by an IPv6 socket as itself."""
    try:
        found: Any = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)


def _within(peer: str, networks: tuple[str, ...]) -> bool:
    return bool(peer) and any(ip_address(peer) in ip_network(network, strict=False) for network in networks)


def _is_below(address: str, domains: tuple[str, ...]) -> bool:
    domain = address.rpartition("@")[2].lower()
    return any(domain == one.lower() or domain.endswith("." + one.lower()) for one in domains)
