import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.return_path_elsewhere import return_path_elsewhere
from weerbaar.model.part import Address, Authentication, Mail


@pytest.mark.parametrize(
    ("return_path", "bulk", "speaks"),
    [
        ("bounce@verzendhuis.example", False, True),
        ("bounce@mail.supplier.example", False, False),  # below the same domain
        ("bounce@verzendhuis.example", True, False),  # newsletters bounce to their mailing service
        ("", False, False),  # a delivery report
    ],
)
def test_it_speaks_when_bounces_go_to_a_stranger(return_path: str, bulk: bool, speaks: bool) -> None:
    mail = Mail("mail", Address("Anna", "anna@supplier.example"), "", return_path=Address("", return_path), bulk=bulk)
    assert [f.saw["return_path"] for f in return_path_elsewhere(mail, BAKERY)] == ([return_path] if speaks else [])


def test_it_is_silent_when_the_delivery_is_proven() -> None:
    passed = (Authentication("mx.bakkerijvanhove.example", "dmarc", "pass", "supplier.example"),)
    mail = Mail(
        "mail", Address("", "a@supplier.example"), "", return_path=Address("", "b@service.example"), authentication=passed
    )
    assert not list(return_path_elsewhere(mail, BAKERY))
