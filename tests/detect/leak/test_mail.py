import pytest
from tests.detect.leak.seen import seen


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Mail jan.peeters@molen.example even", "jan.peeters@molen.example"),
        ("<fatima.el-amrani@molen.example>", "fatima.el-amrani@molen.example"),
        ("mailto:jan@molen.example?subject=hallo", "jan@molen.example"),
        ("user=jan@molen.example&x=1", "jan@molen.example"),
        ("https://molen.example/u/jan@molen.example", "jan@molen.example"),
        ("jan%40molen.example", "jan%40molen.example"),
        ("josé.garcía@molen.example", "josé.garcía@molen.example"),
        ("jan+krant@post.molen.example.", "jan+krant@post.molen.example"),
        ("'o'neill@molen.example'", "o'neill@molen.example"),
        ("jan [at] molen [dot] example", "jan [at] molen [dot] example"),
        ("jan(at)molen.example", "jan(at)molen.example"),
        ("jan.peeters (arobase) molen (point) example", "jan.peeters (arobase) molen (point) example"),
        ("ｊａｎ＠molen.example", "ｊａｎ＠molen.example"),
        ("jean.dupont@atelier.example", "jean.dupont@atelier.example"),  # people have that name
    ],
)
def test_it_finds_addresses_of_persons(text: str, address: str) -> None:
    assert seen("mail", text) == [("format", address)]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("info@molen.example", "role"),
        ("facturen@molen.example", "role"),
        ("no-reply@molen.example", "role"),
        ("support.nl@molen.example", "role"),
        ("hr2@molen.example", "role"),
        ("buchhaltung@molen.example", "role"),
        ("git@code.molen.example", "role"),
        ("naam@voorbeeld.be", "example"),
        ("prenom.nom@molen.example", "example"),
        ("john.doe@example.com", "example"),
    ],
)
def test_nobodys_addresses_are_called_so(address: str, reason: str) -> None:
    assert seen("mail", f"Schrijf naar {address}") == [(reason, address)]


@pytest.mark.parametrize(
    "text",
    [
        "logo@2x.png",
        "react@18.2.0",
        "@media (max-width: 3em)",
        "a @ b",
        "jan@",
        "@jan",
        "jan@@molen.example",
        "(at) home (dot) now",
    ],
)
def test_it_leaves_other_at_signs(text: str) -> None:
    assert seen("mail", text) == []
