"""Who signed in, or tried to, is written down, and nothing more than that."""

import logging
from typing import Any

import pytest
from django.test import Client

from tests.desk.cast import Desk, address
from weerbaar.desk.governance.models import Entry

PASSWORD = "vanille en appel 7"


def lines(desk: Desk, name: str) -> list[tuple[str, dict[str, Any]]]:
    """What the trail says of someone, since the test began."""
    user = desk.user(name).pk
    return [(one.action, one.facts) for one in Entry.objects.filter(about=f"user:{user}").exclude(action="joined")]


def with_password(desk: Desk, name: str) -> None:
    user = desk.user(name)
    user.set_password(PASSWORD)
    user.save()


def test_signing_in_and_out_stands_in_the_trail(desk: Desk) -> None:
    with_password(desk, "nadia")
    client = desk.browser()
    client.post("/account/login/", {"login": address("nadia"), "password": PASSWORD})
    client.post("/account/logout/")
    assert [action for action, _ in lines(desk, "nadia")] == ["signed in", "signed out"]
    assert lines(desk, "nadia")[0][1] == {"by": "password"}


def test_another_password_and_another_second_step_do_too(desk: Desk) -> None:
    with_password(desk, "els")
    client = desk.browser("els")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/2fa/totp/deactivate/")
    told = lines(desk, "els")
    assert told[-1] == ("second factor removed", {"type": "totp"})


def test_a_failed_try_is_logged_without_saying_who(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with_password(desk, "nadia")
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            Client().post("/account/login/", {"login": address("nadia"), "password": "anders dan het is"})
    told = [record.facts["from"] for record in caplog.records if record.getMessage() == "sign-in failed"]  # type: ignore[attr-defined]
    assert len(told) == 2
    assert len(set(told)) == 1, "tries from one address can be told together"
    assert lines(desk, "nadia") == []
    assert not any(word in caplog.text for word in ("nadia", "anders", "127.0.0.1"))


@pytest.mark.parametrize(
    ("ask", "status", "view"),
    [
        (lambda client: client.get("/api/v1/cases"), 401, "api:cases"),
        (lambda client: client.get("/trail/"), 403, "trail"),
        (lambda client: client.post("/share/", headers={"Sec-Fetch-Site": "cross-site"}), 403, "share"),
    ],
)
def test_whoever_is_refused_stands_in_the_log(
    desk: Desk, caplog: pytest.LogCaptureFixture, ask: Any, status: int, view: str
) -> None:
    with caplog.at_level(logging.WARNING):
        ask(desk.browser("nadia"))
    told = [record.facts for record in caplog.records if record.getMessage() == "refused"]  # type: ignore[attr-defined]
    assert [(one["status"], one["view"], one["user"]) for one in told] == [(status, view, desk.user("nadia").pk)]
