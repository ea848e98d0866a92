"""Each day the end of every trail is written down where the database does not reach, signed: whoever rewrites a trail must also forge that.

    {"anchor": {"at": ..., "before": hash of the line before, "heads": [[organisation, sequence, hash], ...]}, "key": ..., "signature": ...,
     "stamp": ...}

The line is signed with Ed25519 (RFC 8032) by a key that is not in the database, and with a time stamp (RFC 3161) over the same bytes where
a service is set. The trail of the desk notes each anchor, so that one which is taken away is missed. Copy the file to another machine:
that is what makes it strong.
"""

import base64
import hashlib
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils import timezone

from weerbaar.desk import lines, secrets
from weerbaar.desk.governance.audit import Anchor, Verified, head, verify
from weerbaar.desk.governance.models import Entry, Head
from weerbaar.desk.trail import START, record, stamp
from weerbaar.model.errors import BrokenSettings
from weerbaar.outside import timestamp

log = logging.getLogger(__name__)
FILE = "anchors.jsonl"
KEY_FILE = "anchor.key"
ACTION = "anchored"


@dataclass(frozen=True, slots=True)
class Anchored:
    """What the file of anchors says: the anchors that hold, when the last was made, how many have a time stamp, and what is wrong."""

    anchors: tuple[Anchor, ...]
    last_at: str
    stamped: int
    problems: tuple[tuple[int, str], ...]


def file() -> Path:
    """Where anchors are written: the setting `anchor_file`, else beside the database."""
    return Path(settings.WEERBAAR_DESK.anchor_file or Path(settings.WEERBAAR_HOME) / FILE)


def anchor() -> dict[str, Any]:
    """Write down the end of every trail now; the line that was written.

    Raises:
        OSError: the file cannot be written.
        BrokenSettings: the key is none.
    """
    written = lines.read(file())
    body: dict[str, Any] = {
        "at": stamp(timezone.now()),
        "before": _hash(written[-1]) if written else START,
        "heads": [
            [one.organisation_id, one.sequence, one.hash]
            for one in Head.objects.filter(sequence__gt=0).order_by("organisation_id")
        ],
    }
    signed = lines.canonical(body)
    key = _key()
    line = {
        "anchor": body,
        "key": key.public_key().public_bytes_raw().hex(),
        "signature": key.sign(signed).hex(),
        "stamp": base64.b64encode(_stamp(signed)).decode(),
    }
    lines.append(file(), (line,))
    record(ACTION, facts={"anchor": _hash(line), "trails": len(body["heads"]), "stamped": bool(line["stamp"])})
    return line


def check() -> Anchored:
    """Every anchor that was written, with what is wrong: the number of the line and a word of ours."""
    written, problems, found = lines.read(file()), [], []
    ours, before, stamps = _public(), START, 0
    roots = timestamp.authorities(settings.WEERBAAR_DESK.time_stamp_roots)
    for number, line in enumerate(written, 1):
        body = line.get("anchor")
        if not isinstance(body, dict) or not _is_signed(line, ours):
            problems.append((number, "not signed by our key"))
        elif body.get("before") != before:
            problems.append((number, "the line before was changed or taken away"))
        else:
            found += [Anchor(int(one[0]), int(one[1]), str(one[2])) for one in body["heads"]]
        if line.get("stamp") and isinstance(body, dict):
            if timestamp.stamped_at(base64.b64decode(line["stamp"]), lines.canonical(body), roots) is None:
                problems.append((number, "its time stamp does not hold"))
            stamps += 1
        before = _hash(line)
    there = {_hash(line) for line in written}
    noted = Entry.objects.filter(organisation_id=0, action=ACTION).values_list("facts", flat=True)
    problems += [(len(written) + 1, "an anchor was taken away") for facts in noted if facts.get("anchor") not in there][:1]
    last = written[-1].get("anchor") if written else None
    return Anchored(tuple(found), str(last["at"]) if isinstance(last, dict) else "", stamps, tuple(problems))


def verify_all(anchored: Anchored | None = None, organisations: Sequence[int] | None = None) -> list[Verified]:
    """Every trail against itself and its anchors; with `organisations` those alone."""
    anchored = anchored or check()
    known = set(Head.objects.values_list("organisation_id", flat=True)) | {one.organisation for one in anchored.anchors}
    known |= set(Entry.objects.order_by().values_list("organisation_id", flat=True).distinct())
    return [verify(one, anchored.anchors) for one in sorted(known) if organisations is None or one in organisations]


def begin_again() -> int:
    """After a restore: anchors made later than the backup no longer meet the trail; they move to a file beside it. How many moved."""
    written = lines.read(file())
    kept = [line for line in written if _meets(line)]
    later = len(written) - len(kept)
    if later:
        aside = file().with_name(f"{file().stem}-before-{timezone.now():%Y%m%dT%H%M%S}.jsonl")
        file().rename(aside)
        lines.append(file(), kept)
    return later


def _meets(line: dict[str, Any]) -> bool:
    heads = line.get("anchor", {}).get("heads", ())
    return all(int(sequence) <= head(int(organisation)).sequence for organisation, sequence, _ in heads) and (
        Entry.objects.filter(organisation_id=0, action=ACTION, facts__anchor=_hash(line)).exists()
    )


def _is_signed(line: dict[str, Any], ours: str) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(line["key"]))
        key.verify(bytes.fromhex(line["signature"]), lines.canonical(line["anchor"]))
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return False
    return not ours or line["key"] == ours


def _hash(line: dict[str, Any]) -> str:
    return hashlib.sha256(lines.canonical(line)).hexdigest()


def _stamp(data: bytes) -> bytes:
    """A time stamp where a service is set; none where it is away: our own signature stands meanwhile."""
    desk = settings.WEERBAAR_DESK
    if not desk.time_stamp_url:
        return b""
    try:
        return timestamp.stamp(desk.time_stamp_url, data, timestamp.authorities(desk.time_stamp_roots))
    except timestamp.NoStamp as trouble:
        log.warning("no time stamp", extra={"facts": {"why": trouble.problem.id}})
        return b""


def _key() -> Ed25519PrivateKey:
    """The key that signs anchors: the secret WEERBAAR_ANCHOR_KEY (or its _FILE), else a file of the desk's folder, made when missing.

    Raises:
        BrokenSettings: what should be a key is none.
    """
    written = secrets.read("WEERBAAR_ANCHOR_KEY")
    own = Path(settings.WEERBAAR_HOME) / KEY_FILE
    if not written:
        if not own.exists():
            handle = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(secrets.line(Ed25519PrivateKey.generate().private_bytes_raw()))
                out.flush()
                os.fsync(out.fileno())
        written = own.read_text(encoding="ascii").strip()
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(written, validate=True))
    except ValueError:
        raise BrokenSettings("anchor_key") from None


def _public() -> str:
    """Our public key, in hex; "" while there is none."""
    if not secrets.read("WEERBAAR_ANCHOR_KEY") and not (Path(settings.WEERBAAR_HOME) / KEY_FILE).exists():
        return ""
    return _key().public_key().public_bytes_raw().hex()
