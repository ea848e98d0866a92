"""Who can prove themselves, with which devices, and what was asked of them.

Names, keys, texts and what was signed are sealed with the organisation's key. In clear stand states, times, who asked whom, digests, and
blind tokens of credential ids.
"""

import base64
import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weerbaar.desk.accounts.models import Organisation, User
from weerbaar.desk.cases.models import Case
from weerbaar.proof.protocol import OPEN, Exchange, Stage
from weerbaar.proof.transcript import Terms


class Kind(models.TextChoices):
    """Who someone is to the organisation."""

    COLLEAGUE = "colleague", _("colleague")
    SUPPLIER = "supplier", _("contact of a supplier")
    FAMILY = "family", _("family")


class Prover(models.Model):
    """Someone who has, or may get, a device to prove themselves with.

    A colleague is a user (`user`). Family is someone's (`family_of`), and only that someone can ask them. `payee` is the id of the supplier in the
    ledger, as a blind token.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="provers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="provers")
    family_of = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="family")
    payee = models.BigIntegerField(null=True)
    sealed = models.BinaryField(default=b"")
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("organisation", "user"), name="one_prover_each")]

    def __str__(self) -> str:
        return f"prover:{self.pk}"

    @property
    def reporter_id(self) -> int | None:
        """Whose it is, for permissions."""
        return self.user_id or self.family_of_id

    @property
    def name(self) -> str:
        """The name as the asker reads it."""
        return self.user.named if self.user else str(self.about.get("name", ""))

    @property
    def called(self) -> str:
        """The name in a sentence, without address."""
        return self.user.called if self.user else self.name

    @cached_property
    def about(self) -> Mapping[str, str]:
        """What is known of someone who is no user: `name`, and `of`, the supplier."""
        return dict(self.organisation.unseal(self.sealed, f"prover {self.ref}")) if self.sealed else {}

    def keep(self, about: Mapping[str, str]) -> None:
        """Set it; whoever calls saves."""
        self.sealed = self.organisation.seal(dict(about), f"prover {self.ref}")
        self.__dict__.pop("about", None)


class Device(models.Model):
    """A key that says yes (WebAuthn). `token` finds it by its credential id, `digest` is of its public key."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    prover = models.ForeignKey(Prover, on_delete=models.CASCADE, related_name="devices")
    token = models.BigIntegerField(db_index=True)
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    counter = models.BigIntegerField(default=0)
    enrolled_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["enrolled_at", "id"]

    def __str__(self) -> str:
        return f"device:{self.pk}"

    @cached_property
    def about(self) -> Mapping[str, str]:
        """`name` as its owner calls it, `credential` (attested credential data, base64)."""
        return dict(self.prover.organisation.unseal(self.sealed, f"device {self.ref}")) if self.sealed else {}

    @property
    def name(self) -> str:
        return self.about["name"]

    @property
    def credential(self) -> bytes:
        return base64.b64decode(self.about["credential"])


class Phone(models.Model):
    """A telephone that proves without a connection: its public key (P-256, uncompressed point). The private one never left it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    prover = models.ForeignKey(Prover, on_delete=models.CASCADE, related_name="phones")
    sealed = models.BinaryField()
    enrolled_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["enrolled_at", "id"]

    def __str__(self) -> str:
        return f"phone:{self.pk}"

    @cached_property
    def about(self) -> Mapping[str, str]:
        """`name`, and `key` (base64)."""
        return dict(self.prover.organisation.unseal(self.sealed, f"phone {self.ref}")) if self.sealed else {}


class Ask(models.Model):
    """One ask for proof: who asks whom, until when, how it ended. What is asked and the nonces are sealed."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="asks")
    asker = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="asks")
    prover = models.ForeignKey(Prover, on_delete=models.CASCADE, related_name="asks")
    stage = models.CharField(
        max_length=10, choices=[(stage.value, stage.value) for stage in Stage], default=Stage.WAITING.value
    )
    sealed = models.BinaryField()
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    device = models.ForeignKey(Device, on_delete=models.SET_NULL, null=True, related_name="asks")
    confirmation = models.CharField(max_length=64, blank=True, db_index=True)
    evidence = models.CharField(max_length=64, blank=True)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=("prover", "stage"), name="asks_of_prover")]
        ordering = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return f"ask:{self.pk}"

    @property
    def reporter_id(self) -> int | None:
        """Whose it is, for permissions."""
        return self.asker_id

    @property
    def is_open(self) -> bool:
        return Stage(self.stage) in OPEN

    @cached_property
    def about(self) -> Mapping[str, Any]:
        """`terms` of it, the nonces `asker` and `prover` (hexadecimal), `key` that answered, `evidence` of the answer."""
        return dict(self.organisation.unseal(self.sealed, f"ask {self.ref}")) if self.sealed else {}

    def keep(self, about: Mapping[str, Any]) -> None:
        """Set it; whoever calls saves."""
        self.sealed = self.organisation.seal(dict(about), f"ask {self.ref}")
        self.__dict__.pop("about", None)

    @property
    def exchange(self) -> Exchange:
        """The ask as the protocol knows it."""
        kept = self.about
        return Exchange(
            Terms(**kept["terms"]), bytes.fromhex(kept["asker"]), bytes.fromhex(kept["prover"]), kept["key"], Stage(self.stage)
        )

    @property
    def text(self) -> str:
        """What is asked, in the asker's words; may be empty."""
        return str(self.about["terms"]["text"])


class Invitation(models.Model):
    """A link and three words by which someone outside enrols a device, once. Only hashes of both are kept."""

    prover = models.ForeignKey(Prover, on_delete=models.CASCADE, related_name="invitations")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    hash = models.CharField(max_length=64, unique=True)
    words = models.CharField(max_length=64)
    sealed_channel = models.BinaryField()
    tries = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation:{self.pk}"


class Renewal(models.Model):
    """Two people agree that someone who lost every device may enrol a new one."""

    prover = models.ForeignKey(Prover, on_delete=models.CASCADE, related_name="renewals")
    first = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    second = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"renewal:{self.pk}"

    @property
    def organisation_id(self) -> int:
        return self.prover.organisation_id
