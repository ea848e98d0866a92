"""The mail answers a message that we sent.

It names a Message-ID of our own domain, which a stranger cannot know; someone who broke into a mailbox can. Weak evidence
of honesty, and only when the delivery proves the sender.

When it is wrong: conversations stolen from a mailbox are continued with their real Message-IDs.
"""

from collections.abc import Iterator

from weerbaar.detect._proof import proven, vouched
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"mail.thread_continues": ("address",)},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4",),
)
def thread_continues(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    mail = vouched(parts, organisation)
    if mail is None or mail.sender is None or not proven(mail, organisation):
        return
    if any(organisation.is_ours(id.rpartition("@")[2].lower()) for id in (mail.in_reply_to, *mail.references) if "@" in id):
        yield Finding("mail.thread_continues", "header In-Reply-To", {"address": mail.sender.address})
