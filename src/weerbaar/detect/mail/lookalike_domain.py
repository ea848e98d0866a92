"""The sender's domain is made to be taken for one the reader knows.

Ours (`_own`), a supplier's (`_supplier`), that of someone who wrote before (`_correspondent`), or a brand's (`_brand`): a
letter that looks the same, one keystroke off, a word added, another ending, or the name in front of a stranger's domain.
Such a domain passes every technical check, because it is really the swindler's own.

When it is wrong: firms do own their name under several endings, and short names resemble each other by chance.
"""

from collections.abc import Iterator, Mapping
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from weerbaar.detect._domain import is_free_mail
from weerbaar.detect._lookalike import resembles, resembles_brand
from weerbaar.detect._proof import is_allowed
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail

MOST_CORRESPONDENTS = 1000
OFTEN = 3


@detector(
    reads=Mail,
    gives={
        "mail.lookalike_domain_own": ("domain", "known"),
        "mail.lookalike_domain_supplier": ("domain", "known"),
        "mail.lookalike_domain_correspondent": ("domain", "known"),
        "mail.lookalike_domain_brand": ("domain", "known"),
    },
    question=Question.SENDER,
    references=(
        "https://attack.mitre.org/techniques/T1583/001/",
        "https://www.unicode.org/reports/tr39/",
    ),
)
def lookalike_domain(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    if mail.sender is None or not mail.sender.domain or is_allowed(mail.sender, organisation):
        return
    domain = mail.sender.domain
    if organisation.is_known_domain(domain) or is_free_mail(domain):
        return
    suppliers = tuple(d for s in organisation.parties for d in s.domains)
    circles = (
        ("own", organisation.domains),
        ("supplier", suppliers),
        ("correspondent", _near(domain, organisation.memory.senders)),
    )
    for circle, domains in circles:
        known = next((d for d in domains if resembles(domain, d)), None)
        if known:
            yield Finding(f"mail.lookalike_domain_{circle}", "header From", {"domain": domain, "known": known})
            return
    brand = resembles_brand(domain)
    if brand:
        yield Finding("mail.lookalike_domain_brand", "header From", {"domain": domain, "known": brand[1]})


def _near(domain: str, senders: Mapping[str, int]) -> list[str]:
    """The domains of frequent correspondents worth comparing: a few keystrokes away, or with their name inside this one."""
    if not senders:
        return []
    frequent = (address for address, count in islice(senders.items(), MOST_CORRESPONDENTS) if count >= OFTEN)
    written = list(dict.fromkeys(address.rpartition("@")[2] for address in frequent))
    close = {near for near, _, _ in process.extract(domain, written, scorer=OSA.distance, score_cutoff=4, limit=20)}
    return [one for one in written if one in close or one.partition(".")[0] in domain][:50]
