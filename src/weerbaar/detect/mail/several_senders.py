"""The From header holds several addresses.

Programs disagree on which one to show, and checks may be made on another than the one the reader sees. The rules allow it,
hardly anyone does it.

When it is wrong: a letter written by two people, or a broken program that puts commas in the name.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import same_owner
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail


@detector(
    reads=Mail,
    gives={"mail.several_senders": ("senders",)},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc7489#section-6.6.1",),
)
def several_senders(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    domains = [s.domain for s in mail.senders[:20] if "." in s.domain]
    if len(domains) > 1 and any(not same_owner(domains[0], other) for other in domains[1:]):
        yield Finding("mail.several_senders", "header From", {"senders": ", ".join(s.address for s in mail.senders[:3])})
