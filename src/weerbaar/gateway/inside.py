"""What stands inside a string: JSON, a data URL, base64. Each function gives None where the string is to be read as plain text."""

import base64
import binascii
import json
import re
import urllib.parse
from dataclasses import dataclass, field
from typing import Any

from weerbaar.gateway.limits import DEEPEST

LONGEST_FLOAT = 17
"""Characters of a number with a fraction; a longer one says more than what we would read of it."""
_DATA_URL = re.compile(r"\s*data:([^,;]{0,200})((?:;[^,;]{0,200}){0,8}),", re.IGNORECASE)
_ORDINARY = str.maketrans("-_", "+/")


@dataclass(frozen=True, slots=True)
class DataUrl:
    """A file in a URL (RFC 2397). `data` is None where its base64 is none."""

    declared: str
    base64: bool
    data: bytes | None = field(repr=False)


def data_url(value: str) -> DataUrl | None:
    """The file in a data URL."""
    head = _DATA_URL.match(value)
    if head is None:
        return None
    coded, rest = ";base64" in head[2].lower(), value[head.end() :]
    return DataUrl(head[1].strip(), coded, from_base64(rest) if coded else urllib.parse.unquote_to_bytes(rest))


def from_base64(value: str) -> bytes | None:
    """What base64 says, in either alphabet (RFC 4648) and with line ends."""
    bare = re.sub(r"\s", "", value).translate(_ORDINARY)
    if not bare or len(bare.rstrip("=")) % 4 == 1:
        return None
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def from_json(value: str) -> dict[str, Any] | list[Any] | None:
    """The object or list that a string is; also None where reading it would lose something that stands in it."""
    bare = value.strip()
    if (bare[:1], bare[-1:]) not in (("{", "}"), ("[", "]")):
        return None
    try:
        found = json.loads(bare, object_pairs_hook=_once, parse_float=_short, parse_constant=_none)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) and _shallow(found) else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _short(written: str) -> float:
    if len(written) > LONGEST_FLOAT:
        raise ValueError
    return float(written)


def _none(name: str) -> float:
    raise ValueError(name)


def _shallow(found: dict[str, Any] | list[Any]) -> bool:
    level: list[Any] = [found]
    for _ in range(DEEPEST):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return True
    return False
