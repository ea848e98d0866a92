"""Money is to move in secret, or past the usual check.

A request to pay, a changed account or gift cards, and in the same message: keep it quiet, or leave out the second signature. Both
keep away the one colleague who would have asked.

When it is wrong: takeovers, presents and personnel matters are confidential in good faith. The payment itself can still be confirmed.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import asked
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"text.payment_in_secret": ("sentence", "other")},
    question=Question.ASK,
)
def payment_in_secret(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    what = asked(parts, "changes_account", "asks_gift_cards", "asks_payment")
    quiet = asked(parts, "skips_procedure", "asks_secrecy")
    if what and quiet:
        yield Finding("text.payment_in_secret", what.where, {"sentence": what.sentence, "other": quiet.sentence})
