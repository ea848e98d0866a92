import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.styled_sender import styled_sender
from weerbaar.model.part import Address, Mail


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("\U0001d5d9\U0001d5ee\U0001d5f0\U0001d601\U0001d602\U0001d5ff\U0001d5ee", "Factura"),  # mathematical letters
        ("\uff28\uff25\uff2c\uff30 desk", "HELP desk"),  # full-width letters
        ("\u24b7\u24d0\u24dd\u24da", "Bank"),  # letters in circles
        ("Z\u200bee\u200bbank", "Zeebank"),  # zero-width spaces
        ("Z\u034fe\u034fe\u034fbank\u034f", "Zeebank"),  # grapheme joiners
        ("Ze\u00adebank", "Zeebank"),  # a soft hyphen
        ("Z\u0435eb\u0430nk", "Zeebank"),  # Cyrillic letters in a Latin word
        ("\u0396eebank", "Zeebank"),  # a Greek capital
    ],
)
def test_it_reads_the_name_behind_the_style(name: str, plain: str) -> None:
    found = list(styled_sender(Mail("mail", Address(name, "info@dossier.example"), ""), BAKERY))
    assert [f.saw["plain"] for f in found] == [plain]


@pytest.mark.parametrize(
    "name",
    [
        "Tom Maes",
        "Zoë Müller-Łukasz",
        "Nguyễn Thị Ánh",
        "Ελένη Παπαδοπούλου",
        "Иван Петров",
        "Дмитрiй Петров",  # a Latin i typed by hand
        "Иван Peeters",  # two names, two scripts
        "王小明",
        "株式会社\uff21\uff22\uff23",  # full-width letters are at home beside Japanese
        "ثائر منصور",
        "می\u200cخواهم",  # Persian joins with a zero-width non-joiner
        "विक्\u200dष",
        "Bakkerij \U0001f468\u200d\U0001f373 Peeters",  # an emoji of several signs
        "Zeebank® ™ ℠",
        "μTorrent",  # a sign that no Latin letter looks like
        "Ömer Çelik ışık",
        "Əliyev",
        "Parking \U0001f17f\ufe0f",
        "",
    ],
)
def test_honest_names_of_any_script_are_left_alone(name: str) -> None:
    assert not list(styled_sender(Mail("mail", Address(name, "info@dossier.example"), ""), BAKERY))


def test_it_reads_the_address_too() -> None:
    sender = Address("Zeebank", "info@z\u0435ebank.example")
    found = list(styled_sender(Mail("mail", sender, ""), BAKERY))
    assert [f.saw["plain"] for f in found] == ["info@zeebank.example"]


@pytest.mark.parametrize("name", ["a\u200b" * 100_000, "\u0430a" * 100_000, "\U0001d5d9" * 100_000])
def test_hostile_names_end(name: str) -> None:
    assert len(list(styled_sender(Mail("mail", Address(name, "x@y.example"), ""), BAKERY))) == 1
