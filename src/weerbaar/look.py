"""The story on one page: item -> parts -> findings -> verdict -> advice. No network, no database, no clock of its own."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from weerbaar.advise.advise import advise
from weerbaar.detect.declaration import detect, questions
from weerbaar.learned.models import DEAR, QUICK, Model, read
from weerbaar.model.advice import Advice
from weerbaar.model.finding import Finding, NotLooked
from weerbaar.model.item import Item
from weerbaar.model.organisation import NOBODY, Organisation
from weerbaar.model.part import Parts, Text
from weerbaar.model.verdict import Verdict
from weerbaar.settings import DEFAULT, Settings
from weerbaar.unpack.unpack import unpack
from weerbaar.weigh.weigh import could_change, readable, weigh


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one item. `language` is that of the message; the advice has the reader's. Seconds are wall clock and CPU."""

    item: Item
    parts: Parts
    findings: tuple[Finding, ...]
    not_looked: tuple[NotLooked, ...]
    verdict: Verdict
    advice: Advice
    language: str
    seconds: float
    cpu_seconds: float


def look(
    item: Item,
    organisation: Organisation = NOBODY,
    *,
    language: str | None = None,
    settings: Settings = DEFAULT,
    today: date | None = None,
) -> Look:
    """Look at one item and answer.

    `language` is the reader's (nl, fr, de, en; default: the organisation's first, else the message's, else en); `today`
    decides whether a reporting point is stale (None: they are shown with their date, unjudged).
    """
    wall, cpu = time.perf_counter(), time.process_time()
    parts = unpack(item, settings)
    findings: list[Finding] = []
    not_looked = list(parts.not_looked)
    _sort(detect(parts, organisation), findings, not_looked)
    prior = organisation.prior or settings.prior
    legible = readable(parts)
    _read_models(QUICK, parts, organisation, findings, not_looked)
    if settings.dear_models and any(could_change(findings, legible, prior, model.most) for model in DEAR):
        _read_models(DEAR, parts, organisation, findings, not_looked)
    verdict = weigh(findings, legible, prior)
    spoken = _language_of(parts)
    reader = language or (organisation.languages or (spoken,))[0]
    advice = advise(verdict, tuple(not_looked), parts, organisation, reader, today, questions())
    return Look(
        item, parts, tuple(findings), tuple(not_looked), verdict, advice, spoken,
        time.perf_counter() - wall, time.process_time() - cpu,
    )  # fmt: skip


def _read_models(
    models: Sequence[Model], parts: Parts, organisation: Organisation, findings: list[Finding], not_looked: list[NotLooked]
) -> None:
    for model in models:
        _sort(read(model, parts), findings, not_looked)


def _sort(seen: object, findings: list[Finding], not_looked: list[NotLooked]) -> None:
    for one in seen:  # type: ignore[attr-defined]
        (findings if isinstance(one, Finding) else not_looked).append(one)


def _language_of(parts: Parts) -> str:
    texts = [text for text in parts.of(Text) if text.language != "und"]
    return max(texts, key=lambda text: len(text.text)).language if texts else "und"
