"""Accounts as they were misread: put right in one way, or left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar.ledger.numbers import SHAPES, checks, grouped
from weerbaar.unpack.reread import accounts_in, reread, tells_an_account


@pytest.mark.parametrize(
    ("read", "account"),
    [
        ("BE6B 539O 0754 7O34", "BE68 5390 0754 7034"),  # B for 8, O for 0
        ("8E68 5390 0754 7034", "BE68 5390 0754 7034"),  # a digit in the country
        ("1E64 IRCE 9205 0112 3456 78", "IE64 IRCE 9205 0112 3456 78"),
        ("IT25 8375 7954 4288 7029", "LT25 8375 7954 4288 7029"),  # I for L, where the length says which country
        ("NL91 A8NA 0417 1643 OO", "NL91 ABNA 0417 1643 00"),  # a letter where the bank stands
        ("FR14 2004 1O1O O5O5 OOO1 3M02 606", "FR14 2004 1010 0505 0001 3M02 606"),  # letters may stand there, too
        ("DE89 37O4 0044 0532 O130 00", "DE89 3704 0044 0532 0130 00"),
        ("BE6853900754703l", "BE6853900754703l"),  # no way makes it right
        ("BE68 5390 0754 7035", "BE68 5390 0754 7035"),  # one digit is never taken for another
        ("BE68 5390 0754 703", "BE68 5390 0754 703"),
        ("BE68 5390 0754 7034", "BE68 5390 0754 7034"),
    ],
)
def test_an_account_is_put_right_where_one_way_fits(read: str, account: str) -> None:
    found = reread(f"Betaal op IBAN {read}, met dank")
    assert found.text == f"Betaal op IBAN {account}, met dank"
    assert found.accounts == (((read, account),) if read != account else ())


@pytest.mark.parametrize(
    "text",
    ["", "Beste klant", "BE LI EV ES SO GO ON", "IOIOIOIOIOIOIOIO" * 100, "BE " * 500, "€" * 1000, "LI ZO OS SO ZO OI" * 50],
)
def test_other_words_stay_as_they_are(text: str) -> None:
    assert reread(text) == (text, ())


@given(st.text(alphabet="BELIDOS0158|€ .-6789\n", max_size=200))
@settings(max_examples=60, deadline=None)
def test_what_is_put_right_is_always_an_account(text: str) -> None:
    for _, account in reread(text).accounts:
        assert checks(account.replace(" ", ""))


@pytest.mark.parametrize("country", ["BE", "NL", "DE", "FR", "LU", "ES", "PL", "LT", "AT", "IE"])
def test_accounts_of_many_countries_are_found(country: str) -> None:
    rest = ("ABCD" if country in ("NL", "IE") else "") + "7" * 40
    rest = rest[: SHAPES[country][0]]
    account = next(f"{country}{n:02}{rest}" for n in range(2, 99) if checks(f"{country}{n:02}{rest}"))
    assert accounts_in(f"IBAN: {grouped(account)}.") == (account,)


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("IBAN onleesbaar", True),
        ("BEst 5026 9648 2551", True),
        ("Uw account en uw rekening", False),
        ("Tot morgen om 10 uur", False),
    ],
)
def test_a_closer_look_is_only_for_what_tells_of_an_account(text: str, tells: bool) -> None:
    assert tells_an_account(text) is tells
