"""SPF held against the test suite of the RFC's authors (rfc7208.json, made from release 2014.04; its licence lies beside it)."""

import json
from pathlib import Path
from typing import Any

import pytest

from weerbaar.model.dns import Hop
from weerbaar.model.finding import Reason
from weerbaar.outside.dns import Ask, NoAnswer
from weerbaar.outside.spf import spf

SUITE = json.loads((Path(__file__).parent / "rfc7208.json").read_text(encoding="utf-8"))


def zone(records: dict[str, list[list[Any]]]) -> Ask:
    """The suite's own form of a zone, where a row may be a timeout."""
    lower = {name.lower(): rows for name, rows in records.items()}

    def ask(name: str, kind: str, depth: int = 0) -> tuple[str, ...]:
        rows = lower.get(name.lower().rstrip("."), [])
        if any(row == "TIMEOUT" for row, _ in rows) and not any(row == kind for row, _ in rows):
            raise NoAnswer(Reason.TOO_LONG, name)
        alias = next((value for row, value in rows if row == "CNAME"), None)
        if alias is not None:
            return ask(alias, kind, depth + 1) if depth < 10 else ()
        values = [value for row, value in rows if row == kind]
        return tuple(value[1] if kind == "MX" else "".join(value) for value in values)

    return ask


CASES = [pytest.param(part["zone"], test, id=test["name"]) for part in SUITE for test in part["tests"]]


@pytest.mark.parametrize(("records", "test"), CASES)
def test_it_agrees_with_the_suite(records: dict[str, list[list[Any]]], test: dict[str, Any]) -> None:
    try:
        result = spf(Hop(test["host"], test["helo"], test["mailfrom"]), zone(records))
    except NoAnswer:
        result = "temperror"
    assert result in test["result"], test["spec"]


def test_the_suite_is_whole() -> None:
    assert len(CASES) == 203


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 " + "a:%{l}.firm.example " * 400,
        "v=spf1 a:" + "/" * 2000,
        "v=spf1 a:" + "%{d}" * 900 + ".example",
        "v=spf1 exists:%{s" + "9" * 1500 + "}.example -all",
        "v=spf1 " + "x" * 3000 + "=y",
        "v=spf1 include:firm.example",
        "v=spf1 redirect=firm.example",
    ],
)
def test_a_record_made_to_keep_us_busy_ends(record: str) -> None:
    asked = []

    def ask(name: str, kind: str) -> tuple[str, ...]:
        asked.append(name)
        return (record,) if kind == "TXT" else ()

    assert spf(Hop("192.0.2.1", "mx.firm.example", "a@firm.example"), ask) in ("permerror", "neutral", "fail")
    assert len(asked) <= 12
