"""Findings -> verdict.

log-odds = log-odds(prior) + sum of log likelihood ratios, strongest finding per group only (Good 1950, weight of evidence;
ENFSI guideline for evaluative reporting 2015 for the reading). Pure and deterministic: same findings, same answer.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from weerbaar.model.finding import Finding
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document, Mail, Parts, Text
from weerbaar.model.verdict import Band, Basis, Change, Verdict, Weight
from weerbaar.weigh.weights import Entry, table

UNWEIGHED = Entry(group="", source="no weight yet")
ENOUGH_TO_READ = 12
"""Characters of text below which an item without findings cannot be judged."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of proof (weigh/rules.toml)."""

    name: str
    when: frozenset[str]
    unless: frozenset[str]
    above: float


@cache
def bands() -> Mapping[Basis, Mapping[str, float]]:
    """Per basis the probabilities where bands begin, and the stated error of a band (`error_fraud`, `error_no_sign`)."""
    read = tomllib.loads(files("weerbaar.weigh").joinpath("bands.toml").read_text(encoding="utf-8"))
    return {basis: read[basis.name.lower()] for basis in Basis}


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of proof."""
    read = tomllib.loads(files("weerbaar.weigh").joinpath("rules.toml").read_text(encoding="utf-8"))
    return tuple(
        Rule(name, frozenset(r["when"]), frozenset(r["unless"]), float(r.get("above", 0.0))) for name, r in read.items()
    )


def weigh(findings: Sequence[Finding], readable: bool, prior: float, basis: Basis = Basis.ALONE) -> Verdict:
    """The verdict on these findings.

    `readable`: whether there was anything to judge (see `readable`); `prior`: the share of brought items that are fraud, in (0, 1);
    `basis`: what it rests on (see `basis_of`).
    """
    weights = weigh_findings(findings)
    probability = _probability(weights, prior)
    band, rule = _band(probability, weights, readable, basis)
    error = bands()[basis].get(f"error_{band.name.lower()}")
    return Verdict(band, probability, prior, weights, _changes(weights, band, prior, readable, basis), rule, error)


def readable(parts: Parts) -> bool:
    """Whether an item holds enough to be judged: some text, or a document that shows what it can do."""
    text = sum(len(t.text.strip()) + len(t.subject.strip()) for t in parts.of(Text))
    return (
        text >= ENOUGH_TO_READ
        or (text > 0 and any(True for _ in parts.of(Mail)))
        or any(d.kind in ("pdf", "office") and d.traits for d in parts.of(Document))
    )


def basis_of(parts: Parts, organisation: Organisation) -> Basis:
    """What a verdict on these parts rests on."""
    if not any(True for _ in parts.of(Mail)):
        return Basis.TEXT
    return Basis.KNOWN if organisation.known else Basis.ALONE


def weigh_findings(findings: Sequence[Finding]) -> tuple[Weight, ...]:
    """Each finding with the log ratio it adds: its own when it is the strongest of its group, else 0; strongest first."""
    best: dict[str, tuple[float, int]] = {}
    ratios = []
    for index, finding in enumerate(findings):
        entry = table().get(finding.id, UNWEIGHED)
        ratio = entry.log_ratio(finding)
        ratios.append((finding, entry, ratio))
        group = entry.group or finding.id
        if group not in best or abs(ratio) > abs(best[group][0]):
            best[group] = (ratio, index)
    weights = []
    for index, (finding, entry, ratio) in enumerate(ratios):
        group = entry.group or finding.id
        counts = best[group][1] == index
        weights.append(Weight(finding, ratio if counts else 0.0, group, entry.source))
    return tuple(sorted(weights, key=lambda w: (-abs(w.log_ratio), w.finding.id, w.finding.where)))


def _probability(weights: Sequence[Weight], prior: float) -> float:
    odds = math.log(prior / (1 - prior)) + sum(w.log_ratio for w in weights)
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, odds))))


def _band(probability: float, weights: Sequence[Weight], readable: bool, basis: Basis) -> tuple[Band, str]:
    begin = bands()[basis]
    if probability >= begin["fraud_from"]:
        return Band.FRAUD, ""
    if not readable and not any(abs(w.log_ratio) > 0 for w in weights):
        return Band.CANNOT_JUDGE, ""
    if probability >= begin["no_sign_below"]:
        return Band.VERIFY, ""
    seen = {w.finding.id for w in weights}
    for rule in rules():
        if probability >= rule.above and rule.when & seen and not rule.unless & seen:
            return Band.VERIFY, rule.name
    if not readable:
        return Band.CANNOT_JUDGE, ""
    return Band.NO_SIGN, ""


def _changes(weights: Sequence[Weight], band: Band, prior: float, readable: bool, basis: Basis) -> tuple[Change, ...]:
    """The single findings without which the band would be another, strongest first; at most three."""
    changes = []
    for weight in weights:
        if weight.log_ratio == 0:
            continue
        rest = [w for w in weights if w is not weight]
        other, _ = _band(_probability(rest, prior), rest, readable, basis)
        if other is not band and other is not Band.CANNOT_JUDGE:
            changes.append(Change(weight.finding.id, other))
    return tuple(changes[:3])
