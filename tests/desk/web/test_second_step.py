"""The second step: a passkey in a real browser with a virtual authenticator, a code from an app, recovery codes."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from tests.desk.cast import Desk, address
from tests.desk.web.visit import DESKTOP, Site

PASSWORD = "vanille en appel 7"


def with_password(desk: Desk, name: str, *, factor: bool = False) -> None:
    """Someone of the cast with a password, and with no second step yet."""
    user = desk.user(name)
    user.set_password(PASSWORD)
    user.save()
    if not factor:
        Authenticator.objects.filter(user=user).delete()


def authenticator(page: Any, *, verified: bool = True) -> Any:
    """A virtual authenticator in this browser, as in a telephone (WebAuthn level 3, 12; Chrome DevTools Protocol)."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": verified, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return device, device.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def signs_in(page: Any, name: str) -> None:
    page.goto("/account/login/")
    page.fill("input[name=login]", address(name))
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")


def sets_up_passkey(page: Any, name: str, *, passwordless: bool = False) -> None:
    page.goto("/account/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/webauthn/add/**")
    page.fill("input[name=name]", name)
    if passwordless:
        page.check("input[name=passwordless]")
    page.locator("#mfa_webauthn_add").click()


def signs_out(page: Any) -> None:
    page.context.clear_cookies(name="desk")


def test_a_decider_sets_up_a_passkey_before_anything_else_and_signs_in_with_it(site: Site) -> None:
    with_password(site.desk, "ines")
    page = site.page(size=DESKTOP)
    device, id = authenticator(page)
    signs_in(page, "ines")
    page.wait_for_url("**/account/2fa/")
    sets_up_passkey(page, "telefoon")
    page.wait_for_url("**/account/2fa/recovery-codes/**")  # the first second step brings its spare keys with it
    assert [one["signCount"] > 0 for one in device.send("WebAuthn.getCredentials", {"authenticatorId": id})["credentials"]] == [
        True
    ]
    signs_out(page)
    signs_in(page, "ines")
    page.wait_for_url("**/account/2fa/authenticate/**")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url(site.url + "/")


def test_a_passkey_of_another_desk_or_person_lets_nobody_in(site: Site) -> None:
    with_password(site.desk, "ines")
    page = site.page(size=DESKTOP)
    authenticator(page)
    signs_in(page, "ines")
    page.wait_for_url("**/account/2fa/")
    sets_up_passkey(page, "telefoon", passwordless=True)
    page.wait_for_url("**/account/2fa/recovery-codes/**")
    Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).delete()
    signs_out(page)
    page.goto("/account/login/")
    page.locator("#passkey_login").click()
    page.wait_for_load_state("networkidle")
    assert "/account/login" in page.url
    assert page.goto("/doubts/").url.startswith(site.url + "/account/login/")


# --- a code from an app, without a browser ------------------------------------------------------------------------------------------


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def with_app(desk: Desk, name: str) -> tuple[Client, str]:
    """Someone who signed in and set up an app; their browser, and the secret the app holds."""
    with_password(desk, name)
    client = Client()
    client.post("/account/login/", {"login": address(name), "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"\b[A-Z2-7]{32}\b", page)
    assert secret, page
    client.post("/account/2fa/totp/activate/", {"code": code(secret[0])})
    assert Authenticator.objects.filter(user=desk.user(name), type=Authenticator.Type.TOTP).exists()
    return client, secret[0]


def begun(name: str) -> Client:
    """A browser in which the password was given."""
    client = Client()
    assert client.post("/account/login/", {"login": address(name), "password": PASSWORD})["Location"].startswith(
        "/account/2fa/"
    )
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_is_good_once(desk: Desk, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    _, secret = with_app(desk, "ines")
    first, second = begun("ines"), begun("ines")
    now = code(secret)
    first.post("/account/2fa/authenticate/", {"code": now})
    second.post("/account/2fa/authenticate/", {"code": now})
    assert not (is_in(first) and is_in(second))


def shown_codes(client: Client) -> list[str]:
    """The recovery codes on their page; none when it shows none."""
    listed = re.search(r"<pre[^>]*>(.*?)</pre>", client.get("/account/2fa/recovery-codes/").content.decode(), re.S)
    return listed[1].split() if listed else []


def kept_codes(desk: Desk, name: str) -> Authenticator:
    return Authenticator.objects.get(user=desk.user(name), type=Authenticator.Type.RECOVERY_CODES)


def test_recovery_codes_let_in_once_each(desk: Desk, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    client, _ = with_app(desk, "ines")
    codes = shown_codes(client)
    assert len(set(codes)) == 10
    assert not any(one.encode() in (desk.home / "database.sqlite3").read_bytes() for one in codes)
    first = begun("ines")
    first.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert is_in(first)
    again = begun("ines")
    again.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert not is_in(again)
    again.post("/account/2fa/authenticate/", {"code": codes[1]})
    assert is_in(again)


def test_recovery_codes_are_shown_once_and_only_their_hashes_stay(desk: Desk) -> None:
    from weerbaar.desk.accounts.adapter import open_

    client, _ = with_app(desk, "ines")
    assert "seed" in kept_codes(desk, "ines").data
    codes = shown_codes(client)
    assert shown_codes(client) == []
    assert client.get("/account/2fa/recovery-codes/download/").status_code == 404
    data = kept_codes(desk, "ines").data
    assert set(data) == {"migrated_codes", "viewed_at"}
    opened = [open_(one) for one in data["migrated_codes"]]
    assert len(opened) == 10
    assert all(one.startswith("hashed argon2$argon2id$") for one in opened)
    assert not any(code in one for code in codes for one in opened)
    assert not begun("ines").post("/account/2fa/authenticate/", {"code": opened[0]}).headers.get("Location"), (
        "a hash is no code"
    )


def test_codes_that_nobody_looked_at_are_hashed_too(desk: Desk, settings: Any) -> None:
    from weerbaar.desk.access.tidy import SHOWN_WITHIN, tidy

    settings.ACCOUNT_RATE_LIMITS = False
    with_app(desk, "ines")
    made = kept_codes(desk, "ines")
    code = made.wrap().generate_codes()[3]
    tidy()
    assert "seed" in kept_codes(desk, "ines").data, "there is time to look at them"
    Authenticator.objects.filter(pk=made.pk).update(created_at=made.created_at - 2 * SHOWN_WITHIN)
    tidy()
    assert "seed" not in kept_codes(desk, "ines").data
    assert shown_codes(desk.browser("ines")) == []
    client = begun("ines")
    client.post("/account/2fa/authenticate/", {"code": code})
    assert is_in(client)


def test_codes_outlive_a_new_master_key(desk: Desk, settings: Any) -> None:
    from weerbaar.desk import rotation, secrets
    from weerbaar.desk.keys import ring

    settings.ACCOUNT_RATE_LIMITS = False
    client, _ = with_app(desk, "ines")
    codes = shown_codes(client)
    secrets.add_key(desk.home)
    rotation.rotate()
    file = desk.home / "master.key"
    file.write_text(file.read_text().splitlines()[0])
    ring.cache_clear()
    client = begun("ines")
    client.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert is_in(client)


@pytest.mark.parametrize(
    "page",
    ["/account/2fa/totp/deactivate/", "/account/2fa/recovery-codes/generate/", "/account/2fa/webauthn/add/", "/me/keys/"],
)
def test_what_guards_a_sign_in_is_changed_only_by_who_just_proved_who_they_are(desk: Desk, page: str) -> None:
    client = desk.browser("ines")
    response = client.post(page, {"name": "x", "scopes": ["bring"], "days": "30"}) if page == "/me/keys/" else client.get(page)
    assert "reauthenticate" in response["Location"]


def test_who_signs_out_does_so_on_every_page_that_is_open(site: Site) -> None:
    page = site.page("nadia")
    page.goto("/doubts/")
    other = page.context.new_page()
    other.goto("/account/logout/")
    other.locator("main form button").first.click()
    page.wait_for_url("**/account/login/**")
