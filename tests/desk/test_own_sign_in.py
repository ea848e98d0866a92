"""The organisation's own sign-in (OpenID Connect), against a real provider on loopback."""

import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from tests.desk.cast import Desk, address
from tests.desk.identity import CLIENT, SECRET, Provider, running
from weerbaar.desk.accounts.models import User


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with running() as made:
        app = {
            "provider_id": "own", "name": "Bakkerij", "client_id": CLIENT, "secret": SECRET, "settings": {"server_url": made.url},
        }  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield made


def goes(client: Client) -> Any:
    """To the provider and back; what our desk says then."""
    there = client.post("/account/oidc/own/login/")["Location"]
    parts = urlsplit(there)
    asking = http.client.HTTPConnection(parts.netloc)
    asking.request("GET", f"{parts.path}?{parts.query}")
    back = urlsplit(asking.getresponse().getheader("Location"))
    asking.close()
    return client.get(f"{back.path}?{back.query}")


def who(client: Client) -> str:
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk).email if pk else ""


def person(name: str, **more: Any) -> dict[str, Any]:
    return {"sub": f"id-of-{name}", "email": address(name), "email_verified": True, **more}


def test_whoever_has_an_account_comes_in(desk: Desk, provider: Provider) -> None:
    provider.person = person("nadia")
    client = desk.browser()
    assert goes(client)["Location"] == "/"
    assert who(client) == address("nadia")
    assert SocialAccount.objects.get().user == desk.user("nadia")
    assert not SocialToken.objects.exists(), "tokens of the provider are not kept"


def test_it_does_not_stand_for_the_second_step(desk: Desk, provider: Provider) -> None:
    provider.person = person("els")
    client = desk.browser()
    assert goes(client)["Location"].startswith("/account/2fa/authenticate/")
    assert who(client) == ""


@pytest.mark.parametrize(
    "told",
    [
        person("nadia", email_verified=False),  # whoever types an address there could be anybody
        {"sub": "1", "email": "wie@elders.example", "email_verified": True},  # nobody of ours: an account is not made
        {"sub": "1"},
        person("nadia", email="nadia@bakkerijvanhove.example.elders.example"),
    ],
)
def test_nobody_else_comes_in(desk: Desk, provider: Provider, told: dict[str, Any]) -> None:
    before = User.objects.count()
    provider.person = told
    client = desk.browser()
    assert goes(client).status_code < 500
    assert who(client) == ""
    assert User.objects.count() == before


@pytest.mark.parametrize("lie", ["state", "issuer", "audience", "expired"])
def test_a_provider_that_breaks_the_rules_lets_nobody_in(desk: Desk, provider: Provider, lie: str) -> None:
    provider.person, provider.lies = person("nadia"), lie
    client = desk.browser()
    assert goes(client).status_code < 500
    assert who(client) == ""


def test_an_answer_is_good_once_and_in_one_browser(desk: Desk, provider: Provider) -> None:
    provider.person = person("nadia")
    ours, theirs = desk.browser(), desk.browser()
    there = urlsplit(ours.post("/account/oidc/own/login/")["Location"])
    asking = http.client.HTTPConnection(there.netloc)
    asking.request("GET", f"{there.path}?{there.query}")
    back = urlsplit(asking.getresponse().getheader("Location"))
    asking.close()
    theirs.get(f"{back.path}?{back.query}")
    assert who(theirs) == ""
    ours.get(f"{back.path}?{back.query}")
    assert who(ours) == address("nadia")
    again = desk.browser()
    again.get(f"{back.path}?{back.query}")
    assert who(again) == ""


def test_a_provider_that_is_away_is_told_and_ends_nothing(desk: Desk, provider: Provider, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    response = Client(raise_request_exception=False).post("/account/oidc/own/login/")
    assert response.status_code == 503
