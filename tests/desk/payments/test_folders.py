"""The folder of an organisation: what is put in it is checked, released, held or refused, and nothing twice."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.desk.cast import Desk
from tests.desk.payments.world import NIEUW, confirmed, file, known, to_kroon, to_stranger
from tests.ledger.payments import iban
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.payments import folders
from weerbaar.desk.payments.models import Invoice, Release, Run


@pytest.fixture
def room(desk: Desk, tmp_path: Path, settings: Any) -> Path:
    """The bakery's folder, watched."""
    settings.WEERBAAR_DESK = replace(settings.WEERBAAR_DESK, payments_folder=str(tmp_path / "money"))
    folders.switch(desk.member("els"), True)
    return tmp_path / "money" / "bakkerij-van-hove"


class Watch:
    """Looks as the watcher does."""

    def __init__(self) -> None:
        self.seen: dict[Path, folders.Signs] = {}

    def looks(self, times: int = 1) -> None:
        for _ in range(times):
            folders.tend(self.seen)


def there(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.is_file())


def test_a_file_is_split_over_the_folders(desk: Desk, room: Path) -> None:
    known(desk)
    (room / "payments/in/november.xml").write_bytes(file(to_kroon(), to_stranger()))
    Watch().looks(2)
    run = Run.objects.get()
    stem = f"november-{run.ref.hex[:12]}"
    assert there(room / "payments/in") == []
    assert there(room / "payments/released") == [f"{stem}-1.xml"]
    assert there(room / "payments/held") == [f"{stem}-1.txt", f"{stem}-1.xml"]
    assert there(room / "payments/done") == [f"{stem}-0.xml"]
    report = (room / f"payments/held/{stem}-1.txt").read_text()
    assert "Nieuwe Leverancier" in report and "18.400,00 EUR" in report


def test_a_file_that_still_grows_is_left_alone(desk: Desk, room: Path) -> None:
    known(desk)
    data, target, watch = file(to_kroon()), room / "payments/in/x.xml", Watch()
    for part in range(1, 4):
        target.write_bytes(data[: part * 300])
        watch.looks()
    assert Run.objects.count() == 0 and target.exists()
    target.write_bytes(data)
    watch.looks(2)
    assert Run.objects.get().state == Run.State.CHECKED


def test_the_same_file_again_releases_nothing_more(desk: Desk, room: Path) -> None:
    known(desk)
    watch = Watch()
    for name in ("a.xml", "a.xml", "b.xml"):
        (room / "payments/in" / name).write_bytes(file(to_kroon()))
        watch.looks(2)
    assert Release.objects.count() == 1
    assert len(there(room / "payments/released")) == 1
    assert there(room / "payments/in") == []


def test_what_cannot_be_trusted_is_refused_with_the_reason(desk: Desk, room: Path) -> None:
    (room / "payments/in/x.xml").write_bytes(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    Watch().looks(2)
    assert len(there(room / "payments/refused")) == 2
    report = next(one for one in (room / "payments/refused").iterdir() if one.suffix == ".txt")
    assert "DOCTYPE" in report.read_text()


def test_a_file_that_is_too_large_is_refused_once(desk: Desk, room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEERBAAR_MAX_BYTES", "1000")
    (room / "payments/in/x.xml").write_bytes(file(to_kroon()))
    Watch().looks(2)
    assert there(room / "payments/refused") == ["x.xml", "x.xml.txt"]
    assert Run.objects.count() == 0


def test_links_folders_and_hidden_files_are_left_alone(desk: Desk, room: Path, tmp_path: Path) -> None:
    known(desk)
    secret = tmp_path / "elsewhere.xml"
    secret.write_bytes(file(to_kroon()))
    entrance = room / "payments/in"
    (entrance / "link.xml").symlink_to(secret)
    (entrance / "folder.xml").mkdir()
    (entrance / ".part.xml").write_bytes(file(to_kroon()))
    os.mkfifo(entrance / "pipe.xml")
    Watch().looks(3)
    assert Run.objects.count() == 0 and secret.exists()


def test_what_is_confirmed_later_goes_by_itself(desk: Desk, room: Path) -> None:
    known(desk)
    (room / "payments/in/x.xml").write_bytes(file(to_kroon(), to_stranger()))
    watch = Watch()
    watch.looks(2)
    confirmed(desk.bakery, "Nieuwe Leverancier", NIEUW)
    watch.looks()
    assert len(there(room / "payments/released")) == 2
    assert there(room / "payments/held") == []
    watch.looks(2)
    assert len(there(room / "payments/released")) == 2


def test_what_a_dead_process_left_is_finished(desk: Desk, room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known(desk)
    (room / "payments/in/x.xml").write_bytes(file(to_kroon()))
    watch = Watch()
    with monkeypatch.context() as patched:
        patched.setattr(folders, "place", lambda release: release)  # it dies before anything is placed
        patched.setattr(folders, "_leave", lambda *_: None)
        watch.looks(2)
    assert there(room / "payments/released") == [] and Release.objects.get().state == Release.State.WRITING
    Watch().looks(2)
    assert len(there(room / "payments/released")) == 1
    assert there(room / "payments/in") == []


def test_an_organisation_that_did_not_open_its_folder_is_not_attended(desk: Desk, room: Path) -> None:
    known(desk)
    folders.switch(desk.member("els"), False)
    (room / "payments/in/x.xml").write_bytes(file(to_kroon()))
    Watch().looks(2)
    assert Run.objects.count() == 0


def test_only_who_sets_the_rules_opens_the_folder(desk: Desk, room: Path) -> None:
    for name in ("tom", "ines", "ruth"):
        with pytest.raises(Forbidden):
            folders.switch(desk.member(name), True)


def test_without_a_folder_of_the_desk_there_is_none(desk: Desk) -> None:
    with pytest.raises(NotNow):
        folders.switch(desk.member("els"), True)


def test_an_invoice_in_the_folder_is_set_beside_the_ledger(desk: Desk, room: Path) -> None:
    from tests.desk.payments.test_invoices import ubl

    known(desk)
    (room / "invoices/in/goed.xml").write_bytes(ubl())
    (room / "invoices/in/anders.xml").write_bytes(ubl(account=iban(77)))
    Watch().looks(2)
    states = {one.name: one.state for one in Invoice.objects.select_related("organisation")}
    assert states == {"goed.xml": "agrees", "anders.xml": "ask"}
    assert len(there(room / "invoices/done")) == 4 and there(room / "invoices/in") == []
