"""Organisations, users, and which role a user has in which organisation."""

import hashlib
import json
import secrets
import uuid
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weerbaar.desk import vault
from weerbaar.desk.keys import ring

LANGUAGES = (("nl", "Nederlands"), ("fr", "français"), ("de", "Deutsch"), ("en", "English"))
INVITED_DAYS = 7


class Role(models.TextChoices):
    """What someone is in an organisation; `permissions` says what each may do."""

    REPORTER = "reporter", _("reporter")
    HELPER = "helper", _("helper")
    DECIDER = "decider", _("decider")
    ADMINISTRATOR = "administrator", _("administrator")
    PROTECTION = "protection", _("data-protection officer")
    AUDITOR = "auditor", _("auditor")


class Organisation(models.Model):
    """A firm that uses this desk. What it knows of people, suppliers and accounts is sealed (`description`, `memory`)."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    languages = models.JSONField(default=list)
    settings = models.JSONField(default=dict)
    key = models.BinaryField()
    sealed_description = models.BinaryField(default=b"")
    sealed_memory = models.BinaryField(default=b"")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def found(cls, name: str, slug: str, languages: list[str], description: str = "") -> "Organisation":
        """A new organisation with a data key of its own."""
        made = cls(name=name, slug=slug, languages=languages)
        key = vault.new_key()
        made.key = ring().wrap(key, made.owner)
        made.data_key = key
        made.describe(description)
        made.save()
        return made

    @classmethod
    def locked(cls, pk: int) -> "Organisation":
        """The organisation as it stands now, which nobody else changes until the transaction ends.

        Raises:
            Organisation.DoesNotExist: there is none.
        """
        return cls.objects.select_for_update().get(pk=pk)

    def keep(self, name: str, value: object) -> None:
        """Write one setting down and leave the others as they are; of an organisation that is `locked`."""
        self.settings = {**self.settings, name: value}
        self.save(update_fields=("settings",))

    @property
    def owner(self) -> str:
        """The name its data key is wrapped for."""
        return f"organisation:{self.ref}"

    @cached_property
    def data_key(self) -> bytes:
        """The key that seals what this organisation knows.

        Raises:
            Locked: its master key is not here.
        """
        return ring().unwrap(bytes(self.key), self.owner)

    @cached_property
    def search_key(self) -> bytes:
        """The key of the blind index."""
        return vault.derive(self.data_key, "search")

    @property
    def description(self) -> str:
        """The organisation file (TOML), as weerbaar.organisation.read understands it."""
        return self._opened(self.sealed_description, "description")

    def describe(self, toml: str) -> None:
        """Set the organisation file; whoever calls checks it first (`known.check`) and saves."""
        self.sealed_description = vault.seal(self.data_key, toml.encode(), "description") if toml else b""

    @property
    def memory(self) -> str:
        """What was learned of who writes to this organisation, as JSON (weerbaar.organisation.memory); "" while nothing was."""
        return self._opened(self.sealed_memory, "memory")

    def remember(self, memory: str) -> None:
        """Set what was learned; whoever calls saves."""
        self.sealed_memory = vault.seal(self.data_key, memory.encode(), "memory") if memory else b""

    def seal(self, record: Any, purpose: str) -> bytes:
        """A record (anything JSON can hold), sealed with this organisation's key for its place."""
        return vault.seal(self.data_key, json.dumps(record).encode(), purpose)

    def unseal(self, sealed: bytes | memoryview, purpose: str) -> Any:
        """A record that was sealed for this place.

        Raises:
            Locked: the organisation's master key is not here, or the record was changed.
        """
        return json.loads(vault.open_(self.data_key, bytes(sealed), purpose))

    def _opened(self, sealed: bytes | memoryview, purpose: str) -> str:
        return vault.open_(self.data_key, bytes(sealed), purpose).decode() if sealed else ""


class Users(BaseUserManager["User"]):
    """Users are known by their mail address, in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who signs in with this address; without password only by code, passkey or the organisation's own sign-in."""
        made = self.model(email=email.strip().lower(), **fields)
        made.set_password(password)
        made.save()
        return made

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractUser):
    """Someone who signs in."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Users] = Users()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.email

    @property
    def called(self) -> str:
        """What a colleague is called in a sentence: the name, the address only where there is none."""
        return self.get_full_name() or self.email

    @property
    def named(self) -> str:
        """The name, with the address that nobody else has."""
        name = self.get_full_name()
        return f"{name} ({self.email})" if name else self.email


class Membership(models.Model):
    """A user's one role in an organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.REPORTER)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("user", "organisation"), name="one_role_each")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"


class Invitation(models.Model):
    """A link that makes its holder a member, once. Only a hash of it is kept.

    Without organisation it founds the first one: the link that `weerbaar desk` prints.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    hash = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.role} {self.organisation_id}"

    @classmethod
    def issue(cls, role: Role, organisation: Organisation | None = None, email: str = "") -> str:
        """A new invitation; the secret for its link, which is kept nowhere."""
        secret = secrets.token_urlsafe(24)
        until = timezone.now() + timedelta(days=INVITED_DAYS)
        cls.objects.create(organisation=organisation, email=email, role=role, hash=_hash(secret), until=until)
        return secret

    @classmethod
    def of(cls, secret: str) -> "Invitation | None":
        """The invitation of a link, while it can be used."""
        return cls.objects.filter(hash=_hash(secret), used_at=None, until__gt=timezone.now()).first()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
