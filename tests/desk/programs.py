"""A program with a key, as a test sees it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.test import Client

from tests.desk.cast import Desk
from weerbaar.desk.api.keys import make
from weerbaar.desk.api.scopes import Scope, open_to


@dataclass(frozen=True, slots=True)
class Program:
    """Asks the interface with one key; "" for none."""

    secret: str

    def ask(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Any:
        """Any request; a dictionary is sent as JSON, a text as what claims to be JSON, bytes as they are."""
        told = {**(headers or {}), **({"Authorization": f"Bearer {self.secret}"} if self.secret else {})}
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        data = body if isinstance(body, bytes | str) else "" if body is None else json.dumps(body)
        return Client().generic(method, f"/api/v1{path}", data, kind, headers=told)

    def get(self, path: str) -> Any:
        return self.ask("GET", path)

    def post(self, path: str, body: object = None) -> Any:
        return self.ask("POST", path, body)

    def send(self, path: str, data: bytes, *, idempotency: str = "") -> Any:
        return self.ask("POST", path, data, {"Idempotency-Key": idempotency} if idempotency else {})


def program(desk: Desk, name: str, *, scopes: Sequence[Scope] | None = None) -> Program:
    """A program of someone of the cast, with a key for all they may do, or for these scopes."""
    member = desk.member(name)
    return Program(make(member, "test", open_to(member) if scopes is None else scopes, 30)[1])
