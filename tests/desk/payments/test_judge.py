"""The one rule of the gate, as a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar.desk.payments.judge import Reason, Said, facts_of, identity, judge
from weerbaar.model.ledger import Claim, Comparison, Fact, How, Kind, Ledger, NameMatch, Payee, Standing

IBAN, OTHER = "BE71096123456769", "BE68539007547034"
CONFIRMED = Fact("f", Kind.IBAN, IBAN, How.CALL_BACK, "2026-01-10", "2028-01-10")
TODAY = "2026-11-21"
SAME = Comparison(Claim(name="Kroon", iban=IBAN), Standing.SAME, payee="p", holder="p", name=NameMatch.MATCH, fact="f")


def of(
    fact: Fact, found: Comparison = SAME, today: str = TODAY, said: Said | None = None, close: bool = False
) -> tuple[Reason, ...]:
    return judge(found, facts_of(Ledger((Payee("p", "Kroon", (fact,)),))), today, said, close_names=close)


def change(**more: object) -> Comparison:
    from dataclasses import replace

    return replace(SAME, **more)  # type: ignore[arg-type]


def fact(**more: object) -> Fact:
    from dataclasses import replace

    return replace(CONFIRMED, **more)  # type: ignore[arg-type]


CASES = [
    ("confirmed, same, not run out", of(CONFIRMED), ()),
    ("only imported", of(fact(how=How.IMPORTED)), (Reason.UNCONFIRMED,)),
    ("only paid before", of(fact(how=How.PAID)), (Reason.UNCONFIRMED,)),
    ("run out yesterday", of(fact(until="2026-11-20")), (Reason.EXPIRED,)),
    ("runs out today", of(fact(until=TODAY)), ()),
    ("a day nobody knows", of(CONFIRMED, today=""), (Reason.EXPIRED,)),
    ("a fact about another account", of(fact(value=OTHER)), (Reason.UNCONFIRMED,)),
    ("a fact that is no account", of(fact(kind=Kind.PHONE)), (Reason.UNCONFIRMED,)),
    ("a fact that is not there", of(CONFIRMED, change(fact="g")), (Reason.UNCONFIRMED,)),
    ("a name that nearly agrees", of(CONFIRMED, change(name=NameMatch.CLOSE)), (Reason.NAME_CLOSE,)),
    ("the same, where the policy lets it", of(CONFIRMED, change(name=NameMatch.CLOSE), close=True), ()),
    ("another name, whatever the policy", of(CONFIRMED, change(name=NameMatch.NONE), close=True), (Reason.NAME,)),
    ("no name to compare", of(CONFIRMED, change(name=NameMatch.UNCHECKED), close=True), (Reason.NO_NAME,)),
    ("the bank says no, later", of(CONFIRMED, said=Said(NameMatch.NONE, "2026-11-20")), (Reason.BANK,)),
    ("the bank said no, before", of(CONFIRMED, said=Said(NameMatch.NONE, "2026-01-09")), ()),
    ("the bank says nearly", of(CONFIRMED, said=Said(NameMatch.CLOSE, "2026-11-20")), ()),
]  # fmt: skip


@pytest.mark.parametrize(("case", "reasons", "expected"), CASES, ids=[case[0] for case in CASES])
def test_what_goes(case: str, reasons: tuple[Reason, ...], expected: tuple[Reason, ...]) -> None:
    assert reasons == expected


@given(st.sampled_from([one for one in Standing if one is not Standing.SAME]), st.sampled_from(list(NameMatch)), st.booleans())
def test_whatever_else_is_true_no_other_standing_goes(standing: Standing, name: NameMatch, close: bool) -> None:
    assert of(CONFIRMED, change(standing=standing, name=name), said=Said(NameMatch.MATCH, TODAY), close=close)


def test_two_spellings_of_an_amount_are_one_payment() -> None:
    same = {identity("E-1", IBAN, amount, "EUR", "2026-11-23", OTHER) for amount in ("1250", "1250.0", "01250.00", "1250.")}
    other = identity("E-1", IBAN, "125.00", "EUR", "2026-11-23", OTHER)
    assert len(same) == 1 and other not in same


@pytest.mark.parametrize("place", range(6))
def test_every_part_of_it_makes_a_payment_another(place: int) -> None:
    one = ["E-1", IBAN, "10.00", "EUR", "2026-11-23", OTHER]
    other = [*one[:place], "20", *one[place + 1 :]]
    assert identity(*one) != identity(*other)
