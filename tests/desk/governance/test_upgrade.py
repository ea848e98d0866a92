"""A desk of an earlier release goes on with this one: nothing is lost, and what waited is done."""

import base64
import sqlite3
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.desk.cast import Desk
from tests.desk.governance.release import KEY, MESSAGE, NOTE
from weerbaar.desk import setup
from weerbaar.desk.cases.models import Case, State
from weerbaar.desk.cases.see import search
from weerbaar.desk.governance import audit
from weerbaar.desk.keys import ring

RELEASES = sorted(Path(__file__).parent.glob("release-*.sql"))


@pytest.fixture(params=RELEASES, ids=lambda file: file.stem)
def upgraded(desk: Desk, request: pytest.FixtureRequest) -> Desk:
    from django.db import connection

    connection.close()
    for file in desk.home.glob("*.sqlite3*"):
        file.unlink()
    with sqlite3.connect(desk.home / "database.sqlite3") as database:
        database.executescript(request.param.read_text(encoding="utf-8"))
    database.close()
    (desk.home / "master.key").write_bytes(base64.b64encode(KEY))
    ring.cache_clear()
    setup.migrate()
    return desk


def test_nothing_is_lost(upgraded: Desk) -> None:
    call_command("check", databases=["default"])
    cases = list(Case.objects.order_by("pk"))
    assert [case.state for case in cases] == [State.RECEIVED, State.ANSWERED]
    assert {case.original() for case in cases} == {MESSAGE}
    assert {case.about.comment for case in cases} == {"klopt dit?"}
    assert {note.text for case in cases for note in case.notes.all()} == {NOTE}
    assert audit.verify(cases[0].organisation_id).broken is None


def test_what_waited_is_answered_and_found(upgraded: Desk) -> None:
    from weerbaar.desk.work import reaper

    with upgraded.working():
        reaper.sweep()
        upgraded.until(lambda: not Case.objects.filter(state__in=(State.RECEIVED, State.LOOKING)).exists())
    first = Case.objects.order_by("pk")[0]
    assert (first.state, first.answers.count()) == (State.ANSWERED, 1)
    assert first in search(upgraded.member("ines"), "betaal")


def test_doing_it_again_changes_nothing(upgraded: Desk) -> None:
    before = list(Case.objects.order_by("pk").values_list("pk", "state", "key"))
    setup.migrate()
    assert list(Case.objects.order_by("pk").values_list("pk", "state", "key")) == before
