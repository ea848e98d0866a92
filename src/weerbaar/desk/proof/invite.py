"""Inviting someone outside to enrol a device: a link, and three words that are told over a channel that was known before.

Whoever has only the mailbox lacks the words, whoever has only the telephone lacks the link.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action, Reach, reach
from weerbaar.desk.cases.see import Forbidden, demand
from weerbaar.desk.proof.ask import payee_token
from weerbaar.desk.proof.devices import LONGEST_NAME, NotNow, Way, way
from weerbaar.desk.proof.models import Invitation, Kind, Prover
from weerbaar.desk.trail import Facts, record
from weerbaar.model.ledger import Kind as Fact
from weerbaar.proof.words import COUNT

DAYS = 7
TRIES = 5
"""Wrong words before a link is of no use: 5 of 2^24."""
LONGEST_CHANNEL = 120


@dataclass(frozen=True, slots=True)
class Channel:
    """A confirmed way to reach a supplier: the payee in the ledger, the fact, and what it says."""

    payee: str
    name: str
    fact: str
    value: str


@dataclass(frozen=True, slots=True)
class Issued:
    """What is shown once: the secret of the link, and the three bytes whose words are told."""

    invitation: Invitation
    secret: str
    words: bytes


def channels(organisation: Organisation) -> list[Channel]:
    """The telephones and addresses of suppliers that were confirmed before, and still hold."""
    from weerbaar.desk.ledger.state import ledger_of

    ledger = ledger_of(organisation)
    return [
        Channel(payee.id, payee.name, fact.id, fact.value)
        for payee in ledger.payees
        for fact in payee.of(Fact.PHONE, Fact.ADDRESS)
        if fact.confirmed and not fact.expired(ledger.today)
    ]


@transaction.atomic
def supplier(member: Membership, name: str, channel: Channel) -> Issued:
    """Invite a contact of a supplier, over a channel of theirs that the ledger holds as confirmed.

    Raises:
        Forbidden: this member may not invite, or the channel is not one of `channels`.
        NotNow: there is no name.
    """
    if reach(member, Action.ENROL) is not Reach.ALL or channel not in channels(member.organisation):
        raise Forbidden("invite")
    prover = Prover(organisation=member.organisation, kind=Kind.SUPPLIER, payee=payee_token(member.organisation, channel.payee))
    return _first(prover, member, name, channel.name, channel.value)


@transaction.atomic
def family(member: Membership, name: str, number: str) -> Issued:
    """Invite someone of one's own family, over a number one has had for long. Only this member can ask them.

    Raises:
        Forbidden: this member may not ask for proof.
        NotNow: there is no name or number.
    """
    demand(member, Action.PROVE)
    if not number.strip():
        raise NotNow
    return _first(
        Prover(organisation=member.organisation, kind=Kind.FAMILY, family_of=member.user), member, name, "", number.strip()
    )


@transaction.atomic
def again(prover: Prover, member: Membership) -> Issued:
    """Invite someone anew over the same channel: before the first device, or after two people agreed to another one.

    Raises:
        Forbidden: this member did not invite them and may not.
        NotNow: they have a device, or two people must agree first.
    """
    own = prover.family_of_id == member.user_id if prover.kind == Kind.FAMILY else reach(member, Action.ENROL) is Reach.ALL
    if not own or prover.organisation_id != member.organisation_id:
        raise Forbidden("invite")
    if prover.kind == Kind.COLLEAGUE or prover.removed_at is not None or way(prover) not in (Way.FIRST, Way.RENEWED):
        raise NotNow
    prover.invitations.filter(used_at=None).update(used_at=timezone.now())
    return _issue(prover, member, prover.about["channel"])


def of(secret: str) -> Invitation | None:
    """The invitation of a link, while it can be used."""
    found = Invitation.objects.filter(hash=_hash(secret), used_at=None, until__gt=timezone.now(), tries__lt=TRIES)
    return found.select_related("prover__organisation").first()


def tell(invitation: Invitation, words: bytes | None) -> bool:
    """Try the words of an invitation. Each try counts, before it is judged."""
    if not Invitation.objects.filter(pk=invitation.pk, tries__lt=TRIES, used_at=None).update(tries=F("tries") + 1):
        return False
    right = words is not None and secrets.compare_digest(_words(invitation.prover.organisation, words), invitation.words)
    if not right:
        record("proof words wrong", organisation=invitation.prover.organisation_id, about=str(invitation))
    return right


def use(invitation: Invitation) -> bool:
    """Use an invitation up; False where it was used meanwhile."""
    return bool(Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=timezone.now()))


def channel_of(invitation: Invitation) -> str:
    """Over what the words are told."""
    sealed = bytes(invitation.sealed_channel)
    return vault.open_(invitation.prover.organisation.data_key, sealed, "proof channel").decode()


def _first(prover: Prover, member: Membership, name: str, of_whom: str, channel: str) -> Issued:
    if not name.strip():
        raise NotNow
    prover.keep({"name": name.strip()[:LONGEST_NAME], "of": of_whom, "channel": channel[:LONGEST_CHANNEL]})
    prover.save()
    return _issue(prover, member, channel)


def _issue(prover: Prover, member: Membership, channel: str) -> Issued:
    secret, words = secrets.token_urlsafe(24), secrets.token_bytes(COUNT)
    made = Invitation.objects.create(
        prover=prover,
        by=member.user,
        hash=_hash(secret),
        words=_words(prover.organisation, words),
        sealed_channel=vault.seal(prover.organisation.data_key, channel[:LONGEST_CHANNEL].encode(), "proof channel"),
        until=timezone.now() + timedelta(days=DAYS),
    )
    facts: Facts = {"prover": prover.pk, "kind": str(prover.kind)}
    record("proof invited", organisation=prover.organisation_id, actor=member.user_id, about=str(made), facts=facts)
    return Issued(made, secret, words)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _words(organisation: Organisation, words: bytes) -> str:
    return vault.fingerprint(organisation.search_key, b"proof words " + words).hex()
