"""The trail. Triggers in the database refuse to change or remove an entry (migration 0001)."""

from django.db import models


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
