"""What becomes of a mail to the desk: cases, an answer to an answer, or nothing because a machine wrote it. Written down before it is acknowledged.

mail -> opened in a process of its own -> one transaction: cases.receive for each thing it brings, or Heard
"""

import hashlib
import logging
import re
from dataclasses import replace
from itertools import islice

from django.db import transaction

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import Membership, Organisation, User
from weerbaar.desk.accounts.people import reporter_of
from weerbaar.desk.cases.about import PAGE, Reply
from weerbaar.desk.cases.models import Answer, Case
from weerbaar.desk.cases.receive import receive
from weerbaar.desk.intake import doors
from weerbaar.desk.intake.models import Door, Heard, carried_bytes
from weerbaar.desk.intake.replied import came_back, heard, replied
from weerbaar.desk.work.look import not_looked, openers
from weerbaar.desk.work.looker import Died
from weerbaar.desk.work.opened import Carried, Opened, unopened
from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.item import Item, Way
from weerbaar.model.part import Mail
from weerbaar.outside.replies import Bringer, Ours, Silence, may_answer, who_brought
from weerbaar.settings import load
from weerbaar.unpack.brought import Manner

log = logging.getLogger(__name__)
BOUNCES = frozenset((Silence.REPORT, Silence.NULL_RETURN_PATH, Silence.MACHINE))
MACHINES = BOUNCES | {Silence.AUTO_SUBMITTED, Silence.BULK, Silence.LOOP}
"""Why an answer to our answer is a machine's."""
MESSAGE_ID = re.compile(rb"^message-id:[ \t\r\n]{0,4}<([^<>\s]{1,300})>", re.I | re.M)
SMALLEST_FILE = 20 * 1024
"""Bytes from which a file with an answer to us is a doubt, and not the logo of a firm."""


def take_in(door: Door, data: bytes, *, whole: bool = True) -> tuple[Case, ...]:
    """Take in a mail; the cases it brought. When this returns, all of it is written down.

    The same mail given twice, by whichever door, is taken in once. `whole` False: it was too large, and these are its headers.
    """
    organisation = door.organisation
    ours = doors.ours(organisation)
    settings = load()
    # A file grows by a third on its way; what is too large without that is said below.
    opened = _opened(
        Carried(data, ours.addresses | door.details.addresses, replace(settings, max_bytes=carried_bytes(settings.max_bytes)))
    )
    arrival = _arrival(opened.brought.carrier, data)
    with transaction.atomic():
        return _written(door, ours, opened, arrival, whole=whole)


def _opened(carried: Carried) -> Opened:
    try:
        return openers().open_mail(carried) or unopened(carried)
    except Died:
        log.warning("a mail could not be opened", extra={"facts": {"bytes": len(carried.data)}})
        return unopened(carried)


def _written(door: Door, ours: Ours, opened: Opened, arrival: str, *, whole: bool) -> tuple[Case, ...]:
    organisation, brought = door.organisation, opened.brought
    mail = brought.carrier
    silence = may_answer(mail, ours).reason
    told = _told(organisation, mail, brought.items)
    items = brought.items
    if told is not None:
        if silence in MACHINES:
            came_back(told, arrival, bounced=silence in BOUNCES)
            return ()
        if brought.manner in (Manner.WRITTEN, Manner.ATTACHED, Manner.FILES, Manner.INLINE):
            writer = who_brought(mail, known(organisation).trusted_authserv_ids).address
            replied(told, arrival, writer.address if writer else "", opened.words)
            items = _new(organisation, brought.manner, items)
    elif _is_automatic(mail, silence) and brought.manner in (Manner.WRITTEN, Manner.INLINE):
        heard(organisation, arrival, Heard.Kind.AUTOMATIC)
        return ()
    return tuple(_case(door, opened, item, f"{arrival}:{number}", silence, whole=whole) for number, item in enumerate(items, 1))


def _case(door: Door, opened: Opened, item: Item, arrival: str, silence: Silence | None, *, whole: bool) -> Case:
    organisation, mail, manner = door.organisation, opened.brought.carrier, opened.brought.manner
    most = load().max_bytes
    whole = whole and len(item.data) <= most
    bringer = _bringer(organisation, mail, manner)
    reporter = _reporter(organisation, bringer)
    address = bringer.address.address if bringer.address else ""
    answered = silence is None and address and (reporter or door.details.strangers or _is_near(organisation, address))
    case = receive(
        organisation,
        item.data[:most],
        way=Way.FILE,
        name=item.name,
        arrival=arrival,
        reporter=reporter,
        reporter_address=address,
        language=None if reporter else opened.language or None,
        comment=opened.brought.comment,
        reply=Reply("mail", address, mail.message_id, mail.references, mail.subject) if answered else PAGE,
    )
    if not case.events.filter(kind="came by mail").exists():
        why = "" if answered else str(silence or ("nobody" if not address else "stranger"))
        case.happened(
            "came by mail", manner=str(manner), proven=reporter is not None, unanswered=why, left_out=opened.brought.left_out
        )
        if not whole:
            not_looked(case, NotLooked("limit max_bytes", Reason.TOO_LARGE))
    return case


def _bringer(organisation: Organisation, mail: Mail, manner: Manner) -> Bringer:
    """Who brought it. A message that came without a word was sent on by somebody we do not see: its sender is who is doubted."""
    if manner is Manner.MESSAGE:
        return Bringer(None)
    return who_brought(mail, known(organisation).trusted_authserv_ids)


def _reporter(organisation: Organisation, bringer: Bringer) -> User | None:
    if bringer.address is None or not bringer.authenticated:
        return None
    return reporter_of(organisation, bringer.address.address, bringer.address.name)


def _is_near(organisation: Organisation, address: str) -> bool:
    """Whether an address is one of the organisation's people. Others get no answer: a swindler would try his lures on us."""
    facts = known(organisation)
    return (
        facts.is_ours(address.rpartition("@")[2])
        or any(address in (one.address.lower(), *(other.lower() for other in one.other_addresses)) for one in facts.people)
        or Membership.objects.filter(organisation=organisation, user__email=address, user__is_active=True).exists()
    )


def _told(organisation: Organisation, mail: Mail, items: tuple[Item, ...]) -> Answer | None:
    """Our answer that a mail answers, or that came back inside it."""
    ids = [mail.in_reply_to, *reversed(mail.references)]
    if mail.header("Content-Type").lower().startswith("multipart/report"):
        ids.extend(_inside(items))
    numbers = doors.numbers_of(organisation, doors.ANSWER, ids)
    found = {
        one.pk: one for one in Answer.objects.filter(pk__in=numbers, case__organisation=organisation).select_related("case")
    }
    return next((found[one] for one in numbers if one in found), None)


def _inside(items: tuple[Item, ...]) -> list[str]:
    """Message-IDs in what a report sends back: the original or its headers (RFC 3462)."""
    head = b"\n".join(item.data[:200_000] for item in items[:3])
    return [found[1].decode("ascii", "replace") for found in islice(MESSAGE_ID.finditer(head), 10)]


def _new(organisation: Organisation, manner: Manner, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """What stands beside an answer to us and is a doubt of its own: attached messages that we did not write, and files of some size."""
    if manner is Manner.ATTACHED:
        return tuple(one for one in items if not doors.numbers_of(organisation, doors.ANSWER, _inside((one,))))
    return tuple(one for one in items if len(one.data) >= SMALLEST_FILE) if manner is Manner.FILES else ()


def _is_automatic(mail: Mail, silence: Silence | None) -> bool:
    """Whether a machine answered something, rather than sent something on."""
    said = mail.header("Auto-Submitted").partition(";")[0].strip().lower()
    return silence is Silence.LOOP or said == "auto-replied" or (silence is Silence.REPORT and bool(mail.in_reply_to))


def _arrival(mail: Mail, data: bytes) -> str:
    """The same for the same mail, by whichever door and however often it comes."""
    named = f"{mail.message_id}\0{mail.sender.address if mail.sender else ''}\0{mail.header('Date')}".encode("utf-8", "replace")
    return f"mail:{hashlib.sha256(named if mail.message_id else data).hexdigest()[:48]}"
