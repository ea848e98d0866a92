"""Voices at the desk: nobody for another, nothing without consent and a record, withdrawn at once, and a match that lowers nothing."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from tests.desk.cast import Desk
from tests.desk.voices.known import compared, enrolled, switched_on
from tests.desk.voices.recordings import ANOTHERS, mailed, voice
from tests.learned.encoder import written
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.governance import export, rights
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.voices import compare, own, switch
from weerbaar.desk.voices.hearing import FULL, TELEPHONE, Compared
from weerbaar.desk.voices.models import Assessment, Comparison, Voiceprint


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The desk has a model."""
    file = written(tmp_path)
    monkeypatch.setenv("WEERBAAR_SPEAKER_MODEL", str(file))
    for limit in ("MAX_SECONDS", "MAX_CPU_SECONDS", "DECODE_SECONDS"):
        monkeypatch.setenv(f"WEERBAAR_{limit}", "300")  # a busy machine is none of the story
    return file


def form(recording: bytes, **more: str) -> dict[str, object]:
    file = SimpleUploadedFile("stem.wav", recording, "audio/wav")
    return {"recording": file, "version": "1", "name": "Els Van Hove", "agree": "1", **more}


def done(desk: Desk) -> list[str]:
    return list(Entry.objects.filter(organisation_id=desk.bakery.pk, action__contains="voice").values_list("action", flat=True))


def test_it_is_off_until_somebody_writes_down_why(desk: Desk) -> None:
    assert not switch.is_on(desk.bakery)
    for gap in (("", "x", "x"), ("x", " ", "x"), ("x", "x", "")):
        with pytest.raises(ValueError, match="gaps"):
            switch.switch_on(desk.member("els"), *gap)
    for name in ("nadia", "tom", "ines", "karim", "ruth"):
        with pytest.raises(Forbidden):
            switch.switch_on(desk.member(name), "x", "x", "x")
    assert not Assessment.objects.exists()
    browser = desk.browser("els")
    assert browser.post("/team/voices/", {"on": "1", "who": "Karim"}).status_code == 400
    browser.post("/team/voices/", {"on": "1", "who": "Karim", "why": "Wij bellen veel.", "told": "Vergadering van 2 november"})
    assert switch.is_on(desk.bakery)
    assert not switch.is_on(desk.garage)
    assert "Wij bellen veel." in browser.get("/team/voices/").content.decode()
    assert b"Wij bellen" not in bytes(Assessment.objects.get().sealed)
    assert done(desk) == ["voices switched on"]


def test_a_voice_is_enrolled_compared_and_withdrawn(desk: Desk, model: Path) -> None:
    """The story of one voice: a real recording, a real guarded process, a real withdrawal."""
    switched_on(desk)
    browser = desk.browser("els")
    shown = browser.get("/me/voice/").content.decode()
    assert shown.index("on-the-phone") < shown.index("/proof/") < shown.index("U hebt dit niet nodig")
    assert browser.post("/me/voice/enrol/", form(voice(seconds=2.0))).status_code == 400
    assert not Voiceprint.objects.exists()
    recording = voice(seconds=16.0)
    assert browser.post("/me/voice/enrol/", form(recording)).status_code == 302
    files = b"".join(file.read_bytes() for file in desk.home.rglob("*") if file.is_file())
    assert recording[2000:2064] not in files
    assert b'"telephone"' not in files
    kept = Voiceprint.objects.get()
    assert kept.membership == desk.member("els")
    assert len(kept.about["templates"][TELEPHONE]) == 256
    assert timedelta(days=364) < kept.until - timezone.now() < timedelta(days=366)
    case = desk.brings("nadia", mailed(voice(ANOTHERS)))
    page = f"/team/doubts/{case.ref}/voice/"
    team = desk.browser("ines")
    assert page in team.get(f"/team/doubts/{case.ref}/").content.decode()
    team.post(page, {"who": str(kept.pk)})
    (made,) = compare.shown(case)
    assert made.found is not None
    assert [one.differs for one in made.found] == [True]
    assert b"bericht.wav" not in bytes(Comparison.objects.get().sealed)
    assert "De stem verschilt van de hunne." in team.get(page).content.decode()
    case.refresh_from_db()
    assert (case.band, case.decided_band) == ("", "")  # nobody decided, and nothing was weighed
    assert browser.get("/me/voice/").content.decode().count("<li>") > 6
    browser.post("/me/voice/withdraw/")
    assert not Voiceprint.objects.exists()
    assert not Comparison.objects.exists()
    assert compare.shown(case) == []
    assert done(desk) == ["voices switched on", "voice enrolled", "voice compared", "voice withdrawn"]
    lines = str(list(Entry.objects.values_list("facts", "about")))
    assert "Van Hove" not in lines
    assert "alike" not in lines


@pytest.mark.parametrize("gap", ["agree", "name", "version", "recording"])
def test_without_consent_in_writing_nothing_is_enrolled(desk: Desk, model: Path, gap: str) -> None:
    switched_on(desk)
    sent = form(voice())
    del sent[gap]
    answer = desk.browser("els").post("/me/voice/enrol/", sent)
    assert answer.status_code == 400
    assert not Voiceprint.objects.exists()
    assert done(desk) == ["voices switched on"]


def test_nobody_enrols_or_withdraws_for_another(desk: Desk, model: Path) -> None:
    switched_on(desk)
    theirs = enrolled(desk, "nadia")
    for name in ("els", "ines", "karim"):
        with pytest.raises(Forbidden):
            own.withdraw(theirs, desk.member(name))
    desk.browser("els").post("/me/voice/withdraw/", {"who": str(theirs.pk), "membership": str(theirs.membership_id)})
    assert Voiceprint.objects.get() == theirs


def test_switched_off_or_without_a_model_nothing_is_enrolled_and_all_else_works(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(own.NotEnrolled, match="off"):
        own.enrol(desk.member("els"), b"x", name="Els", version=1, language="nl")
    switched_on(desk)
    monkeypatch.setenv("WEERBAAR_SPEAKER_MODEL", "/nowhere/pretrained.pt")
    with pytest.raises(own.NotEnrolled, match="no_model"):
        own.enrol(desk.member("els"), voice(), name="Els", version=1, language="nl")
    assert "niet geïnstalleerd" in desk.browser("els").get("/me/voice/").content.decode()
    assert desk.browser("els").get("/me/").status_code == 200


def test_switched_off_every_voice_of_the_organisation_is_deleted(desk: Desk) -> None:
    switched_on(desk)
    enrolled(desk, "els")
    enrolled(desk, "nadia")
    desk.browser("els").post("/team/voices/")
    assert not Voiceprint.objects.exists()
    assert not switch.is_on(desk.bakery)
    assert done(desk) == ["voices switched on", "voices switched off"]


def test_who_leaves_takes_their_voice_with_them(desk: Desk) -> None:
    switched_on(desk)
    enrolled(desk, "nadia")
    Membership.objects.filter(pk=desk.member("nadia").pk).delete()
    assert not Voiceprint.objects.exists()


def test_after_its_time_a_voice_is_used_no_more_and_then_deleted(desk: Desk) -> None:
    switched_on(desk)
    old, young = enrolled(desk, "els"), enrolled(desk, "nadia")
    Voiceprint.objects.filter(pk=old.pk).update(until=timezone.now() - timedelta(minutes=1))
    assert own.mine(desk.member("els")) is None
    assert list(compare.enrolled(desk.member("ines"))) == [young]
    old.refresh_from_db()
    with pytest.raises(compare.NotCompared):
        compare.compare(desk.brings("tom"), old, desk.member("ines"))
    own.tidy()
    assert Voiceprint.objects.get() == young
    assert done(desk)[-1] == "voice ended"


@pytest.mark.parametrize("name", ["nadia", "tom", "karim", "ruth", "mila", "bart"])
def test_only_who_decides_compares_and_only_within_the_organisation(desk: Desk, name: str) -> None:
    switched_on(desk)
    theirs = enrolled(desk, "els")
    with pytest.raises(Forbidden):
        compare.compare(desk.brings("nadia"), theirs, desk.member(name))
    case = desk.brings("mila")
    with pytest.raises(Forbidden):
        compare.compare(case, theirs, desk.member("ines"))
    assert not Comparison.objects.exists()


def test_a_match_says_nothing_and_the_page_says_why(desk: Desk) -> None:
    switched_on(desk)
    enrolled(desk)
    case = compared(desk, Compared("stem.ogg", 12.0, FULL, 0.97)).case
    page = desk.browser("ines").get(f"/team/doubts/{case.ref}/voice/").content.decode()
    assert "Er werd geen verschil gehoord. Dat zegt niets." in page
    assert "95 van de 100" in page
    assert not re.search(r"0[.,]97|97 ?%", page)


def test_a_person_gets_a_copy_of_their_voice(desk: Desk) -> None:
    switched_on(desk)
    enrolled(desk, "nadia")
    compared(desk, Compared("x.ogg", 9.0, FULL, 0.9), name="nadia")
    copy = export.gathered(rights.about(desk.bakery, "nadia@bakkerijvanhove.example"), desk.member("karim"))
    held = copy["account"]["voice"]
    assert held["signed"] == "Nadia"
    assert len(held["numbers"][FULL]) == 256
    assert len(held["compared"]) == 1
    others = export.gathered(rights.about(desk.bakery, "tom@bakkerijvanhove.example"), desk.member("karim"))
    assert others["account"]["voice"] is None


def test_the_database_holds_no_voice_in_clear(desk: Desk) -> None:
    switched_on(desk)
    enrolled(desk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM voices_voiceprint")
        assert b"templates" not in bytes(cursor.fetchone()[0])


def test_the_page_is_found_by_who_may_use_it_or_switch_it_on(desk: Desk) -> None:
    assert 'href="/me/voice/"' not in desk.browser("nadia").get("/me/").content.decode()
    assert 'href="/me/voice/"' in desk.browser("els").get("/me/").content.decode()
    switched_on(desk)
    assert 'href="/me/voice/"' in desk.browser("nadia").get("/me/").content.decode()
