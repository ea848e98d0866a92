"""Who is let in by the door: password, second factor, code; and who is sent back."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from tests.desk.cast import Desk, address
from weerbaar.desk.accounts.models import Membership

PASSWORD = "vanille en appel 7"
SECRET = "JBSWY3DPEHPK3PXP"


def with_password(desk: Desk, name: str) -> None:
    user = desk.user(name)
    user.set_password(PASSWORD)
    user.save()


def signs_in(client: Client, name: str, password: str = PASSWORD) -> Any:
    return client.post("/account/login/", {"login": address(name), "password": password})


def code() -> str:
    return str(format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time()))))


def code_in(body: str) -> str:
    """The code stands alone on its line."""
    return next(line.strip() for line in body.splitlines() if re.fullmatch(r"[A-Z0-9]{3,}(-[A-Z0-9]{3,})*", line.strip()))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_reporter_signs_in_with_a_password(desk: Desk) -> None:
    with_password(desk, "nadia")
    client = desk.browser()
    assert signs_in(client, "nadia").status_code == 302
    assert is_in(client)
    assert client.get("/").status_code == 200


def test_a_wrong_password_and_nobody_look_the_same(desk: Desk) -> None:
    with_password(desk, "nadia")
    wrong = signs_in(desk.browser(), "nadia", "anders")
    nobody = desk.browser().post("/account/login/", {"login": "wie@bakkerijvanhove.example", "password": "anders"})
    assert wrong.status_code == nobody.status_code == 200
    assert shown(wrong.content.decode()) == shown(nobody.content.decode().replace("wie@", "nadia@"))


def shown(page: str) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value="|nonce="|content=")[^"]*', "", page)


def test_whoever_has_a_second_factor_is_asked_for_it(desk: Desk) -> None:
    with_password(desk, "els")
    client = desk.browser()
    assert signs_in(client, "els")["Location"].startswith("/account/2fa/authenticate/")
    assert not is_in(client)
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert not is_in(client)
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert is_in(client)


def test_its_secret_stands_in_the_database_sealed(desk: Desk) -> None:
    assert SECRET.encode() not in (desk.home / "database.sqlite3").read_bytes()
    assert Authenticator.objects.filter(user=desk.user("els")).exists()


@pytest.mark.parametrize("name", ["tom", "ines", "els", "karim", "ruth"])
def test_every_role_but_reporter_sets_one_up_before_anything_else(desk: Desk, name: str) -> None:
    Authenticator.objects.filter(user=desk.user(name)).delete()
    client = desk.browser(name)
    for page in ("/", "/doubts/", "/account/sessions/"):
        assert client.get(page)["Location"] == "/account/2fa/"
    assert client.get("/health").status_code == 200


def test_a_reporter_who_becomes_a_helper_is_asked_at_the_next_page(desk: Desk) -> None:
    client = desk.browser("nadia")
    assert client.get("/").status_code == 200
    Membership.objects.filter(user=desk.user("nadia")).update(role="helper")
    assert client.get("/")["Location"] == "/account/2fa/"


@pytest.mark.parametrize("page", ["/", "/doubts/", "/me/", "/account/2fa/", "/account/sessions/"])
def test_nobody_sees_anything(desk: Desk, page: str) -> None:
    response = desk.browser().get(page)
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up_by_themselves(desk: Desk, method: str) -> None:
    response = getattr(desk.browser(), method)("/account/signup/", {"email": "wie@elders.example", "password1": PASSWORD})
    assert response.status_code in (403, 404)
    from weerbaar.desk.accounts.models import User

    assert not User.objects.filter(email="wie@elders.example").exists()


@pytest.fixture
def outbox(settings: Any) -> Iterator[list[Any]]:
    from django.core import mail

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    yield mail.outbox
    mail.outbox.clear()


def test_a_reporter_without_password_signs_in_by_code(desk: Desk, outbox: list[Any]) -> None:
    client = desk.browser()
    client.post("/account/login/code/", {"email": address("nadia")})
    assert [one.to for one in outbox] == [[address("nadia")]]
    client.post("/account/login/code/confirm/", {"code": code_in(outbox[0].body)})
    assert is_in(client)


def test_a_code_does_not_stand_for_a_second_factor(desk: Desk, outbox: list[Any]) -> None:
    client = desk.browser()
    client.post("/account/login/code/", {"email": address("els")})
    client.post("/account/login/code/confirm/", {"code": code_in(outbox[0].body)})
    assert not is_in(client)


def test_guessing_is_stopped_and_a_restart_does_not_help(desk: Desk) -> None:
    with_password(desk, "nadia")
    for _ in range(6):
        signs_in(desk.browser(), "nadia", "anders")
    client = desk.browser()
    signs_in(client, "nadia")
    assert not is_in(client)


@pytest.mark.parametrize("page", ["/health", "/account/login/", "/nowhere"])
def test_every_page_says_what_a_browser_may_do(desk: Desk, page: str) -> None:
    headers = desk.browser().get(page).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "'unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
