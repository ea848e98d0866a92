"""Mail servers of an organisation: tried, added, changed, paused, removed; each change by whoever may connect mailboxes, and in the trail."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from weerbaar.desk import vault
from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import demand
from weerbaar.desk.intake.details import LONGEST, Details
from weerbaar.desk.intake.models import Door, Use
from weerbaar.desk.trail import record
from weerbaar.model.errors import BrokenSettings, Problem
from weerbaar.outside.imap_watch import State
from weerbaar.outside.replies import Ours
from weerbaar.outside.server import Step
from weerbaar.outside.smtp_in import Receiver
from weerbaar.outside.smtp_out import ADDRESS

TOLD_SECONDS = 15.0
"""How often a watch that goes well writes down that it does."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How a test went, for whoever fills in the form: what is wrong (None: it works) and at which step, and what is there."""

    problem: Problem | None
    step: Step | None = None
    folders: tuple[str, ...] = ()
    messages: int = 0
    details: Details | None = None
    """What to keep, where that is another than what was tried: a token service may give a new refresh token at each use."""


def test(use: Use, details: Details, open_now: Door | None = None) -> Tried:
    """Try a door without changing anything there: log in and go to the folder, log in to the server that sends, or listen for a moment.

    `open_now` is the door as it stands: where its receiver listens already, nothing else can.
    """
    try:
        check(use, details)
        door = Door(use=use)
        door.details = details
        if use is Use.OUTGOING:
            refused = door.submission().test()
            return Tried(refused.problem, refused.step) if refused else Tried(None, details=door.details)
        if use is Use.RECEIVER and open_now is not None and open_now.connected:
            now = open_now.details
            if (now.host, now.port) == (details.host, details.port):
                door.listening()
                return Tried(None)
        if use is Use.RECEIVER:
            with Receiver(door.listening(), lambda *_: False):
                return Tried(None)
        found = door.mailbox().test(details.folder)
    except BrokenSettings as trouble:
        return Tried(trouble.problem)
    except OSError:
        return Tried(Problem("receiver_port", {"host": details.host, "port": details.port}), Step.CONNECTION)
    return Tried(found.problem, found.failed, found.folders, found.messages, door.details)


def check(use: Use, details: Details) -> None:
    """
    Raises:
        BrokenSettings: something that this use needs is missing, too long, or no address.
    """
    told = (
        details.address, details.host, details.user, details.folder, details.done_folder, *details.recipients, details.token_url, details.client,
        details.scope,
    )  # fmt: skip
    if not details.host or not 0 <= details.port < 65536 or any(len(one) > LONGEST for one in told):
        raise BrokenSettings("door_details")
    if details.grant is not None and use is Use.RECEIVER:
        raise BrokenSettings("door_details")
    wanted = details.recipients if use is Use.RECEIVER else (details.address,)
    if not wanted or not all(ADDRESS.fullmatch(one) for one in wanted):
        raise BrokenSettings("door_address")


@transaction.atomic
def add(member: Membership, use: Use, details: Details) -> Door:
    """A new door. The mailbox of the desk leaves alone what lies in it from before this day, unless the details say since when.

    Raises:
        Forbidden: this member may not connect mailboxes.
        BrokenSettings: the details cannot be used.
    """
    demand(member, Action.MAILBOXES)
    check(use, details)
    if use is Use.DESK and details.since is None:
        details = replace(details, since=timezone.now().date())
    made = Door(organisation=member.organisation, use=use)
    made.keep(details)
    made.save()
    record("door added", organisation=member.organisation_id, actor=member.user_id, about=made.name, facts={"use": str(use)})
    return made


@transaction.atomic
def change(door: Door, member: Membership, details: Details) -> Door:
    """Fill in a door anew; an empty password, secret or refresh token keeps the one that is there.

    Raises:
        Forbidden, BrokenSettings: as `add`.
    """
    demand(member, Action.MAILBOXES, door)
    check(Use(door.use), details)
    door = Door.objects.select_for_update().get(pk=door.pk)
    door.keep(details.with_secrets_of(door.details))
    door.keep_trouble(None)
    door.version += 1
    door.save(update_fields=("sealed", "version", "sealed_trouble"))
    record("door changed", organisation=door.organisation_id, actor=member.user_id, about=door.name)
    return door


def pause(door: Door, member: Membership) -> Door:
    """Leave a door shut until it is resumed.

    Raises:
        Forbidden: as `add`.
    """
    return _set(door, member, "door paused", paused_at=timezone.now())


def resume(door: Door, member: Membership) -> Door:
    """Open a paused door again.

    Raises:
        Forbidden: as `add`.
    """
    return _set(door, member, "door resumed", paused_at=None)


@transaction.atomic
def remove(door: Door, member: Membership) -> Door:
    """Shut a door for good and forget its secrets. What lies in quarantine there can no longer be put back from here.

    Raises:
        Forbidden: as `add`.
    """
    door = _set(door, member, "door removed", removed_at=timezone.now())
    door.keep(door.details.without_secrets())
    door.save(update_fields=("sealed",))
    return door


@transaction.atomic
def _set(door: Door, member: Membership, action: str, **values: datetime | None) -> Door:
    demand(member, Action.MAILBOXES, door)
    door = Door.objects.select_for_update().get(pk=door.pk)
    for name, value in values.items():
        setattr(door, name, value)
    door.save(update_fields=tuple(values))
    record(action, organisation=door.organisation_id, actor=member.user_id, about=door.name)
    return door


def of(organisation: Organisation, *uses: Use) -> Iterable[Door]:
    """The doors of an organisation for these uses, without those that were removed."""
    return Door.objects.filter(organisation=organisation, use__in=uses, removed_at=None).select_related("organisation")


def open_doors(*uses: Use) -> Iterable[Door]:
    """Every door for these uses that is neither paused nor removed."""
    return Door.objects.filter(use__in=uses, removed_at=None, paused_at=None).select_related("organisation")


def outgoing(organisation: Organisation) -> Door | None:
    """The door by which mail goes out: the first that is open."""
    return next((one for one in of(organisation, Use.OUTGOING) if one.paused_at is None), None)


def ours(organisation: Organisation) -> Ours:
    """What our own mail looks like (weerbaar.outside.replies)."""
    doors = list(of(organisation, Use.DESK, Use.OUTGOING, Use.RECEIVER))
    out = next((one.details.address for one in doors if one.use == Use.OUTGOING), "")
    return Ours(
        addresses=frozenset().union(*(one.details.addresses for one in doors)),
        domains=known(organisation).domains,
        message_id_domain=out.rpartition("@")[2].lower(),
    )


def tell(door: Door, state: State) -> None:
    """Write down how watching a mailbox goes."""
    seen = datetime.fromtimestamp(state.last_seen, UTC) if state.last_seen else door.seen_at
    door.keep_trouble(state.trouble)
    Door.objects.filter(pk=door.pk).update(
        connected=state.connected, seen_at=seen, waiting=state.waiting, taken=state.handed, sealed_trouble=door.sealed_trouble
    )


ANSWER = "a"
"""The kind of the Message-IDs of our answers; short, so that the header needs no second line."""


def message_id(organisation: Organisation, kind: str, number: int, domain: str) -> str:
    """The Message-ID of the mail that we make of something: the same each time, and made by nobody else."""
    return f"weerbaar.{kind}.{number}.{_proof(organisation, kind, number)}@{domain or 'localhost'}"


def numbers_of(organisation: Organisation, kind: str, ids: Iterable[str]) -> list[int]:
    """The numbers in those Message-IDs that `message_id` made for this organisation, in their order."""
    found = []
    for id in ids:
        pieces = id.strip("<> ").partition("@")[0].split(".")
        if len(pieces) == 4 and pieces[:2] == ["weerbaar", kind] and pieces[2].isdecimal() and len(pieces[2]) < 19:
            number = int(pieces[2])
            if pieces[3] == _proof(organisation, kind, number):
                found.append(number)
    return found


def _proof(organisation: Organisation, kind: str, number: int) -> str:
    key = vault.derive(organisation.data_key, "mail")
    return hashlib.blake2b(f"{kind}.{number}".encode(), key=key, digest_size=8).hexdigest()
