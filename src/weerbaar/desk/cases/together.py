"""One decision about many cases: first what would be told to whom, then the decision, and a way back for all of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.decide import LONGEST_WORDS, NotNow, decide, holding, undo, will_tell
from weerbaar.desk.cases.models import Campaign, Case, Decision, State, Together
from weerbaar.desk.cases.see import demand
from weerbaar.desk.cases.tell import told_band
from weerbaar.desk.trail import Facts, record
from weerbaar.model.verdict import Band

MOST = 500
"""Cases that one decision covers at once."""
KINDS = (Decision.Kind.AGREE, Decision.Kind.OVERRULE, Decision.Kind.CLOSE)


@dataclass(frozen=True, slots=True)
class Telling:
    """What one person would hear: about `case`; `before` is what they were told last, `band` what would hold. Not `told`: nothing changes."""

    case: Case
    address: str
    before: str
    band: str
    told: bool


def decidable(cases: Iterable[Case]) -> list[Case]:
    """Those that were looked at and not erased."""
    return [case for case in cases if case.band and case.state not in (State.RECEIVED, State.LOOKING, State.ERASED)]


def preview(cases: Iterable[Case], kind: Decision.Kind, band: Band | None = None) -> list[Telling]:
    """Who would be told what. Whoever brought several of the cases hears of it once."""
    return list(_tellings(decidable(cases), kind, band))


@transaction.atomic
def decide_together(
    cases: Iterable[Case],
    member: Membership,
    kind: Decision.Kind,
    *,
    band: Band | None = None,
    reason: str = "",
    campaign: Campaign | None = None,
) -> Together:
    """Decide about many cases at once (agree, overrule or close); those that cannot be decided about are left out.

    Raises:
        Forbidden: this member may not decide about one of them.
        NotNow: none can be decided about, there are too many, or a band or reason is missing.
    """
    if campaign is not None:
        demand(member, Action.DECIDE, campaign)
    chosen = decidable(cases)
    if not chosen or len(chosen) > MOST or kind not in KINDS:
        raise NotNow("nothing_marked")
    if kind is Decision.Kind.OVERRULE and (band is None or not reason.strip()):
        raise NotNow("overrule_needs_reason")
    holds = band if kind is Decision.Kind.OVERRULE and band else None
    made = Together.objects.create(
        organisation_id=member.organisation_id,
        campaign=campaign,
        kind=kind,
        band=holds.value if holds else "",
        before=campaign.band if campaign else "",
        by=member.user,
    )
    for telling in _tellings(chosen, kind, band):
        decide(telling.case, member, kind, band=band, reason=reason[:LONGEST_WORDS], tell=telling.told, together=made)
    if campaign is not None:
        campaign.band = holds.value if holds else _most(chosen)
        campaign.save(update_fields=("band",))
    facts: Facts = {"kind": str(kind), "band": made.band, "cases": len(chosen), "campaign": campaign.pk if campaign else None}
    record(
        "decided together", organisation=member.organisation_id, actor=member.user_id, about=f"together:{made.pk}", facts=facts
    )
    return made


@transaction.atomic
def undo_together(made: Together, member: Membership) -> int:
    """Take back a decision about many cases; how many were put back. Those decided anew since stay as they are.

    Raises:
        Forbidden: this member may not decide about these cases.
        NotNow: it was undone before, or too long ago.
    """
    demand(member, Action.DECIDE, made)
    made = Together.objects.select_for_update().get(pk=made.pk)
    if made.undone_at is not None:
        raise NotNow("not_undoable")
    back = 0
    for decision in made.decisions.filter(undone_at=None).select_related("case__organisation"):
        latest = decision.case.decisions.filter(undone_at=None).last()
        if latest is not None and latest.pk == decision.pk and decision.case.state != State.ERASED:
            undo(decision, member)
            back += 1
    made.undone_at, made.undone_by = timezone.now(), member.user
    made.save(update_fields=("undone_at", "undone_by"))
    if made.campaign is not None:
        made.campaign.band = made.before
        made.campaign.save(update_fields=("band",))
    record(
        "undone together", organisation=made.organisation_id, actor=member.user_id, about=f"together:{made.pk}", facts={"cases": back}
    )  # fmt: skip
    return back


def _tellings(cases: list[Case], kind: Decision.Kind, band: Band | None) -> Iterator[Telling]:
    heard: set[str] = set()
    for case in cases:
        holds, before = holding(case, kind, band), told_band(case)
        who = case.about.reporter_address or case.name
        told = will_tell(case, kind, holds) and who not in heard
        if told:
            heard.add(who)
        yield Telling(case, case.about.reporter_address, before.value if before else "", holds.value, told)


def _most(cases: list[Case]) -> str:
    """The band that most of the cases have."""
    bands = [case.decided_band or case.band for case in cases]
    return max(sorted(set(bands)), key=bands.count)
