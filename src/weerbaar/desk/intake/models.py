"""Doors to mail servers, what went out by them, and what is looked for in connected mailboxes.

Where a server is, whose mailbox it is, passwords, and what stands in a message are sealed with the organisation's key: a case may be erased while a
message of it still waits to be put back.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weerbaar.desk.accounts.models import Organisation, User
from weerbaar.desk.cases.models import Answer, Campaign, Case
from weerbaar.desk.intake import tokens
from weerbaar.desk.intake.details import Details
from weerbaar.desk.trail import record
from weerbaar.desk.work.connection import fresh
from weerbaar.model.errors import Problem
from weerbaar.outside.imap import Mailbox
from weerbaar.outside.smtp_in import Listening, Protocol
from weerbaar.outside.smtp_out import Submission
from weerbaar.settings import load

ABOUT_A_MESSAGE = frozenset(("mail_not_sent", "mail_too_large", "mail_nobody"))
"""Troubles that say something of one message, not of the server."""


class Use(models.TextChoices):
    """What a door is for."""

    DESK = "desk", _("mailbox of the desk")
    CONNECTED = "connected", _("connected mailbox")
    OUTGOING = "outgoing", _("outgoing mail")
    RECEIVER = "receiver", _("receiver")


class Door(models.Model):
    """A mail server of the organisation's own, and how it goes there: told by whoever watches it, shown to whoever looks after it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="doors")
    use = models.CharField(max_length=10, choices=Use.choices)
    sealed = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(default=timezone.now)
    paused_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    connected = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True)
    waiting = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    sealed_trouble = models.BinaryField(default=b"")

    class Meta:
        ordering = ["use", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the trail and the logs call it."""
        return f"door:{self.pk}"

    @cached_property
    def details(self) -> Details:
        """What was filled in.

        Raises:
            Locked: the organisation's master key is not here.
        """
        return Details.of_json(self.organisation.unseal(self.sealed, "door"))

    def keep(self, details: Details) -> None:
        """Set what was filled in; whoever calls saves."""
        self.sealed = self.organisation.seal(details.as_json(), "door")
        self.details = details

    @property
    def trouble(self) -> Problem | None:
        """What is wrong now, to be said in any language; None where nothing is."""
        return opened_problem(self.organisation, self.sealed_trouble)

    def keep_trouble(self, trouble: Problem | None) -> None:
        """Set what is wrong; whoever calls saves."""
        self.sealed_trouble = sealed_problem(self.organisation, trouble)

    @property
    def is_away(self) -> bool:
        """Whether its server could not be reached, or did not let us in, when it was last tried."""
        trouble = None if self.connected else self.trouble
        return trouble is not None and trouble.id not in ABOUT_A_MESSAGE

    def mailbox(self) -> Mailbox:
        """
        Raises:
            BrokenSettings: what was filled in cannot be used.
        """
        told = self.details
        return Mailbox(
            host=told.host, port=told.port, security=told.security, user=told.user, password=told.password, token=self._tokens(), trust=told.trust,
            max_bytes=carried_bytes(load().max_bytes),
        )  # fmt: skip

    def submission(self) -> Submission:
        """
        Raises:
            BrokenSettings: what was filled in cannot be used.
        """
        told = self.details
        return Submission(
            host=told.host, port=told.port, security=told.security, user=told.user, password=told.password, token=self._tokens(), trust=told.trust,
            name=told.address.rpartition("@")[2] or "localhost",
        )  # fmt: skip

    def _tokens(self) -> Callable[[], str] | None:
        """What gives a token for this door; None where it signs in with a password."""
        return self._token if self.details.grant is not None else None

    def _token(self) -> str:
        """A token, by what is kept now: another process may have got a new refresh token since this door was read."""
        with fresh():
            now = Door.objects.select_related("organisation").get(pk=self.pk) if self.pk else self
        grant = now.details.grant
        return tokens.token(grant, self._renew) if grant is not None else ""

    def _renew(self, refresh: str) -> None:
        """Keep a new refresh token. A door that is only being tried is kept by who tries it."""
        if not self.pk:
            self.details = replace(self.details, refresh=refresh)
            return
        with fresh(), transaction.atomic():
            kept = Door.objects.select_for_update().select_related("organisation").get(pk=self.pk)
            kept.keep(replace(kept.details, refresh=refresh))
            kept.save(update_fields=("sealed",))
            record("token renewed", organisation=kept.organisation_id, about=kept.name)

    def listening(self) -> Listening:
        """
        Raises:
            BrokenSettings: what was filled in cannot be used.
        """
        told = self.details
        return Listening(
            recipients=told.recipients, host=told.host, port=told.port, protocol=Protocol.LMTP if told.lmtp else Protocol.SMTP,
            security=told.security, certificate=told.certificate, key=told.key, peers=told.peers, sender_domains=told.sender_domains,
            messages_per_minute=told.messages_per_minute, max_bytes=carried_bytes(load().max_bytes),
        )  # fmt: skip


class Heard(models.Model):
    """A mail to the desk that became no case: an answer to an answer, or a machine's. Kept so that it is heard once."""

    class Kind(models.TextChoices):
        REPLY = "reply", _("answered us")
        THANKS = "thanks", _("thanked us")
        BOUNCE = "bounce", _("came back undelivered")
        AUTOMATIC = "automatic", _("automatic reply")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    arrival = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="heard")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("organisation", "arrival"), name="heard_once")]

    def __str__(self) -> str:
        return self.kind


class Post(models.Model):
    """An answer as a mail. Its Message-ID is fixed before anything is sent; HANDED is written down right before the message goes.

    So a process that dies leaves READY (it did not go) or HANDED (it may have gone); the latter is never sent again unasked.
    """

    class State(models.TextChoices):
        READY = "ready"
        HANDED = "handed"
        SENT = "sent"
        UNSURE = "unsure"
        REFUSED = "refused"

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="post")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    message_id = models.CharField(max_length=250, unique=True)
    reader = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    made_at = models.DateTimeField(default=timezone.now)
    looked = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=("organisation", "reader", "made_at"), name="posts_of_a_reader")]

    def __str__(self) -> str:
        return self.message_id


class Quarantine(models.Model):
    """Looking for the siblings of a case in connected mailboxes, moving them aside, and putting them back."""

    class State(models.TextChoices):
        LOOKING = "looking", _("being looked for")
        FOUND = "found", _("found")
        MOVING = "moving", _("being moved")
        MOVED = "moved", _("in quarantine")
        RESTORING = "restoring", _("being put back")
        RESTORED = "restored", _("put back")

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="quarantines")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="quarantines")
    campaign = models.ForeignKey(Campaign, on_delete=models.SET_NULL, null=True, related_name="quarantines")
    state = models.CharField(max_length=10, choices=State.choices, default=State.LOOKING)
    round = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    found_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    restored_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"quarantine:{self.pk}"


class Sought(models.Model):
    """One connected mailbox of a quarantine: whether what was asked for last is done there, and what was wrong."""

    quarantine = models.ForeignKey(Quarantine, on_delete=models.CASCADE, related_name="mailboxes")
    door = models.ForeignKey(Door, on_delete=models.CASCADE, related_name="+")
    done_round = models.SmallIntegerField(default=-1)
    folders = models.PositiveIntegerField(default=0)
    more = models.BooleanField(default=False)
    sealed_trouble = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("quarantine", "door"), name="sought_once")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.quarantine_id} {self.door_id}"

    @property
    def trouble(self) -> Problem | None:
        return opened_problem(self.quarantine.organisation, self.sealed_trouble)


class Sibling(models.Model):
    """One message in a connected mailbox that belongs to a case, and how far it came. `sealed` holds its Message-ID, sender, subject and
    folder."""

    class State(models.TextChoices):
        FOUND = "found", _("found")
        INTENDED = "intended", _("to be moved")
        MOVED = "moved", _("moved")
        NOTED = "noted", _("in quarantine")
        RETURNING = "returning", _("to be put back")
        RETURNED = "returned", _("put back")
        RESTORED = "restored", _("put back")
        FAILED = "failed", _("could not be moved")
        STUCK = "stuck", _("could not be put back")

    quarantine = models.ForeignKey(Quarantine, on_delete=models.CASCADE, related_name="siblings")
    door = models.ForeignKey(Door, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.FOUND)
    place = models.CharField(max_length=64)
    sealed = models.BinaryField()
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("quarantine", "door", "place"), name="sibling_once")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"sibling:{self.pk}"

    @cached_property
    def told(self) -> dict[str, Any]:
        """What is known of it: see weerbaar.desk.intake.siblings."""
        return dict(self.door.organisation.unseal(self.sealed, "sibling"))

    def keep(self, told: Mapping[str, Any]) -> None:
        """Set what is known of it; whoever calls saves."""
        self.sealed = self.door.organisation.seal(dict(told), "sibling")
        self.told = dict(told)


class Scan(models.Model):
    """A look at what already came into connected mailboxes: counted first, then done, message by message; only hits are kept."""

    class State(models.TextChoices):
        COUNTING = "counting", _("being counted")
        COUNTED = "counted", _("counted")
        RUNNING = "running", _("at work")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("stopped")

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="scans")
    state = models.CharField(max_length=10, choices=State.choices, default=State.COUNTING)
    since = models.DateField()
    until = models.DateField()
    folders = models.JSONField(default=list)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"scan:{self.pk}"


class Scanned(models.Model):
    """One mailbox of a scan: how many messages there are, how many were looked at, where it is. `cursor` numbers folders, then messages."""

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="mailboxes")
    door = models.ForeignKey(Door, on_delete=models.CASCADE, related_name="+")
    messages = models.PositiveIntegerField(default=0)
    looked = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    cursor = models.JSONField(default=dict)
    counted = models.BooleanField(default=False)
    done = models.BooleanField(default=False)
    sealed_trouble = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("scan", "door"), name="scanned_once")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.scan_id} {self.door_id}"

    @property
    def trouble(self) -> Problem | None:
        return opened_problem(self.scan.organisation, self.sealed_trouble)


def carried_bytes(most: int) -> int:
    """How large a mail may be that brings an item of `most` bytes: base64 and its line ends (RFC 2045), and some words."""
    return most * 7 // 5 + 64 * 1024


def sealed_problem(organisation: Organisation, trouble: Problem | None) -> bytes:
    """A problem, sealed: a server's own words may hold an address."""
    if trouble is None:
        return b""
    values = {name: str(value) for name, value in trouble.values.items()}
    return organisation.seal({"id": trouble.id, "values": values}, "trouble")


def opened_problem(organisation: Organisation, sealed: bytes | memoryview) -> Problem | None:
    if not sealed:
        return None
    read = organisation.unseal(sealed, "trouble")
    return Problem(read["id"], read["values"])
