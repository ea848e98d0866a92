"""What the team does with a browser: decide a campaign, hear a contest and overrule, the first run, erase what is known of a person."""

import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.desk.cast import FRAUD, HONEST
from tests.desk.test_campaigns import SECOND, brought
from tests.desk.web.test_seen import look
from tests.desk.web.visit import DESKTOP, PHONE, Site, barriers, too_wide
from weerbaar.desk.accounts.models import Invitation, Membership, Organisation, Role, User
from weerbaar.desk.cases.models import Campaign, Case, Proposal, State

WORDS = {
    "nl": (
        "Eerst zien wie wat te horen krijgt",
        "Beslissen en hen verwittigen",
        "Het antwoord herzien",
        "Onthouden",
        "Beginnen",
    ),
    "fr": ("Voir d’abord qui apprend quoi", "Décider et les informer", "Corriger la réponse", "Le retenir", "Commencer"),
    "de": ("Zuerst sehen, wer was erfährt", "Entscheiden und Bescheid geben", "Die Antwort korrigieren", "Merken", "Beginnen"),
    "en": ("First see who is told what", "Decide and tell them", "Overrule the answer", "Remember it", "Begin"),
}


PLACES = (
    "", "campaigns/", "standing/", "knowledge/", "knowledge/file/", "review/", "setup/", "organisation/", "people/",
    "mailboxes/", "scans/",
)  # fmt: skip


def sound(page: Any) -> None:
    """A page that keeps nobody out and fits."""
    assert barriers(page) == []
    assert too_wide(page) == []


@pytest.mark.parametrize("language", WORDS)
def test_decide_a_campaign(site: Site, language: str) -> None:
    brought(site.desk, "nadia", FRAUD), brought(site.desk, "tom", SECOND)
    campaign = Campaign.objects.get()
    page = site.page("ines", language=language, size=DESKTOP)
    page.goto(f"/team/campaigns/{campaign.pk}/")
    sound(page)
    page.select_option("#kind", "agree")
    page.get_by_role("button", name=WORDS[language][0]).click()
    page.wait_for_url("**/team/together/")
    sound(page)
    assert "nadia@bakkerijvanhove.example" in page.inner_text("main")
    page.get_by_role("button", name=WORDS[language][1]).click()
    page.wait_for_url(f"**/team/campaigns/{campaign.pk}/")
    assert set(Case.objects.values_list("state", flat=True)) == {State.DECIDED}


@pytest.mark.parametrize("language", WORDS)
def test_contest_and_overrule(site: Site, language: str) -> None:
    case = brought(site.desk, "nadia", FRAUD)
    nadia = site.page("nadia", language=language)
    nadia.goto(f"/doubts/{case.ref}/")
    nadia.locator("details", has=nadia.locator("#words")).locator("summary").click()
    nadia.fill("#words", "Els zei mij dit aan tafel")
    nadia.locator("form", has=nadia.locator("#words")).get_by_role("button").click()
    nadia.wait_for_load_state()
    ines = site.page("ines", language=language, size=DESKTOP)
    ines.goto("/team/")
    sound(ines)
    ines.keyboard.press("j")
    ines.keyboard.press("o")
    ines.wait_for_url(f"**/team/doubts/{case.ref}/")
    assert "Els zei mij dit aan tafel" in ines.inner_text("main")
    frame = ines.frame_locator("iframe")
    ines.locator("iframe").scroll_into_view_if_needed()
    assert "18.400 euro" in frame.locator("body").inner_text(timeout=30_000)
    sound(ines)
    ines.locator("summary", has_text=re.compile("iets anders|autre chose|etwas anderes|something else")).click()
    ines.locator("input[value='no sign of fraud']").check()
    ines.fill("#reason", "Els bevestigt het")
    ines.get_by_role("button", name=WORDS[language][2]).click()
    ines.wait_for_load_state()
    case.refresh_from_db()
    assert (case.state, case.decided_band) == (State.DECIDED, "no sign of fraud")
    ines.goto("/team/knowledge/")
    sound(ines)
    assert "directie.example" in ines.inner_text("main")
    ines.get_by_role("button", name=WORDS[language][3]).click()
    ines.wait_for_load_state()
    assert Proposal.objects.get().state == Proposal.State.APPLIED
    nadia.goto(f"/doubts/{case.ref}/")
    assert "Els bevestigt het" in nadia.inner_text("main")


@pytest.mark.parametrize("language", WORDS)
def test_the_first_run(site: Site, language: str) -> None:
    Membership.objects.all().delete()
    Organisation.objects.all().delete()
    page = site.page(language=language)
    page.goto(f"/welcome/{Invitation.issue(Role.ADMINISTRATOR)}")
    sound(page)
    said = {
        "name": "Ann",
        "email": "ann@nieuw.example",
        "password": "een lang geheim woord 12",
        "o-name": "Nieuw",
        "domains": "nieuw.example",
    }
    for field, value in said.items():
        page.fill(f"#{field}", value)
    page.get_by_role("button", name=WORDS[language][4]).click()
    page.wait_for_url("**/account/2fa/**")
    assert Membership.objects.get().organisation.name == "Nieuw"


ERASES = {
    "nl": ("De persoon vraagt om te wissen", "Definitief wissen"),
    "fr": ("La personne demande l'effacement", "Effacer définitivement"),
    "de": ("Die Person wünscht die Löschung", "Endgültig löschen"),
    "en": ("They ask for erasure", "Erase for good"),
}


@pytest.mark.parametrize("language", ERASES)
def test_erase_the_data_of_a_person(site: Site, language: str) -> None:
    asks, erases = ERASES[language]
    mine, others = brought(site.desk, "nadia", FRAUD), brought(site.desk, "tom", HONEST)
    page = site.page("karim", language=language)
    page.goto("/persons/")
    sound(page)
    page.fill("#address", "nadia@bakkerijvanhove.example")
    page.get_by_role("button", name=asks).click()
    page.wait_for_url("**/persons/*/")
    sound(page)
    page.get_by_role("button", name=erases).click()
    page.locator(".notice-good").wait_for()
    assert "nadia" not in page.inner_text("main")
    mine.refresh_from_db(), others.refresh_from_db()
    assert (mine.state, mine.key, others.state) == (State.ERASED, None, State.ANSWERED)
    assert not User.objects.filter(email="nadia@bakkerijvanhove.example").exists()
    page.goto(f"/team/doubts/{mine.ref}/")
    assert "dringend" not in page.content()
    sound(page)


@pytest.mark.parametrize(
    ("language", "theme", "size"),
    [("nl", "dark", DESKTOP), ("fr", "light", PHONE), ("de", "light", DESKTOP), ("en", "dark", PHONE)],
)
def test_every_page_of_the_team_fits_and_keeps_nobody_out(site: Site, language: str, theme: str, size: tuple[int, int]) -> None:
    """Each language, theme and size. The four together are both themes at both sizes, so colours, which no words change, are all seen."""
    brought(site.desk, "nadia", FRAUD), brought(site.desk, "tom", SECOND), brought(site.desk, "nadia", HONEST)
    case, campaign = Case.objects.latest("pk"), Campaign.objects.get()
    folder, page = os.environ.get("SCREENSHOTS", ""), site.page("els", language=language, size=size)
    for name in (*PLACES, f"campaigns/{campaign.pk}/", f"doubts/{case.ref}/", f"doubts/{case.ref}/siblings/"):
        look(page, theme, size)
        page.goto(f"/team/{name}")
        sound(page)
        if folder:
            label = re.sub(r"[0-9a-f-]{36}", "case", name).replace("/", "-")
            page.screenshot(path=str(Path(folder) / f"{language}-{size[0]}-{theme}-{label}.png"), full_page=True)
        for other in (PHONE, DESKTOP):
            look(page, "dark" if theme == "light" else "light", other)
            assert too_wide(page) == [], (name, other)
