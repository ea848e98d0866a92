"""Numbers of persons; all made up, with right check digits."""

import random

import pytest
from stdnum.at import vnr
from stdnum.be import bis, nn
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.ie import pps
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.pl import pesel
from tests.detect.leak.seen import seen

from weerbaar.detect.leak import _check_digits as ours

SPEAKS = [
    ("85.07.30-033.28", "{}"),
    ("85073003328", "Rijksregisternummer: {}"),
    ("850730-033-28", "NISS {}, merci"),
    ("85 07 30 033 28", "registre national {}"),
    ("85.07.30 033-28", "{}"),
    ("12.02.24-018.42", "{}"),  # born in 2012
    ("89.45.12-134.41", "BIS-nummer {}"),
    ("8 5 0 7 3 0 0 3 3 2 8", "{}"),
    ("628194821", "BSN {}"),
    ("628194821", "Burgerservicenummer van mevrouw: {}"),
    ("6281.94.821", "bsn: {}"),
    ("628 194 821", "{} (BSN)"),
    ("023307924", "b.s.n. {}"),
    ("23307924", "bsn {}"),
    ("628194821", "BSN{}"),
    ("628194821", "geboren 12-3-1980, {}"),
    ("2 85 05 78 006 084 41", "{}"),
    ("285057800608441", "N° de sécurité sociale : {}"),
    ("192027511500186", "{}"),
    ("1 91 02 2A 004 001 30", "NIR {}"),
    ("2850578006084", "sécu {}"),
    ("71800239042", "Steuer-ID {}"),
    ("46 190 032 789", "{}"),
    ("42351618093", "Steuerliche Identifikationsnummer: {}"),
    ("65180577W406", "{}"),
    ("6 5 1 8 0 5 7 7 W 4 0 6", "Steuer-ID {} und mehr"),
    ("71800239042", "RV-Nr. {}"),
    ("71800239042", "sv_nummer = '{}'"),
    ("65 180577 W 406", "Sozialversicherungsnummer {}"),
    ("1985073038676", "matricule {}"),
    ("1985 0730 38676", "{}"),
    ("756.8373.9961.06", "AHV {}"),
    ("8038 300785", "SVNR {}"),
    ("85073028531", "PESEL {}"),
    ("906 104 1422", "NHS number {}"),
    ("54362310Q", "DNI {}"),
    ("X1234567L", "NIE: {}"),
    ("1234567FA", "PPS number {}"),
    ("PTRJNA85L30D612L", "{}"),
    ("AB 12 34 56 C", "National Insurance number {}"),
    ("85073003328", "brief van het pensioenfonds met kenmerk {}"),
    ("85.07.30-033.28", "dossier {}"),
    ("2 85 05 78 006 084 41", "la mutuelle demande la référence {}"),
    ("285057800608441", "courrier de la caisse de retraite, dossier {}"),
    ("1985073038676", "die Krankenkasse schreibt, Aktenzeichen {}"),
    ("850730-033-28", "payroll says the number of this worker is {}"),
]


@pytest.mark.parametrize(("number", "text"), SPEAKS, ids=[f"{n}" for n in range(len(SPEAKS))])
def test_it_finds_numbers_of_persons(number: str, text: str) -> None:
    assert [stretch for _, stretch in seen("national_id", text.format(number))] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "85.07.30-033.29",  # wrong check digits
        "rijksregisternummer 85073003329",  # made up for a form
        "85.13.30-033.28",  # no such month
        "bestelling 85073003328",
        "kenmerk 85073003328",
        "dossier 285057800608441",
        "bestelling 85.07.30-033.28",
        "het pensioenfonds bestelde artikel 85073003328",
        "payroll invoice 85073003328",
        "Aktenzeichen 46190032789",
        "Artikelnummer 85073003328",
        "colis 285057800608441",
        "628194821",  # a BSN that nobody calls so
        "klantnummer 628194821",
        "Rechnung 71800239042",
        "71800239042",  # passes one in 260
        "EAN 5412345678908",
        "v85073003328",
        "3.85073003328",
        "85073003328.50 EUR",
        "54362310Q",
        "2850578006084",  # NIR without key
        "8038300785",
        "IBAN BE68 5390 0754 7034",
        "6 5 1 8 0 5 7 7 W 4 0 7",  # wrong check digit
        "1 6 5 1 8 0 5 7 7 W 4 0 6",  # longer
        "RV-Nr. 71800239043",
        "ISBN 978-90-274-3964-2",
    ],
)
def test_it_leaves_other_numbers(text: str) -> None:
    assert seen("national_id", text) == []


def test_a_list_or_a_column_needs_its_name_once() -> None:
    column = "naam;bsn;plaats\nJan;628194821;Hulst\nPiet;252760189;Goes"
    table = "| Naam | BSN |\n|---|---|\n| Jan | 628194821 |\n| Piet | 252760189 |"
    listed = "BSN:\n- Jan Jansen: 628194821\n- Piet de Boer: 252760189"
    for text in (column, table, listed):
        assert [stretch for _, stretch in seen("national_id", text)] == ["628194821", "252760189"]
    assert seen("national_id", "order;bsn;stuks\n628194821;;3") == []  # the other column


def test_check_digits_agree_with_the_library() -> None:
    dice = random.Random(1)

    def digits(count: int) -> str:
        return f"{dice.randrange(10**count):0{count}}"

    def day() -> str:
        return f"{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}"

    for check, library, make in (
        (ours.bsn, bsn.is_valid, lambda: digits(9)),
        (ours.nir, nir.is_valid, lambda: "1" + digits(2) + day()[:2] + "75" + digits(8)),
        (ours.austrian, vnr.is_valid, lambda: digits(4) + day()[2:] + day()[:2] + digits(2)),
        (ours.pesel, pesel.is_valid, lambda: digits(2) + day() + digits(5)),
        (ours.nhs, nhs.is_valid, lambda: digits(10)),
        (
            ours.dni,
            lambda number: dni.is_valid(number) or nie.is_valid(number),
            lambda: dice.choice("123XYZ") + digits(7) + dice.choice(ours.DNI),
        ),
        (ours.pps, pps.is_valid, lambda: digits(7) + dice.choice("ABCDEFGHIJKLMNOPQRSTUVW") + dice.choice(("", "A", "B", "W"))),
        (
            ours.codice_fiscale,
            codicefiscale.is_valid,
            lambda: "RCCMNL" + digits(2) + "D" + day()[2:] + "A" + digits(3) + dice.choice("ABCDEFGH"),
        ),
    ):
        numbers = [make() for _ in range(1500)]
        assert [check(number) for number in numbers] == [library(number) for number in numbers]
        assert any(map(check, numbers)), "no right number was tried"


def test_every_belgian_number_that_the_library_knows_passes() -> None:
    for n in range(2000):
        number = f"{n % 100:02}{1 + n % 12:02}{1 + n % 28:02}{1 + n % 997:03}"
        number += f"{97 - int(number) % 97:02}"
        assert not (nn.is_valid(number) or bis.is_valid(number)) or ours.belgian(number)
    assert nn.is_valid("85073003328") and ours.belgian("85073003328")
