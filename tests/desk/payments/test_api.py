"""Payment files and the ledger, for programs."""

from tests.desk.cast import Desk
from tests.desk.payments.world import NIEUW, confirmed, file, known, to_kroon, to_stranger
from tests.desk.programs import program
from weerbaar.desk.api.scopes import Scope


def test_a_program_checks_a_file_and_takes_what_goes(desk: Desk) -> None:
    known(desk)
    tom = program(desk, "tom", scopes=[Scope.PAYMENTS])
    data = file(to_kroon(), to_stranger())
    made = tom.send("/payments/checks?name=november.xml", data)
    told = made.json()
    assert (made.status_code, told["released"], told["held"], told["lines"][1]["reasons"]) == (201, 1, 1, ["unknown"])
    again = tom.send("/payments/checks", data).json()
    assert again["ref"] == told["ref"]
    place = f"/payments/checks/{told['ref']}"
    assert tom.get(place).json() == again
    released = tom.get(f"{place}/released/1")
    assert (released.status_code, released["Content-Type"]) == (200, "application/xml")
    assert b"Nieuwe Leverancier" not in released.content and b"Nieuwe Leverancier" in tom.get(f"{place}/held").content
    confirmed(desk.bakery, "Nieuwe Leverancier", NIEUW)
    assert tom.post(f"{place}/again").json()["rounds"] == 2
    assert tom.post(f"{place}/again").status_code == 409
    assert tom.get(f"{place}/released/2").status_code == 200
    assert tom.get(f"{place}/released/3").status_code == tom.get(f"{place}/released/{10**30}").status_code == 404
    assert tom.get("/payments/checks").json()["items"][0]["name"] == "november.xml"


def test_what_is_no_payment_file_is_refused_with_a_code(desk: Desk) -> None:
    tom = program(desk, "tom", scopes=[Scope.PAYMENTS])
    told = tom.send("/payments/checks", b"<x/>").json()
    assert (told["state"], told["refused"]["code"], told["lines"]) == ("refused", "kind", [])
    assert tom.send("/payments/checks", b"").status_code == 422


def test_reading_is_not_checking(desk: Desk) -> None:
    known(desk)
    reads = program(desk, "tom", scopes=[Scope.LEDGER])
    assert reads.send("/payments/checks", file(to_kroon())).status_code == 403
    told = reads.get("/ledger/payees?per_page=1").json()
    assert (told["count"], told["next"], told["items"][0]["name"]) == (2, 2, "Molens De Kroon")
    assert any(fact["confirmed"] for fact in told["items"][0]["facts"])
    assert reads.get("/ledger/payees?page=9").json()["items"] == []
    checks = program(desk, "tom", scopes=[Scope.PAYMENTS])
    ref = checks.send("/payments/checks", file(to_kroon())).json()["ref"]
    assert checks.get("/ledger/payees").status_code == 403
    assert reads.get(f"/payments/checks/{ref}").status_code == 200
    assert reads.get(f"/payments/checks/{ref}/released/1").status_code == 403


def test_another_organisation_is_not_there(desk: Desk) -> None:
    known(desk)
    ref = program(desk, "tom").send("/payments/checks", file(to_kroon())).json()["ref"]
    bart = program(desk, "bart")
    assert bart.get(f"/payments/checks/{ref}").status_code == 404
    assert bart.get("/ledger/payees").json()["count"] == 0


def test_a_ledger_that_does_not_hold_lets_nothing_go(desk: Desk) -> None:
    from django.db import connection

    from weerbaar.desk.ledger import state
    from weerbaar.desk.payments.models import Run

    known(desk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_ledgerentry'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("UPDATE ledger_ledgerentry SET sealed = zeroblob(60) WHERE sequence = 2")
    state._books.clear()
    told = program(desk, "tom").send("/payments/checks", file(to_kroon()))
    assert (told.status_code, told.json()["type"]) == (409, "urn:weerbaar:problem:ledger-broken")
    assert Run.objects.count() == 0
