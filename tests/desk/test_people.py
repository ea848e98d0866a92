"""Who comes in, and how: by invitation, by a proven address; and what stands in the trail about it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.desk.cast import Desk
from weerbaar.desk.accounts.known import check, known
from weerbaar.desk.accounts.models import Invitation, Membership, Organisation, Role, User
from weerbaar.desk.accounts.people import accept, admit, change_role, found, reporter_of
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.setup import first_link
from weerbaar.model.errors import BrokenOrganisation
from weerbaar.model.organisation import Memory
from weerbaar.organisation.memory import as_json


def test_an_invitation_is_used_once(desk: Desk) -> None:
    secret = Invitation.issue(Role.HELPER, desk.bakery, "piet@kantoor.example")
    invitation = Invitation.of(secret)
    assert invitation is not None
    member = accept(invitation, admit("Piet@Kantoor.example"), desk.bakery)
    assert (member.role, member.user.email) == (Role.HELPER, "piet@kantoor.example")
    assert Invitation.of(secret) is None
    assert Entry.objects.filter(action="joined", about=f"user:{member.user_id}").count() == 1


@pytest.mark.parametrize("secret", ["", "x", "a" * 500])
def test_what_is_no_invitation_opens_nothing(desk: Desk, secret: str) -> None:
    assert Invitation.of(secret) is None


def test_an_invitation_ends_and_its_secret_is_kept_nowhere(desk: Desk) -> None:
    secret = Invitation.issue(Role.HELPER, desk.bakery)
    assert secret.encode() not in (desk.home / "database.sqlite3").read_bytes()
    Invitation.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert Invitation.of(secret) is None


def test_the_first_link_founds_the_first_organisation(desk: Desk) -> None:
    Membership.objects.all().delete()
    first_link("http://127.0.0.1:8080/")
    link = first_link("http://127.0.0.1:8080/")
    assert link.startswith("http://127.0.0.1:8080/welcome/")
    assert Invitation.objects.count() == 1
    invitation = Invitation.of(link.rpartition("/")[2])
    assert invitation is not None
    member = found(invitation, admit("els@nieuw.example", password="vanille en appel 7"), "Bakkerij Van Hove", ["nl"])
    assert (member.role, member.organisation.slug) == (Role.ADMINISTRATOR, "bakkerij-van-hove-2")
    assert first_link("http://127.0.0.1:8080") == ""


@pytest.mark.parametrize("password", ["kort", "password1234", "els@nieuw.example"])
def test_a_password_that_is_easy_to_guess_is_refused(desk: Desk, password: str) -> None:
    with pytest.raises(ValidationError):
        admit("els@nieuw.example", password=password)
    assert not User.objects.filter(email="els@nieuw.example").exists()


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("nadia@bakkerijvanhove.example", "nadia@bakkerijvanhove.example"),  # a member
        ("Lotte@BakkerijVanHove.example", "lotte@bakkerijvanhove.example"),  # one of ours, for the first time
        ("wim@winkel.bakkerijvanhove.example", "wim@winkel.bakkerijvanhove.example"),  # below our domain
        ("els.vanhove@prive.example", "els.vanhove@prive.example"),  # a private address we know
        ("piet@elders.example", None),  # nobody of ours
        ("mila@garagezuid.example", None),  # of another house
        ("x@bakkerijvanhove.example.elders.example", None),
    ],
)
def test_a_proven_address_of_ours_is_a_reporter(desk: Desk, address: str, who: str | None) -> None:
    first, second = reporter_of(desk.bakery, address, "Naam"), reporter_of(desk.bakery, address)
    assert (first.email if first else None) == who
    assert first == second
    if first is not None:
        assert first.memberships.get(organisation=desk.bakery).role == Role.REPORTER
        assert not first.has_usable_password()


def test_whoever_was_shut_out_is_not_let_in_by_mail(desk: Desk) -> None:
    User.objects.filter(pk=desk.user("nadia").pk).update(is_active=False)
    assert reporter_of(desk.bakery, "nadia@bakkerijvanhove.example") is None


def test_a_changed_role_stands_in_the_trail(desk: Desk) -> None:
    change_role(desk.member("nadia"), Role.HELPER, desk.user("els"))
    line = Entry.objects.get(action="role changed")
    assert (line.actor, line.facts) == (desk.user("els").pk, {"before": "reporter", "role": "helper"})


def test_what_the_organisation_knows_is_sealed_and_read_back(desk: Desk) -> None:
    bakery = desk.bakery
    bakery.remember(as_json(Memory(senders={"info@brinkmann-druck.example": 7}, messages=9)))
    bakery.save()
    facts = known(Organisation.objects.get(pk=bakery.pk))
    assert facts.supplier_of("molensdekroon.example") is not None
    assert facts.memory.senders == {"info@brinkmann-druck.example": 7}
    assert b"brinkmann" not in (desk.home / "database.sqlite3").read_bytes() + (desk.home / "database.sqlite3-wal").read_bytes()


@pytest.mark.parametrize("description", ["name = ", "domains = 7", "nmae = 'x'"])
def test_a_description_that_cannot_be_used_is_said(description: str) -> None:
    with pytest.raises(BrokenOrganisation):
        check(description)
