"""The trail, what persons ask of their data, and when things were last done. Triggers refuse to change or remove an entry of the trail."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weerbaar.desk import vault


class Entry(models.Model):
    """One line: what was done, by whom, to what; `hash` covers it and the hash of the line before (weerbaar.desk.trail)."""

    organisation_id = models.BigIntegerField()
    sequence = models.BigIntegerField()
    at = models.CharField(max_length=27)
    actor = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60)
    about = models.CharField(max_length=100, blank=True)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("organisation_id", "sequence"), name="one_line_each")]
        indexes = [models.Index(fields=("organisation_id", "about"))]
        ordering = ["organisation_id", "sequence"]

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.sequence} {self.action}"


class Head(models.Model):
    """The end of each trail: who appends takes its lock, and a trail that was cut short no longer meets it."""

    organisation_id = models.BigIntegerField(primary_key=True)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.sequence}"


class Mark(models.Model):
    """When something that is done now and then was last done, and with what result (counts, never content)."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


class Request(models.Model):
    """What a person asks of their own data: a copy, or that it is erased (GDPR, art. 15 and 17). Who it is about is sealed."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("a copy")
        ERASURE = "erasure", _("erasure")

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        LOOKED = "looked", _("looked up")
        PARTLY = "partly", _("done in part: some is on hold")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    sealed_address = models.BinaryField()
    language = models.CharField(max_length=2, default="en")
    person = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="requests")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    sealed_why = models.BinaryField(default=b"")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return f"request:{self.pk}"

    @property
    def address(self) -> str:
        """Whom it is about.

        Raises:
            Locked: the organisation's master key is not here.
        """
        return vault.open_(self.organisation.data_key, bytes(self.sealed_address), "request").decode()

    @property
    def why(self) -> str:
        """Why it was refused; "" where it was not."""
        return vault.open_(self.organisation.data_key, bytes(self.sealed_why), "request").decode() if self.sealed_why else ""

    @property
    def is_open(self) -> bool:
        return self.state not in (self.State.DONE, self.State.REFUSED)
