"""However a claim is brought - mail, chat, PDF, invoice for programs, payment code - its account is told to stand in the same way."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from bench.seeds import pdf
from tests.organisation import LEDGERED

from weerbaar.advise.whom import readable_phone
from weerbaar.detect.declaration import detect
from weerbaar.look import look
from weerbaar.model.finding import Finding
from weerbaar.model.item import Item
from weerbaar.model.part import Code, Parts
from weerbaar.model.verdict import Band
from weerbaar.settings import DEFAULT
from weerbaar.unpack.unpack import unpack

UBL = (Path(__file__).parents[1] / "ledger" / "samples" / "invoice" / "peppol-invoice.xml").read_text(encoding="utf-8")
STANDINGS = frozenset(
    f"text.account_{name}"
    for name in (
        "known",
        "differs",
        "differs_unconfirmed",
        "of_another",
        "unknown",
        "expired",
        "unconfirmed",
        "unconfirmed_paid",
    )
)


def mail(name: str, iban: str) -> Parts:
    text = f"Beste Tom,\n\nde factuur van {name} betaalt u op {iban}.\n"
    headers = "From: Nadia <nadia@bakkerijvanhove.example>\nTo: tom@bakkerijvanhove.example\nSubject: Factuur\n\n"
    return unpack(Item("bericht.eml", (headers + text).encode()))


def chat(name: str, iban: str) -> Parts:
    lines = f"02-03-2026 09:14 - {name}: Dag Tom\n02-03-2026 09:15 - {name}: hier {name}, betalen op {iban} graag\n"
    return unpack(Item("_chat.txt", lines.encode()))


def paper(name: str, iban: str) -> Parts:
    data = pdf(f"Factuur 118 van {name}. Te betalen op {iban} binnen 30 dagen.")
    return unpack(Item("factuur.pdf", data), replace(DEFAULT, ocr=False))


def invoice(name: str, iban: str) -> Parts:
    text = UBL.replace("Molenaars Meel bv", name).replace("De Molen", name).replace("BE30000000001111", iban)
    text = (
        text.replace("BE0403019261", "")
        .replace("0403.019.261", "")
        .replace("0403019261", "")
        .replace("Facturen@Molen.example", "")
    )
    return unpack(Item("factuur.xml", text.encode()))


def code(name: str, iban: str) -> Parts:
    return Parts(
        (Code("foto.png", "QRCode", "\n".join(("BCD", "002", "1", "SCT", "", name, iban, "EUR120.50", "", "", "118"))),)
    )


@pytest.mark.parametrize("way", [mail, chat, paper, invoice, code], ids=lambda way: way.__name__)
@pytest.mark.parametrize(
    ("name", "iban", "standing"),
    [
        ("Molens De Kroon", "BE71096123456769", "known"),
        ("Molens De Kroon", "BE68539007547034", "differs"),
        ("Bakkersbond", "BE68539007547034", "differs_unconfirmed"),
        ("Brinkmann Druck GmbH", "DE89370400440532013000", "expired"),
        ("Bakkersbond", "NL91ABNA0417164300", "unconfirmed"),
        ("Zoutmeer", "BE47000000008080", "unconfirmed_paid"),
        ("Graanhandel Oost", "BE68539007547034", "unknown"),
    ],
)
def test_every_way_tells_the_same_standing(way: Callable[[str, str], Parts], name: str, iban: str, standing: str) -> None:
    told = {one.id for one in detect(way(name, iban), LEDGERED) if isinstance(one, Finding)} & STANDINGS
    # An account that is not the known one is also unknown: told twice, weighed once.
    assert told - {"text.account_unknown"} == {f"text.account_{standing}"} - {"text.account_unknown"}
    assert ("text.account_unknown" in told) == (standing in ("unknown", "differs", "differs_unconfirmed"))


@pytest.mark.parametrize("way", [invoice, code], ids=lambda way: way.__name__)
@pytest.mark.parametrize("name", ["Graanhandel Oost", "Bakkersbond"])
def test_an_account_under_another_name_is_told_to_be_somebody_elses(way: Callable[[str, str], Parts], name: str) -> None:
    told = {one.id: one for one in detect(way(name, "BE71096123456769"), LEDGERED) if isinstance(one, Finding)}
    assert STANDINGS & told.keys() == {"text.account_of_another"}
    assert told["text.account_of_another"].saw["owner"] == "Molens De Kroon"


def test_no_detector_failed_on_them() -> None:
    for way in (mail, chat, paper, invoice, code):
        assert all(isinstance(one, Finding) for one in detect(way("Molens De Kroon", "BE68539007547034"), LEDGERED))


def test_domains_and_numbers_of_the_ledger_are_known_too() -> None:
    text = "Beste Tom,\n\nbel mij op +31 20 123 45 67 over de factuur op BE68 5390 0754 7034.\n"
    headers = "From: Molens De Kroon <facturen@molens-dekroon.example>\nTo: tom@bakkerijvanhove.example\nSubject: Factuur\n\n"
    answer = look(Item("bericht.eml", (headers + text).encode()), LEDGERED, language="en")
    told = {one.id: one.saw for one in answer.findings}
    assert told["mail.lookalike_domain_supplier"]
    assert told["text.phone_differs"]["known"] == "+3290001234"
    assert told["text.account_differs"]["confirmed"] == "BE71 0961 2345 6769"
    assert any(readable_phone("+3290001234") in sentence for sentence in answer.advice.do)


def test_a_payee_whose_domain_nobody_knows_is_not_pretended_by_its_own_mail() -> None:
    headers = "From: Jan Peeters <jan.peeters@post.example>\nTo: tom@bakkerijvanhove.example\nSubject: Dag\n\nTot morgen.\n"
    told = {one.id for one in look(Item("bericht.eml", headers.encode()), LEDGERED).findings}
    assert "mail.display_name_brand_supplier" not in told


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_an_account_that_is_due_is_confirmed_first(language: str) -> None:
    headers = "From: Brinkmann Druck <rechnung@brinkmann-druck.example>\nTo: tom@bakkerijvanhove.example\nSubject: Rechnung\n\n"
    item = Item("bericht.eml", (headers + "Bitte auf Konto DE89 3704 0044 0532 0130 00 zahlen.\n").encode())
    answer = look(item, LEDGERED, language=language)
    assert answer.verdict.band is Band.VERIFY
    assert any("2025-05-01" in said.sentence for said in answer.advice.said)
