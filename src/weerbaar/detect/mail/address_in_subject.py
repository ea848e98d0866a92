"""The recipient's own address stands in the subject.

Programs that send one text to thousands paste the address where a letter would have your name, because the address is all they have.

When it is wrong: services that watch or confirm a mailbox name it ("Confirm anna@firm.example"). Reports of a mail server, answers and
forwarded mail are not looked at. Weak alone.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._delivery import is_answer, is_report
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail


@detector(
    reads=Mail,
    gives={"mail.address_in_subject": ("address",)},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1566/",),
)
def address_in_subject(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    subject = mail.subject[:400].lower()
    if "@" not in subject or is_report(mail) or is_answer(mail):
        return
    if mail.sender is not None and organisation.is_ours(mail.sender.domain):
        return
    own = (to.address for to in mail.to[:20] if to.local and to.domain)
    address = next((address for address in own if _stands_in(subject, address)), None)
    if address and (mail.sender is None or address != mail.sender.address):
        yield Finding("mail.address_in_subject", "header Subject", {"address": address})


def _stands_in(subject: str, address: str) -> bool:
    """Whether an address stands in a subject as a whole, not as a piece of a longer one."""
    return address in subject and re.search(rf"(?<![\w.+-]){re.escape(address)}(?!\.?\w)", subject) is not None
