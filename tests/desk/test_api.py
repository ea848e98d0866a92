"""The interface for programs."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk.access_table import quarantine
from tests.desk.cast import FRAUD, HONEST, Desk
from tests.desk.programs import Program, program
from weerbaar.desk.api.keys import make, withdraw
from weerbaar.desk.api.models import Key
from weerbaar.desk.api.scopes import Scope
from weerbaar.desk.cases.models import Case, Decision, State
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.governance.models import Entry
from weerbaar.model.verdict import Band


def test_a_doubt_comes_in_and_its_answer_goes_out(desk: Desk) -> None:
    nadia = program(desk, "nadia")
    brought = nadia.post("/doubts", {"text": "Betaal vandaag 18.400 euro op BE68 5390 0754 7034", "comment": "sms?"})
    assert brought.status_code == 201, brought.content
    ref = brought.json()["ref"]
    assert nadia.get(f"/doubts/{ref}").json()["answer"] is None
    with desk.working():
        desk.until(lambda: nadia.get(f"/doubts/{ref}").json()["answer"] is not None)
    told = nadia.get(f"/doubts/{ref}").json()
    assert told["answer"]["band"] == told["band"]
    assert told["answer"]["language"] == "nl"
    assert told["answer"]["do"]


def test_a_file_is_kept_byte_for_byte(desk: Desk) -> None:
    brought = program(desk, "nadia").send("/doubts/bytes?name=bericht.eml", FRAUD)
    case = Case.objects.get(ref=brought.json()["ref"])
    assert (case.original(), case.about.name, case.reporter) == (FRAUD, "bericht.eml", desk.user("nadia"))


@pytest.mark.parametrize(
    ("name", "data", "status", "cases"),
    [
        ("a", FRAUD, 201, 1),  # sent again after an answer that never came
        ("b", FRAUD, 201, 2),  # another request that happens to bring the same
        ("a", HONEST, 422, 1),  # a program that counts wrong hears of it
    ],
)
def test_an_idempotency_key_names_one_doubt(desk: Desk, name: str, data: bytes, status: int, cases: int) -> None:
    nadia = program(desk, "nadia")
    first = nadia.send("/doubts/bytes", FRAUD, idempotency="a")
    again = nadia.send("/doubts/bytes", data, idempotency=name)
    assert (first.status_code, again.status_code, Case.objects.count()) == (201, status, cases)
    if status == 201 and cases == 1:
        assert again.json()["ref"] == first.json()["ref"]


def test_two_people_may_use_the_same_idempotency_key(desk: Desk) -> None:
    for name in ("nadia", "tom"):
        assert program(desk, name).send("/doubts/bytes", FRAUD, idempotency="a").status_code == 201
    assert Case.objects.count() == 2


def test_the_team_lists_finds_reads_decides_and_undoes(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    ines = program(desk, "ines")
    assert [one["ref"] for one in ines.get("/cases?q=vertrouwelijk&band=fraud").json()["items"]] == [str(case.ref)]
    assert ines.get("/cases?q=appelflap").json()["items"] == []
    whole = ines.get(f"/cases/{case.ref}").json()
    assert whole["name"] == "bericht.eml"
    assert whole["findings"]
    assert [event["kind"] for event in whole["timeline"]] == ["received", "answered"]
    assert ines.get(f"/cases/{case.ref}/original").content == FRAUD
    assert ines.post(f"/cases/{case.ref}/notes", {"text": "gebeld"}).status_code == 201
    assert [note["text"] for note in ines.get(f"/cases/{case.ref}/notes").json()] == ["gebeld"]
    overruled = ines.post(
        f"/cases/{case.ref}/decisions", {"kind": "overrule", "band": Band.NO_SIGN.value, "reason": "Els schreef dit zelf."}
    )  # fmt: skip
    assert overruled.status_code == 201
    assert Case.objects.get(pk=case.pk).decided_band == Band.NO_SIGN
    assert ines.get("/cases?band=no sign of fraud").json()["count"] == 1
    undone = ines.post(f"/cases/{case.ref}/decisions/{overruled.json()['id']}/undo")
    assert undone.json()["undone_at"]
    assert Case.objects.get(pk=case.pk).decided_band == ""


def test_taking_the_original_stands_in_the_trail(desk: Desk) -> None:
    case = desk.brings("nadia")
    program(desk, "ines").get(f"/cases/{case.ref}/original")
    entry = Entry.objects.get(action="original taken")
    assert (entry.actor, entry.about) == (desk.user("ines").pk, case.name)


def test_who_brought_it_can_see_it_differently(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    assert program(desk, "nadia").post(f"/doubts/{case.ref}/contest", {"words": "Ik ken hem."}).status_code == 202
    assert Case.objects.get(pk=case.pk).state == State.NEEDS_PERSON


def test_campaigns_and_how_it_stands(desk: Desk) -> None:
    from weerbaar.desk.cases.models import Campaign

    case = desk.looked_at("nadia")
    case.campaign = Campaign.objects.create(organisation=desk.bakery, band=Band.FRAUD)
    case.save()
    ines = program(desk, "ines")
    assert [(one["id"], one["cases"]) for one in ines.get("/campaigns").json()["items"]] == [(case.campaign.pk, 1)]
    assert ines.get(f"/campaigns/{case.campaign.pk}").json()["band"] == "fraud"
    assert ines.get(f"/cases?campaign={case.campaign.pk}").json()["count"] == 1
    stands = ines.get("/standing").json()
    assert (stands["cases"], stands["bands"]) == (1, [{"name": "fraud", "cases": 1}])


def test_an_auditor_sees_facts_and_no_content(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    whole = program(desk, "ruth").get(f"/cases/{case.ref}").json()
    assert (whole["name"], whole["comment"], whole["findings"]) == (None, None, None)
    assert whole["band"] == "fraud"


def test_a_list_comes_page_by_page(desk: Desk) -> None:
    for number in range(5):
        desk.brings("nadia", arrival=f"test:{number}")
    nadia = program(desk, "nadia")
    pages = [nadia.get(f"/doubts?per_page=2&page={number}").json() for number in (1, 2, 3, 4)]
    assert [(len(page["items"]), page["next"], page["count"]) for page in pages] == [
        (2, 2, 5),
        (2, 3, 5),
        (1, None, 5),
        (0, None, 5),
    ]
    assert len({one["ref"] for page in pages for one in page["items"]}) == 5


# --- keys -------------------------------------------------------------------------------------------------------------------------


def test_a_key_is_kept_as_a_hash_only(desk: Desk) -> None:
    made, secret = make(desk.member("nadia"), "telefoon", [Scope.BRING], 30)
    assert secret.startswith(made.prefix)
    for file in desk.home.glob("*.sqlite3*"):
        assert secret.encode() not in file.read_bytes(), file.name


def test_a_key_notes_its_last_use(desk: Desk) -> None:
    nadia = program(desk, "nadia")
    assert Key.objects.get().used_at is None
    nadia.get("/me")
    assert Key.objects.get().used_at is not None


def _withdrawn(desk: Desk, key: Key) -> None:
    withdraw(key, desk.member("els"))


def _ended(desk: Desk, key: Key) -> None:
    Key.objects.filter(pk=key.pk).update(until=timezone.now() - timedelta(seconds=1))


def _member_no_more(desk: Desk, key: Key) -> None:
    desk.member("nadia").delete()


def _user_locked(desk: Desk, key: Key) -> None:
    user = desk.user("nadia")
    user.is_active = False
    user.save()


@pytest.mark.parametrize("happens", [_withdrawn, _ended, _member_no_more, _user_locked], ids=lambda one: one.__name__)
def test_a_key_ends(desk: Desk, happens: Any) -> None:
    nadia = program(desk, "nadia")
    assert nadia.get("/me").status_code == 200
    happens(desk, Key.objects.get())
    refused = nadia.get("/me")
    assert refused.status_code == 401
    assert refused["WWW-Authenticate"].startswith("Bearer")


def test_a_key_follows_the_role_of_its_holder(desk: Desk) -> None:
    ines = program(desk, "ines")
    assert ines.get("/cases").status_code == 200
    member = desk.member("ines")
    member.role = "auditor"
    member.save()
    case = desk.looked_at("nadia")
    assert ines.get("/cases").status_code == 200
    assert ines.get(f"/cases/{case.ref}/original").status_code == 403
    assert ines.post(f"/cases/{case.ref}/decisions", {"kind": "agree"}).status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize("scope", list(Scope))
def test_a_key_opens_its_scopes_and_nothing_else(desk: Desk, scope: Scope) -> None:
    case = desk.looked_at("els")
    els = program(desk, "els", scopes=[scope])
    asked = {
        Scope.BRING: els.post("/doubts", {"text": "x"}),
        Scope.ANSWERS: els.get("/doubts"),
        Scope.CASES: els.get("/cases"),
        Scope.CONTENT: els.get(f"/cases/{case.ref}/original"),
        Scope.DECIDE: els.post(f"/cases/{case.ref}/decisions", {"kind": "agree"}),
        Scope.STANDING: els.get("/standing"),
        Scope.PROTECT: els.get(f"/siblings/{quarantine(desk, 'els')['ref']}"),
        Scope.PAYMENTS: els.send("/payments/checks", b"<x/>"),
        Scope.LEDGER: els.get("/ledger/payees"),
        Scope.PASTE: els.get("/paste/tools"),
    }
    assert {one for one, said in asked.items() if said.status_code < 300} == {scope}
    assert {said.json()["type"] for one, said in asked.items() if one is not scope} == {"urn:weerbaar:problem:out-of-scope"}


def test_without_the_scope_for_content_a_decider_sees_facts_only(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    ines = program(desk, "ines", scopes=[Scope.CASES])
    assert ines.get(f"/cases/{case.ref}").json()["findings"] is None
    assert ines.get("/cases").json()["items"][0]["name"] is None
    assert ines.get("/cases?q=els").status_code == 403


@pytest.mark.parametrize(("name", "scope"), [("nadia", Scope.CASES), ("ruth", Scope.CONTENT), ("tom", Scope.DECIDE)])
def test_nobody_makes_a_key_for_what_they_may_not_do(desk: Desk, name: str, scope: Scope) -> None:
    if name == "tom":  # a helper writes notes, so this scope is open to him; deciding stays closed
        case = desk.looked_at("nadia")
        assert program(desk, name, scopes=[scope]).post(f"/cases/{case.ref}/decisions", {"kind": "agree"}).status_code == 403
        return
    with pytest.raises(Forbidden):
        make(desk.member(name), "x", [scope], 30)


def test_a_key_is_of_no_use_without_the_second_factor_its_role_asks_for(desk: Desk) -> None:
    from allauth.mfa.models import Authenticator

    ines = program(desk, "ines")
    Authenticator.objects.filter(user=desk.user("ines")).delete()
    refused = ines.get("/cases")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:weerbaar:problem:no-second-factor")


def test_cookies_open_nothing(desk: Desk) -> None:
    assert desk.browser("els").get("/api/v1/cases").status_code == 401


# --- problems ---------------------------------------------------------------------------------------------------------------------


def _ask(desk: Desk, method: str, path: str, body: object = None, **headers: str) -> Any:
    return program(desk, "els").ask(method, path, body, headers)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "kind"),
    [
        ("POST", "/doubts", {"text": ""}, 422, "not-as-described"),
        ("POST", "/doubts", {"txt": "x"}, 422, "not-as-described"),
        ("POST", "/doubts", "{", 400, "not-understood"),
        ("POST", "/doubts", '{"text": "\\ud800"}', 422, "not-as-described"),
        ("POST", "/doubts/bytes", b"", 422, "empty"),
        ("GET", "/doubts?page=0", None, 422, "not-as-described"),
        ("GET", "/nothing", None, 404, "not-here"),
        ("GET", "/doubts/00000000-0000-0000-0000-000000000000", None, 404, "not-here"),
        ("DELETE", "/doubts", None, 405, "no-such-method"),
        ("GET", "/campaigns/99999999999999999999999", None, 404, "not-here"),
    ],
)
def test_a_problem_says_what_went_wrong(desk: Desk, method: str, path: str, body: object, status: int, kind: str) -> None:
    said = _ask(desk, method, path, body)
    assert (said.status_code, said["Content-Type"]) == (status, "application/problem+json")
    assert said.json()["type"] == f"urn:weerbaar:problem:{kind}"
    assert {"type", "title", "status", "detail"} <= set(said.json())


def test_a_problem_does_not_repeat_what_was_sent(desk: Desk) -> None:
    said = _ask(desk, "POST", "/doubts", {"text": 7, "comment": "geheim", "geheimveld": "geheim"})
    assert said.status_code == 422
    assert b'"geheim"' not in said.content


@pytest.mark.parametrize(
    ("language", "title"),
    [("nl", "Dit is hier niet"), ("fr", "Ceci n’est pas ici"), ("de", "Das gibt es hier nicht"), ("en", "This is not here")],
)
def test_a_problem_speaks_the_language_asked_for(desk: Desk, language: str, title: str) -> None:
    said = _ask(desk, "GET", "/nothing", None, **{"Accept-Language": language})
    assert (said.json()["title"], said["Content-Language"]) == (title, language)


def test_what_cannot_be_decided_now_is_a_conflict(desk: Desk) -> None:
    case = desk.brings("nadia")
    said = _ask(desk, "POST", f"/cases/{case.ref}/decisions", {"kind": "agree"})
    assert (said.status_code, said.json()["type"]) == (409, "urn:weerbaar:problem:not-now")


def test_what_was_erased_is_gone(desk: Desk) -> None:
    from weerbaar.desk.cases.erase import erase

    case = desk.looked_at("nadia")
    erase(case, actor=None, why="asked")
    said = _ask(desk, "GET", f"/cases/{case.ref}/original")
    assert (said.status_code, said.json()["type"]) == (410, "urn:weerbaar:problem:erased")
    assert _ask(desk, "GET", f"/cases/{case.ref}").json()["state"] == "erased"


def test_a_body_larger_than_we_read_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEERBAAR_MAX_BYTES", str(1024 * 1024))
    nadia = program(desk, "nadia")
    assert nadia.send("/doubts/bytes", b"x" * (1024 * 1024)).status_code == 201
    assert nadia.send("/doubts/bytes", b"x" * (1024 * 1024 + 1)).status_code == 413
    assert nadia.post("/doubts", {"text": "x" * (5 * 1024 * 1024)}).status_code == 413
    assert Case.objects.count() == 1


def test_a_failure_of_ours_is_a_problem_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("weerbaar.desk.api.own.told", broken)
    case = desk.looked_at("nadia")
    key = program(desk, "nadia").secret
    said = Client(raise_request_exception=False).get(f"/api/v1/doubts/{case.ref}", headers={"Authorization": f"Bearer {key}"})
    assert (said.status_code, said["Content-Type"]) == (500, "application/problem+json")
    assert b"secret words" not in said.content


def test_health_is_open(desk: Desk) -> None:
    assert Program("").get("/health").json() == {"status": "ok"}
