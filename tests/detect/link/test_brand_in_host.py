import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.brand_in_host import brand_in_host


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://bakkerijvanhove.mailbox-quota.example/", ["brand_in_host_own"]),
        ("https://www.bakkerijvanhove.example.slot.example/", ["brand_in_host_own"]),  # the whole domain before another
        ("https://molensdekroon.facturatie.example/", ["brand_in_host_supplier"]),
        ("https://paypal.veilig-betalen.example/", ["brand_in_host_brand"]),
        ("https://dossiers.example/bakkerijvanhove/4711", ["brand_in_host_path"]),  # a place for a customer, or a lure: weak
        ("https://afzender.example/klanten/bakkerijvanhove", []),  # on the sender's own pages
        ("https://dossiers.example/?u=els@bakkerijvanhove.example", []),  # an address is another finding
        ("https://www.molensdekroon.example/", []),  # the supplier itself
        ("https://bakkerijvanhove.sharepoint.com/x", []),  # a service that gives every firm a place
    ],
)
def test_it_finds_a_name_before_or_behind_a_strangers_domain(written: str, seen: list[str]) -> None:
    assert ids(brand_in_host, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(brand_in_host, message(link("https://bakkerijvanhove.mailbox-quota.example/", "", quoted=True))) == []
