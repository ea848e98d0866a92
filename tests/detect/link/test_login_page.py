import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.login_page import login_page
from weerbaar.model.part import Parts


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://page.example/login", ["login_page"]),
        ("https://webmail.page.example/", ["login_page"]),
        ("https://page.example/nl/aanmelden?x=1", ["login_page"]),
        ("https://page.example/connexion", ["login_page"]),
        ("https://page.example/konto/anmeldung", ["login_page"]),
        ("https://mijn.afzender.example/login", ["login_page_sender"]),
        ("https://portaal.molensdekroon.example/login", []),  # a known supplier
        ("https://login.microsoftonline.com/", []),  # a brand's own page
        ("https://page.example/blogin/catalogus", []),  # inside a word
    ],
)
def test_it_reads_login_words_in_four_languages(written: str, seen: list[str]) -> None:
    assert ids(login_page, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(login_page, message(link("https://page.example/login", "", quoted=True))) == []


def test_a_pasted_link_has_no_sender_to_compare_with() -> None:
    assert ids(login_page, Parts((link("https://page.example/login"),))) == ["login_page_alone"]
