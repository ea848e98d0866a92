"""Items -> answers, in order: in worker processes with limits, or in this one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from weerbaar.advise.advise import advise
from weerbaar.cli.ask import asked
from weerbaar.cli.work import work
from weerbaar.look import Look, look
from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.item import Item, Way
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts
from weerbaar.report.record import record
from weerbaar.settings import Settings
from weerbaar.unpack.sources import Unreadable
from weerbaar.weigh.weigh import weigh


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one item. `look` is without the bytes and parts it was made from; `unread` is the word that says why
    an item could not be read (see `unpack.sources.Unreadable`)."""

    name: str
    look: Look
    bytes: int = 0
    record: dict[str, Any] | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker does with an item. `language` as in `look`; `recorded`: whether the record for machines is wanted as well."""

    organisation: Organisation
    language: str | None
    settings: Settings
    today: date
    recorded: bool = False

    def __call__(self, item: Item) -> Answer:
        # Sentences speak of a file by its name alone; the path tells where it lies.
        name = Path(item.name).name if item.way in (Way.FILE, Way.MAILBOX) else item.name
        short = replace(item, name=name or item.name)
        made = look(short, self.organisation, language=self.language, settings=self.settings, today=self.today)
        return self.answer(item, made)

    def answer(self, item: Item, made: Look, unread: str = "") -> Answer:
        """The answer that travels: the whole mailbox need not stay in memory because of it."""
        written = record(item.name, made, self.settings) if self.recorded else None
        light = replace(made, item=Item(item.name, b"", item.way), parts=Parts((), made.not_looked, made.parts.limits_met))
        return Answer(item.name, light, len(item.data), written, unread)

    def unanswered(self, item: Item, why: NotLooked, unread: str = "") -> Answer:
        """The honest answer when nothing could be looked at: cannot judge, and why."""
        parts = Parts(not_looked=(why,))
        verdict = weigh((), readable=False, prior=self.organisation.prior or self.settings.prior)
        reader = self.language or (self.organisation.languages or ("en",))[0]
        advice = advise(verdict, (why,), parts, self.organisation, reader, self.today)
        return self.answer(item, Look(item, parts, (), (why,), verdict, advice, "und", 0.0, 0.0), unread)


def answers(brought: Iterable[Item | Unreadable], task: Task, workers: int) -> Iterator[Answer]:
    """One answer per item, in order; `workers` 0 answers in this process. No item ends the row."""
    for done in work(task, asked(brought, task.organisation, task.settings, workers), workers, task.settings):
        if isinstance(done, Unreadable):
            why = NotLooked("unpack", Reason.FAILED, done.name)
            yield task.unanswered(Item(done.name, b""), why, done.why)
            continue
        item, answer = done
        yield task.unanswered(item, answer) if isinstance(answer, NotLooked) else answer
