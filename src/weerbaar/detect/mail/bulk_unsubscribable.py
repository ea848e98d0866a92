"""A mailing one can leave (List-Unsubscribe), from a domain whose delivery is proven.

Large honest senders must offer this; swindlers rarely bother, because an address that complains costs them their domain.
Anybody can write the header, so it counts only when the delivery is proven, and little.

When it is wrong: some fraud goes out through the same mailing services, with the same header.
"""

from collections.abc import Iterator

from weerbaar.detect._proof import proven, vouched
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"mail.bulk_unsubscribable": ("domain",)},
    question=Question.SENDER,
    references=("https://www.rfc-editor.org/rfc/rfc8058",),
)
def bulk_unsubscribable(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    mail = vouched(parts, organisation)
    if mail is None or mail.sender is None or not mail.header("List-Unsubscribe").strip() or not proven(mail, organisation):
        return
    yield Finding("mail.bulk_unsubscribable", "header List-Unsubscribe", {"domain": mail.sender.domain})
