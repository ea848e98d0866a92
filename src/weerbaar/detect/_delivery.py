"""Mail that answers, passes on or reports about another mail: its subject and sender are made from that mail."""

import re

from weerbaar.model.part import Mail

ANSWER = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?(?:re|aw|antw|antwoord|sv|rép|rep|ré|fwd?|wg|tr|doorst|vs)\s*(?:\[\d+\])?\s*[:：]", re.I
)
MACHINE = re.compile(r"mailer-?daemon|mail delivery (?:sub)?system|postmaster@", re.I)


def is_answer(mail: Mail) -> bool:
    """Whether a mail says that it answers another or passes one on: in its subject, or by naming the other (RFC 5322 section 3.6.4)."""
    return bool(mail.in_reply_to or mail.references) or ANSWER.match(mail.subject[:80]) is not None


def is_report(mail: Mail) -> bool:
    """Whether a mail is what a mail server writes about another mail: delivered or not, read or not (RFC 6522)."""
    if mail.header("Content-Type").lower().lstrip().startswith("multipart/report"):
        return True
    return MACHINE.search(mail.header("From")[:1000]) is not None
