"""Agreements as they are kept: the draft, its published versions, who signed them, who was told.

Versions and signatures are appended and never changed (triggers refuse it), with one exception: the name on a signature can be erased.
What an agreement says and every name is sealed with the organisation's key; in clear stand numbers, days, and who did what.
"""

import uuid
from datetime import date
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Organisation, User
from weerbaar.desk.agreements.agreement import Agreement
from weerbaar.desk.agreements.written import parsed, to_toml

STEPS_BACK = 20


class Draft(models.Model):
    """What is being asked: the agreement as it would be published now, and as it was before each change, to go back."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="agreement_draft")
    sealed = models.BinaryField()
    seen = models.JSONField(default=list)
    """The themes that somebody went through."""
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"draft:{self.pk}"

    def states(self) -> list[str]:
        """The agreement after each change, the last one now.

        Raises:
            Locked: the organisation's master key is not here.
        """
        return list(self.organisation.unseal(self.sealed, "agreement draft"))

    def keep(self, states: list[str]) -> None:
        """Set them; whoever calls saves."""
        self.sealed = self.organisation.seal(states[-STEPS_BACK:], "agreement draft")


class Version(models.Model):
    """A published agreement. A version that changes nothing people signed for has the `edition` of the one before.

    `mark` is a keyed fingerprint of what is sealed; the trail notes it too.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveIntegerField()
    edition = models.PositiveIntegerField()
    starts = models.DateField()
    review_on = models.DateField()
    sealed = models.BinaryField()
    mark = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    by = models.BigIntegerField(null=True)
    """The id of a user; no reference, so that a line can stand when the user is gone."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=("organisation", "number"), name="one_agreement_each")]
        ordering = ["organisation", "-number"]

    def __str__(self) -> str:
        return f"agreement:{self.number}"

    @property
    def toml(self) -> str:
        """The file.

        Raises:
            Locked: the organisation's master key is not here, or it was changed.
        """
        return vault.open_(self.organisation.data_key, bytes(self.sealed), f"agreement {self.number}").decode()

    @cached_property
    def agreement(self) -> Agreement:
        """What it says."""
        return parsed(self.toml)

    def write(self, agreement: Agreement) -> None:
        """Set what it says, once, before it is saved."""
        assert agreement.start is not None and agreement.review_on is not None
        said = to_toml(agreement).encode()
        self.sealed = vault.seal(self.organisation.data_key, said, f"agreement {self.number}")
        self.mark = self.marked(said)
        self.starts, self.review_on = agreement.start, agreement.review_on

    def marked(self, said: bytes) -> str:
        """The keyed fingerprint of what it says."""
        return vault.fingerprint(self.organisation.search_key, f"agreement {self.number} ".encode() + said).hex()

    def holds_on(self, day: date) -> bool:
        """Whether it had begun on a day."""
        return self.starts <= day


class Signature(models.Model):
    """That somebody signed a version. `user` is an id (none: somebody without account, on paper); an erased name is empty.

    `mark` is a keyed fingerprint of name, version and moment; the trail notes it too.
    """

    class Way(models.TextChoices):
        PAGE = "page", _("on the page")
        PAPER = "paper", _("on paper")

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreement_signatures")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    user = models.BigIntegerField(null=True)
    sealed_name = models.BinaryField()
    way = models.CharField(max_length=5, choices=Way.choices)
    signed_on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    recorded_by = models.BigIntegerField(null=True)
    """Who wrote down a signature on paper."""
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("version", "user"), condition=Q(user__isnull=False), name="signed_once")]
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"signature:{self.pk}"

    @property
    def name(self) -> str:
        """The name as it was signed; "" when it was erased.

        Raises:
            Locked: the organisation's master key is not here.
        """
        if not self.sealed_name:
            return ""
        return vault.open_(self.organisation.data_key, bytes(self.sealed_name), f"signature {self.ref}").decode()

    def write(self, name: str) -> None:
        """Set the name, once, before it is saved."""
        self.sealed_name = vault.seal(self.organisation.data_key, name.encode(), f"signature {self.ref}")
        self.mark = self.marked(name)

    def marked(self, name: str) -> str:
        """The keyed fingerprint of who signed what, when and how."""
        said = f"signature {self.ref} {self.version.number} {self.signed_on} {self.user} {self.way} {name}"
        return vault.fingerprint(self.organisation.search_key, said.encode()).hex()


class Notice(models.Model):
    """That somebody is told: a version is to be signed, still is, it is time to look at it again, or here is a copy of what was signed."""

    class Kind(models.TextChoices):
        SIGN = "sign"
        REMIND = "remind"
        REVIEW = "review"
        COPY = "copy"

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("version", "user", "kind", "number"), name="agreement_told_once")]
        indexes = [models.Index(fields=("sent_at", "made_at"), name="agreement_notices")]

    def __str__(self) -> str:
        return f"{self.kind} {self.version_id} {self.user_id}"
