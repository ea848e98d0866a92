"""Taking in what files say: shown first beside what is known, then written down as not confirmed, and undone as a whole.

    files -> read (a process without keys or net) -> rows: new | same | differs | doubtful -> taken in -> undone

What differs is never taken in: it is a change, and a change is confirmed. Nothing that is taken in confirms anything.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import demand
from weerbaar.desk.ledger import confirm, write
from weerbaar.desk.ledger.models import Confirmation, Import, Why
from weerbaar.desk.ledger.state import Draft, append, entries_of, ledger_of
from weerbaar.desk.trail import record
from weerbaar.desk.work.looker import Died, Lookers
from weerbaar.desk.work.papers import Paper, Read
from weerbaar.ledger.chain import Act
from weerbaar.ledger.compare import compare, names_of
from weerbaar.ledger.names import best
from weerbaar.model.errors import Trouble
from weerbaar.model.ledger import Claim, How, Kind, Ledger, NameMatch, Payee, Standing
from weerbaar.settings import load

NEW, ADDS, SAME, DIFFERS = "new", "adds", "same", "differs"
WHAT = (NEW, ADDS, DIFFERS, SAME)
MOST_ROWS = 20_000
MOST_FILES = 20
FACTS = {
    Kind.IBAN: "iban", Kind.BIC: "bic", Kind.VAT: "vat", Kind.ENTERPRISE: "enterprise", Kind.PHONE: "phone", Kind.DOMAIN: "domain",
    Kind.ADDRESS: "address", Kind.CONTACT: "contact", Kind.ALIAS: "alias",
}  # fmt: skip
KNOWN = {
    "empty": "import_empty", "too_large": "import_too_large", "too_many": "import_too_large", "unreadable": "import_unreadable",
    "kind": "import_kind", "version": "import_kind", "table": "import_kind", "pdf": "import_kind",
}  # fmt: skip
"""Why a file was refused (weerbaar.ledger.read.refused) -> the sentence; for any other it is damaged, or made to do harm."""
NOT_ALIKE = (NameMatch.NONE, NameMatch.UNCHECKED)


class NotTaken(Trouble):
    """Nothing was taken in: it cannot be read, was settled before, or must not be undone."""


@dataclass(frozen=True, slots=True)
class Row:
    """One payee as a file says it, beside the ledger. `facts` are kinds and values; of what is there already, those that are new.

    `what` is new, adds (a known payee, something more), same or differs; `account` is the account that differs.
    """

    what: str
    name: str
    country: str
    facts: tuple[tuple[str, str], ...]
    how: str
    at: str = ""
    payee: str = ""
    account: str = ""
    standing: str = ""
    where: str = ""
    amount: str = ""


@cache
def readers() -> Lookers:
    """The process that reads files of payees, started when one is taken in."""
    return Lookers(1, settings.WEERBAAR_DESK.look_idle_seconds)


def look(member: Membership, files: Sequence[tuple[str, bytes]], mapping: Mapping[str, str] | None = None) -> Import:
    """Read files and keep what they say, to be shown; nothing is in the ledger yet.

    Raises:
        Forbidden: this member may not.
        NotTaken: there is no file, too many, or one that cannot be read.
        Broken: the ledger does not hold.
    """
    demand(member, Action.CONFIRM)
    if not files or len(files) > MOST_FILES:
        raise NotTaken("import_files", most=MOST_FILES)
    claims: list[tuple[Claim, How]] = []
    unread = 0
    for name, data in files:
        read = _read(data, mapping or {})
        if read.reading is None:
            raise _not_read(name[:100], read)
        unread += sum(one.where != "file" for one in read.reading.unread)  # of the whole file nothing was left out
        claims += [
            (replace(claim, where=f"{name[:60]} {claim.where}".strip()), read.reading.how) for claim in read.reading.claims
        ]
    return _shown(member, claims, files=len(files), unread=unread)


def look_at_description(member: Membership) -> Import:
    """The suppliers of the organisation file, to be shown.

    Raises:
        Forbidden, Broken: as above. NotTaken: there are none.
    """
    demand(member, Action.CONFIRM)
    claims = []
    for supplier in known(member.organisation).suppliers:
        most = max(1, len(supplier.ibans), len(supplier.phones), len(supplier.domains), len(supplier.addresses))
        for at in range(most):
            one = {
                field: values[at] if at < len(values) else ""
                for field, values in (
                    ("iban", supplier.ibans), ("phone", supplier.phones), ("domain", supplier.domains), ("address", supplier.addresses),
                )
            }  # fmt: skip
            claims.append((Claim(name=supplier.name, **one), How.IMPORTED))
    if not claims:
        raise NotTaken("import_no_suppliers")
    return _shown(member, claims, files=0, unread=0)


@transaction.atomic
def take(made: Import, member: Membership) -> int:
    """Write down what is new, as not confirmed; how many payees were new or got something more.

    Each row is compared once more with the ledger as it is now.

    Raises:
        Forbidden: this member may not.
        NotTaken: it was settled before.
        Broken: the ledger does not hold.
    """
    demand(member, Action.CONFIRM, made)
    made = _locked(made, Import.State.SHOWN)
    ledger = ledger_of(made.organisation)
    rows = [row for row in (_beside(_row(one), ledger) for one in made.rows()) if row.what in (NEW, ADDS)]
    drafts: list[Draft] = []
    for row in rows:
        drafts += _drafts(row, str(made.ref))
    append(made.organisation, member, drafts, what="import")
    _settle(made, Import.State.TAKEN)
    record(
        "ledger import taken",
        organisation=made.organisation_id,
        actor=member.user_id,
        about=str(made),
        facts={"rows": len(rows)},
    )
    return len(rows)


@transaction.atomic
def leave(made: Import, member: Membership) -> None:
    """Take nothing in.

    Raises:
        Forbidden, NotTaken: as above.
    """
    demand(member, Action.CONFIRM, made)
    made = _locked(made, Import.State.SHOWN)
    made.keep([])
    _settle(made, Import.State.LEFT)
    record("ledger import left", organisation=made.organisation_id, actor=member.user_id, about=str(made))


@transaction.atomic
def undo(made: Import, member: Membership) -> int:
    """Take back what an import wrote down, except what was confirmed or changed since; how many entries that took.

    Raises:
        Forbidden: this member may not.
        NotTaken: it was not taken in, or was undone before.
        Broken: the ledger does not hold.
    """
    demand(member, Action.CONFIRM, made)
    made = _locked(made, Import.State.TAKEN)
    entries = entries_of(made.organisation)
    ours = {
        (one.act, str(one.body.get("fact") or one.body.get("payee")))
        for one in entries
        if one.body.get("import") == str(made.ref)
    }
    drafts: list[Draft] = []
    for payee in ledger_of(made.organisation).payees:
        mine = [fact for fact in payee.facts if (Act.FACT_ADDED, fact.id) in ours and not fact.confirmed]
        if (Act.PAYEE_ADDED, payee.id) in ours and len(mine) == len(payee.facts):
            drafts.append((Act.PAYEE_RETIRED, {"payee": payee.id, "why": "import undone"}))
        else:
            drafts += [(Act.FACT_RETIRED, {"payee": payee.id, "fact": fact.id, "why": "import undone"}) for fact in mine]
    append(made.organisation, member, drafts, what="import undone")
    _settle(made, Import.State.UNDONE)
    record(
        "ledger import undone",
        organisation=made.organisation_id,
        actor=member.user_id,
        about=str(made),
        facts={"entries": len(drafts)},
    )
    return len(drafts)


def confirm_row(made: Import, member: Membership, number: int) -> Confirmation:
    """Ask for a confirmation of what a row says otherwise than the ledger.

    Raises:
        Forbidden: this member may not.
        NotTaken: this row says nothing otherwise.
        NotNow: it says nothing that could be confirmed.
    """
    demand(member, Action.CONFIRM, made)
    rows = made.rows()
    row = _row(rows[number]) if 0 <= number < len(rows) else None
    if row is None or row.what != DIFFERS:
        raise NotTaken("import_same")
    said = dict(row.facts)
    claim = Claim(name=row.name, iban=row.account, vat=said.get("vat", ""), amount=row.amount, where=row.where)
    came = [value for kind, value in row.facts if kind in (Kind.PHONE, Kind.ADDRESS, Kind.DOMAIN)]
    return confirm.open_(made.organisation, member, claim, why=Why.IMPORT, payee=row.payee, came_with=came)


def rows_of(made: Import) -> list[Row]:
    """What was read."""
    return [_row(one) for one in made.rows()]


def _read(data: bytes, mapping: Mapping[str, str]) -> Read:
    try:
        read = readers().read_paper(Paper(data, load(), dict(mapping)))
    except Died:
        read = None
    return read or Read(None, "unreadable")


def _not_read(name: str, read: Read) -> NotTaken:
    if read.code in KNOWN:
        return NotTaken(KNOWN[read.code], name=name)
    return NotTaken("import_damaged", name=name, detail=read.code)


@transaction.atomic
def _shown(member: Membership, claims: Sequence[tuple[Claim, How]], *, files: int, unread: int) -> Import:
    ledger = ledger_of(member.organisation)
    rows = [_beside(row, ledger) for row in _gathered(claims)[:MOST_ROWS]]
    rows.sort(key=lambda row: (WHAT.index(row.what), row.name.casefold()))
    made = Import(organisation=member.organisation, by=member.user)
    made.counts = {what: sum(row.what == what for row in rows) for what in WHAT} | {"unread": unread, "files": files}
    made.keep([asdict(row) for row in rows])
    made.save()
    facts: dict[str, str | int | float | bool | None] = {name: int(number) for name, number in made.counts.items()}
    record("ledger import looked at", organisation=made.organisation_id, actor=member.user_id, about=str(made), facts=facts)
    return made


def _gathered(claims: Iterable[tuple[Claim, How]]) -> list[Row]:
    """One row for each payee a file names: what is said of it in many places put together, each account with the last day it was paid."""
    kept: dict[str, Row] = {}
    for claim, how in claims:
        if not claim.name and not claim.iban:
            continue
        key = _key(claim)
        facts = tuple((kind.value, value) for kind, field in FACTS.items() if (value := str(getattr(claim, field))))
        row = kept.get(key)
        if row is None:
            way = how if how is How.PAID else How.IMPORTED
            kept[key] = Row(
                NEW, claim.name or claim.iban, claim.country, facts, way.value, claim.at, account=claim.iban, where=claim.where,
                amount=claim.amount,
            )  # fmt: skip
        else:
            more = tuple(one for one in facts if one not in row.facts)
            kept[key] = replace(
                row,
                facts=(*row.facts, *more)[: write.MOST_FACTS],
                at=max(row.at, claim.at),
                country=row.country or claim.country,
            )
    return list(kept.values())


def _key(claim: Claim) -> str:
    """What makes two claims one payee: the VAT number and name, else the name; without one, the account."""
    said = f"{claim.vat}\0{' '.join(claim.name.casefold().split())}" if claim.name else claim.iban
    return hashlib.sha256(said.encode()).hexdigest()


def _beside(row: Row, ledger: Ledger) -> Row:
    """A row as it stands beside the ledger now."""
    said: dict[str, str] = {}
    for kind, value in row.facts:
        said.setdefault(kind, value)
    accounts = [value for kind, value in row.facts if kind == Kind.IBAN] or [""]
    known_as: Payee | None = None
    for account in accounts:
        claim = Claim(
            name=row.name, iban=account, vat=said.get("vat", ""), enterprise=said.get("enterprise", ""), domain=said.get("domain", ""),
            address=said.get("address", ""), country=row.country,
        )  # fmt: skip
        found = compare(claim, ledger)
        known_as = ledger.payee(found.payee) or known_as
        if found.standing in (Standing.OTHER_ACCOUNT, Standing.OTHER_PAYEE):
            return replace(row, what=DIFFERS, payee=found.payee, account=account, standing=found.standing.value)
        if (
            known_as
            and best(row.name, names_of(known_as)) in NOT_ALIKE
            and any(fact.confirmed for fact in known_as.of(Kind.IBAN))
        ):
            return replace(row, what=DIFFERS, payee=known_as.id, account=account, standing=found.standing.value)
    if known_as is None:
        return replace(row, what=NEW, payee="", standing=Standing.UNKNOWN.value)
    have = {(fact.kind.value, fact.value) for fact in known_as.facts}
    more = tuple((kind, value) for kind, value in row.facts if (kind, value) not in have and kind != Kind.ALIAS)
    return replace(row, what=ADDS if more else SAME, payee=known_as.id, facts=more if more else row.facts, standing="")


def _drafts(row: Row, ref: str) -> list[Draft]:
    facts, how = [(Kind(kind), value) for kind, value in row.facts], How(row.how)
    if row.what == ADDS:
        return [write.added(row.payee, kind, value, how, _day(kind, how, row.at), **{"import": ref}) for kind, value in facts]
    payee = write.fresh()
    made: list[Draft] = [(Act.PAYEE_ADDED, {"payee": payee, "name": row.name, "country": row.country, "import": ref})]
    return made + [write.added(payee, kind, value, how, _day(kind, how, row.at), **{"import": ref}) for kind, value in facts]


def _day(kind: Kind, how: How, at: str) -> str:
    """The day it was paid, of an account; a number or address counts as known from today on, whatever a file says."""
    return at if kind is Kind.IBAN and how is How.PAID else ""


def _row(one: Mapping[str, Any]) -> Row:
    return Row(**{**one, "facts": tuple((kind, value) for kind, value in one["facts"])})


def _locked(made: Import, state: Import.State) -> Import:
    kept = Import.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=made.pk)
    if kept.state != state:
        raise NotTaken("import_settled")
    return kept


def _settle(made: Import, state: Import.State) -> None:
    made.state, made.settled_at = state, timezone.now()
    made.save(update_fields=("state", "settled_at", "sealed"))
