"""Domains as the public suffix list cuts them. The list comes with the package; nothing is fetched."""

import re
from functools import cache, lru_cache
from typing import Any

IP = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}", re.I)


@cache
def _suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


@lru_cache(maxsize=8192)
def registrable(host: str) -> str:
    """The registrable domain of a host by the public suffix list (its private part too); an IP address as it is; "" when none."""
    if not host or ":" in host or IP.fullmatch(host):
        return host
    try:
        return str(_suffixes().privatesuffix(host) or "")
    except (ValueError, UnicodeError):
        return ""
