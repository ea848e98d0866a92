"""A token service on loopback: what it is shown, what is believed of what it says, and what never leaves the machine."""

import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from tests.dovecot import free_port

from weerbaar.model.errors import BrokenSettings
from weerbaar.outside.oauth import MOST_BYTES, Grant, Token, ask
from weerbaar.outside.server import NoService, Step


class Service:
    """Says what it was told to say, and keeps what it was shown."""

    def __init__(self) -> None:
        self.says: Any = {}
        self.status = 200
        self.shown: list[dict[str, str]] = []
        self.headers: dict[str, str] = {}
        here = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                here.shown.append({**dict(parse_qsl(body)), "path": self.path})
                self.send_response(here.status)
                for name, value in here.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(here.says if isinstance(here.says, bytes) else json.dumps(here.says).encode())

            def log_message(self, *_: object) -> None:
                return

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/tenant/token"

    def __enter__(self) -> "Service":
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as here:
        yield here


def test_a_client_of_its_own_shows_its_secret(service: Service) -> None:
    service.says = {"access_token": "t0k", "token_type": "Bearer", "expires_in": 3599}
    assert ask(Grant(url=service.url, client="desk", secret="s3 &=", scope="mail/.default")) == Token("t0k", 3599.0)
    assert service.shown == [
        {"grant_type": "client_credentials", "client_id": "desk", "client_secret": "s3 &=", "scope": "mail/.default", "path": "/tenant/token"}
    ]  # fmt: skip


def test_a_refresh_token_is_shown_and_its_successor_told(service: Service) -> None:
    service.says = {"access_token": "t0k", "expires_in": 60, "refresh_token": "next"}
    assert ask(Grant(url=service.url, client="desk", refresh="first")) == Token("t0k", 60.0, "next")
    assert service.shown == [
        {"grant_type": "refresh_token", "client_id": "desk", "refresh_token": "first", "path": "/tenant/token"}
    ]
    service.says = {"access_token": "t0k", "refresh_token": "first"}
    assert ask(Grant(url=service.url, client="desk", refresh="first")) == Token("t0k", 300.0)


@pytest.mark.parametrize(
    ("status", "says", "why"),
    [
        (400, {"error": "invalid_grant", "error_description": "withdrawn\r\nby its owner"}, "withdrawn by its owner"),
        (401, {"error": "invalid_client"}, "invalid_client"),
        (200, {"error": "x"}, "x"),
        (200, {"access_token": "a\r\nb"}, "HTTP 200"),  # would end a line of the mail server's
        (200, {"access_token": "t0k\1auth"}, "HTTP 200"),
        (200, {"access_token": ["t0k"]}, "HTTP 200"),
        (200, {"access_token": "t" * 20_000}, "HTTP 200"),
        (200, {"access_token": "t0k", "token_type": "mac"}, "HTTP 200"),
        (200, ["t0k"], "HTTP 200"),
        (200, b"<html>", "HTTP 200"),
        (200, b"[" * 60_000, "HTTP 200"),
        (200, b'"' + b"x" * MOST_BYTES + b'"', "HTTP 200"),
        (302, {}, "HTTP 302"),
        (500, b"", "HTTP 500"),
    ],
)
def test_whatever_else_it_says_is_no_token(service: Service, status: int, says: Any, why: str) -> None:
    service.status, service.says, service.headers = status, says, {"Location": service.url} if status == 302 else {}
    with pytest.raises(NoService) as refused:
        ask(Grant(url=service.url, client="desk", secret="geheim"))
    assert (refused.value.step, refused.value.problem.values["why"]) == (Step.LOGIN, why)
    assert "geheim" not in repr(refused.value.problem)
    assert len(service.shown) == 1  # nowhere else was asked


def test_a_service_that_is_away_is_named() -> None:
    port = free_port()
    with pytest.raises(NoService) as away:
        ask(Grant(url=f"http://127.0.0.1:{port}/token", client="desk", secret="geheim"))
    assert (away.value.step, away.value.problem.values) == (Step.CONNECTION, {"host": "127.0.0.1", "port": port})


@pytest.mark.parametrize(
    "url",
    [
        "http://login.firm.example/token",  # a secret would travel unprotected
        "ftp://login.firm.example/token",
        "login.firm.example/token",
        "https://",
        "https://els:geheim@login.firm.example/token",
        "https://login.firm.example:0/token",
        "https://login.firm.example:99999/token",
        "https://login.firm.example/to ken",
        "https://login.firm.example/\r\nHost: x",
        "https://[::1/token",
    ],
)
def test_what_is_no_protected_address_is_not_asked(url: str) -> None:
    with pytest.raises(BrokenSettings):
        Grant(url=url, client="desk", secret="geheim")


def test_something_to_show_is_needed_and_is_not_printed() -> None:
    for given in ({"client": "", "secret": "x"}, {"client": "desk"}):
        with pytest.raises(BrokenSettings):
            Grant(url="https://login.firm.example/token", **given)
    made = Grant(url="https://login.firm.example/token", client="desk", secret="geheim", refresh="ookgeheim")
    assert "geheim" not in repr(made) + repr(Token("geheim", 1.0, "geheim"))
