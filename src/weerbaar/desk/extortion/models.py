"""What somebody told one person of the team in confidence. No doubt of the inbox: nothing looks at it, finds it or counts it.

The words are sealed with the organisation's key. In clear stand times and between whom it is. It goes when its writer does.
"""

import uuid
from collections.abc import Sequence
from functools import cached_property
from typing import TypedDict

from django.db import models
from django.utils import timezone

from weerbaar.desk.accounts.models import Membership


class Words(TypedDict):
    """What one of the two wrote: `by` is "author" or "handler", `at` ISO 8601."""

    by: str
    at: str
    text: str


class Confidence(models.Model):
    """Between who is threatened (`author`) and the one person they chose (`handler`; None when that one has left)."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="confided")
    handler = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="confided_to")
    sealed = models.BinaryField()
    opened_at = models.DateTimeField(default=timezone.now)
    latest_at = models.DateTimeField(default=timezone.now, db_index=True)
    unread = models.BooleanField(default=True)  # by the handler

    class Meta:
        ordering = ["-latest_at", "-id"]

    def __str__(self) -> str:
        return f"confidence:{self.pk}"

    @property
    def organisation_id(self) -> int:
        return self.author.organisation_id

    @property
    def reporter_id(self) -> int:
        """Whose it is, for permissions."""
        return self.author.user_id

    @cached_property
    def words(self) -> Sequence[Words]:
        """What was written, in order."""
        return tuple(self.author.organisation.unseal(self.sealed, f"confidence {self.ref}"))

    def keep(self, words: Sequence[Words]) -> None:
        """Set it; whoever calls saves."""
        self.sealed = self.author.organisation.seal(list(words), f"confidence {self.ref}")
        self.__dict__.pop("words", None)
