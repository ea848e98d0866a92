"""Providers and keys, what was spent, what people were asked, what a conversation masked, and which uses there were.

Sealed: credentials, reasons, conversations. Of a key only a hash is kept, of a value that someone was asked about only a MAC under the
organisation's key. A use holds counts and classes, never content, and no name: `person` is a token that changes every month.
"""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Membership, Organisation, Role, User


class Provider(models.Model):
    """Where the models of one tool of the agreement are. It is known by its tool; the credential is sealed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ai_providers")
    name = models.CharField(max_length=80)
    tool = models.CharField(max_length=60)
    """Its id in the register of tools (weerbaar.desk.agreements)."""
    url = models.CharField(max_length=500)
    dialects = models.JSONField(default=list)
    offers = models.JSONField(default=dict)
    """What people call a model -> what the provider calls it."""
    sealed_credential = models.BinaryField(default=b"")
    joules_per_token = models.FloatField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"provider:{self.pk}"

    @property
    def credential(self) -> str:
        """
        Raises:
            Locked: the organisation's master key is not here.
        """
        if not self.sealed_credential:
            return ""
        return vault.open_(self.organisation.data_key, bytes(self.sealed_credential), "ai credential").decode()

    def trust(self, credential: str) -> None:
        """Set the credential; whoever calls saves."""
        self.sealed_credential = (
            vault.seal(self.organisation.data_key, credential.encode(), "ai credential") if credential else b""
        )


class Key(models.Model):
    """A key for the gateway: of one member, who acts through it with their role; or of a team, with a role of its own.

    `prefix` is its beginning, by which people recognise it. Only the day of its last use is kept.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ai_keys")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="ai_keys")
    team = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    until = models.DateTimeField()
    used_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"ai key:{self.pk}"

    @property
    def reporter_id(self) -> int | None:
        """Whose it is, as `permissions.can` asks of an object."""
        return self.membership.user_id if self.membership else None

    @property
    def holder(self) -> str:
        """Who holds it, as an id: tells nothing outside this desk."""
        return f"member:{self.membership_id}" if self.membership_id else f"team:{self.pk}"

    @property
    def acts_as(self) -> str:
        """The role it acts with."""
        return self.membership.role if self.membership else self.role

    @property
    def state(self) -> str:
        """usable, withdrawn or ended."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "usable" if self.until > timezone.now() else "ended"


class Tally(models.Model):
    """What a holder of keys used in a day; `holder` is a blind token, 0 for the whole organisation. Kept as long as a budget needs it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    holder = models.BigIntegerField()
    day = models.DateField()
    requests = models.BigIntegerField(default=0)
    tokens = models.BigIntegerField(default=0)
    joules = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("organisation", "holder", "day"), name="one_ai_tally_a_day")]

    def __str__(self) -> str:
        return f"{self.day}"


class Ask(models.Model):
    """Something was found that may leave once the person gives a reason. `prints` are MACs of exactly the values it is about."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ai_asks")
    key = models.ForeignKey(Key, on_delete=models.CASCADE, related_name="asks")
    tool = models.CharField(max_length=60)
    found = models.JSONField(default=dict)
    """Class -> how many."""
    prints = models.JSONField(default=list)
    sealed_reason = models.BinaryField(default=b"")
    asked_at = models.DateTimeField(default=timezone.now)
    granted_at = models.DateTimeField(null=True)
    until = models.DateTimeField()
    """Until when a reason can be given; once given, until when it holds."""

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=("key", "until"), name="ai_asks_that_hold")]

    def __str__(self) -> str:
        return f"ask:{self.pk}"

    @property
    def reporter_id(self) -> int | None:
        """Who gives the reason: who holds the key; for a team whoever made its key."""
        return self.key.reporter_id or self.key.by_id

    @property
    def reason(self) -> str:
        """
        Raises:
            Locked: the organisation's master key is not here.
        """
        return str(self.organisation.unseal(self.sealed_reason, f"ask {self.ref}")) if self.sealed_reason else ""


class Conversation(models.Model):
    """What a conversation masked, sealed, while it goes on. `mark` is a blind token of who holds it and what they call it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    mark = models.BigIntegerField()
    sealed = models.BinaryField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("organisation", "mark"), name="each_ai_conversation_once")]

    def __str__(self) -> str:
        return f"conversation:{self.pk}"


class Use(models.Model):
    """One request that came to the gateway. Triggers refuse to change one, and to remove one of the last 30 days."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    person = models.BigIntegerField()
    tool = models.CharField(max_length=60)
    model = models.CharField(max_length=120)
    dialect = models.CharField(max_length=10)
    operation = models.CharField(max_length=20)
    decision = models.CharField(max_length=5)
    status = models.PositiveSmallIntegerField()
    found = models.JSONField(default=dict)
    masked = models.JSONField(default=dict)
    inbound = models.JSONField(default=dict)
    why = models.CharField(max_length=30, blank=True)
    grant = models.CharField(max_length=40, blank=True)
    tokens_in = models.BigIntegerField(default=0)
    tokens_out = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    added_seconds = models.FloatField(default=0)
    joules = models.FloatField(default=0)

    class Meta:
        indexes = [models.Index(fields=("at", "organisation"), name="ai_uses")]

    def __str__(self) -> str:
        return f"use:{self.pk}"


def holder_token(organisation: Organisation, holder: str) -> int:
    """The blind token of a holder (`Key.holder`): budgets are counted under it."""
    return vault.token(organisation.search_key, "ai holder", holder)


def person_token(organisation: Organisation, holder: str, day: date) -> int:
    """The blind token of a holder in one month: uses of two months cannot be put together."""
    return vault.token(organisation.search_key, "ai person", f"{day:%Y-%m} {holder}")


def counts(found: Any) -> dict[str, int]:
    """Counts as they are kept: words of ours and numbers, nothing else."""
    return {str(name)[:40]: int(number) for name, number in found.items() if int(number) > 0}
