"""Sign-ins of others: who looks after people ends them and takes away a lost second step, and that is written down and told."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from tests.desk.cast import Desk, address
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.governance.models import Entry

PASSWORD = "vanille en appel 7"


def is_in(client: Client) -> bool:
    return client.get("/doubts/").status_code == 200


def at(desk: Desk, name: str, what: str) -> str:
    return f"/team/people/{desk.member(name).pk}/{what}/"


def told(desk: Desk, name: str) -> list[tuple[str, dict[str, Any], int | None]]:
    """What the trail says was done to someone, and by whom."""
    about = Entry.objects.filter(about=f"user:{desk.user(name).pk}").exclude(action__in=("joined", "signed in"))
    return [(one.action, one.facts, one.actor) for one in about]


def test_every_sign_in_of_a_member_ends_and_no_other(desk: Desk) -> None:
    phone, laptop, tom, els = (desk.browser(name) for name in ("nadia", "nadia", "tom", "els"))
    assert "2 browsers" in els.get(at(desk, "nadia", "sign-ins"), headers={"Accept-Language": "en"}).content.decode()
    els.post(at(desk, "nadia", "sign-ins/end"))
    assert [is_in(one) for one in (phone, laptop, tom, els)] == [False, False, True, True]
    assert told(desk, "nadia") == [("sign-ins ended", {"count": 2}, desk.user("els").pk)]


def test_a_lost_second_step_is_taken_away_by_who_says_how_they_know(desk: Desk, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ines, els = desk.browser("ines"), desk.browser("els")
    els.post(at(desk, "ines", "second-step"), {"known": "called"})
    assert not Authenticator.objects.filter(user=desk.user("ines")).exists()
    assert not is_in(ines)
    by = desk.user("els").pk
    assert told(desk, "ines") == [
        ("second factor reset", {"known": "called", "factors": 1}, by), ("sign-ins ended", {"count": 1}, by),
    ]  # fmt: skip
    assert [(one.to, one.subject) for one in mail.outbox] == [([address("ines")], "Uw tweede stap is weggenomen")]
    again = desk.browser("ines")
    assert again.get("/team/")["Location"] == "/account/2fa/", "a new one first"


@pytest.mark.parametrize("known", ["", "hearsay"])
def test_not_without_saying_how_they_know(desk: Desk, known: str) -> None:
    desk.browser("els").post(at(desk, "ines", "second-step"), {"known": known})
    assert Authenticator.objects.filter(user=desk.user("ines")).exists()
    assert told(desk, "ines") == []


def test_nobody_takes_away_their_own(desk: Desk) -> None:
    assert desk.browser("els").post(at(desk, "els", "second-step"), {"known": "met"}).status_code == 403
    assert Authenticator.objects.filter(user=desk.user("els")).exists()


def test_nor_that_of_someone_who_belongs_elsewhere_too(desk: Desk) -> None:
    Membership.objects.create(user=desk.user("ines"), organisation=desk.garage, role="decider")
    member = Membership.objects.get(user=desk.user("ines"), organisation=desk.bakery)
    assert desk.browser("els").post(f"/team/people/{member.pk}/second-step/", {"known": "met"}).status_code == 403
    assert Authenticator.objects.filter(user=desk.user("ines")).exists()


# --- tries that failed --------------------------------------------------------------------------------------------------------------


def first_step(desk: Desk, name: str) -> Client:
    user = desk.user(name)
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post("/account/login/", {"login": address(name), "password": PASSWORD})
    return client


def test_a_wrong_code_stands_in_the_trail_and_five_of_them_hold_the_account(desk: Desk) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    client = first_step(desk, "ines")
    for _ in range(8):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert told(desk, "ines") == [("second step failed", {"type": "totp"}, desk.user("ines").pk)] * 5
    right = str(format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", next(yield_hotp_counters_from_time()))))
    client.post("/account/2fa/authenticate/", {"code": right})
    assert "_auth_user_id" not in client.session


def test_a_wrong_passkey_does_too_and_does_not_fill_it(desk: Desk) -> None:
    client = first_step(desk, "ines")
    forged = '{"type": "public-key", "id": "AAAA", "rawId": "AAAA", "response": {"authenticatorData": "", "clientDataJSON": "", "signature": ""}}'
    for _ in range(15):
        client.post("/account/2fa/authenticate/", {"credential": forged})
    assert told(desk, "ines") == [("second step failed", {"type": "webauthn"}, desk.user("ines").pk)] * 10


def test_a_passkey_of_nobody_is_limited_by_address_and_fills_no_trail(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    before = Entry.objects.count()
    answers = [Client().post("/account/2fa/webauthn/login/", {"credential": '{"id": "AAAA"}'}).status_code for _ in range(15)]
    assert (answers[0], answers[-1]) == (302, 429)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "sent",
    ["{}", "[]", "7", "null", "{", '"x"', '{"id": "AAAA"}', '{"id": 7, "rawId": 7}', '{"id": "AAAA", "rawId": "AAAA", "response": {}}',
     '{"id": "AAAA", "rawId": "AAAA", "response": []}', '{"id": "AAAA", "rawId": "AAAA", "response": {"userHandle": []}}'],
)  # fmt: skip
def test_what_no_browser_sends_as_a_passkey_is_refused_and_breaks_nothing(desk: Desk, settings: Any, sent: str) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    assert Client().post("/account/2fa/webauthn/login/", {"credential": sent}).status_code == 302
    client = first_step(desk, "ines")
    assert client.post("/account/2fa/authenticate/", {"credential": sent}).status_code == 200
    assert "_auth_user_id" not in client.session
    client = first_step(desk, "nadia")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.post("/account/2fa/webauthn/add/", {"name": "x", "credential": sent}).status_code == 200
    assert not Authenticator.objects.filter(user=desk.user("nadia")).exists()


# --- what is open before the second step --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["/on-the-phone/", "/offline/", "/manifest.webmanifest", "/service-worker.js"])
def test_help_for_a_call_needs_no_second_step(desk: Desk, place: str) -> None:
    Authenticator.objects.filter(user=desk.user("ines")).delete()
    assert desk.browser("ines").get(place).status_code == 200


def test_light_or_dark_needs_none_either(desk: Desk) -> None:
    Authenticator.objects.filter(user=desk.user("ines")).delete()
    client = desk.browser("ines")
    assert client.post("/theme/", {"theme": "dark", "next": "/offline/"})["Location"] == "/offline/"
    assert client.cookies["theme"].value == "dark"


# --- what a browser keeps -----------------------------------------------------------------------------------------------------------


def test_who_signs_out_leaves_no_page_behind(desk: Desk) -> None:
    client = desk.browser("nadia")
    assert "Clear-Site-Data" not in client.get("/").headers
    assert client.post("/account/logout/").headers["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.post("/account/logout/").headers


def test_a_sign_in_that_ends_by_itself_neither(desk: Desk) -> None:
    client = desk.browser("nadia")
    client.get("/")
    session = client.session
    session["since"] = 0
    session.save()
    response = client.get("/doubts/")
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert "/account/login/" in response["Location"]


def test_with_tls_every_cookie_is_of_this_host_alone(desk: Desk, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME = (
        "__Host-desk",
        "__Host-csrf",
        "__Host-language",
    )
    user = desk.user("nadia")
    user.set_password(PASSWORD)
    user.save()
    client = Client(headers={"X-Forwarded-Proto": "https"})
    client.get("/account/login/", secure=True)
    client.post("/account/login/", {"login": user.email, "password": PASSWORD}, secure=True)
    client.post("/language/", {"language": "fr"}, secure=True)
    client.post("/theme/", {"theme": "dark"}, secure=True)
    found = {
        name: (bool(one["secure"]), bool(one["httponly"]), one["samesite"], one["path"], one["domain"])
        for name, one in client.cookies.items()
    }
    assert found == dict.fromkeys(
        ("__Host-desk", "__Host-csrf", "__Host-language", "__Host-theme"), (True, True, "Lax", "/", "")
    )
    assert 'data-theme="dark"' in client.get("/", secure=True).content.decode()
    gone = client.post("/theme/", {"theme": ""}, secure=True).cookies["__Host-theme"]
    assert (gone.value, bool(gone["secure"])) == ("", True), (
        "a browser takes the removal of a __Host- cookie only when it is Secure"
    )
