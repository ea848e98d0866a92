"""Own words at the desk: lists are learned, replaced, forgotten; nothing stands in the database in clear. Firms are invented."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.desk.cast import Desk
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.gateway.vocabulary import vocabulary_of
from weerbaar.desk.gateway.words import lists
from weerbaar.desk.gateway.words.models import Kind, WordList
from weerbaar.desk.gateway.words.reading import names_in
from weerbaar.desk.governance.models import Entry
from weerbaar.leak.check import check
from weerbaar.leak.names import Refusal
from weerbaar.leak.words import NO_WORDS

CUSTOMERS = b"Nr;Klantnaam;Plaats\n1;Zonnedael NV;Leuven\n2;De Keuken BV;Gent\n3;X;Aalst\n"
REPORT = (
    "Het overnamebod van maart blijft tot nader order binnenskamers. De raad van bestuur heeft beslist om de onderhandelingen met de "
    "Duitse koper voort te zetten tot het einde van het tweede kwartaal, op voorwaarde dat de waarborgen voor de ploeg in Aarschot "
    "schriftelijk worden vastgelegd. De prijs die werd genoemd ligt achttien procent boven de boekwaarde."
)


def found(desk: Desk, text: str) -> list[tuple[str, str]]:
    return [
        (match.by, match.reason)
        for match in check(text, vocabulary_of(desk.bakery.pk).words).matches
        if match.by.startswith("own_")
    ]


def test_names_of_a_table_are_recognised_and_said_to_nobody(desk: Desk) -> None:
    result = lists.learn_file(desk.member("els"), Kind.CUSTOMER, "Klanten 2026", CUSTOMERS)
    assert (result.made.learned, result.made.everyday, result.made.refused) == (2, 1, 1)
    assert result.refused == (("De Keuken BV", Refusal.EVERYDAY), ("X", Refusal.SHORT))
    assert found(desk, "De offerte voor Zonnedael is klaar") == [("own_word", "customer")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM own_words_wordlist")
        row = b" ".join(
            bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in cursor.fetchone()
        )
    for word in (b"Zonnedael", b"zonnedael", b"Keuken", b"Klanten"):
        assert word not in row
    told = Entry.objects.filter(action="own words learned").get()
    assert told.facts == {"kind": "customer", "learned": 2, "everyday": 1, "refused": 1}


def test_the_same_list_again_replaces_it_and_the_version_changes(desk: Desk) -> None:
    els = desk.member("els")
    assert vocabulary_of(desk.bakery.pk).words == NO_WORDS
    first = lists.learn_file(els, Kind.CUSTOMER, "Klanten", CUSTOMERS).made
    before = vocabulary_of(desk.bakery.pk).version
    second = lists.learn_file(els, Kind.CUSTOMER, " klanten ", b"Meridiaan Bouw\n").made
    assert first.pk == second.pk and vocabulary_of(desk.bakery.pk).version != before
    assert found(desk, "Zonnedael NV") == [] and found(desk, "Meridiaan Bouw") == [("own_word", "customer")]
    lists.learn_file(els, Kind.PROJECT, "Klanten", b"Project Zonnewijzer\n")
    assert WordList.objects.count() == 2
    lists.forget(second, els)
    assert found(desk, "Meridiaan Bouw") == [] and Entry.objects.filter(action="own words forgotten").count() == 1


def test_another_organisation_has_other_words_and_other_fingerprints(desk: Desk) -> None:
    lists.learn_file(desk.member("els"), Kind.CUSTOMER, "Klanten", CUSTOMERS)
    assert vocabulary_of(desk.garage.pk).words == NO_WORDS
    made = WordList.objects.get()
    assert made.words().key != lists.key_of(desk.garage)


def test_the_suppliers_of_the_organisation_are_learned(desk: Desk) -> None:
    result = lists.learn_ledger(desk.member("els"))
    assert result.made.kind == Kind.SUPPLIER and result.made.learned > 0
    assert lists.learn_ledger(desk.member("els")).made.pk == result.made.pk


def test_marked_documents_are_recognised_in_a_paste(desk: Desk) -> None:
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w") as archive:
        archive.writestr("bod.txt", REPORT)
    files = [("map.zip", folder.getvalue()), ("kort.txt", b"te kort"), ("kapot.pdf", b"%PDF-1.7 \x00\xff")]
    result = lists.learn_documents(desk.member("els"), "Overname", files)
    assert (result.made.learned, result.made.refused) == (1, 2)
    assert found(desk, f"Vat samen: {REPORT[:240]}") == [("own_document", "marked_document")]
    assert found(desk, "Vat samen: De raad van bestuur vergadert maandag over het tweede kwartaal.") == []


def test_only_who_looks_after_the_gateway_changes_words(desk: Desk) -> None:
    made = lists.learn_file(desk.member("els"), Kind.CUSTOMER, "Klanten", CUSTOMERS).made
    for name in ("nadia", "ines", "ruth"):
        with pytest.raises(Forbidden):
            lists.learn_file(desk.member(name), Kind.CUSTOMER, "Klanten", CUSTOMERS)
        with pytest.raises(Forbidden):
            lists.forget(made, desk.member(name))
    with pytest.raises(Forbidden):
        lists.forget(made, desk.member("bart"))  # he looks after the gateway of another organisation


@pytest.mark.parametrize("data", [b"", b"\n \n;;\n", b"\x00\xff\xfe"])
def test_a_file_without_names_is_refused(desk: Desk, data: bytes) -> None:
    with pytest.raises(lists.NotLearned):
        lists.learn_file(desk.member("els"), Kind.CUSTOMER, "Leeg", data)
    assert not WordList.objects.exists()


@pytest.mark.parametrize("files", [[], [("leeg.txt", b"")] * (lists.MOST_FILES + 1)], ids=["none", "too many"])
def test_no_files_or_too_many_are_refused(desk: Desk, files: list[tuple[str, bytes]]) -> None:
    with pytest.raises(lists.NotLearned):
        lists.learn_documents(desk.member("els"), "Leeg", files)


def post(desk: Desk, **form: Any) -> str:
    answer = desk.browser("els").post("/ai/gateway/words/", form)
    assert answer.status_code in (200, 400)
    return str(answer.content.decode())


def test_the_page_tells_what_was_learned_and_what_was_not(desk: Desk) -> None:
    page = post(desk, do="names", kind="customer", name="Klanten", file=SimpleUploadedFile("k.csv", CUSTOMERS))
    assert "De Keuken BV" in page and "Zonnedael" not in page  # only what was refused is shown, and only now
    page = desk.browser("els").get("/ai/gateway/words/").content.decode()
    assert "Klanten" in page and "Keuken" not in page
    post(desk, do="ledger")
    assert WordList.objects.count() == 2
    made = WordList.objects.get(kind=Kind.CUSTOMER)
    assert desk.browser("els").post(f"/ai/gateway/words/{made.ref}/forget/").status_code == 302
    assert WordList.objects.count() == 1


def test_the_page_says_what_is_missing(desk: Desk) -> None:
    page = post(desk, do="names", kind="customer", name="", file=SimpleUploadedFile("k.csv", CUSTOMERS))
    assert "id_name" in page and not WordList.objects.exists()
    assert "100" in post(desk, do="documents", name="Niets") and not WordList.objects.exists()
    assert "id_name" in post(desk, do="names", kind="customer", name="Leeg", file=SimpleUploadedFile("k.csv", b"\n;;\n"))


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ("Klantnaam;BTW\nZonnedael NV;BE 0123\n", ["Zonnedael NV"]),
        ("id,Company Name,city\n1,Zonnedael NV,Leuven\n2,\"Peeters, Jan & Co\",Gent\n", ["Zonnedael NV", "Peeters, Jan & Co"]),
        ("Zonnedael NV\nMeridiaan\n\nZonnedael NV\n", ["Zonnedael NV", "Meridiaan"]),  # a list, doubles once
        ("Zonnedael NV;Leuven\nMeridiaan;Gent\n", ["Zonnedael NV", "Meridiaan"]),  # no heading: the first column
        ("Raison sociale\tVille\nL'Atelier\tNamur\n", ["L'Atelier"]),
        ("\ufeffKunde\nMüller GmbH\n", ["Müller GmbH"]),
    ],
)  # fmt: skip
def test_names_are_read_from_tables_and_lists(data: str, names: list[str]) -> None:
    assert names_in(data.encode()) == names
    assert names_in(data.encode("utf-16")) == names
