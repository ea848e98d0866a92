"""The mail does not say who wrote it, or names an address that cannot exist.

Every mail must have a From with an address. Without one there is nobody to verify and nobody to answer.

When it is wrong: some scanners, faxes and log mails of one's own machines are sent without a proper sender.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail, Recovered


@detector(
    reads=Mail,
    gives={"mail.no_sender": ("shown",)},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc5322#section-3.6.2",),
)
def no_sender(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    if mail.recovered is Recovered.INLINE or not mail.headers:
        return
    sender = mail.sender
    if sender is None or "." not in sender.domain or not sender.local:
        # A saved draft or a pasted text has neither From nor Received; a delivered mail has.
        if sender is None and not mail.header("Received") and not mail.authentication:
            return
        yield Finding(
            "mail.no_sender", "header From", {"shown": str(sender)[:120] if sender else mail.header("From")[:120] or "-"}
        )
