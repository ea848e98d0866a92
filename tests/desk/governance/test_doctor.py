"""`weerbaar doctor` on a live desk: what is fine, what is not, and nothing is made where no desk is."""

import json
from pathlib import Path

import pytest

from tests.desk.cast import Desk
from weerbaar.cli import main
from weerbaar.desk.work import reaper


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    status = main(["doctor", "--json"])
    told = json.loads(capsys.readouterr().out)["desk"]
    return {"status": status, **told}  # type: ignore[dict-item]


def test_a_desk_that_works_is_fine(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WEERBAAR_HOME", str(desk.home))
    monkeypatch.setattr("django.conf.settings.WEERBAAR_WATCHERS", {})
    reaper.beat("one")
    told = said(capsys)
    assert told["status"] == 0
    assert all(one["ok"] for one in told["checks"].values())  # type: ignore[index]


def test_what_is_not_fine_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WEERBAAR_HOME", str(desk.home))
    assert said(capsys)["status"] == 78
    main(["--lang", "nl", "doctor"])
    assert "NIET IN ORDE: no worker" in capsys.readouterr().out


def test_where_no_desk_is_none_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WEERBAAR_HOME", str(tmp_path / "nowhere"))
    assert said(capsys)["checks"] == {}
    assert not (tmp_path / "nowhere").exists()
