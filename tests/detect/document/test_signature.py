import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.signature import signature
from weerbaar.model.part import Document, Later, Signing

WHOLE = Signing("Molens De Kroon", True, Later.NOTHING)


@pytest.mark.parametrize(
    ("signings", "ids"),
    [
        ([WHOLE], ["unknown"]),
        ([Signing("Molens De Kroon", True, Later.NOTHING, known=True)], ["whole"]),
        ([Signing("Molens De Kroon", True, Later.FILLED)], ["unknown"]),  # a form filled in after signing
        ([Signing("Molens De Kroon", True, Later.CHANGED, known=True)], ["changed"]),
        ([Signing("Molens De Kroon", True, Later.UNCLEAR)], ["unclear"]),
        ([Signing("Molens De Kroon", False, Later.NOTHING, known=True)], ["broken"]),
        ([Signing("Tom", True, Later.CHANGED), WHOLE], ["unknown"]),  # the second covers what came after the first
        ([Signing("Tom", False, Later.NOTHING), WHOLE], ["broken", "unknown"]),
        ([], []),
    ],
)
def test_it_tells_what_a_signature_is_worth(signings: list[Signing], ids: list[str]) -> None:
    document = Document("factuur.pdf", "factuur.pdf", "pdf", signings=tuple(signings))
    assert [one.id.removeprefix("document.signature_") for one in signature(document, BAKERY)] == ids
