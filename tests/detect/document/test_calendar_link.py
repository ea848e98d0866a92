import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.calendar_link import calendar_link
from weerbaar.model.part import Address, Link, LinkKind, Meeting, Parts


@pytest.mark.parametrize(
    ("organiser", "domain", "speaks"),
    [
        ("a@stranger.example", "other.example", True),
        ("a@stranger.example", "stranger.example", False),  # their own site
        ("a@stranger.example", "microsoft.com", False),  # a meeting service
        ("a@stranger.example", "brinkmann-druck.example", False),  # a supplier
        ("els@bakkerijvanhove.example", "other.example", False),  # a colleague invites
    ],
)
def test_it_speaks_of_links_to_neither_organiser_nor_service(organiser: str, domain: str, speaks: bool) -> None:
    link = Link("invitation", f"https://{domain}/x", LinkKind.CALENDAR, "https", domain, domain)
    parts = Parts((Meeting("invitation", "Overleg", Address("", organiser)), link))
    assert bool(list(calendar_link(parts, BAKERY))) == speaks
