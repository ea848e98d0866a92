"""What persons may ask: found, copied, erased; and what is not theirs stays."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pyrage
import pytest
from django.utils import timezone

from tests.desk.cast import FRAUD, HONEST, Desk
from weerbaar.desk.accounts.models import Membership, Role, User
from weerbaar.desk.cases.models import Case, State
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.governance import export, retention, rights
from weerbaar.desk.governance.models import Entry, Request

NADIA = "nadia@bakkerijvanhove.example"
TOM = "tom@bakkerijvanhove.example"


def asked(desk: Desk, kind: Request.Kind, address: str = NADIA) -> Request:
    return rights.ask(desk.bakery, kind, address, person=None, by=desk.member("karim"))


def test_what_somebody_brought_and_what_names_them_is_found(desk: Desk) -> None:
    brought, naming = desk.looked_at("nadia"), desk.looked_at("ines", HONEST, band="no sign of fraud")
    desk.looked_at("mila", HONEST, band="no sign of fraud")  # next door
    found = rights.look_up(desk.member("karim"), " Nadia@BakkerijVanHove.example ")
    assert (found.user, list(found.brought), list(found.naming)) == (desk.user("nadia"), [brought], [])
    named = rights.look_up(desk.member("karim"), TOM)  # Tom is who the message was to
    assert set(named.naming) == {brought, naming}
    assert Entry.objects.filter(action="person looked up", actor=desk.user("karim").pk).count() == 2


@pytest.mark.parametrize("who", ["nadia", "tom", "ines", "els", "ruth"])
def test_only_the_protection_officer_looks_persons_up(desk: Desk, who: str) -> None:
    for act in (
        lambda: rights.look_up(desk.member(who), NADIA),
        lambda: rights.requests(desk.member(who)),
        lambda: rights.ask(desk.bakery, Request.Kind.ACCESS, NADIA, person=None, by=desk.member(who)),
        lambda: rights.refuse(asked(desk, Request.Kind.ACCESS), desk.member(who), "x"),
        lambda: export.export(asked(desk, Request.Kind.ACCESS), desk.member(who), passphrase="x" * 20),
        lambda: rights.erase_person(asked(desk, Request.Kind.ERASURE), desk.member(who)),
    ):
        with pytest.raises(Forbidden):
            act()
    assert User.objects.filter(email=NADIA).exists()


def test_a_request_is_answered_within_a_month_and_asked_once(desk: Desk) -> None:
    first = rights.ask(desk.bakery, Request.Kind.ACCESS, NADIA, person=desk.user("nadia"))
    assert asked(desk, Request.Kind.ACCESS) == first
    assert timedelta(days=29) < first.due_at - timezone.now() <= timedelta(days=30)
    assert first.address == NADIA
    assert NADIA.encode() not in bytes(first.sealed_address)


def test_the_copy_opens_with_the_key_of_the_person(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    identity = pyrage.x25519.Identity.generate()
    sealed = export.export(asked(desk, Request.Kind.ACCESS), desk.member("karim"), recipient=str(identity.to_public()))
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(sealed, [identity]))) as archive:
        held = json.loads(archive.read("data.json"))
        assert archive.read(f"brought/{case.ref}.bin") == FRAUD
        page = archive.read("data.html").decode()
    assert (held["address"], held["account"]["role"], held["brought"][0]["name"]) == (NADIA, "reporter", "bericht.eml")
    assert held["brought"][0]["answers"][0]["band"] == "fraud"
    assert NADIA in page
    assert '<html lang="nl">' in page


def test_the_copy_opens_with_a_passphrase_of_some_length(desk: Desk) -> None:
    request = asked(desk, Request.Kind.ACCESS)
    for short in ("", "kort"):
        with pytest.raises(export.NoKey):
            export.export(request, desk.member("karim"), passphrase=short)
    with pytest.raises(export.NoKey):
        export.export(request, desk.member("karim"), recipient="age1nothing")
    sealed = export.export(request, desk.member("karim"), passphrase="koekjes bij de koffie")
    assert pyrage.passphrase.decrypt(sealed, "koekjes bij de koffie")[:2] == b"PK"


def test_the_copy_has_nothing_that_others_brought(desk: Desk) -> None:
    desk.looked_at("ines")  # a message to Tom
    found = rights.look_up(desk.member("karim"), TOM)
    with zipfile.ZipFile(io.BytesIO(export.archive(found, desk.member("karim"), "nl"))) as archive:
        assert archive.namelist() == ["data.json", "data.html"]
        assert b"18.400" not in archive.read("data.json")
        assert len(json.loads(archive.read("data.json"))["naming"]) == 1


def test_erasing_a_person_erases_what_they_brought_and_their_account(desk: Desk) -> None:
    mine, others = desk.looked_at("nadia"), desk.looked_at("ines", HONEST, band="no sign of fraud")
    nadia = desk.user("nadia").pk
    done = rights.erase_person(asked(desk, Request.Kind.ERASURE), desk.member("karim"))
    assert (done.state, done.facts["erased"], done.address) == (Request.State.DONE, 1, "")
    assert not User.objects.filter(email=NADIA).exists()
    assert {case.pk: case.state for case in Case.objects.all()} == {mine.pk: State.ERASED, others.pk: State.ANSWERED}
    assert Entry.objects.filter(action="person erased", about=f"user:{nadia}").count() == 1
    assert rights.look_up(desk.member("karim"), NADIA).brought.count() == 0


def test_what_others_brought_is_erased_only_where_it_was_chosen(desk: Desk) -> None:
    first, second = desk.looked_at("ines"), desk.looked_at("ines", HONEST, band="no sign of fraud")
    rights.erase_person(asked(desk, Request.Kind.ERASURE, TOM), desk.member("karim"), also=[second.ref])
    assert {case.pk: case.state for case in Case.objects.all()} == {first.pk: State.ANSWERED, second.pk: State.ERASED}


def test_what_is_on_hold_stays_and_the_request_stays_open(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    retention.hold(case, desk.member("karim"), "aangifte")
    request = asked(desk, Request.Kind.ERASURE)
    assert rights.erase_person(request, desk.member("karim")).state == Request.State.PARTLY
    retention.release(case, desk.member("karim"))
    assert rights.erase_person(request, desk.member("karim")).state == Request.State.DONE
    assert Case.objects.get().state == State.ERASED


def test_the_last_administrator_is_not_erased(desk: Desk) -> None:
    with pytest.raises(rights.CannotErase, match="administrator"):
        rights.erase_person(asked(desk, Request.Kind.ERASURE, "els@bakkerijvanhove.example"), desk.member("karim"))
    Membership.objects.filter(user=desk.user("ines")).update(role=Role.ADMINISTRATOR)
    rights.erase_person(asked(desk, Request.Kind.ERASURE, "els@bakkerijvanhove.example"), desk.member("karim"))


def test_who_belongs_elsewhere_too_keeps_that_account(desk: Desk) -> None:
    Membership.objects.create(user=desk.user("nadia"), organisation=desk.garage, role=Role.REPORTER)
    rights.erase_person(asked(desk, Request.Kind.ERASURE), desk.member("karim"))
    assert [one.organisation for one in desk.user("nadia").memberships.all()] == [desk.garage]


def test_a_refusal_has_a_reason_and_ends_it(desk: Desk) -> None:
    request = asked(desk, Request.Kind.ERASURE)
    with pytest.raises(rights.CannotErase, match="reason"):
        rights.refuse(request, desk.member("karim"), "  ")
    rights.refuse(request, desk.member("karim"), "Er loopt een aangifte.")
    request = Request.objects.get()
    assert (request.state, request.why) == (Request.State.REFUSED, "Er loopt een aangifte.")
    with pytest.raises(rights.CannotErase, match="closed"):
        rights.erase_person(request, desk.member("karim"))


def test_the_pages_from_asking_to_erased(desk: Desk) -> None:
    desk.looked_at("nadia")
    nadia, karim = desk.browser("nadia"), desk.browser("karim")
    assert "bericht.eml" in nadia.get("/me/data/").content.decode()
    assert nadia.post("/me/data/", {"kind": "erasure"}).status_code == 302
    (place,) = set(re.findall(r"/persons/[0-9a-f-]{36}/", karim.get("/persons/").content.decode()))
    assert NADIA in karim.get(place).content.decode()
    assert karim.post(f"{place}erase/").status_code == 302
    assert Request.objects.get().state == Request.State.DONE
    assert not User.objects.filter(email=NADIA).exists()
    assert karim.get(place).status_code == 200


def test_the_page_of_the_trail_verifies_it(desk: Desk) -> None:
    desk.brings("nadia")
    ruth = desk.browser("ruth")
    assert "received" in ruth.get("/trail/").content.decode()
    assert "notice-good" in ruth.post("/trail/").content.decode()


def test_the_page_of_the_clocks_changes_them(desk: Desk) -> None:
    karim = desk.browser("karim")
    wanted = {clock.name: clock.days for clock in retention.CLOCKS} | {"fraud": 500}
    assert karim.post("/retention/", wanted).status_code == 302
    assert retention.days(desk.bakery)["fraud"] == 500
    assert karim.post("/retention/", wanted | {"fraud": "veel"}).status_code == 200
    assert retention.days(desk.bakery)["fraud"] == 500


def test_a_doubt_is_held_and_erased_on_its_page(desk: Desk) -> None:
    case, karim = desk.looked_at("nadia"), desk.browser("karim")
    page = f"/team/doubts/{case.ref}/"
    assert f"/doubts/{case.ref}/hold/" in karim.get(page).content.decode()
    assert f"/doubts/{case.ref}/hold/" not in desk.browser("ines").get(page).content.decode()
    karim.post(f"/doubts/{case.ref}/hold/", {"held": "1", "why": "aangifte"})
    karim.post(f"/doubts/{case.ref}/erase/")
    case.refresh_from_db()
    assert (case.held, case.state) == (True, State.ANSWERED)
    karim.post(f"/doubts/{case.ref}/hold/")
    karim.post(f"/doubts/{case.ref}/erase/")
    case.refresh_from_db()
    assert case.state == State.ERASED
