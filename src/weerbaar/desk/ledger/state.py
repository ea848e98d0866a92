"""The ledger of an organisation: appended to, read, reconstructed as it was, verified. What it means stands in weerbaar.ledger.chain.

Entries are opened once in each process and kept in memory as long as the ledger does not change; what was appended since is added to
them, each checked against the one before. A ledger that does not hold is not read: whoever asks is told, and nothing counts as known.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time
from threading import Lock
from typing import Any

from django.db import transaction
from django.utils import timezone

from weerbaar.desk import lines, vault
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.governance.audit import Verified
from weerbaar.desk.governance.models import Entry as TrailEntry
from weerbaar.desk.ledger.models import LedgerEntry, LedgerHead
from weerbaar.desk.trail import record
from weerbaar.desk.vault import Locked
from weerbaar.ledger import chain
from weerbaar.ledger.chain import Act, Entry
from weerbaar.model.errors import Trouble
from weerbaar.model.ledger import Ledger

WRITTEN = "ledger written"
"""What the trail calls it; its facts are the sequence and mark of the last entry, so that anchors of the trail hold the ledger too."""
DESK = "desk"
"""Who appends where no person does."""
AT_A_TIME = 500
_books: dict[str, tuple[Entry, ...]] = {}
_ledgers: dict[str, tuple[tuple[Entry, ...], Ledger]] = {}
_opening = Lock()
Draft = tuple[Act, Mapping[str, Any]]


class Broken(Trouble):
    """The ledger is not as it was written, so nothing in it counts."""


def ledger_of(organisation: Organisation, at: date | None = None) -> Ledger:
    """What is known about payees now, or as it was at the end of a day (UTC).

    Raises:
        Broken: an entry was changed, taken away or does not open.
    """
    entries = entries_of(organisation)
    today = (at or timezone.localdate()).isoformat()
    if at is not None:
        return chain.replay(entries, end_of(at), today)
    kept = _ledgers.get(str(organisation.ref))
    if kept is None or kept[0] is not entries:
        kept = _ledgers[str(organisation.ref)] = (entries, chain.replay(entries))
    return replace(kept[1], today=today)


def known_to(organisation: Organisation) -> Ledger:
    """The ledger as looks get it (WEERBAAR_LEDGER): nothing of a ledger that does not hold."""
    try:
        return ledger_of(organisation)
    except (Broken, Locked):
        return Ledger(today=timezone.localdate().isoformat())


def entries_of(organisation: Organisation) -> tuple[Entry, ...]:
    """Every entry, in order.

    Raises:
        Broken: as above.
    """
    head = LedgerHead.objects.filter(organisation_id=organisation.pk).first()
    if head is None:
        return ()
    with _opening:
        kept = _books.get(str(organisation.ref), ())
        if len(kept) == head.sequence and (not kept or mark(organisation, kept[-1]) == head.mark):
            return kept
        whole = _extended(organisation, kept[: head.sequence], head) or _extended(organisation, (), head)
        if whole is None:
            raise Broken("ledger_broken")
        _books[str(organisation.ref)] = whole
        return whole


@transaction.atomic
def append(organisation: Organisation, by: Membership | None, drafts: Sequence[Draft], **facts: str | int) -> tuple[Entry, ...]:
    """Append entries, all or none, with one line in the trail; whoever calls has asked whether it may be done.

    Raises:
        Broken: the ledger does not hold.
        ValueError: a draft lacks what its act needs.
    """
    if not drafts:
        return ()
    LedgerHead.objects.get_or_create(organisation_id=organisation.pk)
    head = LedgerHead.objects.select_for_update().get(organisation_id=organisation.pk)
    before = next(iter(entries_of(organisation)[-1:]), None)
    made: list[Entry] = []
    who, now = by.user.email if by else DESK, timezone.now()
    for act, body in drafts:
        before = chain.append(before, now, who, act, body)
        made.append(before)
    LedgerEntry.objects.bulk_create(
        [
            LedgerEntry(organisation_id=organisation.pk, sequence=one.number + 1, sealed=_sealed(organisation, one))
            for one in made
        ],
        batch_size=AT_A_TIME,
    )
    head.sequence, head.mark = made[-1].number + 1, mark(organisation, made[-1])
    head.save(update_fields=("sequence", "mark"))
    record(
        WRITTEN,
        organisation=organisation.pk,
        actor=by.user_id if by else None,
        about="ledger",
        facts={"entries": len(made), "to": head.sequence, "mark": head.mark, **facts},
    )
    return tuple(made)


def verify(organisation: Organisation) -> Verified:
    """Whether every entry holds, opens, and agrees with what the trail noted when it was written."""
    head = LedgerHead.objects.filter(organisation_id=organisation.pk).first()
    noted = dict(_noted(organisation))
    found: list[Entry] = []
    for row in LedgerEntry.objects.filter(organisation_id=organisation.pk).order_by("sequence").iterator(AT_A_TIME):
        place = len(found) + 1
        if row.sequence != place:
            return Verified(organisation.pk, len(found), place, "missing")
        entry = _opened(organisation, row)
        if entry is None or not chain.follows(entry, found[-1] if found else None):
            return Verified(organisation.pk, len(found), place, "changed")
        if noted.pop(place, None) not in (None, mark(organisation, entry)):
            return Verified(organisation.pk, len(found), place, "differs from its anchor")
        found.append(entry)
    ends = (head.sequence, head.mark) if head else (0, "")
    if noted or ends != (len(found), mark(organisation, found[-1]) if found else ""):
        return Verified(organisation.pk, len(found), len(found) + 1, "cut short")
    return Verified(organisation.pk, len(found))


def verify_all() -> list[Verified]:
    """Every ledger of the desk that has entries, or should have."""
    known = set(LedgerHead.objects.filter(sequence__gt=0).values_list("organisation_id", flat=True))
    known |= set(TrailEntry.objects.filter(action=WRITTEN).order_by().values_list("organisation_id", flat=True).distinct())
    return [verify(one) for one in Organisation.objects.filter(pk__in=known).order_by("pk")]


def mark(organisation: Organisation, entry: Entry) -> str:
    """A keyed fingerprint of an entry: it stands in clear, where the hash of a known account would tell which it is."""
    return vault.fingerprint(organisation.search_key, f"ledger {entry.number} {entry.hash}".encode()).hex()


def end_of(day: date) -> datetime:
    """The last moment of a day, in UTC."""
    return datetime.combine(day, time.max, UTC)


def _extended(organisation: Organisation, kept: tuple[Entry, ...], head: LedgerHead) -> tuple[Entry, ...] | None:
    """The entries up to the head, those known already in front; None when they do not hold together."""
    rows = LedgerEntry.objects.filter(
        organisation_id=organisation.pk, sequence__gt=len(kept), sequence__lte=head.sequence
    ).order_by("sequence")
    found = list(kept)
    for row in rows.iterator(AT_A_TIME):
        entry = _opened(organisation, row)
        if entry is None or not chain.follows(entry, found[-1] if found else None):
            return None
        found.append(entry)
    whole = len(found) == head.sequence and (not found or mark(organisation, found[-1]) == head.mark)
    return tuple(found) if whole else None


def _sealed(organisation: Organisation, entry: Entry) -> bytes:
    return vault.seal(organisation.data_key, lines.canonical(asdict(entry)), f"ledger {entry.number}")


def _opened(organisation: Organisation, row: LedgerEntry) -> Entry | None:
    try:
        table = json.loads(vault.open_(organisation.data_key, bytes(row.sealed), f"ledger {row.sequence - 1}"))
        return Entry(**{**table, "act": Act(table["act"])})
    except (Locked, ValueError, KeyError, TypeError):
        return None


def _noted(organisation: Organisation) -> list[tuple[int, str]]:
    written = TrailEntry.objects.filter(organisation_id=organisation.pk, action=WRITTEN).values_list("facts", flat=True)
    return [(int(facts["to"]), str(facts["mark"])) for facts in written]
