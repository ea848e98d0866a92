"""What a bakery does with its ledger, with a browser: takes a list in, looks at a payee, confirms a new account with three people."""

import re
from pathlib import Path

import pytest

from tests.desk.ledger.known import MILL, NEW, OLD, PHONE, PLANTED, THIEF, mill, payee
from tests.desk.web.visit import DESKTOP, Site, barriers, too_wide
from tests.desk.web.visit import PHONE as SMALL
from weerbaar.desk.ledger import state
from weerbaar.desk.ledger.models import Confirmation, State
from weerbaar.model.ledger import How, Kind

pytestmark = pytest.mark.needs("chromium")
LIST = f"Naam;IBAN;Telefoon\nOvens Peeters;{NEW};09 222 33 44\n{MILL};{THIEF};{PLANTED}\n"


def test_a_list_is_taken_in_and_what_differs_is_asked(site: Site, tmp_path: Path) -> None:
    mill(site.desk)
    file = tmp_path / "leveranciers.csv"
    file.write_text(LIST, encoding="utf-8")
    page = site.page("tom", size=DESKTOP)
    page.goto("/team/")
    page.get_by_role("link", name="Betalingen").click()
    page.get_by_role("link", name="Een lijst overnemen").first.click()
    page.set_input_files("#file", str(file))
    page.get_by_role("button", name="Eerst bekijken").click()
    page.wait_for_url("**/ledger/files/*/")
    assert barriers(page) == []
    assert "Ovens Peeters" in page.inner_text("main")
    page.get_by_role("button", name="Overnemen wat nieuw is").click()
    page.wait_for_url("**/ledger/")
    names = {one.name: one for one in state.ledger_of(site.desk.bakery).payees}
    assert [fact.value for fact in names[MILL].of(Kind.IBAN)] == [OLD]
    assert {fact.how for fact in names["Ovens Peeters"].facts} == {How.IMPORTED}
    page.get_by_role("link", name="Ovens Peeters").click()
    page.wait_for_url("**/ledger/payees/*/")
    assert "niet bevestigd" in page.inner_text("main")
    page.go_back()
    page.goto("/ledger/files/")
    page.locator("a.item").first.click()
    page.get_by_role("button", name=re.compile("^Laten bevestigen")).click()
    page.wait_for_url("**/confirmations/*/")
    assert "niet dit" in page.inner_text("main") or PHONE in page.inner_text("main")
    assert Confirmation.objects.get().why == "import"


@pytest.mark.parametrize("size", [SMALL, DESKTOP])
def test_three_people_confirm_a_new_account(site: Site, size: tuple[int, int]) -> None:
    id = mill(site.desk)
    tom = site.page("tom", size=size)
    tom.goto("/confirmations/new/")
    tom.select_option("#payee", id)
    tom.fill("#value", "NL91 ABNA 0417 1643 00")
    tom.fill("#came", PLANTED)
    tom.get_by_role("button", name="Vraag het").click()
    tom.wait_for_url("**/confirmations/*-*/")
    address = tom.url
    assert tom.locator("form[action$='/call/']").count() == 0  # who asked does not call
    ines = site.page("ines", size=size)
    ines.goto(address)
    assert barriers(ines) == []
    assert too_wide(ines) == []
    assert PLANTED not in ines.inner_text("#channel")
    ines.select_option("#language", "fr")
    ines.get_by_role("button", name="Tonen").click()
    assert "Je ne le dis pas en premier" in ines.inner_text("ol[lang=fr]")
    ines.get_by_label("Zij zeggen dat het van hen is").check()
    ines.fill("#spoke_with", "Wim")
    ines.get_by_role("button", name="Noteren", exact=True).click()
    ines.wait_for_load_state()
    assert ines.get_by_role("button", name="Goedkeuren").count() == 0  # who called does not approve
    els = site.page("els", size=size)
    els.goto(address)
    assert barriers(els) == []
    assert too_wide(els) == []
    els.get_by_role("button", name="Goedkeuren").click()
    els.wait_for_load_state()
    one = Confirmation.objects.get()
    assert one.state == State.APPROVED
    fact = next(fact for fact in payee(site.desk, id).of(Kind.IBAN) if fact.value == NEW)
    assert (fact.how, fact.by) == (How.CALL_BACK, ("Ines", "Els"))
    els.goto(f"/ledger/payees/{id}/")
    assert "NL91 ABNA 0417 1643 00" in els.inner_text("main")
    assert barriers(els) == []
    assert too_wide(els) == []


def test_a_number_that_came_with_the_request_cannot_be_called(site: Site) -> None:
    id = mill(site.desk)
    tom = site.page("tom", script=False)
    tom.goto(f"/confirmations/new/?payee={id}&value={THIEF}")
    tom.fill("#came", PLANTED)
    tom.locator("form.card button.button-main").click()
    ines = site.page("ines", script=False)
    ines.goto(tom.url)
    ines.get_by_label("gebeld op een nummer dat elders gevonden werd, waar wij er geen kenden").check()
    ines.fill("#elsewhere", PLANTED)
    ines.fill("#source", "de factuur")
    ines.get_by_label("Zij zeggen dat het van hen is").check()
    ines.get_by_role("button", name="Noteren", exact=True).click()
    assert "Op deze manier wordt hier niets bevestigd" in ines.inner_text("main")
    assert Confirmation.objects.get().state == State.OPEN
    assert [fact.value for fact in payee(site.desk, id).of(Kind.IBAN)] == [OLD]
