import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.code.code_link import code_link
from weerbaar.model.part import Code, LinkKind


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://page.example/aanmelden", ["code_link_login"]),
        ("https://microsoft.com/devicelogin", ["code_link_login"]),  # a real page used in a trick
        ("https://page.example/x", ["code_link_elsewhere"]),
        ("https://molensdekroon.example/login", ["code_link"]),  # a known supplier
        ("https://www.afzender.example/ticket/1", ["code_link"]),
        ("https://www.microsoft.com/", ["code_link"]),
    ],
)
def test_it_tells_where_a_code_leads(written: str, seen: list[str]) -> None:
    parts = message(Code("mail > picture", "QRCode", written), link(written, kind=LinkKind.CODE))
    assert ids(code_link, parts) == seen


@pytest.mark.parametrize("payload", ["sgnl://linkdevice?uuid=1&pub_key=2", "2@AbCdEf,GhI,JkL==", "tg://login?token=1"])
def test_it_knows_codes_that_join_a_device(payload: str) -> None:
    assert ids(code_link, message(Code("mail > picture", "QRCode", payload))) == ["code_link_device"]


def test_several_codes_are_one_finding_and_the_gravest() -> None:
    links = [
        link(f"https://{host}", kind=LinkKind.CODE) for host in ("www.afzender.example", "page.example", "other.example/login")
    ]
    assert ids(code_link, message(*links)) == ["code_link_login"]


def test_ordinary_links_are_no_codes() -> None:
    assert ids(code_link, message(link("https://page.example/login"))) == []
