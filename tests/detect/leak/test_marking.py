"""Markings where markings stand, and the same words in sentences."""

import pytest
from tests.detect.leak.seen import seen

SPEAKS = [
    ("VERTROUWELIJK", ["VERTROUWELIJK"]),
    ("Strikt vertrouwelijk - niet verspreiden", ["Strikt vertrouwelijk"]),
    ("Pagina 3 van 9 | Strikt intern | Zonnedael NV", ["Strikt intern"]),
    ("Onderwerp: VERTROUWELIJK - jaarcijfers", ["VERTROUWELIJK"]),
    ("Subject: Confidential: merger", ["Confidential"]),
    ("[CONFIDENTIEL] note", ["[CONFIDENTIEL]"]),
    ("Diffusion restreinte", ["Diffusion restreinte"]),
    ("VS-NUR FÜR DEN DIENSTGEBRAUCH", ["VS-NUR FÜR DEN DIENSTGEBRAUCH"]),
    ("VS-NfD", ["VS-NfD"]),
    ("TLP:RED", ["TLP:RED"]),
    ("Report TLP:AMBER+STRICT for members", ["TLP:AMBER+STRICT"]),
    ("ATTORNEY-CLIENT PRIVILEGED", ["ATTORNEY-CLIENT PRIVILEGED"]),
    ("Privileged & Confidential", ["Privileged & Confidential"]),
    ("Classification: Internal", ["Internal"]),
    ("Classificatie: vertrouwelijk", ["vertrouwelijk"]),
    ("Niveau de confidentialité : confidentiel", ["confidentiel"]),
    ("Dieses Dokument ist streng vertraulich.", ["Dieses Dokument ist streng vertraulich"]),
    ("This document is confidential and may not be shared.", ["This document is confidential"]),
    ("Project Falcon (strictly confidential)", ["strictly confidential"]),
    ("CONFIDENTIAL Page 3 of 9", ["CONFIDENTIAL"]),
    ("INTERN", ["INTERN"]),
    ("© Zonnedael – Nur für den internen Gebrauch", ["Nur für den internen Gebrauch"]),
    ("**Streng vertraulich**", ["Streng vertraulich"]),
    ("> VERTRAULICH", ["VERTRAULICH"]),
    ("strictly confidential: the plan", ["strictly confidential"]),
    ("For internal use only", ["For internal use only"]),
    ("Nur zur internen Verwendung", ["Nur zur internen Verwendung"]),
    ("Usage interne uniquement", ["Usage interne uniquement"]),
    ("STRIKT VERTROUWELIJK – enkel voor directie", ["STRIKT VERTROUWELIJK"]),
    ("Document confidentiel – ne pas diffuser", ["Document confidentiel"]),
    ("Company Confidential", ["Company Confidential"]),
    ("Subject: [CONFIDENTIAL] Q3 numbers", ["[CONFIDENTIAL]"]),
    ("Dit is een strikt vertrouwelijk document van de directie.", ["Dit is een strikt vertrouwelijk document"]),
]


@pytest.mark.parametrize(("text", "stretches"), SPEAKS, ids=range(len(SPEAKS)))
def test_it_speaks(text: str, stretches: list[str]) -> None:
    assert [stretch for _, stretch in seen("marking", text)] == stretches


@pytest.mark.parametrize(
    "text",
    [
        "Is dit vertrouwelijk?",
        "We behandelen uw gegevens vertrouwelijk.",
        "Subject: Confidential waste bins",
        "Was bedeutet VS-NfD?",
        "TLP:GREEN",
        "What does TLP:AMBER mean?",
        "Leg uit wat TLP:AMBER betekent.",
        "- Public\n- Internal\n- Confidential",
        "Openbaar | Intern | Vertrouwelijk",
        "Diese Nachricht ist vertraulich und nur für den Empfänger bestimmt.",
        "Intern",
        "Please keep this confidential",
        "Secret santa",
        "Internal meeting notes",
        "Confidential information must be stored safely.",
        "Geheim",
        "Is this email confidential enough?",
    ],
)
def test_it_is_silent(text: str) -> None:
    assert seen("marking", text) == []
