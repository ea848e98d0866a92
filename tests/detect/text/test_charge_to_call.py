import pytest
from tests.detect.asks import speaks

from weerbaar.detect.text.charge_to_call import charge_to_call


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Uw abonnement werd verlengd voor € 310,00. Bel 085 000 24 91 om te annuleren.", "nl"),
        ("Votre abonnement est renouvelé pour 310,00 €. Appelez le 01 99 00 12 34 pour annuler.", "fr"),
        ("Ihr Abo wurde verlängert: 310,00 €. Rufen Sie uns unter 0800 000 1234 an, um zu stornieren.", "de"),
        ("Your subscription was renewed for € 310.00. Call 085 000 2491 to cancel.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert speaks(charge_to_call, text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Factuur van € 310,00 in bijlage. Bel 085 000 24 91 bij vragen.", "nl"),  # an ordinary invoice
        ("Votre abonnement est renouvelé pour 310,00 €.", "fr"),  # nothing to call
        ("Rufen Sie uns unter 0800 000 1234 an, um den Termin zu stornieren.", "de"),  # no amount
        ("Your order is on its way.", "en"),  # neither
    ],
)
def test_it_stays_silent_where_one_half_is_missing(text: str, language: str) -> None:
    assert not speaks(charge_to_call, text, language)
