"""Someone is threatened: no trace of the hard stop, steps for anyone, and one person to tell whom nobody else overhears."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from tests.desk.cast import Desk
from tests.desk.extortion.known import WORDS, told
from weerbaar.advise.points import points
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.cases.models import Case
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.extortion import confide
from weerbaar.desk.extortion.hotlines import NAMES, as_of, hotlines
from weerbaar.desk.extortion.models import Confidence
from weerbaar.desk.governance.models import Entry

EXTORTION = b"""From: x@onbekend.example
To: nadia@bakkerijvanhove.example
Subject: ik heb je gefilmd

Ik heb je gefilmd via je webcam en stuur de video naar al je contacten. Betaal 900 euro in bitcoin binnen 48 uur, anders maak ik alles openbaar.
"""


def everything() -> dict[str, list[Any]]:
    """Every row of every table, except what a sign-in itself writes."""
    left_out = {"sessions.Session", "usersessions.UserSession"}
    models = [model for model in apps.get_models() if model._meta.label not in left_out]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


@pytest.mark.parametrize("name", ["", "nadia"])
def test_reading_leaves_no_trace(desk: Desk, caplog: pytest.LogCaptureFixture, name: str) -> None:
    browser = desk.browser(name)
    before = everything()
    with caplog.at_level(logging.DEBUG):
        answers = [browser.get(f"/threat/{place}") for place in ("", "child/", "adult/")]
    assert everything() == before
    assert not [line for line in caplog.messages if "threat" in line]
    for answer in answers:
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store, max-age=0"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert set(answer.cookies) <= {"csrf", "desk"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_hard_stop_takes_nothing(desk: Desk, method: str) -> None:
    assert getattr(desk.browser("nadia"), method)("/threat/child/").status_code == 405
    page = desk.browser("nadia").get("/threat/child/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert not re.search(r"<(form|input|textarea|img|video|audio|iframe)", main)


@pytest.mark.parametrize(("name", "first"), [("nadia", "Child Focus"), ("mila", None), ("", None)])
def test_who_helps_is_named_first_in_ones_own_country_and_everywhere(desk: Desk, name: str, first: str | None) -> None:
    page = desk.browser(name).get("/threat/child/").content.decode()
    assert all(one.site in page and one.hotline in page for one in hotlines())
    assert "112" in page
    if first:
        assert page.index(first) < min(page.index(one.hotline) for one in hotlines() if one.hotline != first)


def test_every_country_has_a_name_a_hotline_and_the_police() -> None:
    assert {one.country for one in hotlines()} == set(NAMES)
    assert all(one.hotline and one.site and one.police for one in hotlines())


def test_of_which_day_they_are_is_shown_and_no_address_differs_from_the_reporting_points(desk: Desk) -> None:
    assert f"{as_of().year}" in desk.browser("nadia").get("/threat/child/").content.decode()
    sites = {one.country: one.site for one in hotlines()}
    points_of_abuse = [point for point in points() if "abuse_material" in point.purposes]
    assert len(points_of_abuse) >= 2
    assert all(sites[point.country] == point.value for point in points_of_abuse)


@pytest.mark.parametrize(
    ("name", "place"),
    [("", "/account/login/"), ("", "/on-the-phone/"), ("nadia", "/"), ("nadia", "/doubts/"), ("tom", "/team/")],
)
def test_it_is_found_from_every_page_without_searching(desk: Desk, name: str, place: str) -> None:
    assert 'href="/threat/"' in desk.browser(name).get(place).content.decode()


def test_beside_the_upload_stands_where_to_go_instead(desk: Desk) -> None:
    page = desk.browser("nadia").get("/").content.decode()
    assert 'href="/threat/"' in page[page.index('id="files"') : page.index('id="comment"')]


def test_the_answer_to_a_mail_that_threatens_leads_there(desk: Desk) -> None:
    case = desk.looked_at("nadia", EXTORTION, band="verify first")
    page = desk.browser("nadia").get(f"/doubts/{case.ref}/").content.decode()
    assert 'href="/threat/"' in page[page.index('class="now') : page.index('class="questions')]
    honest = desk.looked_at("nadia")
    page = desk.browser("nadia").get(f"/doubts/{honest.ref}/").content.decode()
    assert 'href="/threat/"' not in page[page.index('class="now') : page.index('class="questions')]


def test_one_person_is_told_and_answers(desk: Desk) -> None:
    nadia, ines = desk.browser("nadia"), desk.browser("ines")
    handler = desk.member("ines")
    gone = nadia.post("/threat/tell/", {"handler": str(handler.pk), "text": WORDS})
    place = gone["Location"]
    assert place == f"/threat/told/{Confidence.objects.get().ref}/"
    assert 'href="/threat/told/"' in ines.get("/team/").content.decode()
    assert "dreigt foto" in ines.get(place).content.decode()
    assert 'href="/threat/told/"' not in ines.get("/team/").content.decode()
    ines.post(place, {"text": "Ik heb het gelezen. Ik ben er."})
    assert "Ik ben er." in nadia.get(place).content.decode()
    assert [one["by"] for one in Confidence.objects.get().words] == ["author", "handler"]


def test_nobody_else_sees_that_it_exists(desk: Desk) -> None:
    made = told(desk)
    assert not Case.objects.exists()
    for name in ("tom", "els", "karim", "ruth", "mila", "bart"):
        browser = desk.browser(name)
        assert browser.get(f"/threat/told/{made.ref}/").status_code == 404
        assert browser.post(f"/threat/told/{made.ref}/", {"text": "x"}).status_code == 404
        assert browser.post(f"/threat/told/{made.ref}/erase/").status_code == 404
        assert str(made.ref) not in browser.get("/threat/told/").content.decode()
        with pytest.raises(Forbidden):
            confide.answer(made, desk.member(name), "x")
    for page in ("/team/?show=all", "/team/?q=dreigt", "/team/standing/"):
        assert "dreigt foto" not in desk.browser("els").get(page).content.decode()
    made.refresh_from_db()
    assert len(made.words) == 1


def test_neither_the_words_nor_who_told_whom_stand_in_the_trail(desk: Desk) -> None:
    made = told(desk)
    confide.answer(made, desk.member("ines"), "Ik ben er.")
    confide.erase(made, desk.member("nadia"))
    lines = Entry.objects.filter(about__startswith="confidence:").values_list("action", "actor", "facts")
    assert list(lines) == [
        ("told in confidence", None, {}),
        ("answered in confidence", None, {}),
        ("confidence erased", None, {}),
    ]


def test_the_words_are_sealed_and_erased_at_once_by_their_writer_alone(desk: Desk) -> None:
    made = told(desk)
    assert b"dreigt" not in bytes(made.sealed)
    assert desk.browser("ines").post(f"/threat/told/{made.ref}/erase/").status_code == 404
    with pytest.raises(Forbidden):
        confide.erase(made, desk.member("ines"))
    desk.browser("nadia").post(f"/threat/told/{made.ref}/erase/")
    assert not Confidence.objects.exists()


def test_only_who_may_read_what_is_brought_can_be_told_and_never_oneself(desk: Desk) -> None:
    assert [one.user.called for one in confide.people(desk.member("nadia"))] == ["Els", "Ines", "Karim", "Tom"]
    assert "Ines" not in [one.user.called for one in confide.people(desk.member("ines"))]
    for handler in ("ruth", "nadia", "bart"):
        with pytest.raises(confide.NotTold):
            told(desk, handler=handler)
    with pytest.raises(confide.NotTold):
        told(desk, text="  ")
    assert desk.browser("nadia").post("/threat/tell/", {"handler": "99999", "text": "x"}).status_code == 400
    assert not Confidence.objects.exists()


def test_who_loses_their_role_reads_it_no_more(desk: Desk) -> None:
    made = told(desk)
    Membership.objects.filter(pk=desk.member("ines").pk).update(role="reporter")
    assert desk.browser("ines").get(f"/threat/told/{made.ref}/").status_code == 404
    with pytest.raises(Forbidden):
        confide.answer(made, desk.member("ines"), "x")


def test_who_leaves_takes_their_words_and_a_handler_who_leaves_does_not(desk: Desk) -> None:
    made = told(desk)
    Membership.objects.filter(pk=desk.member("ines").pk).delete()
    assert "heeft de organisatie verlaten" in desk.browser("nadia").get(f"/threat/told/{made.ref}/").content.decode()
    Membership.objects.filter(pk=desk.member("nadia").pk).delete()
    assert not Confidence.objects.exists()


def test_it_is_erased_by_itself_ninety_days_after_the_last_word(desk: Desk) -> None:
    old, young = told(desk), told(desk)
    for one, days in ((old, 91), (young, 89)):
        Confidence.objects.filter(pk=one.pk).update(latest_at=timezone.now() - timedelta(days=days))
    confide.tidy()
    assert Confidence.objects.get() == young
