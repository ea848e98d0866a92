"""Bounces go to a domain that has nothing to do with the sender.

The Return-Path is who really handed the mail in (SMTP MAIL FROM). With a borrowed From it is the swindler's own machine.

When it is wrong: newsletters, invoicing services and ticket systems hand in mail for thousands of honest firms this way;
very weak alone.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import same_owner
from weerbaar.detect._proof import is_delivery_report, passes, results
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail


@detector(
    reads=Mail,
    gives={"mail.return_path_elsewhere": ("return_path", "sender")},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc5321#section-4.4",),
)
def return_path_elsewhere(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    if mail.sender is None or mail.return_path is None or mail.bulk or not mail.return_path.domain or is_delivery_report(mail):
        return
    if any(same_owner(mail.return_path.domain, to.domain) for to in mail.to[:20]):
        return  # sent on by the mailbox it was first written to
    if same_owner(mail.return_path.domain, mail.sender.domain) or organisation.is_ours(mail.return_path.domain):
        return
    if passes(mail, results(mail, organisation)):
        return
    yield Finding(
        "mail.return_path_elsewhere",
        "header Return-Path",
        {"return_path": mail.return_path.address, "sender": mail.sender.address},
    )
