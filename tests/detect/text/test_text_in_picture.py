import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.text_in_picture import text_in_picture
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


@pytest.mark.parametrize(
    ("body", "picture", "words"),
    [
        ("", "Uw pakket wacht. Gelieve € 1,99 over te maken", "€ 1,99"),
        ("Zie bijlage", "Veuillez payer avant vendredi", "payer"),
        ("", "Rekening BE68 5390 0754 7034", "BE68 5390 0754 7034"),
        ("", "Bakkerij Van Hove, sinds 1987", ""),
        (
            "Beste Tom, zoals gisteren besproken aan de telefoon. " * 10,
            "Gelieve te betalen: € 480",
            "",
        ),  # the letter says it itself
    ],
)
def test_it_speaks_when_only_the_picture_asks(body: str, picture: str, words: str) -> None:
    mail = Mail("mail", Address("", "a@b.example"), "Hallo")
    parts = Parts((mail, Text("text", body, TextKind.MAIL), Text("picture", picture, TextKind.PICTURE)))
    assert "".join(f.saw["words"] for f in text_in_picture(parts, BAKERY)) == words
