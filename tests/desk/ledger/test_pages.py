"""The pages of the ledger, by a browser without script."""

from datetime import date, timedelta

import pyrage
import pytest
from django.test import Client
from django.urls import reverse

from tests.desk.cast import Desk
from tests.desk.ledger.known import MILL, NEW, OLD, PHONE, THIEF, mill, payee
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.ledger import confirm, rules, state, taking, write
from weerbaar.desk.ledger.about import About
from weerbaar.desk.ledger.models import Confirmation, Evidence, Import, LedgerEntry, State
from weerbaar.ledger import chain
from weerbaar.model.ledger import Claim, How, Kind

SUPPLIERS = f"Naam;IBAN;BTW-nummer;E-mail\nOvens Peeters;{NEW};;info@ovens.example\nMolens De Kroon;{THIEF};;\nMolens De Kroon;{OLD};;\n"


def read(browser: Client, view: str, **parts: object) -> str:
    response = browser.get(reverse(view, kwargs=parts))
    assert response.status_code == 200, response.content
    return response.content.decode()


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_page_opens_in_every_language(desk: Desk, language: str) -> None:
    id = mill(desk)
    one = confirm.open_(desk.bakery, desk.member("tom"), Claim(name=MILL, iban=NEW))
    made = taking.look_at_description(desk.member("tom"))
    browser = desk.browser("els")
    browser.cookies["language"] = language
    for view, parts in (
        ("payees", {}), ("payee_add", {}), ("payee", {"id": id}), ("payee_merge", {"id": id}), ("confirmations", {}), ("confirm_open", {}),
        ("confirmation", {"ref": one.ref}), ("ledger_imports", {}), ("ledger_import", {"ref": made.ref}), ("payment_rules", {}),
        ("suppliers_letter", {}),
    ):  # fmt: skip
        assert 'lang="' + language in read(browser, view, **parts), view


def test_a_payee_is_found_by_a_part_of_its_name_its_account_and_its_number(desk: Desk) -> None:
    mill(desk)
    write.add_payee(desk.bakery, None, "Ovens Peeters")
    browser = desk.browser("ruth")
    for q in ("kroon", "be71 0961 2345 6769", PHONE, "molensdekroon.example"):
        page = browser.get(reverse("payees"), {"q": q}).content.decode()
        assert (MILL in page, "Ovens Peeters" in page) == (True, False), q
    assert MILL not in browser.get(reverse("payees"), {"q": "niemand"}).content.decode()


def test_the_page_tells_how_it_stood_on_a_day(desk: Desk) -> None:
    id = mill(desk, days=100)
    write.change_payee(desk.bakery, desk.member("ines"), id, "Molens De Kroon NV", "BE")
    then = (date.today() - timedelta(days=10)).isoformat()
    browser = desk.browser("ruth")
    assert "Molens De Kroon NV" in browser.get(reverse("payees")).content.decode()
    assert "Molens De Kroon NV" not in browser.get(reverse("payees"), {"on": then}).content.decode()
    page = browser.get(reverse("payee", args=(id,)), {"on": then}).content.decode()
    assert "Molens De Kroon NV" not in page
    assert 'name="do"' not in page


def test_two_people_who_change_one_payee_lose_nothing(desk: Desk) -> None:
    id = mill(desk)
    seen = write.version(desk.bakery, id)
    tom, ines = desk.browser("tom"), desk.browser("ines")
    change = reverse("payee_change", args=(id,))
    assert tom.post(change, {"do": "add", "kind": "contact", "value": "Wim", "seen": seen}).status_code == 302
    both = ines.post(change, {"do": "add", "kind": "contact", "value": "Greet", "seen": seen})
    assert both.status_code == 409
    told = both.content.decode()
    assert "Wim" in told
    assert "Greet" in told
    assert [fact.value for fact in payee(desk, id).of(Kind.CONTACT)] == ["Wim"]
    now = write.version(desk.bakery, id)
    ines.post(change, {"do": "add", "kind": "contact", "value": "Greet", "seen": now})
    assert [fact.value for fact in payee(desk, id).of(Kind.CONTACT)] == ["Wim", "Greet"]


def test_a_second_person_confirms_what_needs_no_call(desk: Desk) -> None:
    id = mill(desk)
    write.add_fact(desk.bakery, desk.member("tom"), id, Kind.VAT, "BE0403019261")
    fact = payee(desk, id).of(Kind.VAT)[0]
    change = reverse("payee_change", args=(id,))
    for who, confirmed in (("tom", False), ("ines", True)):
        said = {"do": "confirm", "fact": fact.id, "how": "two_people", "seen": write.version(desk.bakery, id)}
        desk.browser(who).post(change, said)
        assert payee(desk, id).of(Kind.VAT)[0].confirmed is confirmed
    assert payee(desk, id).of(Kind.VAT)[0].by == ("Tom", "Ines")


@pytest.mark.parametrize("kind", [Kind.IBAN, Kind.PHONE])
def test_an_account_or_number_is_never_confirmed_without_a_call(desk: Desk, kind: Kind) -> None:
    id = mill(desk)
    write.add_fact(desk.bakery, desk.member("tom"), id, kind, NEW if kind is Kind.IBAN else "+3211223344")
    fact = payee(desk, id).of(kind)[-1]
    with pytest.raises(write.NotWritten, match="call"):
        write.confirm_fact(desk.bakery, desk.member("ines"), id, fact.id, How.CONTRACT, evidence=["x"])


def test_a_confirmed_account_does_not_move_under_another_name(desk: Desk) -> None:
    id = mill(desk)
    assert payee(desk, id).of(Kind.IBAN)[0].confirmed
    write.change_payee(desk.bakery, desk.member("tom"), id, "Molens de Kroon NV", "BE")
    assert payee(desk, id).of(Kind.IBAN)[0].confirmed
    write.change_payee(desk.bakery, desk.member("tom"), id, "Ovens Peeters", "BE")
    assert [(fact.value, fact.confirmed) for fact in payee(desk, id).of(Kind.IBAN)] == [(OLD, False)]


@pytest.mark.parametrize("kind", [Kind.ALIAS, Kind.NAME])
def test_nor_under_an_alias(desk: Desk, kind: Kind) -> None:
    id = mill(desk)
    write.add_fact(desk.bakery, desk.member("tom"), id, kind, "Ovens Peeters")
    assert not payee(desk, id).of(Kind.IBAN)[0].confirmed


def test_nor_by_putting_two_together(desk: Desk) -> None:
    id = mill(desk)
    other = write.add_payee(
        desk.bakery, None, "Kroonmolens", facts=[(Kind.IBAN, NEW), (Kind.VAT, "BE0403019261"), (Kind.IBAN, OLD)]
    )
    desk.browser("tom").post(reverse("payee_merge", args=(id,)), {"other": other, "seen": write.version(desk.bakery, id)})
    found = payee(desk, id)
    assert sorted((fact.value, fact.confirmed) for fact in found.of(Kind.IBAN)) == [(OLD, False), (NEW, False)]
    assert [fact.value for fact in found.of(Kind.ALIAS, Kind.VAT)] == ["Kroonmolens", "BE0403019261"]
    assert state.ledger_of(desk.bakery).payee(other) is None


def test_putting_together_what_somebody_changed_meanwhile_is_said(desk: Desk) -> None:
    id, other = mill(desk), write.add_payee(desk.bakery, None, "Kroonmolens")
    response = desk.browser("tom").post(reverse("payee_merge", args=(id,)), {"other": other, "seen": 1}, follow=True)
    assert "wijzigde deze begunstigde intussen" in response.content.decode()
    assert state.ledger_of(desk.bakery).payee(other) is not None


def test_files_are_shown_taken_in_and_undone(desk: Desk) -> None:
    mill(desk)
    tom = desk.browser("tom")
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = tom.post(reverse("ledger_imports"), {"file": SimpleUploadedFile("leveranciers.csv", SUPPLIERS.encode())})
    made = Import.objects.get()
    assert response.headers["Location"] == reverse("ledger_import", args=(made.ref,))
    assert {name: made.counts[name] for name in taking.WHAT} == {"new": 1, "adds": 0, "differs": 1, "same": 0}
    page = read(tom, "ledger_import", ref=made.ref)
    assert "Ovens Peeters" in page
    assert len(state.ledger_of(desk.bakery).payees) == 1
    tom.post(reverse("ledger_import", args=(made.ref,)), {"do": "take"})
    names = {one.name: one for one in state.ledger_of(desk.bakery).payees}
    assert set(names) == {MILL, "Ovens Peeters"}
    assert not any(fact.confirmed for fact in names["Ovens Peeters"].facts)
    assert [fact.value for fact in names[MILL].of(Kind.IBAN)] == [OLD]
    tom.post(reverse("ledger_import", args=(made.ref,)), {"do": "take"})
    assert len(state.ledger_of(desk.bakery).payees) == 2
    tom.post(reverse("ledger_import", args=(made.ref,)), {"do": "undo"})
    assert [one.name for one in state.ledger_of(desk.bakery).payees] == [MILL]


def test_what_a_file_says_otherwise_is_asked(desk: Desk) -> None:
    mill(desk)
    made = taking.look(desk.member("tom"), [("x.csv", f"Naam;IBAN;Telefoon\n{MILL};{THIEF};+32470999999\n".encode())])
    response = desk.browser("tom").post(reverse("ledger_import", args=(made.ref,)), {"do": "confirm", "row": "0"})
    one = Confirmation.objects.get()
    assert response.headers["Location"] == reverse("confirmation", args=(one.ref,))
    about = About.of(one)
    assert (about.value, about.payee, "+32470999999" in about.came_with) == (THIEF, "mill0", True)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        b"<x/>",
        b"%PDF-1.4 niets",
        b"BEGIN:VCARD\nEND:VCARD\n" + b"\xff" * 20,
    ],
)
def test_a_file_that_cannot_be_read_is_said_and_changes_nothing(desk: Desk, data: bytes) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = desk.browser("tom").post(reverse("ledger_imports"), {"file": SimpleUploadedFile("x", data)})
    assert response.status_code in (302, 400)
    assert state.ledger_of(desk.bakery).payees == ()


def test_a_confirmation_goes_by_forms_from_a_doubt_to_the_ledger(desk: Desk) -> None:
    id = mill(desk)
    case = desk.looked_at("nadia")
    tom, ines, els = desk.browser("tom"), desk.browser("ines"), desk.browser("els")
    page = tom.get(reverse("confirm_open"), {"case": str(case.ref)}).content.decode()
    assert "BE68 5390 0754 7034" in page
    asked = {"case": case.ref, "payee": id, "kind": "iban", "value": "BE68 5390 0754 7034", "amount": "18400"}
    one = Confirmation.objects.get(
        ref=tom.post(reverse("confirm_open"), asked).headers["Location"].rstrip("/").rpartition("/")[2]
    )
    assert "els.vanhove@directie.example" in About.of(one).came_with
    page = read(ines, "confirmation", ref=one.ref)
    assert PHONE in page
    ines.post(
        reverse("confirm_call", args=(one.ref,)),
        {"how": "call_back", "channel": PHONE, "outcome": "denied", "spoke_with": "Wim"},
    )
    one.refresh_from_db()
    assert one.state == State.DECLINED
    assert not payee(desk, id).of(Kind.IBAN)[1:]
    els.post(reverse("confirm_end", args=(one.ref,)), {"do": "override", "why": "toch"})
    one.refresh_from_db()
    assert one.state == State.DECLINED


def test_evidence_is_sealed_kept_once_and_given_back(desk: Desk) -> None:
    mill(desk)
    one = confirm.open_(desk.bakery, desk.member("tom"), Claim(name=MILL, iban=NEW))
    from django.core.files.uploadedfile import SimpleUploadedFile

    letter = SimpleUploadedFile("brief van de bank.pdf", b"%PDF- geheim")
    desk.browser("ines").post(
        reverse("confirm_call", args=(one.ref,)), {"how": "bank_letter", "outcome": "confirmed", "file": letter}
    )
    kept = Evidence.objects.get()
    assert b"geheim" not in bytes(kept.sealed)
    digest = confirm.last_call(one)["evidence"][0]
    response = desk.browser("els").get(reverse("ledger_evidence", args=(digest,)))
    assert response.content == b"%PDF- geheim"
    assert "attachment" in response.headers["Content-Disposition"]


def test_the_ledger_is_exported_encrypted_and_can_be_verified_elsewhere(desk: Desk) -> None:
    mill(desk)
    identity = pyrage.x25519.Identity.generate()
    response = desk.browser("ruth").post(reverse("ledger_export"), {"recipient": str(identity.to_public())})
    lines = pyrage.decrypt(response.content, [identity]).decode().splitlines(keepends=True)
    assert chain.read(lines) == state.entries_of(desk.bakery)
    assert desk.browser("ruth").post(reverse("ledger_export"), {"passphrase": "kort"}).status_code == 302
    assert Entry.objects.filter(action="ledger exported").count() == 1


def test_verifying_says_what_does_not_hold(desk: Desk) -> None:
    from tests.desk.ledger.test_state import changed, loosened

    mill(desk)
    assert "notice-good" in desk.browser("ruth").post(reverse("ledger_verify")).content.decode()
    loosened()
    changed(desk)
    state._books.clear()
    assert "notice-wrong" in desk.browser("ruth").post(reverse("ledger_verify")).content.decode()
    assert desk.browser("els").get(reverse("payees")).status_code == 503
    assert LedgerEntry.objects.count() == 4


def test_the_rules_are_kept_in_the_ledger_and_impossible_ones_refused(desk: Desk) -> None:
    els = desk.browser("els")
    good = {
        "second_approval_from": "5.000", "proof_from": "", "called": ["helper", "decider"], "approved": ["decider", "administrator"],
        "ways": ["call_back", "contract"], "overrides": "1", "channel_days": "30", "remind_days": "2", "expire_days": "20",
        "reconfirm_days": "365", "override_days": "3",
    }  # fmt: skip
    assert els.post(reverse("payment_rules"), {**good, "second_approval_from": "veel"}).status_code == 400
    assert els.post(reverse("payment_rules"), {**good, "expire_days": "1"}).status_code == 400
    assert els.post(reverse("payment_rules"), {**good, "approved": []}).status_code == 400
    assert rules.policy_of(desk.bakery) == rules.USUAL
    assert els.post(reverse("payment_rules"), {**good, "second_approval_from": "5000,00"}).status_code == 302
    kept = rules.policy_of(desk.bakery)
    assert (kept.second_approval_from, kept.ways, kept.reconfirm_days) == ("5000.00", (How.CALL_BACK, How.CONTRACT), 365)
    assert kept.roles == {"called": ("helper", "decider"), "approved": ("decider", "administrator")}


def test_the_page_for_suppliers_is_there_when_it_is_opened(desk: Desk) -> None:
    address = reverse("suppliers_page", args=("bakkerij-van-hove",))
    assert desk.browser().get(address).status_code == 404
    desk.browser("els").post(reverse("suppliers_letter"), {"on": "1", "contact": "Els, 09 111 22 33"})
    for language in ("nl", "fr", "de", "en"):
        browser = desk.browser()
        browser.cookies["language"] = language
        page = browser.get(address)
        assert page.status_code == 200
        assert "Els, 09 111 22 33" in page.content.decode()
    desk.browser("els").post(reverse("suppliers_letter"), {"on": ""})
    assert desk.browser().get(address).status_code == 404
    assert desk.browser().get(reverse("suppliers_page", args=("garage-zuid",))).status_code == 404


def test_a_look_compares_with_the_ledger(desk: Desk) -> None:
    from weerbaar.desk.work.look import _task

    mill(desk)
    known = _task(desk.brings("nadia")).organisation
    assert [one.name for one in known.ledger.payees] == [MILL]
