import pytest
from tests.detect.links import link
from tests.organisation import BAKERY

from weerbaar.detect.text.login_under_threat import login_under_threat
from weerbaar.model.part import Address, Link, Mail, Parts, Text, TextKind

ASKS = "Meld u aan om uw postvak te behouden. Anders wordt uw toegang geblokkeerd."


def domains(text: str, language: str, *links: Link) -> list[str]:
    mail = Mail("mail", Address("", "info@afzender.example"), "")
    parts = Parts((mail, Text("text", text, TextKind.MAIL, language), *links))
    return [finding.saw["domain"] for finding in login_under_threat(parts, BAKERY)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ASKS, "nl"),
        ("Connectez-vous pour garder votre boîte. Sans quoi votre accès sera suspendu.", "fr"),
        ("Melden Sie sich an. Andernfalls wird Ihr Zugang gesperrt.", "de"),
        ("Please sign in to keep your mailbox. Otherwise it will be suspended.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert domains(text, language, link("https://page.example/in")) == ["page.example"]


@pytest.mark.parametrize(
    "written",
    [
        "https://www.afzender.example/in",  # the sender's own page
        "https://molensdekroon.example/in",  # known to the organisation
    ],
)
def test_it_is_silent_when_the_link_leads_home(written: str) -> None:
    assert domains(ASKS, "nl", link(written)) == []


def test_it_is_silent_on_a_link_in_an_earlier_message() -> None:
    assert domains(ASKS, "nl", link("https://page.example/in", "", quoted=True)) == []


def test_it_is_silent_without_a_threat() -> None:
    assert domains("Meld u aan om de foto's te zien.", "nl", link("https://page.example/in")) == []
