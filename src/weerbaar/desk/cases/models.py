"""Cases and what stands around them. Whatever was brought or written by people is sealed with the key of its case."""

import base64
import json
import uuid
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import LANGUAGES, Organisation, User
from weerbaar.desk.cases.about import NOTHING, About
from weerbaar.desk.cases.priority import priority
from weerbaar.desk.keys import ring
from weerbaar.model.verdict import Band

BANDS = [(band.value, band.value) for band in Band]


class State(models.TextChoices):
    """Where a case stands."""

    RECEIVED = "received", _("received")
    LOOKING = "looking", _("being looked at")
    ANSWERED = "answered", _("answered")
    NEEDS_PERSON = "needs_person", _("needs a person")
    DECIDED = "decided", _("decided")
    CLOSED = "closed", _("closed")
    ERASED = "erased", _("erased")


WAITS = (State.ANSWERED, State.NEEDS_PERSON)
"""Where a person may still have something to decide."""


class Purpose(models.TextChoices):
    """What a blob holds: the bytes that were brought, the record of the look (report/record.schema.json), a view of it, or its traces
    (weerbaar.likeness) beside the senders, hosts, accounts and numbers that stand in it, or the sheets of its videos (report/timeline.py), or what was
    told of a recording in it (weerbaar.model.gist)."""

    ORIGINAL = "original"
    RECORD = "record"
    VIEW = "view"
    TRACES = "traces"
    SHEETS = "sheets"
    GIST = "gist"


class Campaign(models.Model):
    """Cases that belong together: the same message, or the same hands behind it. One decision covers them all."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="campaigns")
    opened_at = models.DateTimeField(default=timezone.now)
    latest_at = models.DateTimeField(default=timezone.now)
    size = models.PositiveIntegerField(default=0)
    band = models.CharField(max_length=20, choices=BANDS, blank=True)

    class Meta:
        indexes = [models.Index(fields=("organisation", "-latest_at", "-id"), name="campaigns_latest")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the trail calls it."""
        return f"campaign:{self.pk}"


class Case(models.Model):
    """One doubt.

    `arrival` is how the inlet names what came in ("imap:<mailbox>:<validity>:<uid>", "web:<form>"), `digest` a keyed fingerprint of
    the bytes: together they make that nothing is taken in twice. `band` is the machine's, `decided_band` a person's. `asks` says that it
    asks for money or pretends to be someone, `others` how many more people brought the same; `priority` follows from these whenever the
    state is saved (weerbaar.desk.cases.priority).
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="cases")
    state = models.CharField(max_length=20, choices=State.choices, default=State.RECEIVED)
    way = models.CharField(max_length=20)
    arrival = models.CharField(max_length=255)
    digest = models.BinaryField(max_length=32)
    key = models.BinaryField(null=True)
    sealed_about = models.BinaryField()
    reporter = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="cases")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    size = models.BigIntegerField()
    received_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    band = models.CharField(max_length=20, choices=BANDS, blank=True)
    probability = models.FloatField(null=True)
    decided_band = models.CharField(max_length=20, choices=BANDS, blank=True)
    contested_at = models.DateTimeField(null=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.SET_NULL, null=True, related_name="cases")
    held = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    cpu_seconds = models.FloatField(default=0)
    asks = models.BooleanField(default=False)
    others = models.PositiveSmallIntegerField(default=0)
    priority = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("organisation", "arrival", "digest"), name="taken_in_once")]
        indexes = [
            models.Index(fields=("organisation", "state", "-received_at")),
            models.Index(fields=("organisation", "-received_at")),
            models.Index(fields=("state", "received_at")),
            models.Index(fields=("organisation", "-priority", "received_at", "id"), name="inbox"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save, with the priority that follows from what is saved."""
        self.priority = priority(
            waits=self.state in WAITS, person=self.state == State.NEEDS_PERSON, contested=self.contested_at is not None, band=self.band,
            probability=self.probability or 0.0, asks=self.asks, others=self.others,
        )  # fmt: skip
        if update_fields is not None and not {"state", "others"}.isdisjoint(update_fields):
            update_fields = {*update_fields, "priority"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def name(self) -> str:
        """What the trail and the logs call it."""
        return f"case:{self.pk}"

    @property
    def owner(self) -> str:
        """The name its data key is wrapped for."""
        return f"case:{self.ref}"

    @cached_property
    def data_key(self) -> bytes:
        """The key that seals everything of this case.

        Raises:
            Locked: the case was erased, or its master key is not here.
        """
        if self.key is None:
            raise vault.Locked("erased")
        return ring().unwrap(bytes(self.key), self.owner)

    def seal(self, data: bytes, purpose: str) -> bytes:
        return vault.seal(self.data_key, data, purpose)

    def open(self, sealed: bytes | memoryview, purpose: str) -> bytes:
        """
        Raises:
            Locked: erased, or not sealed for this.
        """
        return vault.open_(self.data_key, bytes(sealed), purpose)

    @cached_property
    def about(self) -> About:
        """What a person recognises it by. Of an erased case: nothing."""
        if self.key is None:
            return NOTHING
        return About.of_json(json.loads(self.open(self.sealed_about, "about")))

    def keep_about(self, about: About) -> None:
        """Set what a person recognises it by; whoever calls saves."""
        self.sealed_about = self.seal(json.dumps(about.as_json()).encode(), "about")
        self.about = about

    def original(self) -> bytes:
        """The bytes that were brought.

        Raises:
            Locked: the case was erased.
        """
        return self.blob(Purpose.ORIGINAL)

    def record(self) -> dict[str, Any]:
        """The record of the look (report/record.schema.json); empty before anything was looked at.

        Raises:
            Locked: the case was erased.
        """
        found = self.blobs.filter(purpose=Purpose.RECORD).first()
        return dict(json.loads(self.open(found.sealed, Purpose.RECORD))) if found else {}

    def sheets(self) -> list[bytes]:
        """The sheet of each video, in the order of the record.

        Raises:
            Locked: the case was erased.
        """
        found = self.blobs.filter(purpose=Purpose.SHEETS).first()
        return [base64.b64decode(one) for one in json.loads(self.open(found.sealed, Purpose.SHEETS))] if found else []

    def blob(self, purpose: str) -> bytes:
        """
        Raises:
            Locked: the case was erased.
            Blob.DoesNotExist: there is none for this purpose.
        """
        key = self.data_key
        return vault.open_(key, bytes(self.blobs.get(purpose=purpose).sealed), purpose)

    def keep(self, data: bytes, purpose: str) -> None:
        """Seal a blob for a purpose; one that was kept before gives way."""
        Blob.objects.update_or_create(
            case=self, purpose=purpose, defaults={"sealed": self.seal(data, purpose), "size": len(data)}
        )

    def happened(self, kind: str, actor: User | None = None, /, **facts: str | int | float | bool | None) -> "Event":
        """Write one line of the timeline: a word of ours and facts without content."""
        return Event.objects.create(case=self, kind=kind, actor=actor, facts=facts)


class Blob(models.Model):
    """Sealed bytes of a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="blobs")
    purpose = models.CharField(max_length=40)
    sealed = models.BinaryField()
    size = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("case", "purpose"), name="one_blob_each")]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.case_id}"


class Event(models.Model):
    """One line of the timeline. `kind` is a word of ours, `facts` hold no content."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.kind


class Note(models.Model):
    """What a member of the team wrote beside a case; never shown to who brought it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"note {self.pk}"

    @property
    def text(self) -> str:
        return self.case.open(self.sealed, "note").decode()


class Together(models.Model):
    """One decision about many cases: a campaign, or those that were marked in the inbox (`campaign` is None)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.SET_NULL, null=True, related_name="decisions")
    kind = models.CharField(max_length=20)
    band = models.CharField(max_length=20, choices=BANDS, blank=True)
    before = models.CharField(max_length=20, choices=BANDS, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"together:{self.pk}"


class Decision(models.Model):
    """What a person decided, and why; undone, it stays and says so."""

    class Kind(models.TextChoices):
        AGREE = "agree", _("agreed")
        OVERRULE = "overrule", _("overruled")
        ASK = "ask", _("asked the person")
        CLOSE = "close", _("closed")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    band = models.CharField(max_length=20, choices=BANDS, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sealed_reason = models.BinaryField(default=b"")
    before = models.JSONField(default=dict)
    together = models.ForeignKey(Together, on_delete=models.SET_NULL, null=True, related_name="decisions")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.kind

    @property
    def reason(self) -> str:
        return self.case.open(self.sealed_reason, "reason").decode() if self.sealed_reason else ""


class Answer(models.Model):
    """What was told to who brought it, and whether it went out. At most one of each `kind` and `round`."""

    class Kind(models.TextChoices):
        FIRST = "first"
        FOLLOW_UP = "follow_up"
        QUESTION = "question"

    class Sending(models.TextChoices):
        WAITING = "waiting", _("waits to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    round = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    band = models.CharField(max_length=20, choices=BANDS)
    at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField()
    sending = models.CharField(max_length=20, choices=Sending.choices, default=Sending.WAITING)
    outlet = models.CharField(max_length=20, default="page")
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("case", "kind", "round"), name="told_once")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"answer:{self.pk}"

    @property
    def body(self) -> dict[str, Any]:
        """What is told: see weerbaar.desk.cases.answer."""
        return dict(json.loads(self.case.open(self.sealed, "answer")))


class Token(models.Model):
    """One entry of the blind index: `value` is told to nobody without the organisation's search key (vault.token)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tokens")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    value = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("case", "kind", "value"), name="indexed_once")]
        indexes = [models.Index(fields=("organisation", "kind", "value", "case"), name="blind_index")]

    def __str__(self) -> str:
        return self.kind


class Regrouped(models.Model):
    """Cases that a person moved from one campaign to another. `before` says where each was: case -> campaign or None."""

    class Kind(models.TextChoices):
        SPLIT = "split", _("split")
        MERGE = "merge", _("merged")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.SET_NULL, null=True, related_name="regrouped")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    before = models.JSONField(default=dict)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.kind


class Proposal(models.Model):
    """A change to what the organisation knows that follows from an overruled answer; nothing changes until someone says so.

    `field` is one of the organisation file, the value is sealed with the organisation's key: it becomes part of what that knows.
    """

    class State(models.TextChoices):
        OPEN = "open", _("proposed")
        APPLIED = "applied", _("applied")
        DECLINED = "declined", _("declined")
        UNDONE = "undone", _("undone")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="proposals")
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="proposals")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="proposals")
    field = models.CharField(max_length=30)
    adds = models.BooleanField()
    sealed = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=("organisation", "state", "-at"), name="proposals_open")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the trail calls it."""
        return f"proposal:{self.pk}"

    @property
    def value(self) -> str:
        return vault.open_(self.organisation.data_key, bytes(self.sealed), "proposal").decode()


class Review(models.Model):
    """An overruled answer as whoever keeps the weights reads it: which findings added up to it. No content."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="reviews")
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="review")
    machine = models.CharField(max_length=20, choices=BANDS)
    person = models.CharField(max_length=20, choices=BANDS)
    probability = models.FloatField()
    findings = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"review:{self.pk}"
