"""A check digit in the machine-readable lines of an identity paper does not hold.

Each field (document number, birth, expiry) carries a digit computed from it, and one over all of them. Someone who changes a date in a picture often
forgets the digit. `_whole` is the last one; where it fails alone, something else in the lines differs.

When it is wrong: a poor picture, where one sign was read as another; the lines are read twice and a digit that held once does not count as wrong. A
forger who computes the digits is not seen at all.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Paper

FIELDS = ("number", "birth", "expiry")


@detector(
    reads=Paper,
    gives={
        "paper.check_digits_number": (),
        "paper.check_digits_birth": (),
        "paper.check_digits_expiry": (),
        "paper.check_digits_whole": (),
    },
    question=Question.FACTS,
    references=("https://www.icao.int/publications/doc-series/doc-9303",),
)
def check_digits(paper: Paper, organisation: Organisation) -> Iterator[Finding]:
    wrong = [field for field in FIELDS if field in paper.wrong]
    for field in wrong or [field for field in paper.wrong if field == "whole"]:
        yield Finding(f"paper.check_digits_{field}", paper.where)
