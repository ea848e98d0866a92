""" "Re:" above a mail that answers nothing.

An answer names the message it answers (In-Reply-To, References). A subject or quoted history without these headers is often
made up, to look like a conversation that is already running.

When it is wrong: some web forms, phones and ticket systems answer without these headers.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail, Recovered

REPLY = re.compile(r"^\s*(?:re|aw|antw|antwoord|sv|rép|rep|ré)\s*(?:\[\d+\])?\s*[:：]", re.I)


@detector(
    reads=Mail,
    gives={"mail.thread_invented": ("subject",)},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4",),
)
def thread_invented(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    if mail.recovered is Recovered.INLINE or mail.in_reply_to or mail.references or mail.bulk:
        return
    if REPLY.match(mail.subject[:40]):
        yield Finding("mail.thread_invented", "header Subject", {"subject": mail.subject[:120]})
