import pytest
from tests.organisation import BAKERY

from weerbaar.detect.paper.identity_paper import identity_paper
from weerbaar.model.finding import Finding
from weerbaar.model.part import Paper


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (Paper("foto.jpg", "TD1", "card", "BEL", "59••••••••05"), Finding("paper.identity_paper_of", "foto.jpg", {"issuer": "BEL", "number": "59••••••••05"})),
        (Paper("foto.jpg", "front", "card", "", ""), Finding("paper.identity_paper", "foto.jpg")),
    ],
)  # fmt: skip
def test_it_names_the_paper_and_never_the_person(paper: Paper, expected: Finding) -> None:
    assert list(identity_paper(paper, BAKERY)) == [expected]
