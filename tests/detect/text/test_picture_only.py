import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.picture_only import picture_only
from weerbaar.model.part import Address, Document, Link, LinkKind, Mail, Part, Parts, Picture, Text, TextKind

MAIL = Mail("mail", Address("", "a@b.example"), "Hallo")
PICTURE = Picture("picture", "x.png", "png", 600, 800)
LINK = Link("text", "https://c.example/x", LinkKind.ANCHOR, "https", "c.example", "c.example")


@pytest.mark.parametrize(
    ("parts", "id"),
    [
        ((MAIL, Text("text", "", TextKind.MAIL), PICTURE, LINK), "text.picture_only_link"),
        ((MAIL, Text("text", "Bekijk", TextKind.MAIL), PICTURE), "text.picture_only"),
        ((MAIL, Document("text", "", "html", traits=frozenset(("pictures",)), body=True), LINK), "text.picture_only_link"),
        (
            (
                MAIL,
                Text("text", "Hier is de foto van de nieuwe oven die wij gisteren hebben laten plaatsen.", TextKind.MAIL),
                PICTURE,
            ),
            "",
        ),
        ((MAIL, Text("text", "", TextKind.MAIL), Picture("p", "logo.png", "png", 90, 40)), ""),  # a logo
        ((PICTURE,), ""),  # no mail: someone brought a picture
    ],
)
def test_it_speaks_when_the_mail_is_a_picture(parts: tuple[Part, ...], id: str) -> None:
    assert "".join(f.id for f in picture_only(Parts(parts), BAKERY)) == id
