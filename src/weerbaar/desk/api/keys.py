"""Making, recognising and withdrawing keys for programs."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from weerbaar.desk.access.limits import take
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.api.models import Key
from weerbaar.desk.api.scopes import Scope, open_to
from weerbaar.desk.cases.see import Forbidden, demand
from weerbaar.desk.trail import Facts, record

START = "wk_"
SECRET_BYTES = 32
SHOWN = 9
"""Characters of a key that stay visible: its start and six of its own."""
DAYS = (7, 30, 90, 365)
MOST_KEYS = 20
USED_EVERY = timedelta(minutes=5)
"""How exactly the last use is kept; a write for each request would buy nothing."""


class TooMany(Exception):
    """A member has as many usable keys as one may have."""


@transaction.atomic
def make(member: Membership, name: str, scopes: Sequence[Scope], days: int) -> tuple[Key, str]:
    """A key that acts for this member, and its secret, which is kept nowhere.

    Raises:
        Forbidden: a scope of which this member may do nothing, or no scope.
        TooMany: they have too many that can be used.
        TooOften: they made too many of late.
    """
    demand(member, Action.TOKENS)
    if not scopes or not set(scopes) <= set(open_to(member)) or days not in DAYS:
        raise Forbidden("scope")
    if usable(member) >= MOST_KEYS:
        raise TooMany
    take("key by account", str(member.user_id))
    secret = START + secrets.token_urlsafe(SECRET_BYTES)
    made = Key.objects.create(
        organisation=member.organisation,
        membership=member,
        name=name.strip()[:80],
        prefix=secret[:SHOWN],
        hash=_hash(secret),
        scopes=[scope.value for scope in scopes],
        until=timezone.now() + timedelta(days=days),
    )
    facts: Facts = {"scopes": " ".join(made.scopes), "days": days}
    record("key made", organisation=member.organisation_id, actor=member.user_id, about=str(made), facts=facts)
    return made, secret


@transaction.atomic
def withdraw(key: Key, member: Membership) -> None:
    """End a key now; done twice it is done once.

    Raises:
        Forbidden: it is not theirs, and they do not look after those of others.
    """
    demand(member, Action.TOKENS, key)
    if Key.objects.filter(pk=key.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        record("key withdrawn", organisation=key.organisation_id, actor=member.user_id, about=str(key))


def of(secret: str) -> Key | None:
    """The key with this secret while it can be used, noted as used. Looked up by its hash, so that time tells nothing."""
    now = timezone.now()
    found = (
        Key.objects.filter(hash=_hash(secret), withdrawn_at=None, until__gt=now, membership__user__is_active=True)
        .select_related("membership__user", "membership__organisation")
        .first()
    )
    if found is not None and (found.used_at is None or found.used_at < now - USED_EVERY):
        Key.objects.filter(pk=found.pk).update(used_at=now)
    return found


def usable(member: Membership) -> int:
    """How many keys of a member can be used."""
    return member.keys.filter(withdrawn_at=None, until__gt=timezone.now()).count()


def _hash(secret: str) -> str:
    """SHA-256 is enough: a secret has 256 random bits, so there is nothing to guess (unlike a password)."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
