"""The page of a doubt, and the list of one's own."""

import re
import uuid

import pytest
from bench.films import card, film
from bench.seeds import SAMPLES, qr
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desk.cast import FRAUD, HONEST, Desk
from weerbaar.desk.cases.decide import decide
from weerbaar.desk.cases.models import Case, Decision, State
from weerbaar.desk.web.doubts import MOST_ASKS
from weerbaar.model.verdict import Band


def page(desk: Desk, name: str, case: Case, end: str = "") -> str:
    answer = desk.browser(name).get(f"/doubts/{case.ref}/{end}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_doubt_waits_for_its_answer_with_and_without_a_script(desk: Desk) -> None:
    waiting = page(desk, "nadia", desk.brings("nadia"))
    assert "Wij hebben het. Wij gaan het bekijken." in waiting
    assert 'hx-trigger="load delay:1s"' in waiting
    assert '<noscript><meta http-equiv="refresh" content="4"></noscript>' in waiting


def test_an_answer_is_told_in_three_questions_with_what_to_do_and_is_not_asked_for_again(desk: Desk) -> None:
    told = page(desk, "nadia", desk.looked_at("nadia"))
    for words in (
        "Dit is zeer waarschijnlijk fraude",
        "Wat vraagt het?",
        "Wie stuurt het echt?",
        "Klopt het met wat wij weten?",
        "Wat doet u nu?",
    ):
        assert words in told
    assert "Els, +32 470 00 00 01" in told  # whom to tell inside
    assert re.findall(r'<td class="number">(.*?)</td>', told)[-1].endswith("%")  # as people write a chance
    assert "hx-get" not in told
    assert "http-equiv" not in told


def test_a_video_is_told_with_its_moments_a_plot_and_a_table_and_kept_sealed(desk: Desk) -> None:
    case = desk.looked_at("nadia", film([(card("Scan", code=qr()), 1)]))
    told = page(desk, "nadia", case)
    assert told.count('<img class="film-sheet" src="data:image/jpeg;base64,') == 1
    assert '<svg class="film-line"' in told
    assert "QR-codes en streepjescodes" in told
    assert "inloggen[.]levering-melding[.]example" in told
    [sheet] = case.sheets()
    assert sheet.startswith(b"\xff\xd8\xff")
    assert sheet[:200] not in bytes(case.blobs.get(purpose="sheets").sealed)


def test_a_picture_with_credentials_is_told_with_a_drawing_of_how_it_was_made(desk: Desk) -> None:
    signed = (SAMPLES / "provenance/content_credentials/speaks-unknown-signer.png").read_bytes()
    told = page(desk, "nadia", desk.looked_at("nadia", signed, band="cannot judge"))
    assert '<svg class="chain-picture"' in told
    assert (
        'aria-label="1. Opgenomen met Camera 7, getekend door Lens &amp; Co. 2. Nu: ondertekenaar onbekend of certificaat verlopen."'
        in told
    )


def test_the_part_that_changes_asks_less_and_less_often_and_stops(desk: Desk) -> None:
    case = desk.brings("nadia")
    waits = [f"delay:{wait}s" in page(desk, "nadia", case, f"state/?n={n}") for n, wait in ((0, 1), (5, 3), (9, 20), (30, 30))]
    assert waits == [True] * 4
    last = page(desk, "nadia", case, f"state/?n={MOST_ASKS}")
    assert "hx-get" not in last
    assert "Kijk of het antwoord er is" in last
    assert "hx-get" in page(desk, "nadia", case, "state/?n=<script>")


def test_the_part_that_changes_tells_a_screen_reader_that_the_answer_is_there(desk: Desk) -> None:
    part = page(desk, "nadia", desk.looked_at("nadia"), "state/?n=3")
    assert 'id="told" hx-swap-oob="true"' in part
    assert "<html" not in part


@pytest.mark.parametrize(
    ("name", "sees"), [("nadia", 200), ("tom", 200), ("els", 200), ("ruth", 404), ("mila", 404), ("bart", 404)]
)
def test_a_doubt_is_seen_by_who_brought_it_and_by_those_who_help(desk: Desk, name: str, sees: int) -> None:
    case = desk.looked_at("nadia")
    assert desk.browser(name).get(f"/doubts/{case.ref}/").status_code == sees
    assert desk.browser(name).get(f"/doubts/{case.ref}/state/").status_code == sees


def test_a_doubt_that_is_not_there_and_one_of_others_look_the_same(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    answers = [desk.browser("mila").get(f"/doubts/{ref}/") for ref in (case.ref, uuid.uuid4())]
    assert answers[0].status_code == answers[1].status_code == 404
    assert answers[0].content == answers[1].content


def test_what_a_person_decided_stands_above_the_first_answer_with_their_reason(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    decide(case, desk.member("ines"), Decision.Kind.OVERRULE, band=Band.NO_SIGN, reason="Wij belden Els zelf. Het klopt.")
    told = page(desk, "nadia", case)
    assert "Wij zien geen teken van fraude." in told
    assert "was ons eerste antwoord. Een mens keek ernaar" in told
    assert "Wij belden Els zelf. Het klopt." in told
    assert "Betaal niet" not in told  # what not to do belongs to the band that holds


def test_seeing_it_differently_asks_for_a_person_once(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    browser = desk.browser("nadia")
    answer = browser.post(f"/doubts/{case.ref}/contest/", {"words": "Els vroeg dit echt."}, follow=True)
    case.refresh_from_db()
    assert case.state == State.NEEDS_PERSON
    assert case.contested_at is not None
    assert case.notes.get().text == "Els vroeg dit echt."
    assert "Dank u. Er kijkt een mens naar" in answer.content.decode()
    assert 'name="words"' not in answer.content.decode()


def test_seeing_it_differently_before_there_is_an_answer_is_refused_kindly(desk: Desk) -> None:
    case = desk.brings("nadia")
    answer = desk.browser("nadia").post(f"/doubts/{case.ref}/contest/", {}, follow=True)
    assert answer.status_code == 200
    assert "notice-wrong" in answer.content.decode()


def test_the_list_shows_ones_own_the_latest_first(desk: Desk) -> None:
    first, second = desk.looked_at("nadia"), desk.brings("nadia", HONEST)
    desk.brings("tom", FRAUD)
    listed = desk.browser("nadia").get("/doubts/").context["page"].object_list
    assert [case.pk for case in listed] == [second.pk, first.pk]


def test_the_list_of_someone_who_brought_nothing_leads_on(desk: Desk) -> None:
    listed = desk.browser("nadia").get("/doubts/").content.decode()
    assert "Hier staat nog niets" in listed
    assert 'type="search"' not in listed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("vergadering", 1),
        ("VERGADERING leverancier", 1),
        ("vergadering bloem", 0),
        ("bericht", 2),
        ("vergad", 0),
        ("'; drop table", 0),
    ],
)
def test_a_doubt_is_found_by_whole_words_of_its_name_and_text(desk: Desk, text: str, found: int) -> None:
    desk.looked_at("nadia")
    desk.looked_at("nadia", HONEST, band="no sign of fraud")
    desk.looked_at("tom")
    answer = desk.browser("nadia").get("/doubts/", {"q": text})
    assert len(answer.context["page"].object_list) == found
    assert ("Niets gevonden" in answer.content.decode()) is (found == 0)


def test_a_long_list_has_pages_that_keep_what_was_searched(desk: Desk) -> None:
    for number in range(21):
        desk.brings("nadia", b"Betaal " + str(number).encode())
    answer = desk.browser("nadia").get("/doubts/", {"q": "bericht eml"})
    assert len(answer.context["page"].object_list) == 20
    assert 'href="?q=bericht%20eml&amp;page=2"' in answer.content.decode()
    assert len(desk.browser("nadia").get("/doubts/?q=bericht%20eml&page=2").context["page"].object_list) == 1


def test_what_was_brought_is_never_markup(desk: Desk) -> None:
    hostile = SimpleUploadedFile(
        "<img src=x onerror=alert(1)>.eml", FRAUD.replace(b"Els Van Hove", b"<script>alert(1)</script>")
    )
    desk.browser("nadia").post("/", {"files": [hostile], "comment": "<b>vet</b>"})
    with desk.working():
        desk.until(lambda: Case.objects.get().band != "")
    for place in (f"/doubts/{Case.objects.get().ref}/", "/doubts/"):
        said = desk.browser("nadia").get(place).content.decode()
        assert "<img" not in said.replace('<img src="/static/icons/mark.svg"', "")
        assert "<script>alert" not in said
