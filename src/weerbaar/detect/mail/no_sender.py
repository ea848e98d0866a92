"""The mail does not say who wrote it, or names an address that cannot exist.

Every mail must have a From with an address. Without one there is nobody to verify and nobody to answer.

When it is wrong: some scanners, faxes and log mails of one's own machines are sent without a proper sender.
"""

from collections.abc import Iterator

from weerbaar.detect._delivery import is_report
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
    if mail.recovered is Recovered.INLINE or not mail.headers or is_report(mail):
        return
    sender = mail.sender
    written = mail.senders[:20] or ((sender,) if sender else ())
    if any("." in one.domain and one.local for one in written):
        return
    # A saved draft or a pasted text has neither From nor Received; a delivered mail has.
    if sender is None and not mail.header("Received") and not mail.authentication:
        return
    shown = str(sender) if sender else mail.header("From")
    yield Finding("mail.no_sender", "header From", {"shown": shown[:120] or "-"})
