"""Somebody takes a telephone, reads the agreement about AI, finds who to ask, and signs: in each language."""

import re

import pytest

from tests.desk.agreements.known import AGREEMENT, published
from tests.desk.web.visit import Site
from weerbaar.desk.agreements import making, rules
from weerbaar.desk.agreements.models import Signature

pytestmark = pytest.mark.needs("chromium")
WORDS = {
    "nl": ("wachten op u", "Zo werken we met AI", "Tekenen", "Verder", "Ja, ik teken"),
    "fr": ("vous attend", "Comment nous travaillons", "Signer", "Continuer", "Oui, je signe"),
    "de": ("wartet auf Sie", "Wie wir mit KI arbeiten", "Unterschreiben", "Weiter", "Ja, ich unterschreibe"),
    "en": ("waits for you", "How we work with AI", "Sign", "Go on", "Yes, I sign"),
}


@pytest.mark.parametrize("language", WORDS)
def test_somebody_reads_finds_who_to_ask_and_signs_on_a_telephone(site: Site, language: str) -> None:
    published(site.desk)
    waits, title, sign, on, yes = WORDS[language]
    page = site.page("nadia", language=language, script=False)
    page.goto("/")
    page.get_by_role("link", name=re.compile(waits)).click()
    assert title in page.locator("h1").inner_text()
    ask = page.locator("#contact")
    assert ask.get_by_role("link", name="+32 470 00 00 01").get_attribute("href") == "tel:+32470000001"
    box = ask.bounding_box()
    assert box["y"] + box["height"] < 2 * 740  # within the second screen of a telephone
    page.get_by_role("link", name=sign, exact=True).click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name=on).click()
    page.get_by_role("button", name=yes).click()
    assert page.locator(".notice-good").count() >= 1
    assert Signature.objects.get().name == "Nadia"
    page.goto("/")
    assert page.get_by_role("link", name=re.compile(waits)).count() == 0


def test_the_questionnaire_is_answered_without_script(site: Site) -> None:
    page = site.page("els", language="en", script=False)
    page.goto("/agreement/make/")
    page.get_by_role("link", name="Go on").click()
    assert page.get_by_label("Name").input_value() == "Els"
    keep = re.compile("Keep and go on")
    page.get_by_role("button", name=keep).click()
    page.get_by_role("button", name="Translator").click()
    page.get_by_label("Name, as people know it").fill("Vertaalhulp")
    page.get_by_role("button", name=keep).click()
    for _screen in range(6):
        page.get_by_role("button", name=keep).click()
    page.get_by_role("button", name="Publish").click()
    held = rules.latest(site.desk.bakery)
    assert held is not None
    made = held.agreement
    assert ([tool.name for tool in made.tools], made.groups) == (["Vertaalhulp"], AGREEMENT.groups)
    assert made == making.draft_of(site.desk.bakery)
    assert "6 people still have to sign" in page.locator("main").inner_text()
