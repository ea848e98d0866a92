"""Voices that people enrolled, why an organisation may keep them, and what was compared.

The numbers of a voice, names and words are sealed with the organisation's key, what a comparison found with that of its case. In clear stand times, who
enrolled, and which wording they agreed to. Whoever leaves the organisation takes their voice with them.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone

from weerbaar.desk.accounts.models import LANGUAGES, Membership, Organisation, User
from weerbaar.desk.cases.models import Case


class Assessment(models.Model):
    """The data-protection record with which an organisation switched this on (GDPR, article 35). The latest holds."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="voice_assessments")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"voice assessment:{self.pk}"

    @cached_property
    def about(self) -> Mapping[str, str]:
        """`who` was asked for advice, `why` it is needed here, `told` how people were told."""
        return dict(self.organisation.unseal(self.sealed, "voice assessment"))


class Voiceprint(models.Model):
    """What one voice is known by, with the consent it rests on."""

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="voiceprint")
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    given_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(db_index=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"voiceprint:{self.pk}"

    @property
    def organisation_id(self) -> int:
        return self.membership.organisation_id

    @property
    def reporter_id(self) -> int:
        """Whose it is, for permissions."""
        return self.membership.user_id

    @cached_property
    def about(self) -> Mapping[str, Any]:
        """`name` as they wrote it under the consent, `templates` (class of line -> 256 numbers), `seconds` of speech."""
        return dict(self.membership.organisation.unseal(self.sealed, f"voiceprint {self.membership_id}"))


class Comparison(models.Model):
    """The recordings of a case beside one voice. It goes with the voice, and with the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="voice_comparisons")
    voiceprint = models.ForeignKey(Voiceprint, on_delete=models.CASCADE, related_name="comparisons")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"voice comparison:{self.pk}"
