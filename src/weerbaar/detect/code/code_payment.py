"""A QR code fills in a bank transfer (the European "EPC" or "GiroCode"): name, account and amount.

Nobody compares an account that he did not type. `_known` pays an account that the organisation has confirmed for a supplier;
`_differs` carries the name of a supplier, but another account than the confirmed ones; otherwise the account is simply not
known.

When it is wrong: a first invoice of a new supplier holds an account nobody knows yet. Whatever the code says, a new account is
confirmed by telephone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from weerbaar.detect._names import names_firm
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Code

IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a payment code fills in."""

    name: str
    iban: str  # compact
    amount: str


@detector(
    reads=Code,
    gives={
        "code.code_payment": ("name", "iban", "amount"),
        "code.code_payment_known": ("name", "iban", "amount"),
        "code.code_payment_differs": ("name", "iban", "amount"),
    },
    question=Question.FACTS,
    references=(
        "https://www.europeanpaymentscouncil.eu/document-library/guidance-documents/quick-response-code-guidelines-enable-data-capture-initiation",
    ),
)
def code_payment(code: Code, organisation: Organisation) -> Iterator[Finding]:
    transfer = transfer_of(code.payload)
    if transfer is None:
        return
    saw = {"name": transfer.name, "iban": transfer.iban, "amount": transfer.amount}
    if any(transfer.iban in supplier.ibans for supplier in organisation.suppliers):
        yield Finding("code.code_payment_known", code.where, saw)
    elif any(
        supplier.ibans and names_firm(transfer.name, supplier.name, supplier.domains) for supplier in organisation.suppliers
    ):
        yield Finding("code.code_payment_differs", code.where, saw)
    else:
        yield Finding("code.code_payment", code.where, saw)


def transfer_of(payload: str) -> Transfer | None:
    """The transfer in a payload of EPC069-12 (lines: BCD, version, character set, SCT, BIC, name, IBAN, amount...), or None."""
    lines = [line.strip() for line in payload[:400].splitlines()]
    if len(lines) < 7 or lines[0] != "BCD" or lines[3] not in ("SCT", "INST"):
        return None
    iban = lines[6].replace(" ", "").upper()
    if not IBAN.fullmatch(iban):
        return None
    return Transfer(lines[5][:70], iban, lines[7][:15] if len(lines) > 7 else "")
