"""People decide, undo, contest and note; who brought it is told when another answer holds."""

import pytest

from tests.desk.cast import FRAUD, HONEST, Desk
from weerbaar.desk import jobs
from weerbaar.desk.cases.decide import NotNow, contest, decide, note, undo
from weerbaar.desk.cases.erase import Held, erase
from weerbaar.desk.cases.models import Answer, Case, Decision, State
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.vault import Locked
from weerbaar.model.verdict import Band

AGREE, OVERRULE, ASK, CLOSE = Decision.Kind.AGREE, Decision.Kind.OVERRULE, Decision.Kind.ASK, Decision.Kind.CLOSE
Expected = tuple[State, str, int]


@pytest.mark.parametrize(
    ("kind", "band", "expected"),
    [
        (AGREE, None, (State.DECIDED, "fraud", 0)),  # told already
        (OVERRULE, Band.NO_SIGN, (State.DECIDED, "no sign of fraud", 1)),
        (OVERRULE, Band.FRAUD, (State.DECIDED, "fraud", 0)),  # another reason, the same answer
        (ASK, None, (State.NEEDS_PERSON, "", 1)),
        (CLOSE, None, (State.CLOSED, "fraud", 0)),
    ],
)
def test_a_decision_holds_and_is_told_when_it_is_news(
    desk: Desk, kind: Decision.Kind, band: Band | None, expected: Expected
) -> None:
    case = desk.looked_at("nadia")
    decide(case, desk.member("ines"), kind, band=band, reason="Ik belde Els; het klopt niet.")
    case.refresh_from_db()
    assert (case.state, case.decided_band, case.answers.count() - 1) == expected
    assert Entry.objects.filter(about=case.name, action="decided", actor=desk.user("ines").pk).count() == 1
    assert case.events.last().kind == f"decided:{kind}"  # type: ignore[union-attr]


def test_what_was_decided_is_told_in_the_readers_words_and_sent(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    decide(case, desk.member("ines"), OVERRULE, band=Band.NO_SIGN, reason="Els bevestigde het zelf aan de telefoon.")
    told = case.answers.get(kind=Answer.Kind.FOLLOW_UP)
    assert (told.language, told.band, told.sending) == ("nl", "no sign of fraud", "waiting")
    assert "Els bevestigde het zelf" in told.body["text"]
    assert f"answer-{told.pk}-0" in {one.workflow_id for one in jobs.client().list_workflows(name="send_answer")}


def test_one_of_many_is_decided_without_a_word(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    decide(case, desk.member("ines"), OVERRULE, band=Band.NO_SIGN, reason="Ze horen bij elkaar.", tell=False)
    assert case.answers.count() == 1


@pytest.mark.parametrize(
    ("kind", "band", "reason", "said"),
    [
        (OVERRULE, None, "omdat", "say why"),
        (OVERRULE, Band.NO_SIGN, "   ", "say why"),
        (ASK, None, "", "want to ask"),
    ],
)
def test_a_decision_needs_its_reason(desk: Desk, kind: Decision.Kind, band: Band | None, reason: str, said: str) -> None:
    case = desk.looked_at("nadia")
    with pytest.raises(NotNow, match=said):
        decide(case, desk.member("ines"), kind, band=band, reason=reason)
    assert not Decision.objects.exists()


def test_what_was_not_looked_at_cannot_be_decided(desk: Desk) -> None:
    with pytest.raises(NotNow):
        decide(desk.brings("nadia"), desk.member("ines"), AGREE)


@pytest.mark.parametrize("name", ["nadia", "tom", "karim", "ruth", "bart", "mila"])
def test_only_deciders_and_administrators_of_the_house_decide(desk: Desk, name: str) -> None:
    case = desk.looked_at("nadia")
    with pytest.raises(Forbidden):
        decide(case, desk.member(name), AGREE)
    made = decide(case, desk.member("els"), AGREE)
    with pytest.raises(Forbidden):
        undo(made, desk.member(name))


def test_an_undo_puts_back_what_was_and_tells_it(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    before = (case.state, case.decided_band, case.decided_at, case.closed_at)
    made = decide(case, desk.member("ines"), OVERRULE, band=Band.NO_SIGN, reason="Vergissing.")
    after = undo(made, desk.member("els"))
    assert (after.state, after.decided_band, after.decided_at, after.closed_at) == before
    made.refresh_from_db()
    assert made.undone_by == desk.user("els")
    assert [answer.band for answer in case.answers.all()] == ["fraud", "no sign of fraud", "fraud"]


def test_an_undo_of_what_was_never_told_tells_nothing(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    undo(decide(case, desk.member("ines"), CLOSE), desk.member("ines"))
    assert case.answers.count() == 1


def test_only_the_latest_decision_is_undone_and_only_once(desk: Desk) -> None:
    case, ines = desk.looked_at("nadia"), desk.member("ines")
    first, second = decide(case, ines, AGREE), decide(case, ines, CLOSE)
    with pytest.raises(NotNow):
        undo(first, ines)
    undo(second, ines)
    with pytest.raises(NotNow):
        undo(second, ines)
    undo(first, ines)
    case.refresh_from_db()
    assert case.state == State.ANSWERED


def test_who_brought_it_may_contest_and_is_heard(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    contest(case, desk.member("nadia"), "Dit is mijn nicht.")
    case.refresh_from_db()
    assert case.state == State.NEEDS_PERSON
    assert case.contested_at is not None
    assert case.notes.get().text == "Dit is mijn nicht."
    decide(case, desk.member("ines"), AGREE, reason="Ook na een telefoontje niet te geloven.")
    case.refresh_from_db()
    assert case.contested_at is None
    assert case.answers.filter(kind=Answer.Kind.FOLLOW_UP).count() == 1


@pytest.mark.parametrize("name", ["tom", "els", "mila"])
def test_nobody_contests_for_another(desk: Desk, name: str) -> None:
    case = desk.looked_at("nadia")
    with pytest.raises(Forbidden):
        contest(case, desk.member(name))


def test_a_note_is_sealed_and_for_the_team(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    made = note(case, desk.member("tom"), "Zelfde bende als vorige week.")
    assert b"bende" not in bytes(made.sealed)
    assert made.text == "Zelfde bende als vorige week."
    with pytest.raises(Forbidden):
        note(case, desk.member("nadia"), "Hallo")


def test_an_unproven_sender_is_told_nothing_the_organisation_knows(desk: Desk) -> None:
    from weerbaar.desk.cases.receive import receive
    from weerbaar.desk.work.look import _begin, _finish, _task
    from weerbaar.desk.work.looking import look_at
    from weerbaar.model.item import Way

    case = receive(
        desk.bakery, HONEST, way=Way.MAILBOX, name="x.eml", arrival="smtp:1", reporter=None, reporter_address="tom@bakkerijvanhove.example"
    )  # fmt: skip
    _finish(case.pk, look_at(_task(_begin(case.pk))))
    case.refresh_from_db()
    decide(case, desk.member("ines"), OVERRULE, band=Band.FRAUD, reason="De Kroon belde: niet van hen.")
    for answer in case.answers.all():
        assert "De Kroon" not in answer.body["text"].replace("Molens De Kroon <", "")
        assert "Els" not in answer.body["text"]


def test_erased_is_erased(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    note(case, desk.member("tom"), "iets")
    decide(case, desk.member("ines"), OVERRULE, band=Band.NO_SIGN, reason="daarom")
    erase(case, actor=desk.user("karim"), why="asked")
    gone = Case.objects.get(pk=case.pk)
    assert (gone.state, gone.key, gone.reporter, gone.about.name, gone.tokens.count(), gone.blobs.count()) == (
        State.ERASED, None, None, "", 0, 0,
    )  # fmt: skip
    with pytest.raises(Locked):
        gone.seal(b"x", "note")
    with pytest.raises(NotNow):
        contest(gone, None)
    assert Entry.objects.filter(about=case.name, action="erased").count() == 1
    assert FRAUD not in b"".join(file.read_bytes() for file in desk.home.iterdir() if file.is_file())


def test_what_is_on_hold_is_not_erased(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    Case.objects.filter(pk=case.pk).update(held=True)
    with pytest.raises(Held):
        erase(case, actor=None, why="kept long enough")
    assert Case.objects.get(pk=case.pk).original() == FRAUD
