"""A post office for the desk: a real Dovecot, a real aiosmtpd that keeps what is sent, and doors to both.

office.bring(...) puts a mail into the desk's mailbox, as the organisation's own server delivers it (with its Authentication-Results);
office.sent is what went out.
"""

import email
import email.policy
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.desk.cast import Desk, address
from tests.dovecot import CHECK, Dovecot, free_port
from weerbaar.desk.intake import doors
from weerbaar.desk.intake.details import Details
from weerbaar.desk.intake.models import Door, Use
from weerbaar.outside.server import Security

DESK_ADDRESS = "check@bakkerijvanhove.example"
TRUSTED = "mx.bakkerijvanhove.example"


class Sink:
    """What takes the desk's mail. `replies`: what it says to each next message instead of yes; "drop" takes it and hangs up."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.replies: list[str] = []
        self.on_mail: Callable[[str, EmailMessage], None] = lambda to, mail: None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        said = self.replies.pop(0) if self.replies else ""
        if said and said != "drop":
            return said
        self.taken.append((envelope.rcpt_tos[0], envelope.original_content))
        self.on_mail(envelope.rcpt_tos[0], parsed(envelope.original_content))
        if said == "drop":
            server.transport.close()
        return "250 OK"


def parsed(data: bytes) -> EmailMessage:
    made = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(made, EmailMessage)
    return made


class Office:
    """The post office of one test."""

    def __init__(self, desk: Desk, server: Dovecot, sink: Sink, port: int) -> None:
        self.desk, self.server, self.sink, self.port = desk, server, sink, port

    @property
    def sent(self) -> list[EmailMessage]:
        return [parsed(data) for _, data in self.sink.taken]

    def door(self, use: Use, user: str = "", **changes: Any) -> Door:
        """A door of the bakery, as its administrator adds it."""
        mailbox = self.server.mailbox(user or CHECK)
        there: dict[str, Any] = {"address": DESK_ADDRESS, "host": "127.0.0.1"}
        if use in (Use.DESK, Use.CONNECTED):
            there |= {"port": mailbox.port, "user": mailbox.user, "password": mailbox.password, "trust": mailbox.trust}
        elif use is Use.OUTGOING:
            there |= {"port": self.port, "security": Security.NONE}
        else:
            there |= {"port": free_port(), "security": Security.NONE, "recipients": (DESK_ADDRESS,)}
        return doors.add(self.desk.member("els"), use, Details(**(there | changes)))

    def bring(self, mail: EmailMessage | bytes, *, proven: str = "", user: str = CHECK) -> None:
        """Deliver a mail into the desk's mailbox; `proven` is the address our own server vouches for."""
        data = mail if isinstance(mail, bytes) else mail.as_bytes()
        self.server.deliver(vouched(data, proven), user)


def vouched(data: bytes, proven: str) -> bytes:
    """A mail with what the organisation's own server found out about its sender."""
    if not proven:
        return data
    said = f"Authentication-Results: {TRUSTED}; dmarc=pass header.from={proven.rpartition('@')[2]}\r\n"
    return said.encode() + data


def mail(who: str = "nadia", text: str = "Klopt dit?", subject: str = "Fwd: factuur", **headers: str) -> EmailMessage:
    """A mail from someone of the cast (or of anywhere) to the desk."""
    made = EmailMessage()
    made["From"] = who if "@" in who else f"{who.capitalize()} <{address(who)}>"
    made["To"], made["Subject"] = DESK_ADDRESS, subject
    made["Message-ID"] = f"<{time.monotonic_ns()}@mail.example>"
    made["Date"] = "Tue, 03 Nov 2026 10:00:00 +0100"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def forwarding(*messages: bytes, **given: Any) -> EmailMessage:
    """A mail to the desk with messages attached to it."""
    made = mail(**given)
    for one in messages:
        made.add_attachment(email.message_from_bytes(one, policy=email.policy.SMTP))
    return made


@contextmanager
def posting(desk: Desk, server: Dovecot) -> Iterator[Office]:
    """A post office that is open while this is entered; the bakery trusts its own server."""
    from tests.desk.cast import DESCRIPTION

    bakery = desk.bakery
    bakery.describe(f'trusted_authserv_ids = ["{TRUSTED}"]\n{DESCRIPTION}')
    bakery.save()
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port(), data_size_limit=80 * 1024 * 1024)
    controller.start()
    try:
        yield Office(desk, server, sink, controller.port)
    finally:
        controller.stop()


@contextmanager
def watched() -> Iterator[None]:
    """The desk's mailboxes and receivers, attended in this process."""
    from weerbaar.desk.intake import watching

    stop = threading.Event()
    threads = [threading.Thread(target=one, args=(stop,)) for one in (watching.mailboxes, watching.receivers)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)
