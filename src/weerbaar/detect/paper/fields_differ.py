"""The printed side of an identity paper shows something else than its machine-readable lines.

Both are printed from the same data. Whoever changes a name or a date in a picture changes what people read, and may forget the lines for machines.
A date counts as different when it is the one in the lines but for its day, month or year; a name when another one stands under its label.

When it is wrong: a poor picture in which a date was misread; papers that print a name longer or in another script than the lines can hold; the date of
another person or thing in the same picture.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Paper


@detector(
    reads=Paper,
    gives={
        "paper.fields_differ_name": (),
        "paper.fields_differ_number": (),
        "paper.fields_differ_birth": (),
        "paper.fields_differ_expiry": (),
    },
    question=Question.FACTS,
    references=("https://www.icao.int/publications/doc-series/doc-9303",),
)
def fields_differ(paper: Paper, organisation: Organisation) -> Iterator[Finding]:
    for field in paper.differs:
        yield Finding(f"paper.fields_differ_{field}", paper.where)
