"""An answer as a mail: it stands under the message that brought the doubt, and no machine answers it.

RFC 3834 (automatic responses): Auto-Submitted, In-Reply-To, References; a token in X-Loop by which the desk knows its own mail; the
customary Precedence and X-Auto-Response-Suppress for programs that do not know RFC 3834.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from weerbaar.report.answer import Answer

ADDRESS = re.compile(r"[^\s<>()\[\]\\\"(),;:@\x00-\x1f\x7f]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?", re.I)
IDENTITY = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{1,240}")
TOKEN = re.compile(r"[\x21-\x7e]{1,200}")
MOST_REFERENCES = 12
"""Ancestors that are named; RFC 5322 section 3.6.4 lets a long thread lose its middle."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Between whom an answer goes, and what it answers.

    `sender` and `to` are bare addresses, `sender_name` the desk's name; `message_id`, `in_reply_to` and `references` stand without angle
    brackets. Give the same answer always the same `message_id`, so that one sent twice is one. `loop` is the desk's own token.
    """

    sender: str
    to: str
    message_id: str
    date: datetime
    loop: str
    sender_name: str = "Weerbaar"
    in_reply_to: str = ""
    references: Sequence[str] = ()


def reply(answer: Answer, envelope: Envelope) -> EmailMessage:
    """The mail, as text and as a page.

    Raises:
        ValueError: an address, the message id or the token is none; what came from outside and is none (a parent's id) is left out.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(envelope.sender_name, addr_spec=_proper(ADDRESS, envelope.sender))
    message["To"] = Address(addr_spec=_proper(ADDRESS, envelope.to))
    message["Subject"] = " ".join(answer.subject.split())
    message["Date"] = format_datetime(envelope.date)
    message["Message-ID"] = f"<{_proper(IDENTITY, envelope.message_id)}>"
    parent = [one for one in (envelope.in_reply_to,) if IDENTITY.fullmatch(one)]
    if parent:
        message["In-Reply-To"] = f"<{parent[0]}>"
    family = list(dict.fromkeys([*(one for one in envelope.references if IDENTITY.fullmatch(one)), *parent]))
    if len(family) > MOST_REFERENCES:
        family = family[:1] + family[1 - MOST_REFERENCES :]
    if family:
        message["References"] = " ".join(f"<{one}>" for one in family)
    message["Auto-Submitted"] = "auto-replied"
    message["X-Loop"] = _proper(TOKEN, envelope.loop)
    message["Precedence"] = "bulk"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(answer.text)
    message.add_alternative(answer.html, subtype="html")
    message["Content-Language"] = answer.language
    message.set_boundary(hashlib.sha256(f"{envelope.message_id}\n{answer.text}".encode()).hexdigest()[:40])
    return message


def _proper(shape: re.Pattern[str], value: str) -> str:
    if not shape.fullmatch(value):
        raise ValueError("not an address, message id or token")
    return value
