"""Replies go to another domain than the one that wrote.

A swindler who borrows someone's name still needs your answer, so Reply-To leads to a mailbox the real person does not have.

When it is wrong: newsletters, ticket systems and mailing lists do the same in good faith. Weak alone, strong beside a
request for money or secrecy.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import same_owner
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail


@detector(
    reads=Mail,
    gives={"mail.reply_elsewhere": ("reply_to", "sender")},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc5322#section-3.6.2",),
)
def reply_elsewhere(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    if mail.sender is None or mail.bulk:
        return
    for reply_to in mail.reply_to[:20]:
        domain = reply_to.domain
        if not domain or same_owner(domain, mail.sender.domain):
            continue
        if organisation.is_ours(domain) or domain in organisation.memory.reply_to.get(mail.sender.address, ()):
            continue
        yield Finding("mail.reply_elsewhere", "header Reply-To", {"reply_to": reply_to.address, "sender": mail.sender.address})
        return
