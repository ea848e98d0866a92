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
    if mail.recovered is Recovered.INLINE or not mail.headers or "mailer-daemon" in mail.header("From").lower():
        return
    if mail.header("Return-Path").strip() == "<>" or mail.header("Content-Type").lower().startswith("multipart/report"):
        return  # a delivery report
    sender = mail.sender
    written = mail.senders[:20] or ((sender,) if sender else ())
    if not any("." in one.domain and one.local for one in written):
        # A saved draft or a pasted text has neither From nor Received; a delivered mail has.
        if sender is None and not mail.header("Received") and not mail.authentication:
            return
        yield Finding(
            "mail.no_sender", "header From", {"shown": str(sender)[:120] if sender else mail.header("From")[:120] or "-"}
        )
