import pytest

from weerbaar.detect._domain import is_free_mail, registrable
from weerbaar.detect._lookalike import brands, is_brand_domain, resembles, resembles_brand
from weerbaar.detect._names import names_firm, on_behalf, same_person

KNOWN = "molensdekroon.example"


@pytest.mark.parametrize(
    ("domain", "manner"),
    [
        ("molensdekr0on.example", "homoglyph"),
        ("m\u043elensdekroon.example", "homoglyph"),  # a Cyrillic o
        ("mol\u00ebnsdekroon.example", "homoglyph"),
        ("rnolensdekroon.example", "homoglyph"),
        ("molens-dekroon.example", "typo"),
        ("molensdekron.example", "typo"),
        ("moelnsdekroon.example", "typo"),
        ("molensdekroon-facturen.example", "added_word"),
        ("mijnmolensdekroon.example", "added_word"),
        ("molensdekroon.be", "other_tld"),
        ("molensdekroon.example.inlog.example", "subdomain"),
        ("molensdekroon-example.inlog.example", "subdomain"),
        (KNOWN, None),
        ("mail.molensdekroon.example", None),
        ("molensdekroon.sharepoint.com", None),  # a service that names its customers so
        ("molensvandeput.example", None),
        ("dekroon.example", None),
    ],
)
def test_manners_of_resembling(domain: str, manner: str | None) -> None:
    assert resembles(domain, KNOWN) == manner


@pytest.mark.parametrize(
    ("domain", "known"),
    [
        ("maas.example", "maes.example"),
        ("kbcx.example", "kbc.example"),
        ("aa.example", "ab.example"),
        ("orangerie.example", "orange.example"),
    ],
)
def test_short_names_are_alike_by_chance(domain: str, known: str) -> None:
    assert resembles(domain, known) is None


@pytest.mark.parametrize(
    "hostile", ["", ".", "..", "-" * 300, "a." * 200, "xn--", "\udcff.example", "1.2.3.4", "[::1]", "é" * 500 + ".example"]
)
def test_it_survives_any_host(hostile: str) -> None:
    assert resembles(hostile, KNOWN) is None
    assert resembles_brand(hostile) is None
    assert registrable(hostile) is not None
    assert is_free_mail(hostile) is False


def test_brands_are_known_by_their_own_domains() -> None:
    assert len(brands()) >= 150
    assert all("." in domain or domain == "bnpparibas" for domains in brands().values() for domain in domains)
    assert is_brand_domain("login.microsoftonline.com")
    assert resembles_brand("dhl-zustellung.example") == ("DHL", "dhl.com", "added_word")
    assert resembles_brand("bakkerij.example") is None


@pytest.mark.parametrize("domain", ["gmail.com", "freepost.example", "mailbox-frei.example", "yahoo.example"])
def test_free_mail(domain: str) -> None:
    assert is_free_mail(domain)


@pytest.mark.parametrize("domain", ["supplier.example", "postduif-mail.example", "mailchimp.com", "post.lu", "planbox.example"])
def test_not_free_mail(domain: str) -> None:
    assert not is_free_mail(domain)


def test_names() -> None:
    assert same_person("Dr. Els VAN HOVE", "Els Van Hove")
    assert not same_person("Els", "Els Van Hove")
    assert names_firm("De Kroon Molens, boekhouding", "Molens De Kroon", (KNOWN,))
    assert not names_firm("Kroon Optiek", "Molens De Kroon", (KNOWN,))
    assert on_behalf("Els Van Hove (via Tekenlink)", "mail.tekenlink.example")
    assert not on_behalf("Els Van Hove via Tekenlink", "stranger.example")
