"""Cases that belong together: found as they arrive, taken apart and put together by people, and every such change can be undone.

arriving case -> keys (blind tokens) -> cases that share one -> weerbaar.likeness says whether and why -> one campaign
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.index import Kind
from weerbaar.desk.cases.models import WAITS, Blob, Campaign, Case, Purpose, Regrouped, State, Token
from weerbaar.desk.cases.see import demand
from weerbaar.desk.trail import Facts, record
from weerbaar.desk.vault import Locked, tokens
from weerbaar.likeness.campaign import Likeness, same_campaign
from weerbaar.likeness.traces import Traces, of_record
from weerbaar.model.verdict import Band

DAYS = 60
"""How far back an arriving case is compared."""
MOST_SHARED = 2000
"""Tokens shared with other cases that are counted; those of the latest cases first."""
MOST_OPENED = 24
"""Cases whose traces are opened to be compared, those that share most keys first."""
MOST_CASES = 1000
"""Cases of a campaign that one change touches."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A case that is like another, and what the two share."""

    case: Case
    likeness: Likeness


def join(case: Case) -> Campaign | None:
    """Put a case that was just looked at with those it belongs to; None where there are none.

    Campaigns that it belongs to at once become one, the oldest, unless people decided differently about them: then it joins the likest.
    Nobody is told anything, and a decision about a campaign does not cover who joins it later until a person says so.
    """
    found = [one for one in similar(case) if one.likeness.same]
    if not found:
        return None
    Organisation.objects.select_for_update().only("pk").get(pk=case.organisation_id)
    ids = [one.case.campaign_id for one in found if one.case.campaign_id is not None]
    campaigns = {one.pk: one for one in Campaign.objects.filter(pk__in=ids)}
    if not campaigns:
        campaign = Campaign.objects.create(organisation_id=case.organisation_id, opened_at=found[0].case.received_at)
        record("campaign opened", organisation=case.organisation_id, about=campaign.name)
    else:
        campaign = campaigns[ids[0]] if len({one.band for one in campaigns.values()}) > 1 else campaigns[min(campaigns)]
    loose = [one.case for one in found if one.case.campaign_id is None]
    reasons = found[0].likeness.reasons[0].kind
    for one in (case, *loose):
        _move(one, campaign, reason=reasons)
    for other in campaigns.values():
        if other.pk != campaign.pk and other.band == campaign.band:
            other.cases.update(campaign=campaign)
            record("campaigns joined", organisation=case.organisation_id, about=campaign.name, facts={"other": other.pk})
            count(other)
    count(campaign)
    return campaign


def similar(case: Case, most: int = MOST_OPENED) -> list[Similar]:
    """Cases of the last DAYS that share something with this one, likest first; what people found honest counts for nothing."""
    own = traces_of(case)
    keys = list(case.tokens.filter(kind=Kind.SHAPE).values_list("value", flat=True))
    if not keys or own is None:
        return []
    since = case.received_at - timedelta(days=DAYS)
    sharing = (
        Token.objects.filter(
            organisation_id=case.organisation_id, kind=Kind.SHAPE, value__in=keys, case__received_at__gte=since
        )
        .exclude(case=case)
        .order_by("-case_id")
        .values_list("case_id", flat=True)[:MOST_SHARED]
    )
    best = [pk for pk, _ in Counter(sharing).most_common(most)]
    others = list(Case.objects.filter(pk__in=best).exclude(state=State.ERASED).select_related("organisation"))
    ordinary = _ordinary(case, own)
    blobs = {one.case_id: one for one in Blob.objects.filter(case__in=others, purpose=Purpose.TRACES)}
    made = []
    for other in others:
        theirs = _opened(other, blobs.get(other.pk))
        if theirs is not None:
            likeness = same_campaign(own, theirs, ordinary)
            if likeness.reasons:
                made.append(Similar(other, likeness))
    return sorted(made, key=lambda one: (-one.likeness.bits, -one.case.pk))


def traces_of(case: Case) -> Traces | None:
    """What a case leaves behind; None before it was looked at, and when it was erased."""
    return _opened(case, case.blobs.filter(purpose=Purpose.TRACES).first())


@transaction.atomic
def split(campaign: Campaign, member: Membership, cases: Iterable[int]) -> Campaign:
    """Take cases out of a campaign into one of their own; what arrives later and is like both joins the likest.

    Raises:
        Forbidden: this member may not decide about this campaign.
        NotNow: none of these cases is in it, or all are.
    """
    demand(member, Action.DECIDE, campaign)
    moved = list(campaign.cases.filter(pk__in=list(cases)[:MOST_CASES]).select_related("organisation"))
    if not moved or len(moved) == campaign.cases.count():
        raise NotNow("nothing_to_split")
    made = Campaign.objects.create(organisation_id=campaign.organisation_id, opened_at=min(one.received_at for one in moved))
    _regroup(made, member, Regrouped.Kind.SPLIT, moved)
    count(campaign)
    return made


@transaction.atomic
def merge(into: Campaign, other: Campaign, member: Membership) -> Campaign:
    """Put two campaigns together.

    Raises:
        Forbidden: this member may not decide about one of these campaigns.
        NotNow: they are one, or too large to be put together at once.
    """
    demand(member, Action.DECIDE, into)
    demand(member, Action.DECIDE, other)
    moved = list(other.cases.select_related("organisation")[: MOST_CASES + 1])
    if into.pk == other.pk or not moved or len(moved) > MOST_CASES:
        raise NotNow("nothing_to_merge")
    _regroup(into, member, Regrouped.Kind.MERGE, moved)
    count(other)
    return into


@transaction.atomic
def regroup_undo(change: Regrouped, member: Membership) -> None:
    """Put the cases back where they were before a split or a merge, as far as they are still where it put them.

    Raises:
        Forbidden: this member may not decide about these cases.
        NotNow: it was undone before.
    """
    demand(member, Action.DECIDE, change)
    change = Regrouped.objects.select_for_update().get(pk=change.pk)
    if change.undone_at is not None:
        raise NotNow("not_undoable")
    touched = {change.campaign_id, *change.before.values()} - {None}
    for case in Case.objects.filter(pk__in=map(int, change.before), campaign=change.campaign):
        before = change.before[str(case.pk)]
        Case.objects.filter(pk=case.pk).update(campaign_id=before)
        case.happened("regrouped", member.user, campaign=before, undone=True)
    change.undone_at = timezone.now()
    change.save(update_fields=("undone_at",))
    for one in Campaign.objects.filter(pk__in=touched):
        count(one)
    record(
        "regrouping undone", organisation=change.organisation_id, actor=member.user_id, about=f"campaign:{change.campaign_id}", facts={"kind": change.kind}
    )  # fmt: skip


def count(campaign: Campaign) -> None:
    """Write down how large a campaign is, when it was last added to, and, with each case that waits, how many more brought the same."""
    cases = campaign.cases.exclude(state=State.ERASED)
    rows = list(cases.values_list("reporter_id", "received_at"))
    known = {reporter for reporter, _ in rows if reporter is not None}
    people = len(known) + sum(reporter is None for reporter, _ in rows)
    latest = max((at for _, at in rows), default=campaign.latest_at)
    Campaign.objects.filter(pk=campaign.pk).update(size=len(rows), latest_at=latest)
    for case in cases.filter(state__in=WAITS).exclude(others=max(0, people - 1))[:MOST_CASES]:
        case.others = max(0, people - 1)
        case.save(update_fields=("others",))


def _regroup(to: Campaign, member: Membership, kind: Regrouped.Kind, moved: list[Case]) -> None:
    before = {str(case.pk): case.campaign_id for case in moved}
    Regrouped.objects.create(organisation_id=to.organisation_id, campaign=to, kind=kind, before=before, by=member.user)
    Case.objects.filter(pk__in=[case.pk for case in moved]).update(campaign=to)
    for case in moved:
        case.happened("regrouped", member.user, campaign=to.pk)
    count(to)
    facts: Facts = {"kind": str(kind), "cases": len(moved)}
    record("regrouped", organisation=to.organisation_id, actor=member.user_id, about=to.name, facts=facts)


def _move(case: Case, campaign: Campaign, *, reason: str) -> None:
    case.campaign = campaign
    Case.objects.filter(pk=case.pk).update(campaign=campaign)
    case.happened("joined", campaign=campaign.pk, reason=reason)


def _ordinary(case: Case, own: Traces) -> frozenset[str]:
    """Those of its keys that stand in messages which a person called honest: what everyday mail has too groups nothing."""
    key = case.organisation.search_key
    by_token = {token: trace.key for trace in own.found for token in tokens(key, Kind.SHAPE, (trace.key,))}
    honest = Token.objects.filter(
        organisation_id=case.organisation_id, kind=Kind.SHAPE, value__in=by_token, case__decided_band=Band.NO_SIGN
    ).values_list("value", flat=True)
    return frozenset(by_token[value] for value in honest.distinct())


def _opened(case: Case, blob: Blob | None) -> Traces | None:
    read = _read(case, blob) if blob else None
    return of_record(read["traces"]) if read else None


def _read(case: Case, blob: Blob) -> dict[str, Any] | None:
    try:
        return dict(json.loads(case.open(blob.sealed, Purpose.TRACES)))
    except Locked:
        return None
