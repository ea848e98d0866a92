"""Payments that a firm asks its bank to make (pain.001) or to collect (pain.008) (ISO 20022).

`order_of` reads a pain.001.001.03 or .09 for the gate: it knows of every line at which byte it begins and ends, and takes nothing on trust. expat
walks through the bytes and libxml2 through a tree; they must see the same elements with the same texts. The schema must agree, and
the counts and sums must be right. Anything that could be read in two ways is refused, because the bank reads it too.

`read` takes the claims out of either kind, to fill a ledger, in whatever version; .03 and .09, .02 and .08 are held against their schema.
References: ISO 20022 message definition reports "Payments Initiation"; EPC132-08 and EPC130-08, implementation guidelines.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.parsers import expat

from weerbaar.ledger import numbers
from weerbaar.ledger.read import xml
from weerbaar.ledger.read.reading import MOST_CLAIMS, MOST_UNREAD, Reading, Unread, checked, claim_of
from weerbaar.ledger.read.refused import Refused
from weerbaar.model.ledger import Claim

TRANSFERS = frozenset({"pain.001.001.03", "pain.001.001.09"})
READABLE = re.compile(r"pain\.00(?:1\.00[123]\.(?:0[3-9]|1\d)|8\.00[123]\.(?:0[2-9]|1\d))")
MOST_BYTES = 30_000_000
MOST_LINES = 20_000
LONGEST_VALUE = 10_000
NOT_PROVIDED = "NOTPROVIDED"
LINE = "CdtTrfTxInf"
BLOCK = "PmtInf"
ANYTHING = "SplmtryData"
"""The one element in which the schema lets anything stand, payments too."""
LOCATION = frozenset(
    f"http://www.w3.org/2001/XMLSchema-instance}}{name}" for name in ("schemaLocation", "noNamespaceSchemaLocation")
)
TAG = re.compile(rb"""<[^<>"']+(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")

FAULTS = {
    "no_iban": "no IBAN of the payee",
    "iban_invalid": "the IBAN of the payee is not valid",
    "no_name": "no name of the payee",
    "no_amount": "the amount is nothing",
    "not_transfer": "no transfer, but a cheque or an advice",
    "duplicate_instruction": "another line has the same instruction id",
}
"""Why a line can never be let go as it stands; it has to be made again."""

NOTES = {
    "twice": "another line pays the same amount to the same account under the same references",
    "bank_instruction": "it carries instructions to a bank, or another name for the account (proxy)",
    "intermediary": "it goes by way of another bank",
    "ultimate_creditor": "it names somebody else as the one who is paid in the end",
    "equivalent": "the amount is stated in another currency than it is paid in",
    "bic_country": "the BIC is of another country than the IBAN",
}
"""What a careful person would want to know about a line."""


@dataclass(frozen=True, slots=True)
class Value:
    """A text and the bytes of the file it stands in, from `start` up to `end`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One payment. `start` and `end` are its bytes, tags included; `amount` is exact; `number` counts from 1 through the file."""

    number: int
    block: str  # PmtInfId
    start: int
    end: int
    claim: Claim
    amount: Decimal
    instruction: str = ""  # InstrId
    end_to_end: str = ""  # EndToEndId
    payer: str = ""  # IBAN that is debited
    date: str = ""  # requested, ISO 8601
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Payments from one account on one day (PmtInf)."""

    id: Value
    start: int
    end: int
    lines: tuple[Line, ...]
    count: Value | None = None
    sum: Value | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A pain.001 that holds what it says: by its schema, its counts and its sums."""

    version: str
    encoding: str
    message: Value  # MsgId
    count: Value
    blocks: tuple[Block, ...]
    sum: Value | None = None
    created: str = ""
    initiator: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for block in self.blocks for line in block.lines)


@dataclass(slots=True)
class _Raw:
    """Texts at their paths in an element, and the bytes it stands in. A line keeps "" at its children that have children."""

    start: int = 0
    end: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    inner: list["_Raw"] = field(default_factory=list)

    def text(self, path: str) -> str:
        return self.texts.get(path, "").strip()


def order_of(data: bytes) -> Order:
    """Read a pain.001 for the gate. Raises `Refused` unless the whole file is what it says it is."""
    if len(data) > MOST_BYTES:
        raise Refused("too_large", f"{len(data)} bytes")
    encoding = xml.encoding_of(data, xml.SAME_EVERYWHERE)
    walked = _walk(data)
    root = xml.tree(data)
    wrong = xml.against_schema(root, walked.version)
    if wrong:
        raise Refused("schema", wrong)
    leaves = [element for element in root.iter() if not len(element)]
    if walked.names != [element.tag[1:] for element in leaves] or walked.texts != [element.text or "" for element in leaves]:
        raise Refused("parsers_differ")
    order = _order(data, walked, encoding)
    _add_up(order)
    return order


@dataclass(slots=True)
class _Walked:
    """What expat saw: where blocks and lines begin and end, and every element without children, in order."""

    version: str = ""
    head: _Raw = field(default_factory=_Raw)
    blocks: list[_Raw] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def _walk(data: bytes) -> _Walked:
    walked = _Walked()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    paths: list[str] = []
    starts: list[int] = []
    chunks: list[str] = []
    into = walked.head
    lines = 0
    namespace = currency = ""
    leaf = hidden = False

    def where() -> str:
        return f"line {parser.CurrentLineNumber}"

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal namespace, into, lines, leaf, hidden
        uri, _, local = name.rpartition("}")
        depth = len(paths)
        path = ""
        at = parser.CurrentByteIndex
        if not depth:
            namespace, walked.version = uri, _version(uri, local)
        elif uri != namespace or local == ANYTHING:
            raise Refused("foreign", f"{where()}: {local}")
        elif depth > xml.DEEPEST:
            raise Refused("too_deep", where())
        elif depth == 2 and local == BLOCK:
            into = _Raw(at)
            walked.blocks.append(into)
        elif depth == 2:
            into, path = walked.head, local
        elif depth == 3 and local == LINE and into is not walked.head:
            lines += 1
            if lines > MOST_LINES:
                raise Refused("too_many", f"more than {MOST_LINES} payments")
            into = _Raw(at)
            walked.blocks[-1].inner.append(into)
        elif depth > 2:
            path = f"{paths[-1]}/{local}" if paths[-1] else local
        if attributes:
            look_at(attributes, depth)
        paths.append(path)
        starts.append(at)
        leaf, hidden = True, False
        chunks.clear()

    def look_at(attributes: dict[str, str], depth: int) -> None:
        nonlocal currency
        for name, value in attributes.items():
            if name == "Ccy":
                currency = value
            elif depth or name not in LOCATION:
                raise Refused("attribute", f"{where()}: {name.rpartition('}')[2]}")

    def end(name: str) -> None:
        nonlocal into, leaf, currency
        began, path = starts.pop(), paths.pop()
        depth = len(paths)
        if leaf:
            text = "".join(chunks)
            if hidden:
                raise Refused("hidden", where())
            if len(text) > LONGEST_VALUE:
                raise Refused("schema", f"{where()}: a value of {len(text)} characters")
            walked.names.append(name)
            walked.texts.append(text)
            into.texts.setdefault(path, text)
            if depth < 4:
                into.values[path] = Value(text, began, parser.CurrentByteIndex)
            if currency:
                into.texts.setdefault(f"{path}@Ccy", currency)
                currency = ""
        elif depth == 4:
            into.texts.setdefault(path, "")
        elif path or depth < 2:
            pass
        else:
            into.end = data.index(b">", parser.CurrentByteIndex) + 1
            if depth == 3:
                into = walked.blocks[-1]
        leaf = False

    def hide(*_: str) -> None:
        nonlocal hidden
        hidden = True

    def no_cdata() -> None:
        raise Refused("hidden", where())

    parser.StartDoctypeDeclHandler = xml.no_definitions
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = chunks.append
    parser.CommentHandler = parser.ProcessingInstructionHandler = hide
    parser.StartCdataSectionHandler = no_cdata
    xml.run(parser, data)
    return walked


def _content(data: bytes, value: Value) -> Value:
    """The same text, with the bytes between its tags."""
    tag = TAG.match(data, value.start)
    if tag is None or tag.end() > value.end:
        raise Refused("parsers_differ", f"byte {value.start}")
    return Value(value.text, tag.end(), value.end)


def _version(namespace: str, local: str) -> str:
    version = namespace.removeprefix(xml.ISO)
    if version in TRANSFERS and local == "Document":
        return version
    raise Refused("version" if version.startswith("pain.001.") else "kind", version or local)


def _order(data: bytes, walked: _Walked, encoding: str) -> Order:
    head = walked.head

    def value(raw: _Raw, path: str) -> Value | None:
        found = raw.values.get(path)
        return None if found is None else _content(data, found)

    def needed(raw: _Raw, path: str) -> Value:
        found = value(raw, path)
        if found is None:
            raise Refused("schema", path)
        return found

    payments = {id(line): _payment(line) for block in walked.blocks for line in block.inner}
    instructions = Counter(line.text("PmtId/InstrId") for block in walked.blocks for line in block.inner)
    same = Counter(payments.values())
    blocks: list[Block] = []
    count = 0
    for block in walked.blocks:
        lines = []
        for line in block.inner:
            count += 1
            payment = payments[id(line)]
            lines.append(_line(count, block, line, payment, instructions[line.text("PmtId/InstrId")] > 1, same[payment] > 1))
        blocks.append(
            Block(
                needed(block, "PmtInfId"),
                block.start,
                block.end,
                tuple(lines),
                value(block, "NbOfTxs"),
                value(block, "CtrlSum"),
            )
        )
    return Order(
        walked.version,
        encoding,
        needed(head, "GrpHdr/MsgId"),
        needed(head, "GrpHdr/NbOfTxs"),
        tuple(blocks),
        value(head, "GrpHdr/CtrlSum"),
        head.text("GrpHdr/CreDtTm"),
        head.text("GrpHdr/InitgPty/Nm"),
    )


def _payment(line: _Raw) -> tuple[str, ...]:
    amount = "Amt/InstdAmt" if "Amt/InstdAmt" in line.texts else "Amt/EqvtAmt/Amt"
    paths = ("CdtrAcct/Id/IBAN", amount, f"{amount}@Ccy", "PmtId/EndToEndId", "RmtInf/Ustrd", "RmtInf/Strd/CdtrRefInf/Ref")
    return tuple(line.text(path) for path in paths)


def _line(count: int, block: _Raw, line: _Raw, payment: tuple[str, ...], instruction_twice: bool, twice: bool) -> Line:
    iban, amount, currency, end_to_end, unstructured, structured = payment
    account = numbers.iban(iban)
    bic = numbers.bic(line.text("CdtrAgt/FinInstnId/BICFI") or line.text("CdtrAgt/FinInstnId/BIC"))
    exact = Decimal(amount)
    instruction = line.text("PmtId/InstrId")
    faults = {
        "no_iban": not iban,
        "iban_invalid": bool(iban) and not account,
        "no_name": not line.text("Cdtr/Nm"),
        "no_amount": exact <= 0,
        "not_transfer": block.text("PmtMtd") != "TRF" or "ChqInstr" in line.texts,
        "duplicate_instruction": instruction_twice and instruction not in ("", NOT_PROVIDED),
    }
    notes = {
        "twice": twice,
        "bank_instruction": not line.texts.keys().isdisjoint(("InstrForCdtrAgt", "InstrForDbtrAgt", "CdtrAcct/Prxy/Id")),
        "intermediary": not line.texts.keys().isdisjoint(("IntrmyAgt1", "CdtrAgtAcct")),
        "ultimate_creditor": line.text("UltmtCdtr/Nm") not in ("", line.text("Cdtr/Nm")),
        "equivalent": "Amt/EqvtAmt/Amt" in line.texts,
        "bic_country": bool(account and bic) and bic[4:6] != account[:2],
    }
    date = block.text("ReqdExctnDt") or block.text("ReqdExctnDt/Dt") or block.text("ReqdExctnDt/DtTm")
    claim = Claim(
        name=line.text("Cdtr/Nm"),
        iban=account or iban.upper(),
        bic=bic,
        amount=f"{exact:f}",
        currency=currency,
        reference=structured or unstructured or end_to_end.replace(NOT_PROVIDED, ""),
        where=f"line {count}",
        country=line.text("Cdtr/PstlAdr/Ctry"),
        at=date[:10],
    )
    return Line(
        count,
        block.text("PmtInfId"),
        line.start,
        line.end,
        claim,
        exact,
        instruction,
        end_to_end,
        block.text("DbtrAcct/Id/IBAN").upper(),
        date[:10],
        tuple(name for name, speaks in faults.items() if speaks),
        tuple(name for name, speaks in notes.items() if speaks),
    )


def _add_up(order: Order) -> None:
    """Refuse counts and sums that are not those of the lines, and two blocks with one id."""
    _agrees("the file", order.count, order.sum, order.lines)
    for block in order.blocks:
        _agrees(f"block {block.id.text}", block.count, block.sum, block.lines)
    twice = [id for id, times in Counter(block.id.text.strip() for block in order.blocks).items() if times > 1]
    if twice:
        raise Refused("duplicate_block", twice[0])


def _agrees(what: str, count: Value | None, total: Value | None, lines: tuple[Line, ...]) -> None:
    if count is not None and int(count.text) != len(lines):
        raise Refused("count", f"{what} states {count.text}, holds {len(lines)}")
    amounts = sum((line.amount for line in lines), Decimal(0))
    if total is not None and Decimal(total.text.strip()) != amounts:
        raise Refused("control_sum", f"{what} states {total.text.strip()}, adds up to {amounts:f}")


def read(data: bytes) -> Reading:
    """The payees of a pain.001, or those whom a pain.008 debits, as claims. Raises `Refused` when it is neither or cannot be read."""
    root = xml.parse(data)
    version = xml.version_of(root)
    if not READABLE.fullmatch(version):
        raise Refused("version" if version.startswith(("pain.001.", "pain.008.")) else "kind", version or str(root.tag))
    collects = version.startswith("pain.008.")
    who, payments = ("Dbtr", "DrctDbtTxInf") if collects else ("Cdtr", LINE)
    unread = checked(root, version)
    claims: list[Claim] = []
    count = 0
    for block in xml.every(root[0], BLOCK) if len(root) else ():
        date = xml.text(block, "ReqdColltnDt" if collects else "ReqdExctnDt") or xml.text(block, "ReqdExctnDt/Dt")
        for line in xml.every(block, payments):
            count += 1
            if count > MOST_CLAIMS or len(unread) >= MOST_UNREAD:
                return Reading(version, tuple(claims), (*unread, Unread(f"line {count}", "too_many")))
            claim, doubts = _claim(line, who, date[:10], f"line {count}")
            unread += doubts
            if claim is not None:
                claims.append(claim)
    if not claims:
        unread.append(Unread("file", "nothing"))
    return Reading(version, tuple(claims), tuple(unread))


def _claim(line: Any, who: str, date: str, where: str) -> tuple[Claim | None, tuple[Unread, ...]]:
    amounts = line.xpath(".//*[local-name()='InstdAmt']")
    written = {
        "name": xml.text(line, f"{who}/Nm"),
        "iban": xml.text(line, f"{who}Acct/Id/IBAN"),
        "bic": xml.text(line, f"{who}Agt/FinInstnId/BIC") or xml.text(line, f"{who}Agt/FinInstnId/BICFI"),
        "country": xml.text(line, f"{who}/PstlAdr/Ctry"),
        "amount": (amounts[0].text or "") if amounts else "",
        "currency": (amounts[0].get("Ccy") or "") if amounts else "",
        "reference": xml.text(line, "RmtInf/Strd/CdtrRefInf/Ref")
        or xml.text(line, "RmtInf/Ustrd")
        or xml.text(line, "PmtId/EndToEndId").replace(NOT_PROVIDED, ""),
    }
    claim, unread = claim_of(where, written, date)
    if not claim.name and not claim.iban:
        return None, (*unread, Unread(where, "no_name"))
    return claim, unread
