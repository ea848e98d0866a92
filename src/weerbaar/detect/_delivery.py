"""Mail that answers, passes on or reports about another mail: its subject and sender are made from that mail."""

import re

from weerbaar.model.part import Mail

ANSWER = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?(?:re|aw|antw|antwoord|sv|rép|rep|ré|fwd?|wg|tr|doorst|vs)\s*(?:\[\d+\])?\s*[:：]", re.I
)


def is_answer(mail: Mail) -> bool:
    """Whether the subject says that a mail answers another or passes one on."""
    return ANSWER.match(mail.subject[:80]) is not None


def is_report(mail: Mail) -> bool:
    """Whether a mail is what a mail server writes about another mail (RFC 6522, RFC 3464)."""
    kind = mail.header("Content-Type").lower().lstrip()
    return kind.startswith("multipart/report") or "mailer-daemon" in mail.header("From")[:1000].lower()
