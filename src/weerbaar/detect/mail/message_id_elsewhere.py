"""The Message-ID was made by another domain than the sender's, without a proven delivery to explain it.

Mail programs put their own domain in it. A foreign one beside a sender nothing vouches for means the mail was written
somewhere else.

When it is wrong: mailing services, phones and hosted mail put the name of their own machines there; weak alone.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import is_free_mail, same_owner
from weerbaar.detect._proof import passes, results
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail


@detector(
    reads=Mail,
    gives={"mail.message_id_elsewhere": ("domain", "sender")},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4",),
)
def message_id_elsewhere(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    domain = mail.message_id.rpartition("@")[2].lower().strip("> ")
    if mail.sender is None or mail.bulk or "." not in domain or domain.startswith("[") or domain.endswith("localdomain"):
        return
    if not mail.sender.domain or same_owner(domain, mail.sender.domain) or passes(mail, results(mail, organisation)):
        return
    if mail.signatures and any(same_owner(s.domain, domain) for s in mail.signatures[:4]):
        return
    if organisation.is_ours(mail.sender.domain) or is_free_mail(domain):
        return
    yield Finding("mail.message_id_elsewhere", "header Message-ID", {"domain": domain[:120], "sender": mail.sender.address})
