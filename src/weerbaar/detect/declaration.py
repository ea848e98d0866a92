"""What a detector says about itself, and the register that finds every detector by looking in the folders."""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import weerbaar.detect
from weerbaar.model.finding import Finding, NotLooked, Question, Reason
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail, Parts, Recovered

Judge = Callable[[Any, Organisation], Iterator[Finding]]
ROOMS = ("mail", "link", "text", "document", "paper", "code", "picture", "provenance", "sound", "video")


@dataclass(frozen=True, slots=True)
class Detector:
    """A detector: its name (`room.file`), what it reads, what it may find with which fill-ins, and its function.

    `reads` is a part class (called once for each such part) or `Parts` (called once with everything).
    """

    name: str
    reads: type
    gives: Mapping[str, tuple[str, ...]]
    question: Question
    references: tuple[str, ...]
    help: str
    judge: Judge

    def look(self, parts: Parts, organisation: Organisation) -> Iterator[Finding]:
        for part in _read_by(self.reads, parts, organisation):
            yield from self.judge(part, organisation)


def _read_by(reads: type, parts: Parts, organisation: Organisation) -> tuple[Any, ...]:
    if reads is Parts:
        return (parts,)
    if reads is Mail:
        return tuple(mail for mail in parts.of(Mail) if not carries(mail, parts, organisation))
    return tuple(parts.of(reads))


def carries(mail: Mail, parts: Parts, organisation: Organisation) -> bool:
    """Whether a mail is only a colleague's forward around the message in doubt."""
    return (
        mail.recovered is Recovered.ORIGINAL
        and mail.sender is not None
        and organisation.is_ours(mail.sender.domain)
        and any(other.recovered is not Recovered.ORIGINAL for other in parts.of(Mail))
    )


def detector(
    *,
    reads: type,
    gives: Mapping[str, tuple[str, ...]],
    question: Question,
    references: tuple[str, ...] = (),
) -> Callable[[Judge], Judge]:
    """Declare a detector. `gives` maps each finding id to the names of the fill-ins its texts may use."""

    def declare(judge: Judge) -> Judge:
        module = judge.__module__
        room, name = module.split(".")[-2:]
        if getattr(judge, "__name__", "") != name:
            raise TypeError(f"{module} needs a detector named {name}, like its file")
        stray = [id for id in gives if not (id == f"{room}.{name}" or id.startswith(f"{room}.{name}_"))]
        if stray:
            raise TypeError(f"{module} gives {stray[0]}; its findings are named {room}.{name} or {room}.{name}_<variant>")
        help = inspect.cleandoc(sys.modules[module].__doc__ or "")
        made = Detector(f"{room}.{name}", reads, gives, question, references, help, judge)
        judge.declared = made  # type: ignore[attr-defined]
        return judge

    return declare


@cache
def detectors() -> tuple[Detector, ...]:
    """Every detector in the rooms, by name."""
    found = []
    for room in ROOMS:
        package = importlib.import_module(f"{weerbaar.detect.__name__}.{room}")
        for file in pkgutil.iter_modules(package.__path__):
            if file.name.startswith("_"):
                continue
            module = importlib.import_module(f"{package.__name__}.{file.name}")
            judge = getattr(module, file.name, None)
            if judge is None or not hasattr(judge, "declared"):
                raise TypeError(f"{module.__name__} needs a detector named {file.name}, like its file")
            found.append(judge.declared)
    return tuple(sorted(found, key=lambda d: d.name))


@cache
def questions() -> Mapping[str, Question]:
    """Finding id -> the question it answers."""
    return {id: one.question for one in detectors() for id in one.gives}


def detect(parts: Parts, organisation: Organisation) -> Iterator[Finding | NotLooked]:
    """Everything every detector sees in the parts; a detector that fails did not look, and says so."""
    read: dict[type, tuple[Any, ...]] = {}
    for one in detectors():
        try:
            if one.reads not in read:
                read[one.reads] = _read_by(one.reads, parts, organisation)
            for part in read[one.reads]:
                yield from one.judge(part, organisation)
        except Exception as trouble:  # one detector must not take down the answer; the type is kept, never content
            yield NotLooked(one.name, Reason.FAILED, detail=type(trouble).__name__)
