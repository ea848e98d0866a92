"""Payees of the bakery and payment files to them, for tests of the gate. Everybody and every number is invented."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from unittest import mock

from tests.desk.cast import Desk
from tests.ledger.payments import Payment, iban, pain

if TYPE_CHECKING:
    from weerbaar.desk.accounts.models import Organisation
    from weerbaar.desk.ledger.models import Confirmation

KROON, BAKKER, NIEUW = iban(11), iban(12), iban(13)
PHONE = "+3293300011"


LAST_YEAR = datetime(2025, 1, 10, 9, tzinfo=UTC)


@contextmanager
def on(moment: datetime) -> Iterator[None]:
    """The desk's clock stands at this moment: nothing in the ledger can be written as older than it is."""
    with mock.patch("django.utils.timezone.now", lambda: moment):
        yield


def confirmed(organisation: "Organisation", name: str, account: str, *, until: str = "", since: datetime = LAST_YEAR) -> str:
    """A payee whose account and telephone were confirmed by a call; its id."""
    from weerbaar.desk.ledger import state, write
    from weerbaar.ledger.chain import Act
    from weerbaar.model.ledger import Kind

    with on(since):
        payee = write.add_payee(organisation, None, name, country="BE", facts=[(Kind.IBAN, account), (Kind.PHONE, PHONE)])
        drafts: list[state.Draft] = []
        for fact in state.ledger_of(organisation).payee(payee).of(Kind.IBAN, Kind.PHONE):  # type: ignore[union-attr]
            said = {"payee": payee, "fact": fact.id, "how": "call_back", "by": ["Ines"]}
            drafts.append((Act.FACT_CONFIRMED, {**said, "until": until if fact.kind is Kind.IBAN else ""}))
        state.append(organisation, None, drafts)
    return payee


def known(desk: Desk) -> tuple[str, str]:
    """The bakery knows two payees; their ids."""
    return confirmed(desk.bakery, "Molens De Kroon", KROON), confirmed(desk.bakery, "Bakkersgrondstoffen Peeters", BAKKER)


def to_kroon(amount: str = "1250.00", reference: str = "E-1", account: str = KROON, name: str = "Molens De Kroon") -> Payment:
    return Payment(name, account, amount, end_to_end=reference, text=f"factuur {reference}")


def to_peeters(amount: str = "310.40", reference: str = "E-2") -> Payment:
    return Payment("Bakkersgrondstoffen Peeters", BAKKER, amount, end_to_end=reference)


def to_stranger(amount: str = "18400.00", reference: str = "E-3") -> Payment:
    return Payment("Nieuwe Leverancier", NIEUW, amount, end_to_end=reference)


def file(*payments: Payment, message: str = "M-1") -> bytes:
    """A pain.001 with these payments."""
    return pain([payments], message=message)


def confirm(desk: Desk, confirmation: "Confirmation", *, caller: str = "ines", approver: str = "els") -> None:
    """Somebody calls the number that was known before, another agrees."""
    from weerbaar.desk.ledger import confirm as confirmations

    confirmations.record_call(
        confirmation, desk.member(caller), outcome=confirmations.Outcome.CONFIRMED, channel=PHONE, spoke_with="Wim"
    )
    confirmations.approve(confirmation, desk.member(approver), seen=confirmations.last_call(confirmation)["step"])
