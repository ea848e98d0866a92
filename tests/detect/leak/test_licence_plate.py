import pytest
from tests.detect.leak.seen import seen


@pytest.mark.parametrize(
    ("plate", "text"),
    [
        ("1-ABC-123", "nummerplaat {}"),
        ("1abc123", "nummerplaat {}"),
        ("1-ABC-123", "mijn auto ({}) staat fout"),
        ("XX-99-TT", "kenteken {}"),
        ("12-ABC-3", "de vrachtwagen, {}, had schade"),
        ("AB-123-C", "kenteken: {}"),
        ("AB-123-CD", "plaque d'immatriculation {}"),
        ("AB-123-CD", "la voiture {} est garée"),
        ("B-AB 1234", "Kennzeichen {}"),
        ("M-XY 123E", "Fahrzeug {} geparkt"),
        ("AB 1234", "plaque {} (Luxembourg)"),
        ("AB12 CDE", "car {} was parked"),
        ("2-XYZ-987", "de bestelwagen {} reed door rood"),
        ("V-123-BC", "uw bestelbus {} stond dubbel"),
        ("EF-456-GH", "Elle roulait en Fiat bleue, {}. Merci"),
        ("EF-456-GH", "L'accident de mardi : l'autre conductrice, qui habite à Liège depuis peu, avait {}"),
        ("S-KL 4321", "er kam mit dem Transporter {} aus der Ausfahrt"),
        ("S-KL 4321", "Sie hatte einen blauen Opel, wie mir die Nachbarin am Telefon erzählte, {}"),
        ("CD21 EFG", "He drove a blue Fiat, {}. Thanks"),
        ("CD21 EFG", "Reg. no {}"),
        ("191-D-12345", "the van {} hit the kerb"),
        ("08-KK-321", "a grey Golf {} driven too fast"),
        ("242 WX 1234", "number plate {}"),
        ("1-ABC-123", "Karim is gisteren vertrokken met zijn {}"),
        ("2-ABC-123", "Bruno neemt morgen de route over met de {}"),
        ("T-123-KL", "deelauto {} is niet teruggebracht"),
        ("KX-123-B", "op de camera zag ik {} wegrijden zonder betalen"),
        ("1 ABC 123", "{} belongs to our rep, fuel card included"),
        ("QAA-123", "la remorque {} est restée chez lui"),
        ("AB 1234", "sa jeep luxembourgeoise {}"),
        ("b ab 1234", "van reg {}, german, change insurer"),
        ("GU-123 LK", "{} hat einen Strafzettel bekommen"),
        ("VD 123 456", "parti sans payer, {}"),
        ("AB21CDE", "the fleet: {} for Ruth"),
    ],
)
def test_it_finds_plates_where_cars_are_spoken_of(plate: str, text: str) -> None:
    assert [stretch for _, stretch in seen("licence_plate", text.format(plate))] == [plate]


@pytest.mark.parametrize(
    "text",
    [
        "artikel 1-ABC-123",
        "AB-123-CD",
        "onze wagen, bestelling AB-12-CD",
        "in de auto zaten 12 mensen",
        "voiture de 2019, 123 AB",  # not whole
        "kenteken aanvragen voor 2026",
        "XX-99-TT-88 car",
        "de auto van 12-05-26",
        "bestelling 1-ABC-123 komt met de bestelwagen",
        "bestelwagen met bestelling 1-ABC-123",
        "commande AB-123-CD à livrer par camion",
        "Artikel S-KL 4321 für den Transporter",
        "Order CD21 EFG, delivered by van",
        "AB12 CDE",
        "191-D-12345",
        "the car 191-XX-12345",  # no such county
        "auto: 16-11-2026 en 03-04-26",
        "Golf spelen in zaal B-12, om 14-16 uur",
        "SEAT 12A, GATE B-AB",
        "Lampen für das Auto: GU10 LED, 5 Stück",
        "Immatriculation type GE 000 000 sur une photo",
        "we met on the 1 May and used to be 8 people in the car",
        "Steckdosen CEE 32 am Parkplatz 14",
    ],
)
def test_it_leaves_codes_and_dates(text: str) -> None:
    assert seen("licence_plate", text) == []


def test_a_list_of_cars() -> None:
    text = "wagenpark: 2ABC123 Sofie, 2-ABC-124 Karim, 2 ABC 125 vrij"
    assert [stretch for _, stretch in seen("licence_plate", text)] == ["2ABC123", "2-ABC-124", "2 ABC 125"]


@pytest.mark.parametrize(
    "text", ["Bart rijdt met 1-WQE-305", "Camille roule en GA-771-RT", "Rolf fährt DA-RK 510", "Ralph drives MV21 KLO"]
)
def test_who_drives_it_is_enough(text: str) -> None:
    assert len(seen("licence_plate", text)) == 1
