"""The list of OWASP ASVS names files that are there, and says of every line how it stands."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security" / "asvs.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if re.match(r"\| \d+\.\d", line)]
STANDS = ("met", "part", "not met", "n/a", "unseen")


def test_every_line_says_how_it_stands_and_why() -> None:
    assert [row for row in ROWS if len(row) != 5 or row[3] not in STANDS or not row[4]] == []


def test_no_line_stands_there_twice() -> None:
    assert [number for number, times in Counter(row[0] for row in ROWS).items() if times > 1] == []


def test_what_is_named_is_there() -> None:
    named = set(re.findall(r"`((?:src|tests|docs)/[\w./-]+|[\w-]+\.(?:toml|txt))`", PAGE))
    assert len(named) > 40
    assert sorted(one for one in named if not (ROOT / one).exists()) == []


def test_the_count_is_right() -> None:
    counted = Counter(row[3] for row in ROWS)
    assert "| " + " | ".join(str(counted[one]) for one in STANDS) + " |" in PAGE
