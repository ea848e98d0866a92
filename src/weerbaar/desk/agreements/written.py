"""`agreement.toml`: the one source of an agreement, written and read. The schema stands in docs/rooms/agreements.md.

The same agreement is written as the same bytes. What is read is checked whole: a field nobody knows, a decision that is none, a text that is
too long are all refused, since a rule that is misread is a rule that is not kept.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from weerbaar.desk.agreements.agreement import (
    LEAST_USE_DAYS,
    LONGEST,
    MOST_DAYS,
    MOST_NAMES,
    MOST_TOOLS,
    NEVER,
    Agreement,
    Basis,
    Contact,
    Counted,
    Label,
    Learning,
    Place,
    Purpose,
    Review,
    Risk,
    Tool,
)
from weerbaar.model.leak import DataClass, Decision, Group

SCHEMA = 1
MOST_BYTES = 256 * 1024
ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
HEAD = "# The agreement about AI, as Weerbaar keeps it. docs/rooms/agreements.md explains every field.\n"
UNSURE = (Decision.ASK, Decision.STOP)
E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


class BrokenAgreement(ValueError):
    """A file is no agreement. `field` is where, in words of the file: "tools.2.roles"; "" where it is no TOML at all."""

    def __init__(self, field: str) -> None:
        super().__init__(f"not as an agreement has it: {field or 'the file'}")
        self.field = field


def to_toml(agreement: Agreement) -> str:
    """The agreement as a file."""
    lines = [HEAD, _pairs({"schema": SCHEMA, "start": agreement.start, "review": agreement.review_on})]
    contact = agreement.contact
    lines.append("[contact]\n" + _pairs({"name": contact.name, "phone": contact.phone, "mail": contact.mail}))
    lines.append("[data]\n" + _pairs({**_ordered(agreement.groups, Group), "unsure": agreement.unsure}))
    lines.append("[data.classes]\n" + _pairs(_ordered(agreement.classes, DataClass)))
    output = {"label": agreement.label, "review": agreement.review, "persons_decide_about_persons": agreement.people}
    lines.append("[output]\n" + _pairs(output))
    lines.append("[learning]\n" + _pairs({"when": agreement.learning}))
    lines.append("[keep]\n" + _pairs({"conversation_days": agreement.conversation_days, "use_days": agreement.use_days}))
    lines.append("[watched]\n" + _pairs({"counted": agreement.counted, "never": NEVER}))
    lines += [_tool(tool) for tool in agreement.tools]
    return "\n".join(lines)


def tools_toml(agreement: Agreement) -> str:
    """The register of tools alone, as the file has it."""
    return "\n".join(_tool(tool) for tool in agreement.tools)


def of_toml(text: str) -> Agreement:
    """The agreement that a file holds.

    Raises:
        BrokenAgreement: it is no TOML, too large, or a field is not as it should be.
    """
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise BrokenAgreement("")
    try:
        table = _Table(tomllib.loads(text), "")
    except (tomllib.TOMLDecodeError, RecursionError):
        raise BrokenAgreement("") from None
    if table.take("schema", 0) != SCHEMA:
        raise BrokenAgreement("schema")
    contact, data, output = table.table("contact"), table.table("data"), table.table("output")
    learning, keep, watched = table.table("learning"), table.table("keep"), table.table("watched")
    if (unsure := data.one_of("unsure", Decision, Decision.ASK)) not in UNSURE:
        raise BrokenAgreement("data.unsure")
    if sorted(watched.words("never")) != sorted(NEVER):
        raise BrokenAgreement("watched.never")
    classes = data.table("classes")
    made = Agreement(
        contact=Contact(contact.text("name"), contact.text("phone"), contact.text("mail")),
        groups={group: data.one_of(group, Decision) for group in Group if group in data.left},
        classes=classes.decisions(DataClass),
        unsure=unsure,
        label=output.one_of("label", Label, Label.OUTSIDE),
        review=output.one_of("review", Review, Review.ALWAYS),
        people=output.truth("persons_decide_about_persons", True),
        learning=learning.one_of("when", Learning, Learning.START),
        conversation_days=keep.number("conversation_days", 1),
        use_days=keep.number("use_days", 180, LEAST_USE_DAYS),
        counted=watched.many_of("counted", Counted),
        start=table.day("start"),
        review_on=table.day("review"),
        tools=tuple(_read_tool(one) for one in table.tables("tools", MOST_TOOLS)),
    )
    for one in (contact, classes, data, output, learning, keep, watched, table):
        one.nothing_left()
    ids = [tool.id for tool in made.tools]
    if len(set(ids)) != len(ids):
        raise BrokenAgreement("tools.id")
    return made


@lru_cache(maxsize=64)
def parsed(text: str) -> Agreement:
    """As `of_toml`, for a file that is read again and again: the gateway asks for each request."""
    return of_toml(text)


def clean(text: str) -> str:
    """A line as people typed it: one line, no control characters, cut where it is too long."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:LONGEST]


def _tool(tool: Tool) -> str:
    plain = {
        "id": tool.id, "name": tool.name, "provider": tool.provider, "purposes": tool.purposes, "purpose": tool.purpose, "roles": tool.roles,
        "models": tool.models, "hosts": tool.hosts, "place": tool.place, "basis": tool.basis, "ai_act": tool.risk, "contract": tool.contract,
        "contract_on": tool.contract_on,
    }  # fmt: skip
    made = "[[tools]]\n" + _pairs(plain)
    if tool.groups:
        made += "[tools.data]\n" + _pairs(_ordered(tool.groups, Group))
    if tool.classes:
        made += "[tools.data.classes]\n" + _pairs(_ordered(tool.classes, DataClass))
    return made


def _read_tool(table: "_Table") -> Tool:
    data = table.table("data")
    classes = data.table("classes")
    made = Tool(
        id=table.text("id"), name=table.text("name"), provider=table.text("provider"), purposes=table.many_of("purposes", Purpose),
        purpose=table.text("purpose"), roles=table.words("roles"), models=table.words("models"), hosts=table.words("hosts"),
        place=table.one_of("place", Place, Place.UNKNOWN), basis=table.one_of("basis", Basis, Basis.UNKNOWN),
        risk=table.one_of("ai_act", Risk, Risk.UNKNOWN), contract=table.text("contract"), contract_on=table.day("contract_on"),
        groups=data.decisions(Group), classes=classes.decisions(DataClass),
    )  # fmt: skip
    for one in (classes, data, table):
        one.nothing_left()
    if not ID.fullmatch(made.id):
        raise BrokenAgreement(table.at("id"))
    if not made.name:
        raise BrokenAgreement(table.at("name"))
    if not all(HOST.fullmatch(host) for host in made.hosts):
        raise BrokenAgreement(table.at("hosts"))
    return made


class _Table:
    """A table of the file; what was taken is gone from `left`, so that what nobody knows remains."""

    def __init__(self, values: object, name: str) -> None:
        if not isinstance(values, dict):
            raise BrokenAgreement(name)
        self.left: dict[str, Any] = dict(values)
        self.name = name

    def at(self, field: str) -> str:
        return f"{self.name}.{field}" if self.name else field

    def take(self, field: str, otherwise: Any) -> Any:
        return self.left.pop(field, otherwise)

    def table(self, field: str) -> "_Table":
        return _Table(self.take(field, {}), self.at(field))

    def tables(self, field: str, most: int) -> list["_Table"]:
        found = self.take(field, [])
        if not isinstance(found, list) or len(found) > most:
            raise BrokenAgreement(self.at(field))
        return [_Table(one, f"{self.at(field)}.{number}") for number, one in enumerate(found, 1)]

    def text(self, field: str) -> str:
        found: str = self._checked(field, self.take(field, ""), lambda one: isinstance(one, str) and clean(one) == one)
        return found

    def words(self, field: str) -> tuple[str, ...]:
        found = self.take(field, [])
        if not isinstance(found, list) or len(found) > MOST_NAMES:
            raise BrokenAgreement(self.at(field))
        return tuple(self._checked(field, one, lambda one: isinstance(one, str) and one and clean(one) == one) for one in found)

    def number(self, field: str, otherwise: int, least: int = 0) -> int:
        found: int = self._checked(
            field, self.take(field, otherwise), lambda one: type(one) is int and least <= one <= MOST_DAYS
        )
        return found

    def truth(self, field: str, otherwise: bool) -> bool:
        found: bool = self._checked(field, self.take(field, otherwise), lambda one: isinstance(one, bool))
        return found

    def day(self, field: str) -> date | None:
        found: date | None = self.take(field, None)
        if found is not None and type(found) is not date:
            raise BrokenAgreement(self.at(field))
        return found

    def one_of(self, field: str, kind: type[E], otherwise: E | None = None) -> E:
        return self._member(field, self.take(field, otherwise), kind)

    def many_of(self, field: str, kind: type[E]) -> tuple[E, ...]:
        found = self.words(field)
        return tuple(dict.fromkeys(self._member(field, one, kind) for one in found))

    def decisions(self, kind: type[E]) -> dict[E, Decision]:
        return {one: self.one_of(one.value, Decision) for one in kind if one.value in self.left}

    def nothing_left(self) -> None:
        if self.left:
            raise BrokenAgreement(self.at(clean(next(iter(self.left)))[:40]))

    def _member(self, field: str, value: Any, kind: type[E]) -> E:
        try:
            return kind(value)
        except ValueError:
            raise BrokenAgreement(self.at(field)) from None

    def _checked(self, field: str, value: T, holds: Callable[[T], object]) -> T:
        if not holds(value):
            raise BrokenAgreement(self.at(field))
        return value


def _ordered(decisions: Mapping[E, Decision], kind: type[E]) -> dict[E, Decision]:
    return {one: decisions[one] for one in kind if one in decisions}


def _pairs(values: Mapping[Any, object]) -> str:
    return "".join(f"{name} = {_value(value)}\n" for name, value in values.items() if value is not None)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(str(value), ensure_ascii=False)
    if isinstance(value, Iterable):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return str(value)
