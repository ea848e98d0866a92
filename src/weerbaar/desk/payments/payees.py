"""Verification of Payee at the desk: what a bank answered is kept as evidence and shown beside each payment. It confirms nothing.

An answer never lets a payment go. "No match" holds it, unless the account was confirmed since by people of ours.
"""

import json
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.see import demand
from weerbaar.desk.ledger import evidence
from weerbaar.desk.payments import answers
from weerbaar.desk.payments.answers import Answer
from weerbaar.desk.payments.judge import Said
from weerbaar.desk.payments.models import Answered, Service
from weerbaar.desk.trail import Facts, record
from weerbaar.ledger import numbers
from weerbaar.model.ledger import NameMatch
from weerbaar.outside import payee

AT_A_TIME = 500
FIELDS = ("url", "token", "trust")


@transaction.atomic
def take_in(member: Membership, name: str, data: bytes) -> tuple[int, tuple[int, ...]]:
    """Keep the answers of a file; how many were new, and the rows that could not be read.

    Raises:
        Forbidden: this member may not check payments.
        NoAnswers: nothing in it can be read.
    """
    demand(member, Action.RELEASE)
    read = answers.read(data)
    made = _keep(member.organisation, member, name, data, read.answers, service=False)
    facts: Facts = {"answers": len(read.answers), "new": made, "unread": len(read.unread)}
    record("payee answers taken in", organisation=member.organisation_id, actor=member.user_id, facts=facts)
    return made, read.unread


def ask(member: Membership, name: str, iban: str) -> Answer:
    """Ask the organisation's service about a name and an account, and keep what it answers.

    Raises:
        Forbidden: this member may not check payments.
        NotNow: the door is shut, or there is nothing to ask.
        NoAnswer: the service gave nothing that can be used.
    """
    demand(member, Action.RELEASE)
    service, iban, name = door(member.organisation), numbers.iban(iban), name.strip()
    if service is None or not iban or not name:
        raise NotNow("payee_service_shut")
    told = payee.ask(service, name, iban, str(uuid.uuid4()))
    answer = Answer(name[: payee.LONGEST], iban, told.result, told.holder, reference=told.reference)
    with transaction.atomic():
        # What was asked belongs to what was answered: the reply alone names neither.
        kept = json.dumps({"asked": {"name": name, "iban": iban}, "answered": told.raw.decode("utf-8", "replace")}).encode()
        at = timezone.now()
        _keep(member.organisation, member, f"verification-of-payee-{at:%Y%m%dT%H%M%SZ}.json", kept, (answer,), service=True)
        facts: Facts = {"result": told.result.value}
        record("payee asked", organisation=member.organisation_id, actor=member.user_id, facts=facts)
    return answer


def last(organisation: Organisation, ibans: Iterable[str]) -> dict[str, list[Answered]]:
    """What banks answered about these accounts, the latest first."""
    found: dict[str, list[Answered]] = {}
    wanted = sorted({numbers.iban(iban) for iban in ibans} - {""})
    for start in range(0, len(wanted), AT_A_TIME):
        tokens = [_token(organisation, iban) for iban in wanted[start : start + AT_A_TIME]]
        for one in Answered.objects.filter(organisation=organisation, account__in=tokens):
            one.organisation = organisation
            found.setdefault(one.told["iban"], []).append(one)
    return found


def said(those: list[Answered], name: str) -> Answered | None:
    """The latest of these answers that is about this name."""
    return next((one for one in those if _same(one.told["name"], name)), None)


def as_said(one: Answered) -> Said:
    return Said(NameMatch(one.told["result"]), one.at.date().isoformat())


def door(organisation: Organisation) -> payee.Service | None:
    """The service to ask, where its door is open."""
    found = Service.objects.filter(organisation=organisation, open=True).first()
    return payee.Service(**{name: found.details.get(name, "") for name in FIELDS}) if found else None


@transaction.atomic
def connect(member: Membership, service: payee.Service) -> None:
    """Open the door to a service; an empty token keeps the one that is there.

    Raises:
        Forbidden: this member may not change the rules for payments.
        NoAnswer: its address cannot be used.
    """
    demand(member, Action.PAYMENT_POLICY)
    payee.check(service)
    made = Service.objects.select_for_update().filter(organisation=member.organisation).first() or Service(
        organisation=member.organisation
    )
    before = made.details.get("token", "") if made.pk and made.details.get("url") == service.url else ""
    made.keep({"url": service.url, "token": service.token or before, "trust": service.trust})
    made.open = True
    made.save()
    record("payee service opened", organisation=member.organisation_id, actor=member.user_id, about=str(made))


@transaction.atomic
def disconnect(member: Membership) -> None:
    """Shut the door and forget how we were known there.

    Raises:
        Forbidden: this member may not change the rules for payments.
    """
    demand(member, Action.PAYMENT_POLICY)
    for one in Service.objects.filter(organisation=member.organisation):
        one.delete()
        record(
            "payee service shut",
            organisation=member.organisation_id,
            actor=member.user_id,
            about=f"payee service:{member.organisation_id}",
        )


def _keep(
    organisation: Organisation, member: Membership, name: str, data: bytes, told: Iterable[Answer], *, service: bool
) -> int:
    digest = evidence.attach(organisation, member, name, data)
    now, made = timezone.now(), []
    for row, answer in enumerate(told):
        at = datetime.fromisoformat(answer.at).replace(tzinfo=UTC) if answer.at else now
        kept = {
            "name": answer.name, "iban": answer.iban, "result": answer.result.value, "holder": answer.holder, "reference": answer.reference,
            "evidence": digest,
        }  # fmt: skip
        made.append(
            Answered(
                organisation=organisation,
                account=_token(organisation, answer.iban),
                mark=vault.fingerprint(organisation.search_key, f"payee answer {digest} {row}".encode()),
                at=min(at, now),  # an answer of tomorrow would outlive every confirmation
                by=member.user,
                service=service,
                sealed=vault.seal(organisation.data_key, json.dumps(kept).encode(), "payee answer"),
            )
        )
    before = Answered.objects.filter(organisation=organisation).count()
    Answered.objects.bulk_create(made, ignore_conflicts=True, batch_size=AT_A_TIME)
    return Answered.objects.filter(organisation=organisation).count() - before


def _token(organisation: Organisation, iban: str) -> int:
    return vault.token(organisation.search_key, "account", iban)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
