"""Answers of a bank about payees, as files tell them: CSV with a heading, or JSON. Pure.

    name;iban;result;holder;date;reference
    Molens De Kroon;BE71 0961 2345 6769;CLOSE_MATCH;Molens De Kroon NV;2026-11-20;7f3a

    [{"name": "...", "iban": "...", "result": "MATCH"}]        or {"answers": [...]}

Headings are known in nl, fr, de and en; results as weerbaar.outside.payee says. `date` (ISO 8601 day) and what follows may be left out.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from weerbaar.ledger import numbers
from weerbaar.model.errors import Trouble
from weerbaar.model.ledger import NameMatch
from weerbaar.outside.payee import LONGEST, RESULTS

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
HEADINGS = {
    "name": "name", "naam": "name", "nom": "name", "payee": "name", "begunstigde": "name", "bénéficiaire": "name", "empfänger": "name",
    "iban": "iban", "account": "iban", "rekening": "iban", "compte": "iban", "konto": "iban",
    "result": "result", "resultaat": "result", "résultat": "result", "ergebnis": "result",
    "holder": "holder", "matched_name": "holder", "matched name": "holder", "houder": "holder", "titulaire": "holder", "inhaber": "holder",
    "date": "at", "datum": "at",
    "reference": "reference", "referentie": "reference", "référence": "reference", "referenz": "reference",
}  # fmt: skip


class NoAnswers(Trouble):
    """The file holds no answers that can be read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `iban` is compact; `at` the day it was given (ISO date, "" where the file does not say)."""

    name: str
    iban: str
    result: NameMatch
    holder: str = ""
    at: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says: its answers, and the numbers of rows that could not be read."""

    answers: tuple[Answer, ...]
    unread: tuple[int, ...]


def read(data: bytes) -> Read:
    """Every answer in a file.

    Raises:
        NoAnswers: too large, neither CSV nor JSON, or without any answer.
    """
    if len(data) > MOST_BYTES:
        raise NoAnswers("payee_answers_size", most=MOST_BYTES // 1024 // 1024)
    text = _text(data)
    rows = _json(text) if text.lstrip()[:1] in ("[", "{") else _csv(text)
    answers, unread = [], []
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise NoAnswers("payee_answers_rows", most=MOST_ROWS)
        found = _answer(row)
        if found is None:
            unread.append(number)
        else:
            answers.append(found)
    if not answers:
        raise NoAnswers("payee_answers_unread")
    return Read(tuple(answers), tuple(unread))


def _answer(row: Mapping[str, str]) -> Answer | None:
    result = RESULTS.get(row.get("result", "").strip().upper().replace(" ", "_"))
    name, iban = row.get("name", "").strip()[:LONGEST], numbers.iban(row.get("iban", ""))
    if result is None or not name or not iban:
        return None
    return Answer(
        name, iban, result, row.get("holder", "").strip()[:LONGEST], _day(row.get("at", "")), row.get("reference", "").strip()[:LONGEST]
    )  # fmt: skip


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _json(text: str) -> Iterable[Mapping[str, str]]:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        raise NoAnswers("payee_answers_unread") from None
    rows = read.get("answers", []) if isinstance(read, dict) else read
    if not isinstance(rows, list):
        raise NoAnswers("payee_answers_unread")
    return (_named(row.items()) if isinstance(row, dict) else {} for row in rows)


def _csv(text: str) -> Iterable[Mapping[str, str]]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter)
    try:
        heads = next(rows, [])
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _named(zip(heads, row, strict=False))
    except csv.Error:
        raise NoAnswers("payee_answers_unread") from None


def _named(pairs: Iterable[tuple[Any, Any]]) -> Mapping[str, str]:
    told: dict[str, str] = {}
    for head, value in pairs:
        name = HEADINGS.get(str(head).strip().lower())
        if name is not None and isinstance(value, str | int):
            told.setdefault(name, str(value))
    return told


def _day(written: str) -> str:
    try:
        return date.fromisoformat(written.strip()[:10]).isoformat()
    except ValueError:
        return ""
