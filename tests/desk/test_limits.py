"""How often, how long, how large."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.desk.cast import Desk, address
from tests.desk.programs import Program, program
from weerbaar.desk.access import limits
from weerbaar.desk.access.body import Bodies
from weerbaar.desk.access.limits import Limit, TooOften, take
from weerbaar.desk.access.models import Tally
from weerbaar.desk.access.tidy import tidy

NOON = 1_800_000_000.0


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of everything."""
    monkeypatch.setattr(limits, "LIMITS", {name: Limit(3, 3600) for name in limits.LIMITS})


def tries(times: int, what: str = "upload by account", who: str = "7", now: float = NOON) -> int:
    """How many of so many tries are allowed."""
    allowed = 0
    for _ in range(times):
        try:
            take(what, who, now=now)
        except TooOften:
            continue
        allowed += 1
    return allowed


def test_a_limit_holds_for_each_account_and_kind_and_ends_with_its_window(desk: Desk, strict: None) -> None:
    assert tries(5) == 3
    assert tries(5, who="8") == 3
    assert tries(5, what="api by key") == 3
    assert tries(5, now=NOON + 3600) == 3


def test_who_waits_is_told_how_long(desk: Desk, strict: None) -> None:
    tries(3)
    with pytest.raises(TooOften) as told:
        take("upload by account", "7", now=NOON)
    assert tries(1, now=NOON + told.value.wait) == 1


def test_no_address_stands_in_the_database(desk: Desk) -> None:
    take("upload by address", "192.0.2.77")
    assert b"192.0.2.77" not in (desk.home / "database.sqlite3").read_bytes()
    assert b"192.0.2.77" not in (desk.home / "database.sqlite3-wal").read_bytes()


TRIES = """
import sys
from pathlib import Path
from weerbaar.desk.setup import configure
configure(Path(sys.argv[1]))
from weerbaar.desk.access.limits import TooOften, take
allowed = 0
for _ in range(15):
    try:
        take("key by account", "7", now=1_800_000_000.0)
        allowed += 1
    except TooOften:
        pass
print(allowed)
"""


def test_processes_count_together(desk: Desk) -> None:
    """Twenty are allowed; one may slip through for each other process that read the count at the same moment, not one more."""
    environment = {"PATH": os.environ["PATH"]}
    others = [
        subprocess.Popen([sys.executable, "-c", TRIES, str(desk.home)], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    allowed = sum(int(one.communicate()[0]) for one in others)
    assert 20 <= allowed <= 22
    assert tries(1, "key by account") == 0


def test_what_is_over_is_removed(desk: Desk) -> None:
    from django.contrib.sessions.models import Session

    take("api by key", "7", now=NOON - 400_000_000)
    take("api by key", "7")
    desk.browser("nadia")
    ended = desk.browser("tom").session
    Session.objects.filter(pk=ended.session_key).update(expire_date="2020-01-01T00:00:00Z")
    tidy()
    assert Tally.objects.count() == 1
    assert Session.objects.count() == 1


# --- pages and programs -----------------------------------------------------------------------------------------------------------


def test_bringing_is_limited_for_each_account(desk: Desk, strict: None) -> None:
    nadia = desk.browser("nadia")
    said = [nadia.post("/", {"text": f"tekst {number}"}).status_code for number in range(4)]
    assert said == [302, 302, 302, 429]
    assert desk.browser("nadia").get("/").status_code == 200
    assert desk.browser("nadia").post("/", {"text": "x"})["Retry-After"]


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_whoever_is_stopped_reads_why_in_their_language(desk: Desk, strict: None, language: str) -> None:
    nadia = desk.browser("nadia")
    nadia.cookies["language"] = language
    for _ in range(4):
        said = nadia.post("/", {"text": "x"})
    assert said.status_code == 429
    assert f'lang="{language}"' in said.content.decode()


def test_programs_are_limited_for_each_key(desk: Desk, strict: None) -> None:
    nadia, tom = program(desk, "nadia"), program(desk, "tom")
    said = [nadia.get("/me") for _ in range(4)]
    assert [one.status_code for one in said] == [200, 200, 200, 429]
    assert said[3].json()["type"] == "urn:weerbaar:problem:too-often"
    assert int(said[3]["Retry-After"]) == said[3].json()["retry_after"] > 0
    assert tom.get("/health").status_code == 200


def test_trying_keys_is_stopped_for_each_address(desk: Desk, strict: None) -> None:
    good = program(desk, "nadia")
    wrong = [Program(f"wk_{number}").get("/me").status_code for number in range(4)]
    assert wrong == [401, 401, 401, 429]
    assert good.get("/me").status_code == 429


def test_making_keys_is_limited(desk: Desk, strict: None) -> None:
    with pytest.raises(TooOften):
        for _ in range(4):
            program(desk, "nadia")


def _tried(desk: Desk, times: int, ask: Callable[[Client], Any]) -> list[int]:
    return [ask(desk.browser()).status_code for _ in range(times)]


def test_codes_by_mail_are_limited_for_each_address(desk: Desk, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    from django.core import mail

    mail.outbox = []
    said = _tried(desk, 5, lambda client: client.post("/account/login/code/", {"email": address("nadia")}))
    assert said[:3] == [302, 302, 302]
    assert 302 not in said[3:]
    assert len(mail.outbox) == 3


def test_a_code_can_be_guessed_three_times(desk: Desk, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client = desk.browser()
    client.post("/account/login/code/", {"email": address("nadia")})
    for _ in range(3):
        client.post("/account/login/code/confirm/", {"code": "WRONG-1"})
    assert client.get("/account/login/code/confirm/").status_code == 302, "the code is of no use any more"


def test_a_second_step_can_be_guessed_a_few_times(desk: Desk) -> None:
    user = desk.user("els")
    user.set_password("vanille en appel 7")
    user.save()
    client = desk.browser()
    client.post("/account/login/", {"login": user.email, "password": "vanille en appel 7"})
    said = [client.post("/account/2fa/authenticate/", {"code": f"{number:06}"}) for number in range(8)]
    told = [one.content for one in said]
    assert told[0] != told[-1], "after a while it is no longer tried"
    assert "_auth_user_id" not in client.session


# --- how long a sign-in lasts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "minutes", "stays"),
    [
        ("els", 59, True),
        ("els", 61, False),  # a role beyond reporter, and an hour of silence
        ("nadia", 61, True),  # a phone in a pocket
        ("nadia", 12 * 60 + 1, False),
    ],
)
def test_a_sign_in_that_was_left_open_ends(desk: Desk, name: str, minutes: int, stays: bool) -> None:
    client = desk.browser(name)
    client.get("/")
    session = client.session
    for note in ("since", "seen"):
        session[note] = int(time.time()) - minutes * 60
    session.save()
    assert (client.get("/").status_code == 200) is stays


def test_a_sign_in_ends_however_busy(desk: Desk) -> None:
    client = desk.browser("els")
    client.get("/")
    session = client.session
    session["since"] = int(time.time()) - 12 * 3600
    session.save()
    assert client.get("/")["Location"].startswith("/account/login/")


def test_whoever_is_signed_in_elsewhere_can_be_signed_out(desk: Desk) -> None:
    phone, laptop = desk.browser("nadia"), desk.browser("nadia")
    assert phone.get("/").status_code == laptop.get("/").status_code == 200
    laptop.post("/account/sessions/")
    assert laptop.get("/").status_code == 200
    assert phone.get("/")["Location"].startswith("/account/login/")


def test_another_password_ends_every_other_sign_in(desk: Desk) -> None:
    phone = desk.browser("nadia")
    assert phone.get("/").status_code == 200
    user = desk.user("nadia")
    user.set_password("vanille en appel 7")
    user.save()
    assert phone.get("/")["Location"].startswith("/account/login/")


# --- how large --------------------------------------------------------------------------------------------------------------------

MOST = 1000


async def _taken(scope: Any, receive: Any, send: Any) -> None:
    """An application that reads everything it is sent."""
    while (await receive()).get("more_body"):
        continue
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"taken"})


def _sends(
    door: Bodies, *pieces: bytes, path: str = "/", announced: int | None = None
) -> tuple[int, dict[bytes, bytes], bytes]:
    waiting = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    said: list[dict[str, Any]] = []

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        said.append(message)

    headers = [(b"host", b"localhost"), (b"accept-language", b"nl")]
    headers += [(b"content-length", str(announced).encode())] if announced is not None else []
    scope = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"", "headers": headers}
    asyncio.run(door(scope, receive, send))
    return said[0]["status"], dict(said[0]["headers"]), said[1]["body"]


@pytest.mark.parametrize(
    ("pieces", "announced", "status"),
    [
        ((b"x" * 500, b"x" * 500), None, 200),
        ((b"x" * 500, b"x" * 501), None, 413),  # nobody said how much would come
        ((), 1001, 413),
        ((b"x" * 2000,), 10, 413),  # said less than came
    ],
)
def test_a_request_that_is_too_large_is_refused(
    desk: Desk, pieces: tuple[bytes, ...], announced: int | None, status: int
) -> None:
    assert _sends(Bodies(_taken, MOST), *pieces, announced=announced)[0] == status


def test_all_requests_together_fit_into_memory(desk: Desk) -> None:
    door = Bodies(_taken, MOST, together=1500)
    door.here = 1400  # of others, at this moment
    status, headers, _ = _sends(door, b"x" * 200)
    assert (status, headers[b"retry-after"]) == (503, b"5")
    assert door.here == 1400
    assert _sends(door, b"x" * 100)[0] == 200


def test_whoever_sent_too_much_reads_so_in_their_language(desk: Desk) -> None:
    status, headers, body = _sends(Bodies(_taken, MOST), announced=5000)
    assert (status, headers[b"content-type"]) == (413, b"text/html; charset=utf-8")
    assert b"default-src 'none'" in headers[b"content-security-policy"]
    assert "Dat is te groot" in body.decode()
    _, headers, body = _sends(Bodies(_taken, MOST), announced=5000, path="/api/v1/doubts/bytes")
    assert headers[b"content-type"] == b"application/problem+json"
