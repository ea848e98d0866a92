"""Times are told in the time zone of the organisation, whatever the clock of the reader's device says."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.desk.cast import DESCRIPTION, Desk
from weerbaar.desk.accounts import zones
from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.cases.models import Case
from weerbaar.desk.governance.models import Entry


def shown(desk: Desk, name: str) -> str:
    browser = desk.browser(name)
    browser.cookies["language"] = "en"
    return browser.get("/doubts/").content.decode()


@pytest.mark.parametrize(
    ("country", "chosen", "time"),
    [
        ("BE", "", "2 July 2026, 00:30"),
        ("PT", "", "1 July 2026, 23:30"),
        ("", "", "2 July 2026, 00:30"),  # a desk that was not told: Brussels
        ("JP", "", "2 July 2026, 00:30"),
        ("BE", "Indian/Reunion", "2 July 2026, 02:30"),
        ("BE", "UTC", "1 July 2026, 22:30 UTC"),
        ("BE", "Mars/Olympus", "2 July 2026, 00:30"),  # a name that a newer database has, and this one not
    ],
)
def test_a_time_is_told_where_the_organisation_is(desk: Desk, country: str, chosen: str, time: str) -> None:
    bakery = desk.bakery
    bakery.describe(DESCRIPTION.replace('country = "BE"', f'country = "{country}"' if country else ""))
    bakery.settings = {zones.SETTING: chosen}
    bakery.save()
    case = desk.brings("nadia")
    Case.objects.filter(pk=case.pk).update(received_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    assert time in shown(desk, "nadia")


def test_each_organisation_has_its_own(desk: Desk) -> None:
    Organisation.objects.filter(pk=desk.garage.pk).update(settings={zones.SETTING: "Europe/Helsinki"})
    for name in ("nadia", "mila"):
        Case.objects.filter(pk=desk.brings(name).pk).update(received_at=datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert "13:00" in shown(desk, "nadia")
    assert "14:00" in shown(desk, "mila")


def test_the_zone_is_chosen_by_whoever_looks_after_the_desk(desk: Desk) -> None:
    said = {"name": "Bakkerij Van Hove", "languages": ["nl", "fr"], "domains": "bakkerijvanhove.example"}
    page = reverse("team_organisation")
    assert "Europe/Brussels" in desk.browser("els").get(page).content.decode()
    for zone, kept in (("Europe/Lisbon", "Europe/Lisbon"), ("/etc/passwd", ""), ("", "")):
        assert desk.browser("els").post(page, {**said, "time_zone": zone}).status_code == 302
        assert desk.bakery.settings.get(zones.SETTING, "") == kept
    changes = [one.facts for one in Entry.objects.filter(action="settings changed") if "setting" in one.facts]
    assert changes == [{"setting": zones.SETTING}] * 2


def test_every_zone_of_a_country_can_be_chosen() -> None:
    assert set(zones.OF_COUNTRY.values()) <= set(zones.names())
