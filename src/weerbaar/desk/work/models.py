"""Which workers there are."""

from django.db import models
from django.db.models.functions import Now


class Worker(models.Model):
    """A process that works. The clock of the database says when it was last heard of, so that no other clock matters."""

    name = models.CharField(max_length=80, primary_key=True)
    seen_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class Lease(models.Model):
    """Who does what only one worker may do, and until when by the clock of the database."""

    name = models.CharField(max_length=80, primary_key=True)
    holder = models.CharField(max_length=80)
    until = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"
