"""Numbers as people and programs write them. The ones that can be right are the published examples of the standards, or invented."""

import pytest

from weerbaar.ledger import numbers


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("BE68539007547034", "BE68539007547034"),
        ("be68 5390 0754 7034", "BE68539007547034"),
        ("BE68-5390-0754-7034", "BE68539007547034"),
        ("BE68.5390.0754.7034", "BE68539007547034"),
        ("IBAN: BE68 5390 0754 7034", "BE68539007547034"),
        ("  BE68\u00a05390\u00a00754\u00a07034\n", "BE68539007547034"),
        ("BE68\u200b5390\u200b0754\u200b7034", "BE68539007547034"),  # zero-width spaces
        ("ＢＥ６８５３９００７５４７０３４", "BE68539007547034"),  # full-width
        ("DE89370400440532013000", "DE89370400440532013000"),
        ("NL91 ABNA 0417 1643 00", "NL91ABNA0417164300"),
        ("FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606"),
        ("LU28 0019 4006 4475 0000", "LU280019400644750000"),
        ("BE68539007547035", ""),  # check digits
        ("BE6853900754703", ""),  # too short
        ("BE685390075470340", ""),  # too long
        ("ВЕ68539007547034", ""),  # Cyrillic В and Е
        ("BE68 5390 0754 7O34", ""),  # a letter for a nought
        ("XX68539007547034", ""),
        ("", ""),
        ("BE", ""),
        ("\u0661" * 16, ""),
        ("A" * 100_000, ""),
    ],
)
def test_it_reads_an_account(written: str, kept: str) -> None:
    assert numbers.iban(written) == kept


def test_every_country_of_the_registry_has_a_length_that_iso_allows() -> None:
    assert all(15 <= 4 + length <= 34 for length, _ in numbers.SHAPES.values())
    assert len(numbers.SHAPES) > 80


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("kred be bb", "KREDBEBB"),
        ("KREDBEBBXXX", "KREDBEBB"),
        ("COBADEFF370", "COBADEFF370"),
        ("COBADEFF37", ""),
        ("1234BEBB", ""),
        ("", ""),
    ],
)
def test_it_reads_a_bank(written: str, kept: str) -> None:
    assert numbers.bic(written) == kept


def test_it_knows_the_bank_of_an_account() -> None:
    assert numbers.bic_of("BE71096123456769") == "GKCCBEBB"
    assert numbers.bic_of("DE89370400440532013000") == "COBADEFF"
    assert numbers.bic_of("nothing") == ""


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("BE0403019261", "", "BE0403019261"),
        ("0403.019.261", "BE", "BE0403019261"),
        ("btw be 0403.019.261", "", "BE0403019261"),
        ("403019261", "BE", "BE0403019261"),  # before 2005 there was no nought
        ("NL004495445B01", "", "NL004495445B01"),
        ("FR 40 303 265 045", "", "FR40303265045"),
        ("DE136695976", "DE", "DE136695976"),
        ("LU15027442", "", "LU15027442"),
        ("0403.019.261", "", ""),  # of which country?
        ("BE0403019262", "", ""),
        ("FR41303265045", "", ""),
        ("ZZ0403019261", "", ""),
        ("", "BE", ""),
    ],
)
def test_it_reads_a_vat_number(written: str, country: str, kept: str) -> None:
    assert numbers.vat(written, country) == kept


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("0403.019.261", "BE", "BE0403019261"),
        ("BE 0403 019 261", "BE", "BE0403019261"),
        ("0403.019.262", "BE", ""),
        ("2403.019.261", "BE", ""),
        ("KvK 12345678", "NL", "NL12345678"),
        ("1234567", "NL", ""),
        ("303 265 045", "FR", "FR303265045"),
        ("303 265 045 00014", "FR", ""),  # a SIRET with wrong check digits
        ("HRB 12345", "DE", "DEHRB12345"),
        ("HRB 012345 B", "DE", "DEHRB12345B"),
        ("B 12345", "LU", "LUB12345"),
        ("12345", "US", ""),
        ("12345", "", ""),
    ],
)
def test_it_reads_an_enterprise_number(written: str, country: str, kept: str) -> None:
    assert numbers.enterprise(written, country) == kept


def test_a_vat_number_tells_the_enterprise_where_it_holds_it() -> None:
    assert numbers.enterprise_of("BE0403019261") == "BE0403019261"
    assert numbers.enterprise_of("FR40303265045") == "FR303265045"
    assert numbers.enterprise_of("NL004495445B01") == ""


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+++090/9337/55493+++", "090933755493"),
        ("***090/9337/55493***", "090933755493"),
        ("090933755493", "090933755493"),
        ("000000009797", "000000009797"),  # 97 stands for a remainder of nought
        ("+++090/9337/55494+++", ""),
        ("0909337554930", ""),
        ("twelve digits", ""),
    ],
)
def test_it_reads_a_belgian_structured_communication(written: str, kept: str) -> None:
    assert numbers.structured(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("RF18 5390 0754 7034", "RF18539007547034"),
        ("rf18539007547034", "RF18539007547034"),
        ("RF19539007547034", ""),
        ("RF18", ""),
        ("RF18" + "1" * 22, ""),
    ],
)
def test_it_reads_a_creditor_reference(written: str, kept: str) -> None:
    assert numbers.creditor_reference(written) == kept


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("+32 470 00 00 01", "", "+32470000001"),
        ("0032 470/00.00.01", "", "+32470000001"),
        ("+32 (0)470 00 00 01", "", "+32470000001"),
        ("0470 00 00 01", "BE", "+32470000001"),
        ("0470 00 00 01", "", ""),
        ("+32\u200b470000001", "", "+32470000001"),
        ("call me", "BE", ""),
    ],
)
def test_it_reads_a_telephone_number(written: str, country: str, kept: str) -> None:
    assert numbers.phone(written, country) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://www.Molen.example/contact?x=1", "molen.example"),
        ("@molen.example", "molen.example"),
        ("molen.example.", "molen.example"),
        ("xn--mller-kva.example", "müller.example"),
        ("no domain", ""),
        ("xn--\u00ff", ""),
    ],
)
def test_it_reads_a_domain(written: str, kept: str) -> None:
    assert numbers.domain(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<Facturen@Molen.example>", "facturen@molen.example"),
        ("mailto:a@molen.example", "a@molen.example"),
        ("a b@molen.example", ""),
        ("@molen.example", ""),
        ("molen.example", ""),
    ],
)
def test_it_reads_an_address(written: str, kept: str) -> None:
    assert numbers.address(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [("1250.00", "1250.00"), ("0", "0"), ("-1", ""), ("1,250.00", ""), ("1e9", ""), ("NaN", ""), ("1" * 40, "")],
)
def test_it_reads_an_amount(written: str, kept: str) -> None:
    assert numbers.amount(written) == kept


def test_whatever_is_written_ends_in_a_number_or_in_nothing() -> None:
    for odd in ("\x00", "\ud800", "\u202e" * 500, "٣" * 30, "IBAN" * 1000, "xn--" * 50, "(0)" * 99, "+" * 120, "FR" + "٣" * 11):
        for read in (numbers.iban, numbers.bic, numbers.vat, numbers.structured, numbers.creditor_reference, numbers.domain):
            assert isinstance(read(odd), str)
        assert isinstance(numbers.enterprise(odd, "FR"), str)
        assert numbers.phone(odd, "BE") == ""
