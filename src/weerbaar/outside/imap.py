"""The door to a mailbox (IMAP4rev1, RFC 3501): how to reach it, whether that works, and an open connection to work with.

mailbox = Mailbox(host="imap.firm.example", user="check@firm.example", password=...)
mailbox.test()                          # for the person who is setting it up
with mailbox.open() as box: ...         # imap_box.py
watch(mailbox, "INBOX", on_message, stop)   # imap_watch.py
"""

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from imap_tools import BaseMailBox, ImapToolsError

from weerbaar.model.errors import Problem
from weerbaar.outside.imap_box import Box
from weerbaar.outside.server import NoService, Security, Server, Step, asking, fresh_token, refused
from weerbaar.settings import DEFAULT

ROOM_FOR_WORDS = 1024 * 1024
"""Bytes that an answer may have beyond the largest message we fetch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox(Server):
    """One mailbox. Of a message larger than `max_bytes` only the headers are fetched."""

    port: int = 993
    max_bytes: int = DEFAULT.max_bytes

    @contextmanager
    def open(self) -> Iterator[Box]:
        """A connection that is logged in. Raises NoService when it cannot be made or is lost."""
        with asking(self):
            connection = _Connection(self)
        try:
            with asking(self):
                _log_in(self, connection)
                # What a server can do is often said only after login (MOVE, UIDPLUS).
                _, said = connection.client.capability()
            can = frozenset(said[-1].decode("ascii", "replace").upper().split()) if said and said[-1] else frozenset()
            yield Box(self, connection, can, self.max_bytes)
        finally:
            _leave(connection)

    def test(self, folder: str = "INBOX") -> "Tested":
        """What works and what does not, for the person who fills in the form. Changes nothing in the mailbox."""
        try:
            with self.open() as box:
                try:
                    messages = box.select(folder, readonly=True)
                except NoService as trouble:
                    return Tested(trouble.step, trouble.problem, box.can, box.folders())
                return Tested(None, None, box.can, box.folders(), messages)
        except NoService as trouble:
            return Tested(trouble.step, trouble.problem)


@dataclass(frozen=True, slots=True)
class Tested:
    """How a test went: at which step it failed and why, or None twice; what the server can do, its folders, how many messages there are."""

    failed: Step | None
    problem: Problem | None
    can: frozenset[str] = frozenset()
    folders: tuple[str, ...] = ()
    messages: int = 0


class _Bounded(imaplib.IMAP4):
    """Reads no more at once than it was told, whatever size the server announces."""

    most = 0

    def read(self, size: int) -> bytes:
        if size > self.most:
            raise self.abort("an answer is larger than we read")
        return super().read(size)


class _BoundedTls(_Bounded, imaplib.IMAP4_SSL):
    pass


class _Connection(BaseMailBox):
    """imap_tools on a connection that is protected as the mailbox says, and closed when that does not work out."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.reached = mailbox
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        to = self.reached
        client: _Bounded
        if to.security is Security.TLS:
            client = _BoundedTls(to.host, to.port, ssl_context=to.tls(), timeout=to.seconds)
        else:
            client = _Bounded(to.host, to.port, timeout=to.seconds)
        client.most = to.max_bytes + ROOM_FOR_WORDS
        try:
            if to.security is Security.STARTTLS:
                if "STARTTLS" not in client.capabilities:
                    raise NoService(Step.TLS, Problem("mail_no_starttls", {"host": to.host}))
                client.starttls(to.tls())
        except BaseException:
            with suppress(OSError):
                client.shutdown()
            raise
        return client


def _log_in(mailbox: Mailbox, connection: _Connection) -> None:
    """Raises NoService when the server refuses, or there is no token to be had."""
    token = fresh_token(mailbox)
    try:
        if token:
            connection.xoauth2(mailbox.user, token, None)
        elif (mailbox.user + mailbox.password).isascii():
            connection.login(mailbox.user, mailbox.password, None)
        else:
            connection.login_utf8(mailbox.user, mailbox.password, None)
    except imaplib.IMAP4.abort:
        raise
    except (ImapToolsError, imaplib.IMAP4.error) as trouble:
        words = getattr(trouble, "command_result", (None, (trouble,)))[1]
        raise refused(Step.LOGIN, mailbox, words) from trouble


def _leave(connection: _Connection) -> None:
    client = connection.client
    with suppress(OSError, imaplib.IMAP4.error, ImapToolsError, ValueError):
        if client.state != "LOGOUT":
            client.logout()
            return
    with suppress(OSError, ValueError):
        client.shutdown()
