"""The front page, what a script sends, and what a phone shares."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse

from tests.desk.cast import FRAUD, HONEST, Desk
from weerbaar.desk.cases.models import Case
from weerbaar.desk.web import brought
from weerbaar.model.item import Way


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_whoever_is_not_signed_in_signs_in_first(desk: Desk) -> None:
    answer = desk.browser().get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/")


def test_a_pasted_text_leads_to_its_own_page(desk: Desk) -> None:
    answer = desk.browser("nadia").post("/", {"text": "Hoi mam, dit is mijn nieuwe nummer", "comment": "sms van 10 uur"})
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("doubt", kwargs={"ref": case.ref})
    assert (case.reporter, case.original(), case.way) == (
        desk.user("nadia"),
        b"Hoi mam, dit is mijn nieuwe nummer",
        Way.TEXT.value,
    )
    assert (case.about.name, case.about.comment) == ("Hoi mam, dit is mijn nieuwe nummer", "sms van 10 uur")


def test_an_address_is_brought_as_a_link(desk: Desk) -> None:
    desk.browser("nadia").post("/", {"text": "https://bank-login.example/x"})
    assert Case.objects.get().way == Way.LINK.value


def test_several_files_are_told_one_by_one_and_one_that_fails_does_not_hold_up_the_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEERBAAR_MAX_BYTES", str(1024 * 1024))
    files = [
        file("mail.eml", FRAUD),
        file("leeg.eml", b""),
        file("film.mp4", bytes(1024 * 1024 + 1)),
        file("brief.eml", HONEST),
    ]
    answer = desk.browser("nadia").post("/", {"files": files, "comment": "van Tom"})
    said = [(one.name, bool(one.case), one.wrong[:12]) for one in answer.context["taken"]]
    assert said == [
        ("mail.eml", True, ""),
        ("leeg.eml", False, "Dit is leeg."),
        ("film.mp4", False, "Dit is grote"),
        ("brief.eml", True, ""),
    ]
    assert sorted(case.about.name for case in Case.objects.all()) == ["brief.eml", "mail.eml"]
    assert "van Tom" in answer.content.decode()  # what was typed is still there


def test_nothing_brought_is_said_and_not_kept(desk: Desk) -> None:
    answer = desk.browser("nadia").post("/", {"text": "  "})
    assert answer.status_code == 400
    assert "Er staat nog niets" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_form_sent_twice_is_one_doubt(desk: Desk) -> None:
    browser = desk.browser("nadia")
    for _ in range(2):
        browser.post("/", {"text": "Betaal vandaag", "form": "f00d"})
    browser.post("/", {"text": "Betaal vandaag", "form": "cafe"})
    assert Case.objects.count() == 2


def test_more_than_the_server_reads_is_said_to_be_too_large(desk: Desk, settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = desk.browser("nadia").post("/", {"files": [file("film.mp4", bytes(5000))]})
    assert answer.status_code == 400
    assert "groter dan" in answer.content.decode()


def test_what_could_not_be_kept_is_given_back_with_a_word_about_trying_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **more: object) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(brought, "receive", full)
    answer = desk.browser("nadia").post("/", {"text": "Betaal vandaag"})
    assert answer.status_code == 503
    assert "Probeer het over een minuut opnieuw" in answer.content.decode()
    assert ">Betaal vandaag</textarea>" in answer.content.decode()


def test_a_script_is_told_where_each_answer_will_be(desk: Desk) -> None:
    answer = desk.browser("nadia").post("/bring/", {"files": [file("mail.eml", FRAUD), file("leeg.eml", b"")]}).json()
    case = Case.objects.get()
    assert answer["wrong"] == ""
    assert answer["pieces"][0] == {"name": "mail.eml", "url": f"/doubts/{case.ref}/", "wrong": "", "again": False}
    assert answer["pieces"][1]["url"] == ""
    assert answer["pieces"][1]["wrong"].startswith("Dit is leeg")


def test_a_script_that_was_signed_out_meanwhile_is_told_where_to_sign_in(desk: Desk) -> None:
    answer = desk.browser().post("/bring/", {"text": "Betaal"})
    assert (answer.status_code, answer.json()) == (401, {"sign_in": "/account/login/"})


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"Sec-Fetch-Site": "none"}, True),  # the device itself: a share
        ({"Sec-Fetch-Site": "same-origin"}, True),  # our service worker
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://testserver"}, True),  # a browser without Fetch Metadata
        ({"Origin": "http://elsewhere.example"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
def test_a_share_comes_from_the_device_or_from_us(desk: Desk, settings: Any, headers: dict[str, str], taken: bool) -> None:
    answer = desk.browser("nadia").post("/share/", {"text": "Betaal vandaag"}, headers=headers)
    assert answer.status_code == (302 if taken else 403)
    assert Case.objects.exists() is taken


@pytest.mark.parametrize(
    ("shared", "data", "comment"),
    [
        ({"text": "Hoi mam"}, b"Hoi mam", ""),
        ({"title": "Uw pakje", "url": "https://pakje.example/x"}, b"https://pakje.example/x", "Uw pakje"),
        (
            {"title": "Uw pakje", "text": "https://pakje.example/x", "url": "https://pakje.example/x"},
            b"https://pakje.example/x",
            "Uw pakje",
        ),
        ({"text": "Kijk eens", "url": "https://pakje.example"}, b"Kijk eens\nhttps://pakje.example", ""),
        ({"text": "Is dit echt?", "files": file("scherm.png", b"\x89PNG...")}, b"\x89PNG...", "Is dit echt?"),
    ],
)
def test_words_shared_with_a_file_are_what_was_said_with_it(
    desk: Desk, shared: dict[str, Any], data: bytes, comment: str
) -> None:
    if "files" in shared:
        shared["files"].seek(0)
    desk.browser("nadia").post("/share/", shared, headers={"Sec-Fetch-Site": "none"})
    case = Case.objects.get()
    assert (case.original(), case.about.comment) == (data, comment)


def test_a_share_of_someone_who_is_not_signed_in_says_so_and_asks_again(desk: Desk) -> None:
    browser = desk.browser()
    answer = browser.post(
        "/share/", {"text": "Betaal"}, headers={"Sec-Fetch-Site": "none", "Accept-Language": "nl"}, follow=True
    )
    assert answer.redirect_chain[0][0] == "/account/login/?next=/"
    assert "Meld u eerst aan en deel het dan nog eens" in answer.content.decode()


def test_an_empty_share_says_so(desk: Desk) -> None:
    answer = desk.browser("nadia").post("/share/", {}, headers={"Sec-Fetch-Site": "none"})
    assert answer.status_code == 400
    assert "Er kwam niets mee" in answer.content.decode()


def test_a_form_that_is_not_ours_is_refused(desk: Desk) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "fr"})
    client.force_login(desk.user("nadia"))
    answer = client.post("/", {"text": "Betaal"})
    assert answer.status_code == 403
    assert not Case.objects.exists()
