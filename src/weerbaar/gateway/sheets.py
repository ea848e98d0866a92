"""A request as it was laid out by weerbaar.gateway.walk, and the way back into it."""

import base64
import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from weerbaar.gateway.port import File
from weerbaar.model.leak import Match


class Kind(StrEnum):
    """How a leaf may be rewritten."""

    TEXT = "text"
    NAME = "name"
    OPAQUE = "opaque"
    KEY = "key"


@dataclass(slots=True)
class Leaf:
    """One string, number or key in the tree, and where it hangs."""

    kind: Kind
    text: str = field(repr=False)
    holder: Any = field(repr=False)
    at: Any = field(repr=False)
    inside: int = 0
    """Number of the JSON in a string that it stands in; 0 for none."""
    wrap: str = ""
    """A text file: what stands before its base64 (``data:text/plain;base64,``)."""
    file: bool = False
    foreign: bool = False
    """Somebody else wrote it: the result of a tool, a document, a file."""
    new: str | None = field(default=None, repr=False)


@dataclass(slots=True)
class Sheet:
    """Leaves written under one another, as one text. `sealed`: these cannot be rewritten, and need not be readable."""

    text: str = field(repr=False)
    starts: list[int]
    leaves: list[Leaf]
    sealed: bool = False

    def touched(self, match: Match) -> Iterator[tuple[Leaf, int, int]]:
        """The leaves that a match touches, with start and end within the leaf's own text."""
        number = max(0, bisect_right(self.starts, match.start) - 1)
        while number < len(self.leaves) and self.starts[number] < match.end:
            leaf, begin = self.leaves[number], self.starts[number]
            start, end = max(match.start - begin, 0), min(match.end - begin, len(leaf.text))
            if start < end:
                yield leaf, start, end
            number += 1


@dataclass(slots=True)
class Walked:
    """A request laid out."""

    sheets: list[Sheet]
    files: list[File]
    sealed: list[tuple[str, str]]
    """What cannot be looked inside: why (remote, tokens, encoded), and what stands there, as JSON."""
    nested: list[tuple[Any, Any, Any, int]]
    """Holder, key and content of JSON that stands in a string, and the number of what that stands in; outer before inner."""

    def write(self) -> None:
        """Put what is new back into the tree, in place."""
        leaves = [leaf for sheet in self.sheets for leaf in sheet.leaves if leaf.new is not None]
        changed: set[int] = set()
        renamed: dict[int, tuple[dict[str, Any], dict[str, str]]] = {}
        for leaf in leaves:
            changed.add(leaf.inside)
            if leaf.kind is Kind.KEY:
                renamed.setdefault(id(leaf.holder), (leaf.holder, {}))[1][leaf.at] = leaf.new or ""
            elif leaf.file:
                leaf.holder[leaf.at] = leaf.wrap + base64.b64encode((leaf.new or "").encode("utf-8")).decode("ascii")
            else:
                leaf.holder[leaf.at] = leaf.new
        for holder, names in renamed.values():
            _rename(holder, names)
        for number in range(len(self.nested) - 1, -1, -1):
            holder, at, inner, outer = self.nested[number]
            if number + 1 in changed:
                changed.add(outer)
                _, names = renamed.get(id(holder), (None, {}))
                holder[names.get(at, at)] = json.dumps(inner, ensure_ascii=False)


def _rename(holder: dict[str, Any], names: dict[str, str]) -> None:
    """New keys in the old order; two that would become one are told apart, and `names` says how."""
    whole = list(holder.items())
    holder.clear()
    for key, value in whole:
        name = names.get(key, key)
        while name in holder:
            name += "_"
        if key in names:
            names[key] = name
        holder[name] = value
