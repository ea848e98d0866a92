"""Purchase invoices beside the ledger, before anybody makes a payment of them.

Whoever sends an invoice chose every byte of it: it is read in a guarded process of its own (weerbaar.unpack.guard).
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.receive import fits
from weerbaar.desk.cases.see import demand
from weerbaar.desk.ledger.state import ledger_of
from weerbaar.desk.payments import check
from weerbaar.desk.payments.models import Invoice, Way
from weerbaar.desk.payments.reading import Brought, Told
from weerbaar.desk.payments.reading import read as read_it
from weerbaar.desk.trail import Facts, record
from weerbaar.ledger.compare import compare_all
from weerbaar.model.ledger import Claim, Comparison, NameMatch, Standing
from weerbaar.settings import load
from weerbaar.unpack.guard import Guarded

State = Invoice.State


def take_in(organisation: Organisation, data: bytes, *, name: str, way: Way, member: Membership | None) -> Invoice:
    """Keep an invoice, sealed; the same bytes are one invoice.

    Raises:
        Forbidden: this member may not check payments.
        TooLarge: more than the setting `max_bytes`.
    """
    if member is not None:
        demand(member, Action.RELEASE)
    fits(data)
    digest = vault.fingerprint(organisation.search_key, data)
    with transaction.atomic():
        Organisation.objects.select_for_update().only("pk").get(pk=organisation.pk)
        before = Invoice.objects.filter(organisation=organisation, digest=digest).first()
        if before is not None:
            before.organisation = organisation
            return before
        made = Invoice(organisation=organisation, digest=digest, way=way, by=member.user if member else None)
        made.keep(check.sound(name)[: check.LONGEST_NAME], data)
        made.save()
        record(
            "invoice taken in", organisation=organisation.pk, actor=member.user_id if member else None, about=str(made), facts={"way": way.value}
        )  # fmt: skip
    return made


def read(made: Invoice) -> Invoice:
    """Read an invoice in a process of its own, and set it beside the ledger as it is now. Done again, it says what the ledger says then."""
    settings = load()
    with Guarded(read_it, settings=settings) as guard:
        outcome = guard.run(Brought(made.name, made.data, settings))
    told = outcome.result or Told(wrong="failed")
    organisation = made.organisation
    ledger = replace(ledger_of(organisation), today=check.day(organisation))
    names = {payee.id: payee.name for payee in ledger.payees}
    compared = compare_all(told.claims, ledger)
    made.keep_claims([_kept(found, names) for found in compared])
    made.state = _state(compared, told) if ledger.today else State.ASK
    with transaction.atomic():
        made.save(update_fields=("state", "sealed_claims"))
        facts: Facts = {"state": str(made.state), "claims": len(compared), "wrong": told.wrong}
        record("invoice compared", organisation=made.organisation_id, about=str(made), facts=facts)
    return made


def file_name(made: Invoice, file: Path) -> str:
    """A name for its file that no other has."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", file.stem).strip("-")[:60] or "invoice"
    suffix = file.suffix.lower() if re.fullmatch(r"\.[a-zA-Z0-9]{1,5}", file.suffix) else ""
    return f"{stem}-{made.ref.hex[:12]}{suffix}"


def claim_of(kept: dict[str, Any]) -> Claim:
    """A claim as it was kept."""
    return Claim(**{name: kept[name] for name in KEPT})


KEPT = (
    "name",
    "iban",
    "bic",
    "vat",
    "enterprise",
    "phone",
    "domain",
    "address",
    "amount",
    "currency",
    "reference",
    "where",
    "at",
)


def _kept(found: Comparison, names: dict[str, str]) -> dict[str, Any]:
    claim = {name: getattr(found.claim, name) for name in KEPT}
    return {
        **claim, "standing": found.standing.value, "match": found.name.value, "payee": found.payee,
        "payee_name": names.get(found.payee, ""), "holder_name": names.get(found.holder, ""), "country_differs": found.country_differs,
    }  # fmt: skip


def _state(compared: tuple[Comparison, ...], told: Told) -> State:
    """Agrees only where every account does: confirmed, and of the one who is named (a text names nobody: whose it is, is shown)."""
    if told.wrong or not compared:
        return State.UNREAD
    agree = (NameMatch.MATCH, NameMatch.CLOSE) if told.fields else (NameMatch.UNCHECKED, NameMatch.MATCH, NameMatch.CLOSE)
    fine = all(found.standing is Standing.SAME and found.name in agree for found in compared)
    return State.AGREES if fine else State.ASK
