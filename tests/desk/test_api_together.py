"""What programs do about many at once: decide about a campaign, first dry, and take it back; look for siblings, dry alone."""

from typing import Any

import pytest

from tests.desk.cast import Desk
from tests.desk.post import Office
from tests.desk.programs import program
from tests.desk.test_siblings import LINK, by_hand, lying, office, server, sibling  # noqa: F401
from tests.dovecot import Dovecot
from weerbaar.desk.api.scopes import Scope
from weerbaar.desk.cases.models import Answer, Campaign, Case, Decision
from weerbaar.desk.intake.models import Quarantine, Use


def campaign(desk: Desk) -> Campaign:
    """Three cases of two people, all told that it is fraud."""
    made = Campaign.objects.create(organisation=desk.bakery)
    for name in ("nadia", "nadia", "tom"):
        case = desk.looked_at(name)
        case.campaign = made
        case.save()
    return made


WRONG: dict[str, Any] = {"kind": "overrule", "band": "no sign of fraud", "reason": "Els belde zelf."}


def test_a_campaign_is_decided_first_dry_and_can_be_taken_back(desk: Desk) -> None:
    made, ines = campaign(desk), program(desk, "ines", scopes=[Scope.DECIDE])
    dry = ines.post(f"/campaigns/{made.pk}/decisions/preview", WRONG).json()
    assert [(one["before"], one["band"], one["told"]) for one in dry] == [
        ("fraud", "no sign of fraud", True),
        ("fraud", "no sign of fraud", False),  # nadia hears of it once
        ("fraud", "no sign of fraud", True),
    ]
    assert not Decision.objects.exists()
    decided = ines.post(f"/campaigns/{made.pk}/decisions", WRONG)
    assert decided.status_code == 201, decided.content
    assert (decided.json()["cases"], decided.json()["band"], decided.json()["undone_at"]) == (3, "no sign of fraud", None)
    assert set(Case.objects.values_list("decided_band", flat=True)) == {"no sign of fraud"}
    assert Answer.objects.filter(kind="follow_up").count() == 2
    undone = ines.post(f"/campaigns/{made.pk}/decisions/{decided.json()['id']}/undo")
    assert undone.status_code == 200, undone.content
    assert undone.json()["undone_at"]
    assert set(Case.objects.values_list("decided_band", flat=True)) == {""}
    assert ines.post(f"/campaigns/{made.pk}/decisions/{decided.json()['id']}/undo").status_code == 409


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"kind": "overrule"}, 409),
        ({"kind": "overrule", "band": "no sign of fraud"}, 409),  # without a reason
        ({"kind": "ask", "reason": "Wat is dit?"}, 422),  # a question is for one person
        ({"kind": "agree", "cases": [1]}, 422),
        ({"kind": "agree", "band": "nonsense"}, 422),
    ],
)
def test_what_is_no_decision_is_refused(desk: Desk, sent: dict[str, Any], status: int) -> None:
    made, ines = campaign(desk), program(desk, "ines")
    assert ines.post(f"/campaigns/{made.pk}/decisions", sent).status_code == status
    assert not Decision.objects.exists()


def test_an_overruling_without_band_cannot_be_looked_at_first(desk: Desk) -> None:
    made = campaign(desk)
    assert program(desk, "ines").post(f"/campaigns/{made.pk}/decisions/preview", {"kind": "overrule"}).status_code == 409


def test_a_decision_of_another_campaign_is_not_here(desk: Desk) -> None:
    made, ines = campaign(desk), program(desk, "ines")
    other = Campaign.objects.create(organisation=desk.bakery)
    decided = ines.post(f"/campaigns/{made.pk}/decisions", {"kind": "agree"}).json()
    assert ines.post(f"/campaigns/{other.pk}/decisions/{decided['id']}/undo").status_code == 404
    assert ines.post(f"/campaigns/{made.pk}/decisions/{2**63}/undo").status_code in (404, 422)


@pytest.mark.parametrize("scope", [Scope.CASES, Scope.CONTENT, Scope.PROTECT])
def test_deciding_needs_its_scope(desk: Desk, scope: Scope) -> None:
    made, ines = campaign(desk), program(desk, "ines", scopes=[scope])
    assert ines.post(f"/campaigns/{made.pk}/decisions/preview", {"kind": "agree"}).status_code == 403
    assert ines.post(f"/campaigns/{made.pk}/decisions", {"kind": "agree"}).status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.needs("dovecot")
def test_siblings_are_counted_and_nothing_is_moved(office: Office, server: Dovecot) -> None:  # noqa: F811
    desk, user = office.desk, next(server.others)
    office.door(Use.CONNECTED, user, address="tom@bakkerijvanhove.example")
    server.deliver(sibling(2), user)
    before = lying(server, user)
    ines, case = program(desk, "ines", scopes=[Scope.PROTECT]), desk.looked_at("nadia", LINK)
    asked = ines.post(f"/cases/{case.ref}/siblings")
    assert (asked.status_code, asked.json()["state"]) == (202, "looking")
    by_hand(Quarantine.objects.get())
    said = ines.get(f"/siblings/{asked.json()['ref']}").json()
    assert (said["state"], said["case"]) == ("found", str(case.ref))
    assert [(one["address"], one["found"], one["aside"], one["trouble"]) for one in said["mailboxes"]] == [
        ("tom@bakkerijvanhove.example", 1, 0, None)
    ]
    assert lying(server, user) == before
    assert program(desk, "ines", scopes=[Scope.DECIDE]).post(f"/cases/{case.ref}/siblings").status_code == 403


def test_without_mailboxes_there_is_nothing_to_look_for(desk: Desk) -> None:
    case = desk.looked_at("nadia", LINK)
    said = program(desk, "ines").post(f"/cases/{case.ref}/siblings")
    assert (said.status_code, said.json()["type"]) == (409, "urn:weerbaar:problem:not-now")


def test_the_page_and_the_interface_count_the_same(desk: Desk) -> None:
    from weerbaar.desk.cases.standing import count

    campaign(desk)
    ines = program(desk, "ines")
    case = Case.objects.earliest("pk")
    ines.post(f"/cases/{case.ref}/decisions", WRONG)
    said, page = ines.get("/standing?days=7").json(), count(desk.bakery.pk)
    assert said["cases"] == sum(page.per_week) == 3
    assert {one["name"]: one["cases"] for one in said["bands"]} == {name: sum(n) for name, n in page.bands.items() if sum(n)}
    assert (said["decided"], said["agreed"]) == (page.decided, page.agreed) == (1, 0)
    assert sum(one["cases"] for one in said["states"]) == 3
    assert said["seconds_to_answer"] is not None
