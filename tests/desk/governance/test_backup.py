"""Backup and restore: everything comes back as it was, what was erased stays erased, and a damaged file is refused."""

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.db import connection

from tests.desk.cast import FRAUD, HONEST, Desk
from tests.desk.conftest import _move
from weerbaar.cli import main
from weerbaar.desk import secrets
from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.cases import erasures
from weerbaar.desk.cases.models import Answer, Case, State
from weerbaar.desk.governance import anchor, backup, retention
from weerbaar.desk.governance.export import NoKey
from weerbaar.desk.governance.models import Entry

IDENTITY = pyrage.x25519.Identity.generate()
TO = str(IDENTITY.to_public())


@pytest.fixture
def elsewhere(desk: Desk, tmp_path: Path, settings: Any) -> Iterator[Path]:
    """An empty folder with the keys; `move_to` makes it the desk of this process."""
    home = tmp_path / "elsewhere"
    home.mkdir()
    for name in (secrets.KEY_FILE, anchor.KEY_FILE, erasures.FILE):
        if (desk.home / name).exists():
            (home / name).write_bytes((desk.home / name).read_bytes())
    yield home
    _move(desk.home / "database.sqlite3")


def move_to(home: Path, settings: Any) -> None:
    settings.WEERBAAR_HOME = home
    _move(home / "database.sqlite3")


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that is in a backup, but for the trail, which goes on."""
    return {
        model._meta.label: [
            tuple(bytes(one) if isinstance(one, memoryview) else one for one in row)
            for row in model._base_manager.order_by("pk").values_list()
        ]
        for model in backup.kept_models()
        if model._meta.app_label != "governance"
    }


def test_everything_comes_back_as_it_was(desk: Desk, elsewhere: Path, tmp_path: Path, settings: Any) -> None:
    desk.looked_at("nadia")
    desk.looked_at("mila", HONEST, band="no sign of fraud")
    Answer.objects.update(sending=Answer.Sending.SENT)
    anchor.anchor()
    (elsewhere / anchor.KEY_FILE).write_bytes((desk.home / anchor.KEY_FILE).read_bytes())
    made = backup.backup(tmp_path / "one.age", TO)
    before, lines_before = rows(), list(Entry.objects.order_by("pk").values_list("hash", flat=True))
    move_to(elsewhere, settings)
    found = backup.restore(tmp_path / "one.age", str(IDENTITY))
    assert (found.locked, found.broken, found.erased_again) == (0, (), 0)
    assert rows() == before
    assert list(Entry.objects.order_by("pk").values_list("hash", flat=True))[: len(lines_before) - 1] == lines_before[:-1]
    assert sorted(case.original() for case in Case.objects.all()) == sorted((FRAUD, HONEST))
    assert made.rows == found.rows
    again = desk.brings("nadia", b"na het terugzetten")  # the desk goes on
    assert again.pk > max(row[0] for row in before["cases.Case"])


def test_what_was_erased_after_the_backup_stays_erased(desk: Desk, elsewhere: Path, tmp_path: Path, settings: Any) -> None:
    gone, kept = desk.brings("nadia"), desk.brings("nadia", HONEST)
    retention.hold(gone, desk.member("karim"), "nog even")
    backup.backup(tmp_path / "one.age", TO)
    retention.release(gone, desk.member("karim"))
    retention.erase_now(gone, desk.member("karim"))
    (elsewhere / erasures.FILE).write_bytes(erasures.file().read_bytes())
    move_to(elsewhere, settings)
    assert backup.restore(tmp_path / "one.age", str(IDENTITY)).erased_again == 1
    assert {case.pk: case.state for case in Case.objects.all()} == {gone.pk: State.ERASED, kept.pk: State.RECEIVED}


def test_anchors_made_after_the_backup_are_set_aside(desk: Desk, elsewhere: Path, tmp_path: Path, settings: Any) -> None:
    desk.brings("nadia")
    anchor.anchor()
    backup.backup(tmp_path / "one.age", TO)
    desk.brings("nadia", HONEST)
    anchor.anchor()
    for name in (anchor.FILE, anchor.KEY_FILE):
        (elsewhere / name).write_bytes((desk.home / name).read_bytes())
    move_to(elsewhere, settings)
    assert backup.restore(tmp_path / "one.age", str(IDENTITY)).broken == ()
    assert anchor.check().problems == ()
    assert len(list(elsewhere.glob("anchors-before-*.jsonl"))) == 1
    assert Entry.objects.get(action="restored").facts["anchors_set_aside"] == 1


def test_the_keys_are_not_in_it(desk: Desk, tmp_path: Path) -> None:
    anchor.anchor()
    backup.backup(tmp_path / "one.age", TO)
    (tmp_path / "one.tar").write_bytes(pyrage.decrypt((tmp_path / "one.age").read_bytes(), [IDENTITY]))
    with tarfile.open(tmp_path / "one.tar") as archive:
        names = set(archive.getnames())
    assert {"manifest.json", "anchors.jsonl", "rows/cases.case.jsonl.gz", "rows/governance.entry.jsonl.gz"} <= names
    assert not {name for name in names if name.endswith(".key") or "session" in name}
    assert (
        secrets.read("KEY", {"KEY_FILE": str(desk.home / secrets.KEY_FILE)}).encode() not in (tmp_path / "one.tar").read_bytes()
    )


def test_nothing_lies_about_in_clear_afterwards(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    backup.backup(folder / "one.age", TO)
    assert [file.name for file in folder.iterdir()] == ["one.age"]


def test_another_key_does_not_open_it(desk: Desk, elsewhere: Path, tmp_path: Path, settings: Any) -> None:
    backup.backup(tmp_path / "one.age", TO)
    move_to(elsewhere, settings)
    with pytest.raises(backup.BadBackup, match="does not open"):
        backup.restore(tmp_path / "one.age", str(pyrage.x25519.Identity.generate()))


@pytest.mark.parametrize("at", [0.3, 0.9, 1.0])
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    desk: Desk, elsewhere: Path, tmp_path: Path, settings: Any, at: float
) -> None:
    made = backup.backup(tmp_path / "one.age", TO)
    data = bytearray(made.file.read_bytes())
    data[int((len(data) - 1) * at)] ^= 1
    made.file.write_bytes(data)
    move_to(elsewhere, settings)
    with pytest.raises(backup.BadBackup):
        backup.restore(made.file, str(IDENTITY))
    assert not connection.introspection.table_names()


def test_a_backup_whose_rows_do_not_fit_leaves_an_empty_desk(
    desk: Desk, elsewhere: Path, tmp_path: Path, settings: Any
) -> None:
    backup.backup(tmp_path / "one.age", TO)
    (tmp_path / "one.tar").write_bytes(pyrage.decrypt((tmp_path / "one.age").read_bytes(), [IDENTITY]))
    with tarfile.open(tmp_path / "one.tar") as archive:
        archive.extractall(tmp_path / "open", filter="data")
    manifest = json.loads((tmp_path / "open" / "manifest.json").read_bytes())
    manifest["members"]["rows/accounts.user.jsonl.gz"]["rows"] += 1
    (tmp_path / "open" / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(tmp_path / "two.tar", "w") as archive:
        for name in ("manifest.json", *manifest["members"]):
            archive.add(tmp_path / "open" / name, arcname=name)
    (tmp_path / "two.age").write_bytes(pyrage.encrypt((tmp_path / "two.tar").read_bytes(), [IDENTITY.to_public()]))
    move_to(elsewhere, settings)
    with pytest.raises(backup.BadBackup, match="damaged"):
        backup.restore(tmp_path / "two.age", str(IDENTITY))
    backup.restore(tmp_path / "one.age", str(IDENTITY))
    assert Organisation.objects.count() == 2


def test_a_desk_that_is_there_is_never_overwritten(desk: Desk, tmp_path: Path) -> None:
    backup.backup(tmp_path / "one.age", TO)
    with pytest.raises(backup.BadBackup, match="already"):
        backup.restore(tmp_path / "one.age", str(IDENTITY))


def test_a_backup_without_key_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NoKey):
        backup.backup(tmp_path / "one.age")
    with pytest.raises(NoKey):
        backup.backup(tmp_path / "one.age", "age1nothing")


def test_the_backup_of_the_night_keeps_as_many_as_it_should(desk: Desk, tmp_path: Path, settings: Any) -> None:
    from dataclasses import replace

    folder = tmp_path / "nights"
    folder.mkdir()
    for number in range(4):
        (folder / f"weerbaar-2026010{number}T000000Z.age").write_bytes(b"old")
    (folder / "photo.jpg").write_bytes(b"not ours")
    settings.WEERBAAR_DESK = replace(settings.WEERBAAR_DESK, backup_folder=str(folder), backup_to=TO, backup_keep=2)
    backup.nightly()
    names = sorted(file.name for file in folder.iterdir())
    assert len(names) == 3
    assert names[:2] == ["photo.jpg", "weerbaar-20260103T000000Z.age"]


def test_the_commands_make_a_key_a_backup_and_a_desk(desk: Desk, elsewhere: Path, tmp_path: Path) -> None:
    """In processes of their own, as whoever looks after a desk types them."""
    desk.brings("nadia")
    connection.close()

    def weerbaar(*words: str, home: Path = desk.home) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "WEERBAAR_HOME": str(home), "LANG": "en"}
        return subprocess.run([sys.executable, "-m", "weerbaar.cli", *words], env=environment, capture_output=True, text=True)

    key, file = tmp_path / "backup.key", tmp_path / "one.age"
    made = weerbaar("backup", str(file), "--new-key", str(key))
    assert (made.returncode, key.stat().st_mode & 0o777) == (0, 0o600), made.stderr
    (elsewhere / secrets.KEY_FILE).rename(tmp_path / "kept.key")
    refused = weerbaar("restore", str(file), "--identity", str(key), home=elsewhere)
    assert refused.returncode == 66
    assert "master.key" in refused.stderr
    assert not (elsewhere / secrets.KEY_FILE).exists()
    (tmp_path / "kept.key").rename(elsewhere / secrets.KEY_FILE)
    restored = weerbaar("restore", str(file), "--identity", str(key), home=elsewhere)
    assert restored.returncode == 0, restored.stderr
    assert weerbaar("audit", "verify", home=elsewhere).returncode == 0


def test_the_backup_command_says_what_it_needs(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WEERBAAR_HOME", str(desk.home))
    assert main(["--lang", "en", "backup", str(tmp_path / "one.age")]) == 4
    assert "--new-key" in capsys.readouterr().err
