"""Claims beside a ledger: whom they are about, and how the account stands."""

import pickle
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.organisation import BAKERY, NOBODY
from weerbaar.ledger.compare import agrees, beside, compare, compare_all, known
from weerbaar.model.ledger import Claim, Fact, How, Kind, Ledger, NameMatch, Payee, Standing
from weerbaar.model.organisation import Memory

MILL, SPARE, PRINT, STRANGE, ABROAD = (
    "BE71096123456769", "BE68539007547034", "DE89370400440532013000", "NL91ABNA0417164300", "LT121000011101001000",
)  # fmt: skip


def fact(id: str, kind: Kind, value: str, how: How = How.CALL_BACK, until: str = "2027-01-01") -> Fact:
    return Fact(id, kind, value, how, "2025-01-01", until)


KROON = Payee(
    "kroon", "Molens De Kroon NV",
    (
        fact("k1", Kind.IBAN, MILL), fact("k2", Kind.DOMAIN, "molensdekroon.example"), fact("k3", Kind.VAT, "BE0403019261"),
        fact("k4", Kind.ALIAS, "Kroonbloem"), fact("k5", Kind.ALIAS, "Ceres", How.IMPORTED),
    ), "BE",
)  # fmt: skip
BRINKMANN = Payee("brinkmann", "Brinkmann Druck GmbH", (fact("b1", Kind.IBAN, PRINT, until="2025-06-01"),), "DE")
LAMBERT = Payee("lambert", "Fiduciaire Lambert", (fact("l1", Kind.DOMAIN, "fiduciaire-lambert.example"),), "BE")
IMPORTED = Payee("imported", "Bakkersbond", (fact("i1", Kind.IBAN, STRANGE, How.IMPORTED, ""),), "NL")
LEDGER = Ledger((KROON, BRINKMANN, LAMBERT, IMPORTED), "2026-03-02")


@pytest.mark.parametrize(
    ("claim", "standing", "payee", "holder", "name", "fact"),
    [
        (Claim("Molens De Kroon", MILL), Standing.SAME, "kroon", "kroon", NameMatch.MATCH, "k1"),
        (Claim("Kroonbloem", MILL), Standing.SAME, "kroon", "kroon", NameMatch.MATCH, "k1"),  # an alias that was confirmed
        (Claim("Ceres", MILL), Standing.SAME, "kroon", "kroon", NameMatch.CLOSE, "k1"),  # one that was not
        (Claim("Molens De Kron", MILL), Standing.SAME, "kroon", "kroon", NameMatch.CLOSE, "k1"),
        (Claim("Mоlens De Kroon", MILL), Standing.SAME, "kroon", "kroon", NameMatch.CLOSE, "k1"),  # a Cyrillic о
        (Claim("", MILL), Standing.SAME, "kroon", "kroon", NameMatch.UNCHECKED, "k1"),
        (Claim("Molens De Kroon", SPARE), Standing.OTHER_ACCOUNT, "kroon", "", NameMatch.MATCH, ""),
        (Claim("Molens D\u200be Kroon", SPARE), Standing.OTHER_ACCOUNT, "kroon", "", NameMatch.CLOSE, ""),
        (Claim("", SPARE, domain="molensdekroon.example"), Standing.OTHER_ACCOUNT, "kroon", "", NameMatch.UNCHECKED, ""),
        (Claim("", SPARE, vat="BE0403019261"), Standing.OTHER_ACCOUNT, "kroon", "", NameMatch.UNCHECKED, ""),
        (Claim("", SPARE, enterprise="BE0403019261"), Standing.OTHER_ACCOUNT, "kroon", "", NameMatch.UNCHECKED, ""),
        (Claim("", SPARE, address="info@molensdekroon.example"), Standing.OTHER_ACCOUNT, "kroon", "", NameMatch.UNCHECKED, ""),
        (Claim("Somebody Else", SPARE, vat="BE0403019261"), Standing.OTHER_ACCOUNT, "kroon", "", NameMatch.NONE, ""),
        (Claim("Molens De Kroon", PRINT), Standing.OTHER_PAYEE, "kroon", "brinkmann", NameMatch.MATCH, ""),
        (Claim("Jan Janssens", MILL), Standing.OTHER_PAYEE, "", "kroon", NameMatch.NONE, ""),
        (Claim("Brinkmann Druck", PRINT), Standing.EXPIRED, "brinkmann", "brinkmann", NameMatch.MATCH, "b1"),
        (Claim("Bakkersbond", STRANGE), Standing.UNCONFIRMED, "imported", "imported", NameMatch.MATCH, "i1"),
        (Claim("Bakkersbond", SPARE), Standing.OTHER_ACCOUNT, "imported", "", NameMatch.MATCH, ""),
        (Claim("Fiduciaire Lambert", SPARE), Standing.UNKNOWN, "lambert", "", NameMatch.MATCH, ""),  # it has no account yet
        (Claim("Jan Janssens", SPARE), Standing.UNKNOWN, "", "", NameMatch.UNCHECKED, ""),
        (Claim("Molens De Kroon"), Standing.UNKNOWN, "kroon", "", NameMatch.MATCH, ""),  # no account is claimed
        (Claim(), Standing.UNKNOWN, "", "", NameMatch.UNCHECKED, ""),
    ],
)
def test_a_claim_stands_so(claim: Claim, standing: Standing, payee: str, holder: str, name: NameMatch, fact: str) -> None:
    found = compare(claim, LEDGER)
    assert (found.standing, found.payee, found.holder, found.name, found.fact) == (standing, payee, holder, name, fact)
    assert found.claim is claim


@pytest.mark.parametrize(
    ("claim", "differs"),
    [
        (Claim("Molens De Kroon", ABROAD), True),
        (Claim("Molens De Kroon", SPARE), False),
        (Claim("Nobody Known", ABROAD, vat="BE0403019271"), True),  # the seat it gives itself
        (Claim("Nobody Known", ABROAD), False),
        (Claim("Molens De Kroon"), False),
    ],
)
def test_the_country_of_the_account_is_held_against_the_seat(claim: Claim, differs: bool) -> None:
    assert compare(claim, LEDGER).country_differs is differs


def test_an_account_of_several_payees_names_the_others() -> None:
    sister = Payee("sister", "Kroon Vastgoed", (fact("s1", Kind.IBAN, MILL),))
    ledger = replace(LEDGER, payees=(*LEDGER.payees, sister))
    found = compare(Claim("Molens De Kroon", MILL), ledger)
    assert (found.standing, found.shared) == (Standing.SAME, ("sister",))
    assert compare(Claim("Kroon Vastgoed", MILL), ledger).shared == ("kroon",)
    assert compare(Claim("", MILL), ledger).standing is Standing.OTHER_PAYEE  # whose is it? that is for a person


def test_a_mule_who_has_the_name_of_a_supplier_is_not_that_supplier() -> None:
    found = compare(Claim("Molens De Kroon", STRANGE), LEDGER)
    assert (found.standing, found.payee, found.holder) == (Standing.OTHER_PAYEE, "kroon", "imported")


def test_of_two_payees_with_one_name_the_one_with_the_account_is_meant() -> None:
    twins = Ledger(
        (Payee("a", "Jan Peeters", (fact("1", Kind.IBAN, MILL),)), Payee("b", "Jan Peeters", (fact("2", Kind.IBAN, SPARE),)))
    )
    assert [compare(Claim("Jan Peeters", iban), twins).payee for iban in (MILL, SPARE)] == ["a", "b"]


def test_one_account_under_many_names_is_seen_among_the_claims() -> None:
    found = compare_all([Claim("Jan Peeters", STRANGE), Claim("Els Claes", STRANGE), Claim("Els Claes", SPARE)], LEDGER)
    assert [one.also for one in found] == [("Els Claes",), ("Jan Peeters",), ()]


def test_one_account_under_two_spellings_is_one_name() -> None:
    found = compare_all([Claim("J. Peeters", SPARE), Claim("Jan Peeters", SPARE)], LEDGER)
    assert [one.also for one in found] == [(), ()]


def test_the_mailbox_tells_where_an_account_was_seen_and_confirms_nothing() -> None:
    memory = Memory(ibans={SPARE: ("molensdekroon.example",), ABROAD: ("elsewhere.example",)})
    theirs = compare(Claim("Molens De Kroon", SPARE), LEDGER, memory)
    assert (theirs.standing, theirs.seen, theirs.fact) == (Standing.UNCONFIRMED, ("molensdekroon.example",), "")
    other = compare(Claim("Molens De Kroon", ABROAD), LEDGER, memory)
    assert (other.standing, other.seen) == (Standing.OTHER_ACCOUNT, ("elsewhere.example",))


def test_a_confirmed_fact_counts_before_the_same_one_imported() -> None:
    twice = replace(KROON, facts=(fact("k0", Kind.IBAN, MILL, How.IMPORTED), *KROON.facts))
    assert compare(Claim("Molens De Kroon", MILL), Ledger((twice,), "2026-03-02")).fact == "k1"


def test_whom_it_is_about_may_be_known_beforehand() -> None:
    assert beside(Claim("", SPARE), KROON, LEDGER).standing is Standing.OTHER_ACCOUNT
    assert beside(Claim("", SPARE), None, LEDGER).standing is Standing.UNKNOWN
    assert beside(Claim("", MILL), None, LEDGER).standing is Standing.OTHER_PAYEE


def test_a_name_nobody_confirmed_is_never_a_match() -> None:
    assert agrees("Ceres", KROON) is NameMatch.CLOSE
    assert agrees("Demeter", KROON) is NameMatch.NONE


def test_the_organisation_file_is_a_ledger_too() -> None:
    ledger = known(BAKERY)
    assert [payee.name for payee in ledger.payees] == ["Molens De Kroon", "Brinkmann Druck GmbH", "Fiduciaire Lambert"]
    found = compare(Claim("Molens De Kroon BV", MILL), ledger)
    assert (found.standing, ledger.payees[0].facts[0].how) == (Standing.SAME, How.FILE)
    assert known(NOBODY) == Ledger()


def test_a_supplier_of_the_file_adds_to_the_payee_of_the_ledger() -> None:
    both = known(replace(BAKERY, ledger=Ledger((replace(KROON, facts=KROON.facts[1:]),), "2026-03-02")))
    assert [payee.id for payee in both.payees] == ["kroon", "file:1", "file:2"]
    assert compare(Claim("Molens De Kroon", MILL), both).standing is Standing.SAME


@pytest.mark.parametrize(
    ("how", "until", "standing"),
    [
        (How.IMPORTED, "", Standing.SAME),  # the file confirms what the ledger only took over
        (How.CALL_BACK, "2025-06-01", Standing.EXPIRED),  # and brings back nothing that ran out
    ],
)
def test_the_file_confirms_and_brings_nothing_back(how: How, until: str, standing: Standing) -> None:
    payee = Payee("kroon", "Molens De Kroon", (fact("k1", Kind.IBAN, MILL, how, until),))
    both = known(replace(BAKERY, ledger=Ledger((payee,), "2026-03-02")))
    assert compare(Claim("Molens De Kroon", MILL), both).standing is standing


def test_an_organisation_with_its_ledger_travels_to_another_process() -> None:
    organisation = replace(BAKERY, ledger=LEDGER)
    there = pickle.loads(pickle.dumps(organisation))
    assert there == organisation and there.parties == organisation.parties
    assert known(there) == known(organisation)


def test_the_firms_of_file_and_ledger_are_parties_once() -> None:
    organisation = replace(BAKERY, ledger=LEDGER)
    assert [party.name for party in organisation.parties] == [
        "Molens De Kroon NV", "Brinkmann Druck GmbH", "Fiduciaire Lambert",
    ]  # fmt: skip
    assert organisation.parties[0].ibans == (MILL,)
    assert BAKERY.parties is BAKERY.suppliers
    assert replace(NOBODY, ledger=LEDGER).known


NAMES = st.sampled_from(
    ("Molens De Kroon", "Brinkmann", "Fiduciaire Lambert", "Jan Peeters", "", "北京", "Mоlens De Kroon", "De")
)
ACCOUNTS = st.sampled_from((MILL, SPARE, PRINT, STRANGE, ABROAD, ""))
CLAIMS = st.builds(
    Claim,
    name=NAMES,
    iban=ACCOUNTS,
    vat=st.sampled_from(("", "BE0403019261")),
    domain=st.sampled_from(("", "molensdekroon.example")),
)


@given(CLAIMS)
@settings(max_examples=200, deadline=None)
def test_an_account_is_the_same_only_by_a_confirmed_fact_of_that_payee_that_has_not_run_out(claim: Claim) -> None:
    found = compare(claim, LEDGER)
    if found.standing is Standing.SAME:
        payee = LEDGER.payee(found.payee)
        assert payee is not None
        (one,) = (fact for fact in payee.facts if fact.id == found.fact)
        assert one.value == claim.iban and one.confirmed and not one.expired(LEDGER.today)
    if found.standing is Standing.UNKNOWN:
        assert not claim.iban or not LEDGER.having(Kind.IBAN, claim.iban)


def test_ten_thousand_claims_beside_five_thousand_payees_ask_few_names() -> None:
    payees = tuple(
        Payee(f"p{n}", f"Firma {n * 7919 % 99991:x} Handel BV", (fact(f"f{n}", Kind.IBAN, f"BE{n:014d}"),), "BE")
        for n in range(5000)
    )
    ledger = Ledger(payees, "2026-03-02")
    found = compare_all([Claim(payee.name, payee.facts[0].value) for payee in payees] * 2, ledger)
    assert {one.standing for one in found} == {Standing.SAME}
    assert compare(Claim("Onbekend Handel", SPARE), ledger).standing is Standing.UNKNOWN
