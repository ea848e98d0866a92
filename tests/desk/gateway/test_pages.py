"""The pages of the gateway, as people use them."""

import re
import time
from typing import Any

import pytest
from django.test import Client

from tests.desk.cast import Desk
from tests.desk.gateway.kit import CREDENTIAL, agree, ready
from tests.desk.gateway.places import places
from weerbaar.desk.gateway import asks, budgets, keys
from weerbaar.desk.gateway.models import Ask, Key, Provider
from weerbaar.model.leak import DataClass


def signed_in(desk: Desk, name: str) -> Client:
    """A browser of someone who has just proven who they are."""
    client = desk.browser(name)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(desk.user(name).pk)
    session.save()
    return client


def test_a_person_makes_a_key_uses_it_and_withdraws_it(desk: Desk) -> None:
    ready(desk)
    nadia = signed_in(desk, "nadia")
    page = nadia.post("/ai/", {"name": "tekstverwerker", "days": "90"}).content.decode()
    secret = re.search(r'value="(wbg_[^"]+)"', page)
    assert secret
    key = keys.of(secret[1])
    assert key is not None and key.membership == desk.member("nadia")
    page = nadia.get("/ai/").content.decode()
    assert secret[1] not in page and secret[1][: keys.SHOWN] in page
    assert "<code>klein</code>" in page
    assert nadia.post(f"/ai/keys/{key.pk}/withdraw/").status_code == 302
    assert keys.of(secret[1]) is None


def test_who_makes_a_key_proves_again_who_they_are(desk: Desk) -> None:
    els = desk.browser("els")
    for place, form in (
        ("/ai/", {"name": "x", "days": "90"}),
        ("/ai/gateway/teams/", {"team-team": "W", "team-role": "reporter"}),
    ):
        assert "reauthenticate" in els.post(place, form)["Location"]
    assert not Key.objects.exists()


def test_one_person_has_so_many_keys(desk: Desk) -> None:
    for _ in range(keys.MOST_KEYS):
        keys.make(desk.member("nadia"), "x", 7)
    assert signed_in(desk, "nadia").post("/ai/", {"name": "x", "days": "90"}).status_code == 400


def test_a_provider_is_connected_changed_and_disconnected(desk: Desk) -> None:
    agree(desk)
    els = desk.browser("els")
    form = {
        "provider-name": "Modellen", "provider-tool": "helper", "provider-url": "https://ai.firm.example/", "provider-dialects": ["openai"],
        "provider-offers": "klein = small-1\ngroot", "provider-credential": CREDENTIAL, "provider-joules_per_token": "2",
    }  # fmt: skip
    assert els.post("/ai/gateway/", form).status_code == 302
    made = Provider.objects.get()
    assert (made.url, made.offers, made.credential) == (
        "https://ai.firm.example",
        {"klein": "small-1", "groot": "groot"},
        CREDENTIAL,
    )
    assert CREDENTIAL not in els.get(f"/ai/gateway/providers/{made.pk}/").content.decode()
    changed = els.post(f"/ai/gateway/providers/{made.pk}/", {**form, "provider-name": "Anders", "provider-credential": ""})
    assert changed.status_code == 302
    made.refresh_from_db()
    assert (made.name, made.credential) == ("Anders", CREDENTIAL)
    assert els.post(f"/ai/gateway/providers/{made.pk}/retire/").status_code == 302
    made.refresh_from_db()
    assert made.retired_at is not None and made.credential == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://ai.firm.example"},
        {"offers": ""},
        {"offers": "a b"},
        {"tool": "other"},
        {"dialects": []},
        {"credential": "é"},
        {"joules_per_token": "-1"},
    ],
    ids=["plain http", "no model", "no model name", "no tool of the agreement", "no dialect", "no key", "less than nothing"],
)
def test_a_provider_that_cannot_be_is_not_connected(desk: Desk, wrong: dict[str, Any]) -> None:
    agree(desk)
    form = {
        "name": "M",
        "tool": "helper",
        "url": "https://ai.firm.example",
        "dialects": ["openai"],
        "offers": "a",
        "joules_per_token": "2",
    }
    said = {f"provider-{name}": value for name, value in {**form, **wrong}.items()}
    assert desk.browser("els").post("/ai/gateway/", said).status_code == 400
    assert not Provider.objects.exists()


def test_a_reason_is_given_by_who_is_asked_and_nobody_else(desk: Desk) -> None:
    there = ready(desk)
    key = Key.objects.select_related("organisation", "membership").get(pk=there.key.pk)
    ask = asks.asked(key, "helper", {DataClass.HEALTH: 1}, ["x"])
    place = f"/ai/ask/{ask.ref}/"
    nadia = desk.browser("nadia")
    page = nadia.get(place).content.decode()
    assert "Assistent" in page
    assert desk.browser("els").get(place).status_code == 404
    assert nadia.post(place, {"reason": ""}).status_code == 400
    assert nadia.post(place, {"reason": "De arts vroeg het zelf"}).status_code == 302
    assert "De arts" not in nadia.get(place).content.decode()
    given = Ask.objects.get()
    assert given.reason == "De arts vroeg het zelf"
    assert nadia.post(place, {"reason": "nog eens"}).status_code == 302
    assert Ask.objects.get().reason == given.reason


def test_a_budget_is_set_and_seen_by_who_uses_it(desk: Desk) -> None:
    ready(desk)
    els = desk.browser("els")
    assert els.post("/ai/gateway/budgets/person/", {"person-tokens_day": "12345", "person-requests_day": ""}).status_code == 302
    assert budgets.budget(desk.bakery, "person") == budgets.Budget(tokens_day=12345)
    assert "12345" in desk.browser("nadia").get("/ai/").content.decode()
    assert els.post("/ai/gateway/budgets/person/", {"person-tokens_day": "-1"}).status_code == 400
    assert els.post("/ai/gateway/budgets/cat/", {}).status_code == 404


def test_a_key_for_a_team_is_made_and_shown_once(desk: Desk) -> None:
    els = signed_in(desk, "els")
    made = els.post(
        "/ai/gateway/teams/", {"team-team": "Winkel", "team-role": "reporter", "team-name": "kassa", "team-days": "30"}
    )
    secret = re.search(r'value="(wbg_[^"]+)"', made.content.decode())
    assert secret
    assert Key.objects.get().team == "Winkel"
    assert secret[1] not in els.get("/ai/gateway/").content.decode()


def test_each_page_is_there(desk: Desk) -> None:
    for name, place in places(desk):
        assert desk.browser(name).get(place).status_code == 200, (name, place)
