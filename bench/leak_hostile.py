"""`python -m bench.leak_hostile`: what the longest and nastiest texts cost the leak checks. Writes docs/measured/leak-hostile.md.

Each text is a short piece repeated to a length and to four times that length: a check that is linear takes four times as long. Times are
seconds of processor. `slowest` is the recogniser that took most of it.
"""

import os
import platform
import sys
import time
from datetime import UTC, datetime

from bench import tables
from weerbaar.detect.leak._declaration import recognisers, scan
from weerbaar.leak.check import check
from weerbaar.leak.text import readable

SHORT = 25_000
PIECES = {
    "ordinary letter": "Beste Jan, uw factuur 2026-0123 van 1.250,00 euro is nog open. Kunt u die voor vrijdag betalen? Met groet, An Peeters\n",
    "full of finds": "Jan Peeters, Kerkstraat 12, 9000 Gent, tel 0470 12 34 56, BSN 628194821, BE68 5390 0754 7034, jan@molen.example\n",
    "digits": "0123456789",
    "digits apart": "1 2 3 4 5 6 7 8 9 ",
    "pairs of digits": "12 34 56 78 ",
    "telephones": "0470 12 34 56 ",
    "starts of accounts": "BE68 ",
    "starts of VAT numbers": "DE1 ",
    "at signs": "@",
    "addresses of nothing": "a@a.",
    "spoken at signs": "(at",
    "base64": "QkU2",
    "hexadecimal": "ab ",
    "islands": "TWlqbiBJQkFOIGlz ",
    "invisible": "\u200b",
    "accents apart": "e\u0301",
    "look-alikes": "а",
    "escapes": "\\u0041",
    "backslashes": "\\",
    "percent signs": "%4",
    "quotes": "> ",
    "rows": "a;b;c;111222333\n",
    "empty lines": "\n",
    "machine-readable": "P<UTO<A<\n",
    "names": "Jan Van De ",
    "capitals": "A ",
    "one word": "a",
    "capitals inside": "Ab",
    "passwords": "password=",
    "sick notes": "Jan is ziek, ",
    "birthdays": "geboren op 1/1/1980, ",
    "markings": "VERTROUWELIJK\n",
    "markup": "<a href='",
}


def seconds(text: str) -> float:
    """How long the whole check takes."""
    start = time.process_time()
    check(text)
    return time.process_time() - start


def slowest(text: str) -> tuple[str, float]:
    """The recogniser that takes longest, and how long."""
    read = readable(text)
    hits = scan(read)
    spent = {}
    for one in recognisers():
        if not one.triggers or one.name in hits:
            start = time.process_time()
            for _ in one.find(read, hits.get(one.name, ())):
                pass
            spent[one.name] = time.process_time() - start
    name = max(spent, key=lambda key: spent[key])
    return name, spent[name]


def main() -> int:
    """Print the table and write the page."""
    check("warm")
    rows = []
    for name, piece in PIECES.items():
        short, long = (piece * (count // len(piece) + 1) for count in (SHORT, 4 * SHORT))
        brief, whole = seconds(short[:SHORT]), seconds(long[: 4 * SHORT])
        recogniser, most = slowest("." + long[: 4 * SHORT])
        rows.append(
            (
                name,
                f"{brief:.2f}",
                f"{whole:.2f}",
                f"{whole / brief:.1f}",
                f"{1e6 * whole / (4 * SHORT):.1f}",
                f"{recogniser} {most:.2f}",
            )
        )
        print(*rows[-1], sep=" | ", flush=True)
    heads = ("text", f"{SHORT // 1000} kB (s)", f"{4 * SHORT // 1000} kB (s)", "times", "s per MB", "slowest")
    opening = (__doc__ or "").split("\n\n", 1)[1].strip()
    machine = (
        f"{os.cpu_count()} cores, {platform.python_implementation()} {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}"
    )
    tables.write(
        "leak-hostile.md", f"# The longest and nastiest texts\n\n{opening}\n\n{machine}.\n\n{tables.table(heads, rows)}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
