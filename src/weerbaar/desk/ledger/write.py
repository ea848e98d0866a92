"""Changing the ledger: every change is an entry, and nothing that one person does alone confirms an account.

What is written by hand or taken in stands as not confirmed. Accounts are confirmed by a confirmation (`confirm`) and in no other way; other
facts also by a second person. Whoever changes by which name a payee is found makes its accounts to be confirmed again, so that a
confirmed account cannot be moved under the name of somebody else.

`seen` is the number of changes that whoever writes has seen of a payee (`version`): when there are more now, nothing is written and
`Changed` says so.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from weerbaar.desk.accounts.models import Membership, Organisation, User
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import Forbidden, demand
from weerbaar.desk.ledger.about import About
from weerbaar.desk.ledger.models import Confirmation, LedgerHead
from weerbaar.desk.ledger.rules import policy_of
from weerbaar.desk.ledger.state import Draft, append, entries_of, ledger_of
from weerbaar.ledger import chain, names, numbers
from weerbaar.ledger.chain import Act, Entry
from weerbaar.ledger.compare import names_of
from weerbaar.model.errors import Trouble
from weerbaar.model.ledger import Fact, How, Kind, NameMatch, Payee

LONGEST = 200
MOST_FACTS = 200
"""Facts of one payee."""
BY_CALL = frozenset((Kind.IBAN, Kind.PHONE))
"""What only a confirmation confirms: where money goes, and the number by which it is confirmed."""
BY_HAND = (How.TWO_PEOPLE, How.CONTRACT, How.BANK_LETTER)
"""How a second person confirms any other fact."""


class Changed(Trouble):
    """Somebody else changed this payee meanwhile; nothing was written."""


class NotWritten(Trouble):
    """What was to be written cannot stand in the ledger."""


def version(organisation: Organisation, payee: str) -> int:
    """How many entries there are about a payee."""
    return len(chain.history(entries_of(organisation), payee))


def since(organisation: Organisation, payee: str, seen: int) -> tuple[Entry, ...]:
    """What was changed about a payee after `seen` changes."""
    return chain.history(entries_of(organisation), payee)[seen:]


def normal(kind: Kind, value: str, country: str = "") -> str:
    """A value as facts keep it.

    Raises:
        NotWritten: it cannot be one of this kind.
    """
    value = value.strip()[:254]
    found = {
        Kind.IBAN: lambda: numbers.iban(value),
        Kind.BIC: lambda: numbers.bic(value),
        Kind.VAT: lambda: numbers.vat(value, country),
        Kind.ENTERPRISE: lambda: numbers.enterprise(value, country or value[:2]),
        Kind.PHONE: lambda: numbers.phone(value, country),
        Kind.DOMAIN: lambda: numbers.domain(value),
        Kind.ADDRESS: lambda: numbers.address(value),
    }.get(kind, lambda: " ".join(_clean(value).split())[:LONGEST])()
    if not found:
        raise NotWritten(f"ledger_not_{kind.value}")
    return found


@transaction.atomic
def add_payee(
    organisation: Organisation,
    actor: Membership | None,
    name: str,
    *,
    country: str = "",
    facts: Iterable[tuple[Kind, str]] = (),
    how: How = How.IMPORTED,
    at: str = "",
) -> str:
    """A new payee with what is written about it, not confirmed; its id.

    Raises:
        Forbidden: this member may not.
        NotWritten: a value cannot be right, or there is no name.
        Broken: the ledger does not hold.
    """
    _from(actor, organisation)
    _held(organisation)
    payee, drafts = new_payee(name, country, facts, how, at)
    append(organisation, actor, drafts)
    return payee


def new_payee(
    name: str, country: str, facts: Iterable[tuple[Kind, str]], how: How = How.IMPORTED, at: str = ""
) -> tuple[str, list[Draft]]:
    """The id and entries of a new payee.

    Raises:
        NotWritten: as above.
    """
    if how not in (How.IMPORTED, How.PAID):
        raise NotWritten("ledger_confirmed_by_hand")
    country, payee = _country(country), fresh()
    drafts: list[Draft] = [(Act.PAYEE_ADDED, {"payee": payee, "name": normal(Kind.NAME, name), "country": country})]
    given = list(dict.fromkeys((kind, normal(kind, value, country)) for kind, value in facts))[:MOST_FACTS]
    return payee, drafts + [added(payee, kind, value, how, at) for kind, value in given]


def added(payee: str, kind: Kind, value: str, how: How = How.IMPORTED, at: str = "", **more: Any) -> Draft:
    """The entry of a new fact."""
    body = {"payee": payee, "fact": fresh(), "kind": kind.value, "value": value, "how": how.value, **more}
    return Act.FACT_ADDED, {**body, "at": at} if at else body


@transaction.atomic
def add_fact(
    organisation: Organisation, actor: Membership | None, payee: str, kind: Kind, value: str, *, seen: int | None = None
) -> None:
    """Write something down about a payee, not confirmed.

    Raises:
        Forbidden, NotWritten, Broken: as above. Changed: somebody else changed this payee meanwhile.
    """
    _from(actor, organisation)
    known = _payee(organisation, payee, seen)
    value = normal(kind, value, known.country)
    if any((fact.kind, fact.value) == (kind, value) for fact in known.facts):
        raise NotWritten("ledger_stands_already")
    if len(known.facts) >= MOST_FACTS:
        raise NotWritten("ledger_too_many_facts")
    drafts = [added(payee, kind, value)]
    if kind in (Kind.NAME, Kind.ALIAS):
        drafts += _renamed(known, value)
    append(organisation, actor, drafts)


@transaction.atomic
def correct_fact(
    organisation: Organisation, actor: Membership, payee: str, fact: str, value: str, *, seen: int | None = None
) -> None:
    """Put another value in the place of one; it is not confirmed.

    Raises:
        Forbidden, NotWritten, Changed, Broken: as above.
    """
    _from(actor, organisation)
    known = _payee(organisation, payee, seen)
    old = _fact(known, fact)
    value = normal(old.kind, value, known.country)
    if any((one.kind, one.value) == (old.kind, value) for one in known.facts):
        raise NotWritten("ledger_stands_already")
    drafts: list[Draft] = [
        (Act.FACT_RETIRED, {"payee": payee, "fact": fact, "why": "corrected"}),
        added(payee, old.kind, value),
    ]
    if old.kind in (Kind.NAME, Kind.ALIAS):
        drafts += _renamed(known, value)
    append(organisation, actor, drafts)


@transaction.atomic
def confirm_fact(
    organisation: Organisation,
    actor: Membership,
    payee: str,
    fact: str,
    how: How,
    *,
    evidence: Sequence[str] = (),
    seen: int | None = None,
) -> None:
    """A second person confirms a fact that is neither an account nor a telephone number: another than who wrote it down.

    Raises:
        Forbidden, Changed, Broken: as above.
        NotWritten: it needs a call, or the same person wrote it, or the way needs a file.
    """
    _from(actor, organisation)
    old = _fact(_payee(organisation, payee, seen), fact)
    if old.kind in BY_CALL:
        raise NotWritten("ledger_needs_call")
    if how not in BY_HAND or (how is not How.TWO_PEOPLE and not evidence):
        raise NotWritten("evidence_missing")
    first = chain.history(entries_of(organisation), payee, fact)[0].by
    if first == actor.user.email:
        raise NotWritten("ledger_second_person")
    people = [*filter(None, (called(organisation, first),)), actor.user.called]
    append(
        organisation,
        actor,
        [
            (
                Act.FACT_CONFIRMED,
                {
                    "payee": payee,
                    "fact": fact,
                    "how": how.value,
                    "by": people,
                    "evidence": list(evidence),
                    "until": _until(organisation),
                },
            )
        ],
    )


@transaction.atomic
def retire_fact(
    organisation: Organisation, actor: Membership, payee: str, fact: str, *, why: str = "", seen: int | None = None
) -> None:
    """Something no longer holds.

    Raises:
        Forbidden, Changed, NotWritten, Broken: as above.
    """
    _from(actor, organisation)
    _fact(_payee(organisation, payee, seen), fact)
    append(organisation, actor, [(Act.FACT_RETIRED, {"payee": payee, "fact": fact, "why": why[:LONGEST]})])


@transaction.atomic
def change_payee(
    organisation: Organisation, actor: Membership, payee: str, name: str, country: str, *, seen: int | None = None
) -> None:
    """Another name or country. Under another name its accounts are to be confirmed again.

    Raises:
        Forbidden, Changed, NotWritten, Broken: as above.
    """
    _from(actor, organisation)
    known = _payee(organisation, payee, seen)
    name, country = normal(Kind.NAME, name), _country(country)
    if (name, country) == (known.name, known.country):
        return
    append(
        organisation, actor, [(Act.PAYEE_CHANGED, {"payee": payee, "name": name, "country": country}), *_renamed(known, name)]
    )


@transaction.atomic
def merge(organisation: Organisation, actor: Membership, payee: str, other: str, *, seen: int | None = None) -> None:
    """Put another payee together with this one: what is known of it moves here, its accounts and numbers to be confirmed again.

    Raises:
        Forbidden, Changed, NotWritten, Broken: as above.
    """
    _from(actor, organisation)
    into, gone = _payee(organisation, payee, seen), _payee(organisation, other, None)
    if into.id == gone.id:
        raise NotWritten("ledger_same_payee")
    drafts: list[Draft] = [(Act.PAYEE_RETIRED, {"payee": gone.id, "why": "merged", "into": into.id})]
    have = {(fact.kind, fact.value) for fact in into.facts}
    if names.best(gone.name, names_of(into)) is not NameMatch.MATCH:
        drafts += [added(into.id, Kind.ALIAS, gone.name), *_renamed(into, gone.name)]
        have.add((Kind.ALIAS, gone.name))
    for fact in gone.facts[:MOST_FACTS]:
        if (fact.kind, fact.value) in have:
            continue
        keeps = fact.kind not in BY_CALL or fact.how is How.PAID
        drafts.append(
            added(
                into.id, fact.kind, fact.value, fact.how if keeps else How.IMPORTED, fact.at if keeps else "",
                **({"by": list(fact.by), "evidence": list(fact.evidence), "until": fact.until} if keeps else {}),
            )
        )  # fmt: skip
        if fact.kind in (Kind.NAME, Kind.ALIAS):
            drafts += _renamed(into, fact.value)
    append(organisation, actor, _once(drafts))


def confirmed(confirmation: Confirmation, about: About, member: Membership, *, told: dict[str, Any], replaces: bool) -> None:
    """What a confirmation came to: the fact, confirmed, with who called and who approved; a payee that was new is written too.

    Whoever calls holds the transaction and has checked everything.

    Raises:
        Broken: the ledger does not hold.
    """
    organisation = confirmation.organisation
    _held(organisation)
    ledger = ledger_of(organisation)
    known = ledger.payee(about.payee) if about.payee else None
    drafts: list[Draft] = []
    if known is None:
        given = [(kind, value) for kind, value in _said(about) if kind is not about.kind]
        payee, drafts = new_payee(about.claim.name, about.claim.iban[:2] if about.claim.iban else "", given)
        known = Payee(payee, about.claim.name)
    body = {
        "how": told["how"],
        "by": list(dict.fromkeys(filter(None, (told["name"], *told["approvers"])))),
        "evidence": list(told.get("evidence", ())),
        "until": _until(organisation),
        "confirmation": str(confirmation.ref),
    }
    same = next((fact for fact in known.facts if (fact.kind, fact.value) == (about.kind, about.value)), None)
    if same is not None:
        drafts.append((Act.FACT_CONFIRMED, {"payee": known.id, "fact": same.id, **body}))
    else:
        drafts.append(added(known.id, about.kind, about.value, How(body.pop("how")), **body))
    if replaces:
        others = [fact for fact in known.facts if fact.kind is about.kind and fact.value != about.value]
        drafts += [(Act.FACT_RETIRED, {"payee": known.id, "fact": one.id, "why": "replaced"}) for one in others]
    append(organisation, member, drafts)


def called(organisation: Organisation, email: str) -> str:
    """What whoever appended an entry is called; the address of one who is no longer here, "" for the desk."""
    user = User.objects.filter(email=email).first()
    return user.called if user else (email if "@" in email else "")


def _said(about: About) -> list[tuple[Kind, str]]:
    """What a claim says besides name and contact: numbers of its own that came with it are no way to reach anyone."""
    claim = about.claim
    given = ((Kind.IBAN, claim.iban), (Kind.VAT, claim.vat), (Kind.ENTERPRISE, claim.enterprise))
    return [(kind, value) for kind, value in given if value]


def _renamed(payee: Payee, name: str) -> list[Draft]:
    """What follows where a payee is found by a name that does not agree with its own: confirmed accounts are written down anew."""
    if names.best(name, names_of(payee)) in (NameMatch.MATCH, NameMatch.CLOSE):
        return []
    drafts: list[Draft] = []
    for fact in payee.of(Kind.IBAN):
        if fact.confirmed:
            drafts.append((Act.FACT_RETIRED, {"payee": payee.id, "fact": fact.id, "why": "name changed"}))
            drafts.append(added(payee.id, Kind.IBAN, fact.value))
    return drafts


def _once(drafts: Sequence[Draft]) -> list[Draft]:
    """Without what was drafted twice: an account is written down anew once, however many names changed."""
    kept: list[Draft] = []
    gone: set[str] = set()
    written: set[tuple[str, str]] = set()
    for act, body in drafts:
        if act is Act.FACT_RETIRED:
            if body["fact"] in gone:
                continue
            gone.add(body["fact"])
        elif act is Act.FACT_ADDED:
            if (body["kind"], body["value"]) in written:
                continue
            written.add((body["kind"], body["value"]))
        kept.append((act, body))
    return kept


def _from(actor: Membership | None, organisation: Organisation) -> None:
    if actor is None:
        return
    demand(actor, Action.CONFIRM)
    if actor.organisation_id != organisation.pk:
        raise Forbidden(Action.CONFIRM.value)


def _held(organisation: Organisation) -> None:
    """Whoever else writes to this ledger waits here until the transaction ends."""
    LedgerHead.objects.get_or_create(organisation_id=organisation.pk)
    LedgerHead.objects.select_for_update().get(organisation_id=organisation.pk)


def _payee(organisation: Organisation, payee: str, seen: int | None) -> Payee:
    _held(organisation)
    known = ledger_of(organisation).payee(payee)
    if known is None:
        raise NotWritten("ledger_no_payee")
    if seen is not None and version(organisation, payee) != seen:
        raise Changed("payee_changed")
    return known


def _fact(payee: Payee, fact: str) -> Fact:
    found = next((one for one in payee.facts if one.id == fact), None)
    if found is None:
        raise NotWritten("ledger_no_fact")
    return found


def _until(organisation: Organisation) -> str:
    """The day a fact that is confirmed today is to be confirmed again, as the policy says."""
    return (timezone.localdate() + timedelta(days=policy_of(organisation).reconfirm_days)).isoformat()


def _country(country: str) -> str:
    country = country.strip().upper()
    return country if len(country) == 2 and country.isascii() and country.isalpha() else ""


def _clean(value: str) -> str:
    return "".join(c if c.isprintable() else " " for c in value).encode("utf-8", "replace").decode()


def fresh() -> str:
    """An id that nothing has yet."""
    return secrets.token_hex(8)
