"""Cases that belong together: grouped as they arrive, decided once, taken apart, put together, and everything can be undone."""

import io

import pytest
from PIL import Image

from tests.desk.cast import FRAUD, HONEST, Desk
from tests.scene import scene, shot
from weerbaar.desk.cases.campaigns import merge, regroup_undo, similar, split
from weerbaar.desk.cases.decide import NotNow, contest, decide, reply, undo
from weerbaar.desk.cases.models import Answer, Campaign, Case, Decision, Regrouped, State
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.cases.together import decide_together, preview, undo_together
from weerbaar.desk.governance.models import Entry
from weerbaar.model.verdict import Band

SECOND = FRAUD.replace(b"18.400", b"9.250").replace(b"<1@", b"<8@").replace(b"Tom,", b"Nadia,")
OTHER = b"""From: Pakketdienst <info@pakje-bezorgd.example>
To: nadia@bakkerijvanhove.example
Subject: uw pakket wacht op u
Date: Tue, 03 Nov 2026 09:12:00 +0100
Message-ID: <3@pakje-bezorgd.example>

Uw pakket kon niet worden bezorgd. Betaal 1,99 euro via https://pakje-bezorgd.example/betaal om het opnieuw te laten leveren.
Doe het binnen 24 uur, anders gaat het terug naar de afzender en betaalt u alle kosten van het magazijn.
"""


def brought(desk: Desk, name: str, data: bytes) -> Case:
    """A case that was looked at, whatever the band."""
    from weerbaar.desk.work.look import _begin, _finish, _task
    from weerbaar.desk.work.looking import look_at

    case = desk.brings(name, data)
    _finish(case.pk, look_at(_task(_begin(case.pk))))
    case.refresh_from_db()
    return Case.objects.select_related("organisation").get(pk=case.pk)


def test_the_same_message_to_two_people_is_one_campaign(desk: Desk) -> None:
    one, other, stranger = brought(desk, "nadia", FRAUD), brought(desk, "tom", SECOND), brought(desk, "nadia", HONEST)
    one.refresh_from_db()
    assert one.campaign is not None
    assert one.campaign == other.campaign
    assert stranger.campaign is None
    assert (one.campaign.size, one.others, other.others) == (2, 1, 1)
    assert [event.kind for event in one.events.all()][-1] == "joined"


def test_a_picture_and_a_screenshot_of_it_are_one_campaign(desk: Desk) -> None:
    def saved(image: Image.Image) -> bytes:
        image.save(out := io.BytesIO(), "JPEG", quality=80)
        return out.getvalue()

    one, other, stranger = (
        brought(desk, name, saved(image))
        for name, image in (("nadia", scene(1)), ("tom", shot(scene(1).resize((400, 300)), "white")), ("nadia", scene(2)))
    )
    one.refresh_from_db()
    assert one.campaign is not None
    assert one.campaign == other.campaign
    assert stranger.campaign is None


def test_a_campaign_never_crosses_to_another_organisation(desk: Desk) -> None:
    brought(desk, "nadia", FRAUD)
    assert brought(desk, "mila", FRAUD).campaign is None


def test_what_is_alike_says_why(desk: Desk) -> None:
    brought(desk, "nadia", FRAUD)
    found = similar(brought(desk, "tom", SECOND))
    assert [reason.kind for reason in found[0].likeness.reasons][:1] == ["account"]
    assert found[0].likeness.same


def test_what_people_found_honest_groups_nothing(desk: Desk) -> None:
    address = b"From: Zaal De Linde <info@zaaldelinde.example>\nTo: tom@bakkerijvanhove.example\nSubject: %s\n\n%s https://feestkalender.example/zaal\n"
    first = brought(
        desk, "nadia", address % (b"uw feest", b"De zaal is vrij op 12 mei, wij houden ze voor u vast tot maandag.")
    )
    decide(first, desk.member("ines"), Decision.Kind.AGREE)
    assert brought(desk, "tom", address % (b"parking", b"Er is plaats voor dertig wagens achter het gebouw.")).campaign is None
    Case.objects.update(decided_band="")
    assert brought(desk, "tom", address % (b"menu", b"Wij stellen kalfsgebraad met warme groenten voor.")).campaign is not None


def test_who_brought_several_hears_once(desk: Desk) -> None:
    cases = [brought(desk, "nadia", FRAUD), brought(desk, "nadia", SECOND), brought(desk, "tom", SECOND)]
    told = preview(cases, Decision.Kind.OVERRULE, Band.NO_SIGN)
    assert [(one.address.partition("@")[0], one.before, one.band, one.told) for one in told] == [
        ("nadia", "fraud", "no sign of fraud", True),
        ("nadia", "fraud", "no sign of fraud", False),
        ("tom", "fraud", "no sign of fraud", True),
    ]


def test_one_decision_covers_a_campaign_and_can_be_undone(desk: Desk) -> None:
    brought(desk, "nadia", FRAUD), brought(desk, "tom", SECOND)
    campaign = Campaign.objects.get()
    made = decide_together(
        campaign.cases.select_related("organisation"), desk.member("ines"), Decision.Kind.OVERRULE, band=Band.NO_SIGN, reason="Els schreef dit zelf",
        campaign=campaign,
    )  # fmt: skip
    assert list(campaign.cases.values_list("state", "decided_band")) == [(State.DECIDED, Band.NO_SIGN)] * 2
    assert Answer.objects.filter(kind=Answer.Kind.FOLLOW_UP, band=Band.NO_SIGN).count() == 2
    assert Campaign.objects.get().band == Band.NO_SIGN
    assert undo_together(made, desk.member("ines")) == 2
    assert list(campaign.cases.values_list("state", "decided_band")) == [(State.ANSWERED, "")] * 2
    assert Campaign.objects.get().band == ""
    with pytest.raises(NotNow):
        undo_together(made, desk.member("ines"))
    actions = list(Entry.objects.filter(about=f"together:{made.pk}").values_list("action", flat=True))
    assert actions == ["decided together", "undone together"]


def test_undoing_leaves_what_was_decided_anew(desk: Desk) -> None:
    case = brought(desk, "nadia", FRAUD)
    made = decide_together([case], desk.member("ines"), Decision.Kind.AGREE)
    decide(case, desk.member("els"), Decision.Kind.CLOSE)
    assert undo_together(made, desk.member("ines")) == 0
    case.refresh_from_db()
    assert case.state == State.CLOSED


@pytest.mark.parametrize("name", ["nadia", "tom", "karim", "ruth", "bart"])
def test_only_who_decides_may_decide_together_split_and_merge(desk: Desk, name: str) -> None:
    case = brought(desk, "nadia", FRAUD)
    brought(desk, "tom", SECOND)
    campaign, who = Campaign.objects.get(), desk.member(name)
    with pytest.raises(Forbidden):
        decide_together([case], who, Decision.Kind.AGREE, campaign=campaign)
    with pytest.raises(Forbidden):
        decide_together([case], who, Decision.Kind.AGREE)
    with pytest.raises(Forbidden):
        split(campaign, who, [case.pk])
    with pytest.raises(Forbidden):
        merge(campaign, campaign, who)
    assert not Decision.objects.exists()


def test_a_campaign_is_taken_apart_put_together_and_back(desk: Desk) -> None:
    one, other = brought(desk, "nadia", FRAUD), brought(desk, "tom", SECOND)
    campaign, who = Campaign.objects.get(), desk.member("ines")
    made = split(campaign, who, [other.pk])
    other.refresh_from_db()
    assert (other.campaign, other.others) == (made, 0)
    merge(campaign, made, who)
    other.refresh_from_db()
    assert (other.campaign, other.others) == (campaign, 1)
    merged, parted = Regrouped.objects.order_by("-pk")
    regroup_undo(merged, who)
    regroup_undo(parted, who)
    one.refresh_from_db()
    other.refresh_from_db()
    assert one.campaign == other.campaign == campaign
    with pytest.raises(NotNow):
        regroup_undo(parted, who)


@pytest.mark.parametrize("which", ["none", "all", "strangers"])
def test_a_split_takes_some_but_not_all(desk: Desk, which: str) -> None:
    cases = [brought(desk, "nadia", FRAUD), brought(desk, "tom", SECOND)]
    chosen = {"none": [], "all": [one.pk for one in cases], "strangers": [10_000]}[which]
    with pytest.raises(NotNow):
        split(Campaign.objects.get(), desk.member("ines"), chosen)


def test_the_inbox_has_what_needs_a_person_first(desk: Desk) -> None:
    fraud, parcel, honest = brought(desk, "nadia", FRAUD), brought(desk, "nadia", OTHER), brought(desk, "nadia", HONEST)
    assert fraud.priority > parcel.priority > honest.priority == 0
    contest(honest, desk.member("nadia"), "Ik ken deze man niet")
    honest.refresh_from_db()
    assert honest.priority > fraud.priority
    made = decide(honest, desk.member("ines"), Decision.Kind.AGREE)
    honest.refresh_from_db()
    assert honest.priority == 0
    undo(made, desk.member("ines"))
    honest.refresh_from_db()
    assert honest.priority > fraud.priority


def test_who_is_asked_replies_and_a_person_decides(desk: Desk) -> None:
    case = brought(desk, "nadia", FRAUD)
    with pytest.raises(NotNow):
        reply(case, desk.member("nadia"), "Ja")
    decide(case, desk.member("ines"), Decision.Kind.ASK, reason="Verwachtte u dit?")
    reply(case, desk.member("nadia"), "Nee, helemaal niet")
    assert [one.text for one in case.notes.all()] == ["Nee, helemaal niet"]
    with pytest.raises(Forbidden):
        reply(case, desk.member("tom"), "Ik ook niet")
