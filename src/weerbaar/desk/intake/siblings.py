"""The siblings of a doubt: the same message in connected mailboxes. First looked for and counted; then, when a person says so, moved aside with a
note in their place; and put back when it was a mistake.

    find -> (each mailbox: search, fetch, compare) -> found
    quarantine -> (each message: intended -> moved -> noted) -> moved
    restore -> (each message: returning -> returned -> note removed) -> restored

What is done in a mailbox stands in weerbaar.desk.intake.aside.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.models import Case
from weerbaar.desk.cases.see import demand
from weerbaar.desk.intake import aside, doors
from weerbaar.desk.intake.models import Door, Quarantine, Sibling, Sought, Use, sealed_problem
from weerbaar.desk.jobs import Queue, enqueue_on_commit
from weerbaar.desk.trail import record
from weerbaar.model.errors import BrokenSettings, Problem
from weerbaar.outside.server import NoService

TROUBLED = (Sibling.State.FAILED, Sibling.State.STUCK)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What became of one mailbox: messages by state, whether it is done, what was wrong. `more`: there may be others beyond what we compare."""

    address: str
    done: bool
    found: int
    aside: int
    restored: int
    failed: int
    more: bool
    trouble: Problem | None


# --- what people do ----------------------------------------------------------------------------------------------------------------


@transaction.atomic
def find(case: Case, member: Membership) -> Quarantine:
    """Look for the siblings of a case, and of its campaign, in every connected mailbox. Nothing is changed there.

    Raises:
        Forbidden: this member may not quarantine messages.
        NotNow: there is nothing to look for, or no mailbox is connected.
    """
    demand(member, Action.PROTECT, case)
    mailboxes = [door for door in doors.of(case.organisation, Use.CONNECTED) if door.paused_at is None]
    if not mailboxes:
        raise NotNow("siblings_no_mailbox")
    if not any(aside.pattern(case).searches()):
        raise NotNow("siblings_nothing")
    made = Quarantine.objects.create(
        organisation=case.organisation, case=case, campaign_id=case.campaign_id, by=member.user, state=Quarantine.State.LOOKING
    )
    for door in mailboxes:
        Sought.objects.create(quarantine=made, door=door)
        _ask(made, door)
    case.happened("siblings sought", member.user, mailboxes=len(mailboxes))
    record("siblings sought", organisation=made.organisation_id, actor=member.user_id, about=made.name, facts={"case": case.pk})
    return made


def quarantine(found: Quarantine, member: Membership) -> Quarantine:
    """Move what was found aside, with a note in its place.

    Raises:
        Forbidden: this member may not quarantine messages.
        NotNow: they are still being looked for or moved.
    """
    ready = (Quarantine.State.FOUND, Quarantine.State.RESTORED, Quarantine.State.MOVED)
    return _begin(found, member, ready, Quarantine.State.MOVING, "siblings moved aside")


def restore(moved: Quarantine, member: Membership) -> Quarantine:
    """Put everything back where it was, with the flags and date it had.

    Raises:
        Forbidden: this member may not quarantine messages.
        NotNow: they are not in quarantine, or still being moved.
    """
    ready = (Quarantine.State.MOVED, Quarantine.State.RESTORED)
    return _begin(moved, member, ready, Quarantine.State.RESTORING, "siblings put back")


def report(one: Quarantine) -> list[Mailbox]:
    """What was found and done in each mailbox."""
    counts: dict[int, Counter[str]] = {}
    for door, state in one.siblings.values_list("door_id", "state"):
        counts.setdefault(door, Counter())[state] += 1
    rows = []
    for sought in one.mailboxes.select_related("door__organisation", "quarantine__organisation"):
        by = counts.get(sought.door_id, Counter())
        rows.append(
            Mailbox(
                sought.door.details.address, sought.done_round >= one.round, by.total(), sum(by[state] for state in aside.ASIDE),
                by[Sibling.State.RESTORED], sum(by[state] for state in TROUBLED), sought.more, sought.trouble,
            )
        )  # fmt: skip
    return rows


@transaction.atomic
def _begin(
    one: Quarantine, member: Membership, ready: tuple[Quarantine.State, ...], state: Quarantine.State, action: str
) -> Quarantine:
    demand(member, Action.PROTECT, one)
    one = Quarantine.objects.select_for_update().select_related("case", "organisation").get(pk=one.pk)
    if one.state not in ready:
        raise NotNow("siblings_not_now")
    one.state, one.round = state, one.round + 1
    one.save(update_fields=("state", "round"))
    for sought in one.mailboxes.select_related("door"):
        _ask(one, sought.door)
    one.case.happened(action, member.user, messages=one.siblings.count())
    record(
        action, organisation=one.organisation_id, actor=member.user_id, about=one.name, facts={"messages": one.siblings.count()}
    )
    return one


def _ask(one: Quarantine, door: Door) -> None:
    id = f"siblings-{one.pk}-{door.pk}-{one.round}"
    enqueue_on_commit("siblings", id, one.pk, door.pk, one.round, queue=Queue.MAILBOX)


# --- what a worker does in one mailbox ---------------------------------------------------------------------------------------------


def attend(quarantine: int, door: int, round: int) -> str:
    """Do in one mailbox what was asked for last; may run twice.

    Raises:
        NoService: the mailbox could not be reached, or was lost on the way; to be tried again.
    """
    sought = Sought.objects.select_related("quarantine__organisation", "quarantine__case", "door__organisation").get(
        quarantine_id=quarantine, door_id=door
    )
    one = sought.quarantine
    if one.round != round or sought.done_round >= round:
        return "done before"
    try:
        _trouble(sought, aside.attend(sought))
    except NoService as trouble:
        _trouble(sought, trouble.problem)
        raise
    except BrokenSettings as trouble:
        _trouble(sought, trouble.problem)
    settle(sought.pk, round)
    return one.state


def give_up(quarantine: int, door: int, round: int) -> None:
    """A mailbox that cannot be reached keeps nobody waiting; what was wrong stands in the report."""
    settle(Sought.objects.get(quarantine_id=quarantine, door_id=door).pk, round)


@transaction.atomic
def settle(sought: int, round: int) -> None:
    """Note that a mailbox is done, and when it was the last one, that all are."""
    of = Sought.objects.only("quarantine_id").get(pk=sought).quarantine_id
    one = Quarantine.objects.select_for_update().select_related("case").get(pk=of)
    Sought.objects.filter(pk=sought, done_round__lt=round).update(done_round=round)
    after = {
        Quarantine.State.LOOKING: (Quarantine.State.FOUND, "found_at"),
        Quarantine.State.MOVING: (Quarantine.State.MOVED, "moved_at"),
        Quarantine.State.RESTORING: (Quarantine.State.RESTORED, "restored_at"),
    }.get(Quarantine.State(one.state))
    if one.round != round or after is None or one.mailboxes.filter(done_round__lt=round).exists():
        return
    one.state = after[0]
    setattr(one, after[1], timezone.now())
    one.save(update_fields=("state", after[1]))
    counts = Counter(one.siblings.values_list("state", flat=True))
    facts = {
        "messages": counts.total(), "aside": sum(counts[state] for state in aside.ASIDE), "failed": sum(counts[state] for state in TROUBLED),
    }  # fmt: skip
    one.case.happened(f"siblings {one.state}", **facts)
    record(f"siblings {one.state}", organisation=one.organisation_id, about=one.name, facts=facts)


def sweep() -> int:
    """Ask again for the mailboxes that nobody will come to; asked for twice it is done once. How many."""
    busy = (Quarantine.State.LOOKING, Quarantine.State.MOVING, Quarantine.State.RESTORING)
    undone = [
        (one, sought.door)
        for one in Quarantine.objects.filter(state__in=busy)
        for sought in one.mailboxes.filter(done_round__lt=one.round).select_related("door")
    ]
    for one, door in undone:
        _ask(one, door)
    return len(undone)


def _trouble(sought: Sought, trouble: Problem | None) -> None:
    sealed = sealed_problem(sought.quarantine.organisation, trouble)
    Sought.objects.filter(pk=sought.pk).update(sealed_trouble=sealed)
