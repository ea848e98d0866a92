import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.alternatives_differ import alternatives_differ
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("traits", "body", "speaks"),
    [
        ({"alternatives_differ"}, True, True),
        ({"alternatives_differ"}, False, False),  # an attached page has no second version
        ({"form"}, True, False),
    ],
)
def test_it_speaks_when_the_two_versions_differ(traits: set[str], body: bool, speaks: bool) -> None:
    page = Document("text", "", "html", traits=frozenset(traits), body=body)
    assert bool(list(alternatives_differ(page, BAKERY))) == speaks
