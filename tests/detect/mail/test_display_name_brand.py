import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.display_name_brand import display_name_brand
from weerbaar.model.part import Address, Mail


@pytest.mark.parametrize(
    ("name", "address", "variant"),
    [
        ("DocuSign", "sign@documents.example", ""),
        ("Belfius Klantendienst", "info@dossier.example", ""),
        ("Orange Service", "info@dossier.example", ""),  # an everyday word beside a word of office
        ("Molens De Kroon - boekhouding", "info@dossier.example", "_supplier"),
        ("Lambert Fiduciaire", "info@dossier.example", "_supplier"),
        ("Bakkerij Van Hove IT", "info@dossier.example", "_us"),
        ("LaPoste", "info@dossier.example", ""),  # words squeezed together
        ("mediamarkt zustellung", "info@dossier.example", ""),
        ("Media Markt", "info@dossier.example", ""),  # or spread
        ("louisvuitton", "info@dossier.example", ""),
        ("Louisvuittonesque", "info@dossier.example", None),  # another word
        ("La Poste", "noreply@laposte.info", None),
        ("Pierre Boulanger", "pierre@boulanger-peinture.example", None),  # a family name
        ("Action", "info@dossier.example", None),  # an everyday word
        ("Action Service", "info@dossier.example", ""),
        ("Grand Canal", "info@dossier.example", None),
        ("Race Club", "info@dossier.example", None),
        ("ADAC Mitgliederservice", "info@dossier.example", ""),
        ("Microsoft", "noreply@email.microsoft.com", None),
        ("Molens De Kroon", "facturen@molensdekroon.example", None),
        ("Fiduciaire Lambert via Zegelwerk", "no-reply@zegelwerk.example", None),
        ("Zegelwerk namens Fiduciaire Lambert", "no-reply@zegelwerk.example", None),
        ("Piet Orange", "piet@orange-tuinen.example", None),  # a family name
        ("ing. Jan Peeters", "jan@peeters.example", None),  # an engineer, not a bank
        ("Kroon Optiek", "info@kroonoptiek.example", None),
    ],
)
def test_it_compares_the_name_with_the_domain(name: str, address: str, variant: str | None) -> None:
    found = [f.id for f in display_name_brand(Mail("mail", Address(name, address), ""), BAKERY)]
    assert found == ([] if variant is None else [f"mail.display_name_brand{variant}"])
