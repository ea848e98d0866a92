"""What the bakery knows of whom it pays, in the tests of its ledger: Molens De Kroon, paid for years, with a number from the contract."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from tests.desk.cast import Desk
from weerbaar.desk.ledger import confirm, state, taking, write
from weerbaar.ledger.chain import Act
from weerbaar.model.ledger import Claim, Kind, Payee

MILL = "Molens De Kroon"
OLD, NEW, THIEF = "BE71096123456769", "NL91ABNA0417164300", "LT121000011101001000"
PHONE, PLANTED = "+3293334455", "+32470999999"


def mill(desk: Desk, *, days: int = 400) -> str:
    """The mill as it stands in the ledger since so many days, its account and number confirmed; its id."""
    payee = "mill0"
    before = datetime.now().astimezone() - timedelta(days=days)
    written(
        desk, before,
        (Act.PAYEE_ADDED, {"payee": payee, "name": MILL, "country": "BE"}),
        (Act.FACT_ADDED, {"payee": payee, "fact": "iban0", "kind": "iban", "value": OLD, "how": "contract", "by": ["Els", "Ines"]}),
        (Act.FACT_ADDED, {"payee": payee, "fact": "phone0", "kind": "phone", "value": PHONE, "how": "contract", "by": ["Els", "Ines"]}),
        (Act.FACT_ADDED, {"payee": payee, "fact": "domain0", "kind": "domain", "value": "molensdekroon.example", "how": "imported"}),
    )  # fmt: skip
    return payee


def written(desk: Desk, at: datetime, *drafts: tuple[Act, dict[str, Any]]) -> None:
    """Entries as they would stand there had they been written at another time."""
    from unittest.mock import patch

    with patch("weerbaar.desk.ledger.state.timezone.now", return_value=at):
        state.append(desk.bakery, None, drafts)


def payee(desk: Desk, id: str) -> Payee:
    """A payee as the ledger has it now."""
    found = state.ledger_of(desk.bakery).payee(id)
    assert found is not None
    return found


def planted(desk: Desk, id: str, by: str = "tom") -> None:
    """Somebody writes a number down today."""
    write.add_fact(desk.bakery, desk.member(by), id, Kind.PHONE, PLANTED)


def places(desk: Desk) -> Iterator[tuple[str, str]]:
    """Every page of the ledger, with something in it, and who looks at it (tests/desk/web/test_seen.py)."""
    id, bakery = mill(desk), desk.bakery
    claim = Claim(name=MILL, iban=NEW, phone=PLANTED, amount="1250.00")
    one = confirm.open_(bakery, desk.member("tom"), claim, note="Wim vroeg het")
    confirm.record_call(one, desk.member("ines"), outcome=confirm.Outcome.CONFIRMED, channel=PHONE)
    bakery.settings = {**bakery.settings, "suppliers_page": {"on": True, "contact": "Els"}}
    bakery.save()
    files = taking.look(desk.member("tom"), [("lijst.csv", f"Naam;IBAN\nOvens Peeters;{NEW}\n{MILL};{THIEF}\n".encode())])
    for place in (
        "ledger/", "ledger/add/", f"ledger/payees/{id}/", f"ledger/payees/{id}/merge/", "ledger/files/", f"ledger/files/{files.ref}/",
        "ledger/rules/", "ledger/letter/", "confirmations/", "confirmations/new/", f"confirmations/{one.ref}/",
    ):  # fmt: skip
        yield "els", f"/{place}"
    yield "", f"/suppliers/{bakery.slug}/"
