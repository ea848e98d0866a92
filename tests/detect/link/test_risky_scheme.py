import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.risky_scheme import risky_scheme


@pytest.mark.parametrize(
    ("written", "label", "seen"),
    [
        ("file://files.page.example/share/factuur.lnk", "", ["risky_scheme"]),  # sends the login along to a stranger's server
        ("search-ms:query=factuur&crumb=location:\\\\page.example", "Factuur", ["risky_scheme"]),
        ("ms-msdt:/id PCWDiagnostic", "", ["risky_scheme"]),
        ("javascript:eval(atob('x'))", "", ["risky_scheme"]),
        ("data:text/html,<form>", "", ["risky_scheme"]),
        ("file://server01/deel/rooster.xlsx", "", []),  # the drive of the house
        ("javascript:void(0)", "", []),  # does nothing
        ("mailto:anna@afzender.example", "", []),
        ("https://page.example/", "", []),
    ],
)
def test_it_sees_links_that_start_something(written: str, label: str, seen: list[str]) -> None:
    assert ids(risky_scheme, message(link(written, label))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(risky_scheme, message(link("file://files.page.example/share/factuur.lnk", "", quoted=True))) == []
