"""The manual page of a detector, from what it says about itself, its weight and its text. docs/detectors is made of these."""

import math
from collections.abc import Iterator

from weerbaar.advise.sentences import findings as sentences
from weerbaar.detect.declaration import Detector, detectors
from weerbaar.weigh.weights import Entry, table


def find(name: str) -> Detector | None:
    """The detector of that name, or the one that gives a finding of that name."""
    return next((one for one in detectors() if name == one.name or name in one.gives), None)


def page(detector: Detector, language: str = "en") -> str:
    """A detector's page in Markdown, its sentences in `language`."""
    return "\n".join(_lines(detector, language)) + "\n"


def _lines(detector: Detector, language: str) -> Iterator[str]:
    yield f"## {detector.name}"
    yield ""
    yield detector.help
    yield ""
    yield f"Reads: {detector.reads.__name__}. Question: {detector.question.value}."
    yield ""
    for id in sorted(detector.gives):
        entry = table().get(id)
        said = sentences(language).get(id, {})
        yield f"- **{id}**: {weight_in_words(entry)}"
        for kind in ("saw", "saw_honest"):
            if kind in said:
                yield f"  - {said[kind]}"
        if entry is not None:
            yield f"  - Source: {entry.source}. Group: {entry.group or 'its own'}."
    if detector.references:
        yield ""
        yield "See: " + ", ".join(f"<{reference}>" for reference in detector.references)


def weight_in_words(entry: Entry | None) -> str:
    """What a weight says: times likelier in fraud, or in honest messages."""
    if entry is None:
        return "not weighed yet"
    if entry.slope:
        least = math.exp(entry.limit)
        return f"a learned strength, at most {least:,.0f} times likelier either way"
    if abs(math.log(entry.factor)) < 0.005:
        return "told, not weighed (as likely in fraud as in honest messages)"
    if entry.factor > 1:
        return f"{entry.factor:.3g} times likelier in fraud"
    return f"{1 / entry.factor:.3g} times likelier in honest messages"
