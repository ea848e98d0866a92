"""Files that show how something was confirmed: sealed, kept once, named by their SHA-256."""

import hashlib

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.ledger.models import Evidence
from weerbaar.desk.trail import record
from weerbaar.model.errors import Trouble

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 5
LONGEST_NAME = 200


class NoEvidence(Trouble):
    """A file that cannot be attached: empty, or too large."""


def attach(organisation: Organisation, member: Membership | None, name: str, data: bytes) -> str:
    """Keep a file; its SHA-256 in hex. Whoever calls has asked whether this member may, and holds the transaction.

    Raises:
        NoEvidence: nothing is in it, or more than 10 MiB.
    """
    if not data or len(data) > MOST_BYTES:
        raise NoEvidence("evidence_size", most=MOST_BYTES // 1024 // 1024)
    digest = hashlib.sha256(data).hexdigest()
    key = organisation.data_key
    name = name.encode("utf-8", "replace").decode().replace("\0", "")[:LONGEST_NAME]
    kept, made = Evidence.objects.get_or_create(
        organisation=organisation,
        token=_token(organisation, digest),
        defaults={
            "sealed_name": vault.seal(key, name.encode(), "evidence name"),
            "sealed": vault.seal(key, data, "evidence"),
            "size": len(data),
            "by": member.user if member else None,
        },
    )
    if made:
        record(
            "evidence attached",
            organisation=organisation.pk,
            actor=member.user_id if member else None,
            about=str(kept),
            facts={"bytes": len(data)},
        )
    return digest


def find(organisation: Organisation, digest: str) -> Evidence | None:
    """The file with this SHA-256."""
    return Evidence.objects.filter(organisation=organisation, token=_token(organisation, digest)).first()


def _token(organisation: Organisation, digest: str) -> int:
    return vault.token(organisation.search_key, "evidence", digest)
