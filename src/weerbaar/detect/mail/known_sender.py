"""A colleague, a confirmed supplier, or someone who has often written before, and the delivery proves the domain.

Evidence of honesty, never proof: swindlers work from mailboxes they have taken over, so a changed account or an unusual
request is still confirmed by telephone. Counts only when a server of the organisation vouches for the domain.

When it is wrong: a mailbox that was broken into.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import is_free_mail
from weerbaar.detect._proof import proven, vouched
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

OFTEN = 3


@detector(
    reads=Parts,
    gives={"mail.known_sender": ("address",)},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc8601",),
)
def known_sender(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    mail = vouched(parts, organisation)
    if mail is None or mail.sender is None or not proven(mail, organisation):
        return
    sender = mail.sender
    people = {a for person in organisation.people for a in (person.address, *person.other_addresses) if a}
    confirmed = any(sender.address in supplier.addresses for supplier in organisation.parties)
    supplier = not is_free_mail(sender.domain) and organisation.supplier_of(sender.domain) is not None
    often = organisation.memory.senders.get(sender.address, 0) >= OFTEN
    if sender.address in people or confirmed or supplier or often:
        yield Finding("mail.known_sender", "header From", {"address": sender.address})
