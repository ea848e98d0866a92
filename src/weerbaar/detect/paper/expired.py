"""An identity paper that is no longer valid.

Lost and stolen papers, and pictures of them, go round for years after they ran out. A sample picture from an authority often has run out too.

When it is wrong: people do keep and send old copies in good faith; Spain, Italy and others extended some papers beyond the printed date. Without a
ledger nothing tells which day it is, and this says nothing.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Paper


@detector(
    reads=Paper,
    gives={"paper.expired": ("date",)},
    question=Question.FACTS,
    references=("https://www.consilium.europa.eu/prado/",),
)
def expired(paper: Paper, organisation: Organisation) -> Iterator[Finding]:
    if paper.expires and paper.expires < organisation.ledger.today:
        yield Finding("paper.expired", paper.where, {"date": paper.expires})
