"""The manual page of a detector, from what it says about itself, its weight and its text. docs/detectors is made of these."""

import math
from collections.abc import Iterator

from weerbaar.advise.sentences import findings as sentences
from weerbaar.cli.words import say
from weerbaar.detect.declaration import Detector, detectors
from weerbaar.report.account import source_in_words
from weerbaar.weigh.weights import Entry, table


def find(name: str) -> Detector | None:
    """The detector of that name, or the one that gives a finding of that name."""
    return next((one for one in detectors() if name == one.name or name in one.gives), None)


def page(detector: Detector, language: str = "en") -> str:
    """A detector's page in Markdown, its sentences in `language`."""
    return "\n".join(_lines(detector, language)) + "\n"


def _lines(detector: Detector, language: str) -> Iterator[str]:
    part, question = say(language, f"part.{detector.reads.__name__}"), say(language, f"question.{detector.question.value}")
    yield f"## {detector.name}"
    yield ""
    yield detector.help
    yield ""
    yield say(language, "manual.reads", part=part, question=question)
    yield ""
    for id in sorted(detector.gives):
        entry = table().get(id)
        said = sentences(language).get(id, {})
        yield f"- **{id}**: {weight_in_words(entry, language)}"
        for kind in ("saw", "saw_honest"):
            if kind in said:
                yield f"  - {said[kind]}"
        if entry is not None:
            source, group = source_in_words(entry.source, language), entry.group or say(language, "manual.own_group")
            yield f"  - {say(language, 'manual.source_group', source=source, group=group)}"
    if detector.references:
        yield ""
        yield say(language, "manual.see", references=", ".join(f"<{reference}>" for reference in detector.references))


def weight_in_words(entry: Entry | None, language: str = "en") -> str:
    """What a weight says: times likelier in fraud, or in honest messages."""
    if entry is None:
        return say(language, "manual.not_weighed")
    if entry.slope:
        return say(language, "manual.learned", n=f"{math.exp(entry.limit):.0f}")
    if abs(math.log(entry.factor)) < 0.005:
        return say(language, "manual.told")
    times = f"{max(entry.factor, 1 / entry.factor):.3g}"
    side = "fraud" if entry.factor > 1 else "honest"
    return say(language, f"manual.{side}", n=times if language == "en" else times.replace(".", ","))
