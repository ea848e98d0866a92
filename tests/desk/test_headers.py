"""What a browser may do with our pages, on every address; and the cookies it keeps."""

import os
import subprocess
import sys
from typing import Any

import pytest

from tests.desk.access_table import OBJECTS, OPERATIONS, PAGES, PARTS
from tests.desk.cast import Desk
from tests.desk.test_access import unlimited, visitor

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FRAMED = {"outlook_pane", "outlook_allow", "outlook_key", "team_view"}
"""Pages with a policy of their own: those that Outlook shows in a frame, only while the setting `outlook` is on, and the safe view of a
message, which our page shows in a sandboxed frame (tests/report/test_safe_view.py, tests/desk/web/test_seen.py)."""
KEPT = {"service_worker", "offline", "proof_offline"}
"""Pages of nobody that a browser keeps for when there is no net; asked anew each time there is."""
UNTOLD = "threat"
"""So begin the pages for who is threatened: where their reader goes on from there is told to nobody, not to the desk either."""
__all__ = ["unlimited"]


@pytest.mark.parametrize("name", ["els", "nobody"])
def test_every_address_says_what_a_browser_may_do(desk: Desk, unlimited: None, name: str) -> None:
    visit = visitor(desk, name)
    made = {maker: maker(desk, "els") for maker in set(OBJECTS.values())}
    wrong = []
    for row in {**PAGES, **OPERATIONS}:
        method, _, what = row.partition(" ")
        maker = OBJECTS.get(what.partition("?")[0])
        parts = made[maker] if maker else PARTS.get(what, {})
        response = visit.operation(row, parts) if what.startswith("/") else visit.page(method, what, parts)
        wrong += [f"{row}: {one}" for one in _lacks(response, what)]
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize(
    "path", ["/static/desk.css", "/static/vendor/htmx-2.0.11.min.js", "/nowhere", "/static/nothing", "/api/v1/x"]
)
def test_so_does_everything_else(desk: Desk, path: str) -> None:
    response = desk.browser().get(path)
    assert _lacks(response, path) == []
    response.close()


def _lacks(response: Any, what: str) -> list[str]:
    policy = response.headers.get("Content-Security-Policy", "")
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";") if rule.strip())
    wanted = EVERYWHERE | ({"Referrer-Policy": "no-referrer"} if what.startswith(UNTOLD) else {})
    found = [f"{name}: {response.headers.get(name)}" for name, value in wanted.items() if response.headers.get(name) != value]
    found += [f"policy allows {word}" for word in ("'unsafe", "*", "http:", "data: ") if word in policy and what not in FRAMED]
    if rules.get("default-src") != "'none'" or rules.get("base-uri") != "'none'":
        found.append(f"policy {policy}")
    if what not in FRAMED and (rules.get("frame-ancestors"), response.headers.get("X-Frame-Options")) != ("'none'", "DENY"):
        found.append("can be framed")
    if response.headers.get("Server") or response.headers.get("X-Powered-By"):
        found.append("tells what it is made of")
    if not what.startswith("/static/") and what not in KEPT and "no-store" not in response.headers.get("Cache-Control", ""):
        found.append(f"may be kept: {response.headers.get('Cache-Control')}")
    return found


@pytest.mark.parametrize("path", ["/", "/account/login/", "/api/v1/me", "/static/desk.css", "/livez", "/nowhere"])
def test_trace_shows_nobody_their_own_headers(desk: Desk, path: str) -> None:
    response = desk.browser("nadia").trace(path, headers={"X-Secret": "vanille"})
    assert response.status_code in (302, 404, 405)
    assert b"vanille" not in b"".join(response) + str(response.headers).encode()


def test_a_form_without_our_token_is_refused(desk: Desk) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.user("nadia"))
    assert client.post("/", {"text": "x"}).status_code == 403
    assert client.post("/account/login/", {"login": "x", "password": "y"}).status_code == 403
    assert client.post("/share/", {"text": "x"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", ""])
def test_another_name_for_this_desk_is_refused(desk: Desk, settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    assert desk.browser().get("/account/login/", headers={"Host": host}).status_code == 400


TOLD = """
from weerbaar.desk.setup import configure
configure()
from django.conf import settings as s
for name in ("SESSION", "CSRF", "LANGUAGE"):
    told = [getattr(s, f"{name}_COOKIE_{what}") for what in ("NAME", "SECURE", "HTTPONLY", "SAMESITE")]
    told += [getattr(s, f"{name}_COOKIE_DOMAIN"), getattr(s, f"{name}_COOKIE_PATH")]
    print(*told)
print(s.SECURE_HSTS_SECONDS, *s.ALLOWED_HOSTS, s.DEBUG)
"""


@pytest.mark.parametrize(
    ("address", "prefix", "secure", "rest"),
    [
        ("https://desk.firm.example", "__Host-", "True", "31536000 desk.firm.example False"),
        ("", "", "False", "0 127.0.0.1 localhost [::1] False"),  # this machine only
    ],
)
def test_cookies_stay_with_this_desk(tmp_path: Any, address: str, prefix: str, secure: str, rest: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", TOLD],
        env={"PATH": os.environ["PATH"], "WEERBAAR_HOME": str(tmp_path), "WEERBAAR_DESK_PUBLIC_URL": address},
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    names = {"SESSION": "desk", "CSRF": "csrf", "LANGUAGE": "language"}
    assert told == [*(f"{prefix}{name} {secure} True Lax None /" for name in names.values()), rest]


def test_a_sign_in_gets_another_session(desk: Desk) -> None:
    user = desk.user("nadia")
    user.set_password("vanille en appel 7")
    user.save()
    client = desk.browser()
    session = client.session
    session["before"] = 1
    session.save()
    planted = session.session_key
    client.cookies["desk"] = planted
    client.post("/account/login/", {"login": user.email, "password": "vanille en appel 7"})
    assert client.session.session_key != planted
