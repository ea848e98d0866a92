"""Leaving quickly, in a real browser: what was read takes one place in the history, and leaving takes that too."""

import pytest

from tests.desk.web.visit import PHONE, Site

pytestmark = pytest.mark.needs("chromium")


def test_after_leaving_going_back_does_not_lead_there(site: Site) -> None:
    page = site.page(size=PHONE)
    page.goto("/on-the-phone/")
    page.get_by_role("link", name="Bedreigd of afgeperst?").click()
    page.wait_for_url("**/threat/")
    page.get_by_role("link", name="Ja, of ik weet het niet zeker").click()
    page.wait_for_url("**/threat/child/")
    length = page.evaluate("history.length")
    page.get_by_role("link", name="Verlaat deze pagina nu").click()
    page.wait_for_url("**/account/login/**")
    assert page.evaluate("history.length") == length
    page.go_back()
    page.wait_for_url("**/on-the-phone/")
    assert site.complaints == []


def test_without_script_the_same_is_a_link(site: Site) -> None:
    page = site.page("nadia", script=False)
    page.goto("/threat/")
    page.get_by_role("link", name="Nee, alleen volwassenen").click()
    page.wait_for_url("**/threat/adult/")
    page.get_by_role("link", name="Verlaat deze pagina nu").click()
    page.wait_for_url(site.url + "/")
