"""The ledger of an organisation as it is kept, and the confirmations by which facts come into it.

Entries are appended and never changed (triggers refuse it). What they say, what a confirmation is about, what was told on the telephone
and every file of evidence is sealed with the organisation's key; in clear stand states, times, who did what, and blind tokens.
"""

import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Organisation, User
from weerbaar.desk.cases.models import Case


class LedgerEntry(models.Model):
    """One entry of the chain (weerbaar.ledger.chain), sealed for its place: moved to another sequence it does not open."""

    organisation_id = models.BigIntegerField()
    sequence = models.BigIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("organisation_id", "sequence"), name="one_entry_each")]
        ordering = ["organisation_id", "sequence"]

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.sequence}"


class LedgerHead(models.Model):
    """The end of a ledger: who appends takes its lock. `mark` is a keyed fingerprint of the last hash, which the trail notes too."""

    organisation_id = models.BigIntegerField(primary_key=True)
    sequence = models.BigIntegerField(default=0)
    mark = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.sequence}"


class Evidence(models.Model):
    """A file that shows how something was confirmed: a contract, a letter of the bank, an answer. `token` is blind, of its SHA-256."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="evidence")
    token = models.BigIntegerField()
    sealed_name = models.BinaryField()
    sealed = models.BinaryField()
    size = models.BigIntegerField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("organisation", "token"), name="evidence_once")]

    def __str__(self) -> str:
        return f"evidence:{self.pk}"

    @property
    def name(self) -> str:
        """The name of the file as it was attached."""
        return vault.open_(self.organisation.data_key, bytes(self.sealed_name), "evidence name").decode()

    def content(self) -> bytes:
        """The file.

        Raises:
            Locked: the organisation's master key is not here.
        """
        return vault.open_(self.organisation.data_key, bytes(self.sealed), "evidence")


class State(models.TextChoices):
    """Where a confirmation stands."""

    OPEN = "open", _("to be called")
    CALLED = "called", _("to be approved")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("withdrawn")
    EXPIRED = "expired", _("expired")
    OVERRIDDEN = "overridden", _("overridden")


OPEN = (State.OPEN, State.CALLED)


class Why(models.TextChoices):
    """What opened a confirmation."""

    HAND = "hand", _("asked by a colleague")
    DOUBT = "doubt", _("a doubt that was brought")
    GATE = "gate", _("a payment that was held")
    IMPORT = "import", _("a list that says otherwise")
    EXPIRED = "expired", _("time to confirm again")


class Confirmation(models.Model):
    """A fact that is to be confirmed before money follows it. Weeks long: its state is here, and a chore reminds and ends it.

    `subject` is a blind token of payee and account: what is asked twice is one confirmation. `urgent` moves it up in the list and
    changes nothing else. `spent_at` is when the one payment of an override was let go.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="confirmations")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    why = models.CharField(max_length=10, choices=Why.choices, default=Why.HAND)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="confirmations")
    subject = models.BigIntegerField()
    sealed = models.BinaryField()
    urgent = models.BooleanField(default=False)
    needs_proof = models.BooleanField(default=False)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    remind_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    spent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "subject"), condition=Q(state__in=("open", "called")), name="one_open_confirmation"
            )
        ]
        indexes = [models.Index(fields=("organisation", "state", "-urgent", "asked_at"), name="confirmations_open")]
        ordering = ["-urgent", "asked_at", "id"]

    def __str__(self) -> str:
        return f"confirmation:{self.pk}"

    @cached_property
    def about(self) -> dict[str, Any]:
        """What it is about, as `about.About` writes it."""
        return dict(self.organisation.unseal(self.sealed, f"confirmation {self.ref}"))

    def keep(self, about: Mapping[str, Any]) -> None:
        """Set what it is about; whoever calls saves."""
        self.sealed = self.organisation.seal(about, f"confirmation {self.ref}")
        self.__dict__.pop("about", None)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Step(models.Model):
    """Something that was done for a confirmation, by whom (None: the desk). What was said is sealed."""

    class Kind(models.TextChoices):
        ASKED = "asked", _("asked")
        AGAIN = "again", _("asked once more")
        CALLED = "called", _("called")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("withdrawn")
        OVERRIDE = "override", _("override asked")
        OVERRIDDEN = "overridden", _("overridden")
        SPENT = "spent", _("paid on the override")
        PROVEN = "proven", _("proven with a device")
        REMINDED = "reminded", _("reminded")
        EXPIRED = "expired", _("expired")

    confirmation = models.ForeignKey(Confirmation, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField(default=b"")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.confirmation_id}"

    @cached_property
    def said(self) -> dict[str, Any]:
        """What was written down with it."""
        if not self.sealed:
            return {}
        return dict(self.confirmation.organisation.unseal(self.sealed, f"step {self.confirmation.ref}"))


class Notice(models.Model):
    """Somebody is to be told of a confirmation, by mail and on their devices where those doors are open; the chore sends it, once."""

    class Kind(models.TextChoices):
        CALL = "call"
        APPROVE = "approve"
        REMIND = "remind"
        OVERRIDDEN = "overridden"
        CLOSED = "closed"

    confirmation = models.ForeignKey(Confirmation, on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=("sent_at", "made_at"), name="notices_unsent")]

    def __str__(self) -> str:
        return f"notice:{self.pk}"


class Import(models.Model):
    """Files that were read: shown first, then taken in as unconfirmed, or left. Rows are sealed; counts stand in clear."""

    class State(models.TextChoices):
        SHOWN = "shown", _("looked at")
        TAKEN = "taken", _("taken in")
        UNDONE = "undone", _("undone")
        LEFT = "left", _("left")

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ledger_imports")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SHOWN)
    sealed = models.BinaryField()
    counts = models.JSONField(default=dict)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"import:{self.pk}"

    def rows(self) -> list[dict[str, Any]]:
        """What was read, one row for each payee and account."""
        return list(self.organisation.unseal(self.sealed, f"import {self.ref}"))

    def keep(self, rows: list[dict[str, Any]]) -> None:
        """Set what was read; whoever calls saves."""
        self.sealed = self.organisation.seal(rows, f"import {self.ref}")
