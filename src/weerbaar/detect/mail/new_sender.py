"""Nobody at this address or domain has written to us before.

Only known when a mailbox was learned. Most honest first contacts are new too: weak alone, it tells "who is this" when
something is asked. `_known_name`: the name has written before, always from another address.

When it is wrong: every new customer, applicant and supplier begins like this; people also change provider.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import is_free_mail, registrable
from weerbaar.detect._names import fold
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail

ENOUGH = 50
"""Messages learned below which a mailbox knows too little to call anyone new."""


@detector(
    reads=Mail,
    gives={"mail.new_sender": ("address",), "mail.new_sender_known_name": ("name", "address", "known")},
    question=Question.SENDER,
)
def new_sender(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    sender, memory = mail.sender, organisation.memory
    if sender is None or not sender.domain or memory.messages < ENOUGH or sender.address in memory.senders:
        return
    if organisation.is_ours(sender.domain) or organisation.supplier_of(sender.domain):
        return
    used = memory.names.get(" ".join(fold(sender.name).split()), ())
    strangers = [
        a for a in used if registrable(a.rpartition("@")[2]) != registrable(sender.domain) or is_free_mail(sender.domain)
    ]
    if strangers:
        saw = {"name": sender.name, "address": sender.address, "known": strangers[0]}
        yield Finding("mail.new_sender_known_name", "header From", saw)
    elif is_free_mail(sender.domain) or not organisation.is_known_domain(sender.domain):
        yield Finding("mail.new_sender", "header From", {"address": sender.address})
