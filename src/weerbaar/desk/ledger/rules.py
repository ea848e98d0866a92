"""The organisation's policy (weerbaar.ledger.policy) asked about confirmations that stand in the database."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.language import readers_language
from weerbaar.desk.ledger import state
from weerbaar.desk.ledger.about import About
from weerbaar.desk.ledger.models import Confirmation, Step
from weerbaar.ledger import policy
from weerbaar.ledger.chain import Act
from weerbaar.ledger.policy import Change, Done, Policy, Refusal
from weerbaar.model.errors import Problem
from weerbaar.model.ledger import Claim, How, Ledger

USUAL = Policy(second_approval_from="")
"""Of an organisation that set none: three people, and a fourth from no amount on."""
STEPS = {
    Step.Kind.ASKED: policy.Step.ASKED, Step.Kind.CALLED: policy.Step.CALLED, Step.Kind.APPROVED: policy.Step.APPROVED,
    Step.Kind.PROVEN: policy.Step.PROVEN, Step.Kind.OVERRIDE: policy.Step.OVERRIDDEN, Step.Kind.OVERRIDDEN: policy.Step.OVERRIDDEN,
    Step.Kind.DECLINED: policy.Step.DECLINED, Step.Kind.CANCELLED: policy.Step.CANCELLED,
}  # fmt: skip
CONFIRMED, DENIED = "confirmed", "denied"


@dataclass(frozen=True, slots=True)
class Channel:
    """A number or address of a payee as the page of a confirmation shows it; `refused` names the sentence why it may not be used."""

    value: str
    told: str
    refused: str = ""
    first: bool = False


def policy_of(organisation: Organisation) -> Policy:
    """The policy in force: the last that the ledger holds.

    Raises:
        Broken: the ledger does not hold.
    """
    for entry in reversed(state.entries_of(organisation)):
        if entry.act is Act.POLICY_SET:
            try:
                return policy.from_table(entry.body["policy"])
            except ValueError:
                raise state.Broken("ledger_broken") from None
    return USUAL


def change(confirmation: Confirmation, about: About) -> Change:
    """A confirmation as the rules see it. People are known by their number, so that two of one name are two."""
    done = []
    for step in confirmation.steps.all():
        said = step.said
        kind = STEPS.get(Step.Kind(step.kind))
        if step.kind == Step.Kind.CALLED:
            kind = {CONFIRMED: policy.Step.CALLED, DENIED: policy.Step.DENIED}.get(said["outcome"])
        if kind is not None:
            how = How(said["how"]) if said.get("how") else None
            done.append(
                Done(kind, str(step.by_id or ""), step.at, how, said.get("channel", ""), tuple(said.get("evidence", ())))
            )
    since = datetime.fromisoformat(about.since).replace(tzinfo=UTC) if about.since else confirmation.asked_at
    return Change(
        about.payee, about.kind, about.value, min(since, confirmation.asked_at), tuple(done), about.came_with, about.claim.amount,
        confirmation.urgent, confirmation.needs_proof,
    )  # fmt: skip


def refused(confirmation: Confirmation, about: About, done: Done, member: Membership | None, ledger: Ledger) -> str:
    """Why a step cannot be done: the name of a sentence; "" when it can."""
    made, rules = change(confirmation, about), _rules(confirmation, about)
    payee = ledger.payee(about.payee) if about.payee else None
    return sentence(policy.may(made, done, rules, payee, member.role if member else None))


def refused_person(confirmation: Confirmation, about: About, step: policy.Step, member: Membership) -> str:
    """Why it has to be somebody else; "" when it can be this member."""
    role = policy_of(confirmation.organisation).roles.get(step.value)
    if role is not None and member.role not in role:
        return sentence(Refusal.ROLE)
    return sentence(policy.refused_person(change(confirmation, about), step, str(member.user_id)))


def refused_channel(confirmation: Confirmation, about: About, ledger: Ledger, value: str) -> str:
    """Why a number may not be used to ask back; "" when it may."""
    payee = ledger.payee(about.payee) if about.payee else None
    return sentence(policy.refused_value(change(confirmation, about), value, payee, _rules(confirmation, about)))


def channels(confirmation: Confirmation, about: About, ledger: Ledger) -> list[Channel]:
    """The ways to ask a payee back, the best first, and after them those that may not be used, with the reason."""
    payee = ledger.payee(about.payee) if about.payee else None
    if payee is None:
        return []
    made, rules = change(confirmation, about), _rules(confirmation, about)
    good = policy.channels(made, payee, rules)
    shown = [
        Channel(
            one.value,
            _("confirmed before") if one.confirmed else _("written down on %(day)s") % {"day": one.since},
            first=not at,
        )
        for at, one in enumerate(good)
    ]
    for fact in payee.of(*policy.CHANNELS):
        why = policy.refused_channel(made, fact, rules)
        if why not in (None, Refusal.WAY):
            shown.append(Channel(fact.value, Problem(sentence(why), {}).said(readers_language()), refused=sentence(why)))
    return shown


def missing(confirmation: Confirmation, about: About) -> tuple[policy.Step, ...]:
    """What is still to be done."""
    return policy.missing(change(confirmation, about), policy_of(confirmation.organisation))


def covers(confirmation: Confirmation, about: About, claim: Claim) -> bool:
    """Whether the override of a confirmation lets this payment go."""
    same = not claim.currency or claim.currency == (about.claim.currency or "EUR")
    return same and policy.covers(change(confirmation, about), claim.iban, claim.amount)


def _rules(confirmation: Confirmation, about: About) -> Policy:
    """The policy, with the time that passed between the request and our asking added to the time that is left."""
    rules = policy_of(confirmation.organisation)
    return replace(
        rules, expire_days=rules.expire_days + (confirmation.asked_at - change(confirmation, about).asked_at).days + 1
    )


def sentence(why: Refusal | None) -> str:
    """The sentence that says why a step is refused."""
    return f"confirmation_{why.value}" if why else ""
