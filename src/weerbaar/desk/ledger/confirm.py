"""Confirmations: nothing is paid to a new or changed account before somebody called a number that was known before, and another agreed.

    open_ -> (call) -> record_call -> approve          the fact stands in the ledger
                    \\-> decline | cancel | expire      it does not
                    \\-> override, override             two people let one payment go; no fact is made of it

Who asked, who called and who approves are different people as the organisation's policy says (weerbaar.ledger.policy). Urgency changes
the order of the list and nothing else. Everything is a row in the database; a chore (`weerbaar.desk.ledger.chores`) reminds and ends.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.models import Case
from weerbaar.desk.cases.see import Forbidden, demand
from weerbaar.desk.ledger import evidence, notices, rules, write
from weerbaar.desk.ledger.about import About
from weerbaar.desk.ledger.models import OPEN, Confirmation, Notice, State, Step, Why
from weerbaar.desk.ledger.state import append, ledger_of
from weerbaar.desk.trail import record
from weerbaar.ledger import numbers
from weerbaar.ledger.chain import Act
from weerbaar.ledger.compare import compare
from weerbaar.ledger.policy import Done
from weerbaar.ledger.policy import Step as PolicyStep
from weerbaar.model.errors import Trouble
from weerbaar.model.ledger import Claim, How, Kind

LONGEST = 2000
MOST_CHANNELS = 40
"""Numbers, addresses and domains that came with a request; more are not kept."""


class NotNow(Trouble):
    """This cannot be done: the confirmation is closed, or something must be done before, or by somebody else."""


class Outcome:
    """What a call told."""

    CONFIRMED, DENIED, NO_ANSWER = "confirmed", "denied", "no answer"
    ALL = (CONFIRMED, DENIED, NO_ANSWER)


@transaction.atomic
def open_(
    organisation: Organisation,
    actor: Membership | None,
    claim: Claim,
    *,
    kind: Kind = Kind.IBAN,
    why: Why = Why.HAND,
    payee: str = "",
    case: Case | None = None,
    came_with: Sequence[str] = (),
    since: date | None = None,
    urgent: bool = False,
    needs_proof: bool = False,
    note: str = "",
) -> Confirmation:
    """Ask for a fact of a payee to be confirmed; what is asked already is the same confirmation (`actor` None: the desk asks).

    Raises:
        Forbidden: this member may not.
        NotNow: the claim says nothing that could be confirmed, or names no payee.
    """
    _from(actor, organisation, Action.CONFIRM)
    ledger = ledger_of(organisation)
    found = compare(claim, ledger)
    known = ledger.payee(payee or found.payee)
    claim = replace(claim, name=claim.name.strip()[:200] or (known.name if known else ""))
    today = timezone.localdate()
    about = About(
        claim, kind, known.id if known else "", found.standing.value,
        _few((*came_with, claim.phone, claim.address, claim.domain), known.country if known else claim.iban[:2]),
        (min(since, today) if since else today).isoformat(), note[:LONGEST],
    )  # fmt: skip
    if not about.value or not claim.name or write.normal(kind, about.value) != about.value:
        raise NotNow("confirmation_says_nothing")
    Organisation.objects.select_for_update().only("pk").get(pk=organisation.pk)
    subject = vault.token(
        organisation.search_key, "confirmation", f"{about.payee or claim.name.casefold()}\0{kind}\0{about.value}"
    )
    same = Confirmation.objects.filter(organisation=organisation, subject=subject, state__in=OPEN).first()
    if same is not None:
        return _again(same, actor, about, urgent=urgent, needs_proof=needs_proof)
    now, policy = timezone.now(), rules.policy_of(organisation)
    made = Confirmation(
        organisation=organisation, why=why, case=case, subject=subject, urgent=urgent, needs_proof=needs_proof,
        asked_by=actor.user if actor else None, asked_at=now, remind_at=now + timedelta(days=policy.remind_days),
        expires_at=now + timedelta(days=policy.expire_days),
    )  # fmt: skip
    made.keep(asdict(about))
    made.save()
    _step(made, Step.Kind.ASKED, actor)
    _noted("confirmation asked", made, actor, why=str(why), urgent=urgent)
    notices.ask(made, Notice.Kind.CALL, Action.CONFIRM, but=actor)
    return made


@transaction.atomic
def record_call(
    confirmation: Confirmation,
    member: Membership,
    *,
    outcome: str,
    how: How = How.CALL_BACK,
    channel: str = "",
    source: str = "",
    spoke_with: str = "",
    note: str = "",
    files: Mapping[str, bytes] | None = None,
) -> Confirmation:
    """Write down what was told. `channel` is the number that was called; it must be one the desk proposes.

    Where the ledger knows no number, `how` is TWO_PEOPLE: `channel` is a number found elsewhere and `source` says where. A contract or a
    letter of the bank needs its file. "no answer" leaves the confirmation open; "denied" ends it and tells those who look after the desk.

    Raises:
        Forbidden: this member may not.
        NotNow: it is closed, the channel is refused, evidence is missing, or somebody else has to do it.
    """
    demand(member, Action.CONFIRM, confirmation)
    kept = _locked(confirmation)
    if outcome not in Outcome.ALL:
        raise NotNow("call_without_outcome")
    ledger, about = ledger_of(kept.organisation), About.of(kept)
    if how is How.TWO_PEOPLE:
        channel = numbers.phone(channel, about.claim.iban[:2])
        if not source.strip():
            raise NotNow("confirmation_needs_source")
    digests = [evidence.attach(kept.organisation, member, name, data) for name, data in (files or {}).items()]
    if how is How.CALL_PROOF:
        digests += _proofs(kept, member, outside=True)
    if outcome != Outcome.NO_ANSWER:
        step = PolicyStep.CALLED if outcome == Outcome.CONFIRMED else PolicyStep.DENIED
        done = Done(step, str(member.user_id), timezone.now(), how, channel, tuple(digests))
        _allowed(rules.refused(kept, about, done, member, ledger))
    _step(
        kept, Step.Kind.CALLED, member, outcome=outcome, how=how.value, channel=channel, source=source.strip()[:LONGEST],
        spoke_with=spoke_with.strip()[:200], note=note.strip()[:LONGEST], evidence=digests,
    )  # fmt: skip
    _noted("confirmation called", kept, member, outcome=outcome, how=how.value)
    if outcome == Outcome.DENIED:
        _close(kept, State.DECLINED)
        notices.ask(kept, Notice.Kind.CLOSED, Action.APPROVE, but=member)
    elif outcome == Outcome.CONFIRMED:
        kept.state = State.CALLED
        kept.save(update_fields=("state",))
        notices.ask(kept, Notice.Kind.APPROVE, Action.APPROVE, but=member)
    return kept


@transaction.atomic
def approve(confirmation: Confirmation, member: Membership, *, seen: int, replaces: bool = False) -> Confirmation:
    """Agree with what was told: the fact stands in the ledger as confirmed. `replaces`: the payee's other accounts no longer hold.

    `seen` is the call that the approver read (`last_call`, "step"). The number that was called is held against the ledger once more:
    what came with a request that was repeated meanwhile is no longer a way to confirm it.

    Raises:
        Forbidden: this member may not.
        NotNow: nobody called yet, it is closed, the proof it needs is missing, the call is another one than was read or its number is
            refused now, or somebody else has to do it.
    """
    demand(member, Action.APPROVE, confirmation)
    kept = _locked(confirmation)
    told, about, ledger = last_call(kept), About.of(kept), ledger_of(kept.organisation)
    if not told:
        raise NotNow("confirmation_too_early")
    if told["step"] != seen:
        raise NotNow("confirmation_changed")
    if told["how"] == How.CALL_BACK:
        _allowed(rules.refused_channel(kept, about, ledger, told["channel"]))
    if PolicyStep.PROVEN in rules.missing(kept, about):
        proofs = _proofs(kept, member)
        _step(kept, Step.Kind.PROVEN, None, evidence=proofs)
        told = {**told, "evidence": [*told["evidence"], *proofs]}
    done = Done(PolicyStep.APPROVED, str(member.user_id), timezone.now())
    _allowed(rules.refused(kept, about, done, member, ledger))
    _step(kept, Step.Kind.APPROVED, member, replaces=replaces)
    if rules.missing(kept, about):
        _noted("confirmation approved once", kept, member)
        notices.ask(kept, Notice.Kind.APPROVE, Action.APPROVE, but=member)
        return kept
    approvers = [step.by.called if step.by else "" for step in kept.steps.filter(kind=Step.Kind.APPROVED).select_related("by")]
    write.confirmed(kept, about, member, told={**told, "approvers": approvers}, replaces=replaces)
    _close(kept, State.APPROVED)
    _noted("confirmation approved", kept, member, how=told["how"])
    if kept.asked_by_id and kept.asked_by_id != member.user_id:
        notices.tell(kept, Notice.Kind.CLOSED, kept.asked_by_id)
    return kept


@transaction.atomic
def decline(confirmation: Confirmation, member: Membership, why: str) -> Confirmation:
    """Do not agree; a reason is owed to who asked.

    Raises:
        Forbidden: this member may not.
        NotNow: it is closed, or no reason is given.
    """
    demand(member, Action.APPROVE, confirmation)
    kept = _locked(confirmation)
    if not why.strip():
        raise NotNow("confirmation_needs_reason")
    _step(kept, Step.Kind.DECLINED, member, note=why.strip()[:LONGEST])
    _close(kept, State.DECLINED)
    _noted("confirmation declined", kept, member)
    if kept.asked_by_id and kept.asked_by_id != member.user_id:
        notices.tell(kept, Notice.Kind.CLOSED, kept.asked_by_id)
    return kept


@transaction.atomic
def cancel(confirmation: Confirmation, member: Membership, why: str = "") -> Confirmation:
    """It is no longer needed. Who asked may withdraw it, and who approves.

    Raises:
        Forbidden: this member may not.
        NotNow: it is closed.
    """
    demand(member, Action.CONFIRM, confirmation)
    kept = _locked(confirmation)
    if kept.asked_by_id != member.user_id:
        demand(member, Action.APPROVE, kept)
    _step(kept, Step.Kind.CANCELLED, member, note=why.strip()[:LONGEST])
    _close(kept, State.CANCELLED)
    _noted("confirmation withdrawn", kept, member)
    return kept


@transaction.atomic
def override(confirmation: Confirmation, member: Membership, why: str) -> Confirmation:
    """Let one payment go without confirmation: two named people, of whom the second approves, each with a reason.

    Nothing becomes a fact. It is marked wherever the confirmation is shown, and everyone who looks after the desk is told.

    Raises:
        Forbidden: this member may not.
        NotNow: it is closed, no reason is given, or the same person asks twice.
    """
    demand(member, Action.CONFIRM, confirmation)
    kept = _locked(confirmation)
    if not why.strip():
        raise NotNow("confirmation_needs_reason")
    first = kept.steps.filter(kind=Step.Kind.OVERRIDE).last()
    if first is not None:
        demand(member, Action.APPROVE, kept)
    done = Done(PolicyStep.OVERRIDDEN, str(member.user_id), timezone.now())
    _allowed(rules.refused(kept, About.of(kept), done, member, ledger_of(kept.organisation)))
    said = why.strip()[:LONGEST]
    if first is None:
        _step(kept, Step.Kind.OVERRIDE, member, note=said)
        _noted("override asked", kept, member)
        notices.ask(kept, Notice.Kind.APPROVE, Action.APPROVE, but=member)
        return kept
    _step(kept, Step.Kind.OVERRIDDEN, member, note=said)
    _close(kept, State.OVERRIDDEN)
    _noted("confirmation overridden", kept, member, first=first.by_id)
    body = {"what": "override", "confirmation": str(kept.ref), "by": [first.by.called if first.by else "", member.user.called]}
    append(kept.organisation, member, [(Act.NOTED, {**body, "value": About.of(kept).value})])
    notices.ask(kept, Notice.Kind.OVERRIDDEN, Action.PAYMENT_POLICY)
    return kept


def overridden(organisation: Organisation, claim: Claim) -> Confirmation | None:
    """The override that lets this one payment go (same account, no more than the amount that was asked for), while it is not spent.

    Who lets a payment go by it calls `spend` in the same transaction, and only then.
    """
    since = timezone.now() - timedelta(days=rules.policy_of(organisation).override_days)
    there = Confirmation.objects.filter(organisation=organisation, state=State.OVERRIDDEN, spent_at=None, closed_at__gte=since)
    for one in there.select_related("organisation"):
        if rules.covers(one, About.of(one), claim):
            return one
    return None


@transaction.atomic
def spend(confirmation: Confirmation, actor: Membership | None, about: str) -> bool:
    """Use an override up for one payment, such as "payment line:7"; False when that was done before."""
    now = timezone.now()
    mine = Confirmation.objects.filter(pk=confirmation.pk, state=State.OVERRIDDEN, spent_at=None).update(spent_at=now) == 1
    if mine:
        _step(confirmation, Step.Kind.SPENT, actor, about=about)
        _noted("override spent", confirmation, actor, on=about)
    return mine


@transaction.atomic
def expire(confirmation: Confirmation) -> bool:
    """End a confirmation whose time is over; False when it was settled meanwhile."""
    kept = Confirmation.objects.select_for_update().get(pk=confirmation.pk)
    if not kept.is_open or kept.expires_at > timezone.now():
        return False
    _step(kept, Step.Kind.EXPIRED, None)
    _close(kept, State.EXPIRED)
    _noted("confirmation expired", kept, None)
    if kept.asked_by_id:
        notices.tell(kept, Notice.Kind.CLOSED, kept.asked_by_id)
    return True


@transaction.atomic
def remind(confirmation: Confirmation) -> bool:
    """Tell those who can go on with it once more; False when it was settled meanwhile."""
    kept = Confirmation.objects.select_for_update().select_related("organisation").get(pk=confirmation.pk)
    now = timezone.now()
    if not kept.is_open or kept.remind_at > now:
        return False
    kept.remind_at = now + timedelta(days=rules.policy_of(kept.organisation).remind_days)
    kept.save(update_fields=("remind_at",))
    _step(kept, Step.Kind.REMINDED, None)
    notices.ask(kept, Notice.Kind.REMIND, Action.APPROVE if kept.state == State.CALLED else Action.CONFIRM)
    return True


def last_call(confirmation: Confirmation) -> dict[str, Any]:
    """What the call told that confirmed it, with who called (`by`); empty before."""
    for step in (
        confirmation.steps.filter(kind=Step.Kind.CALLED)
        .select_related("by", "confirmation__organisation")
        .order_by("-at", "-pk")
    ):
        if step.said.get("outcome") == Outcome.CONFIRMED:
            return {**step.said, "step": step.pk, "by": step.by_id, "name": step.by.called if step.by else "", "at": step.at}
    return {}


def is_proven(confirmation: Confirmation) -> bool:
    """Whether whoever this concerns proved with a device that they were on the line (weerbaar.desk.proof)."""
    return bool(_prover().proofs(confirmation.pk))


def may_do(confirmation: Confirmation, step: PolicyStep, member: Membership) -> str:
    """Why it has to be somebody else: the name of a sentence; "" when it can be this member."""
    return rules.refused_person(confirmation, About.of(confirmation), step, member)


def _again(same: Confirmation, actor: Membership | None, about: About, *, urgent: bool, needs_proof: bool) -> Confirmation:
    """The same is asked once more: what came with it is remembered too, so that it is refused as a channel."""
    before = About.of(same)
    amount = max(before.claim.amount, about.claim.amount, key=lambda one: Decimal(one or "0"))
    kept = replace(
        before, claim=replace(before.claim, amount=amount if before.claim.amount and about.claim.amount else ""),
        came_with=_kept((*before.came_with, *about.came_with)), since=min(before.since, about.since),
    )  # fmt: skip
    if kept != before or (urgent and not same.urgent) or (needs_proof and not same.needs_proof):
        same.keep(asdict(kept))
        same.urgent, same.needs_proof = same.urgent or urgent, same.needs_proof or needs_proof
        same.save(update_fields=("sealed", "urgent", "needs_proof"))
        _step(same, Step.Kind.AGAIN, actor)
        _noted("confirmation asked again", same, actor)
    return same


def _from(actor: Membership | None, organisation: Organisation, action: Action) -> None:
    if actor is None:
        return
    demand(actor, action)
    if actor.organisation_id != organisation.pk:
        raise Forbidden(action.value)


def _locked(confirmation: Confirmation) -> Confirmation:
    """The confirmation as it is now, held until the transaction ends.

    Raises:
        NotNow: it is closed.
    """
    kept = Confirmation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=confirmation.pk)
    if not kept.is_open or kept.expires_at <= timezone.now():
        raise NotNow("confirmation_closed")
    return kept


def _allowed(refused: str) -> None:
    if refused:
        raise NotNow(refused)


def _proofs(confirmation: Confirmation, member: Membership, *, outside: bool = False) -> list[str]:
    """What shows that somebody was proven by their device, kept as evidence; the SHA-256 of each. `outside`: somebody of the payee.

    Raises:
        NotNow: nobody was.
    """
    ask = _prover()
    there = [one for one in ask.proofs(confirmation.pk) if one.prover.user_id is None or not outside]
    if not there:
        raise NotNow("confirmation_not_proven")
    return [evidence.attach(confirmation.organisation, member, f"proof-{one.ref}.json", ask.evidence(one)) for one in there[:3]]


def _close(confirmation: Confirmation, state: State) -> None:
    confirmation.state, confirmation.closed_at = state, timezone.now()
    confirmation.save(update_fields=("state", "closed_at"))


def _step(confirmation: Confirmation, kind: Step.Kind, actor: Membership | None, **said: Any) -> Step:
    sealed = confirmation.organisation.seal(said, f"step {confirmation.ref}") if said else b""
    return Step.objects.create(confirmation=confirmation, kind=kind, by=actor.user if actor else None, sealed=sealed)


def _noted(action: str, confirmation: Confirmation, actor: Membership | None, **facts: str | int | bool | None) -> None:
    record(
        action,
        organisation=confirmation.organisation_id,
        actor=actor.user_id if actor else None,
        about=str(confirmation),
        facts=facts,
    )


def _few(values: Sequence[str], country: str) -> tuple[str, ...]:
    """Numbers, addresses and domains as facts keep them; what is none of these as it was written."""
    few = [value.strip()[:254] for value in values if value.strip()][:MOST_CHANNELS]
    return _kept([numbers.address(one) or numbers.phone(one, country) or numbers.domain(one) or one.lower() for one in few])


def _prover() -> Any:
    """The module that knows who was proven; it knows the ledger, so it is named in the settings and not here."""
    return import_module(settings.WEERBAAR_PROOF)


def _kept(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))[:MOST_CHANNELS]
