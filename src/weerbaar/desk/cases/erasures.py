"""The ledger of erasures: a file beside the database that says which cases were erased, so that a backup does not bring them back.

It holds no content: the reference of a case, the digest of the key that was destroyed, when, by whom, why, how many blobs went with it.
Keep a copy with your keys, apart from the backups.
"""

import hashlib
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings

from weerbaar.desk import lines
from weerbaar.desk.cases.models import Case, State
from weerbaar.desk.trail import stamp

FILE = "erasures.jsonl"
log = logging.getLogger(__name__)


def file() -> Path:
    return Path(settings.WEERBAAR_HOME) / FILE


def key_digest(key: bytes | memoryview | None) -> str:
    """By what a destroyed key can be recognised in an old backup, telling nothing of it: SHA-256 of the wrapped key."""
    return hashlib.sha256(bytes(key)).hexdigest() if key is not None else ""


def write(cases: Iterable[Case], proof: Mapping[str, str | int] | None = None) -> None:
    """Note cases that are erased. A disk that is full loses nothing: `reconcile` writes what is missing.

    Raises:
        OSError: the file cannot be written.
    """
    lines.append(
        file(), ({"case": str(one.ref), "at": stamp(one.erased_at) if one.erased_at else "", **(proof or {})} for one in cases)
    )


def erased() -> set[str]:
    """The references of the cases in the ledger."""
    return {str(line["case"]) for line in lines.read(file()) if "case" in line}


def reconcile() -> int:
    """Write down erased cases that the ledger lacks; how many."""
    known = erased()
    lacking = [
        case
        for case in Case.objects.filter(state=State.ERASED).only("ref", "erased_at").iterator(2000)
        if str(case.ref) not in known
    ]
    if lacking:
        write(lacking)
        log.warning("erasures added to the ledger", extra={"facts": {"cases": len(lacking)}})
    return len(lacking)
