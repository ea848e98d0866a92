"""Making, recognising and withdrawing keys for the gateway. A secret is shown once; its hash is kept."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from weerbaar.desk.access.limits import take
from weerbaar.desk.accounts.models import Membership, Role
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import Forbidden, demand
from weerbaar.desk.gateway.models import Key
from weerbaar.desk.trail import Facts, record

START = "wbg_"
SECRET_BYTES = 32
SHOWN = 10
DAYS = (7, 30, 90, 365)
MOST_KEYS = 10
LONGEST_SECRET = 200


class TooMany(Exception):
    """A member has as many usable keys as one may have."""


def make(member: Membership, name: str, days: int) -> tuple[Key, str]:
    """A key for a member's own programs, and its secret, which is kept nowhere.

    Raises:
        Forbidden: this member may not.
        TooMany: they have too many that can be used.
        TooOften: they made too many of late.
    """
    demand(member, Action.AI)
    if member.ai_keys.filter(withdrawn_at=None, until__gt=timezone.now()).count() >= MOST_KEYS:
        raise TooMany
    return _made(member, name, days, membership=member)


def make_for_team(member: Membership, team: str, role: Role, name: str, days: int) -> tuple[Key, str]:
    """A key for programs of a team, which may do what the agreement allows this role.

    Raises:
        Forbidden: this member may not, or the team has no name.
        TooOften: they made too many of late.
    """
    demand(member, Action.GATEWAY)
    if not team.strip():
        raise Forbidden("team")
    return _made(member, name, days, team=team.strip()[:80], role=role.value)


@transaction.atomic
def withdraw(key: Key, member: Membership) -> None:
    """End a key; the gateway knows within a second. Done twice it is done once.

    Raises:
        Forbidden: it is not theirs, and they do not look after the gateway.
    """
    demand(member, Action.AI if key.reporter_id == member.user_id else Action.GATEWAY, key)
    if Key.objects.filter(pk=key.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        record("ai key withdrawn", organisation=key.organisation_id, actor=member.user_id, about=str(key))


def of(secret: str) -> Key | None:
    """The key with this secret while it can be used. Looked up by its hash, so that time tells nothing."""
    if not secret.startswith(START) or len(secret) > LONGEST_SECRET:
        return None
    holds = Q(membership=None) | Q(membership__user__is_active=True)
    there = Key.objects.filter(holds, hash=_hash(secret), withdrawn_at=None, until__gt=timezone.now())
    return there.select_related("membership__user", "organisation").first()


@transaction.atomic
def _made(member: Membership, name: str, days: int, **more: Any) -> tuple[Key, str]:
    if days not in DAYS:
        raise Forbidden("days")
    take("key by account", str(member.user_id))
    secret = START + secrets.token_urlsafe(SECRET_BYTES)
    made = Key.objects.create(
        organisation=member.organisation,
        name=name.strip()[:80],
        prefix=secret[:SHOWN],
        hash=_hash(secret),
        by=member.user,
        until=timezone.now() + timedelta(days=days),
        **more,
    )
    facts: Facts = {"days": days, "team": made.membership_id is None, "role": made.acts_as}
    record("ai key made", organisation=member.organisation_id, actor=member.user_id, about=str(made), facts=facts)
    return made, secret


def _hash(secret: str) -> str:
    """SHA-256 is enough: a secret has 256 random bits, so there is nothing to guess."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
