"""One look, as the desk keeps it. Pure: it runs in a process without Django, database or net."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from weerbaar.advise.advise import advise
from weerbaar.desk.cases.title import title
from weerbaar.desk.cases.words import first, words
from weerbaar.detect._accounts import accounts, phones
from weerbaar.detect.checked import wanted
from weerbaar.likeness.traces import as_record, traces
from weerbaar.look import Look, look
from weerbaar.model.dns import Wanted
from weerbaar.model.finding import Finding, NotLooked
from weerbaar.model.item import Item
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document, Link, Mail, Parts, Text
from weerbaar.model.verdict import Band, Verdict, Weight
from weerbaar.report.answer import About, Answer, answer
from weerbaar.report.record import record
from weerbaar.report.safe_view import View, safe_view
from weerbaar.report.timeline import sheets
from weerbaar.settings import Settings
from weerbaar.unpack.unpack import begin
from weerbaar.weigh.weigh import weigh

MOST_TRAITS = 60
MOST_READERS = 30


@dataclass(frozen=True, slots=True)
class Task:
    """What to look at and for whom. `trusted` as in report.answer: whether the answer reaches someone of the organisation."""

    item: Item
    organisation: Organisation
    language: str
    settings: Settings
    today: date
    about: About
    trusted: bool
    record: Mapping[str, Any] | None = None
    """What was seen before, where a view is asked for: its findings are the ones that are pointed to."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it: the record for machines, the answer for people, by what the case is found (kinds as in cases.index), the traces by
    which it is told to be like others (weerbaar.likeness), what it is called, and the sheet of each video (report/timeline.py)."""

    record: Mapping[str, Any]
    answer: Answer
    found: Mapping[str, tuple[str, ...]]
    traces: Mapping[str, Any]
    title: str
    sheets: tuple[bytes, ...] = ()


def wishes(task: Task) -> Wanted:
    """What the item wants to know of DNS; asked by another process, since this one has no net."""
    return wanted(begin(task.item, task.settings).parts(), task.organisation)


def look_at(task: Task) -> Seen:
    """Look, answer, and note what the case is found by."""
    seen = look(task.item, task.organisation, language=task.language, settings=task.settings, today=task.today)
    return _seen(task, seen)


def traced(task: Task) -> Mapping[str, Any]:
    """The traces of an item, by which it is told to be like others."""
    return as_record(traces(begin(task.item, task.settings).parts(), task.organisation))


def view(task: Task) -> View:
    """The message as the team may look at it, with the findings of `task.record` marked."""
    settings, parts = task.settings, begin(task.item, task.settings).parts()
    verdict = verdict_of(task.record or {})
    advice = advise(verdict, (), parts, task.organisation, task.language, task.today)
    seen = Look(task.item, parts, tuple(weight.finding for weight in verdict.weights), (), verdict, advice, "und", 0.0, 0.0)
    return safe_view(seen, task.language, settings)


def verdict_of(record: Mapping[str, Any]) -> Verdict:
    """The verdict that stands in a record."""
    weights = tuple(
        Weight(Finding(one["id"], one["where"], one["saw"]), one["log_ratio"], one["group"], one["source"])
        for one in record.get("findings", ())
    )
    return Verdict(
        Band(record.get("band", Band.CANNOT_JUDGE)),
        record.get("probability", 0.5),
        record.get("prior", 0.5),
        weights,
        rule=record.get("rule", ""),
    )


def unseen(task: Task, why: NotLooked) -> Seen:
    """The honest answer when nothing could be looked at: cannot judge, and why."""
    parts = Parts(not_looked=(why,))
    verdict = weigh((), readable=False, prior=task.organisation.prior or task.settings.prior)
    advice = advise(verdict, (why,), parts, task.organisation, task.language, task.today)
    return _seen(task, Look(task.item, parts, (), (why,), verdict, advice, "und", 0.0, 0.0))


def _seen(task: Task, seen: Look) -> Seen:
    told = answer(seen, task.about, trusted=task.trusted, language=task.language, settings=task.settings, today=task.today)
    left = traces(seen.parts, task.organisation)
    by = {**found(seen.parts), "shape": left.keys()}
    return Seen(record(task.item.name, seen, task.settings), told, by, as_record(left), title(seen.parts), sheets(seen.parts))


def found(parts: Parts) -> dict[str, tuple[str, ...]]:
    """By what a case is found: words, senders, hosts of links, accounts and telephone numbers (kinds as in cases.index)."""
    return {
        "word": first(word for text in _texts(parts) for word in words(text)),
        "sender": first(_senders(parts), MOST_TRAITS),
        "host": first((link.host for link in parts.of(Link) if link.host and not link.quoted), MOST_TRAITS),
        "account": first((account.iban for _, _, account in accounts(parts)), MOST_TRAITS),
        "phone": first((phone.digits for _, _, phone in phones(parts)), MOST_TRAITS),
    }


def _texts(parts: Parts) -> Iterator[str]:
    """Names and subjects before bodies: where words are too many, the first are kept."""
    for mail in parts.of(Mail):
        readers = " ".join(map(str, (*mail.to, *mail.cc)[:MOST_READERS]))  # whoever asks what is held about them is found too
        yield f"{mail.subject} {mail.sender or ''} {readers}"
    for document in parts.of(Document):
        yield document.name
    for text in parts.of(Text):
        yield f"{text.subject} {text.text}"


def _senders(parts: Parts) -> Iterator[str]:
    """Addresses a message came from or wants answers at, each with its domain."""
    for mail in parts.of(Mail):
        for address in (*((mail.sender,) if mail.sender else ()), *mail.senders, *mail.reply_to):
            if address.address:
                yield address.address
                yield address.domain
