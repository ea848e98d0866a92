"""A released file comes to its place exactly once, whole, wherever the process died."""

from pathlib import Path
from typing import Any

import pytest

from tests.desk.cast import Desk
from tests.desk.payments.world import file, known, to_kroon, to_peeters, to_stranger
from weerbaar.desk.payments import check, place, sign
from weerbaar.desk.payments.models import Release, Run, Way
from weerbaar.model.errors import NotHere

State = Release.State


class Killed(BaseException):
    """What kill -9 looks like from inside."""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "released"
    folder.mkdir()
    return folder


def decided(desk: Desk, out: Path, *payments: Any) -> Release:
    run = check.check(
        desk.bakery, file(*(payments or (to_kroon(), to_stranger()))), name="x.xml", way=Way.FOLDER, member=None, into=out
    )
    return run.releases.select_related("organisation", "run").get()


def there(out: Path) -> list[str]:
    return sorted(one.name for one in out.iterdir() if one.is_file())


def test_it_comes_to_its_place_whole(desk: Desk, out: Path) -> None:
    known(desk)
    release = decided(desk, out)
    assert release.state == State.WRITING and there(out) == []
    place.place(release)
    assert there(out) == [Path(release.place).name]
    assert Path(release.place).read_bytes() == release.data
    assert list((out / place.PARTS).iterdir()) == []
    assert Release.objects.get().state == State.PLACED


def test_what_is_in_its_place_is_not_put_there_again(desk: Desk, out: Path) -> None:
    known(desk)
    release = place.place(decided(desk, out))
    Path(release.place).unlink()  # the bank's program took it
    place.place(release)
    assert there(out) == []


@pytest.mark.parametrize("step", ["_durable", "_synchronise", "_rename", "_move", "record"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("taken", [False, True], ids=["stays", "taken away"])
def test_killed_at_any_step_it_is_there_once(
    desk: Desk, out: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: bool, taken: bool
) -> None:
    """`taken`: a program of the bank takes whatever stands in the folder as soon as it sees it."""
    known(desk)
    sign.new_signer(desk.bakery, None)
    release = decided(desk, out)
    real = getattr(place, step)

    def dies(*arguments: Any, **more: Any) -> Any:
        if after:
            real(*arguments, **more)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(place, step, dies)
        with pytest.raises(Killed):
            place.place(release)
    given = _taken(out) if taken else []
    for pending in place.unfinished():
        place.place(pending)
    given += _taken(out)
    files = [data for name, data in given if name.endswith(".xml")]
    assert files == [Release.objects.get().data]
    assert not list(place.unfinished())


def test_two_processes_at_once_put_it_there_once(desk: Desk, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known(desk)
    release = decided(desk, out)
    other = Release.objects.select_related("organisation", "run").get()
    real = place._synchronise
    turns = iter([True])

    def meanwhile(folder: Path) -> None:
        real(folder)
        if next(turns, False):
            place.place(other)  # the other is faster, from its first step to its last
            _taken(out)

    monkeypatch.setattr(place, "_synchronise", meanwhile)
    place.place(release)
    assert there(out) == []
    assert list((out / place.PARTS).iterdir()) == []


def test_a_folder_that_cannot_be_written_leaves_it_for_later(desk: Desk, tmp_path: Path) -> None:
    known(desk)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    release = decided(desk, blocked)
    with pytest.raises(NotHere):
        place.place(release)
    assert [one.pk for one in place.unfinished()] == [release.pk]
    blocked.unlink()
    blocked.mkdir()
    place.place(release)
    assert there(blocked) == [Path(release.place).name]


def test_its_signature_lies_beside_it_and_tells_a_change(desk: Desk, out: Path) -> None:
    known(desk)
    sign.new_signer(desk.bakery, None)
    target = Path(place.place(decided(desk, out)).place)
    data, signature = target.read_bytes(), target.with_name(f"{target.name}.sig").read_bytes()
    assert sign.holds(desk.bakery, data, signature)
    assert not sign.holds(desk.bakery, data.replace(b"1250.00", b"9250.00"), signature)
    assert not sign.holds(desk.garage, data, signature)
    sign.new_signer(desk.bakery, None)
    assert sign.holds(desk.bakery, data, signature)


@pytest.mark.needs("openssl")
def test_openssl_verifies_the_signature_as_documented(desk: Desk, out: Path) -> None:
    import subprocess

    known(desk)
    sign.new_signer(desk.bakery, None)
    target = Path(place.place(decided(desk, out)).place)
    (out / "weerbaar-payments.pem").write_bytes(sign.pem(desk.bakery))
    command = f"openssl pkeyutl -verify -pubin -inkey weerbaar-payments.pem -rawin -in {target.name} -sigfile {target.name}.sig"
    told = sign.__doc__ or ""
    assert command.replace(target.name, "released.xml") in told
    assert subprocess.run(command.split(), cwd=out, capture_output=True, check=False).returncode == 0
    target.write_bytes(target.read_bytes() + b" ")
    assert subprocess.run(command.split(), cwd=out, capture_output=True, check=False).returncode != 0


def test_rounds_get_files_of_their_own(desk: Desk, out: Path) -> None:
    from tests.desk.payments.world import NIEUW, confirmed

    known(desk)
    place.place(decided(desk, out, to_kroon(), to_stranger(), to_peeters()))
    confirmed(desk.bakery, "Nieuwe Leverancier", NIEUW)
    second = check.again(Run.objects.get(), None, out)
    assert second is not None
    place.place(second)
    assert len(there(out)) == 2


def _taken(out: Path) -> list[tuple[str, bytes]]:
    found = [(one.name, one.read_bytes()) for one in sorted(out.iterdir()) if one.is_file()]
    for name, _ in found:
        (out / name).unlink()
    return found
