"""The gate at the desk: a payment file is checked line by line, and what may go is let go, once.

    check -> round 1: released file | what is held -> (confirmed) -> again -> round 2: ... -> until nothing is held, or it is set aside

Everything of a round is one transaction: lines, identities, the released file. Whoever dies before its end released nothing; whoever asks
after it gets what was decided. Bringing a file to a folder is another matter (weerbaar.desk.payments.place).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.receive import fits
from weerbaar.desk.cases.see import demand
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.ledger import confirm
from weerbaar.desk.ledger.models import Confirmation, LedgerHead
from weerbaar.desk.ledger.models import State as Confirmed
from weerbaar.desk.ledger.rules import policy_of
from weerbaar.desk.ledger.state import ledger_of
from weerbaar.desk.payments import payees
from weerbaar.desk.payments.judge import CONFIRMABLE, OUT_OF_THE_ORDINARY, Facts, Reason, facts_of, identity, judge
from weerbaar.desk.payments.models import Answered, Line, Release, Run, Way
from weerbaar.desk.payments.sign import sign
from weerbaar.desk.trail import Facts as TrailFacts
from weerbaar.desk.trail import record
from weerbaar.ledger.compare import compare_all
from weerbaar.ledger.gate import Decided, Decision, Split, split
from weerbaar.ledger.read import pain
from weerbaar.ledger.read.refused import Refused
from weerbaar.model.ledger import Comparison, Ledger

BACK = timedelta(minutes=10)
"""How far the clock may stand behind the trail before nothing is released: no more than two machines differ."""
LONGEST_NAME = 200
AT_A_TIME = 500
AGAIN_DAYS = 30
"""Days after which a held line is no longer let go by itself: by then it was paid in another way, or is not wanted."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a round is judged by."""

    ledger: Ledger
    facts: Facts
    names: Mapping[str, str]
    today: str
    close_names: bool


def check(
    organisation: Organisation, data: bytes, *, name: str, way: Way, member: Membership | None, into: Path | None = None
) -> Run:
    """Check a pain.001. The same bytes are checked once: brought again, they are the run they were, and nothing more is released.

    `member` is who brings it (None: the organisation's folder, which somebody who may change the rules opened). `into` is the folder the
    released file goes to; the caller places it (`place.place`) once this returned.

    Raises:
        Forbidden: this member may not check payments.
        TooLarge: more than the setting `max_bytes`.
        Locked: the organisation's master key is not here.
    """
    if member is not None:
        demand(member, Action.RELEASE)
    fits(data)
    digest = vault.fingerprint(organisation.search_key, data)
    with transaction.atomic():
        Organisation.objects.select_for_update().only("pk").get(
            pk=organisation.pk
        )  # two at a time would judge by what the other changes
        before = Run.objects.filter(organisation=organisation, digest=digest).first()
        if before is not None:
            before.organisation = organisation
            return before
        run = Run(organisation=organisation, digest=digest, way=way, by=member.user if member else None)
        run.keep(sound(name)[:LONGEST_NAME], data)
        run.save()
        try:
            _first(run, data, member, into)
        except Refused as refused:
            run.state = Run.State.REFUSED
            run.keep_refused(refused.code, refused.detail)
            run.save()
            record(
                "payments refused", organisation=organisation.pk, actor=_id(member), about=str(run), facts={"way": way.value, "code": refused.code}
            )  # fmt: skip
    return run


def again(run: Run, member: Membership | None, into: Path | None = None) -> Release | None:
    """Judge anew what is held, by what the ledger says now; the release of what may go now, if there is any.

    Raises:
        Forbidden: this member may not check payments.
        NotNow: nothing of it is held, it was set aside, or its message id went to the bank with another file meanwhile.
    """
    if member is not None:
        demand(member, Action.RELEASE, run)
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=run.organisation_id)
        run = Run.objects.select_for_update().get(pk=run.pk)
        run.organisation = organisation
        waiting = run.waiting
        if run.state != Run.State.CHECKED or not waiting:
            raise NotNow("payments_nothing_held")
        held = list(run.lines.filter(round=None).order_by("number"))
        try:
            return _round(run, waiting, held, member, into)
        except Refused:
            raise NotNow("payments_refused_again") from None


@transaction.atomic
def set_aside(run: Run, member: Membership) -> Run:
    """What is still held is no longer wanted: it stays held for good.

    Raises:
        Forbidden: this member may not check payments.
        NotNow: nothing of it is held.
    """
    demand(member, Action.RELEASE, run)
    run = Run.objects.select_for_update().select_related("organisation").get(pk=run.pk)
    if run.state != Run.State.CHECKED or not run.sealed_waiting:
        raise NotNow("payments_nothing_held")
    run.state = Run.State.ASIDE
    run.save(update_fields=("state",))
    record("payments set aside", organisation=run.organisation_id, actor=member.user_id, about=str(run))
    return run


def to_judge_again(organisation: Organisation) -> list[Run]:
    """Files of which something is held, and what the ledger says changed since they were checked last."""
    waiting = Run.objects.filter(organisation=organisation, state=Run.State.CHECKED, ledger__lt=ledger_at(organisation))
    since = timezone.now() - timedelta(days=AGAIN_DAYS)
    return list(waiting.filter(at__gte=since).exclude(sealed_waiting=b"").order_by("pk"))


def day(organisation: Organisation) -> str:
    """Today (ISO date, UTC); "" when the clock stands before what was written down last: then nobody can say what has run out."""
    now = timezone.now()
    last = Entry.objects.filter(organisation_id=organisation.pk).order_by("-sequence").values_list("at", flat=True).first()
    if last and now + BACK < datetime.fromisoformat(last):
        return ""
    return now.date().isoformat()


def sound(text: str) -> str:
    """Text that every database and file can hold."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _first(run: Run, data: bytes, member: Membership | None, into: Path | None) -> None:
    order = pain.order_of(data)
    lines = [Line(run=run, organisation=run.organisation, number=line.number) for line in order.lines]
    _round(run, data, lines, member, into, order)


def _round(
    run: Run, data: bytes, lines: Sequence[Line], member: Membership | None, into: Path | None, order: pain.Order | None = None
) -> Release | None:
    """Judge the lines of a file, `lines` in their order, and write down what goes and what is held."""
    organisation = run.organisation
    order = order or pain.order_of(data)
    _not_sent(run, order)
    told, decisions, overrides = _judged(organisation, order)
    cut = split(data, lambda line: decisions[line.number])
    went = run.rounds + 1 if cut.released is not None else None
    for line, one in zip(lines, cut.lines, strict=True):
        line.round = went if one.released else None
        line.identity = _mark(organisation, one.line)
        line.keep(
            {**told[one.line.number], "reasons": _reasons(one), "faults": list(one.line.faults), "notes": list(one.line.notes)}
        )
    for number, override in overrides.items():
        if not confirm.spend(override, member, f"{run} line {number}"):
            raise NotNow("payments_refused_again")
    if lines[0].pk is None:
        Line.objects.bulk_create(lines, batch_size=AT_A_TIME)
    else:
        Line.objects.bulk_update(lines, ("round", "identity", "sealed"), batch_size=AT_A_TIME)
    release = _release(run, cut, member, into) if went is not None else None
    run.rounds = went or run.rounds
    run.checked_at = timezone.now()
    run.ledger = ledger_at(organisation)
    run.keep_waiting(cut.held or b"")
    run.save()
    facts: TrailFacts = {
        "way": run.way, "round": run.rounds, "released": sum(one.released for one in cut.lines), "held": sum(not one.released for one in cut.lines)
    }  # fmt: skip
    record("payments checked", organisation=organisation.pk, actor=_id(member), about=str(run), facts=facts)
    return release


def _release(run: Run, cut: Split, member: Membership | None, into: Path | None) -> Release:
    round = run.rounds + 1
    made = Release(
        run=run, organisation=run.organisation, round=round, by=member.user if member else None,
        lines=sum(one.released for one in cut.lines), message=_message(run.organisation, cut.order),
    )  # fmt: skip
    data = cut.released or b""
    made.keep(data, str(into / file_name(run, round)) if into else "")
    made.signature = sign(run.organisation, data)
    made.save()
    return made


def file_name(run: Run, round: int, suffix: str = ".xml") -> str:
    """A name for a file of this round that no other has."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", Path(run.name).stem).strip("-")[:60] or "payments"
    return f"{stem}-{run.ref.hex[:12]}-{round}{suffix}"


def _judged(
    organisation: Organisation, order: pain.Order
) -> tuple[dict[int, dict[str, Any]], dict[int, Decision], dict[int, Confirmation]]:
    """What is told of each line, whether it may go, and the overrides by which some do."""
    today = day(organisation)
    known = _known(organisation, today)
    claims = [line.claim for line in order.lines]
    compared = dict(zip((line.number for line in order.lines), compare_all(claims, known.ledger), strict=True))
    marks = {line.number: _mark(organisation, line) for line in order.lines}
    before = _released(organisation, list(marks.values()))
    answered = payees.last(organisation, {claim.iban for claim in claims})
    told: dict[int, dict[str, Any]] = {}
    decisions: dict[int, Decision] = {}
    overrides: dict[int, Confirmation] = {}
    overriding = Confirmation.objects.filter(organisation=organisation, state=Confirmed.OVERRIDDEN, spent_at=None).exists()
    here: set[bytes] = set()
    for line in order.lines:
        number, found = line.number, compared[line.number]
        bank = payees.said(answered.get(line.claim.iban, []), line.claim.name)
        reasons = list(judge(found, known.facts, today, payees.as_said(bank) if bank else None, close_names=known.close_names))
        others = {
            Reason.BEFORE: marks[number] in before,
            Reason.TWICE: marks[number] in here,
            Reason.ROUTE: not OUT_OF_THE_ORDINARY.isdisjoint(line.notes),
            Reason.CLOCK: not today,
        }
        given = [reason for reason, holds in others.items() if holds]
        here.add(marks[number])
        if overriding and reasons and not given and not line.faults and CONFIRMABLE.issuperset(reasons):
            override = confirm.overridden(organisation, line.claim)
            if override is not None and override.pk not in {one.pk for one in overrides.values()}:
                overrides[number] = override
                reasons = []
        told[number] = {**_told(line, found, known, bank), "overridden": number in overrides}
        decisions[number] = Decision(not reasons and not given, tuple(reasons + given))
    return told, decisions, overrides


def _told(line: pain.Line, found: Comparison, known: Known, bank: Answered | None) -> dict[str, Any]:
    """A line as it is kept: what it says, and what the ledger and the bank said to it."""
    claim, fact = found.claim, known.facts.get((found.payee, found.fact))
    return {
        "name": claim.name, "iban": claim.iban, "bic": claim.bic, "amount": claim.amount, "currency": claim.currency,
        "reference": claim.reference, "end_to_end": line.end_to_end, "date": line.date, "payer": line.payer,
        "standing": found.standing.value, "payee": found.payee, "payee_name": known.names.get(found.payee, ""),
        "holder_name": known.names.get(found.holder, ""), "match": found.name.value, "fact": found.fact,
        "country_differs": found.country_differs, "shared": [known.names.get(one, "") for one in found.shared],
        "also": list(found.also), "confirmed_at": fact.at if fact and fact.confirmed else "", "confirmed_by": list(fact.by) if fact else [],
        "bank": {"result": bank.told["result"], "holder": bank.told["holder"], "at": bank.at.date().isoformat()} if bank else None,
    }  # fmt: skip


def _reasons(one: Decided) -> list[str]:
    """Why it is held, in words of ours. A line that has to be made again says no more than that."""
    return [Reason.FAULT.value] if one.line.faults else [Reason(reason).value for reason in one.reasons]


def _known(organisation: Organisation, today: str) -> Known:
    ledger = replace(ledger_of(organisation), today=today)
    return Known(
        ledger, facts_of(ledger), {payee.id: payee.name for payee in ledger.payees}, today, policy_of(organisation).close_names
    )


def _not_sent(run: Run, order: pain.Order) -> None:
    """
    Raises:
        Refused: this message id went to the bank before, with another file.
    """
    if Release.objects.filter(organisation=run.organisation, message=_message(run.organisation, order)).exists():
        raise Refused("duplicate_message", order.message.text)


def _released(organisation: Organisation, marks: Sequence[bytes]) -> set[bytes]:
    """Which of these payments were released before."""
    found: set[bytes] = set()
    for start in range(0, len(marks), AT_A_TIME):
        there = Line.objects.filter(
            organisation=organisation, round__isnull=False, identity__in=marks[start : start + AT_A_TIME]
        )
        found.update(bytes(one) for one in there.values_list("identity", flat=True))
    return found


def _mark(organisation: Organisation, line: pain.Line) -> bytes:
    said = identity(line.end_to_end, line.claim.iban, line.claim.amount, line.claim.currency, line.date, line.payer)
    return vault.fingerprint(organisation.search_key, f"payment {said}".encode())


def _message(organisation: Organisation, order: pain.Order) -> int:
    return vault.token(organisation.search_key, "payment message", order.message.text.strip())


def ledger_at(organisation: Organisation) -> int:
    """How far the ledger has come: it tells whether anything changed since."""
    return LedgerHead.objects.filter(organisation_id=organisation.pk).values_list("sequence", flat=True).first() or 0


def _id(member: Membership | None) -> int | None:
    return member.user_id if member else None
