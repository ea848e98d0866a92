"""The mail names another address as the one that really sent it (the Sender header).

Mail programs show From; the Sender header says who pressed the button. A stranger there, with one of ours or a supplier in
From, is someone writing in another's name.

When it is wrong: assistants, booking systems and mailing lists write for others with consent and say so here.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import same_owner
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail


@detector(
    reads=Mail,
    gives={"mail.sender_elsewhere": ("by", "sender")},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc5322#section-3.6.2",),
)
def sender_elsewhere(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    by = mail.sender_header
    if mail.sender is None or by is None or not by.domain or mail.bulk or same_owner(by.domain, mail.sender.domain):
        return
    if organisation.is_known_domain(by.domain):
        return
    yield Finding("mail.sender_elsewhere", "header Sender", {"by": by.address, "sender": mail.sender.address})
