import pytest
from tests.organisation import BAKERY

from weerbaar.detect._accounts import accounts_in, amounts_in, bics_in, phones_in
from weerbaar.detect._claimed import claims, countries_of
from weerbaar.ledger.compare import known
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


@pytest.mark.parametrize(
    ("text", "ibans"),
    [
        ("IBAN: BE68 5390 0754 7034", ["BE68539007547034"]),
        ("nl91abna0417164300", ["NL91ABNA0417164300"]),  # lower case counts when the check digits are right
        ("FR14 2004 1010 0505 0001 3M02 606.", ["FR1420041010050500013M02606"]),
        ("GB82-WEST-1234-5698-7654-32", ["GB82WEST12345698765432"]),
        ("BE68 5390 0754 7034 BIC GKCCBEBB", ["BE68539007547034"]),  # what follows is another word
        ("BE68 5390 0754 70349", []),  # one digit too many
        ("XX68 5390 0754 7034", []),  # no such country
        ("NL91 1234 0417 1643 00", []),  # a Dutch account has letters there
    ],
)
def test_it_reads_accounts_as_they_are_written(text: str, ibans: list[str]) -> None:
    assert [account.iban for account in accounts_in(text) if account.valid] == ibans


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Tel. +32 (0)9 000 12 34", ["3290001234"]),
        ("0032 9 000 12 34", ["3290001234"]),
        ("Bel 09/000.12.34", ["090001234"]),
        ("BE68 5390 0754 7034", []),
        ("op 03.12.2025", []),
        ("BTW BE 0403.170.701", []),
        ("+++090/9337/55493+++", []),
        ("bestelling 00458812", []),
        ("€ 0,99 of 0123456789", []),  # nothing calls it a number to call
    ],
)
def test_it_reads_telephone_numbers_and_not_what_looks_like_them(text: str, numbers: list[str]) -> None:
    assert [phone.digits for phone in phones_in(text)] == numbers


@pytest.mark.parametrize(
    ("text", "amounts"),
    [("€ 1.284,50", ["€ 1.284,50"]), ("480 EUR.", ["480 EUR"]), ("£2,310.00", ["£2,310.00"]), ("1.284 zakken", [])],
)
def test_it_reads_amounts(text: str, amounts: list[str]) -> None:
    assert list(amounts_in(text)) == amounts


def test_it_reads_bank_codes_that_are_called_so() -> None:
    assert bics_in("BIC: GKCCBEBB, SWIFT TRWIBEB1XXX, maar niet ABCDEFGH") == (("GKCCBEBB", "BE"), ("TRWIBEB1XXX", "BE"))


def test_long_lists_and_hostile_texts_end() -> None:
    assert len(accounts_in("BE68539007547034 " * 100_000)) == 1
    assert phones_in("+32 " * 50_000) == ()


@pytest.mark.parametrize(
    ("name", "sender", "text", "how"),
    [
        ("", "a@molensdekroon.example", "Dag", ["domain"]),
        ("", "a@facturen.molensdekroon.example", "Dag", ["domain"]),  # below it
        ("", "a@molens-dekroon.example", "Dag", ["lookalike"]),
        ("Molens De Kroon", "a@stranger.example", "Dag", ["display"]),
        ("", "a@stranger.example", "Namens molens de kroon", ["text"]),
        ("", "a@brinkmann-druck.example", "Wie Molens De Kroon", ["domain"]),  # a known firm speaks for itself alone
        ("", "a@stranger.example", "De kroon op het werk", []),
    ],
)
def test_it_knows_whom_a_message_speaks_for(name: str, sender: str, text: str, how: list[str]) -> None:
    parts = Parts((Mail("mail", Address(name, sender), "Vraag"), Text("text", text, TextKind.MAIL)))
    assert [claim.how for claim in claims(parts, BAKERY)] == how


def test_a_firm_is_at_home_where_its_accounts_and_numbers_are() -> None:
    assert [countries_of(payee) for payee in known(BAKERY).payees] == [{"BE"}, {"DE"}, {"BE"}]
