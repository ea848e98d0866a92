import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.code.code_only_action import code_only_action
from weerbaar.model.part import Code, LinkKind, Text, TextKind

CODE = Code("mail > picture", "QRCode", "https://page.example/x")
LONG = "Beste Els, zoals besproken stuur ik u het verslag van onze vergadering van vorige week. " * 6


@pytest.mark.parametrize(
    ("text", "target", "seen"),
    [
        ("", "https://page.example/x", ["code_only_action"]),
        ("Scan de code met uw telefoon om uw account te behouden.", "https://page.example/x", ["code_only_action_asked"]),
        ("Scannez le code QR avec votre téléphone.", "https://page.example/x", ["code_only_action_asked"]),
        ("Bitte scannen Sie den QR-Code.", "https://page.example/x", ["code_only_action_asked"]),
        (LONG, "https://page.example/x", []),  # a message that also holds a code
        ("Scan de code voor uw bestelbon.", "https://molensdekroon.example/bon", []),  # a known supplier
    ],
)
def test_it_speaks_when_the_code_is_the_message(text: str, target: str, seen: list[str]) -> None:
    parts = message(Text("mail", text, TextKind.MAIL), CODE, link(target, kind=LinkKind.CODE))
    assert ids(code_only_action, parts) == seen


def test_it_is_silent_when_there_is_something_else_to_press() -> None:
    parts = message(CODE, link("https://page.example/x", kind=LinkKind.CODE), link("https://www.afzender.example/"))
    assert ids(code_only_action, parts) == []
