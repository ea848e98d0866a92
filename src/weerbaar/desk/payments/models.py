"""Payment files and what became of each line. Names, accounts and amounts are sealed with the organisation's key.

That nothing is released twice is kept by the database: a payment has one identity, and two released lines cannot share one.
"""

import uuid
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Organisation, User


class Way(models.TextChoices):
    """How a file came."""

    PAGE = "page", _("by the page")
    PROGRAM = "program", _("by a program")
    FOLDER = "folder", _("by the folder")
    COMMAND = "command", _("by the command line")


class Run(models.Model):
    """One payment file that was checked. The same bytes are one run, whoever brings them and however often.

    `digest` is a keyed fingerprint of the bytes, `ledger` how far the ledger had come when it was checked last. Sealed are the file, its
    name, the file of what is still held, why it was refused.
    """

    class State(models.TextChoices):
        CHECKED = "checked", _("checked")
        REFUSED = "refused", _("refused")
        ASIDE = "aside", _("set aside")

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="payment_runs")
    digest = models.BinaryField(max_length=32)
    way = models.CharField(max_length=10, choices=Way.choices)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKED)
    rounds = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(default=timezone.now)
    ledger = models.BigIntegerField(default=0)
    sealed_name = models.BinaryField()
    sealed = models.BinaryField()
    sealed_waiting = models.BinaryField(default=b"")
    sealed_refused = models.BinaryField(default=b"")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=("organisation", "digest"), name="payment_file_once")]
        indexes = [models.Index(fields=("organisation", "-at", "-id"), name="payment_runs_latest")]

    def __str__(self) -> str:
        return f"payment file:{self.pk}"

    @property
    def name(self) -> str:
        """What its reader calls it."""
        return vault.open_(self.organisation.data_key, bytes(self.sealed_name), "payment file name").decode()

    @cached_property
    def data(self) -> bytes:
        """The file as it came.

        Raises:
            Locked: the organisation's master key is not here, or the bytes were changed.
        """
        return vault.open_(self.organisation.data_key, bytes(self.sealed), "payment file")

    def keep(self, name: str, data: bytes) -> None:
        """Set name and bytes; whoever calls saves."""
        key = self.organisation.data_key
        self.sealed_name = vault.seal(key, name.encode("utf-8", "replace"), "payment file name")
        self.sealed = vault.seal(key, data, "payment file")

    @property
    def waiting(self) -> bytes:
        """The file of what is still held, as the last round left it; b"" where nothing is.

        Raises:
            Locked: as `data`.
        """
        return (
            vault.open_(self.organisation.data_key, bytes(self.sealed_waiting), self._purpose) if self.sealed_waiting else b""
        )

    def keep_waiting(self, data: bytes) -> None:
        """Set what is still held; whoever calls saves."""
        self.sealed_waiting = vault.seal(self.organisation.data_key, data, self._purpose) if data else b""

    @property
    def refused(self) -> tuple[str, str]:
        """Why it was refused: a code of weerbaar.ledger.read.refused, and the place; ("", "") where it was not."""
        if not self.sealed_refused:
            return "", ""
        code, detail = self.organisation.unseal(self.sealed_refused, "payment refused")
        return code, detail

    def keep_refused(self, code: str, detail: str) -> None:
        """Set why it was refused; whoever calls saves."""
        self.sealed_refused = self.organisation.seal([code, detail], "payment refused")

    @property
    def _purpose(self) -> str:
        return f"payments waiting:{self.ref}"


class Line(models.Model):
    """One payment of a file. `round` is the release that let it go; None while it is held.

    `identity` is a keyed fingerprint of what makes it this payment (end-to-end id, account, amount, date, debtor).
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="lines")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    round = models.PositiveIntegerField(null=True)
    identity = models.BinaryField(max_length=32)
    sealed = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=("run", "number"), name="payment_line_once"),
            models.UniqueConstraint(
                fields=("organisation", "identity"), condition=models.Q(round__isnull=False), name="released_once"
            ),
        ]

    def __str__(self) -> str:
        return f"payment line:{self.pk}"

    @property
    def released(self) -> bool:
        return self.round is not None

    @cached_property
    def told(self) -> dict[str, Any]:
        """What it says and how it was judged: see weerbaar.desk.payments.judge.Judged."""
        return dict(self.organisation.unseal(self.sealed, self._purpose))

    def keep(self, told: dict[str, Any]) -> None:
        """Set what it says and how it was judged; whoever calls saves."""
        self.sealed = self.organisation.seal(told, self._purpose)
        self.told = told

    @property
    def _purpose(self) -> str:
        """Bound to its place: what one line says cannot be moved to another."""
        return f"payment line:{self.run_id}:{self.number}"


class Release(models.Model):
    """What one round let go: the released file, sealed as it was decided, and how far it came to where it was asked for.

    KEPT: it is here, to be downloaded, and goes nowhere. WRITING: it is to be put in a place, and may be half written under a name
    nobody reads. PLACING: it is whole under the name `part`; whether it was renamed, the absence of `part` says. PLACED: it is there.
    `message` is the blind token of its message id: a bank takes each once, and so do we.
    """

    class State(models.TextChoices):
        KEPT = "kept"
        WRITING = "writing"
        PLACING = "placing"
        PLACED = "placed"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="releases")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    round = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lines = models.PositiveIntegerField()
    message = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.KEPT)
    part = models.CharField(max_length=80, blank=True)
    sealed = models.BinaryField()
    sealed_place = models.BinaryField(default=b"")
    signature = models.BinaryField(max_length=64, default=b"")

    class Meta:
        ordering = ["round"]
        constraints = [models.UniqueConstraint(fields=("run", "round"), name="one_release_a_round")]
        indexes = [
            models.Index(fields=("state",), name="payment_releases_open", condition=models.Q(state__in=("writing", "placing")))
        ]

    def __str__(self) -> str:
        return f"release:{self.pk}"

    @cached_property
    def data(self) -> bytes:
        """The released file.

        Raises:
            Locked: the organisation's master key is not here, or the bytes were changed.
        """
        return vault.open_(self.organisation.data_key, bytes(self.sealed), self._purpose)

    @property
    def place(self) -> str:
        """The file it is put in, with its folder; "" where it goes nowhere."""
        key = self.organisation.data_key
        return vault.open_(key, bytes(self.sealed_place), "release place").decode() if self.sealed_place else ""

    def keep(self, data: bytes, place: str) -> None:
        """Set the bytes and where they go; whoever calls saves."""
        key = self.organisation.data_key
        self.sealed = vault.seal(key, data, self._purpose)
        self.sealed_place = vault.seal(key, place.encode(), "release place") if place else b""
        self.state = Release.State.WRITING if place else Release.State.KEPT

    @property
    def _purpose(self) -> str:
        return f"released file:{self.run_id}:{self.round}"


class Signer(models.Model):
    """The key with which an organisation signs what it releases (Ed25519, RFC 8032). An older one is kept, so that what it signed can
    be verified."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="payment_signers")
    at = models.DateTimeField(default=timezone.now)
    public = models.BinaryField(max_length=32)
    sealed = models.BinaryField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"signer:{self.pk}"


class Answered(models.Model):
    """One answer of a bank: does this name go with this account. It says nothing about whether the request to pay is genuine.

    `account` is the blind token of the account; `mark` a keyed fingerprint of the answer and where it stands, so that a file taken in
    twice is taken in once. The file or reply itself is kept as evidence (weerbaar.desk.ledger.evidence).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    account = models.BigIntegerField()
    mark = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    service = models.BooleanField(default=False)
    sealed = models.BinaryField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=("organisation", "mark"), name="payee_answer_once")]
        indexes = [
            models.Index(fields=("organisation", "account", "-at"), name="payee_answers_of"),
            models.Index(fields=("organisation", "-at", "-id"), name="payee_answers_latest"),
        ]

    def __str__(self) -> str:
        return f"payee answer:{self.pk}"

    @cached_property
    def told(self) -> dict[str, str]:
        """name, iban, result, holder, reference, evidence: see weerbaar.desk.payments.payees.Answer."""
        return dict(self.organisation.unseal(self.sealed, "payee answer"))


class Service(models.Model):
    """A bank's or provider's service that tells whether a name goes with an account: a door, shut until someone opens it."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="payee_service")
    open = models.BooleanField(default=False)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"payee service:{self.pk}"

    @cached_property
    def details(self) -> dict[str, str]:
        """url, token, trust: see weerbaar.outside.payee.Service."""
        return dict(self.organisation.unseal(self.sealed, "payee service"))

    def keep(self, details: dict[str, str]) -> None:
        """Set where it is and how we are known there; whoever calls saves."""
        self.sealed = self.organisation.seal(details, "payee service")
        self.details = details


class Invoice(models.Model):
    """A purchase invoice beside the ledger, before it becomes a payment. The same bytes are one invoice."""

    class State(models.TextChoices):
        WAITING = "waiting", _("is being read")
        AGREES = "agrees", _("agrees with the ledger")
        ASK = "ask", _("confirm first")
        UNREAD = "unread", _("could not be read")

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="purchase_invoices")
    digest = models.BinaryField(max_length=32)
    way = models.CharField(max_length=10, choices=Way.choices)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    sealed_name = models.BinaryField()
    sealed = models.BinaryField()
    sealed_claims = models.BinaryField(default=b"")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=("organisation", "digest"), name="invoice_once")]
        indexes = [models.Index(fields=("organisation", "-at", "-id"), name="invoices_latest")]

    def __str__(self) -> str:
        return f"invoice:{self.pk}"

    @property
    def name(self) -> str:
        """What its reader calls it."""
        return vault.open_(self.organisation.data_key, bytes(self.sealed_name), "invoice name").decode()

    @property
    def data(self) -> bytes:
        return vault.open_(self.organisation.data_key, bytes(self.sealed), "invoice")

    @property
    def claims(self) -> list[dict[str, Any]]:
        """What it says about who is to be paid, each beside the ledger as it was then."""
        if not self.sealed_claims:
            return []
        return list(self.organisation.unseal(self.sealed_claims, "invoice claims"))

    def keep(self, name: str, data: bytes) -> None:
        """Set name and bytes; whoever calls saves."""
        key = self.organisation.data_key
        self.sealed_name = vault.seal(key, name.encode("utf-8", "replace"), "invoice name")
        self.sealed = vault.seal(key, data, "invoice")

    def keep_claims(self, claims: list[dict[str, Any]]) -> None:
        """Set what it says; whoever calls saves."""
        self.sealed_claims = self.organisation.seal(claims, "invoice claims")
