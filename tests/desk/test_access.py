"""Every address and every operation x everyone: the table in access_table.py holds, and nothing is missing from it."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpResponseBase
from django.test.client import Client, ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.desk.access_table import BODIES, OBJECTS, OPERATIONS, PAGES, PARTS, WITHOUT_SECOND_STEP
from tests.desk.cast import BAKERY, Desk
from tests.desk.programs import Program, program
from weerbaar.desk.accounts.people import admit
from weerbaar.desk.api.document import document

VISITORS = (*BAKERY, "stranger", "nobody")
IN, REFUSED, SIGN_IN, SECOND_STEP, BROKEN, NO_SUCH_METHOD = (
    "gets in",
    "refused",
    "signs in",
    "second step",
    "BROKEN",
    "no such method",
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def addresses(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    """The name of every address of the desk; operations of the interface come from its description."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        elif (isinstance(one, URLPattern) and (one.name or "").startswith("api-")) or namespace != "api:":
            yield namespace + (one.name or str(one.pattern))


def operations() -> set[str]:
    """Every operation of the interface: "GET /cases/{ref}"."""
    paths = document()["paths"]
    return {f"{method.upper()} {path.removeprefix('/api/v1')}" for path, methods in paths.items() for method in methods}


def test_the_table_names_every_page() -> None:
    named = {row.partition(" ")[2] for row in PAGES}
    there = set(addresses()) - {
        "social/login/cancelled/",
        "social/login/error/",
        "social/signup/",
        "social/connections/",
    }  # they redirect
    assert sorted(there - named) == [], "say in access_table.PAGES who gets in"
    assert sorted(named - there) == [], "these are no longer there"


def test_the_table_names_every_operation() -> None:
    named = {row.partition("?")[0] for row in OPERATIONS}
    assert sorted(operations() - named) == [], "say in access_table.OPERATIONS who gets in"
    assert sorted(named - operations()) == [], "these are no longer there"


def test_every_row_has_a_letter_for_everyone() -> None:
    rows = {**PAGES, **OPERATIONS}
    assert [row for row, letters in rows.items() if len(letters) != len(VISITORS) or set(letters) - set("ao-")] == []
    about_nothing = [row for row, letters in rows.items() if "o" in letters and _what(row) not in OBJECTS]
    assert about_nothing == []


@dataclass
class Visit:
    """One visitor: a browser and a program, made once, used for every address."""

    desk: Desk
    name: str
    cookies: Mapping[str, str]
    program: Program
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))

    def page(self, method: str, view: str, parts: Mapping[str, Any]) -> HttpResponseBase:
        client = Client(raise_request_exception=False)
        client.handler = self.handler  # each makes every layer anew
        for name, value in self.cookies.items():
            client.cookies[name] = value
        return client.generic(
            method,
            reverse(view, kwargs=dict(parts) or None),
            "",
            "application/x-www-form-urlencoded",
            headers={"Sec-Fetch-Site": "same-origin"},
        )

    def operation(self, row: str, parts: Mapping[str, Any]) -> HttpResponseBase:
        method, _, path = row.partition(" ")
        return self.program.ask(method, path.format(**parts), BODIES.get(row))  # type: ignore[no-any-return]

    def asks(self, row: str, parts: Mapping[str, Any]) -> str:
        """What happens at this row; nothing of it stays."""
        method, _, what = row.partition(" ")
        with transaction.atomic():
            response = self.operation(row, parts) if what.startswith("/") else self.page(method, what, parts)
            transaction.set_rollback(True)
        return _outcome(response)


def visitor(desk: Desk, name: str) -> Visit:
    """Someone of the cast, or "stranger" (signed in, member of nothing), or "nobody"."""
    if name == "nobody":
        return Visit(desk, name, {}, Program(""))
    user = admit("stranger@elders.example", "Stranger", "nl") if name == "stranger" else desk.user(name)
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    made = program(desk, name) if name != "stranger" else Program("wk_" + "x" * 43)
    return Visit(desk, name, {key: morsel.value for key, morsel in client.cookies.items()}, made)


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Limits have tests of their own; here one visitor asks hundreds of times in a second. Every door that can be open is."""
    from weerbaar.desk.access import limits

    settings.ACCOUNT_RATE_LIMITS = False
    settings.WEERBAAR_DESK = replace(settings.WEERBAAR_DESK, outlook=True)

    generous = {name: limits.Limit(1_000_000, limit.seconds) for name, limit in limits.LIMITS.items()}
    monkeypatch.setattr(limits, "LIMITS", generous)


@pytest.mark.parametrize("name", VISITORS)
def test_everyone_gets_in_where_the_table_says_and_nowhere_else(desk: Desk, unlimited: None, name: str) -> None:
    visit = visitor(desk, name)
    at = VISITORS.index(name)
    owners = {"own": name if name in BAKERY else "", "another's": "tom" if name == "nadia" else "nadia", "elsewhere": "mila"}
    made: dict[tuple[Any, str], Mapping[str, Any]] = {}
    wrong = []
    for row, letters in {**PAGES, **OPERATIONS}.items():
        maker = OBJECTS.get(_what(row))
        if maker is None:
            wrong += _differs(visit, row, PARTS.get(_what(row), {}), letters[at] != "-", "")
            continue
        for whose, owner in owners.items():
            if owner:
                if (maker, owner) not in made:
                    made[maker, owner] = maker(desk, owner)
                allowed = {"own": letters[at] != "-", "another's": letters[at] == "a", "elsewhere": False}[whose]
                wrong += _differs(visit, row, made[maker, owner], allowed, whose)
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("name", [name for name, role in BAKERY.items() if role != "reporter"])
def test_without_second_step_a_role_beyond_reporter_gets_in_nowhere(desk: Desk, unlimited: None, name: str) -> None:
    visit = visitor(desk, name)
    made = {maker: maker(desk, name) for maker in set(OBJECTS.values())}
    Authenticator.objects.filter(user=desk.user(name)).delete()
    wrong = []
    for row in {**PAGES, **OPERATIONS}:
        what = _what(row)
        if what in WITHOUT_SECOND_STEP or what.startswith("mfa_") or row in ("GET /health", "GET api:api-root"):
            continue
        maker = OBJECTS.get(what)
        outcome = visit.asks(row, made[maker] if maker else PARTS.get(what, {}))
        if outcome != SECOND_STEP:
            wrong.append(f"{row}: {outcome}")
    assert not wrong, "\n".join(["", *wrong])


def test_no_page_has_a_method_that_the_table_does_not_name(desk: Desk, unlimited: None) -> None:
    visit = visitor(desk, "els")
    wrong = []
    for view in sorted({row.partition(" ")[2] for row in PAGES}):
        if view.startswith(("account_", "mfa_", "socialaccount_", "usersessions_", "openid_", "api:", "closed")):
            continue  # of allauth, which answers or refuses every method by itself
        maker = OBJECTS.get(view)
        parts = maker(desk, "els") if maker else PARTS.get(view, {})
        for method in METHODS:
            row = f"{method} {view}"
            if row not in PAGES and (outcome := visit.asks(row, parts)) != NO_SUCH_METHOD:
                wrong.append(f"{row}: {outcome}")
    assert not wrong, "\n".join(["", *wrong])


def test_nobody_signs_up(desk: Desk) -> None:
    from weerbaar.desk.accounts.models import User

    before = User.objects.count()
    form = {"email": "x@elders.example", "password1": "vier losse woorden hier"}
    for view in ("account_signup", "socialaccount_signup"):
        Client().post(reverse(view), form)
    assert User.objects.count() == before


def _differs(visit: Visit, row: str, parts: Mapping[str, Any], allowed: bool, whose: str) -> list[str]:
    outcome = visit.asks(row, parts)
    fine = (
        outcome in (IN, SECOND_STEP)
        if allowed and "mfa_" in row
        else outcome == IN
        if allowed
        else outcome in (REFUSED, SIGN_IN)
    )
    return [] if fine else [f"{row}{f' about {whose}' if whose else ''}: {outcome}"]


def _what(row: str) -> str:
    return row.partition(" ")[2].partition("?")[0]


def _outcome(response: HttpResponseBase) -> str:
    place = response.headers.get("Location", "").partition("?")[0]
    if response.status_code >= 500 and response.status_code != 503:  # "not ready" is an answer
        return BROKEN
    if response.status_code == 405:
        return NO_SUCH_METHOD
    if response.status_code == 401 or place == reverse("account_login"):
        return SIGN_IN
    if place == reverse("mfa_index") or b"no-second-factor" in getattr(response, "content", b""):
        return SECOND_STEP
    return REFUSED if response.status_code in (403, 404) else IN
