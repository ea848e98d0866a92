"""The record of a case -> what its page tells: the answer in three questions, what to do, the account, and what people decided."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import mark_safe

from weerbaar.advise.sentences import general, spoken
from weerbaar.desk.cases.gist import may_tell
from weerbaar.desk.cases.models import Case, Decision, Purpose
from weerbaar.model.finding import Finding, Question
from weerbaar.model.gist import would_help
from weerbaar.model.verdict import Band, Verdict, Weight
from weerbaar.report import chain
from weerbaar.report.account import enfsi, percent, steps
from weerbaar.report.answer import by_band
from weerbaar.report.timeline import drawn, of_record
from weerbaar.report.words import words

PLAIN, AGAINST, CALMS = "plain", "against", "calms"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence under a question: `side` is against, calms or plain, `why` says it in words."""

    text: str
    side: str
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the three questions, answered."""

    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person made of it: `kind` is that of Decision; `band` is "" for a question."""

    kind: str
    band: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """One finding in the account: what was seen and where, how much it counts, and the chance of fraud with it."""

    sentence: str
    where: str
    counts: str
    after: str


@dataclass(frozen=True, slots=True)
class Account:
    """How the findings add up."""

    prior: str
    probability: str
    support: str
    rule: str
    steps: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as its page shows it. `language` is the one it was written in, `label` its headings in that language."""

    language: str
    band: str
    first_band: str
    headline: str
    how_sure: str
    questions: tuple[Asked, ...]
    do: tuple[str, ...]
    do_not: tuple[str, ...]
    already: tuple[str, ...]
    tell: str
    report: tuple[Mapping[str, Any], ...]
    not_looked: tuple[str, ...]
    would_change: tuple[str, ...]
    checked: str
    thanks: str
    decisions: tuple[Decided, ...]
    account: Account
    label: Mapping[str, str]
    films: str
    """The videos as HTML (report/timeline.py); "" when there are none."""
    chains: str = ""
    """How files with credentials came to be (report/chain.py), as HTML."""
    unheard: str = ""
    """Whether a recording was not listened to: "ask" who brought it what was said, or they "told" already."""
    threat: bool = False
    """Whether it threatens: the page then leads to what helps against that."""

    @property
    def changed(self) -> bool:
        """Whether a person came to another band than the machine."""
        return self.band != self.first_band


def told(case: Case) -> Told | None:
    """What the page of a case tells; None while nothing was looked at.

    Raises:
        Locked: the case was erased.
    """
    record = case.record()
    if not record or not case.band:
        return None
    advice = record["advice"]
    language = spoken(advice["language"])
    texts = general(language)
    band, first = Band(case.decided_band or case.band), Band(case.band)
    do, do_not = (advice["do"], advice["do_not"]) if band is first else by_band(band, texts)
    return Told(
        language=language,
        band=band.value,
        first_band=first.value,
        headline=advice["headline"] if band is first else texts["headline"][band.name.lower()],
        how_sure=advice["how_sure"],
        questions=tuple(_asked(record, texts)),
        do=tuple(do),
        do_not=tuple(do_not),
        already=tuple(advice["already"]),
        tell=advice["tell"],
        report=tuple(advice["report"]),
        not_looked=tuple(advice["not_looked"]),
        would_change=tuple(advice["would_change"]),
        checked=advice["checked"],
        thanks=texts["tell"]["thanks"],
        decisions=tuple(_decided(case.decisions.filter(undone_at=None))),
        account=_account(record, language),
        films=_films(case, record, language),
        label={**texts["label"], **words(language)["answer"], "checked_on": texts["report"]["checked_on"]},
        chains=_chains(record, language),
        unheard=_unheard(case, record),
        threat=any(one["id"].startswith("text.extortion") for one in record["findings"]),
    )


def _unheard(case: Case, record: Mapping[str, Any]) -> str:
    if not may_tell(case) or not would_help((one["what"], one["reason"]) for one in record["not_looked"]):
        return ""
    return "told" if case.blobs.filter(purpose=Purpose.GIST).exists() else "ask"


def _chains(record: Mapping[str, Any], language: str) -> str:
    found = [chain.of_record(one) for one in record.get("chains", ())]
    return mark_safe(chain.drawn(found, language))  # noqa: S308 - made and escaped there


def _films(case: Case, record: Mapping[str, Any], language: str) -> str:
    lines = [of_record(one) for one in record.get("videos", ())]
    return mark_safe(drawn(lines, case.sheets(), language)) if lines else ""  # noqa: S308 - made and escaped there


def _asked(record: Mapping[str, Any], texts: Mapping[str, Mapping[str, str]]) -> Iterator[Asked]:
    weights = {one["id"]: one["log_ratio"] for one in record["findings"]}
    for question in Question:
        said = [one for one in record["advice"]["said"] if one["question"] == question.value]
        if said:
            sentences = tuple(_sentence(one, weights.get(one["finding"], 0.0), texts["label"]) for one in said)
            yield Asked(texts["question"][question.value], sentences)


def _sentence(said: Mapping[str, str], log_ratio: float, label: Mapping[str, str]) -> Sentence:
    if log_ratio == 0:
        return Sentence(said["sentence"], PLAIN, "")
    side = AGAINST if log_ratio > 0 else CALMS
    return Sentence(said["sentence"], side, label[side])


def _decided(decisions: Iterable[Decision]) -> Iterator[Decided]:
    for one in decisions:
        yield Decided(one.kind, one.band, one.reason, one.at)


def _account(record: Mapping[str, Any], language: str) -> Account:
    verdict = Verdict(
        Band(record["band"]),
        record["probability"],
        record["prior"],
        tuple(
            Weight(Finding(one["id"], one["where"], one["saw"]), one["log_ratio"], one["group"], one["source"])
            for one in record["findings"]
        ),
        rule=record["rule"],
    )
    return Account(
        percent(verdict.prior, language),
        percent(verdict.probability, language),
        enfsi(verdict, language),
        verdict.rule,
        tuple(
            Counted(step.sentence, step.where, step.counts, percent(step.after, language)) for step in steps(verdict, language)
        ),
    )
