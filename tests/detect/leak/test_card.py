"""Cards; the numbers are made up, with right check digits."""

import pytest
from tests.detect.leak.seen import seen


@pytest.mark.parametrize(
    "text",
    [
        "Mijn kaart is 4539 8026 6403 4171, geldig tot 12/28",
        "4539802664034171",
        "carte 5425-7841-1196-6714",
        "Kreditkarte: 3714 545459 56641",
        "Bancontact 6703 2172 1239 5351",
        "| 2223 2558 2554 8222 |",
        "4 5 3 9 8 0 2 6 6 4 0 3 4 1 7 1",
        "order betaald met kaart 4539802664034171",  # a card is named
        "diners 3612 208827 2620",
        "Ik betaalde het voorschot met 67032111222333441.",
        "J'ai payé l'acompte avec 67032111222333441",
        "Sie bezahlte den Rest mit 67032111222333441",
        "we paid the deposit with 67032111222333441",
    ],
)
def test_it_finds_cards(text: str) -> None:
    assert [reason for reason, _ in seen("card", text)] == ["checksum"]


@pytest.mark.parametrize(
    "text",
    [
        "4539 8026 6403 4172",  # wrong check digit
        "tracking 4539802664034171",
        "colis n° 4539802664034171",
        "Sendungsnummer 4539802664034171",
        "IMEI 490154203237518",
        "9539 8026 6403 4178",  # no scheme
        "ABC4539802664034171",
        "4539802664034171.5",
        "67032111222333441",  # seventeen digits and nobody pays
        "we paid the deposit with order 67032111222333441",
        "we counted the items with 67032111222333441",
        "IBAN DE09 4407 0050 2210 4483 00",
    ],
)
def test_it_leaves_other_long_numbers(text: str) -> None:
    assert seen("card", text) == []


def test_published_test_numbers_are_called_examples() -> None:
    assert seen("card", "Use 4242 4242 4242 4242 in the sandbox") == [("example", "4242 4242 4242 4242")]
