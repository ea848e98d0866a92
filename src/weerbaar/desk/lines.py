"""Files of one JSON line each that only grow, kept beside the database: anchors of the trail, erasures."""

import fcntl
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

LONGEST_LINE = 256 * 1024


def append(file: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """Add lines, durably and whole: two processes take turns, and half a line that a power cut left is ended first.

    Raises:
        OSError: the file cannot be written.
    """
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        end = out.seek(0, os.SEEK_END)
        torn = end > 0 and os.pread(out.fileno(), 1, end - 1) != b"\n"
        out.write((b"\n" if torn else b"") + b"".join(canonical(line) + b"\n" for line in lines))
        out.flush()
        os.fsync(out.fileno())


def read(file: Path) -> list[dict[str, Any]]:
    """Every line that is whole, in order; none when there is no file."""
    if not file.exists():
        return []
    found = []
    with file.open("rb") as lines:
        while line := lines.readline(LONGEST_LINE):
            try:
                one = json.loads(line)
            except ValueError:
                continue
            if isinstance(one, dict):
                found.append(one)
    return found


def canonical(line: Mapping[str, Any]) -> bytes:
    """The one way to write a line (RFC 8785 for what we write)."""
    return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
