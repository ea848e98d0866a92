"""The Document part of a blob: what name and MIME type claim, what the bytes are, what they can do."""

import hashlib
from collections.abc import Iterable

from weerbaar.model.ledger import Claim
from weerbaar.model.part import Document
from weerbaar.unpack.reader import Blob

MOST_MEMBERS = 2000
"""Names of members that are kept; a listing longer than this says nothing more."""


def make_document(
    blob: Blob, traits: Iterable[str] = (), members: Iterable[str] = (), claims: tuple[Claim, ...] = ()
) -> Document:
    """The Document part of a blob that its reader took to be of `blob.kind`."""
    return Document(
        where=blob.where or blob.name or blob.kind,
        name=blob.name,
        kind=blob.kind,
        declared=blob.declared,
        size=len(blob.data),
        sha256=hashlib.sha256(blob.data).hexdigest(),
        traits=frozenset(traits),
        members=tuple(name[:300] for name, _ in zip(members, range(MOST_MEMBERS), strict=False)),
        claims=claims,
    )
