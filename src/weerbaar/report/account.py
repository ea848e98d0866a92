"""The account of an answer: how the findings add up, step by step, from the prior to the probability.

The running sum is exact: log-odds(prior) plus the log ratio of every step is log-odds(probability).
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from weerbaar.advise.sentences import finding_sentence, general, place
from weerbaar.model.verdict import Band, Verdict
from weerbaar.weigh.enfsi import support

LEAST = math.log(1.05)
"""Natural-log ratio below which a finding is said to count for neither side."""
JUDGED = "expert judgement, no cases"
FITTED = re.compile(
    r"joint fit (?P<day>[\d-]+) on (?P<messages>\d+) messages"
    r"(?:; seen in (?P<fraud>\d+) fraud and (?P<honest>\d+) honest messages; (?P<share>\d+) % interval (?P<low>\S+) to (?P<high>\S+))?"
)
"""What training/weights.py writes about a weight, as far as it is told to people."""
SYMBOL = {Band.FRAUD: "✖", Band.VERIFY: "▲", Band.NO_SIGN: "✔", Band.CANNOT_JUDGE: "?"}


@dataclass(frozen=True, slots=True)
class Step:
    """One finding in the account; `counts` in plain words, `log10` the decimal logarithm of its ratio, `after` the probability with it."""

    id: str
    where: str
    sentence: str
    counts: str
    log10: float
    after: float
    group: str
    source: str


def steps(verdict: Verdict, language: str) -> Iterator[Step]:
    """Every finding with what it adds, in the order of the verdict: heaviest first."""
    odds = math.log(verdict.prior / (1 - verdict.prior))
    for weight in verdict.weights:
        odds += weight.log_ratio
        finding = weight.finding
        yield Step(
            finding.id,
            place(language, finding.where),
            finding_sentence(language, finding.id, finding.saw, honest=weight.log_ratio < 0),
            in_words(weight.log_ratio, language),
            weight.log_ratio / math.log(10),
            1 / (1 + math.exp(-max(-40.0, min(40.0, odds)))),
            weight.group,
            source_in_words(weight.source, language),
        )


def in_words(log_ratio: float, language: str) -> str:
    """How much a finding counts: "3.4 times more often in fraud"."""
    label = general(language)["label"]
    if abs(log_ratio) < LEAST:
        return label["neither"]
    side = "towards_fraud" if log_ratio > 0 else "towards_honest"
    return label[side].format(n=number(math.exp(min(abs(log_ratio), 40.0)), language))


def source_in_words(source: str, language: str) -> str:
    """Where a weight comes from, in the reader's language; as it is written where it is neither judged nor fitted."""
    told = general(language)["source"]
    if source.startswith(JUDGED):
        return told["judged"]
    fitted = FITTED.fullmatch(source)
    if fitted is None:
        return source
    values = {name: value if language == "en" else value.replace(".", ",") for name, value in fitted.groupdict("").items()}
    return told["fitted_seen" if fitted["fraud"] else "fitted"].format(**values)


def number(value: float, language: str) -> str:
    """A number as people write it: one decimal below ten, none above; comma or point as the language does."""
    written = f"{value:.1f}" if value < 9.95 else f"{value:.0f}"
    return written if language == "en" else written.replace(".", ",")


def percent(probability: float, language: str) -> str:
    """A probability with one decimal, never 0 or 100."""
    written = number_percent(probability)
    return (written if language == "en" else written.replace(".", ",")) + (" %" if language in ("fr", "de") else "%")


def number_percent(probability: float) -> str:
    """The percentage alone."""
    if probability < 0.001:
        return "< 0.1"
    if probability > 0.999:
        return "> 99.9"
    return f"{probability * 100:.1f}"


def enfsi(verdict: Verdict, language: str) -> str:
    """The verbal scale of the ENFSI guideline for all findings together."""
    texts = general(language)
    word, fraud = support(sum(weight.log_ratio for weight in verdict.weights))
    side = texts["label"]["side_fraud" if fraud else "side_honest"]
    return texts["label"]["enfsi"].format(word=texts["enfsi"][word], side=side)
