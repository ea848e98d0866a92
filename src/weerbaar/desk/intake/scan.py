"""What already came in: the organisation's own connected mailboxes, looked at in retrospect.

Switched off until an administrator switches it on; first counted, without reading a message; a stretch of days and chosen folders; each message is
looked at and forgotten, and only what is likely fraud becomes a case. It can be stopped at any moment.
"""

import json
import logging
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.receive import receive
from weerbaar.desk.cases.see import demand
from weerbaar.desk.intake import doors
from weerbaar.desk.intake.models import Scan, Scanned, Use, sealed_problem
from weerbaar.desk.jobs import Queue, enqueue_on_commit
from weerbaar.desk.trail import Facts, record
from weerbaar.desk.work.look import openers
from weerbaar.desk.work.looker import Died
from weerbaar.desk.work.looking import Task
from weerbaar.model.errors import BrokenSettings, Problem
from weerbaar.model.item import Item, Way
from weerbaar.model.verdict import Band
from weerbaar.outside.imap_box import Box
from weerbaar.outside.server import NoService
from weerbaar.report.answer import About
from weerbaar.settings import load

log = logging.getLogger(__name__)
SWITCH = "scan"
MOST_DAYS = 92
AT_ONCE = 20
"""Messages of one piece of work: between two, other mailboxes have their turn and a stop is noticed."""
MOST_FOLDERS = 20
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_on(organisation: Organisation) -> bool:
    return bool(organisation.settings.get(SWITCH))


@transaction.atomic
def switch(member: Membership, on: bool) -> None:
    """Allow or forbid looking at what came in before; forbidding stops what is at work.

    Raises:
        Forbidden: this member may not connect mailboxes.
    """
    demand(member, Action.MAILBOXES)
    organisation = Organisation.locked(member.organisation_id)
    organisation.keep(SWITCH, on)
    record("scan switched", organisation=organisation.pk, actor=member.user_id, facts={"on": on})
    if not on:
        for one in Scan.objects.filter(organisation=organisation, state__in=(Scan.State.COUNTING, Scan.State.RUNNING)):
            cancel(one, member)


@transaction.atomic
def count(member: Membership, since: date, until: date, folders: tuple[str, ...] = ("INBOX",)) -> Scan:
    """Count what came into the connected mailboxes from `since` to `until`, both included. No message is read.

    Raises:
        Forbidden: this member may not connect mailboxes.
        NotNow: it is switched off, the days are too many or to come, or no mailbox is connected.
    """
    demand(member, Action.MAILBOXES)
    if not is_on(Organisation.objects.get(pk=member.organisation_id)):
        raise NotNow("scan_off")
    if not since <= until <= timezone.now().date() or (until - since).days > MOST_DAYS:
        raise NotNow("scan_dates", days=MOST_DAYS)
    mailboxes = [one for one in doors.of(member.organisation, Use.CONNECTED) if one.paused_at is None]
    if not mailboxes:
        raise NotNow("siblings_no_mailbox")
    made = Scan.objects.create(
        organisation=member.organisation, since=since, until=until, folders=list(folders[:MOST_FOLDERS]), by=member.user
    )
    for door in mailboxes:
        _ask(Scanned.objects.create(scan=made, door=door))
    facts: Facts = {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "mailboxes": len(mailboxes),
        "folders": len(folders),
    }
    record("scan counted", organisation=made.organisation_id, actor=member.user_id, about=made.name, facts=facts)
    return made


@transaction.atomic
def begin(scan: Scan, member: Membership) -> Scan:
    """Look at what was counted.

    Raises:
        Forbidden: this member may not connect mailboxes.
        NotNow: it is switched off, not counted yet, or was begun before.
    """
    demand(member, Action.MAILBOXES, scan)
    scan = Scan.objects.select_for_update().select_related("organisation").get(pk=scan.pk)
    if not is_on(scan.organisation):
        raise NotNow("scan_off")
    if scan.state != Scan.State.COUNTED:
        raise NotNow("siblings_not_now")
    scan.state = Scan.State.RUNNING
    scan.save(update_fields=("state",))
    for one in scan.mailboxes.all():
        _ask(one)
    record("scan begun", organisation=scan.organisation_id, actor=member.user_id, about=scan.name)
    return scan


@transaction.atomic
def cancel(scan: Scan, member: Membership) -> Scan:
    """Stop it; what was found stays.

    Raises:
        Forbidden: this member may not connect mailboxes.
    """
    demand(member, Action.MAILBOXES, scan)
    scan = Scan.objects.select_for_update().get(pk=scan.pk)
    if scan.state in (Scan.State.DONE, Scan.State.CANCELLED):
        return scan
    scan.state, scan.ended_at = Scan.State.CANCELLED, timezone.now()
    scan.save(update_fields=("state", "ended_at"))
    record("scan stopped", organisation=scan.organisation_id, actor=member.user_id, about=scan.name)
    return scan


def sweep() -> int:
    """Ask again for the pieces of work that nobody will come to; asked for twice each is done once. How many."""
    busy = Scanned.objects.filter(scan__state__in=(Scan.State.COUNTING, Scan.State.RUNNING)).select_related("scan")
    undone = [one for one in busy if not (one.counted if one.scan.state == Scan.State.COUNTING else one.done)]
    for one in undone:
        _ask(one)
    return len(undone)


def _ask(one: Scanned) -> None:
    """Each piece of work has a number of its own: so many messages were looked at before it."""
    step = f"{one.cursor.get('folder', 0)}-{one.cursor.get('uid', 0)}" if one.counted else "count"
    enqueue_on_commit("scan", f"scan-{one.pk}-{step}", one.pk, queue=Queue.MAILBOX)


# --- what a worker does in one mailbox ---------------------------------------------------------------------------------------------


def attend(scanned: int) -> str:
    """Count in one mailbox, or look at its next messages; may run twice.

    Raises:
        NoService: the mailbox could not be reached, or was lost on the way; to be tried again.
    """
    one = Scanned.objects.select_related("scan__organisation", "door__organisation").get(pk=scanned)
    if one.scan.state not in (Scan.State.COUNTING, Scan.State.RUNNING):
        return one.scan.state
    try:
        with one.door.mailbox().open() as box:
            if one.scan.state == Scan.State.COUNTING:
                _count(one, box)
            else:
                _look(one, box)
    except NoService as trouble:
        _trouble(one, trouble.problem)
        raise
    except BrokenSettings as trouble:
        _trouble(one, trouble.problem)
        Scanned.objects.filter(pk=one.pk).update(counted=True, done=True)
    settle(one.pk)
    return one.scan.state


def give_up(scanned: int) -> None:
    """A mailbox that cannot be reached keeps nobody waiting; what was wrong stands beside it."""
    Scanned.objects.filter(pk=scanned).update(counted=True, done=True)
    settle(scanned)


@transaction.atomic
def settle(scanned: int) -> None:
    """Ask for the next piece of work, or note that the last mailbox is done."""
    one = Scanned.objects.select_related("scan").get(pk=scanned)
    scan = Scan.objects.select_for_update().get(pk=one.scan_id)
    if scan.state == Scan.State.COUNTING and not scan.mailboxes.filter(counted=False).exists():
        scan.state = Scan.State.COUNTED
        scan.save(update_fields=("state",))
    elif scan.state == Scan.State.RUNNING and not scan.mailboxes.filter(done=False).exists():
        scan.state, scan.ended_at = Scan.State.DONE, timezone.now()
        scan.save(update_fields=("state", "ended_at"))
        facts = {
            "looked": sum(scan.mailboxes.values_list("looked", flat=True)),
            "hits": sum(scan.mailboxes.values_list("hits", flat=True)),
        }
        record("scan done", organisation=scan.organisation_id, about=scan.name, facts=facts)
    elif scan.state == Scan.State.RUNNING and not one.done:
        _ask(one)


def _count(one: Scanned, box: Box) -> None:
    messages = 0
    for folder in one.scan.folders:
        try:
            box.select(folder, readonly=True)
            messages += len(box.uids(_criteria(one.scan)))
        except NoService as trouble:
            if trouble.lost:
                raise
            _trouble(one, trouble.problem)
    Scanned.objects.filter(pk=one.pk).update(messages=messages, counted=True)


def _look(one: Scanned, box: Box) -> None:
    """Look at the next messages of the folder where we are, or go to the next folder."""
    at, after = one.cursor.get("folder", 0), one.cursor.get("uid", 0)
    if at >= len(one.scan.folders):
        Scanned.objects.filter(pk=one.pk).update(done=True)
        return
    try:
        box.select(one.scan.folders[at], readonly=True)
        left = [uid for uid in box.uids(_criteria(one.scan)) if uid > after]
    except NoService as trouble:
        if trouble.lost:
            raise
        _trouble(one, trouble.problem)
        left = []
    for uid in left[:AT_ONCE]:
        if Scan.objects.filter(pk=one.scan_id, state=Scan.State.CANCELLED).exists():
            return
        _one(one, box, at, uid)
    if len(left) <= AT_ONCE:
        _go(one, {"folder": at + 1, "uid": 0}, done=at + 1 >= len(one.scan.folders))


def _one(one: Scanned, box: Box, folder: int, uid: int) -> None:
    """Look at one message and forget it, unless it is likely fraud: then it is a case. Counted in the same transaction."""
    fetched = box.fetch(uid)
    hit, skipped = False, fetched is None or not fetched.whole
    with transaction.atomic():
        if fetched is not None and not skipped:
            band = _band(one.scan.organisation, fetched.data)
            skipped, hit = band is None, band is Band.FRAUD
            if hit:
                case = receive(
                    one.scan.organisation, fetched.data, way=Way.MAILBOX, name=fetched.stored.subject, arrival=f"scan:{fetched.arrival}",
                    reporter=None, comment="",
                )  # fmt: skip
                case.happened("found in a mailbox", scan=one.scan_id, door=one.door_id)
        Scanned.objects.filter(pk=one.pk).update(looked=F("looked") + 1, hits=F("hits") + hit, skipped=F("skipped") + skipped)
        _go(one, {"folder": folder, "uid": uid})


def _band(organisation: Organisation, data: bytes) -> Band | None:
    task = Task(
        item=Item("mail.eml", data), organisation=known(organisation), language=next(iter(organisation.languages), "en"),
        settings=load(), today=timezone.now().date(), about=About("", ""), trusted=True,
    )  # fmt: skip
    try:
        return Band(openers().look(task).record["band"])
    except Died:
        return None


def _go(one: Scanned, cursor: dict[str, int], *, done: bool = False) -> None:
    one.cursor, one.done = json.loads(json.dumps(cursor)), done
    Scanned.objects.filter(pk=one.pk).update(cursor=cursor, done=done)


def _trouble(one: Scanned, trouble: Problem) -> None:
    Scanned.objects.filter(pk=one.pk).update(sealed_trouble=sealed_problem(one.scan.organisation, trouble))


def _criteria(scan: Scan) -> str:
    """Days by when the mailbox got them (RFC 3501, 6.4.4): BEFORE does not include its day."""
    return f"UNDELETED SINCE {_day(scan.since)} BEFORE {_day(scan.until + timedelta(days=1))}"


def _day(day: date) -> str:
    return f"{day.day}-{MONTHS[day.month - 1]}-{day.year}"
