"""The pages of the team, as each of the cast finds them."""

import pytest
from django.urls import reverse

from tests.desk.cast import FRAUD, HONEST, Desk
from tests.desk.test_campaigns import SECOND, brought
from weerbaar.desk.accounts.models import Invitation, Membership, Organisation, Role, User
from weerbaar.desk.cases.decide import contest
from weerbaar.desk.cases.models import Campaign, Case, Decision, Proposal, Regrouped, State, Together
from weerbaar.desk.governance.models import Entry

LISTS = ("tom", "ines", "els", "karim", "ruth")
PAGES = {
    "team_inbox": LISTS,
    "team_news": LISTS,
    "team_campaigns": LISTS,
    "team_standing": LISTS,
    "team_knowledge": ("ines", "els"),
    "team_describing": ("ines", "els"),
    "team_review": ("ines", "els"),
    "team_setup": ("els",),
    "team_organisation": ("els",),
    "mailboxes": ("els",),
    "team_people": ("els",),
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_each_page_opens_for_those_it_is_for_and_nobody_else(desk: Desk, name: str, language: str) -> None:
    for who in ("nadia", *LISTS, ""):
        browser = desk.browser(who)
        browser.cookies["language"] = language
        status = browser.get(reverse(name)).status_code
        assert status == (200 if who in PAGES[name] else 403 if who else 302), who


def test_a_case_shows_its_content_only_to_who_may_read(desk: Desk) -> None:
    case = brought(desk, "nadia", FRAUD)
    for who, reads in (("tom", True), ("ines", True), ("karim", True), ("ruth", False)):
        page = desk.browser(who).get(reverse("team_case", args=(case.ref,)))
        assert (page.status_code, b"bericht.eml" in page.content) == (200, reads)
        listed = desk.browser(who).get(reverse("team_inbox"))
        assert (b"bericht.eml" in listed.content) is reads
    assert desk.browser("nadia").get(reverse("team_case", args=(case.ref,))).status_code == 403
    assert desk.browser("bart").get(reverse("team_case", args=(case.ref,))).status_code == 404


def test_the_message_stands_in_a_frame_with_its_own_policy_and_its_opening_is_written_down(desk: Desk) -> None:
    case = brought(desk, "nadia", FRAUD)
    page = desk.browser("ines").get(reverse("team_view", args=(case.ref,)))
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert b"18.400 euro" in page.content
    inside = desk.browser("ines").get(reverse("team_inside", args=(case.ref,)))
    assert b"directie[.]example" in inside.content
    assert list(Entry.objects.filter(action="read", about=case.name).values_list("actor", flat=True)) == [desk.user("ines").pk]
    assert desk.browser("ruth").get(reverse("team_view", args=(case.ref,))).status_code == 403


def test_deciding_overruling_asking_and_undoing_on_the_page(desk: Desk) -> None:
    case, browser = brought(desk, "nadia", FRAUD), desk.browser("ines")
    browser.post(reverse("team_decide", args=(case.ref,)), {"kind": "overrule", "band": "no sign of fraud", "reason": ""})
    assert not case.decisions.exists()
    browser.post(
        reverse("team_decide", args=(case.ref,)), {"kind": "overrule", "band": "no sign of fraud", "reason": "Els schreef dit"}
    )
    made = case.decisions.get()
    page = browser.get(reverse("team_case", args=(case.ref,)))
    assert b"Els schreef dit" in page.content
    browser.post(reverse("team_undo", args=(case.ref,)), {"decision": str(made.pk)})
    case.refresh_from_db()
    assert (case.state, case.decided_band) == (State.ANSWERED, "")
    browser.post(reverse("team_decide", args=(case.ref,)), {"kind": "ask", "question": "Kent u haar?"})
    assert case.decisions.last().reason == "Kent u haar?"  # type: ignore[union-attr]
    browser.post(reverse("team_note", args=(case.ref,)), {"text": "Els gebeld"})
    assert b"Els gebeld" in browser.get(reverse("team_case", args=(case.ref,))).content


def test_many_are_previewed_before_they_are_decided(desk: Desk) -> None:
    cases = [brought(desk, "nadia", FRAUD), brought(desk, "tom", SECOND)]
    said = {"case": [str(one.pk) for one in cases], "kind": "overrule", "band": "no sign of fraud", "reason": "Els schreef dit"}
    browser = desk.browser("ines")
    page = browser.post(reverse("team_together"), said)
    assert page.status_code == 200
    assert b"nadia@bakkerijvanhove.example" in page.content
    assert not Decision.objects.exists()
    browser.post(reverse("team_together"), {**said, "sure": "1"})
    assert Decision.objects.count() == 2
    made = Together.objects.get()
    browser.post(reverse("team_together_undo", args=(made.pk,)))
    assert Decision.objects.filter(undone_at=None).count() == 0


@pytest.mark.parametrize("said", [{}, {"case": "x"}, {"case": "99999"}, {"kind": "overrule", "case": "1"}])
def test_a_preview_of_nothing_says_what_is_missing(desk: Desk, said: dict[str, str]) -> None:
    brought(desk, "nadia", FRAUD)
    assert desk.browser("ines").post(reverse("team_together"), said).status_code == 400


def test_a_campaign_is_decided_split_merged_and_undone_on_its_page(desk: Desk) -> None:
    brought(desk, "nadia", FRAUD), brought(desk, "tom", SECOND)
    campaign, browser = Campaign.objects.get(), desk.browser("ines")
    url = reverse("team_campaign", args=(campaign.pk,))
    assert b"BE68539007547034" in browser.get(url).content
    browser.post(reverse("team_together"), {"campaign": str(campaign.pk), "kind": "agree", "sure": "1"})
    assert list(campaign.cases.values_list("state", flat=True)) == [State.DECIDED] * 2
    browser.post(reverse("team_split", args=(campaign.pk,)), {"case": str(campaign.cases.last().pk)})  # type: ignore[union-attr]
    assert Campaign.objects.count() == 2
    browser.post(reverse("team_merge", args=(campaign.pk,)), {"other": str(Campaign.objects.latest("pk").pk)})
    assert campaign.cases.count() == 2
    for change in Regrouped.objects.order_by("-pk"):
        browser.post(reverse("team_regroup_back", args=(change.pk,)))
    assert campaign.cases.count() == 2
    assert browser.get(url).status_code == 200
    for who in ("nadia", "bart"):
        assert desk.browser(who).get(url).status_code in (403, 404)


def test_a_proposal_is_applied_on_its_page(desk: Desk) -> None:
    case, browser = brought(desk, "nadia", FRAUD), desk.browser("ines")
    browser.post(reverse("team_decide", args=(case.ref,)), {"kind": "overrule", "band": "no sign of fraud", "reason": "x"})
    assert b"directie.example" in browser.get(reverse("team_knowledge")).content
    proposal = Proposal.objects.get()
    assert desk.browser("tom").post(reverse("team_settle", args=(proposal.pk,)), {"act": "apply"}).status_code == 403
    assert desk.browser("bart").post(reverse("team_settle", args=(proposal.pk,)), {"act": "apply"}).status_code == 404
    browser.post(reverse("team_settle", args=(proposal.pk,)), {"act": "apply"})
    assert 'allowed_domains = ["directie.example"]' in desk.bakery.description
    browser.post(reverse("team_settle", args=(proposal.pk,)), {"act": "undo"})
    assert "allowed_domains = []" in desk.bakery.description
    listed = browser.get(reverse("team_review"), {"as": "json"}).json()["overruled"]
    assert [(one["machine"], one["person"]) for one in listed] == [("fraud", "no sign of fraud")]


@pytest.mark.parametrize(
    ("written", "status"), [('domains = ["b.example"]', 302), ("domains = [", 400), ('domain = ["b.example"]', 400)]
)
def test_the_organisation_file_is_read_before_it_is_kept(desk: Desk, written: str, status: int) -> None:
    before = desk.bakery.description
    assert desk.browser("els").post(reverse("team_describing"), {"description": written}).status_code == status
    assert desk.bakery.description == (written if status == 302 else before)


def test_the_inbox_narrows_finds_and_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weerbaar.desk.web.team.inbox.PER_PAGE", 2)
    cases = [
        brought(desk, "nadia", FRAUD),
        brought(desk, "tom", SECOND),
        brought(desk, "nadia", FRAUD + b"\nGroeten"),
        brought(desk, "nadia", HONEST),
    ]
    browser = desk.browser("ines")
    for show in ("waiting", "all"):
        seen: list[int] = []
        after = ""
        for _ in range(5):
            context = browser.get(reverse("team_inbox"), {"show": show, "after": after}).context
            seen += [case.pk for case in context["cases"]]
            after = context["after"]
            if not after:
                break
        expected = [cases[0], cases[1], cases[2]] if show == "waiting" else cases[::-1]
        assert sorted(seen) == sorted(case.pk for case in expected)
        assert len(seen) == len(set(seen))
        if show == "all":
            assert seen == [case.pk for case in expected]
    contest(cases[3], desk.member("nadia"))

    def shown(**asked: str) -> set[int]:
        return {case.pk for case in browser.get(reverse("team_inbox"), asked).context["cases"]}

    assert shown(show="needs_person") == {cases[3].pk}
    assert shown(q="donderdag") == {cases[3].pk}
    assert shown(q="18.400 zestig") == set()
    assert shown(band="no sign of fraud", show="all") == {cases[3].pk}
    assert shown(campaign=str(cases[3].campaign_id or 987654)) == set()
    assert shown(mine="1") == set()
    desk.browser("ines").post(reverse("team_note", args=(cases[3].ref,)), {"text": "gebeld"})
    assert shown(mine="1") == {cases[3].pk}


@pytest.mark.parametrize("after", ["x", "1", "1_2_3_4", "9_99999999999999999_1", "-1_5_5", "²_1_1", "1_1_" + "9" * 40])
def test_a_key_that_is_none_begins_at_the_beginning(desk: Desk, after: str) -> None:
    assert desk.browser("ines").get(reverse("team_inbox"), {"after": after}).status_code == 200


def test_new_doubts_are_told(desk: Desk) -> None:
    case = brought(desk, "nadia", FRAUD)
    browser = desk.browser("ines")
    assert b"button" not in browser.get(reverse("team_news"), {"since": str(case.pk)}).content
    brought(desk, "tom", SECOND)
    assert b"button" in browser.get(reverse("team_news"), {"since": str(case.pk)}).content


def test_how_it_stands_hides_what_is_fewer_than_five(desk: Desk) -> None:
    from weerbaar.desk.cases.standing import count
    from weerbaar.desk.web.team.standing import plots

    for number in range(4):
        desk.brings("nadia", FRAUD + b"%d" % number)
    values = [value for plot in plots(count(desk.bakery.pk)) for _, row in plot.rows for value in row]
    assert set(values) == {0, None}
    desk.brings("nadia", FRAUD + b"5")
    assert plots(count(desk.bakery.pk))[0].rows[-1][1] == (5,)


def test_a_band_cannot_be_told_from_the_others_and_the_sum() -> None:
    from datetime import date

    from weerbaar.desk.cases.standing import Numbers
    from weerbaar.desk.web.team.standing import plots

    bands = {"fraud": (6, 6), "verify first": (2, 5), "no sign of fraud": (0, 0), "cannot judge": (0, 0)}
    numbers = Numbers((date(2026, 11, 9), date(2026, 11, 16)), (8, 11), bands, (None, 2.0), 0, 0, {"nl": 19})
    assert [row for _, row in plots(numbers)[1].rows] == [(None, None, 0, 0), (6, 5, 0, 0)]


@pytest.mark.parametrize(("most", "apart"), [(0, 0.5), (1, 0.5), (4, 1), (7, 2), (12, 5), (37, 10), (900, 500)])
def test_the_lines_behind_a_plot_are_few_and_round(most: float, apart: float) -> None:
    from weerbaar.desk.web.team.plots import step

    assert step(most) == apart


def test_the_first_link_founds_the_desk_once(desk: Desk) -> None:
    Membership.objects.all().delete()
    Organisation.objects.all().delete()
    secret, browser = Invitation.issue(Role.ADMINISTRATOR), desk.browser()
    said = {
        "name": "Ann", "email": "Ann@Nieuw.example", "password": "een lang geheim woord 12", "organisation": "Nieuw & Co",
        "domains": "nieuw.example, nieuw2.example", "languages": ["nl", "de"],
    }  # fmt: skip
    assert browser.get(reverse("welcome", args=(secret,))).status_code == 200
    mistakes: tuple[dict[str, object], ...] = (
        {"email": "x"},
        {"password": "kort"},
        {"organisation": ""},
        {"languages": []},
        {"domains": "geen domein"},
    )
    for wrong in mistakes:
        assert browser.post(reverse("welcome", args=(secret,)), {**said, **wrong}).status_code == 400, wrong
    assert not Organisation.objects.exists()
    assert browser.post(reverse("welcome", args=(secret,)), said).url == reverse("team_setup")  # type: ignore[attr-defined]
    made = Membership.objects.get()
    assert (made.role, made.user.email, made.organisation.languages) == (Role.ADMINISTRATOR, "ann@nieuw.example", ["nl", "de"])
    assert 'domains = ["nieuw.example", "nieuw2.example"]' in made.organisation.description
    assert browser.get(reverse("team_setup")).status_code == 302, "a second step is set up first"
    assert desk.browser().get(reverse("welcome", args=(secret,))).status_code == 410


LIST = """E-mail;Naam;Rol;Taal
saar@bakkerijvanhove.example;Saar "Saartje" Maes;reporter;nl
geen adres;X;;
tom@bakkerijvanhove.example;Tom;;
mila@garagezuid.example;Mila;;
saar@bakkerijvanhove.example;Nog eens;;
lea@bakkerijvanhove.example;Léa;koning;fr
jef@bakkerijvanhove.example;Jef;helper;xx
"""


def test_a_list_of_people_is_judged_line_by_line(desk: Desk) -> None:
    page = desk.browser("els").post(reverse("team_people_import"), {"text": LIST})
    rows = page.context["rows"]
    assert [(row["number"], bool(row["wrong"]), row["known"]) for row in rows] == [
        (2, False, False), (3, True, False), (4, False, True), (5, True, False), (6, True, False), (7, True, False), (8, True, False),
    ]  # fmt: skip
    desk.browser("els").post(reverse("team_people_import"), {"text": LIST, "sure": "1"})
    assert not User.objects.filter(email="saar@bakkerijvanhove.example").exists(), "a list with mistakes changes nothing"


def test_a_list_without_mistakes_is_added_and_made_known(desk: Desk) -> None:
    said = "\n".join(line for line in LIST.splitlines() if line.startswith(("E-", "saar", "tom"))).rsplit("\n", 1)[0]
    desk.browser("els").post(reverse("team_people_import"), {"text": said, "sure": "1"})
    made = Membership.objects.get(user__email="saar@bakkerijvanhove.example")
    assert (made.role, made.user.language) == (Role.REPORTER, "nl")
    assert 'name = "Saar \\"Saartje\\" Maes"' in desk.bakery.description


def test_roles_invitations_and_leaving(desk: Desk) -> None:
    browser, tom, els = desk.browser("els"), desk.member("tom"), desk.member("els")
    browser.post(reverse("team_role", args=(tom.pk,)), {"role": "decider"})
    assert desk.member("tom").role == Role.DECIDER
    browser.post(reverse("team_role", args=(els.pk,)), {"role": "reporter"})
    browser.post(reverse("team_remove", args=(els.pk,)))
    assert desk.member("els").role == Role.ADMINISTRATOR, "someone must look after the desk"
    page = browser.post(reverse("team_invite"), {"email": "jan@bakkerijvanhove.example", "role": "helper"})
    secret = page.context["link"].rpartition("/")[2]
    assert desk.browser().get(reverse("welcome", args=(secret,))).status_code == 200
    browser.post(reverse("team_withdraw", args=(Invitation.objects.get(email="jan@bakkerijvanhove.example").pk,)))
    assert desk.browser().get(reverse("welcome", args=(secret,))).status_code == 410
    browser.post(reverse("team_remove", args=(tom.pk,)))
    assert not Membership.objects.filter(pk=tom.pk).exists()
    assert desk.browser("bart").post(reverse("team_role", args=(els.pk,)), {"role": "reporter"}).status_code == 404


def test_the_organisation_changes_its_name_and_domains_and_nothing_else(desk: Desk) -> None:
    before = desk.bakery.description
    said = {"name": "Bakkerij Van Hove bv", "languages": ["nl"], "domains": "bakkerijvanhove.example vanhove.example"}
    desk.browser("els").post(reverse("team_organisation"), said)
    assert (desk.bakery.name, desk.bakery.languages) == ("Bakkerij Van Hove bv", ["nl"])
    assert desk.bakery.description == before.replace(
        '["bakkerijvanhove.example"]', '["bakkerijvanhove.example", "vanhove.example"]'
    )
    assert desk.browser("els").post(reverse("team_organisation"), {**said, "domains": "x"}).status_code == 400


def test_every_case_of_another_organisation_is_not_there(desk: Desk) -> None:
    case = Case.objects.get(pk=brought(desk, "mila", FRAUD).pk)
    for name in ("team_case", "team_view", "team_inside"):
        assert desk.browser("els").get(reverse(name, args=(case.ref,))).status_code == 404
    for name in ("team_decide", "team_undo", "team_note"):
        assert desk.browser("els").post(reverse(name, args=(case.ref,)), {"kind": "agree", "text": "x"}).status_code == 404
    desk.browser("els").post(reverse("team_together"), {"case": str(case.pk), "kind": "agree", "sure": "1"})
    assert not Decision.objects.exists()
