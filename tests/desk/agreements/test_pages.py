"""The pages of the agreement, by a browser without script."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.desk.agreements.known import AGREEMENT, CODER, START, WRITER, places, published
from tests.desk.cast import Desk
from weerbaar.desk.agreements import making, rules, signing
from weerbaar.desk.agreements.agreement import Contact, Counted, Label
from weerbaar.desk.agreements.models import Draft, Notice, Signature
from weerbaar.desk.agreements.written import of_toml, to_toml
from weerbaar.desk.governance.models import Entry
from weerbaar.model.leak import DataClass, Decision, Group


def read(browser: Client, view: str, **parts: object) -> str:
    response = browser.get(reverse(view, kwargs=parts))
    assert response.status_code == 200, response.content
    return response.content.decode()


def trail(desk: Desk) -> list[str]:
    return list(Entry.objects.filter(organisation_id=desk.bakery.pk).values_list("action", flat=True))


def test_every_page_opens(desk: Desk) -> None:
    """Each in one of the four languages, in turn; the browser sees them in all (tests/desk/web/test_seen.py)."""
    browsers: dict[str, Client] = {}
    themes = [("els", f"/agreement/make/{theme}/") for theme in making.THEMES]
    for (name, place), language in zip(
        (*places(desk), *themes, ("nadia", "/agreement/versions/1/")), cycle(("nl", "fr", "de", "en")), strict=False
    ):
        browser = browsers.setdefault(name, desk.browser(name))
        browser.cookies["language"] = language
        response = browser.get(place)
        assert (response.status_code, f'lang="{language}' in response.content.decode()) == (200, True), place


def test_ten_minutes_of_questions_make_an_agreement(desk: Desk) -> None:
    els = desk.browser("els")
    answers = {
        "contact": {"name": "Els", "phone": "+32 470 00 00 01", "mail": ""},
        "data": {"personal": "mask", "special": "stop", "secrets": "stop", "organisation": "ask", "unknown": "stop", "unsure": "stop",
                 "class_iban": "stop"},
        "output": {"label": "always", "review": "outside", "people": "on", "learning": "yearly"},
        "keep": {"conversation_days": "0", "use_days": "90"},
        "watch": {"counted": ["uses", "asks"]},
        "dates": {"start_on": "2026-10-01", "review_on": "2027-10-01"},
    }  # fmt: skip
    page = read(els, "agreement_make")
    assert "Publiceren" not in page
    added = els.post(reverse("agreement_theme", args=("tools",)), {"kind": "chat"})
    assert els.get(added["Location"]).status_code == 200
    tool = making.draft_of(desk.bakery).tools[0]
    els.post(added["Location"], {
        "name": "Praatje", "purposes": ["write"], "purpose": "menu's bedenken", "roles": ["reporter"], "place": "own", "basis": "none",
        "risk": "minimal", "models": "klein-1, groot-2", "hosts": "https://praatje.example/nieuw", "class_iban": "ask", "special": "mask",
    })  # fmt: skip
    for theme, said in answers.items():
        assert els.post(reverse("agreement_theme", args=(theme,)), said).status_code == 302, theme
    assert els.post(reverse("agreement_publish"))["Location"] == reverse("agreement_people")
    held = rules.latest(desk.bakery)
    assert held is not None
    made = held.agreement
    assert made.contact == Contact("Els", "+32 470 00 00 01")
    assert made.decision(DataClass.IBAN) is Decision.STOP
    assert made.decision(DataClass.IBAN, made.tools[0]) is Decision.ASK
    assert made.decision(DataClass.HEALTH, made.tools[0]) is Decision.MASK
    assert (made.label, made.use_days, made.counted) == (Label.ALWAYS, 90, (Counted.USES, Counted.ASKS))
    assert made.tools[0].id == tool.id
    assert (made.tools[0].hosts, made.tools[0].models) == (("praatje.example",), ("klein-1", "groot-2"))
    assert trail(desk)[-1] == "agreement published"
    assert "Praatje" in read(desk.browser("nadia"), "agreement")
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    ("theme", "said"),
    [
        ("contact", {"name": "Els", "phone": "", "mail": ""}),
        ("contact", {"name": "", "phone": "1234567"}),
        ("dates", {"start_on": "2026-10-01", "review_on": "2026-10-01"}),
        ("keep", {"conversation_days": "-1", "use_days": "90"}),
        ("data", {"personal": "perhaps", "unsure": "ask"}),
        ("data", dict.fromkeys((*Group, "unsure"), "allow")),  # what could not be looked inside is asked about or stays
        ("output", {}),
    ],
)
def test_what_makes_no_sense_is_said_and_not_kept(desk: Desk, theme: str, said: dict[str, str]) -> None:
    response = desk.browser("els").post(reverse("agreement_theme", args=(theme,)), said)
    assert (response.status_code, Draft.objects.count()) == (400, 0)
    assert 'aria-invalid="true"' in response.content.decode() or 'class="notice notice-wrong"' in response.content.decode()


def test_one_goes_back_a_step_at_a_time(desk: Desk) -> None:
    els = desk.browser("els")
    for days in ("30", "60"):
        els.post(reverse("agreement_theme", args=("keep",)), {"conversation_days": "1", "use_days": days})
    assert making.draft_of(desk.bakery).use_days == 60
    els.post(reverse("agreement_undo"))
    assert making.draft_of(desk.bakery).use_days == 30
    els.post(reverse("agreement_undo"))
    assert making.draft_of(desk.bakery).use_days == 180
    assert making.undo(desk.member("els")) is False


def test_a_tool_is_taken_out_and_back(desk: Desk) -> None:
    published(desk)
    els = desk.browser("els")
    els.post(reverse("agreement_tool", args=("codehulp",)), {"do": "remove"})
    assert making.draft_of(desk.bakery).tools == (WRITER,)
    assert els.get(reverse("agreement_tool", args=("codehulp",))).status_code == 404
    els.post(reverse("agreement_undo"))
    assert making.draft_of(desk.bakery).tools == (WRITER, CODER)


def test_nothing_is_published_while_something_is_missing_or_nothing_changed(desk: Desk) -> None:
    els = desk.browser("els")
    making.change(desk.member("els"), replace(AGREEMENT, contact=Contact("Els")))
    els.post(reverse("agreement_publish"))
    assert rules.latest(desk.bakery) is None
    published(desk)
    els.post(reverse("agreement_publish"))
    held = rules.latest(desk.bakery)
    assert held is not None
    assert held.number == 1


def test_somebody_reads_and_signs_in_two_steps(desk: Desk) -> None:
    published(desk)
    nadia, sign = desk.browser("nadia"), reverse("agreement_sign")
    page = read(nadia, "agreement")
    assert "tel:+32470000001" in page
    form = {"number": "1", "name": "Nadia", "read": "1"}
    assert nadia.post(sign, {**form, "read": ""}).status_code == 400
    assert nadia.post(sign, {**form, "name": " "}).status_code == 400
    assert nadia.post(sign, {**form, "number": "2"}).status_code == 400
    asked = nadia.post(sign, form)
    assert (asked.status_code, Signature.objects.count()) == (200, 0)
    assert 'name="yes" value="1"' in asked.content.decode()
    assert nadia.post(sign, {**form, "yes": "1"})["Location"] == reverse("agreement")
    signed = Signature.objects.get()
    assert (signed.name, signed.version.number, signed.way) == ("Nadia", 1, "page")
    assert trail(desk)[-1] == "agreement signed"
    assert Notice.objects.get().kind == "copy"
    assert nadia.get(sign)["Location"] == reverse("agreement")
    nadia.post(sign, {**form, "yes": "1"})
    assert Signature.objects.count() == 1


def test_who_signed_before_reads_first_what_is_different(desk: Desk) -> None:
    published(desk)
    signing.sign(desk.member("nadia"), 1, "Nadia")
    published(desk, replace(AGREEMENT, tools=(WRITER,), unsure=Decision.STOP))
    nadia = desk.browser("nadia")
    nadia.cookies["language"] = "en"
    for view in ("agreement", "agreement_sign"):
        page = read(nadia, view)
        assert "No longer allowed: Codehulp." in page
    assert "No longer allowed" not in read(desk.browser("tom"), "agreement_sign")


def test_the_team_sees_who_is_left_and_writes_down_what_was_signed_on_paper(desk: Desk) -> None:
    version = published(desk)
    els = desk.browser("els")
    nadia = desk.member("nadia")
    form = {"number": "1", "day": "2026-10-02"}
    els.post(reverse("agreement_people"), {**form, "member": str(nadia.pk)})
    els.post(reverse("agreement_people"), {**form, "name": "Jef Zonder Mail"})
    els.post(reverse("agreement_people"), {**form, "name": "Jef Zonder Mail"})
    assert [(one.name, one.way, one.recorded_by) for one in Signature.objects.all()] == [
        ("Nadia", "paper", desk.user("els").pk),
        ("Jef Zonder Mail", "paper", desk.user("els").pk),
    ]
    waiting = [one.name for one in signing.standing(desk.bakery, version) if one.signature is None]
    assert waiting == ["Els", "Ines", "Karim", "Ruth", "Tom"]
    later = (date.today() + timedelta(days=2)).isoformat()
    for wrong in ({**form, "name": ""}, {**form, "name": "X", "day": later}, {**form, "name": "X", "number": "7"}):
        els.post(reverse("agreement_people"), wrong)
    assert Signature.objects.count() == 2
    mila = desk.member("mila")
    assert els.post(reverse("agreement_people"), {**form, "member": str(mila.pk)}).status_code == 404


def test_the_list_goes_along_as_a_table_that_no_spreadsheet_runs(desk: Desk) -> None:
    published(desk)
    signing.sign_on_paper(desk.member("els"), 1, "=1+1", START)
    text = desk.browser("els").post(reverse("agreement_people_export")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert ["'=1+1", "", "2026-10-01", "op papier", "1"] in rows
    assert len(rows) == 8


def test_the_register_goes_along_as_table_and_file(desk: Desk) -> None:
    published(desk)
    nadia = desk.browser("nadia")
    rows = list(csv.DictReader(io.StringIO(nadia.get(reverse("ai_tools_csv")).content.decode("utf-8-sig"))))
    assert [row["Aanbieder"] for row in rows] == ["Molenaar Software", ""]
    text = nadia.get(reverse("ai_tools_toml")).content.decode()
    head = to_toml(replace(AGREEMENT, tools=())).rstrip("\n")
    assert of_toml(f"{head}\n\n{text}").tools == AGREEMENT.tools


def test_a_file_from_elsewhere_becomes_the_draft(desk: Desk) -> None:
    els = desk.browser("els")
    els.cookies["language"] = "en"

    def send(data: bytes) -> str:
        file = SimpleUploadedFile("agreement.toml", data)
        return els.post(reverse("agreement_import"), {"file": file}, follow=True).content.decode()

    assert "tools.2.roles" in send(to_toml(AGREEMENT).replace('["decider", "administrator"]', "7").encode())
    for broken in (b"\xff\xfe", b"x = [", b"", b"a" * 300_000):
        send(broken)
    assert Draft.objects.count() == 0
    send(to_toml(AGREEMENT).encode())
    assert making.draft_of(desk.bakery) == AGREEMENT
    exported = desk.browser("nadia")
    making.publish(desk.member("els"))
    assert of_toml(exported.get(reverse("agreement_toml")).content.decode()) == AGREEMENT


def test_numbers_are_for_everybody_and_hide_what_stands_for_few(desk: Desk, settings: object) -> None:
    from tests.desk.agreements import numbers_of_a_gateway

    settings.WEERBAAR_AI_NUMBERS = f"{numbers_of_a_gateway.__name__}.numbers"  # type: ignore[attr-defined]
    published(desk, replace(AGREEMENT, counted=(Counted.USES, Counted.CLASSES)))
    browser = desk.browser("nadia")
    browser.cookies["language"] = "en"
    page = read(browser, "ai_numbers")
    assert "Schrijfhulp" in page
    assert "1234" in page
    assert page.count("fewer than 5") == 2
    assert "watt" not in page
    assert "<svg" in page


def test_nothing_of_another_organisation_is_there(desk: Desk) -> None:
    published(desk)
    bart = desk.browser("bart")
    assert "Schrijfhulp" not in read(bart, "agreement")
    assert "Schrijfhulp" not in read(bart, "ai_tools")
    for view in ("agreement_pdf", "agreement_toml"):
        assert bart.get(reverse(view))["Location"] == reverse("agreement")
        assert bart.get(reverse(view), {"number": "1"}).status_code == 404
    assert bart.get(reverse("agreement_version", args=(1,))).status_code == 404
    assert bart.get(reverse("agreement_tool", args=("codehulp",))).status_code == 404


def test_the_database_holds_no_word_of_it_in_clear(desk: Desk) -> None:
    published(desk)
    signing.sign(desk.member("nadia"), 1, "Nadia Zonneveld")
    making.change(desk.member("els"), replace(AGREEMENT, contact=Contact("Geheimpje", "1234567")))
    from django.db import connection

    connection.close()
    held = b"".join(file.read_bytes() for file in desk.home.glob("database.sqlite3*"))
    for word in ("Zonneveld", "Schrijfhulp", "Geheimpje", "Molenaar", "chat.molenaar"):
        assert word.encode() not in held, word
    assert json.dumps("Zonneveld").encode() not in held
