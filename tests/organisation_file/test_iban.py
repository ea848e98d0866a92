import pytest

from weerbaar.organisation.iban import holds, ibans_in


@pytest.mark.parametrize(
    ("iban", "right"),
    [
        ("BE71096123456769", True),
        ("DE89370400440532013000", True),
        ("BE71096123456768", False),  # one digit off
        ("BE7109612345676", False),  # too short
        ("71BE096123456769", False),
        ("BE71\u0660961234567", False),  # digits of another script
        ("", False),
    ],
)
def test_check_digits(iban: str, right: bool) -> None:
    assert holds(iban) is right


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Stort op BE71 0961 2345 6769 of bel ons.", ["BE71096123456769"]),
        ("IBAN: DE89370400440532013000.", ["DE89370400440532013000"]),
        ("BE71 0961 2345 6769 BIC KRED BEBB", ["BE71096123456769"]),
        ("BE71 0961 2345 6768", []),
        ("order BE71", []),
    ],
)
def test_accounts_in_a_text(text: str, found: list[str]) -> None:
    assert list(ibans_in(text)) == found
