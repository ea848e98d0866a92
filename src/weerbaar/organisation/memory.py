"""What was learned, kept: a JSON file beside the organisation file, readable by its owner only.

`bakery.toml` has its memory in `bakery.memory.json`. It holds counts and addresses, no content, and can be read with any editor.
"""

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from weerbaar.model.errors import BrokenOrganisation, NotHere, reason
from weerbaar.model.organisation import Memory

VERSION = 1
MOST_BYTES = 128 * 1024 * 1024
MOST_VALUES = 12
"""Values kept per key (reply domains of a sender, link domains, addresses of a name): enough for what is usual."""
ONCE_DAYS = 365
OFTEN_DAYS = 3 * 365


def beside(path: Path) -> Path:
    """Where the memory of an organisation file stands."""
    return path.with_suffix(".memory.json")


def load(path: Path) -> Memory:
    """The memory in a file.

    Raises:
        NotHere: there is no such file, or it may not be read.
        BrokenOrganisation: it is not what `save` wrote.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BrokenOrganisation("memory_too_large", path=path)
        return of_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotHere("memory_missing", path=path) from None
    except OSError as trouble:
        raise NotHere("memory_unreadable", path=path, why=reason(trouble)) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BrokenOrganisation("memory_damaged", path=path) from None


def save(memory: Memory, path: Path) -> None:
    """Write a memory, for its owner only (mode 0600); the old one stays until the new one is complete.

    Raises:
        NotHere: the folder cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as trouble:
        raise NotHere("cannot_write", name=path, why=reason(trouble)) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(as_json(memory))
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def of_json(written: str) -> Memory:
    """The memory that `as_json` wrote.

    Raises:
        ValueError, KeyError, TypeError, AttributeError, RecursionError: it is not what `as_json` wrote.
    """
    read = json.loads(written)
    if not isinstance(read, dict) or read.get("version") != VERSION:
        raise ValueError
    return Memory(
        senders=_counts(read["senders"]),
        names=_lists(read["names"]),
        reply_to=_lists(read["reply_to"]),
        link_domains=_lists(read["link_domains"]),
        ibans=_lists(read["ibans"]),
        messages=int(read["messages"]),
        last_seen=_texts(read["last_seen"]),
    )


def as_json(memory: Memory) -> str:
    """A memory as it is kept and shown: sorted, so that two can be compared line by line."""
    table = {
        "version": VERSION,
        "messages": memory.messages,
        "senders": memory.senders,
        "last_seen": memory.last_seen,
        "names": memory.names,
        "reply_to": memory.reply_to,
        "link_domains": memory.link_domains,
        "ibans": memory.ibans,
    }
    return json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True, default=dict) + "\n"


def merge(one: Memory, other: Memory) -> Memory:
    """Both memories together; counts add up, so merge what comes from different messages."""
    senders = dict(one.senders)
    for address, count in other.senders.items():
        senders[address] = senders.get(address, 0) + count
    last = dict(one.last_seen)
    for address, day in other.last_seen.items():
        last[address] = max(day, last.get(address, ""))
    return Memory(
        senders=senders,
        names=_merge_lists(one.names, other.names),
        reply_to=_merge_lists(one.reply_to, other.reply_to),
        link_domains=_merge_lists(one.link_domains, other.link_domains),
        ibans=_merge_lists(one.ibans, other.ibans),
        messages=one.messages + other.messages,
        last_seen=last,
    )


def prune(memory: Memory, today: date) -> Memory:
    """Without what is old: an address seen once more than a year ago, any address not seen for three years.

    An address without a date stays: we cannot know.
    """
    old = [address for address, count in memory.senders.items() if _is_old(memory.last_seen.get(address, ""), count, today)]
    return _without(memory, set(old), keep_count=True)


def _is_old(day: str, count: int, today: date) -> bool:
    if not day:
        return False
    return (today - date.fromisoformat(day)).days > (ONCE_DAYS if count <= 1 else OFTEN_DAYS)


def forget(memory: Memory, what: str) -> Memory:
    """Without an address, without a domain (and those below it), or `all`: nothing at all."""
    what = what.strip().lower().lstrip("@")
    if what == "all":
        return Memory()
    if "@" in what:
        return _without(memory, {what})
    below = {a for a in _addresses(memory) if _is_below(a.rpartition("@")[2], what)}
    left = _without(memory, below)
    return replace(
        left,
        reply_to=_keep_values(left.reply_to, what),
        link_domains={
            domain: values for domain, values in _keep_values(left.link_domains, what).items() if not _is_below(domain, what)
        },
        ibans=_keep_values(left.ibans, what),
    )


def _addresses(memory: Memory) -> set[str]:
    return {*memory.senders, *memory.reply_to, *memory.last_seen, *(a for values in memory.names.values() for a in values)}


def _is_below(domain: str, of: str) -> bool:
    return domain == of or domain.endswith("." + of)


def _keep_values(lists: Mapping[str, tuple[str, ...]], what: str) -> dict[str, tuple[str, ...]]:
    kept = {key: tuple(v for v in values if not _is_below(v, what)) for key, values in lists.items()}
    return {key: values for key, values in kept.items() if values}


def _without(memory: Memory, gone: set[str], keep_count: bool = False) -> Memory:
    """The memory without these addresses, and without the domains that only they stood for."""
    if not gone:
        return memory
    senders = {a: n for a, n in memory.senders.items() if a not in gone}
    left = {a.rpartition("@")[2] for a in senders}
    lost = {a.rpartition("@")[2] for a in gone} - left
    names = {name: tuple(a for a in values if a not in gone) for name, values in memory.names.items()}
    ibans = {iban: tuple(d for d in values if d not in lost) for iban, values in memory.ibans.items()}
    fewer = 0 if keep_count else sum(memory.senders.get(a, 0) for a in gone)
    return Memory(
        senders=senders,
        names={name: values for name, values in names.items() if values},
        reply_to={a: values for a, values in memory.reply_to.items() if a not in gone},
        link_domains={d: values for d, values in memory.link_domains.items() if d not in lost},
        ibans={iban: values for iban, values in ibans.items() if values},
        messages=max(0, memory.messages - fewer),
        last_seen={a: day for a, day in memory.last_seen.items() if a not in gone},
    )


def _merge_lists(one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    merged = dict(one)
    for key, values in other.items():
        merged[key] = bounded((*merged.get(key, ()), *values))
    return merged


def bounded(values: Iterable[str]) -> tuple[str, ...]:
    """Each value once, in order, at most `MOST_VALUES`."""
    return tuple(dict.fromkeys(values))[:MOST_VALUES]


def _counts(table: Mapping[str, Any]) -> dict[str, int]:
    return {str(key): int(value) for key, value in table.items()}


def _lists(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    if any(isinstance(values, str) for values in table.values()):
        raise ValueError
    return {str(key): bounded(map(str, values)) for key, values in table.items()}


def _texts(table: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): date.fromisoformat(value).isoformat() for key, value in table.items()}
