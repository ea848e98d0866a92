"""How often something was tried of late. In the database, so that every process counts the same and a restart forgets nothing."""

from django.db import models


class Tally(models.Model):
    """Tries of one kind by one account or address in one window of time; `who` is a hash, so that no address stands here."""

    what = models.CharField(max_length=30)
    who = models.CharField(max_length=64)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=1)
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("what", "who", "window"), name="one_tally_each")]

    def __str__(self) -> str:
        return f"{self.what} {self.count}"
