"""The ledger as it is kept: entries that are appended, each with the hash of the one before, and what they add up to at any moment.

A hash (SHA-256) covers everything in an entry and the hash before it, in one canonical form: JSON with sorted keys, without spaces, in
UTF-8. Change, drop, swap or insert an entry and `verify` says where. Only an end that was cut off or a chain that was written anew as a
whole needs the last hash (`head`) from elsewhere: who keeps a chain notes its head in another place with every entry.

Moments are UTC, ISO 8601 with microseconds ("2026-11-21T09:57:10.000000Z"), and never go back within a chain.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from weerbaar.model.errors import Trouble
from weerbaar.model.ledger import CONFIRMING, Fact, How, Kind, Ledger, Payee

FORMAT = "weerbaar-ledger/1"
START = "0" * 64
"""The hash before the first entry."""
LONGEST = 1024 * 1024
"""Bytes of one line of an export."""


class Act(StrEnum):
    """What an entry does."""

    PAYEE_ADDED = "payee_added"  # payee, name, country
    PAYEE_CHANGED = "payee_changed"  # payee, and name or country
    PAYEE_RETIRED = "payee_retired"  # payee, why
    FACT_ADDED = "fact_added"  # payee, fact, kind, value, how, until, by, evidence
    FACT_CONFIRMED = "fact_confirmed"  # payee, fact, how, until, by, evidence
    FACT_RETIRED = "fact_retired"  # payee, fact, why
    POLICY_SET = "policy_set"  # policy, see ledger.policy
    NOTED = "noted"  # anything else that is to stay: an override, an import, evidence that came later


NEEDS = {
    Act.PAYEE_ADDED: ("payee", "name"), Act.PAYEE_CHANGED: ("payee",), Act.PAYEE_RETIRED: ("payee",),
    Act.FACT_ADDED: ("payee", "fact", "kind", "value", "how"), Act.FACT_CONFIRMED: ("payee", "fact", "how"),
    Act.FACT_RETIRED: ("payee", "fact"), Act.POLICY_SET: ("policy",), Act.NOTED: (),
}  # fmt: skip


class BrokenChain(Trouble):
    """An exported ledger is not as it was written, or is none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `number` counts from 0; `by` who did it; `body` JSON values only; `previous` and `hash` 64 hexadecimal digits."""

    number: int
    at: str
    by: str
    act: Act
    body: Mapping[str, Any] = field(default_factory=dict)
    previous: str = START
    hash: str = ""


def moment(at: datetime) -> str:
    """A time as chains write it.

    Raises:
        ValueError: it has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def append(previous: Entry | None, at: datetime, by: str, act: Act, body: Mapping[str, Any]) -> Entry:
    """The entry after `previous` (None: the first). A clock that went back is held at the moment of the entry before.

    Raises:
        ValueError: the body lacks what its act needs, or holds what JSON cannot, or names a kind or way that there is not.
    """
    check(act, body)
    body = json.loads(_canonical(body))
    now = moment(at)
    if previous is None:
        made = Entry(0, now, by, act, body)
    else:
        made = Entry(previous.number + 1, max(now, previous.at), by, act, body, previous.hash)
    return replace(made, hash=hash_of(made))


def check(act: Act, body: Mapping[str, Any]) -> None:
    """Whether a body can be one of this act.

    Raises:
        ValueError: what is wrong with it.
    """
    missing = [name for name in NEEDS[act] if not body.get(name)]
    if missing:
        raise ValueError(f"{act} needs {', '.join(missing)}")
    if "how" in body:
        how = How(body["how"])
        if how is How.FILE:
            raise ValueError("what the organisation file says stands in the file")
        if act is Act.FACT_CONFIRMED and how not in CONFIRMING:
            raise ValueError(f"{how} confirms nothing")
    if "kind" in body:
        Kind(body["kind"])


def hash_of(entry: Entry) -> str:
    """SHA-256 over an entry without its own hash, in hexadecimal."""
    return hashlib.sha256(_canonical(_table(entry, hashed=False))).hexdigest()


def verify(entries: Iterable[Entry], head: str | None = None) -> int | None:
    """The number of the first entry that is not as it was written, or None.

    `head`: the last hash as noted elsewhere; then an end that was cut off is found too, and its number is that of the entry that lacks.
    """
    previous: Entry | None = None
    count = 0
    for entry in entries:
        if not follows(entry, previous):
            return count
        previous, count = entry, count + 1
    if head is not None and head != (previous.hash if previous else START):
        return count
    return None


def follows(entry: Entry, previous: Entry | None) -> bool:
    """Whether an entry is whole and stands where it belongs: right after `previous` (None: at the start)."""
    before = (-1, "", START) if previous is None else (previous.number, previous.at, previous.hash)
    return (
        entry.number == before[0] + 1
        and entry.at >= before[1]
        and entry.previous == before[2]
        and _is_moment(entry.at)
        and bool(entry.hash)
        and entry.hash == _hash(entry)
    )


def _hash(entry: Entry) -> str:
    """The hash of an entry; "" where it holds what no entry can."""
    try:
        return hash_of(entry)
    except (ValueError, RecursionError):
        return ""


def _is_moment(text: str) -> bool:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").strftime("%Y-%m-%dT%H:%M:%S.%fZ") == text
    except ValueError:
        return False


def replay(entries: Iterable[Entry], at: datetime | None = None, today: str = "") -> Ledger:
    """What the entries add up to, now or as it was at a past moment (that moment itself included); `today` is set in the ledger.

    What was retired stays so: a later confirmation of it does nothing, and only a new fact brings a value back. An entry about something
    that was never added does nothing.
    """
    until = moment(at) if at is not None else None
    payees: dict[str, _Making] = {}
    for entry in entries:
        if until is not None and entry.at > until:
            break
        _apply(entry, payees)
    return Ledger(tuple(made.payee() for made in payees.values()), today)


@dataclass(slots=True)
class _Making:
    """A payee while entries are read."""

    id: str
    name: str
    country: str
    facts: dict[str, Fact] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def payee(self) -> Payee:
        return Payee(self.id, self.name, tuple(self.facts.values()), self.country)


def _apply(entry: Entry, payees: dict[str, _Making]) -> None:
    body = entry.body
    id = str(body.get("payee", ""))
    if entry.act is Act.PAYEE_ADDED:
        payees.setdefault(id, _Making(id, str(body["name"]), str(body.get("country", ""))))
        return
    made = payees.get(id)
    if made is None:
        return
    fact = str(body.get("fact", ""))
    if entry.act is Act.PAYEE_RETIRED:
        del payees[id]
    elif entry.act is Act.PAYEE_CHANGED:
        made.name = str(body.get("name") or made.name)
        made.country = str(body.get("country", made.country))
    elif entry.act is Act.FACT_ADDED and fact not in made.facts and fact not in made.gone:
        made.facts[fact] = Fact(fact, Kind(body["kind"]), str(body["value"]), *_confirmation(entry), since=entry.at[:10])
    elif entry.act is Act.FACT_CONFIRMED and fact in made.facts:
        known = made.facts[fact]
        made.facts[fact] = Fact(fact, known.kind, known.value, *_confirmation(entry), since=known.since)
    elif entry.act is Act.FACT_RETIRED and fact in made.facts:
        del made.facts[fact]
        made.gone.add(fact)


def _confirmation(entry: Entry) -> tuple[How, str, str, tuple[str, ...], tuple[str, ...]]:
    """How, at, until, by and evidence of a fact. The day is always the entry's: no body can make a fact older than it is."""
    body = entry.body
    by, evidence = (tuple(str(one) for one in body.get(name, ())) for name in ("by", "evidence"))
    return How(body["how"]), entry.at[:10], str(body.get("until", "")), by, evidence


def history(entries: Iterable[Entry], payee: str, fact: str = "") -> tuple[Entry, ...]:
    """The entries about a payee, or about one fact of it, in order."""
    return tuple(one for one in entries if one.body.get("payee") == payee and (not fact or one.body.get("fact") == fact))


def export(entries: Sequence[Entry]) -> Iterator[str]:
    """The chain as JSON lines, each with its line end: a first line with the format, the count and the head, then each entry."""
    head = entries[-1].hash if entries else START
    yield _line({"format": FORMAT, "count": len(entries), "head": head})
    for entry in entries:
        yield _line(_table(entry, hashed=True))


def read(lines: Iterable[str]) -> tuple[Entry, ...]:
    """The chain of an export.

    Raises:
        BrokenChain: it is no export, or was changed: any byte of it counts.
    """
    entries: list[Entry] = []
    first: str | None = None
    for number, line in enumerate(lines):
        table = _read_line(line, number)
        if first is None:
            first = line
            continue
        entries.append(_entry(table, line, number))
    if first is None or not first.startswith('{"count":') or f'"format":"{FORMAT}"' not in first:
        raise BrokenChain("ledger_no_export")
    head = json.loads(first).get("head")
    broken = verify(entries, head if isinstance(head, str) else "")
    if broken is not None:
        raise BrokenChain("ledger_changed", entry=broken + 1)
    if next(export(entries)) != first:
        raise BrokenChain("ledger_changed_line", line=1)
    return tuple(entries)


def _read_line(line: str, number: int) -> Mapping[str, Any]:
    try:
        table = json.loads(line) if len(line) <= LONGEST else None
    except (ValueError, RecursionError):
        table = None
    if not isinstance(table, dict):
        raise BrokenChain("ledger_changed_line", line=number + 1) if number else BrokenChain("ledger_no_export")
    return table


def _entry(table: Mapping[str, Any], line: str, number: int) -> Entry:
    """The entry of a line that is written exactly as we write it."""
    try:
        made = Entry(
            int(table["number"]), str(table["at"]), str(table["by"]), Act(table["act"]), dict(table["body"]),
            str(table["previous"]), str(table["hash"]),
        )  # fmt: skip
        if _line(_table(made, hashed=True)) == line:
            return made
    except (KeyError, TypeError, ValueError, OverflowError):
        pass
    raise BrokenChain("ledger_changed_line", line=number + 1)


def _table(entry: Entry, *, hashed: bool) -> dict[str, Any]:
    table = {
        "number": entry.number, "at": entry.at, "by": entry.by, "act": entry.act.value, "body": dict(entry.body), "previous": entry.previous,
    }  # fmt: skip
    return {**table, "hash": entry.hash} if hashed else table


def _line(table: Mapping[str, Any]) -> str:
    return _canonical(table).decode() + "\n"


def _canonical(table: Mapping[str, Any]) -> bytes:
    """The one form that is hashed.

    Raises:
        ValueError: something in it is no JSON, or no text that UTF-8 can write.
    """
    try:
        return json.dumps(table, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except TypeError as trouble:
        raise ValueError(str(trouble)) from None
