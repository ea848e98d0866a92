"""What was done, written down where nothing can be changed: each line of an organisation's trail holds the hash of the one before.

Whoever changes something calls `record` in the same transaction: either both happened or neither. Facts are ids, words of ours and
counts, never content. The lines stand in weerbaar.desk.governance (models); `weerbaar.desk.governance.audit` verifies them.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

START = "0" * 64
Facts = Mapping[str, str | int | float | bool | None]


@transaction.atomic
def record(
    action: str, *, organisation: int | None = None, actor: int | None = None, about: str = "", facts: Facts | None = None
) -> None:
    """Append one line to the trail of an organisation (None: of the desk itself).

    `actor` is the id of a user (None: the desk), `about` what it was done to, such as "case:7".
    """
    head_model, entry_model = apps.get_model("governance", "Head"), apps.get_model("governance", "Entry")
    head_model.objects.get_or_create(organisation_id=organisation or 0)
    head = head_model.objects.select_for_update().get(organisation_id=organisation or 0)
    line: dict[str, Any] = {
        "organisation": organisation or 0,
        "sequence": head.sequence + 1,
        "at": stamp(timezone.now()),
        "actor": actor,
        "action": action,
        "about": about,
        "facts": dict(facts or {}),
        "previous": head.hash,
    }
    hash = digest(line)
    entry_model.objects.create(
        organisation_id=line["organisation"], sequence=line["sequence"], at=line["at"], actor=actor, action=action, about=about,
        facts=line["facts"], previous=head.hash, hash=hash,
    )  # fmt: skip
    head.sequence, head.hash = line["sequence"], hash
    head.save(update_fields=("sequence", "hash"))


def digest(line: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a line (RFC 8785 for what we write: sorted names, no spaces, UTF-8)."""
    return hashlib.sha256(json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def stamp(at: datetime) -> str:
    """A moment as the trail writes it: UTC, microseconds, the same from every database."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
