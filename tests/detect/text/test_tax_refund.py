import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.tax_refund import tax_refund


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("U hebt recht op een belastingteruggave: bevestig uw belasting en tegoed.", "nl"),
        ("Les impôts vous doivent un remboursement de 318 €.", "fr"),
        ("Ihre Steuererstattung steht bereit, das Finanzamt braucht Ihre Bankdaten.", "de"),
        ("HMRC owes you a tax refund of £318.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(tax_refund, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De belastingconsulent komt dinsdag.",
        "Le comptable vient mardi.",
        "The accountant comes on Tuesday.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(tax_refund, text, "und") is None
