"""Lists of own words: what each is called and its fingerprints, sealed; in clear stand how many there are, by whom and when."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Organisation, User
from weerbaar.leak.words import Words


class Kind(models.TextChoices):
    """What a list holds; all but the last are names."""

    CUSTOMER = "customer", _("customers")
    PROJECT = "project", _("projects")
    SUPPLIER = "supplier", _("suppliers")
    PRODUCT = "product", _("products")
    OTHER = "other", _("other names")
    DOCUMENTS = "documents", _("documents")


class WordList(models.Model):
    """Names of one kind, or marked documents. `token` is blind, of kind and name: what is brought again under its name replaces it.

    The fingerprints are made with a key that is derived from the organisation's data key and sealed with that besides.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="own_words")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    token = models.BigIntegerField()
    sealed_name = models.BinaryField()
    sealed = models.BinaryField()
    learned = models.PositiveIntegerField()
    everyday = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("organisation", "token"), name="each_word_list_once")]
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return f"words:{self.pk}"

    @property
    def name(self) -> str:
        """What the list is called."""
        return vault.open_(self.organisation.data_key, bytes(self.sealed_name), "own words name").decode()

    def call(self, name: str) -> None:
        """Name it; whoever calls saves."""
        self.sealed_name = vault.seal(self.organisation.data_key, name.encode(), "own words name")
        self.token = token_of(self.organisation, self.kind, name)

    def words(self) -> Words:
        """Its fingerprints.

        Raises:
            Locked: the organisation's master key is not here.
            BrokenWords: made with another key.
        """
        return Words.from_bytes(
            vault.open_(self.organisation.data_key, bytes(self.sealed), "own words"), key_of(self.organisation)
        )

    def keep(self, words: Words) -> None:
        """Set its fingerprints; whoever calls saves."""
        self.sealed = vault.seal(self.organisation.data_key, words.to_bytes(), "own words")


def key_of(organisation: Organisation) -> bytes:
    """The key of an organisation's fingerprints."""
    return vault.derive(organisation.data_key, "own words")


def token_of(organisation: Organisation, kind: str, name: str) -> int:
    """The blind token of a list."""
    return vault.token(organisation.search_key, "own words", f"{kind}\0{' '.join(name.split()).casefold()}")
