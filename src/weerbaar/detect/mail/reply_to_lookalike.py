"""Replies go to a domain made to be taken for the sender's, for ours or for a supplier's.

The From address may be borrowed or stolen; the answer must reach the swindler, and a near copy of the domain keeps the
reader calm.

When it is wrong: firms that own their name under several endings sometimes answer from the other one.
"""

from collections.abc import Iterator

from weerbaar.detect._lookalike import resembles
from weerbaar.detect._proof import is_allowed
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail


@detector(
    reads=Mail,
    gives={"mail.reply_to_lookalike": ("reply_to", "known")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1583/001/",),
)
def reply_to_lookalike(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    if mail.sender is None:
        return
    known = sorted({mail.sender.domain, *organisation.domains, *(d for s in organisation.parties for d in s.domains)} - {""})
    for reply_to in mail.reply_to[:5]:
        if not reply_to.domain or organisation.is_known_domain(reply_to.domain) or is_allowed(reply_to, organisation):
            continue
        for domain in known:
            manner = resembles(reply_to.domain, domain)
            if manner and not (domain == mail.sender.domain and manner in ("other_tld", "subdomain")):
                yield Finding("mail.reply_to_lookalike", "header Reply-To", {"reply_to": reply_to.address, "known": domain})
                return
