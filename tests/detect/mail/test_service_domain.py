import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.service_domain import service_domain
from weerbaar.model.part import Address, Mail


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("x@fiscale-teruggave.example", "teruggave"),
        ("x@mail.paket-zustellung.example", "zustellung"),
        ("x@login-center.example", "login"),
        ("x@desmet-verpakkingen.example", ""),
        ("x@support.supplier.example", ""),  # an honest desk stands below the firm's name
        ("x@dhl-news.com", ""),  # a brand's own
        ("x@supportsystems.example", ""),  # no hyphen
    ],
)
def test_it_speaks_on_domains_named_after_an_errand(address: str, word: str) -> None:
    found = [f.saw["word"] for f in service_domain(Mail("mail", Address("", address), ""), BAKERY)]
    assert found == ([word] if word else [])
