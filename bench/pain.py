"""The gate and the readers of payment files, measured: `make bench-pain`, or `python -m bench.pain --inputs 2000 --corpus FOLDER`.

How long a file of 10,000 payments takes; whether what is let go keeps every byte, on the samples of the tests and on every pain.001 in a
folder; and what hostile files do, changed by chance, to the gate and to each reader. Another program (libxml2, by way of lxml alone) judges
what the gate let go.
"""

import argparse
import platform
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lxml import etree
from tests.ledger.payments import STYLES, Style, pain, payments

from bench.tables import share, table, write
from weerbaar.ledger.gate import Decision, split
from weerbaar.ledger.read import camt, cii, csv, ubl, vcard
from weerbaar.ledger.read import pain as reader
from weerbaar.ledger.read.reading import Reading
from weerbaar.ledger.read.refused import Refused

SAMPLES = Path("tests/ledger/samples")
SLOW = 2.0
"""Seconds: the bar for 10,000 payments, and for any hostile file."""
TOKENS = (
    b"<!-- x -->", b"<![CDATA[", b"]]>", b"<?x y?>", b"<!DOCTYPE a>", b"&#66;", b"&amp;", b"&lt;", b"&x;", b" ", b"\n", b"\t", b"\0", b"\x85", b"\xe9",
    "é".encode(), "\u202e".encode(), "\ufeff".encode(), b"\xff\xfe", b"\xef\xbb\xbf", b"<IBAN>BE68539007547034</IBAN>", b"<Nm>Mula</Nm>", b"</Nm>",
    b"<CdtTrfTxInf>", b"</CdtTrfTxInf>",
    b"<PmtInf>", b"</PmtInf>", b"<ns2:Nm>", b' xmlns="urn:x"', b" xmlns:a='urn:iso:std:iso:20022:tech:xsd:pain.001.001.03'",
    b' Ccy="USD"', b' xsi:nil="true"', b"0", b"9", b"-", b"+", b",", b".", b";", b'"', b"'", b"BE", b"99999999999999999", b"1e9", b"TEL:", b"\r\nEND:VCARD\r\n",
)  # fmt: skip
VALUES = (
    b"", b" ", b"0", b"0.00", b"-1.00", b"1e3", b"NaN", b"Infinity", b"1.000000000000000001", b"999999999999999999", b"BE68 5390 0754 7034",
    b"be68539007547034", b"BE68539007547035", b"BE&#54;8539007547034", b"B<!-- -->E68539007547034", b"<![CDATA[BE68539007547034]]>", b"&#x202e;Mula",
    b"NOTPROVIDED", b"M-1", b"P-1", b"TRF", b"CHK", b"EUR", b"1", b"2", b"3", b"<Cd>SEPA</Cd>", b"x" * 200, b"&#13;&#10;", b"2026-02-30",
)  # fmt: skip
ELEMENT = re.compile(rb"<([\w:]+)[^<>]*>([^<>]*)</\1>")


@dataclass(slots=True)
class Row:
    """What became of the hostile files of one kind."""

    inputs: int = 0
    read: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0


def hostile(data: bytes, chance: random.Random) -> bytes:
    """A file changed by chance one to four times: bytes, pieces, tokens, whole elements."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        at, to = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
        to = min(to, at + chance.choice((1, 8, 64, 4000)))
        elements = list(ELEMENT.finditer(data))
        way = chance.choices(range(9), (1, 1, 1, 2, 2, 1, 3, 3, 6))[0]
        if way == 0 and data:
            at = min(at, len(data) - 1)
            data = data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
        elif way == 1:
            data = data[:at] + data[to:]
        elif way == 2:
            data = data[:to] + data[at:]
        elif way == 3:
            data = data[:at] + chance.choice(TOKENS) + data[at:]
        elif elements:
            one, other = chance.choice(elements), chance.choice(elements)
            inside = chance.randrange(one.start(), one.end() + 1)
            data = {
                4: data[: one.end()] + other[0] + data[one.end() :],
                5: data[: one.start()] + data[one.end() :],
                6: data[:inside] + chance.choice(TOKENS) + data[inside:],
                7: data[: one.start()] + other[0] + data[one.end() :],
                8: data[: one.start(2)] + chance.choice((other[2], other[2].swapcase(), *VALUES)) + data[one.end(2) :],
            }[way]
    return data


def through_the_gate(data: bytes, chance: random.Random) -> str:
    """What is wrong with how the gate divides this file; "" when nothing. Raises `Refused`."""
    go: set[int] = set()

    def decide(line: reader.Line) -> Decision:
        if chance.random() < 0.5:
            go.add(line.number)
            return Decision(True)
        return Decision(False, ("chance",))

    found = split(data, decide)
    if any(one.released != (one.line.number in go and not one.line.faults) for one in found.lines):
        return "another line than decided"
    came = accounts(data)
    for result, released in ((found.released, True), (found.held, False)):
        numbers = [one.line.number for one in found.lines if one.released is released]
        if (result is None) != (not numbers):
            return "a file without lines"
        if result is None:
            continue
        if accounts(result) != [came[number - 1] for number in numbers]:
            return "other accounts or amounts than decided"
        pieces = [data[one.line.start : one.line.end] for one in found.lines if one.released is released]
        if any(piece not in result for piece in pieces):
            return "bytes of a line changed"
    return ""


def accounts(data: bytes) -> list[tuple[str | None, ...]]:
    """Account, amount, name and reference of each payment, as libxml2 alone reads the bytes."""
    lines = etree.fromstring(data).iter("{*}CdtTrfTxInf")
    paths = ("{*}CdtrAcct/{*}Id/{*}IBAN", "{*}Amt/{*}InstdAmt", "{*}Cdtr/{*}Nm", "{*}PmtId/{*}EndToEndId")
    return [tuple(line.findtext(path) for path in paths) for line in lines]


def readers() -> dict[str, tuple[list[bytes], Callable[[bytes, random.Random], str]]]:
    """The files each kind begins as, and what is done with them."""

    def files(*patterns: str) -> list[bytes]:
        return [path.read_bytes() for pattern in patterns for path in sorted(SAMPLES.glob(pattern))]

    def reading(read: Callable[[bytes], Reading]) -> Callable[[bytes, random.Random], str]:
        def run(data: bytes, chance: random.Random) -> str:
            found = read(data)
            return "" if read(data) == found else "another answer the second time"

        return run

    styles = [pain([payments(2), payments(2, start=3)], style) for style in STYLES.values()]
    return {
        "gate": (files("pain/*") + styles, through_the_gate),
        "pain.001, pain.008": (files("pain/*", "pain008/*"), reading(reader.read)),
        "camt.053": (files("camt/*"), reading(camt.read)),
        "UBL": (files("invoice/peppol*"), reading(ubl.read)),
        "CII": (files("invoice/factur-x.xml"), reading(cii.read)),
        "CII in a PDF": (files("invoice/*.pdf"), reading(cii.read_pdf)),
        "CSV": (files("csv/*"), reading(csv.read)),
        "vCard": (files("vcard/*"), reading(vcard.read)),
    }


def fuzz(inputs: int, seed: int) -> dict[str, Row]:
    """Hostile files: every other one for the gate, the rest in turn for each reader."""
    kinds = readers()
    rows = {kind: Row() for kind in kinds}
    for number in range(inputs):
        kind = tuple(kinds)[number // 2 % len(kinds)] if number % 2 else "gate"
        seeds, run = kinds[kind]
        chance = random.Random(f"{seed}:{number}")
        data = hostile(chance.choice(seeds), chance)
        row = rows[kind]
        row.inputs += 1
        start = time.process_time()
        try:
            wrong = run(data, chance)
            row.read += 1
        except Refused as refusal:
            wrong = ""
            row.refused[refusal.code] += 1
        except Exception as trouble:
            wrong = f"{type(trouble).__name__}: {trouble}"[:80]
        took = time.process_time() - start
        row.slowest = max(row.slowest, took)
        if wrong or took > SLOW:
            row.wrong[wrong or "too slow"] += 1
            Path("out").mkdir(exist_ok=True)
            (Path("out") / f"pain-{seed}-{number}").write_bytes(data)
    return rows


def speed(count: int, style: Style) -> list[object]:
    """CPU seconds to divide a file of so many payments, the quickest of three: on a machine with one free core they are the time it takes."""
    data = pain([payments(count)], style)
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        split(data, lambda line: Decision(line.number % 2 == 0, ("every other one",)))
        best = min(best, time.process_time() - start)
    return [f"pain.001.001.{style.version}", f"{count:,}", f"{len(data) / 1e6:.1f}", f"{best:.2f}"]


def round_trip(path: Path) -> list[object]:
    """How one file goes through the gate: whole, and each line let go alone and held alone."""
    data = path.read_bytes()
    try:
        count = len(reader.order_of(data).lines)
    except Refused as refusal:
        return [path.name, "-", "-", f"refused: {refusal.code}"]
    exact = tried = 0
    for number in range(count + 1):
        for wanted in (True, False):
            tried += 1
            exact += _is_exact(data, number, wanted)
    return [path.name, count, tried, f"{exact} of {tried} exact"]


def _is_exact(data: bytes, number: int, wanted: bool) -> bool:
    found = split(data, lambda line: Decision((line.number == number) is wanted))
    for result, released in ((found.released, True), (found.held, False)):
        lines = [one.line for one in found.lines if one.released is released]
        if result is None:
            if lines:
                return False
            continue
        again = reader.order_of(result)
        if [result[new.start : new.end] for new in again.lines] != [data[old.start : old.end] for old in lines]:
            return False
        if sum((new.amount for new in again.lines), Decimal(0)) != sum((old.amount for old in lines), Decimal(0)):
            return False
    return True


def corpus(folder: Path) -> str:
    """Every pain.001 under a folder through the gate, counted."""
    found: Counter[str] = Counter()
    lines = 0
    for path in sorted(folder.rglob("*.xml")):
        if b"pain.001.001." not in path.read_bytes()[:2000]:
            continue
        _, count, tried, result = round_trip(path)
        exact = result == f"{tried} of {tried} exact"
        found["byte for byte, in every division tried" if exact else str(result)] += 1
        lines += count if isinstance(count, int) else 0
    rows = [[what, files] for what, files in found.most_common()]
    return f"{sum(found.values())} files with {lines} payments in versions known here.\n\n{table(['result', 'files'], rows)}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="a folder with pain.001 files of others")
    parser.add_argument("--called", default="", help="what that folder is, for the page")
    chosen = parser.parse_args(arguments)
    rows = [speed(count, Style(version=version)) for count in (10_000, 20_000) for version in ("03", "09")]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    trips = [round_trip(path) for path in sorted((SAMPLES / "pain").glob("*.xml"))]
    hostile_rows = fuzz(chosen.inputs, chosen.seed)
    wrong = sum(sum(row.wrong.values()) for row in hostile_rows.values())
    others = f"\n## Files of others\n\n{chosen.called} {corpus(chosen.corpus)}" if chosen.corpus else ""
    write("pain.md", _page(rows, memory, trips, hostile_rows, wrong, others, chosen.seed))
    return 1 if wrong else 0


def _page(
    rows: list[list[object]], memory: int, trips: list[list[object]], found: dict[str, Row], wrong: int, others: str, seed: int
) -> str:  # fmt: skip
    total = sum(row.inputs for row in found.values())

    def most(counts: Counter[str]) -> str:
        return ", ".join(f"{code} {count}" for code, count in counts.most_common(6)) or "-"

    fuzzed: list[list[Any]] = [
        [kind, f"{row.inputs:,}", f"{row.read:,}", most(row.refused), f"{1000 * row.slowest:.0f}", most(row.wrong)]
        for kind, row in found.items()
    ]
    return f"""# Payment files

`make bench-pain` (weerbaar {version("weerbaar")}, Python {platform.python_version()}, lxml {etree.__version__}, {date.today().isoformat()}).

## Time

A file is read, checked, divided in two and both halves are checked; the quickest of three. Largest memory of the process: {memory} MiB.

{table(["version", "payments", "MB", "CPU seconds"], rows)}
## Byte for byte

Each line let go alone and held alone, and all and none; the results read again, lines compared as bytes, sums added up.

{table(["sample", "payments", "divisions", "result"], trips)}{others}
## Hostile files

{total:,} files, each a sample changed by chance (seed {seed}). Wrong is an exception, more than {SLOW:.0f} s, another answer the second time, or a gate
that lets go of another line, account, amount or byte than was decided, as libxml2 alone reads it.

Wrong: {share(wrong, total)}.

{table(["reader", "inputs", "read", "refused with (most often)", "slowest CPU ms", "wrong"], fuzzed)}"""


if __name__ == "__main__":
    sys.exit(main())
