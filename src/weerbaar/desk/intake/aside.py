"""What is done in one connected mailbox: messages that belong to a case are searched and compared, moved aside with a note in their place, put back.

Every state of a message is written down before the next step, and each step sees by the mailbox itself whether it was done: after a crash it goes
on, and nothing is moved or noted twice.
"""

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import User
from weerbaar.desk.cases.models import Case, Purpose
from weerbaar.desk.intake import doors
from weerbaar.desk.intake.models import Door, Quarantine, Sibling, Sought
from weerbaar.desk.vault import Locked
from weerbaar.desk.work.look import openers
from weerbaar.desk.work.looking import Task
from weerbaar.likeness.campaign import same_campaign
from weerbaar.likeness.traces import Traces, of_record
from weerbaar.model.errors import BrokenSettings, Problem
from weerbaar.model.item import Item
from weerbaar.outside.imap_box import Box, Moved, Moves, Place, Stored, Wanted
from weerbaar.outside.server import NoService, Step
from weerbaar.report.answer import About
from weerbaar.settings import load
from weerbaar.unpack.mail import make_mail
from weerbaar.unpack.mime import entity_of

log = logging.getLogger(__name__)
FOLDER = "Weerbaar quarantine"
DAYS = 60
"""How far back siblings are looked for."""
MOST_CASES = 5
MOST_WORDS = 3
MOST_CANDIDATES = 200
"""Messages of one mailbox that are fetched and compared."""
SHORTEST_SUBJECT = 8
LEFT_OUT = ("\\Sent", "\\Drafts", "\\All")
"""Special uses (RFC 6154) of folders that hold what their owner wrote, or every message a second time."""
NAMED = frozenset(
    (
        "sent", "sent items", "sent mail", "sent messages", "drafts", "verzonden", "verzonden items", "concepten", "envoyés", "éléments envoyés",
        "messages envoyés", "brouillons", "gesendet", "gesendete elemente", "gesendete objekte", "entwürfe", "outbox", "templates",
    )
)  # fmt: skip
"""The same by name, where a server does not say what a folder is for."""
HERE = (Sibling.State.FOUND, Sibling.State.INTENDED, Sibling.State.MOVED, Sibling.State.RESTORED, Sibling.State.FAILED)
ASIDE = (Sibling.State.MOVED, Sibling.State.NOTED, Sibling.State.RETURNING, Sibling.State.RETURNED, Sibling.State.STUCK)


@dataclass(frozen=True, slots=True)
class Pattern:
    """By what siblings of some cases are looked for, and compared."""

    message_ids: tuple[str, ...]
    senders: tuple[str, ...]
    subjects: tuple[str, ...]
    hosts: tuple[str, ...]
    traces: tuple[Traces, ...]
    since: date

    def searches(self) -> Iterator[Wanted]:
        """The searches, surest first."""
        for one in self.message_ids:
            yield Wanted(message_id=one)
        for one in self.senders:
            yield Wanted(sender=one, since=self.since)
        for one in self.subjects:
            yield Wanted(subject=(one,), since=self.since)
        for one in self.hosts:
            yield Wanted(body=(one,), since=self.since)


def attend(sought: Sought) -> Problem | None:
    """Do in a mailbox what its quarantine stands for: search, move aside, or put back; what went wrong with a folder, if anything.

    Raises:
        NoService: the mailbox could not be reached, or was lost on the way; to be tried again.
        BrokenSettings: its door was removed, or cannot be used.
    """
    one, door = sought.quarantine, sought.door
    if door.removed_at is not None:
        raise BrokenSettings("door_details")
    with door.mailbox().open() as box:
        if one.state == Quarantine.State.LOOKING:
            return _search(one, sought, box)
        if one.state == Quarantine.State.MOVING:
            for sibling in _of(one, door, HERE):
                _move(sibling, box)
        elif one.state == Quarantine.State.RESTORING:
            for sibling in _of(one, door, ASIDE):
                _put_back(sibling, box)
    return None


def _of(one: Quarantine, door: Door, states: tuple[Sibling.State, ...]) -> list[Sibling]:
    found = one.siblings.filter(door=door, state__in=states).select_related("door__organisation", "quarantine__case")
    return list(found)


# Looking for them


def pattern(case: Case) -> Pattern:
    """By what the siblings of a case and of the latest others of its campaign are looked for."""
    cases = [case]
    if case.campaign_id is not None:
        cases += (
            Case.objects.filter(campaign_id=case.campaign_id).exclude(pk=case.pk).order_by("-received_at")[: MOST_CASES - 1]
        )
    facts = known(case.organisation)
    found: dict[str, dict[str, None]] = {"id": {}, "sender": {}, "subject": {}, "host": {}}
    traces = []
    for one in cases:
        told = _traces(one)
        if told is None:
            continue
        traces.append(told)
        mail = make_mail(entity_of(one.original()[: 256 * 1024]).headers, "mail")
        # What a colleague forwarded in the text has the colleague's own headers, and those are nobody's siblings.
        if mail.message_id and mail.sender and ("sender", mail.sender.address) in {(t.kind, t.value) for t in told.found}:
            found["id"][mail.message_id] = None
        for trace in told.found:
            if trace.kind in ("host", "domain"):
                found["host"][trace.value] = None
            elif trace.kind == "sender" and not facts.is_ours(trace.value.rpartition("@")[2]):
                found["sender"][trace.value] = None
        subject = one.about.called.removesuffix("…")
        if len(subject) >= SHORTEST_SUBJECT and any(trace.kind == "subject" for trace in told.found):
            found["subject"][subject] = None
    kept = {kind: tuple(values)[:MOST_WORDS] for kind, values in found.items()}
    since = (case.received_at - timedelta(days=DAYS)).date()
    return Pattern(kept["id"], kept["sender"], kept["subject"], kept["host"], tuple(traces), since)


def _traces(case: Case) -> Traces | None:
    blob = case.blobs.filter(purpose=Purpose.TRACES).first()
    if blob is None:
        return None
    try:
        return of_record(json.loads(case.open(blob.sealed, Purpose.TRACES))["traces"])
    except Locked:
        return None


def _search(one: Quarantine, sought: Sought, box: Box) -> Problem | None:
    """Write down the messages of one mailbox that belong to the case; what was wrong with a folder, if anything.

    Raises:
        NoService: the connection was lost.
    """
    wanted = pattern(one.case)
    folders = tuple(name for name in box.folders(LEFT_OUT) if _is_looked_in(name))
    seen: set[Place] = set()
    more, trouble = False, None
    for search in wanted.searches():
        found = box.search(search, folders)
        if found.failed:
            trouble = found.failed[-1].problem
            if found.lost:
                raise NoService(Step.CONNECTION, trouble)
        more = more or found.more
        for stored in found.found:
            if stored.place in seen:
                continue
            if len(seen) >= MOST_CANDIDATES:
                more = True
                break
            seen.add(stored.place)
            if _is_sibling(one, wanted, stored, box):
                _note_down(one, sought.door, stored)
    Sought.objects.filter(pk=sought.pk).update(folders=len(folders), more=more)
    return trouble


def _is_looked_in(folder: str) -> bool:
    last = folder.replace(".", "/").rpartition("/")[2].lower()
    return last not in NAMED and folder.rpartition("/")[2].rpartition(".")[2] != FOLDER and FOLDER not in folder


def _is_sibling(one: Quarantine, wanted: Pattern, stored: Stored, box: Box) -> bool:
    facts = known(one.organisation)
    mail = make_mail((("From", stored.sender),), "mail")
    sender = mail.sender.address if mail.sender else ""
    if facts.is_ours(sender.rpartition("@")[2]) and sender not in {t.value for traces in wanted.traces for t in traces.found}:
        return False  # a colleague who sends it on, or asks about it
    if stored.message_id in wanted.message_ids and sender in wanted.senders:
        return True
    box.select(stored.place.folder, readonly=True)
    fetched = box.fetch(stored.place.uid)
    if fetched is None or not fetched.whole:
        return False
    task = Task(
        item=Item("mail.eml", fetched.data), organisation=facts, language="en", settings=load(), today=date.today(),
        about=About("", ""), trusted=False,
    )  # fmt: skip
    told = openers().traced(task)
    return told is not None and any(same_campaign(traces, of_record(told)).same for traces in wanted.traces)


def _note_down(one: Quarantine, door: Door, stored: Stored) -> None:
    place = hashlib.sha256(f"{stored.place.folder}\0{stored.place.uidvalidity}\0{stored.place.uid}".encode()).hexdigest()
    made = Sibling(quarantine=one, door=door, place=place)
    made.keep(_as_json(stored))
    Sibling.objects.get_or_create(quarantine=one, door=door, place=place, defaults={"sealed": made.sealed})


# Moving them aside


def _move(sibling: Sibling, box: Box) -> None:
    before = sibling.state
    if before != Sibling.State.MOVED:
        if before not in (Sibling.State.INTENDED, Sibling.State.FAILED):
            times = sibling.told.get("times", 0) + 1
            _set(sibling, Sibling.State.INTENDED, times=times, note=_note_id(sibling, times))
        folder = box.folder(FOLDER)
        stored = _stored(sibling.told)
        again = before in (Sibling.State.INTENDED, Sibling.State.FAILED)
        moved = _moved_before(sibling, box, folder, stored) if again else None
        if moved is None:
            moves = box.move((stored,), folder)
            if moves.failed:
                _failed(sibling, Sibling.State.FAILED, moves.failed[0].problem)
                return
            moved = moves.moved[0]
        now = moved.now if moved.now.uid else _lying(sibling, box, folder, stored) or moved.now
        kept = _as_json(replace(moved.was, place=stored.place, message_id=stored.message_id))
        _set(sibling, Sibling.State.MOVED, **kept, now=_place(now), marked=moved.marked)
    note = _note(sibling)
    box.append(sibling.told["folder"], note, (), _received(sibling.told))
    _set(sibling, Sibling.State.NOTED)


def _moved_before(sibling: Sibling, box: Box, to: str, stored: Stored) -> Moved | None:
    """What a run that died had moved or copied to a folder already. A copy whose original still stands is finished here, not made again."""
    now = _lying(sibling, box, to, stored)
    if now is None:
        return None
    box.select(stored.place.folder)
    if box.uidvalidity == stored.place.uidvalidity:
        left = box.stored((stored.place.uid,))
        if left and "\\Deleted" not in left[0].flags:
            box.remove(stored.place)
    return Moved(stored, now, marked=not box.can & {"MOVE", "UIDPLUS"})


def _lying(sibling: Sibling, box: Box, folder: str, stored: Stored) -> Place | None:
    """Where a message lies in a folder: by its Message-ID, else by size and date; none of the places of its other copies."""
    if stored.message_id:
        found = box.named(folder, stored.message_id)
    else:
        box.select(folder, readonly=True)
        found = box.stored(box.uids())
    others = Sibling.objects.filter(quarantine=sibling.quarantine_id, door=sibling.door_id).exclude(pk=sibling.pk)
    taken = {place for other in others.select_related("door__organisation") for place in _places(other)}
    same = [one for one in found if one.size == stored.size and one.received == stored.received and one.place not in taken]
    return same[-1].place if same else None


def _places(sibling: Sibling) -> Iterator[Place]:
    """Where a message is now, as far as we know."""
    if sibling.state in ASIDE and sibling.state != Sibling.State.RETURNED:
        yield _of_place(sibling.told["now"])
    else:
        yield _of_place(sibling.told)


def _note(sibling: Sibling) -> bytes:
    """What stands where the message was: in the language of whose mailbox it is, the same each time it is made."""
    door, told, organisation = sibling.door, sibling.told, sibling.door.organisation
    out = doors.outgoing(organisation)
    sender = out.details.address if out else door.details.address
    made = EmailMessage(policy=SMTP)
    with override(_language(door)):
        subject = " ".join(str(told["subject"]).split())[:120]
        made["Subject"] = _("Set aside: %(subject)s") % {"subject": subject} if subject else _("A message was set aside")
        lines = (
            _("A message stood here that is probably fraud. Somebody reported it, and %(organisation)s set it aside for you."),
            _("You do not have to do anything. It lies in the folder “%(folder)s”, and comes back here if it turns out to be honest."),
            _("Did you pay, log in or open something because of it? Then say so now. That helps, and nobody will blame you."),
            _("Who to tell: %(contact)s") if known(organisation).contact else "",
        )  # fmt: skip
        named = {"organisation": organisation.name, "folder": FOLDER, "contact": known(organisation).contact}
        text = "\n\n".join(line % named for line in lines if line)
    made["From"], made["To"] = sender, door.details.address
    made["Date"] = format_datetime(_received(told) or sibling.quarantine.at)
    made["Message-ID"] = f"<{told['note']}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text + "\n")
    return made.as_bytes()


def _note_id(sibling: Sibling, times: int) -> str:
    """The Message-ID of the note that stands there when it is moved aside for the first, second... time."""
    domain = sibling.door.details.address.rpartition("@")[2]
    return doors.message_id(sibling.door.organisation, f"n{times}", sibling.pk, domain)


def _language(door: Door) -> str:
    """Of whose mailbox it is: as filled in, else as they chose themselves, else the organisation's first."""
    person = User.objects.filter(email=door.details.address.lower()).values_list("language", flat=True).first()
    return door.details.language or person or next(iter(door.organisation.languages), "en")


# Putting them back


def _put_back(sibling: Sibling, box: Box) -> None:
    before, told = sibling.state, sibling.told
    if before != Sibling.State.RETURNED:
        _set(sibling, Sibling.State.RETURNING)
        stored, aside = _stored(told), _of_place(told["now"])
        again = before in (Sibling.State.RETURNING, Sibling.State.STUCK) and not told["marked"]
        done = _moved_before(sibling, box, told["folder"], replace(stored, place=aside)) if again else None
        moves = Moves((done,), ()) if done else box.restore((Moved(stored, aside, bool(told["marked"])),))
        # What has no Message-ID and was put back by a run that died is known by its size and date.
        now = moves.moved[0].now if moves.moved else _lying(sibling, box, told["folder"], stored)
        if now is None:
            _failed(sibling, Sibling.State.STUCK, moves.failed[0].problem)
            return
        _set(sibling, Sibling.State.RETURNED, **_place(now))
    for stored in box.named(sibling.told["folder"], sibling.told["note"]):
        box.remove(stored.place)
    _set(sibling, Sibling.State.RESTORED)


# Below


def _set(sibling: Sibling, state: Sibling.State, **told: Any) -> None:
    sibling.state, sibling.changed_at = state, timezone.now()
    if told:
        sibling.keep({**sibling.told, **told})
    sibling.save(update_fields=("state", "changed_at", "sealed"))


def _failed(sibling: Sibling, state: Sibling.State, problem: Problem) -> None:
    log.warning("a message was not moved", extra={"facts": {"sibling": sibling.pk, "why": problem.id}})
    _set(sibling, state, why=problem.id)


def _as_json(stored: Stored) -> dict[str, Any]:
    return {
        **_place(stored.place), "size": stored.size, "flags": list(stored.flags), "message_id": stored.message_id, "sender": stored.sender,
        "subject": stored.subject, "received": stored.received.isoformat() if stored.received else None,
    }  # fmt: skip


def _place(place: Place) -> dict[str, Any]:
    return {"folder": place.folder, "uidvalidity": place.uidvalidity, "uid": place.uid}


def _of_place(told: Mapping[str, Any]) -> Place:
    return Place(told["folder"], told["uidvalidity"], told["uid"])


def _stored(told: Mapping[str, Any]) -> Stored:
    return Stored(
        _of_place(told),
        told["size"],
        tuple(told["flags"]),
        _received(told),
        told["message_id"],
        told["sender"],
        told["subject"],
    )


def _received(told: Mapping[str, Any]) -> datetime | None:
    return datetime.fromisoformat(told["received"]) if told["received"] else None
