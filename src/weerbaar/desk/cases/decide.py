"""What people do with a case: decide, undo, contest, reply, note. Each in one transaction with its event and its line in the trail."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.feedback import feed_back, withdraw
from weerbaar.desk.cases.models import Case, Decision, Note, State, Together
from weerbaar.desk.cases.see import demand
from weerbaar.desk.cases.tell import tell_outcome, told_band
from weerbaar.desk.trail import record
from weerbaar.model.errors import Trouble
from weerbaar.model.verdict import Band
from weerbaar.report.answer import Outcome

LONGEST_WORDS = 4000
OUTCOME = {
    Decision.Kind.AGREE: Outcome.AGREES,
    Decision.Kind.OVERRULE: Outcome.OVERRULES,
    Decision.Kind.ASK: Outcome.ASKS,
    Decision.Kind.CLOSE: Outcome.CLOSES,
}
UNDO_FOR = timedelta(days=30)
"""How long a decision can be undone; after that a new one says more."""
KEPT = ("state", "decided_band", "decided_at", "closed_at", "contested_at")
"""What a decision changes in its case, and an undo puts back."""


class NotNow(Trouble):
    """The case does not stand where this could be done to it."""


@transaction.atomic
def decide(
    case: Case,
    member: Membership,
    kind: Decision.Kind,
    *,
    band: Band | None = None,
    reason: str = "",
    tell: bool = True,
    together: Together | None = None,
) -> Decision:
    """Agree with the machine, overrule it (`band` and `reason` are needed), ask who brought it (`reason` is the question), or close.

    Who brought it is told when the band differs from what they were told last, when they contested, and when they are asked;
    never with `tell` False (one of many cases of a campaign, told together).

    Raises:
        Forbidden: this member may not decide about this case.
        NotNow: not looked at yet, erased, or a band, reason or question is missing.
    """
    demand(member, Action.DECIDE, case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.state in (State.RECEIVED, State.LOOKING, State.ERASED) or not case.band:
        raise NotNow("not_decidable")
    reason = reason.strip()[:LONGEST_WORDS]
    if kind is Decision.Kind.OVERRULE and (band is None or not reason):
        raise NotNow("overrule_needs_reason")
    if kind is Decision.Kind.ASK and not reason:
        raise NotNow("ask_needs_question")
    holds = holding(case, kind, band)
    telling = tell and will_tell(case, kind, holds)
    made = Decision.objects.create(
        case=case,
        kind=kind,
        band="" if kind is Decision.Kind.ASK else holds.value,
        by=member.user,
        sealed_reason=case.seal(reason.encode(), "reason") if reason else b"",
        before={name: _plain(getattr(case, name)) for name in KEPT},
        together=together,
    )
    now = timezone.now()
    if kind is Decision.Kind.ASK:
        case.state = State.NEEDS_PERSON
    else:
        case.state = State.CLOSED if kind is Decision.Kind.CLOSE else State.DECIDED
        case.decided_band, case.decided_at, case.contested_at = holds.value, now, None
        case.closed_at = now if kind is Decision.Kind.CLOSE else None
    case.save(update_fields=KEPT)
    case.happened(f"decided:{kind}", member.user, band=made.band, before=case.band)
    facts = {"kind": str(kind), "band": made.band, "machine": case.band}
    record("decided", organisation=case.organisation_id, actor=member.user_id, about=case.name, facts=facts)
    if kind is Decision.Kind.OVERRULE:
        feed_back(case, made)
    if telling:
        tell_outcome(case, OUTCOME[kind], holds, reason, known(case.organisation).contact)
    return made


def holding(case: Case, kind: Decision.Kind, band: Band | None = None) -> Band:
    """The band that holds after such a decision."""
    return band if kind is Decision.Kind.OVERRULE and band is not None else Band(case.decided_band or case.band)


def will_tell(case: Case, kind: Decision.Kind, holds: Band) -> bool:
    """Whether who brought a case hears of such a decision."""
    return kind is Decision.Kind.ASK or case.contested_at is not None or told_band(case) is not holds


@transaction.atomic
def undo(decision: Decision, member: Membership) -> Case:
    """Take back the latest decision about a case; it stays in the timeline. Who brought it is told when another band holds again.

    Raises:
        Forbidden: this member may not decide about this case.
        NotNow: it was undone before, a later one stands, it was made too long ago, or the case was erased.
    """
    demand(member, Action.DECIDE, decision.case)
    if timezone.now() - decision.at > UNDO_FOR:
        raise NotNow("undo_too_late", days=UNDO_FOR.days)
    case = Case.objects.select_for_update().get(pk=decision.case_id)
    latest = case.decisions.filter(undone_at=None).last()
    if latest is None or latest.pk != decision.pk or case.state == State.ERASED:
        raise NotNow("not_undoable")
    for name in KEPT:
        setattr(case, name, _back(name, latest.before[name]))
    case.save(update_fields=KEPT)
    latest.undone_at, latest.undone_by = timezone.now(), member.user
    latest.save(update_fields=("undone_at", "undone_by"))
    withdraw(latest)
    case.happened("undone", member.user, kind=latest.kind)
    record("undone", organisation=case.organisation_id, actor=member.user_id, about=case.name, facts={"kind": latest.kind})
    holds = Band(case.decided_band or case.band)
    if told_band(case) is not holds:
        tell_outcome(case, Outcome.OVERRULES, holds, contact=known(case.organisation).contact)
    return case


@transaction.atomic
def contest(case: Case, member: Membership | None, words: str = "") -> Case:
    """Who brought it does not agree: a person decides. `member` is None where the answer's own link proves who asks.

    Raises:
        Forbidden: this member did not bring this case.
        NotNow: there is no answer yet, or the case was erased.
    """
    if member is not None:
        demand(member, Action.CONTEST, case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not case.band or case.state == State.ERASED:
        raise NotNow("not_contestable")
    if words.strip():
        author = member.user if member else None
        Note.objects.create(case=case, author=author, sealed=case.seal(words.strip()[:LONGEST_WORDS].encode(), "note"))
    case.state, case.contested_at = State.NEEDS_PERSON, timezone.now()
    case.save(update_fields=("state", "contested_at"))
    case.happened("contested", member.user if member else None)
    record("contested", organisation=case.organisation_id, actor=member.user_id if member else None, about=case.name)
    return case


@transaction.atomic
def reply(case: Case, member: Membership | None, words: str) -> Note:
    """Who brought a case answers what they were asked: kept as a note, and a person decides. `member` as for `contest`.

    Raises:
        Forbidden: this member did not bring this case.
        NotNow: they were not asked, said nothing, or the case was erased.
    """
    if member is not None:
        demand(member, Action.CONTEST, case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    last = case.decisions.filter(undone_at=None).last()
    if case.state == State.ERASED or last is None or last.kind != Decision.Kind.ASK or not words.strip():
        raise NotNow("nothing_asked")
    author = member.user if member else case.reporter
    made = Note.objects.create(case=case, author=author, sealed=case.seal(words.strip()[:LONGEST_WORDS].encode(), "note"))
    case.state = State.NEEDS_PERSON
    case.save(update_fields=("state",))
    case.happened("replied", author)
    record("replied", organisation=case.organisation_id, actor=author.pk if author else None, about=case.name)
    return made


@transaction.atomic
def note(case: Case, member: Membership, text: str) -> Note:
    """Write a note beside a case, for the team.

    Raises:
        Forbidden: this member may not.
    """
    demand(member, Action.NOTE, case)
    made = Note.objects.create(case=case, author=member.user, sealed=case.seal(text.strip()[:LONGEST_WORDS].encode(), "note"))
    case.happened("noted", member.user)
    record("noted", organisation=case.organisation_id, actor=member.user_id, about=case.name)
    return made


def _plain(value: datetime | str | None) -> str | None:
    return value.isoformat() if isinstance(value, datetime) else value


def _back(name: str, value: str | None) -> datetime | str | None:
    return datetime.fromisoformat(value) if value is not None and name.endswith("_at") else value
