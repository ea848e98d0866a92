"""Browsers that asked for messages, what is on its way to them, and the key each organisation sends with."""

import uuid
from functools import cached_property

from django.db import models
from django.utils import timezone

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.outside import push


class Signature(models.Model):
    """The key an organisation sends with; a browser takes messages of this one alone. Its private part is sealed."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="push_key")
    sealed = models.BinaryField()
    public = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"push key of {self.organisation_id}"

    @property
    def key(self) -> bytes:
        """The private key.

        Raises:
            Locked: the master key is not here.
        """
        return vault.open_(self.organisation.data_key, bytes(self.sealed), "push key")


class Browser(models.Model):
    """One browser of a member. Its address and keys are sealed; `mark` finds it again without telling which it is."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="browsers")
    mark = models.BigIntegerField()
    sealed = models.BinaryField()
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("membership", "mark"), name="each_browser_once")]
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return f"browser:{self.pk}"

    @cached_property
    def told(self) -> dict[str, str]:
        """What the browser said: endpoint, point and auth (base64url), and the `agent` it is called by."""
        return dict(self.membership.organisation.unseal(self.sealed, "browser"))

    def subscription(self, hosts: list[str]) -> push.Subscription:
        """Where it takes messages.

        Raises:
            NotAllowed: its service is none we send to (any more).
        """
        return push.subscription(self.told["endpoint"], self.told["point"], self.told["auth"], hosts)


class Message(models.Model):
    """One message to one browser; the same `tag` goes to it once. What it says is sealed, and gone once it was sent."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        REFUSED = "refused"

    browser = models.ForeignKey(Browser, on_delete=models.CASCADE, related_name="messages")
    tag = models.CharField(max_length=100)
    sealed = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("browser", "tag"), name="each_message_once")]
        indexes = [models.Index(fields=("state", "due"), name="messages_to_send")]

    def __str__(self) -> str:
        return f"message:{self.pk}"

    def says(self) -> bytes:
        """What is sent: JSON with title, body, url and tag."""
        return vault.open_(self.browser.membership.organisation.data_key, bytes(self.sealed), "message")
