"""How long what people brought is kept: a clock for each class, holds, and the nightly erasure.

What was brought is worth keeping while somebody may still come back to it, and no longer (GDPR, art. 5(1)(e)). A clock starts when a case
was last answered, decided or closed. When it ends, the key of the case is destroyed (weerbaar.desk.cases.erase); what is counted stays.
A case on hold keeps its key until the hold is lifted. Nothing that still waits for its first look is ever erased.

A wrong clock erases nothing: the first run, one after more than `MOST_NIGHTS` without, and one after time went back only note the time.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weerbaar.desk.accounts.models import Invitation, Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases import erasures
from weerbaar.desk.cases.erase import Held, erase
from weerbaar.desk.cases.models import Case, Note, State
from weerbaar.desk.cases.see import demand
from weerbaar.desk.governance.models import Mark, Request
from weerbaar.desk.trail import record
from weerbaar.model.errors import Trouble
from weerbaar.model.verdict import Band

log = logging.getLogger(__name__)
MARK = "retention"
MOST_A_NIGHT = 20_000
MOST_NIGHTS = timedelta(days=14)
REQUEST_DAYS = 3 * 365
SHORTEST, LONGEST = 1, 10 * 365
SETTING = "retention_days"
LONGEST_WORDS = 4000


@dataclass(frozen=True, slots=True)
class Clock:
    """A class of cases, the days it is kept unless the organisation says otherwise, and why so long."""

    name: str
    days: int
    told: str | Promise
    why: str | Promise


CLOCKS = (
    Clock("no sign", 30, _("No sign of fraud"), _("Someone may ask again within the month; after that there is nothing to learn from it.")),
    Clock("verify", 90, _("Verify first"), _("An invoice or request is settled, and found to be right or wrong, within a quarter.")),
    Clock("cannot judge", 90, _("Cannot judge"), _("A person may still find out what it was.")),
    Clock("fraud", 365, _("Fraud"), _("Evidence for a report to the police, the bank or the insurer, and to know the same hands again.")),
    Clock("open", 180, _("Waits for a person"), _("Nobody decided for half a year: nobody will.")),
)  # fmt: skip
BANDS = {"no sign": Band.NO_SIGN, "verify": Band.VERIFY, "cannot judge": Band.CANNOT_JUDGE, "fraud": Band.FRAUD}


class NotDays(Trouble):
    """How long something is kept is a number of days."""


def days(organisation: Organisation) -> dict[str, int]:
    """How long each class is kept here."""
    own = organisation.settings.get(SETTING, {})
    return {clock.name: int(own.get(clock.name, clock.days)) for clock in CLOCKS}


@transaction.atomic
def set_days(member: Membership, wanted: Mapping[str, int]) -> None:
    """Change how long classes are kept.

    Raises:
        Forbidden: this member may not.
        NotDays: a class we do not have, or less than a day or more than ten years.
    """
    demand(member, Action.HOLD)
    names = {clock.name for clock in CLOCKS}
    if set(wanted) - names or any(not SHORTEST <= value <= LONGEST for value in wanted.values()):
        raise NotDays("retention_days", least=SHORTEST, most=LONGEST)
    organisation = Organisation.locked(member.organisation_id)
    before = days(organisation)
    organisation.keep(SETTING, {**before, **wanted})
    changed = {name: value for name, value in wanted.items() if before[name] != value}
    record("retention changed", organisation=organisation.pk, actor=member.user_id, facts=changed)


def due(organisation: Organisation, now: datetime) -> QuerySet[Case]:
    """The cases whose clock has ended."""
    kept = days(organisation)
    done = Q(state__in=(State.ANSWERED, State.DECIDED, State.CLOSED))
    ended = Q(state=State.NEEDS_PERSON, since__lt=now - timedelta(days=kept["open"]))
    for name, band in BANDS.items():
        ended |= done & Q(since__lt=now - timedelta(days=kept[name]), holds=band.value)
    cases = Case.objects.filter(organisation=organisation, held=False).annotate(
        since=Coalesce("closed_at", "decided_at", "contested_at", "answered_at", "received_at"), holds=_holds()
    )
    return cases.filter(ended).order_by("pk")


def ends(case: Case, kept: Mapping[str, int]) -> datetime | None:
    """When the clock of a case ends; None while it waits for its look, or is on hold or erased."""
    if case.held or case.state in (State.RECEIVED, State.LOOKING, State.ERASED):
        return None
    since = case.closed_at or case.decided_at or case.contested_at or case.answered_at or case.received_at
    if case.state == State.NEEDS_PERSON:
        return since + timedelta(days=kept["open"])
    band = case.decided_band or case.band
    return next((since + timedelta(days=kept[name]) for name, one in BANDS.items() if one.value == band), None)


@transaction.atomic
def hold(case: Case, member: Membership, why: str) -> None:
    """Keep a case past its clock, since the law or a procedure asks for it; `why` is kept sealed beside it.

    Raises:
        Forbidden: this member may not.
        Locked: the case was erased.
    """
    _set_held(case, member, why, held=True)


@transaction.atomic
def release(case: Case, member: Membership, why: str = "") -> None:
    """Lift a hold: the clock of the case runs on.

    Raises:
        Forbidden: this member may not.
        Locked: the case was erased.
    """
    _set_held(case, member, why, held=False)


def _set_held(case: Case, member: Membership, why: str, *, held: bool) -> None:
    demand(member, Action.HOLD, case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    if why.strip():
        Note.objects.create(case=case, author=member.user, sealed=case.seal(why.strip()[:LONGEST_WORDS].encode(), "note"))
    case.held = held
    case.save(update_fields=("held",))
    word = "held" if held else "hold lifted"
    case.happened(word, member.user)
    record(word, organisation=case.organisation_id, actor=member.user_id, about=case.name)


@transaction.atomic
def erase_now(case: Case, member: Membership) -> None:
    """Erase a case before its clock ends.

    Raises:
        Forbidden: this member may not.
        Held: the case is on hold.
    """
    demand(member, Action.ERASE, case)
    erase(case, actor=member.user, why="asked")


def nightly() -> int:
    """Erase every case whose clock has ended, and what else is past its time; how many cases. A chore."""
    now = timezone.now()
    if not _clock_is_right(now):
        return 0
    done = 0
    for organisation in Organisation.objects.order_by("pk"):
        for pk in list(due(organisation, now).values_list("pk", flat=True)[: MOST_A_NIGHT - done]):
            try:
                erase(Case(pk=pk), actor=None, why="kept long enough")
            except Held:  # put on hold this moment
                continue
            done += 1
    _forget_the_rest(now)
    erasures.reconcile()
    scrub()
    log.info("nightly erasure", extra={"facts": {"erased": done}})
    return done


def scrub() -> None:
    """Let nothing of a destroyed key linger in the database's own files: SQLite's log, PostgreSQL's dead rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        elif connection.get_autocommit():
            cursor.execute("VACUUM cases_case, cases_blob, cases_token, cases_note, cases_answer, cases_decision")


def _clock_is_right(now: datetime) -> bool:
    mark, new = Mark.objects.get_or_create(name=MARK, defaults={"at": now})
    gone = now - mark.at
    Mark.objects.filter(name=MARK).update(at=now)
    if not new and timedelta(hours=-1) <= gone <= MOST_NIGHTS:
        return True
    if new:
        return False
    log.warning("nothing erased: the clock jumped", extra={"facts": {"days": round(gone.total_seconds() / 86_400, 1)}})
    record("retention waited", facts={"days": round(gone.total_seconds() / 86_400, 1)})
    return False


def _forget_the_rest(now: datetime) -> None:
    """Sessions and invitations that ended, requests of persons that were done years ago."""
    from django.core.management import call_command

    call_command("clearsessions", verbosity=0)
    Invitation.objects.filter(until__lt=now - timedelta(days=30)).delete()
    Request.objects.filter(done_at__lt=now - timedelta(days=REQUEST_DAYS)).delete()


def _holds() -> Coalesce:
    """The band that holds: a person's, else the machine's."""
    from django.db.models import CharField, F, Value
    from django.db.models.functions import NullIf

    return Coalesce(NullIf(F("decided_band"), Value("")), F("band"), output_field=CharField())
