"""Keys for programs. Only a hash of a key is kept; whoever lost one makes another."""

from django.db import models
from django.utils import timezone

from weerbaar.desk.accounts.models import Membership, Organisation


class Key(models.Model):
    """A key with which a program acts for one member: never more than that member may do, and of that only its scopes.

    `prefix` is the beginning of the key, by which its holder recognises it. It ends with the membership, when its time is up, or when
    it is withdrawn.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="keys")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"key:{self.pk}"

    @property
    def reporter_id(self) -> int:
        """Whose it is, as `permissions.can` asks of an object."""
        return self.membership.user_id

    @property
    def state(self) -> str:
        """usable, withdrawn or ended."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "usable" if self.until > timezone.now() else "ended"
