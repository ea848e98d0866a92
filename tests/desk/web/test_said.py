"""Five questions about a recording that nobody here listened to."""

import json

import pytest

from tests.desk.cast import HONEST, Desk
from tests.recordings import encoded, tune
from weerbaar.desk.cases.decide import NotNow, decide
from weerbaar.desk.cases.gist import MOST, tell_gist
from weerbaar.desk.cases.models import Case, Decision, Purpose, State
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.work.look import look_at_case, lookers
from weerbaar.model.gist import Gist
from weerbaar.model.verdict import Band

NOTE = encoded(tune(3.0), "flac", "flac")
ASKED = "Ik moest een factuur van 18.000 euro betalen op een nieuwe rekening."
TOLD = {"who": "Martin, 0470 00 00 99", "asked": ASKED, "pressed": ["hurry", "secret"], "named": "", "knew": "alike"}


@pytest.fixture
def note(desk: Desk) -> Case:
    """A recording in which nobody here understood a word."""
    return desk.looked_at("nadia", NOTE, band="cannot judge")


def page(desk: Desk, name: str, place: str) -> str:
    return desk.browser(name).get(place).content.decode()


def test_an_answer_about_a_recording_nobody_heard_asks_what_was_said(desk: Desk, note: Case) -> None:
    told = page(desk, "nadia", f"/doubts/{note.ref}/")
    assert "Niet beluisterd" in told
    assert f'href="/doubts/{note.ref}/said/"' in told
    assert f'href="/doubts/{note.ref}/said/"' not in page(desk, "els", f"/doubts/{note.ref}/")


def test_an_answer_about_a_mail_does_not(desk: Desk) -> None:
    case = desk.looked_at("nadia", HONEST, band="no sign of fraud")
    assert "/said/" not in page(desk, "nadia", f"/doubts/{case.ref}/")


def test_there_are_five_questions_in_the_readers_language(desk: Desk, note: Case) -> None:
    form = page(desk, "nadia", f"/doubts/{note.ref}/said/")
    for number in range(1, 6):
        assert f">{number}. " in form
    assert "Het moet meteen gebeuren." in form
    assert "required" in form.split('name="asked"')[1].split(">")[0]


def test_what_was_told_is_looked_at_and_answered_again(desk: Desk, note: Case) -> None:
    sent = desk.browser("nadia").post(f"/doubts/{note.ref}/said/", TOLD, follow=True)
    assert "Wij bekijken het opnieuw" in sent.content.decode()
    note.refresh_from_db()
    assert (note.state, note.band) == (State.RECEIVED, "")
    try:
        look_at_case(note.pk)
    finally:
        lookers().close()
        lookers.cache_clear()
    note.refresh_from_db()
    assert note.band in (Band.VERIFY, Band.FRAUD)
    told = page(desk, "nadia", f"/doubts/{note.ref}/")
    assert "Vertel dit aan niemand." in told  # quoted as it was ticked
    assert "U vertelde ons wat er werd gezegd" in told
    assert [one.kind for one in note.answers.all()] == ["first", "follow_up"]


def test_what_was_told_is_sealed_and_in_the_trail_without_its_words(desk: Desk, note: Case) -> None:
    tell_gist(note, desk.member("nadia"), Gist("nl", ASKED, who="Martin"))
    sealed = bytes(note.blobs.get(purpose=Purpose.GIST).sealed)
    assert b"Martin" not in sealed
    assert json.loads(note.blob(Purpose.GIST))["who"] == "Martin"
    last = Entry.objects.filter(organisation_id=note.organisation_id).latest("pk")
    assert last.action == "told what was said"
    assert "Martin" not in json.dumps(last.facts)
    assert "Wie sprak: Martin" in page(desk, "ines", f"/team/doubts/{note.ref}/")


def test_without_what_was_asked_the_form_comes_back_with_what_was_typed(desk: Desk, note: Case) -> None:
    sent = desk.browser("nadia").post(f"/doubts/{note.ref}/said/", {**TOLD, "asked": " "})
    assert sent.status_code == 400
    assert "Martin, 0470 00 00 99" in sent.content.decode()
    note.refresh_from_db()
    assert note.state == State.NEEDS_PERSON


def test_nothing_is_added_where_a_person_decided_or_too_often(desk: Desk, note: Case) -> None:
    for _ in range(MOST):
        tell_gist(note, desk.member("nadia"), Gist("nl", ASKED))
        Case.objects.filter(pk=note.pk).update(state=State.ANSWERED, band=Band.VERIFY.value)
    with pytest.raises(NotNow):
        tell_gist(note, desk.member("nadia"), Gist("nl", ASKED))
    note.events.all().delete()
    note.refresh_from_db()
    decide(note, desk.member("els"), Decision.Kind.AGREE)
    with pytest.raises(NotNow):
        tell_gist(note, desk.member("nadia"), Gist("nl", ASKED))
    assert "/said/" not in page(desk, "nadia", f"/doubts/{note.ref}/")
    assert "<form" not in page(desk, "nadia", f"/doubts/{note.ref}/said/").split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("name", ["els", "tom", "mila"])
def test_only_who_brought_it_tells_what_was_said(desk: Desk, note: Case, name: str) -> None:
    place = f"/doubts/{note.ref}/said/"
    assert desk.browser(name).get(place).status_code == 404
    assert desk.browser(name).post(place, TOLD).status_code == 404
    assert not note.blobs.filter(purpose=Purpose.GIST).exists()
