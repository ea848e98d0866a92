"""What is asked, as topics that have their own do and do not (actions.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from weerbaar.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing a message can ask for; see actions.toml."""

    name: str
    when: frozenset[str]
    begins: tuple[str, ...]
    already: str
    confirm: bool


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic, most pressing first."""
    read = tomllib.loads(files("weerbaar.advise").joinpath("actions.toml").read_text(encoding="utf-8"))
    return tuple(
        Topic(
            name,
            frozenset(id for id in entry["when"] if not id.endswith("*")),
            tuple(id[:-1] for id in entry["when"] if id.endswith("*")),
            entry["already"],
            entry["confirm"],
        )
        for name, entry in read.items()
    )


def asked(verdict: Verdict) -> tuple[Topic, ...]:
    """The topics a message touches, most pressing first."""
    seen = {weight.finding.id for weight in verdict.weights}
    against = [weight.finding.id for weight in verdict.weights if weight.log_ratio > 0]
    return tuple(
        topic
        for topic in topics()
        if topic.when & seen or (topic.begins and any(id.startswith(topic.begins) for id in against))
    )
