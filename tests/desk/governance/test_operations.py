"""What machines ask: alive, ready, numbers; logs without content; a full disk and a wrong clock."""

import json
import logging
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.desk.cast import Desk
from weerbaar.desk.cases.models import Case
from weerbaar.desk.governance import health
from weerbaar.desk.intake.details import Details
from weerbaar.desk.intake.models import Door, Use
from weerbaar.desk.logs import Line
from weerbaar.desk.trail import record
from weerbaar.desk.work import reaper
from weerbaar.model.errors import Problem

CANARY = "appelflapvanille"


def checks(desk: Desk, **headers: str) -> dict[str, Any]:
    answer = desk.browser().get("/readyz", headers=headers)
    told = json.loads(answer.content)
    assert answer.status_code == (200 if told["ready"] else 503)
    return dict(told["checks"])


@pytest.fixture
def worked(desk: Desk, settings: Any) -> None:
    """A worker was heard of, and nothing has to be watched."""
    reaper.beat("one")
    settings.WEERBAAR_WATCHERS = {}


def test_alive_asks_nobody_else(desk: Desk) -> None:
    connection.close()
    (desk.home / "database.sqlite3").unlink()
    assert desk.browser().get("/livez").content == b"ok\n"


def test_ready_when_all_is_well(desk: Desk, worked: None) -> None:
    assert all(one["ok"] for one in checks(desk).values())


def test_whoever_comes_through_a_proxy_reads_words_only(desk: Desk, worked: None) -> None:
    assert set(checks(desk, x_forwarded_for="203.0.113.9").values()) == {"ok"}


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
def test_a_probe_calls_the_desk_by_its_address(desk: Desk, worked: None, settings: Any, path: str) -> None:
    settings.ALLOWED_HOSTS = ["desk.bakkerijvanhove.example"]
    assert desk.browser().get(path, headers={"host": "10.0.0.7:8080"}).status_code == 200
    assert desk.browser().get("/", headers={"host": "10.0.0.7:8080"}).status_code == 400


def test_not_ready_without_worker(desk: Desk, settings: Any) -> None:
    settings.WEERBAAR_WATCHERS = {"mailboxes": "somewhere"}
    told = checks(desk)
    assert (told["worker"]["ok"], told["watchers"]["why"]) == (False, "nobody watches mailboxes")


def test_not_ready_when_the_disk_is_nearly_full(desk: Desk, worked: None, settings: Any) -> None:
    settings.WEERBAAR_DESK = replace(settings.WEERBAAR_DESK, disk_reserve_mb=10**9)
    assert checks(desk)["disk"]["why"] == "nearly full"


def test_not_ready_without_the_key_of_the_organisations(desk: Desk, worked: None) -> None:
    from weerbaar.desk import secrets
    from weerbaar.desk.keys import ring

    (desk.home / "master.key").write_bytes(secrets.line(b"x" * 32))
    ring.cache_clear()
    assert checks(desk)["keys"]["why"] == "another master key"


def test_not_ready_when_the_database_is_none(desk: Desk, worked: None) -> None:
    connection.close()
    for file in desk.home.glob("database.sqlite3*"):
        file.unlink()
    (desk.home / "database.sqlite3").write_bytes(b"this is no database" * 100)
    assert checks(desk)["database"]["ok"] is False


def test_not_ready_when_the_clock_went_back(desk: Desk, worked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr("weerbaar.desk.trail.timezone.now", lambda: now + timedelta(hours=2))
    record("noted")
    monkeypatch.setattr("weerbaar.desk.trail.timezone.now", lambda: now)
    assert health.clock() == health.Check(False, "it went back")


def test_the_numbers_name_nobody(desk: Desk, worked: None) -> None:
    desk.looked_at("nadia")
    said = desk.browser().get("/metrics").content.decode()
    assert 'weerbaar_cases{band="fraud",state="answered"} 1.0' in said
    assert 'weerbaar_ok{check="worker"} 1.0' in said
    for word in ("nadia", "bakkerij", "example", "directie"):
        assert word not in said.lower()


@pytest.mark.parametrize(
    ("token", "headers", "status"),
    [
        ("", {}, 200),
        ("", {"x_forwarded_for": "203.0.113.9"}, 404),  # a proxy on this machine
        ("s3cret-of-the-watch", {}, 404),
        ("s3cret-of-the-watch", {"authorization": "Bearer wrong"}, 404),
        ("s3cret-of-the-watch", {"authorization": "Bearer s3cret-of-the-watch", "x_forwarded_for": "203.0.113.9"}, 200),
    ],
)
def test_the_numbers_are_for_whoever_may(
    desk: Desk, worked: None, monkeypatch: pytest.MonkeyPatch, token: str, headers: dict[str, str], status: int
) -> None:
    monkeypatch.setenv("WEERBAAR_METRICS_TOKEN", token)
    assert desk.browser().get("/metrics", headers=headers).status_code == status


def test_no_content_reaches_the_logs(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """At DEBUG, from the bytes that come in to the answer, a decision, a search and an error on the way."""
    from weerbaar.desk.cases.decide import decide, note
    from weerbaar.desk.cases.models import Decision
    from weerbaar.desk.cases.see import search

    caplog.set_level(logging.DEBUG)
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(Line().format(record))  # type: ignore[method-assign]
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger("dbos").addHandler(handler)
    try:
        mail = f"From: {CANARY} <{CANARY}@directie.example>\nSubject: {CANARY}\n\nBetaal {CANARY}, https://{CANARY}.example/\n"
        case = desk.looked_at("nadia", mail.encode(), band=_band(desk, mail))
        note(case, desk.member("tom"), f"let op {CANARY}")
        decide(case, desk.member("ines"), Decision.Kind.ASK, reason=f"{CANARY}?")
        assert search(desk.member("tom"), CANARY).count() == 1
        browser = desk.browser("nadia")
        browser.post("/", {"text": f"{CANARY} nog eens", "form": "f", "comment": CANARY})
        browser.get("/doubts/", {"q": CANARY})
        browser.get(f"/nowhere/{CANARY}/")
        with desk.working():
            desk.until(lambda: not Case.objects.filter(state__in=("received", "looking")).exists())
        try:
            raise ValueError(CANARY)
        except ValueError:
            logging.getLogger("weerbaar.desk").exception("it failed")
    finally:
        root.removeHandler(handler)
        logging.getLogger("dbos").removeHandler(handler)
    assert any("it failed" in line and "ValueError" in line for line in lines)
    assert [line for line in lines if CANARY in line] == []


def _band(desk: Desk, mail: str) -> str:
    from weerbaar.desk.accounts.known import known
    from weerbaar.look import look
    from weerbaar.model.item import Item, Way

    return look(Item("bericht.eml", mail.encode(), Way.MAILBOX), known(desk.bakery)).verdict.band.value


FULL = """
import json, os, resource, signal, sys
from pathlib import Path
from weerbaar.desk import setup
setup.configure()
from django.db import DatabaseError, connection
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.cases.models import Case
from weerbaar.desk.cases.receive import receive
from weerbaar.model.item import Way
who = Membership.objects.select_related("user", "organisation").get(user__email="nadia@bakkerijvanhove.example")
def bring(number):
    return receive(who.organisation, b"x" * 200_000, way=Way.TEXT, name="x", arrival=f"t:{number}", reporter=who.user)
bring(0)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
largest = max(file.stat().st_size for file in Path(os.environ["WEERBAAR_HOME"]).glob("database*"))
resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 300_000, resource.RLIM_INFINITY))
kept, refused = [0], []
for number in range(1, 12):
    try:
        bring(number)
        kept.append(number)
    except (DatabaseError, OSError):
        refused.append(number)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
connection.close()
for number in refused:
    bring(number)
from weerbaar.desk.governance import audit
stored = sorted(int(case.arrival[2:]) for case in Case.objects.all() if len(case.original()) == 200_000)
print(json.dumps([kept, refused, stored, audit.verify(who.organisation_id).broken]))
"""


def test_a_full_disk_takes_nothing_in_by_halves_and_loses_nothing(desk: Desk) -> None:
    """The system refuses to let files grow (RLIMIT_FSIZE), as a full disk does; then there is room again."""
    connection.close()
    ran = subprocess.run(
        [sys.executable, "-c", FULL], env={**os.environ, "WEERBAAR_HOME": str(desk.home)}, capture_output=True, text=True
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    kept, refused, stored, broken = json.loads(ran.stdout)
    assert kept and refused
    assert stored == list(range(12))
    assert broken is None


def test_a_disk_that_is_full_is_told_and_not_acknowledged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("weerbaar.desk.cases.receive.record", full)
    answer = desk.browser("nadia").post("/", {"text": "Betaal vandaag nog", "form": "f"})
    assert answer.status_code == 503
    assert not Case.objects.exists()


def test_lines_of_the_log_are_json(desk: Desk, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    made = logging.LogRecord("weerbaar.desk", logging.WARNING, "x.py", 1, "it %s", ("happened",), None)
    made.facts = {"case": 7}
    said = json.loads(Line().format(made))
    assert (said["event"], said["level"], said["case"]) == ("it happened", "warning", 7)


def door(desk: Desk, use: Use, trouble: Problem | None, *, connected: bool = False) -> Door:
    made = Door(organisation=desk.bakery, use=use, connected=connected)
    made.keep(Details(address="check@bakkerijvanhove.example", host="imap.bakkerijvanhove.example", port=993))
    made.keep_trouble(trouble)
    made.save()
    return made


LOGIN = Problem("mail_login", {"host": "imap.bakkerijvanhove.example", "user": "check", "why": "no"})


@pytest.mark.parametrize(
    ("use", "trouble", "connected", "away"),
    [
        (Use.DESK, LOGIN, False, 1),
        (Use.RECEIVER, Problem("receiver_port", {"host": "127.0.0.1", "port": 25}), False, 1),
        (Use.OUTGOING, Problem("token_refused", {"host": "x", "why": "no"}), False, 1),
        (Use.OUTGOING, Problem("mail_not_sent", {"host": "x", "why": "no such user"}), False, 0),  # of one reader
        (Use.DESK, LOGIN, True, 0),  # told of one message, while the server is there
        (Use.DESK, None, False, 0),  # not tried yet
        (Use.CONNECTED, LOGIN, False, 0),  # nobody works with it now
    ],
)
def test_a_mail_server_out_of_reach_is_told_and_the_desk_stays_ready(
    desk: Desk, worked: None, use: Use, trouble: Problem | None, connected: bool, away: int
) -> None:
    made = door(desk, use, trouble, connected=connected)
    told = checks(desk)["mailboxes"]
    assert (told["ok"], told["away"]) == (not away, away)
    assert desk.browser().get("/readyz").status_code == 200
    assert "bakkerij" not in json.dumps(told)
    Door.objects.filter(pk=made.pk).update(paused_at=timezone.now())
    assert checks(desk)["mailboxes"]["ok"]


def test_how_it_stands_says_what_keeps_the_desk_from_its_work(desk: Desk, settings: Any) -> None:
    door(desk, Use.DESK, LOGIN)
    settings.WEERBAAR_WATCHERS = {"mailboxes": "somewhere"}

    def said(name: str) -> str:
        browser = desk.browser(name)
        browser.cookies["language"] = "en"
        return browser.get("/team/standing/").content.decode()

    assert "Nobody is at work" in said("tom")
    reaper.beat("one")
    assert "Nobody watches the mailboxes" in said("tom")
    assert "1 mail server cannot be reached." in said("tom")
    assert "/team/mailboxes/" not in said("tom")
    assert "/team/mailboxes/" in said("els")
    assert "imap." not in said("els")
    assert "cannot be reached" not in said("bart")  # another organisation's
    settings.WEERBAAR_WATCHERS = {}
    Door.objects.all().delete()
    assert "Everything is at work." in said("tom")
