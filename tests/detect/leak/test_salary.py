"""Pay with somebody it belongs to, and pay in general. The people are invented."""

import pytest
from tests.detect.leak.seen import seen

SPEAKS = [
    ("Jan verdient 3.450 euro bruto per maand", ["3.450 euro bruto"]),
    ("Het salaris van Sofie De Smet is € 4.200", ["€ 4.200"]),
    ("Mijn loon is 2800 netto", ["2800"]),
    ("Le salaire de Karim Benali est de 3 200 € brut", ["3 200 € brut"]),
    ("Elle gagne 2.900 euros par mois", ["2.900 euros"]),
    ("Frau Meier verdient 4.500 Euro brutto", ["4.500 Euro brutto"]),
    ("Sein Gehalt beträgt 52.000 €", ["52.000 €"]),
    ("John earns £45,000 a year", ["£45,000"]),
    ("Her bonus of €5,000 was paid in March", ["€5,000"]),
    ("Onze boekhouder verdient 3500 euro", ["3500 euro"]),
    ("Le salaire de la comptable est de 3 200 €", ["3 200 €"]),
    ("Das Gehalt des Geschäftsführers beträgt 120.000 €", ["120.000 €"]),
    ("The salary of our CFO is 140k", ["140k"]),
    ("Naam: Jan Peeters\nBrutoloon: 3.450,00\nNetto te betalen: 2.210,55", ["3.450,00", "2.210,55"]),
    ("Naam;Functie;Brutoloon\nJan Peeters;kok;2.850,00\nFatima Amrani;chef;3.100,00", ["2.850,00", "3.100,00"]),
    ("| Name | Salary |\n|---|---|\n| John Smith | 45,000 |", ["45,000"]),
    ("Thomas bekommt eine Gehaltserhöhung von 300 Euro", ["300 Euro"]),
    ("I earn 3200 euros a month", ["3200 euros"]),
    ("Het brutoloon van Karim Benali bedraagt 3.450,50 euro per maand.", ["3.450,50 euro"]),
    ("Karim vraagt opslag tot 3800 euro bruto.", ["3800 euro bruto"]),
    ("Le salaire annuel de Sophie Martin s'élève à 42 000 €.", ["42 000 €"]),
    ("Sophie touche 3200 € net par mois.", ["3200 € net"]),
    ("Das Bruttogehalt von Thomas Müller liegt bei 4.200 Euro.", ["4.200 Euro"]),
    ("Thomas Müller verdient 58.000 € im Jahr.", ["58.000 €"]),
    ("Emma Wilson is on £52k plus a 10% bonus.", ["£52k"]),
    ("We pay Emma Wilson a salary of £52,000.", ["£52,000"]),
    ("Emma Wilson, senior fitter on £34,200 a year, is often late.", ["£34,200"]),
    ("Contract voor Karim Benali (magazijnier), met een maandloon van 2.650 euro.", ["2.650 euro"]),
    ("Il gagne 3 100 euros.", ["3 100 euros"]),
    ("Das ist die Akte von Thomas Keller. 3.300 Euro Tariflohn.", ["3.300 Euro"]),
    ("Offer letter:\n- Priya Nair\n- engineer\n- EUR 4,100 gross per month", ["EUR 4,100"]),
    ("Lotte Maes, Kerkstraat 4, 2000 Antwerpen, 13,10 euro per uur, flexi-job", ["13,10 euro"]),
    ("Stimmt ihr Netto von 2.150,20 Euro?", ["2.150,20 Euro"]),
    ("Sophie demande si son net de 1 950,30 € est juste.", ["1 950,30 €"]),
    ("The pay of Paul Carter as director stays at €9,100 per month.", ["€9,100"]),
    ("Sofie Peeters, planning. Verdient € 3.150 bruto.", ["€ 3.150 bruto"]),
    ("The file of John Carter with his payslips (£2,150 net)", ["£2,150 net"]),
]


@pytest.mark.parametrize(("text", "stretches"), SPEAKS, ids=range(len(SPEAKS)))
def test_it_speaks(text: str, stretches: list[str]) -> None:
    assert [stretch for _, stretch in seen("salary", text)] == stretches


@pytest.mark.parametrize(
    "text",
    [
        "Vacature boekhouder: salaris tussen 3000 en 3500 euro",
        "We zoeken een kok, loon vanaf 2.800 euro",
        "What is the average salary of a developer? About 60k",
        "Le SMIC est de 1 801 € brut",
        "Der Mindestlohn liegt bei 12,82 Euro",
        "Bereken het nettoloon bij 3.000 euro bruto",
        "The pension fund has 3000 members",
        "De factuur bedraagt 3.450 euro netto",
        "Net weight: 450 kg",
        "Prime Video costs 9 euro",
        "Netto: 3.450,00\nBTW: 724,50",
        "Product;Prix net\nChaise;45,00",
        "Our wage policy since 2019",
        "The company makes 3 million euro",
        "Quel est le salaire moyen d'un comptable ? 3000 €",
        "loon naar werken",
        "He makes 30 chairs a day",
        "Jan Peeters\nFactuur 2024-113\nBruto: 1.200,00",
        "Schrijf een functieomschrijving voor een receptionist met een loon tussen 2.400 en 2.800 euro bruto.",
        "Wat is het verschil tussen bruto en netto loon in België?",
        "Maak een sjabloon voor een ziektebriefje dat werknemers kunnen invullen.",
        "Hoeveel bedraagt het minimumloon in Nederland in 2026?",
        "De klant betaalde 3.450 euro netto voor de machine.",
        "Ecris une annonce pour un comptable, salaire selon barème.",
        "Explique la différence entre salaire brut et salaire net.",
        "Le client a payé la facture de 1 200 € net.",
        "Schreibe eine Stellenanzeige für eine Buchhalterin, Gehalt 3.200 bis 3.800 Euro.",
        "Was ist der Unterschied zwischen Brutto und Netto?",
        "Die Gewerkschaft verhandelt über 6 % mehr Lohn.",
        "Write a job ad for a driver, pay £14 an hour.",
        "He makes 45 chairs a day and she sells them for 120 euro.",
        "What is the average salary of a nurse in Germany?",
        "Mijn pensioen begint in 2031.",
        "Karim Benali huurt een garage voor 95 euro per maand.",
        "Sophie loue un studio, loyer 650 € par mois.",
        "Thomas Keller zahlt 780 Euro Miete pro Monat.",
        "John Carter pays £12 a month for the gym.",
        "Emma ordered the licence at 40 euro per month.",
        "Jan Peeters\nUurtarief: 85 euro per uur",
        "Jan Peeters verkocht de wagen voor 9.000 euro netto.",
        "Bedankt Karim,\nhet abonnement kost 25 euro per maand.",
        "Sarah, the machine runs on 240 kWh a day.",
    ],
)
def test_it_is_silent(text: str) -> None:
    assert seen("salary", text) == []


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("zijn loon gaat van 3100 naar 3350 euro per maand", ["3100", "3350 euro"]),
        ("son salaire passe de 2500 à 2700 euros", ["2500", "2700 euros"]),
        ("his pay goes from 2,900 to 3,100 a month", ["2,900", "3,100"]),
        ("ich bekomme 14,20 Euro die Stunde", ["14,20 Euro"]),
        ("I get £12.40 an hour, is that legal", ["£12.40"]),
        ("mein Jahresbrutto ist 58.000 €", ["58.000 €"]),
        ("ik krijg 25 euro korting", []),
        ("she gets 300 euros a month in rent", []),
    ],
)
def test_pay_by_the_hour_and_from_one_amount_to_another(text: str, stretches: list[str]) -> None:
    assert [stretch for _, stretch in seen("salary", text)] == stretches


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("Karim Benali zit nu op 3.400, hij wil 3.800.", ["3.400", "3.800"]),
        ("Frau Keller verdient 3.850 brutto, Herr Otto 4.200.", ["3.850", "4.200"]),
        ("Tom earns 28k, Emma 32k.", ["28k", "32k"]),
        ("bonus: Emma £1,250, Tom £900", ["£1,250", "£900"]),
        ("lonen oktober:\nSofie Claes 2.850\nKarim Smet 2.400", ["2.850", "2.400"]),
        ("Name,Role,Salary\nEmma Hill,analyst,42500\nTom Ward,clerk,27800", ["42500", "27800"]),
        ("Payslip: Tom Ward, gross £2,316.67, net £1,904.12", ["£2,316.67", "£1,904.12"]),
        ("Nous proposons à M. Durand 38 K€ fixe", ["38 K€"]),
        ("Opslag voor Sofie: van 3200 naar 3450.", ["3200", "3450"]),
        ("It's in the contract of Emma Scholes (e.scholes@print.example), salary £52,000.", ["£52,000"]),
    ],
)
def test_pay_of_several_in_lists_and_offers(text: str, stretches: list[str]) -> None:
    assert [stretch for _, stretch in seen("salary", text)] == stretches


@pytest.mark.parametrize(
    "text",
    [
        "Wir bieten 20 bis 24 Euro je Stunde je nach Erfahrung, Ansprechpartnerin Eva Keller",
        "Karim vraagt 65 euro per uur voor de website",
        "Tim Cook earned $63 million in 2023.",
        "Sofie krijgt 1.200 euro terug van de winkel",
        "Emma and Tom rent a flat for 1,450 a month",
    ],
)
def test_prices_ranges_and_millions_are_left(text: str) -> None:
    assert seen("salary", text) == []
