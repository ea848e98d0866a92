"""The story on one page: item -> parts -> findings -> verdict -> advice. No network, no database, no clock of its own."""

import time
from dataclasses import dataclass
from datetime import date

from weerbaar.advise.advise import advise
from weerbaar.detect.checked import checked
from weerbaar.detect.declaration import detect, questions
from weerbaar.learned.models import MODELS, read
from weerbaar.model.advice import Advice
from weerbaar.model.finding import Finding, NotLooked, Reason
from weerbaar.model.item import Item
from weerbaar.model.organisation import NOBODY, Organisation
from weerbaar.model.part import Parts, Text
from weerbaar.model.verdict import Band, Verdict
from weerbaar.settings import DEFAULT, Settings
from weerbaar.unpack.unpack import begin, finish
from weerbaar.weigh.weigh import basis_of, readable, weigh


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
    prior = organisation.prior or settings.prior
    opening = begin(item, settings)
    parts, findings, not_looked, verdict = judge(checked(opening.parts(), item.told, organisation), organisation, prior)
    if opening.waiting and (settings.read_all or verdict.band is not Band.FRAUD):
        parts, findings, not_looked, verdict = judge(checked(finish(opening), item.told, organisation), organisation, prior)
    else:
        # What a picture may still say cannot make "fraud" less so; it is named, and left.
        not_looked += [NotLooked(f"unpack.{blob.kind}", Reason.NOT_NEEDED, blob.where) for blob in opening.waiting]
    spoken = _language_of(parts)
    reader = language or (organisation.languages or (spoken,))[0]
    advice = advise(verdict, tuple(not_looked), parts, organisation, reader, today, questions())
    return Look(
        item, parts, tuple(findings), tuple(not_looked), verdict, advice, spoken,
        time.perf_counter() - wall, time.process_time() - cpu,
    )  # fmt: skip


def judge(parts: Parts, organisation: Organisation, prior: float) -> tuple[Parts, list[Finding], list[NotLooked], Verdict]:
    """What is found in parts that have been read, and how it weighs."""
    findings: list[Finding] = []
    not_looked = list(parts.not_looked)
    for seen in (detect(parts, organisation), *(read(model, parts) for model in MODELS)):
        for one in seen:
            if isinstance(one, Finding):
                findings.append(one)
            else:
                not_looked.append(one)
    return parts, findings, not_looked, weigh(findings, readable(parts), prior, basis_of(parts, organisation))


def _language_of(parts: Parts) -> str:
    texts = [text for text in parts.of(Text) if text.language != "und"]
    return max(texts, key=lambda text: len(text.text)).language if texts else "und"
