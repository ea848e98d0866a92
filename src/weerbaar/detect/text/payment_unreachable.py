"""Money, an account or a code is wanted, and whoever asks cannot be called or moves to another channel.

A call back on a known number ends most fraud, so the message explains beforehand why that will not work.

When it is wrong: people do sit in meetings, travel and change numbers. Wait until they can be reached, or ask a colleague of theirs.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import asked
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"text.payment_unreachable": ("sentence", "other")},
    question=Question.ASK,
)
def payment_unreachable(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    what = asked(parts, "changes_account", "changes_payroll", "asks_code", "asks_payment")
    closed = asked(parts, "avoids_contact", "changes_channel")
    if what and closed:
        yield Finding("text.payment_unreachable", what.where, {"sentence": what.sentence, "other": closed.sentence})
