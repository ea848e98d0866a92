"""What became of a payment file or an invoice, told to people: as text for folders and the command line, in the language at hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weerbaar.desk.payments import words
from weerbaar.desk.payments.models import Invoice, Line, Run
from weerbaar.ledger.numbers import grouped


@dataclass(frozen=True, slots=True)
class Row:
    """A line as a page or a text shows it."""

    number: int
    released: bool
    round: int | None
    told: Mapping[str, Any]
    account: str
    amount: str
    confirmed: str
    saw: tuple[str, ...]
    do: tuple[str, ...]
    remarks: tuple[str, ...]
    confirmable: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """How many lines go and are held, and how much that is by currency, as people write it."""

    released: int
    held: int
    goes: tuple[str, ...]
    waits: tuple[str, ...]


def row(line: Line) -> Row:
    """One line, told."""
    told, reasons = line.told, [] if line.released else line.told["reasons"]
    faults = [words.fault(one) for one in told["faults"]] if reasons else []
    notes = [words.note(one) for one in told["notes"]]
    return Row(
        line.number, line.released, line.round, told, grouped(told["iban"]), words.amount(told["amount"], told["currency"]),
        words.day(told["confirmed_at"]) if told["confirmed_at"] else "",
        saw=tuple(dict.fromkeys([*(words.saw(one) for one in reasons), *faults])),
        do=tuple(dict.fromkeys(words.to_do(one) for one in reasons)),
        remarks=(*words.remarks(told), *notes),
        confirmable=bool(told["iban"]) and not told["faults"] and words.confirmable(reasons),
    )  # fmt: skip


def sums(lines: Iterable[Line]) -> Sums:
    """Counts and amounts of the lines of a file."""
    totals: dict[bool, dict[str, Decimal]] = {True: {}, False: {}}
    counts = {True: 0, False: 0}
    for line in lines:
        counts[line.released] += 1
        of = totals[line.released]
        currency = line.told["currency"]
        of[currency] = of.get(currency, Decimal(0)) + Decimal(line.told["amount"])
    return Sums(counts[True], counts[False], _amounts(totals[True]), _amounts(totals[False]))


def of_run(run: Run) -> str:
    """The whole report: what it comes to, then what is held and why, then what goes."""
    if run.state == Run.State.REFUSED:
        return "\n".join((run.name, _("This file was refused. Nothing of it may be paid."), words.refused(*run.refused), ""))
    lines = list(run.lines.select_related("organisation"))
    total = sums(lines)
    told = [run.name, said(total), ""]
    for one in sorted((row(line) for line in lines), key=lambda one: (one.released, one.number)):
        told += _lines(one)
    return "\n".join((*told, ""))


def said(total: Sums) -> str:
    """What it comes to, in a sentence."""
    goes = ngettext("%(n)d payment goes", "%(n)d payments go", total.released) % {"n": total.released}
    waits = ngettext("%(n)d is held", "%(n)d are held", total.held) % {"n": total.held}
    return f"{_with(goes, total.goes)}; {_with(waits, total.waits)}."


def of_invoice(made: Invoice) -> str:
    """What an invoice says about who is to be paid, beside the ledger."""
    told = [made.name, str(made.get_state_display()), ""]
    for one in made.claims:
        told += [
            f"  {one['name']}  {grouped(one['iban'])}  {words.amount(one['amount'], one['currency'])}".rstrip(),
            f"    {words.beside(one)}",
        ]
    return "\n".join((*told, ""))


def _lines(one: Row) -> list[str]:
    state = _("goes") if one.released else _("HELD")
    told = [f"{one.number:>5}  {state:<8}  {one.told['name']}  {one.account}  {one.amount}"]
    told += [f"         {text}" for text in (*one.saw, *one.do, *one.remarks)]
    return told


def _with(text: str, amounts: tuple[str, ...]) -> str:
    return f"{text} ({', '.join(amounts)})" if amounts else text


def _amounts(totals: Mapping[str, Decimal]) -> tuple[str, ...]:
    return tuple(words.amount(f"{total:f}", currency) for currency, total in sorted(totals.items()))


def as_record(run: Run) -> dict[str, Any]:
    """The same for programs; words of ours are codes that stay."""
    code, detail = run.refused
    lines = list(run.lines.select_related("organisation"))
    return {
        "ref": str(run.ref),
        "name": run.name,
        "state": run.state,
        "at": run.at.isoformat(),
        "rounds": run.rounds,
        "released": sum(line.released for line in lines),
        "held": sum(not line.released for line in lines),
        "refused": {"code": code, "detail": detail} if code else None,
        "lines": [as_line(line) for line in lines],
    }


def as_line(line: Line) -> dict[str, Any]:
    """A line for programs."""
    told = line.told
    names = ("name", "iban", "amount", "currency", "reference", "end_to_end", "date", "payer", "standing", "payee", "match")
    return {
        "number": line.number,
        "released": line.released,
        "round": line.round,
        **{name: told[name] for name in names},
        "reasons": [] if line.released else [*told["reasons"]],
        "faults": told["faults"],
        "notes": told["notes"],
        "overridden": told["overridden"],
        "bank": told["bank"],
    }
