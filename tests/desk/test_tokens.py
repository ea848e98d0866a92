"""A mailbox whose server takes tokens in place of a password: a real Dovecot that asks the token service whom a token belongs to."""

import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from tests.desk.cast import FRAUD, Desk
from tests.desk.post import Office, forwarding, posting, watched
from tests.dovecot import CHECK, Dovecot, dovecot
from weerbaar.desk.cases.models import Case
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.intake import doors, tokens
from weerbaar.desk.intake.details import Details
from weerbaar.desk.intake.models import Door, Use
from weerbaar.model.errors import BrokenSettings
from weerbaar.outside.imap_watch import Pace
from weerbaar.outside.server import NoService

pytestmark = pytest.mark.needs("dovecot")
SECRET, FIRST = "geheim-van-de-desk", "eerste-toestemming"


class Provider:
    """Gives tokens for `user`, each refresh token once; tells a mail server whose a token is."""

    def __init__(self) -> None:
        self.user, self.refresh, self.asked, self.withdrawn = CHECK, FIRST, 0, False
        here = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
                here.asked += 1
                self.answer(*here.gives(said))

            def do_GET(self) -> None:
                (token,) = parse_qs(urlsplit(self.path).query).get("token", [""])
                good = token.startswith("toegang-") and not here.withdrawn
                self.answer(200 if good else 401, {"email": here.user} if good else {})

            def answer(self, status: int, said: dict[str, Any]) -> None:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(said).encode())

            def log_message(self, *_: object) -> None:
                return

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def gives(self, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if self.withdrawn:
            return 400, {"error": "invalid_grant", "error_description": "withdrawn by its owner"}
        made = {"access_token": f"toegang-{self.asked}", "token_type": "Bearer", "expires_in": 3600}
        if said["grant_type"] == "client_credentials":
            return (200, made) if said.get("client_secret") == SECRET else (401, {"error": "invalid_client"})
        if said["refresh_token"] != self.refresh:
            return 400, {"error": "invalid_grant"}
        self.refresh = f"toestemming-{self.asked}"
        return 200, {**made, "refresh_token": self.refresh}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    here = Provider()
    yield here
    here.server.shutdown()
    here.server.server_close()


@pytest.fixture(scope="module")
def server(provider: Provider) -> Iterator[Dovecot]:
    with dovecot(tokens_at=f"{provider.url}/?token=") as here:
        yield here


@pytest.fixture
def office(desk: Desk, server: Dovecot, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr("weerbaar.desk.intake.watching.LOOK_SECONDS", 0.1)
    monkeypatch.setattr("weerbaar.desk.intake.watching.PACE", Pace(first=0.05, login=0.1, glance=0.05, longest=0.2))
    monkeypatch.setattr(tokens, "_kept", {})
    provider.user, provider.refresh, provider.withdrawn = next(server.others), FIRST, False
    with posting(desk, server) as here:
        yield here


def with_token(office: Office, provider: Provider, **changes: Any) -> Details:
    shown = {"token_url": f"{provider.url}/token", "client": "desk", "client_secret": SECRET, "scope": "mail/.default"}
    there = {
        "address": "check@bakkerijvanhove.example",
        "host": "127.0.0.1",
        "port": office.server.tls_port,
        "user": provider.user,
    }
    return Details(**{**there, "trust": str(office.server.certificate), **shown, **changes})


def test_a_mailbox_is_watched_with_a_token(office: Office, provider: Provider) -> None:
    details = with_token(office, provider)
    assert doors.test(Use.DESK, details).problem is None
    door = doors.add(office.desk.member("els"), Use.DESK, details)
    office.bring(forwarding(FRAUD), user=provider.user)
    with watched():
        office.desk.until(lambda: Case.objects.exists())
    assert provider.asked == 1  # and shown twice: it is kept for minutes
    stored = (office.desk.home / "database.sqlite3").read_bytes()
    assert not any(one.encode() in stored for one in (SECRET, "toegang-1"))
    assert SECRET not in repr(door.details)


def test_each_refresh_token_is_kept_before_it_is_needed(office: Office, provider: Provider) -> None:
    tried = doors.test(Use.DESK, with_token(office, provider, client_secret="", refresh=FIRST))
    assert tried.problem is None
    assert tried.details is not None
    assert tried.details.refresh == provider.refresh != FIRST
    door = doors.add(office.desk.member("els"), Use.CONNECTED, tried.details)
    for _ in range(2):
        tokens._kept.clear()  # as after some minutes, or in another process
        assert Door.objects.get(pk=door.pk).mailbox().test().failed is None
        assert Door.objects.get(pk=door.pk).details.refresh == provider.refresh
    tokens._kept.clear()
    assert door.mailbox().test().failed is None  # read before the token was renewed
    assert Entry.objects.filter(action="token renewed", about=door.name).count() == 3


def test_what_was_withdrawn_is_told(office: Office, provider: Provider) -> None:
    door = doors.add(office.desk.member("els"), Use.DESK, with_token(office, provider))
    provider.withdrawn = True
    tried = doors.test(Use.DESK, door.details)
    assert tried.problem is not None
    assert tried.problem.said("en").startswith("127.0.0.1 gives no access: withdrawn by its owner.")
    with watched():
        office.desk.until(lambda: Door.objects.get(pk=door.pk).trouble is not None)
        trouble = Door.objects.get(pk=door.pk).trouble
        provider.withdrawn = False
        office.desk.until(lambda: Door.objects.get(pk=door.pk).connected)
    assert trouble is not None
    assert (trouble.id, SECRET in str(trouble.values)) == ("token_refused", False)


def test_a_token_that_the_mail_server_does_not_take_is_asked_for_again_within_minutes(
    office: Office, provider: Provider
) -> None:
    door = doors.add(office.desk.member("els"), Use.CONNECTED, with_token(office, provider))
    tokens._kept[door.details.grant] = ("old", float("inf"))  # type: ignore[index]
    with pytest.raises(NoService), door.mailbox().open():
        raise AssertionError("an old token let us in")
    tokens._kept[door.details.grant] = ("old", 0.0)  # type: ignore[index]
    with door.mailbox().open() as box:
        assert box.folders() == ("INBOX",)


@pytest.mark.parametrize(
    ("use", "changes"),
    [
        (Use.DESK, {"client": ""}),
        (Use.DESK, {"client_secret": ""}),
        (Use.OUTGOING, {"token_url": "http://login.firm.example/token"}),
        (Use.RECEIVER, {"recipients": ("check@bakkerijvanhove.example",)}),
    ],
)
def test_what_does_not_suffice_is_not_kept(office: Office, provider: Provider, use: Use, changes: dict[str, Any]) -> None:
    with pytest.raises(BrokenSettings):
        doors.add(office.desk.member("els"), use, with_token(office, provider, **changes))


def test_a_door_that_is_shut_forgets_what_it_showed(office: Office, provider: Provider) -> None:
    door = doors.add(office.desk.member("els"), Use.CONNECTED, with_token(office, provider, refresh=FIRST))
    left = doors.remove(door, office.desk.member("els")).details
    assert (left.token_url, left.client, left.client_secret, left.refresh, left.user) == ("", "", "", "", "")
