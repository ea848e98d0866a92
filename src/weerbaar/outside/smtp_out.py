"""The door out for mail (SMTP submission, RFC 6409): one message to one address, and what became of it.

Nothing is tried twice here. Whoever calls gives every message its own Message-ID, remembers what was sent, and tries again
what was refused for now: the Message-ID stays the same, so that a mail program shows a second copy as the first.
"""

import re
import smtplib
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from weerbaar.model.errors import Problem
from weerbaar.outside.server import NoService, Security, Server, Step, asking, fresh_token, printable, refused

ADDRESS = re.compile(r"[^\x00-\x20\x7f\s<>\"(),:;\\\[\]@]{1,64}@[^\x00-\x20\x7f\s<>\"(),:;\\\[\]@]{1,253}")
LINE_END = re.compile(rb"\r\n|\r|\n")
STARTS_WITH_DOT = re.compile(rb"(?m)^\.")


class Outcome(StrEnum):
    """What became of a message."""

    SENT = "sent"
    TEMPORARY = "temporary"  # not now: try again later
    PERMANENT = "permanent"  # never like this: a person must look


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a message, the server's reply code (0: it never came to a reply) and what went wrong, or None.

    `perhaps` says that the message was handed over whole but the connection was lost before the reply: it may have been sent.
    """

    outcome: Outcome
    code: int = 0
    problem: Problem | None = None
    perhaps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission(Server):
    """The server that sends our mail. `name` is what we call ourselves in EHLO."""

    port: int = 465
    name: str = "localhost"

    def send(self, message: bytes, to: str, sender: str = "", last: Callable[[], bool] = lambda: True) -> Sent:
        """Send a message to one address. `sender` is where bounces go; empty, there are none (RFC 3834 section 3.3).

        Never to an empty address: a message that came from nobody gets no answer. `last` is asked when the server is ready to take the
        message, right before it goes: there the caller writes down that it may have gone. False: it does not go.
        """
        if not ADDRESS.fullmatch(to) or (sender and not ADDRESS.fullmatch(sender)):
            return Sent(Outcome.PERMANENT, problem=Problem("mail_nobody", {}))
        try:
            with asking(self):
                connection = self._connect()
        except NoService as trouble:
            return Sent(Outcome.TEMPORARY, _code(trouble), trouble.problem)
        try:
            return self._hand_over(connection, LINE_END.sub(b"\r\n", message), to, sender, last)
        finally:
            connection.close()

    def test(self) -> NoService | None:
        """Why nothing can be sent, or None: connects and logs in, sends nothing."""
        try:
            with asking(self):
                self._connect().close()
        except NoService as trouble:
            return trouble
        return None

    def _connect(self) -> smtplib.SMTP:
        """A connection that is protected and logged in. Raises NoService, or what `asking` knows."""
        token = fresh_token(self)
        tls = None if self.security is Security.NONE else self.tls()
        try:
            if self.security is Security.TLS:
                connection: smtplib.SMTP = smtplib.SMTP_SSL(
                    self.host, self.port, local_hostname=self.name, timeout=self.seconds, context=tls
                )
            else:
                connection = smtplib.SMTP(self.host, self.port, local_hostname=self.name, timeout=self.seconds)
        except smtplib.SMTPException as trouble:
            raise self._no(trouble, Step.CONNECTION) from trouble
        try:
            connection.ehlo_or_helo_if_needed()
            if self.security is Security.STARTTLS:
                if not connection.has_extn("starttls"):
                    raise NoService(Step.TLS, Problem("mail_no_starttls", {"host": self.host}))
                connection.starttls(context=tls)
                connection.ehlo()
            if token:
                said = f"user={self.user}\1auth=Bearer {token}\1\1"
                connection.auth("XOAUTH2", lambda challenge=None: said if challenge is None else "")
            elif self.user:
                _log_in(connection, self.user, self.password)
        except BaseException as trouble:
            connection.close()
            if isinstance(trouble, smtplib.SMTPAuthenticationError | smtplib.SMTPNotSupportedError):
                raise self._no(trouble, Step.LOGIN) from trouble
            if isinstance(trouble, smtplib.SMTPException):
                raise self._no(trouble, Step.CONNECTION) from trouble
            raise
        return connection

    def _hand_over(self, connection: smtplib.SMTP, data: bytes, to: str, sender: str, last: Callable[[], bool]) -> Sent:
        perhaps = False
        try:
            room = connection.esmtp_features.get("size", "").strip()
            if room.isdigit() and 0 < int(room) < len(data):
                return Sent(Outcome.PERMANENT, 552, Problem("mail_too_large", {"host": self.host}))
            options = [f"SIZE={len(data)}"] if "size" in connection.esmtp_features else []
            if "8bitmime" in connection.esmtp_features and not data.isascii():
                options.append("BODY=8BITMIME")
            if not (to + sender).isascii():
                if "smtputf8" not in connection.esmtp_features:
                    to, sender = _ascii(to), _ascii(sender)
                    if not (to + sender).isascii():
                        return Sent(Outcome.PERMANENT, 553, self._why(b"SMTPUTF8 is not supported"))
                else:
                    options.append("SMTPUTF8")
                    connection.command_encoding = "utf-8"
            for command in (f"MAIL FROM:<{sender}>{''.join(' ' + one for one in options)}", f"RCPT TO:<{to}>", "DATA"):
                code, words = connection.docmd(command)
                if code // 100 != (3 if command == "DATA" else 2):
                    return self._said(code, words)
                if command.startswith("RCPT") and not last():
                    return Sent(Outcome.TEMPORARY)
            connection.send(STARTS_WITH_DOT.sub(b"..", data).removesuffix(b"\r\n") + b"\r\n.\r\n")
            perhaps = True
            code, words = connection.getreply()
        except (OSError, ValueError) as trouble:  # smtplib's own errors are OSErrors
            problem = Problem("mail_connection", {"host": self.host, "port": self.port})
            code = trouble.smtp_code if isinstance(trouble, smtplib.SMTPResponseException) else 0
            return Sent(Outcome.TEMPORARY, max(code, 0), problem, perhaps)
        if code // 100 == 2:
            _goodbye(connection)
        # A reply that is none says no more than a lost connection.
        return replace(self._said(code, words), perhaps=code < 0)

    def _said(self, code: int, words: bytes) -> Sent:
        if code // 100 == 2:
            return Sent(Outcome.SENT, code)
        return Sent(Outcome.PERMANENT if code // 100 == 5 else Outcome.TEMPORARY, max(code, 0), self._why(words))

    def _why(self, words: bytes) -> Problem:
        return Problem("mail_not_sent", {"host": self.host, "why": printable(words)})

    def _no(self, trouble: smtplib.SMTPException, step: Step) -> NoService:
        words = getattr(trouble, "smtp_error", "") or str(trouble) or type(trouble).__name__
        if step is Step.LOGIN:
            return refused(step, self, words)
        if isinstance(trouble, smtplib.SMTPResponseException):
            return refused(Step.SERVER, self, words)
        return NoService(step, Problem("mail_connection", {"host": self.host, "port": self.port}))


def _log_in(connection: smtplib.SMTP, user: str, password: str) -> None:
    if (user + password).isascii():
        connection.login(user, password)
        return
    # smtplib knows ASCII only; RFC 4616 says UTF-8.
    code, words = connection.docmd("AUTH", "PLAIN " + b64encode(f"\0{user}\0{password}".encode()).decode("ascii"))
    if code // 100 != 2:
        raise smtplib.SMTPAuthenticationError(code, words)


def _code(trouble: NoService) -> int:
    said = getattr(trouble.__cause__, "smtp_code", 0)
    return said if isinstance(said, int) and said > 0 else 0


def _ascii(address: str) -> str:
    """The address with its domain in ASCII (RFC 5891); the part before the @ has no such form."""
    import idna

    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}" if address else ""
    except idna.IDNAError:
        return address


def _goodbye(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except (OSError, ValueError):
        return  # the reply was yes; how the server says goodbye changes nothing
