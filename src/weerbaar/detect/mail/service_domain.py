"""The sender's domain is named after an errand: "-verify", "-refund", "quota-", "-zustellung".

Firms write from their name. A domain made for one wave of fraud is named after what it wants you to do, since the name of the firm is
taken. Only names with a hyphen are looked at, of senders the organisation does not know.

When it is wrong: honest services do carry such words in their name ("invoice-cloud"); weak alone.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import is_free_mail, registrable, words
from weerbaar.detect._lookalike import is_brand_domain
from weerbaar.detect._proof import is_allowed
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail


@detector(
    reads=Mail,
    gives={"mail.service_domain": ("domain", "word")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1583/001/",),
)
def service_domain(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    if mail.sender is None or not mail.sender.domain or is_allowed(mail.sender, organisation):
        return
    domain = registrable(mail.sender.domain)
    if is_brand_domain(domain) or is_free_mail(domain) or organisation.is_known_domain(mail.sender.domain):
        return
    tokens = domain.partition(".")[0].split("-")
    word = next((token for token in tokens if token in words("errands")), None)
    if word and len(tokens) > 1:
        yield Finding("mail.service_domain", "header From", {"domain": mail.sender.domain, "word": word})
