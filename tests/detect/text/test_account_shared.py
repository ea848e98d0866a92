from dataclasses import replace

import pytest
from tests.organisation import BAKERY, LEDGERED

from weerbaar.detect.text.account_shared import account_shared
from weerbaar.model.ledger import Claim, How
from weerbaar.model.organisation import Memory, Organisation
from weerbaar.model.part import Document, Parts, Text, TextKind

SHARED, SPARE = "NL91ABNA0417164300", "BE68539007547034"


def seen_from(*domains: str) -> Organisation:
    return replace(BAKERY, memory=Memory(ibans={SPARE: domains}))


def confirmed() -> Organisation:
    payees = tuple(
        replace(payee, facts=tuple(replace(fact, how=How.CALL_BACK) for fact in payee.facts))
        for payee in LEDGERED.ledger.payees
    )
    return replace(LEDGERED, ledger=replace(LEDGERED.ledger, payees=payees))


@pytest.mark.parametrize(
    ("text", "organisation", "names"),
    [
        (SHARED, LEDGERED, "Bakkersbond, Jan Peeters"),
        (SPARE, seen_from("a.example", "b.example"), "a.example, b.example"),
        (SPARE, seen_from("mail.a.example", "a.example"), ""),  # one owner
        (SPARE, seen_from("a.example"), ""),
        (SPARE, LEDGERED, ""),
        (SHARED, confirmed(), ""),  # a group: each of them was asked
        ("BE71096123456769", LEDGERED, ""),
    ],
)
def test_it_speaks_of_an_account_that_goes_by_several_names(text: str, organisation: Organisation, names: str) -> None:
    found = list(account_shared(Parts((Text("text", f"Rekening {text}", TextKind.MAIL),)), organisation))
    assert [one.saw["names"] for one in found] == ([names] if names else [])


def test_it_speaks_of_two_invoices_in_two_names_on_one_account() -> None:
    claims = tuple(Claim(name=name, iban=SPARE, where=f"{name}.xml") for name in ("Graanhandel Oost", "Drukkerij West"))
    documents = tuple(Document(claim.where, claim.where, "invoice", claims=(claim,)) for claim in claims)
    (found,) = account_shared(Parts((*documents, Text("text", SPARE, TextKind.DOCUMENT))), BAKERY)
    assert set(found.saw["names"].split(", ")) == {"Graanhandel Oost", "Drukkerij West"}
