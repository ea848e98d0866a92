"""What happens between a mailbox and the pages, with a real Dovecot and a real browser: forward a mail, quarantine and put back."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk.cast import FRAUD
from tests.desk.post import Office, forwarding, posting
from tests.desk.test_siblings import LINK, lying, sibling
from tests.desk.web.test_team_stories import sound
from tests.desk.web.visit import DESKTOP, Site
from tests.dovecot import Dovecot, dovecot
from weerbaar.desk.accounts.models import User
from weerbaar.desk.cases.models import Answer, Case
from weerbaar.desk.intake import aside
from weerbaar.desk.intake.models import Use

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.needs("dovecot")]

WORDS = {
    "nl": ("zeer waarschijnlijk fraude", "Zoek het", "gevonden", "Zet ze opzij", "in quarantaine", "Zet ze terug", "teruggezet"),
    "fr": (
        "très probablement une fraude", "Le chercher", "trouvé", "Les mettre de côté", "en quarantaine", "Les remettre", "remis",
    ),
    "de": (
        "sehr wahrscheinlich Betrug", "Danach suchen", "gefunden", "Beiseitelegen", "in Quarantäne", "Zurücklegen", "zurückgelegt",
    ),
    "en": ("very likely fraud", "Look for it", "found", "Move them aside", "in quarantine", "Put them back", "put back"),
}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as here:
        yield here


@pytest.fixture
def office(site: Site, server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr("weerbaar.desk.intake.watching.LOOK_SECONDS", 0.2)
    with posting(site.desk, server) as here:
        yield here


@pytest.mark.parametrize("language", WORDS)
def test_forward_a_mail(site: Site, office: Office, language: str) -> None:
    User.objects.filter(email="nadia@bakkerijvanhove.example").update(language=language)
    user = next(office.server.others)
    office.door(Use.DESK, user)
    office.door(Use.OUTGOING)
    brought = forwarding(FRAUD)
    office.bring(brought, proven="nadia@bakkerijvanhove.example", user=user)
    with site.desk.working():
        site.desk.until(lambda: Answer.objects.filter(sending=Answer.Sending.SENT).exists())
    (answer,) = office.sent
    assert (answer["To"], answer["In-Reply-To"]) == ("nadia@bakkerijvanhove.example", brought["Message-ID"])
    assert WORDS[language][0] in answer.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    page = site.page("nadia", language=language)
    page.goto("/doubts/")
    page.get_by_role("link", name="dringend en vertrouwelijk").click()
    page.wait_for_url(f"**/doubts/{Case.objects.get().ref}/")
    assert WORDS[language][0] in page.locator(".answer-head h2").inner_text()
    sound(page)


def rows(page: Any) -> list[list[str]]:
    """The numbers of the report, mailbox by mailbox: found, in quarantine, put back."""
    return [line.split("\t")[1:4] for line in page.locator("#siblings tbody").inner_text().splitlines()]


@pytest.mark.parametrize("language", WORDS)
def test_quarantine_and_restore(site: Site, office: Office, language: str) -> None:
    _headline, look, found, move, moved, back, restored = WORDS[language]
    users = [next(office.server.others) for _ in range(2)]
    for number, user in enumerate(users, 2):
        office.door(Use.CONNECTED, user, address=f"collega{number}@bakkerijvanhove.example")
        office.server.deliver(sibling(number), user)
    office.server.deliver(sibling(9), users[0], "Archief")
    before = lying(office.server, users[0])
    case = site.desk.looked_at("nadia", LINK)
    page = site.page("ines", language=language, size=DESKTOP)
    page.goto(f"/team/doubts/{case.ref}/")
    page.locator(f"a[href$='/{case.ref}/siblings/']").click()
    status = page.locator("#siblings [role=status] strong")
    with site.desk.working():
        page.get_by_role("button", name=look, exact=True).click()
        status.get_by_text(found, exact=True).wait_for(timeout=30_000)
        assert rows(page) == [["2", "0", "0"], ["1", "0", "0"]]
        assert lying(office.server, users[0]) == before  # looked for, and nothing else
        sound(page)
        page.get_by_role("button", name=move, exact=True).click()
        status.get_by_text(moved, exact=True).wait_for(timeout=30_000)
        assert rows(page) == [["2", "2", "0"], ["1", "1", "0"]]
        assert len(lying(office.server, users[0], aside.FOLDER)) == 2
        page.get_by_role("button", name=back, exact=True).click()
        status.get_by_text(restored, exact=True).wait_for(timeout=30_000)
    assert rows(page) == [["2", "0", "2"], ["1", "0", "1"]]
    assert lying(office.server, users[0]) == before
