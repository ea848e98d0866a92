"""More than one account to pay to.

Someone who changes bank details often shows the old account beside the new one, and mules are used several at a time.

When it is wrong: many firms print two or three accounts below every invoice. Nearly no weight alone.
"""

from collections.abc import Iterator

from weerbaar.detect._accounts import accounts
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"text.several_accounts": ("count", "ibans")},
    question=Question.FACTS,
    references=("https://www.europol.europa.eu/crime-areas/forgery-of-money-and-means-of-payment/money-muling",),
)
def several_accounts(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    shown = list(accounts(parts))
    if len(shown) >= 2:
        ibans = ", ".join(str(account) for _, _, account in shown[:3])
        yield Finding("text.several_accounts", shown[0][0], {"count": str(len(shown)), "ibans": ibans})
