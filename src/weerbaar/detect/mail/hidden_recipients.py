"""The mail is addressed to nobody, or only to strangers; we got it in blind copy.

One text sent to thousands at once hides the list. A mail about *your* invoice names you.

When it is wrong: clubs and small firms write to all their members in blind copy; mail to a former address or an alias.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail, Recovered


@detector(
    reads=Mail,
    gives={"mail.hidden_recipients": ("to",)},
    question=Question.SENDER,
)
def hidden_recipients(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    if mail.recovered is Recovered.INLINE or mail.bulk or not organisation.domains:
        return
    if mail.sender is not None and organisation.is_ours(mail.sender.domain):
        return
    shown = (*mail.to, *mail.cc)
    private = {a for person in organisation.people for a in person.other_addresses}
    if any(organisation.is_ours(one.domain) or one.address in private for one in shown):
        return
    to = next((one.address or one.name for one in shown), "") or mail.header("To")
    yield Finding("mail.hidden_recipients", "header To", {"to": to[:120]})
