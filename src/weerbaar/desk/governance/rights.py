"""What persons may ask of their own data: to see it, a copy, that it is erased (GDPR, art. 15, 17 and 20). Within a month (art. 12(3)).

    asked -> looked up -> done | done in part (some is on hold) | refused, with a reason

Found is what somebody brought, and what names their address as a whole word (who wrote it, what it says). What others brought is theirs:
it is told that it exists, and erased only where the officer chooses so.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import LANGUAGES, Membership, Organisation, Role, User
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.agreements import signing
from weerbaar.desk.cases.erase import Held, erase
from weerbaar.desk.cases.index import Kind
from weerbaar.desk.cases.models import Case, State, Token
from weerbaar.desk.cases.see import demand
from weerbaar.desk.cases.words import folded
from weerbaar.desk.governance.models import Request
from weerbaar.desk.trail import record
from weerbaar.model.errors import Trouble

ANSWER_WITHIN = timedelta(days=30)
LONGEST_ADDRESS = 254
LONGEST_WHY = 2000


class CannotErase(Trouble):
    """Something must be done first: a request is closed, or the last administrator would go."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a desk holds about a person: their account, what they brought, what names them, where the organisation's own file does."""

    address: str
    user: User | None
    brought: QuerySet[Case]
    naming: QuerySet[Case]
    described: int


def look_up(member: Membership, address: str) -> Found:
    """Search an organisation for the data of a person.

    Raises:
        Forbidden: this member may not.
    """
    demand(member, Action.PERSON)
    record("person looked up", organisation=member.organisation_id, actor=member.user_id)
    return about(member.organisation, address)


def about(organisation: Organisation, address: str) -> Found:
    """What is held about whoever has this mail address; whoever calls has asked whether it may be seen."""
    address = address.strip().lower()
    user = User.objects.filter(email=address, memberships__organisation=organisation).first()
    there = Case.objects.filter(organisation=organisation).exclude(state=State.ERASED)
    theirs = Q(pk__in=_having(organisation, (Kind.PERSON,), address))
    if user is not None:
        theirs |= Q(reporter=user)
    brought = there.filter(theirs).order_by("-received_at", "-pk")
    naming = there.filter(pk__in=_having(organisation, (Kind.WORD, Kind.SENDER), address)).exclude(theirs)
    described = organisation.description.lower().count(address) if address else 0
    return Found(address, user, brought, naming.order_by("-received_at", "-pk"), described)


@transaction.atomic
def ask(
    organisation: Organisation, kind: Request.Kind, address: str, *, person: User | None, by: Membership | None = None
) -> Request:
    """Write a request down: by the person (`person`), or by a member who may (`by`). One that is open already is the same one.

    Raises:
        Forbidden: this member may not ask for another.
    """
    if person is None:
        demand(by, Action.PERSON)
    address = address.strip().lower()[:LONGEST_ADDRESS]
    for known in Request.objects.filter(organisation=organisation, kind=kind, done_at=None):
        if known.address == address:
            return known
    language = person.language if person else organisation.languages[0] if organisation.languages else "en"
    now = timezone.now()
    made = Request.objects.create(
        organisation=organisation,
        kind=kind,
        sealed_address=vault.seal(organisation.data_key, address.encode(), "request"),
        language=language if language in dict(LANGUAGES) else "en",
        person=person or User.objects.filter(email=address, memberships__organisation=organisation).first(),
        asked_at=now,
        due_at=now + ANSWER_WITHIN,
    )
    actor = person.pk if person else by.user_id if by else None
    record("request asked", organisation=organisation.pk, actor=actor, about=str(made), facts={"kind": str(kind)})
    return made


@transaction.atomic
def looked(request: Request, member: Membership) -> Found:
    """Look up what a request is about, and note that it was done.

    Raises:
        Forbidden: this member may not.
    """
    demand(member, Action.PERSON, request)
    found = about(request.organisation, request.address)
    if request.state == Request.State.ASKED:
        request.state = Request.State.LOOKED
        request.facts = {"brought": found.brought.count(), "naming": found.naming.count()}
        request.save(update_fields=("state", "facts"))
        record(
            "request looked up",
            organisation=request.organisation_id,
            actor=member.user_id,
            about=str(request),
            facts=request.facts,
        )
    return found


@transaction.atomic
def refuse(request: Request, member: Membership, why: str) -> None:
    """Refuse a request, with the reason the person is owed (art. 12(4)).

    Raises:
        Forbidden: this member may not.
        CannotErase: it is closed, or there is no reason.
    """
    demand(member, Action.ERASE, request)
    request = _open(request)
    if not why.strip():
        raise CannotErase("request_needs_reason")
    request.sealed_why = vault.seal(request.organisation.data_key, why.strip()[:LONGEST_WHY].encode(), "request")
    _close(request, member, Request.State.REFUSED, {})


@transaction.atomic
def handed_over(request: Request, member: Membership) -> None:
    """Note that the copy was made and given.

    Raises:
        Forbidden: this member may not.
        CannotErase: it is closed.
    """
    demand(member, Action.ERASE, request)
    _close(_open(request), member, Request.State.DONE, request.facts)


def erase_person(request: Request, member: Membership, also: Collection[uuid.UUID] = ()) -> Request:
    """Erase what a person brought, their account, and of what names them the cases in `also`. What is on hold stays until it is lifted.

    Raises:
        Forbidden: this member may not.
        CannotErase: it is closed or no erasure, or the last administrator would go.
    """
    demand(member, Action.ERASE, request)
    with transaction.atomic():
        request = _open(request)
        if request.kind != Request.Kind.ERASURE:
            raise CannotErase("request_is_no_erasure")
        found = about(request.organisation, request.address)
        _not_the_last(found.user, request.organisation)
    done, held = _erase(found.brought, member)
    more, more_held = _erase(found.naming.filter(ref__in=list(also)), member)
    with transaction.atomic():
        if found.user is not None:
            _forget(found.user, request.organisation, member)
        request = _open(request)
        facts = {
            "erased": int(request.facts.get("erased", 0)) + done + more,
            "on_hold": held + more_held,
            "described": found.described,
        }
        if held + more_held:
            request.state, request.facts = Request.State.PARTLY, facts
            request.save(update_fields=("state", "facts"))
            record(
                "request done in part",
                organisation=request.organisation_id,
                actor=member.user_id,
                about=str(request),
                facts=facts,
            )
        else:
            _close(request, member, Request.State.DONE, facts)
    return request


def requests(member: Membership) -> QuerySet[Request]:
    """The requests of an organisation, the most urgent first.

    Raises:
        Forbidden: this member may not.
    """
    demand(member, Action.PERSON)
    return Request.objects.filter(organisation_id=member.organisation_id).select_related("organisation")


def own(member: Membership) -> Found:
    """What a desk knows about a member, for themselves."""
    return about(member.organisation, member.user.email)


def _erase(cases: Iterable[Case], member: Membership) -> tuple[int, int]:
    done = held = 0
    for case in list(cases):
        try:
            erase(case, actor=member.user, why="asked")
            done += 1
        except Held:
            held += 1
    return done, held


def _forget(user: User, organisation: Organisation, member: Membership) -> None:
    """Remove someone from an organisation; with their last one the account itself goes. What they signed stays, without their name."""
    signing.forget(user, organisation)
    Membership.objects.filter(user=user, organisation=organisation).delete()
    record("person erased", organisation=organisation.pk, actor=member.user_id, about=f"user:{user.pk}")
    if not user.memberships.exists():
        user.delete()


def _not_the_last(user: User | None, organisation: Organisation) -> None:
    administrators = Membership.objects.filter(organisation=organisation, role=Role.ADMINISTRATOR, user__is_active=True)
    if user is not None and list(administrators.values_list("user_id", flat=True)) == [user.pk]:
        raise CannotErase("last_administrator")


def _open(request: Request) -> Request:
    found = Request.objects.select_for_update().get(pk=request.pk)
    if not found.is_open:
        raise CannotErase("request_closed")
    return found


def _close(request: Request, member: Membership, state: Request.State, facts: dict[str, int]) -> None:
    request.state, request.done_at, request.by, request.facts = state, timezone.now(), member.user, facts
    if state is not Request.State.REFUSED:
        # Who it was about need not be known any more; the trail says that it was done.
        request.sealed_address = vault.seal(request.organisation.data_key, b"", "request")
    request.save()
    record(f"request {state}", organisation=request.organisation_id, actor=member.user_id, about=str(request), facts=facts)


def _having(organisation: Organisation, kinds: Collection[Kind], address: str) -> QuerySet[Token, int]:
    wanted = Q()
    for kind in kinds:
        said = folded(address) if kind is Kind.WORD else address
        wanted |= Q(kind=kind, value=vault.token(organisation.search_key, kind, said))
    return Token.objects.filter(wanted, organisation=organisation).values_list("case_id", flat=True)
