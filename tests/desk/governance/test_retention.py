"""Clocks, holds and erasure: what is due goes, what is held stays, and a destroyed key is nowhere left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.desk.cast import FRAUD, HONEST, Desk
from weerbaar.desk import lines
from weerbaar.desk.cases import erasures
from weerbaar.desk.cases.models import Blob, Case, Event, State, Token
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.governance import retention
from weerbaar.desk.governance.models import Entry, Mark
from weerbaar.desk.vault import Locked

BANDS = ("no sign of fraud", "verify first", "cannot judge", "fraud")


@pytest.fixture(autouse=True)
def last_night(desk: Desk) -> None:
    Mark.objects.update_or_create(name=retention.MARK, defaults={"at": timezone.now() - timedelta(days=1)})


def aged(desk: Desk, days: float, band: str = "fraud", state: State = State.ANSWERED, data: bytes = FRAUD) -> Case:
    case = desk.brings("nadia", data)
    at = timezone.now() - timedelta(days=days)
    Case.objects.filter(pk=case.pk).update(band=band, state=state, received_at=at, answered_at=at)
    return case


def state(case: Case) -> str:
    case.refresh_from_db()
    return case.state


@pytest.mark.parametrize(
    ("band", "state_now", "days", "erased"),
    [
        ("no sign of fraud", State.ANSWERED, 29, False),
        ("no sign of fraud", State.ANSWERED, 31, True),
        ("verify first", State.ANSWERED, 31, False),
        ("verify first", State.DECIDED, 91, True),
        ("fraud", State.CLOSED, 364, False),
        ("fraud", State.CLOSED, 366, True),
        ("no sign of fraud", State.NEEDS_PERSON, 100, False),  # contested: a person looks
        ("no sign of fraud", State.NEEDS_PERSON, 181, True),
        ("", State.RECEIVED, 4000, False),  # never before it was looked at
        ("", State.LOOKING, 4000, False),
    ],
)
def test_each_class_has_its_clock(desk: Desk, band: str, state_now: State, days: float, erased: bool) -> None:
    case = aged(desk, days, band, state_now)
    assert retention.nightly() == int(erased)
    assert (state(case) == State.ERASED) is erased


def test_the_band_a_person_decided_sets_the_clock(desk: Desk) -> None:
    case = aged(desk, 100, "no sign of fraud", State.DECIDED)
    Case.objects.filter(pk=case.pk).update(decided_band="fraud")
    assert retention.nightly() == 0


def test_what_is_on_hold_stays_until_the_hold_is_lifted(desk: Desk) -> None:
    case = aged(desk, 400)
    retention.hold(case, desk.member("karim"), "aangifte loopt")
    assert retention.nightly() == 0
    retention.release(case, desk.member("karim"))
    assert retention.nightly() == 1
    assert list(Entry.objects.filter(about=case.name).values_list("action", flat=True))[-3:] == [
        "held",
        "hold lifted",
        "erased",
    ]


@pytest.mark.parametrize("who", ["nadia", "tom", "ines", "els", "ruth", "bart"])
def test_only_the_protection_officer_holds_and_changes_the_clocks(desk: Desk, who: str) -> None:
    case = desk.brings("nadia")
    with pytest.raises(Forbidden):
        retention.hold(case, desk.member(who), "x")
    with pytest.raises(Forbidden):
        retention.set_days(desk.member(who), {"fraud": 10})


@pytest.mark.parametrize("wanted", [{"fraud": 0}, {"fraud": 4000}, {"other": 30}])
def test_a_clock_is_a_number_of_days(desk: Desk, wanted: dict[str, int]) -> None:
    with pytest.raises(retention.NotDays):
        retention.set_days(desk.member("karim"), wanted)
    assert retention.days(desk.bakery)["fraud"] == 365


def test_an_organisation_has_its_own_clocks(desk: Desk) -> None:
    retention.set_days(desk.member("karim"), {"fraud": 10})
    case = aged(desk, 11)
    assert (retention.days(desk.bakery)["fraud"], retention.days(desk.garage)["fraud"]) == (10, 365)
    assert retention.nightly() == 1
    assert state(case) == State.ERASED


@pytest.mark.parametrize("jump", [timedelta(days=3650), timedelta(days=-3)])
def test_a_wrong_clock_erases_nothing(desk: Desk, jump: timedelta) -> None:
    case = aged(desk, 400)
    Mark.objects.filter(name=retention.MARK).update(at=timezone.now() - jump)
    assert retention.nightly() == 0
    assert state(case) == State.ANSWERED
    assert Entry.objects.filter(organisation_id=0, action="retention waited").count() == 1
    assert retention.nightly() == 1  # the next night time goes on as it should


def test_the_first_night_only_notes_the_time(desk: Desk) -> None:
    Mark.objects.all().delete()
    aged(desk, 400)
    assert retention.nightly() == 0


def test_erased_is_erased_and_leaves_its_proof(desk: Desk) -> None:
    case = aged(desk, 400)
    wrapped = bytes(case.key or b"")
    retention.nightly()
    case = Case.objects.get(pk=case.pk)
    with pytest.raises(Locked):
        case.original()
    assert (Blob.objects.count(), Token.objects.count(), case.reporter, case.about.name) == (0, 0, None, "")
    assert not Event.objects.filter(case=case, actor=desk.user("nadia")).exists()
    proof = Entry.objects.get(about=case.name, action="erased").facts
    assert proof == {"why": "kept long enough", "key": erasures.key_digest(wrapped), "blobs": 1}
    assert lines.read(erasures.file()) == [{"case": str(case.ref), "at": lines.read(erasures.file())[0]["at"], **proof}]


def test_a_destroyed_key_is_nowhere_in_the_files_of_the_database(desk: Desk) -> None:
    case = aged(desk, 400)
    kept = aged(desk, 1, data=HONEST)
    wrapped = bytes(Case.objects.get(pk=case.pk).key or b"")
    still = bytes(Case.objects.get(pk=kept.pk).key or b"")
    retention.nightly()
    files = b"".join(file.read_bytes() for file in desk.home.glob("database.sqlite3*"))
    assert wrapped not in files
    assert still in files


def test_the_ledger_is_made_whole_when_it_could_not_be_written(desk: Desk) -> None:
    retention.erase_now(desk.brings("nadia"), desk.member("karim"))
    erasures.file().unlink()
    assert erasures.reconcile() == 1
    assert erasures.reconcile() == 0


def test_a_torn_line_does_not_swallow_the_next(desk: Desk) -> None:
    erasures.file().write_bytes(b'{"case":"half')
    case = desk.brings("nadia")
    retention.erase_now(case, desk.member("karim"))
    assert erasures.erased() == {str(case.ref)}
