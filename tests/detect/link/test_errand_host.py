import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.errand_host import errand_host


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://kroon-betaling.example/", ["errand_host"]),
        ("https://douane-restitution.example/", ["errand_host_only"]),
        ("https://zoll-abfertigung-online.example/", ["errand_host_only"]),
        ("https://bakkerij-vanhove.example/", []),  # names
        ("https://service.example/", []),  # a single word may be a name
        ("https://tax-refund.pages.dev/", []),  # free hosting is another finding
        ("https://molensdekroon.example/zoll-abgabe", []),  # in the path
    ],
)
def test_it_knows_errands_where_a_name_should_be(written: str, seen: list[str]) -> None:
    assert ids(errand_host, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(errand_host, message(link("https://kroon-betaling.example/", "", quoted=True))) == []
