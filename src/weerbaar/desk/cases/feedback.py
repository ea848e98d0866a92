"""What an overruled answer teaches: proposals for what the organisation knows, and a line for whoever keeps the weights. Never silently.

A proposal changes one list of the organisation file (TOML). It is shown as the difference it makes, applied only when someone who may
says so, written in the trail, and can be undone. Nothing else of the file changes: comments, order and spelling stay.
"""

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from weerbaar.desk import vault
from weerbaar.desk.accounts.known import check, known
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.models import Case, Decision, Proposal, Purpose, Review
from weerbaar.desk.cases.see import demand
from weerbaar.desk.trail import Facts, record
from weerbaar.desk.vault import Locked
from weerbaar.detect._domain import is_free_mail, registrable
from weerbaar.detect._lookalike import is_brand_domain
from weerbaar.model.errors import Trouble
from weerbaar.model.organisation import Organisation as Known
from weerbaar.model.verdict import Band

MOST = 8
"""Proposals that follow from one decision."""
MOST_FINDINGS = 40
KNOWN_BAD, ALLOWED_DOMAINS, ALLOWED = "known_bad", "allowed_domains", "allowed"
START = re.compile(r"(?m)^[ \t]*\[")
VALUES = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|#[^\n]*|\]")


class Settled(Trouble):
    """The proposal was applied, declined or undone before."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to the organisation file: a value of a list is added or taken out."""

    field: str
    adds: bool
    value: str


def feed_back(case: Case, decision: Decision) -> None:
    """Write the line for the weights, and what could be learned of whom the message came from."""
    seen = case.record()
    findings = [{"id": one["id"], "log_ratio": one["log_ratio"]} for one in seen.get("findings", ())][:MOST_FINDINGS]
    Review.objects.create(
        organisation_id=case.organisation_id,
        decision=decision,
        machine=case.band,
        person=decision.band,
        probability=case.probability or 0.0,
        findings=findings,
    )
    for edit in list(edits(facts_of(case), Band(decision.band), known(case.organisation)))[:MOST]:
        sealed = vault.seal(case.organisation.data_key, edit.value.encode(), "proposal")
        Proposal.objects.create(
            organisation_id=case.organisation_id, case=case, decision=decision, field=edit.field, adds=edit.adds, sealed=sealed
        )


def withdraw(decision: Decision) -> None:
    """The decision was undone: its line for the weights goes, and proposals that nobody settled are no longer made."""
    Review.objects.filter(decision=decision).delete()
    decision.proposals.filter(state=Proposal.State.OPEN).update(state=Proposal.State.DECLINED)


def edits(facts: dict[str, list[str]], band: Band, organisation: Known) -> Iterator[Edit]:
    """What would let the machine see it as the person did: `facts` are senders, hosts and accounts (kinds as in cases.index).

    Where anybody can have a mailbox or a page, the address is learned and never the domain; nothing of the organisation itself, of a
    supplier or of a large firm is ever proposed as bad.
    """
    senders = [one for one in facts.get("sender", ()) if "@" in one]
    hosts = [registrable(one) for one in facts.get("host", ())]
    if band is Band.NO_SIGN:
        for value in (*senders, *(one.rpartition("@")[2] for one in senders), *hosts, *facts.get("account", ())):
            if value in organisation.known_bad:
                yield Edit(KNOWN_BAD, False, value)
        for domain in dict.fromkeys(registrable(one.rpartition("@")[2]) for one in senders):
            if not is_free_mail(domain) and not organisation.is_known_domain(domain):
                yield Edit(ALLOWED_DOMAINS, True, domain)
    elif band is Band.FRAUD:
        bad: list[str] = []
        for sender in senders:
            domain = sender.rpartition("@")[2]
            bad.append(sender if is_free_mail(domain) or is_brand_domain(domain) else registrable(domain))
        bad += facts.get("account", ())
        bad += [host for host in hosts if not is_brand_domain(host)]
        ours = {iban for supplier in organisation.parties for iban in supplier.ibans}
        for value in dict.fromkeys(bad):
            if (
                value not in organisation.known_bad
                and value not in ours
                and not organisation.is_known_domain(value.rpartition("@")[2])
            ):
                yield Edit(KNOWN_BAD, True, value)
        for sender in senders:
            domain = registrable(sender.rpartition("@")[2])
            if domain in organisation.allowed_domains:
                yield Edit(ALLOWED_DOMAINS, False, domain)


def difference(proposal: Proposal) -> list[str]:
    """What applying an open proposal (or undoing an applied one) changes in the organisation file, line by line ("+ ...", "- ...").

    Raises:
        Settled: the file cannot be changed in this way any more.
    """
    before = proposal.organisation.description
    after = written(before, _edit(proposal, back=proposal.state == Proposal.State.APPLIED))
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@transaction.atomic
def settle(proposal: Proposal, member: Membership, *, apply: bool) -> Proposal:
    """Apply a proposal, or decline it.

    Raises:
        Forbidden: this member may not change what the organisation knows.
        Settled: it was settled before, or the file cannot be changed in this way any more.
    """
    demand(member, Action.KNOW, proposal)
    proposal = _locked(proposal, Proposal.State.OPEN)
    if apply:
        _write(proposal.organisation, _edit(proposal))
    proposal.state = Proposal.State.APPLIED if apply else Proposal.State.DECLINED
    return _settled(proposal, member, "learned" if apply else "not learned")


@transaction.atomic
def unlearn(proposal: Proposal, member: Membership) -> Proposal:
    """Undo an applied proposal.

    Raises:
        Forbidden: as above.
        Settled: it is not applied, or the file cannot be changed back.
    """
    demand(member, Action.KNOW, proposal)
    proposal = _locked(proposal, Proposal.State.APPLIED)
    _write(proposal.organisation, _edit(proposal, back=True))
    proposal.state = Proposal.State.UNDONE
    return _settled(proposal, member, "unlearned")


@transaction.atomic
def describe(organisation: Organisation, member: Membership, description: str) -> None:
    """Set the organisation file.

    Raises:
        Forbidden: as above.
        BrokenOrganisation: it does not say what we need; the message names the field.
    """
    demand(member, Action.KNOW)
    check(description)
    kept = Organisation.objects.select_for_update().get(pk=organisation.pk)
    kept.describe(description)
    kept.save(update_fields=("sealed_description",))
    record("described", organisation=organisation.pk, actor=member.user_id, facts={"characters": len(description)})


def written(description: str, edit: Edit) -> str:
    """The organisation file with one change, everything else as it was; proven by reading both.

    Raises:
        Settled: it stands in the file already (or no longer), or the list is not written in a way we can change.
    """
    try:
        table = tomllib.loads(description)
    except tomllib.TOMLDecodeError:
        raise Settled("knowledge_changed") from None
    values = table.get(edit.field, [])
    if not isinstance(values, list) or (edit.value in values) is edit.adds:
        raise Settled("knowledge_changed")
    wanted = [*values, edit.value] if edit.adds else [one for one in values if one != edit.value]
    made = _with_list(description, edit.field, wanted, is_new=edit.field not in table)
    try:
        right = tomllib.loads(made) == {**table, edit.field: wanted}
    except tomllib.TOMLDecodeError:
        right = False
    if not right:
        raise Settled("knowledge_changed")
    return made


def _with_list(description: str, field: str, values: list[Any], *, is_new: bool) -> str:
    line = f"{field} = {json.dumps(values, ensure_ascii=False)}"
    table = START.search(description)
    top = table.start() if table else len(description)
    if is_new:
        head = description[:top].rstrip("\n")
        return f"{head}\n{line}\n" + ("\n" + description[top:] if table else "") if head else f"{line}\n{description[top:]}"
    found = re.search(rf"(?m)^[ \t]*{field}[ \t]*=[ \t]*\[", description)
    if found is None:
        raise Settled("knowledge_changed")
    for piece in VALUES.finditer(description, found.end()):
        if piece[0] == "]":
            return description[: found.start()] + line + description[piece.end() :]
    raise Settled("knowledge_changed")


def _write(organisation: Organisation, edit: Edit) -> None:
    kept = Organisation.objects.select_for_update().get(pk=organisation.pk)
    made = written(kept.description, edit)
    check(made)
    kept.describe(made)
    kept.save(update_fields=("sealed_description",))


def _edit(proposal: Proposal, *, back: bool = False) -> Edit:
    return Edit(proposal.field, proposal.adds is not back, proposal.value)


def _locked(proposal: Proposal, state: Proposal.State) -> Proposal:
    found = Proposal.objects.select_for_update().select_related("organisation").get(pk=proposal.pk)
    if found.state != state:
        raise Settled("proposal_settled")
    return found


def _settled(proposal: Proposal, member: Membership, action: str) -> Proposal:
    proposal.by, proposal.at = member.user, timezone.now()
    proposal.save(update_fields=("state", "by", "at"))
    facts: Facts = {"field": proposal.field, "adds": proposal.adds}
    record(action, organisation=proposal.organisation_id, actor=member.user_id, about=proposal.name, facts=facts)
    return proposal


def facts_of(case: Case) -> dict[str, list[str]]:
    """Senders, hosts, accounts and numbers that stand in a case (kinds as in cases.index); nothing of an erased one."""
    blob = case.blobs.filter(purpose=Purpose.TRACES).first()
    if blob is None:
        return {}
    try:
        read = json.loads(case.open(blob.sealed, Purpose.TRACES))
    except Locked:
        return {}
    return {kind: list(values) for kind, values in read.items() if kind != "traces"}


def open_proposals(organisation: Organisation) -> Iterable[Proposal]:
    """Proposals nobody settled, the latest first."""
    return (
        organisation.proposals.filter(state=Proposal.State.OPEN).select_related("organisation", "case").order_by("-at", "-pk")
    )
