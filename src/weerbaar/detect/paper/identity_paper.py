"""A picture of an identity paper came along.

People send one to be believed. It shows that somebody has the picture, not that the sender is the person on it: copies are stolen, bought and
made, and every line and check digit on them can be computed by anyone. It is also somebody's personal data, from which an account can be opened in
their name, so it is not passed on, and kept no longer than needed (GDPR art. 5; the Belgian Data Protection Authority and the Dutch Autoriteit
Persoonsgegevens both say that a copy is rarely needed).

When it is wrong: only papers with machine-readable lines, or a printed side that names itself, are recognised; a drawing of one for a training is
told like any other.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Paper


@detector(
    reads=Paper,
    gives={"paper.identity_paper": (), "paper.identity_paper_of": ("issuer", "number")},
    question=Question.FACTS,
    references=("https://www.icao.int/publications/doc-series/doc-9303", "https://eur-lex.europa.eu/eli/reg/2016/679/oj"),
)
def identity_paper(paper: Paper, organisation: Organisation) -> Iterator[Finding]:
    if paper.issuer and paper.number:
        yield Finding("paper.identity_paper_of", paper.where, {"issuer": paper.issuer, "number": paper.number})
    else:
        yield Finding("paper.identity_paper", paper.where)
