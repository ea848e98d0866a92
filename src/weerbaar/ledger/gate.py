"""The gate: which payments of a pain.001 go to the bank, and which wait.

`split` cuts, it does not write anew. A line that is let go keeps every byte it came with; around it only what a bank would otherwise
refuse is changed, and each change is told: the counts and sums of the file and of its blocks, and, where the same file would arrive at
the bank twice under one id, that id. Blocks without lines leave. When every line goes, the released file is the file that came.

Nothing is let go by omission: a line goes when `decide` says so and the line itself has no fault. Both files are read again with two
parsers and the schema before they are given; if anything differs from what was decided, neither is (`Refused`, "result").
"""

import hashlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from weerbaar.ledger.read import xml
from weerbaar.ledger.read.pain import BLOCK, LINE, Line, Order, Value, order_of
from weerbaar.ledger.read.refused import Refused

Contents = list[tuple[list[bytes], list[tuple[int, bytes]]]]

LONGEST_ID = 35
"""Characters of an id (ISO 20022, Max35Text)."""
SPACE = b" \t\r\n"
REWRITTEN = frozenset({"PmtInfId", "NbOfTxs", "CtrlSum"})
"""Elements of a block that the gate may write anew."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a line may go, and if not why (codes of whoever decides)."""

    release: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """A line and what became of it. `reasons` are its own faults first, then those of the decision; empty when it goes."""

    line: Line
    released: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What stands otherwise than in the file that came: in which file ("released" or "held"), which element, what was and is there."""

    file: str
    element: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Split:
    """The two files of a pain.001; None where no line is in one. Each is a whole file by the same schema."""

    order: Order
    lines: tuple[Decided, ...]
    released: bytes | None = None
    held: bytes | None = None
    changes: tuple[Change, ...] = ()

    @property
    def released_sum(self) -> Decimal:
        return sum((one.line.amount for one in self.lines if one.released), Decimal(0))

    @property
    def held_sum(self) -> Decimal:
        return sum((one.line.amount for one in self.lines if not one.released), Decimal(0))


def split(data: bytes, decide: Callable[[Line], Decision], sent: Collection[str] = ()) -> Split:
    """Divide a pain.001 by what `decide` says of each line.

    `sent` are the message ids that went to the bank before: a file under one of them is refused, as the bank would. Raises `Refused`
    when the file is not what it says it is; then nothing of it may be paid.
    """
    order = order_of(data)
    if order.message.text.strip() in sent:
        raise Refused("duplicate_message", order.message.text)
    lines = tuple(_decided(line, decide(line)) for line in order.lines)
    go = frozenset(one.line.number for one in lines if one.released)
    wait = frozenset(one.line.number for one in lines if not one.released)
    if not wait:
        return Split(order, lines, released=data)
    if not go:
        return Split(order, lines, held=data)
    released, told = _cut(data, order, go, "released")
    held, told_too = _cut(data, order, wait, "held", new_ids=True)
    came = _contents(xml.tree(data))
    _check(data, order, came, released, go)
    _check(data, order, came, held, wait)
    return Split(order, lines, released, held, told + told_too)


def _decided(line: Line, decision: Decision) -> Decided:
    released = decision.release is True and not line.faults
    return Decided(line, released, () if released else line.faults + decision.reasons)


def _cut(
    data: bytes, order: Order, keep: frozenset[int], file: str, *, new_ids: bool = False
) -> tuple[bytes, tuple[Change, ...]]:
    """The file with these lines only, and what was changed in it."""
    edits: list[tuple[int, int, bytes]] = []
    changes: list[Change] = []

    def rewrite(element: str, value: Value | None, now: str) -> None:
        if value is not None and value.text.strip() != now:
            edits.append((value.start, value.end, now.encode("ascii")))
            changes.append(Change(file, element, value.text, now))

    def state(element: str, count: Value | None, total: Value | None, lines: list[Line]) -> None:
        rewrite(f"{element}/NbOfTxs", count, str(len(lines)))
        if total is not None:
            rewrite(f"{element}/CtrlSum", total, _like(total.text, sum((line.amount for line in lines), Decimal(0))))

    if new_ids:
        rewrite("GrpHdr/MsgId", order.message, another_id(order.message.text, keep))
    state("GrpHdr", order.count, order.sum, [line for line in order.lines if line.number in keep])
    for block in order.blocks:
        kept = [line for line in block.lines if line.number in keep]
        if not kept:
            edits.append((_before(data, block.start), block.end, b""))
        elif len(kept) < len(block.lines):
            element = f"PmtInf[{block.id.text}]"
            if new_ids:
                rewrite(f"{element}/PmtInfId", block.id, another_id(block.id.text, keep))
            state(element, block.count, block.sum, kept)
            edits += [(_before(data, line.start), line.end, b"") for line in block.lines if line.number not in keep]
    return _edited(data, edits), tuple(changes)


def _edited(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    pieces = []
    at = 0
    for start, end, now in sorted(edits):
        if start < at:
            raise Refused("result", f"byte {start}")
        pieces += [data[at:start], now]
        at = end
    return b"".join((*pieces, data[at:]))


def _before(data: bytes, start: int) -> int:
    """Where the white space before this byte begins: it leaves with the line."""
    while start and data[start - 1] in SPACE:
        start -= 1
    return start


def _like(was: str, total: Decimal) -> str:
    """A sum with as many decimals as the one that stood there, or as it needs."""
    decimals = max(len(was.strip().partition(".")[2]), -int(total.normalize().as_tuple().exponent))
    return f"{total:.{decimals}f}"


def another_id(was: str, keep: frozenset[int]) -> str:
    """An id for a part of a file: that of the file in the signs every bank takes (EPC217-08), cut, and a mark of which lines it holds."""
    mark = hashlib.sha256(f"{was} {sorted(keep)}".encode()).hexdigest()[:8].upper()
    return f"{re.sub(r'[^A-Za-z0-9?:().,+ -]', '', was)[: LONGEST_ID - 9].strip()}-{mark}"


def _check(data: bytes, order: Order, came: Contents, result: bytes, keep: frozenset[int]) -> None:
    """Refuse a result that is not what was decided: read again, by another program than the one that told where to cut.

    The lines must stand in it byte for byte, in order, and no others; what stands around them must be what stood there; its counts and
    sums must be those of its lines; and the schema must agree.
    """
    at = 0
    for line in order.lines:
        if line.number in keep:
            at = result.find(data[line.start : line.end], at)
            if at < 0:
                raise Refused("result", f"line {line.number} is not in it")
            at += line.end - line.start
    try:
        root = xml.tree(result)
    except Refused as error:
        raise Refused("result", str(error)) from error
    wrong = xml.against_schema(root, order.version)
    if wrong:
        raise Refused("result", wrong)
    wanted = [(around, [text for number, text in lines if number in keep]) for around, lines in came]
    if [(around, [text for _, text in lines]) for around, lines in _contents(root)] != [block for block in wanted if block[1]]:
        raise Refused("result", "other lines than decided")
    message = root[0]
    blocks = xml.every(message, BLOCK)
    _adds_up(xml.every(message, "GrpHdr")[0], [line for block in blocks for line in xml.every(block, LINE)])
    for block in blocks:
        _adds_up(block, xml.every(block, LINE))


def _contents(root: Any) -> Contents:
    """What each block says besides its own id, count and sum, and each of its lines with its number, as libxml2 reads and writes it."""
    from lxml import etree

    blocks = []
    number = 0
    for block in xml.every(root[0], BLOCK):
        around, lines = [], []
        for child in block:
            name = xml.local(child)
            if name == LINE:
                number += 1
                lines.append((number, etree.tostring(child, with_tail=False)))
            elif name not in REWRITTEN:
                around.append(etree.tostring(child, with_tail=False))
        blocks.append((around, lines))
    return blocks


def _adds_up(element: Any, lines: list[Any]) -> None:
    count, total = xml.text(element, "NbOfTxs"), xml.text(element, "CtrlSum")
    amounts = sum((Decimal(xml.text(line, "Amt/InstdAmt") or xml.text(line, "Amt/EqvtAmt/Amt")) for line in lines), Decimal(0))
    if (count and int(count) != len(lines)) or (total and Decimal(total) != amounts):
        raise Refused("result", f"{count} payments of {total} together, but {len(lines)} of {amounts:f}")
