"""The plain version of the mail says something else than the version people see.

A mail may carry its text twice, plain and with layout (RFC 2046 section 5.1.4). Both should say the same. Filters that read one and
people who see the other can be told different things.

When it is wrong: careless newsletter software that leaves "your program cannot show this mail" or an old text in the plain version.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document


@detector(
    reads=Document,
    gives={"text.alternatives_differ": ()},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc2046#section-5.1.4",),
)
def alternatives_differ(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if document.body and "alternatives_differ" in document.traits:
        yield Finding("text.alternatives_differ", document.where)
