"""A QR code fills in a bank transfer (the European "EPC" or "GiroCode"): name, account and amount.

Nobody compares an account that he did not type. `_known` pays an account that was confirmed for the firm it names; `_differs` carries the
name of a firm we know, but another account than its own; `_other` pays an account that is somebody else's; `_expired` and `_unconfirmed` pay
one of the firm's that is to be confirmed again, or that nobody ever confirmed. Otherwise the account is simply not known.

When it is wrong: a first invoice of a new supplier holds an account nobody knows yet. Whatever the code says, a new account is
confirmed by telephone.
"""

from collections.abc import Iterator

from weerbaar.detect._transfer import Transfer, transfer_of
from weerbaar.detect.declaration import detector
from weerbaar.ledger.compare import compare, known
from weerbaar.model.finding import Finding, Question
from weerbaar.model.ledger import Claim, Standing
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Code

__all__ = ["Transfer", "code_payment", "transfer_of"]
SAID = {
    Standing.SAME: "code.code_payment_known",
    Standing.OTHER_ACCOUNT: "code.code_payment_differs",
    Standing.OTHER_PAYEE: "code.code_payment_other",
    Standing.EXPIRED: "code.code_payment_expired",
    Standing.UNCONFIRMED: "code.code_payment_unconfirmed",
    Standing.UNKNOWN: "code.code_payment",
}


@detector(
    reads=Code,
    gives=dict.fromkeys(SAID.values(), ("name", "iban", "amount")),
    question=Question.FACTS,
    references=(
        "https://www.europeanpaymentscouncil.eu/document-library/guidance-documents/quick-response-code-guidelines-enable-data-capture-initiation",
    ),
)
def code_payment(code: Code, organisation: Organisation) -> Iterator[Finding]:
    transfer = transfer_of(code.payload)
    if transfer is None:
        return
    found = compare(Claim(name=transfer.name, iban=transfer.iban), known(organisation))
    saw = {"name": transfer.name, "iban": transfer.iban, "amount": transfer.amount}
    yield Finding(SAID[found.standing], code.where, saw)
