"""A firm writes, but the answer goes to a free mailbox.

Whoever forges a firm's address never sees the answers; a free mailbox catches them and costs nothing.

When it is wrong: very small firms and associations sometimes read their answers at a private address, and web forms put the
visitor's address in Reply-To.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import is_free_mail, same_owner
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail


@detector(
    reads=Mail,
    gives={"mail.reply_to_free_mail": ("reply_to", "sender")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1656/",),
)
def reply_to_free_mail(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    if mail.sender is None or not mail.sender.domain or is_free_mail(mail.sender.domain):
        return
    known = {address for person in organisation.people for address in person.other_addresses}
    usual = organisation.memory.reply_to.get(mail.sender.address, ())
    for reply_to in mail.reply_to[:5]:
        if not is_free_mail(reply_to.domain) or same_owner(reply_to.domain, mail.sender.domain):
            continue
        if reply_to.address in known or reply_to.domain in usual or reply_to.address in organisation.memory.senders:
            continue
        yield Finding(
            "mail.reply_to_free_mail", "header Reply-To", {"reply_to": reply_to.address, "sender": mail.sender.address}
        )
        return
