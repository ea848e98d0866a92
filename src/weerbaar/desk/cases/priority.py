"""What a person should look at first. Pure: a number from what is known of a case; among equals the oldest comes first.

| what | adds |
| --- | --- |
| a person is needed: contested, cannot judge, an answer that did not arrive | 500, contested 100 more |
| band: fraud, verify first, cannot judge, no sign of fraud | 300, 200, 150, 1 |
| it asks for money, or pretends to be someone we know | 60 |
| probability of fraud, in tenths | 0 to 30 |
| each other person who brought the same | 5, at most 50 |

Nothing is left to do (0) where a person decided, and where nobody contests that there is no sign of fraud.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from weerbaar.model.verdict import Band

PERSON, CONTESTED, ASKS, PROBABILITY, OTHER, MOST_OTHERS = 500, 100, 60, 30, 5, 50
BAND = {Band.FRAUD: 300, Band.VERIFY: 200, Band.CANNOT_JUDGE: 150, Band.NO_SIGN: 1}
MONEY_OR_IDENTITY = frozenset(
    (
        "asks_payment", "changes_account", "asks_gift_cards", "account", "account_name", "account_shared", "first_payment",
        "safe_account", "several_accounts", "crypto_wallet",
        "identity", "skips_procedure", "extortion", "asks_data", "tax_refund",
    )
)  # fmt: skip
"""Groups of weights (weerbaar.weigh.weights) whose findings are about money or about who someone is."""


def priority(*, waits: bool, person: bool, contested: bool, band: str, probability: float, asks: bool, others: int) -> int:
    """The number; 0 when there is nothing to do. `waits`: answered and not decided; `person`: a person is needed."""
    if not waits or (band == Band.NO_SIGN and not person):
        return 0
    return (
        (PERSON if person else 0)
        + (CONTESTED if contested else 0)
        + (BAND[Band(band)] if band else BAND[Band.CANNOT_JUDGE])
        + (ASKS if asks else 0)
        + round(max(0.0, min(1.0, probability)) * 10) * PROBABILITY // 10
        + min(MOST_OTHERS, OTHER * others)
    )


def asks(findings: Iterable[Mapping[str, Any]]) -> bool:
    """Whether one of the findings of a record that speaks for fraud is about money or identity."""
    return any(one["log_ratio"] > 0 and one["group"] in MONEY_OR_IDENTITY for one in findings)
