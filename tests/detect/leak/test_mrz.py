"""Machine-readable lines: the specimens of ICAO Doc 9303."""

import pytest
from tests.detect.leak.seen import seen

PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
VISA = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"


@pytest.mark.parametrize("lines", [PASSPORT, CARD, VISA, PASSPORT.split("\n")[1]], ids=["td3", "td1", "td2", "alone"])
def test_it_finds_all_the_lines(lines: str) -> None:
    for text in (
        lines,
        f"Scan:\n{lines}\nKlopt dit?",
        f"```\n{lines}\n```",
        "\n".join(f"> {line}" for line in lines.split("\n")),
    ):
        assert [reason for reason, _ in seen("mrz", text)] == ["checksum"]
    assert seen("mrz", f"Scan: {lines}")[0][1] == lines


def test_it_reads_them_out_of_json_and_html() -> None:
    assert seen("mrz", PASSPORT.replace("\n", "\\n"))
    assert seen("mrz", PASSPORT.replace("<", "&lt;"))


@pytest.mark.parametrize(
    "text",
    [
        PASSPORT.replace("L898902C36UTO7408122", "L898902C35UTO7408121"),  # two wrong check digits
        "<" * 88,
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",  # the first line alone checks nothing
        "A" * 44 + "\n" + "1" * 43 + "2",
    ],
    ids=["wrong", "filling", "first-line", "letters"],
)
def test_it_leaves_other_lines(text: str) -> None:
    assert seen("mrz", text) == []
