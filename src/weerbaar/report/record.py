"""A look as a record for machines: one JSON object per item, described by record.schema.json (JSON Schema 2020-12).

`schema_version` rises in its first number when a field goes or changes its meaning, in its second when one is added.
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from weerbaar.model.advice import Advice
from weerbaar.model.verdict import Weight
from weerbaar.report import chain
from weerbaar.report.timeline import as_record, timelines
from weerbaar.settings import DEFAULT, Settings

if TYPE_CHECKING:
    from weerbaar.look import Look

SCHEMA_VERSION = "1.1"


def record(path: str, look: "Look", settings: Settings = DEFAULT) -> dict[str, Any]:
    """The record of one look. Seconds are wall clock and CPU; `joules` is their estimate with the setting `joules_per_cpu_second`."""
    verdict = look.verdict
    return {
        "schema_version": SCHEMA_VERSION,
        "weerbaar": _version(),
        "path": _sound(path),
        "sha256": look.item.sha256,
        "band": verdict.band.value,
        "probability": round(verdict.probability, 6),
        "prior": verdict.prior,
        "rule": verdict.rule,
        "error": verdict.error,
        "language": look.language,
        "findings": [_finding(weight) for weight in verdict.weights],
        "changes": [{"without": change.what, "band": change.band.value} for change in verdict.changes],
        "not_looked": [
            {"what": one.detector, "reason": one.reason.value, "where": _sound(one.where), "detail": _sound(one.detail)}
            for one in look.not_looked
        ],
        "advice": _advice(look.advice),
        "videos": [as_record(line) for line in timelines(look)],
        "chains": [chain.as_record(one) for one in chain.chains(look)],
        "seconds": round(look.seconds, 6),
        "cpu_seconds": round(look.cpu_seconds, 6),
        "joules": round(look.cpu_seconds * settings.joules_per_cpu_second, 4),
    }


def as_line(made: Mapping[str, Any]) -> str:
    """A record as one line of JSON in ASCII, so that nothing in it can disturb a terminal."""
    return json.dumps(made, ensure_ascii=True, separators=(",", ":"), allow_nan=False)


def _finding(weight: Weight) -> dict[str, Any]:
    finding = weight.finding
    return {
        "id": finding.id,
        "where": _sound(finding.where),
        "saw": {name: _sound(value) for name, value in finding.saw.items()},
        "log_ratio": round(weight.log_ratio, 6),
        "factor": float(f"{math.exp(max(-40.0, min(40.0, weight.log_ratio))):.6g}"),
        "group": weight.group,
        "source": weight.source,
    }


def _advice(advice: Advice) -> dict[str, Any]:
    return {
        "language": advice.language,
        "headline": advice.headline,
        "how_sure": advice.how_sure,
        "said": [{"question": said.question.value, "sentence": said.sentence, "finding": said.finding} for said in advice.said],
        "do": list(advice.do),
        "do_not": list(advice.do_not),
        "already": list(advice.already),
        "tell": advice.tell,
        "checked": advice.checked,
        "not_looked": list(advice.not_looked),
        "would_change": list(advice.would_change),
        "report": [
            {
                "name": point.name,
                "value": point.value,
                "country": point.country,
                "purpose": point.purpose,
                "checked_on": point.checked_on,
                "stale": point.stale,
            }
            for point in advice.report
        ],
    }


def _sound(text: str) -> str:
    """Text without lone surrogates, which no other program would read."""
    return text.encode("utf-8", "replace").decode("utf-8")


@cache
def _version() -> str:
    return version("weerbaar")
