"""A number on an identity paper does not have the form that its country gives it.

Belgium: rijksregisternummer (day of birth, number, mod 97) and card number (mod 97). Netherlands: nine signs without the letter O, and the eleven-proof
of a BSN. Germany: no vowels in the number of a Personalausweis. France: year and month of issue in the number of the card of before 2021.

When it is wrong: a misread sign; numbers of papers issued abroad, or older than the form of today. A right form proves nothing: anyone can compute it.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Paper


@detector(
    reads=Paper,
    gives={"paper.number_form": ("number",)},
    question=Question.FACTS,
    references=(
        "https://www.ibz.rrn.fgov.be/nl/identiteitsdocumenten/eid/",
        "https://www.rvig.nl/",
        "https://www.gesetze-im-internet.de/pauswv/",
    ),
)
def number_form(paper: Paper, organisation: Organisation) -> Iterator[Finding]:
    for number in paper.odd:
        yield Finding("paper.number_form", paper.where, {"number": number})
