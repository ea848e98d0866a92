"""Verification of Payee: read, kept as evidence, and never enough to let a payment go."""

import json
from pathlib import Path

import pytest

from tests.desk.cast import Desk
from tests.desk.payments.test_check import checked, held
from tests.desk.payments.world import BAKKER, KROON, NIEUW, file, known, to_kroon, to_stranger
from tests.outside.test_payee import Bank
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.ledger import evidence
from weerbaar.desk.payments import answers, payees
from weerbaar.desk.payments.answers import Answer, NoAnswers, Read
from weerbaar.desk.payments.models import Answered
from weerbaar.model.ledger import NameMatch
from weerbaar.outside.payee import NoAnswer, Service

KROON_SAYS = Answer("Molens De Kroon", KROON, NameMatch.CLOSE, "Molens De Kroon NV", "2026-11-20", "7f3a")
ROW = ("Molens De Kroon", KROON, "CLOSE_MATCH", "Molens De Kroon NV", "2026-11-20", "7f3a")


def table(heads: str, delimiter: str = ";", end: str = "\n", **other: str) -> str:
    """The answer as a table under these headings, with another way to write one cell."""
    cells = [other.get(head, cell) for head, cell in zip(("name", "iban", "result", "holder", "at"), ROW, strict=False)]
    return f"{heads.replace(' ', delimiter)}{end}{delimiter.join([*cells, ROW[-1]])}{end}"


ENGLISH = "name iban result holder date reference"
AS_JSON = dict(zip(("name", "iban", "result", "matched_name", "date", "reference"), ROW, strict=True))
FILES = [
    ("English", table(ENGLISH, result="CMTC").encode()),
    ("Dutch, commas", table("Naam IBAN Resultaat Houder Datum Referentie", ",", result="close match").encode()),
    ("French in Windows", table("nom iban résultat titulaire date référence", end="\r\n").encode("cp1252")),
    ("German in UTF-16", table("Name IBAN Ergebnis Inhaber Datum Referenz", "\t").encode("utf-16")),
    ("a mark of UTF-8", table(ENGLISH).encode("utf-8-sig")),
    ("an account in groups, a moment", table(ENGLISH, iban=f"{KROON[:4]} {KROON[4:]}", at="2026-11-20T10:00").encode()),
    ("JSON", json.dumps([AS_JSON]).encode()),
    ("JSON in a table", json.dumps({"answers": [AS_JSON]}).encode()),
]


@pytest.mark.parametrize(("kind", "data"), FILES, ids=[file[0] for file in FILES])
def test_files_of_answers_are_read(kind: str, data: bytes) -> None:
    assert answers.read(data) == Read((KROON_SAYS,), ())


def test_rows_that_cannot_be_read_are_named() -> None:
    rows = f"name;iban;result\nA;{KROON};MATCH\nB;BE00;MATCH\nC;{BAKKER};PERHAPS\n;{BAKKER};MATCH\n"
    read = answers.read(rows.encode())
    assert ([one.name for one in read.answers], read.unread) == (["A"], (2, 3, 4))


NOTHING = [
    b"",
    b"\0\0",
    b"name;iban;result\n",
    b"{}",
    b"[1, 2]",
    b'{"answers": 3}',
    b"[" * 100_000,
    b'"' * 300_000,
    b"x" * (6 * 1024 * 1024),
]


@pytest.mark.parametrize("data", NOTHING, ids=range(len(NOTHING)))
def test_what_holds_no_answer_is_refused(data: bytes) -> None:
    with pytest.raises(NoAnswers):
        answers.read(data)


def says(desk: Desk, name: str, iban: str, result: str) -> None:
    payees.take_in(desk.member("tom"), "answers.csv", f"name;iban;result\n{name};{iban};{result}\n".encode())


def test_an_answer_is_kept_as_evidence_once(desk: Desk) -> None:
    for _ in range(2):
        says(desk, "Molens De Kroon", KROON, "MATCH")
    kept = Answered.objects.select_related("organisation").get()
    found = evidence.find(desk.bakery, kept.told["evidence"])
    assert found is not None and KROON.encode() in found.content()


def test_a_match_lets_nothing_go(desk: Desk) -> None:
    known(desk)
    says(desk, "Nieuwe Leverancier", NIEUW, "MATCH")
    run = checked(desk, file(to_stranger()))
    assert held(run) == {1: ["unknown"]} and run.lines.get().told["bank"]["result"] == "match"


def test_no_match_after_the_confirmation_holds_it_for_that_name_only(desk: Desk) -> None:
    known(desk)
    says(desk, "Molens Van De Kroon", KROON, "NO_MATCH")
    assert held(checked(desk, file(to_kroon(reference="E-1")))) == {}
    says(desk, "MOLENS  DE KROON", KROON, "NO_MATCH")
    assert held(checked(desk, file(to_kroon(reference="E-2"), message="M-2"))) == {1: ["bank"]}


def test_not_possible_says_nothing(desk: Desk) -> None:
    known(desk)
    says(desk, "Molens De Kroon", KROON, "NOT_POSSIBLE")
    assert held(checked(desk, file(to_kroon()))) == {}


def test_the_door_is_shut_until_someone_opens_it(desk: Desk) -> None:
    with pytest.raises(NotNow):
        payees.ask(desk.member("tom"), "X", KROON)
    with pytest.raises(Forbidden):
        payees.connect(desk.member("ines"), Service("https://bank.example/"))


def test_a_bank_is_asked_and_its_answer_kept(desk: Desk, tmp_path: Path) -> None:
    bank = Bank(tmp_path)
    try:
        bank.says({"result": "NO_MATCH", "reference": "9"})
        payees.connect(desk.member("els"), bank.service)
        payees.connect(desk.member("els"), Service(bank.service.url, "", bank.service.trust))  # keeps the key
        assert payees.ask(desk.member("tom"), "Molens De Kroon", KROON).result is NameMatch.NONE
        assert bank.asked[0][0]["Authorization"] == "Bearer geheim"
        kept = Answered.objects.select_related("organisation").get()
        assert kept.service and (kept.told["result"], kept.told["reference"]) == ("no_match", "9")
        bank.says(500)
        with pytest.raises(NoAnswer):
            payees.ask(desk.member("tom"), "Molens De Kroon", KROON)
        assert Answered.objects.count() == 1
        payees.connect(desk.member("els"), Service(bank.service.url.replace("/vop", "/other"), "", bank.service.trust))
        found = payees.door(desk.bakery)
        assert found is not None and found.token == ""  # a key goes nowhere but where it was meant to go
    finally:
        bank.end()
