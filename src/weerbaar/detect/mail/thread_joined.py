"""A stranger answers in a conversation between us and a firm we know.

Swindlers who read a stolen mailbox copy its real conversations and go on from a domain of their own, often a look-alike.
The quoted part names the supplier; the one who writes now is someone else.

When it is wrong: suppliers bring in a forwarder, an accountant or a lawyer, who then answers in the same thread.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._domain import same_owner
from weerbaar.detect._proof import is_allowed
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts, Text

ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})")


@detector(
    reads=Parts,
    gives={"mail.thread_joined": ("address", "known")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1534/",),
)
def thread_joined(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    mail = parts.mail
    if mail is None or mail.sender is None or mail.bulk or not organisation.parties or is_allowed(mail.sender, organisation):
        return
    if organisation.is_ours(mail.sender.domain) or organisation.supplier_of(mail.sender.domain):
        return
    quoted = "\n".join(t.quoted for t in parts.of(Text))[:40_000].lower()
    if not quoted or mail.sender.address in quoted:
        return
    domains = [match[1] for match in ADDRESS.finditer(quoted)][:100]
    if any(same_owner(domain, mail.sender.domain) for domain in domains):
        return
    for domain in domains:
        supplier = organisation.supplier_of(domain)
        if supplier is not None:
            yield Finding("mail.thread_joined", "quoted messages", {"address": mail.sender.address, "known": supplier.name})
            return
