"""Enrolling, revoking and renewing what someone proves themselves with. The rules stand in docs/security/call-proof.md, "Enrolment"."""

import base64
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from fido2.webauthn import AttestedCredentialData

from weerbaar.desk.accounts.models import Membership, User
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.proof import keys
from weerbaar.desk.proof.models import Ask, Device, Kind, Phone, Prover, Renewal
from weerbaar.desk.trail import record
from weerbaar.proof.protocol import OPEN

MOST_DEVICES = 5
YOUNG = timedelta(days=3)
RENEWED_WITHIN = timedelta(hours=24)
LONGEST_NAME = 80


class Way(StrEnum):
    """How someone may enrol a device now."""

    FIRST = "first"
    BESIDE = "beside"  # with a yes from a device they have
    RENEWED = "renewed"  # two people agreed
    LOST = "lost"  # not before two people agree
    FULL = "full"


class NotNow(Exception):
    """This cannot be done as things are."""


def colleague(member: Membership) -> Prover:
    """A member as prover; made on the first occasion."""
    made, _ = Prover.objects.get_or_create(
        organisation=member.organisation, user=member.user, defaults={"kind": Kind.COLLEAGUE}
    )
    return made


def usable(prover: Prover) -> list[Device]:
    """The devices that count, the oldest first; none of someone who is no longer a member, or was removed."""
    gone = prover.removed_at is not None or (prover.user_id is not None and not is_member(prover))
    return [] if gone else list(prover.devices.filter(revoked_at=None).select_related("prover__organisation"))


def is_member(prover: Prover) -> bool:
    """Whether a colleague still is one."""
    there = Membership.objects.filter(organisation_id=prover.organisation_id, user=prover.user, user__is_active=True)
    return there.exists()


def digests(devices: Iterable[Device]) -> frozenset[str]:
    """The keys of devices."""
    return frozenset(device.digest for device in devices)


def is_young(device: Device) -> bool:
    """Whether a device is so new that the asker is told."""
    return timezone.now() - device.enrolled_at < YOUNG


def way(prover: Prover) -> Way:
    """How this prover may enrol a device now."""
    there = usable(prover)
    if len(there) >= MOST_DEVICES:
        return Way.FULL
    if there:
        return Way.BESIDE
    if not prover.devices.exists():
        return Way.FIRST
    return Way.RENEWED if agreed(prover) is not None else Way.LOST


@transaction.atomic
def enrol(prover: Prover, key: AttestedCredentialData, counter: int, name: str, *, by: User | None) -> Device:
    """Keep a new key. Whoever calls has verified that it was made for this prover, and by `BESIDE` the yes of another device.

    Raises:
        NotNow: it may not be enrolled now, or this very key is there.
    """
    prover = Prover.objects.select_for_update().select_related("organisation", "user").get(pk=prover.pk)
    how = way(prover)
    if how in (Way.LOST, Way.FULL) or prover.removed_at is not None:
        raise NotNow
    digest, token = keys.digest(key), keys.token(prover.organisation, key.credential_id)
    if Device.objects.filter(token=token, prover__organisation_id=prover.organisation_id).exists():
        raise NotNow
    made = Device(prover=prover, token=token, digest=digest, counter=counter)
    about = {"name": name.strip()[:LONGEST_NAME] or "-", "credential": base64.b64encode(bytes(key)).decode()}
    made.sealed = prover.organisation.seal(about, f"device {made.ref}")
    made.save()
    if how is Way.RENEWED:
        Renewal.objects.filter(prover=prover, used_at=None).update(used_at=timezone.now())
    _record("proof device enrolled", prover, by, str(made), how=how.value)
    return made


@transaction.atomic
def revoke(one: Device | Phone, member: Membership) -> None:
    """End a device or telephone now; done twice it is done once. Open asks to its owner become void.

    Raises:
        Forbidden: it is not theirs, and they do not look after those of others.
    """
    _demand(member, one.prover)
    if type(one).objects.filter(pk=one.pk, revoked_at=None).update(revoked_at=timezone.now()):
        _record("proof device revoked", one.prover, member.user, str(one))


@transaction.atomic
def remove(prover: Prover, member: Membership) -> None:
    """Someone outside can no longer prove themselves: all their devices are revoked.

    Raises:
        Forbidden: they may not.
    """
    _demand(member, prover)
    there: list[Device | Phone] = [*prover.devices.filter(revoked_at=None), *prover.phones.filter(revoked_at=None)]
    for one in there:
        revoke(one, member)
    if prover.kind != Kind.COLLEAGUE and Prover.objects.filter(pk=prover.pk, removed_at=None).update(removed_at=timezone.now()):
        _record("prover removed", prover, member.user, str(prover))


def may_renew(member: Membership, prover: Prover) -> bool:
    """Whether a member may agree to a new device of this prover: someone else, who looks after devices or approves."""
    mine = prover.organisation_id == member.organisation_id and member.user_id not in (prover.user_id, prover.family_of_id)
    return mine and (can(member, Action.ENROL, prover) or can(member, Action.APPROVE, prover))


@transaction.atomic
def renew(prover: Prover, member: Membership) -> Renewal:
    """Agree that this prover, who has lost every device, may enrol a new one: the first of two begins, another one completes it.

    Raises:
        Forbidden: they are the one concerned, or may not.
        NotNow: there is a device, there was none before, or this member agreed already.
    """
    if not may_renew(member, prover):
        raise Forbidden("renew")
    prover = Prover.objects.select_for_update().get(pk=prover.pk)
    if way(prover) is not Way.LOST:
        raise NotNow
    there = prover.renewals.filter(used_at=None, second=None, until__gt=timezone.now()).first()
    if there is None:
        there = Renewal.objects.create(prover=prover, first=member.user, until=timezone.now() + RENEWED_WITHIN)
        _record("proof renewal begun", prover, member.user, str(there))
        return there
    if there.first_id in (member.user_id, None):
        raise NotNow
    there.second, there.until = member.user, timezone.now() + RENEWED_WITHIN
    there.save(update_fields=("second", "until"))
    _record("proof renewal agreed", prover, member.user, str(there), first=there.first_id or 0)
    return there


def agreed(prover: Prover) -> Renewal | None:
    """The renewal that two different people agreed to, while it can be used."""
    found = prover.renewals.filter(used_at=None, until__gt=timezone.now(), first__isnull=False, second__isnull=False).last()
    return found if found is not None and found.first_id != found.second_id else None


@transaction.atomic
def add_phone(prover: Prover, key: bytes, name: str, *, by: User) -> Phone:
    """Keep the public key of a telephone that proves without a connection.

    Raises:
        NotNow: it is no point of P-256, or there are too many.
    """
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key)
    except ValueError:
        raise NotNow from None
    if len(key) != 65 or prover.phones.filter(revoked_at=None).count() >= MOST_DEVICES:
        raise NotNow
    made = Phone(prover=prover)
    about = {"name": name.strip()[:LONGEST_NAME] or "-", "key": base64.b64encode(key).decode()}
    made.sealed = prover.organisation.seal(about, f"phone {made.ref}")
    made.save()
    _record("proof phone enrolled", prover, by, str(made))
    return made


def waiting(prover: Prover) -> list[Ask]:
    """What is asked of someone now."""
    there = prover.asks.filter(stage__in=[one.value for one in OPEN], expires_at__gt=timezone.now())
    return list(there.select_related("asker", "organisation", "prover"))


def _demand(member: Membership, prover: Prover) -> None:
    if not (can(member, Action.ENROL, prover) or (can(member, Action.PROVE, prover) and prover.reporter_id == member.user_id)):
        raise Forbidden("revoke")


def _record(action: str, prover: Prover, by: User | None, about: str, **facts: str | int) -> None:
    record(
        action,
        organisation=prover.organisation_id,
        actor=by.pk if by else None,
        about=about,
        facts={"prover": prover.pk, **facts},
    )
