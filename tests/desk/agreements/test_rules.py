"""What the gateway and the paste check are told: the agreement in force, tool by tool, role by role."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from tests.desk.agreements.known import AGREEMENT, published
from tests.desk.cast import Desk
from weerbaar.desk.agreements import rules, signing
from weerbaar.desk.agreements.models import Signature, Version
from weerbaar.desk.governance import rights
from weerbaar.desk.governance.export import gathered
from weerbaar.desk.governance.models import Request
from weerbaar.desk.vault import Locked
from weerbaar.leak.policy import decide
from weerbaar.model.leak import DataClass, Decision, Leaks, Match

IBAN = Leaks((Match(0, 4, DataClass.IBAN, "iban", "checksum", 1.0),))
KEY = Leaks((Match(0, 4, DataClass.API_KEY, "api_key", "prefix", 1.0),))


def test_without_an_agreement_no_tool_is_allowed_and_nothing_leaves(desk: Desk) -> None:
    assert rules.tools_of(desk.bakery, "administrator") == ()
    policy = rules.policy_of(desk.bakery, "schrijfhulp", "administrator")
    assert {policy.of(cls) for cls in DataClass} == {Decision.STOP}
    assert policy.unsure is Decision.STOP


@pytest.mark.parametrize(
    ("tool", "role", "leaks", "decision"),
    [
        ("schrijfhulp", "reporter", IBAN, Decision.MASK),
        ("codehulp", "administrator", IBAN, Decision.STOP),
        ("schrijfhulp", "reporter", KEY, Decision.MASK),
        ("codehulp", "administrator", KEY, Decision.STOP),
        ("codehulp", "reporter", KEY, Decision.STOP),  # not for this role
        ("nothing", "administrator", IBAN, Decision.STOP),  # not in the register
        ("schrijfhulp", "reporter", Leaks(not_looked=("encoded",)), Decision.ASK),
        ("nothing", "reporter", Leaks(not_looked=("encoded",)), Decision.STOP),
        ("schrijfhulp", "reporter", Leaks(), Decision.ALLOW),
    ],
    ids=range(9),
)
def test_the_agreement_decides_by_tool_and_role(desk: Desk, tool: str, role: str, leaks: Leaks, decision: Decision) -> None:
    published(desk)
    assert decide(leaks, rules.policy_of(desk.bakery, tool, role)).decision is decision


def test_each_role_has_its_tools_and_another_organisation_has_none(desk: Desk) -> None:
    published(desk)
    assert [tool.id for tool in rules.tools_of(desk.bakery, "reporter")] == ["schrijfhulp"]
    assert [tool.id for tool in rules.tools_of(desk.bakery, "administrator")] == ["schrijfhulp", "codehulp"]
    assert rules.tools_of(desk.garage, "administrator") == ()
    assert rules.policy_of(desk.garage, "schrijfhulp", "reporter") == rules.STRICT


def test_an_agreement_counts_from_its_day_on(desk: Desk) -> None:
    published(desk)
    tomorrow = timezone.localdate() + timedelta(days=1)
    published(desk, replace(AGREEMENT, tools=(), start=tomorrow, review_on=tomorrow + timedelta(days=9)))
    assert len(rules.tools_of(desk.bakery, "administrator")) == 2
    held, last = rules.in_force(desk.bakery, tomorrow), rules.latest(desk.bakery)
    assert held is not None
    assert held == last
    assert held.agreement.tools == ()
    assert rules.in_force(desk.bakery, date(2026, 9, 30)) is None


def test_a_version_of_another_organisation_does_not_open(desk: Desk) -> None:
    made = published(desk)
    moved = Version(organisation=desk.garage, number=made.number, sealed=made.sealed)
    with pytest.raises(Locked):
        _ = moved.toml
    changed = Version(organisation=desk.bakery, number=2, sealed=made.sealed)
    with pytest.raises(Locked):
        _ = changed.toml


def test_the_database_itself_changes_no_version_and_no_signature(desk: Desk) -> None:
    made = published(desk)
    signed = signing.sign(desk.member("nadia"), 1, "Nadia")
    for change in (
        lambda: Version.objects.filter(pk=made.pk).update(starts=date(2020, 1, 1)),
        lambda: Version.objects.filter(pk=made.pk)._raw_delete("default"),  # type: ignore[attr-defined]
        lambda: Signature.objects.filter(pk=signed.pk).update(signed_on=date(2020, 1, 1)),
        lambda: Signature.objects.filter(pk=signed.pk).update(sealed_name=b"x"),
        lambda: Signature.objects.filter(pk=signed.pk)._raw_delete("default"),  # type: ignore[attr-defined]
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Signature.objects.get().name == "Nadia"


def test_what_was_changed_behind_the_back_of_the_desk_is_noticed(desk: Desk) -> None:
    from django.db import connection

    def behind(*statements: str) -> tuple[str, ...]:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            found = signing.broken(desk.bakery)
            transaction.set_rollback(True)
        return found

    made = published(desk)
    first = signing.sign(desk.member("nadia"), 1, "Nadia")
    signing.sign(desk.member("tom"), 1, "Tom")
    assert signing.broken(desk.bakery) == ()
    open_ = [f"DROP TRIGGER agreements_signature_no_{name}" for name in ("update", "delete", "other_name")]
    sealed = f"(SELECT sealed_name FROM agreements_signature WHERE id <> {first.pk})"
    change = "UPDATE agreements_signature SET"
    assert behind(*open_, f"{change} signed_on = '2020-01-01' WHERE id = {first.pk}") == (str(first),)
    assert behind(*open_, f"{change} sealed_name = {sealed} WHERE id = {first.pk}") == (str(first),)
    assert behind(*open_, f"{change} mark = 'x' WHERE id = {first.pk}") == (str(first), "missing")
    assert behind(*open_, f"DELETE FROM agreements_signature WHERE id = {first.pk}") == ("missing",)
    assert behind(f"DROP TRIGGER {made._meta.db_table}_no_update", "UPDATE agreements_version SET number = 7") != ()
    signing.forget(desk.user("nadia"), desk.bakery)
    assert signing.broken(desk.bakery) == ()


def test_who_asks_for_their_data_gets_what_they_signed_and_who_is_erased_leaves_a_signature_without_name(desk: Desk) -> None:
    published(desk)
    signing.sign(desk.member("nadia"), 1, "Nadia")
    signing.sign(desk.member("tom"), 1, "Tom")
    nadia, karim = desk.user("nadia"), desk.member("karim")
    told = gathered(rights.own(desk.member("nadia")), desk.member("nadia"))["account"]["agreements_signed"]
    assert [(one["version"], one["name"], one["how"]) for one in told] == [(1, "Nadia", "page")]
    asked = rights.ask(desk.bakery, Request.Kind.ERASURE, nadia.email, person=nadia)
    rights.erase_person(asked, karim)
    assert [(one.name, one.user) for one in Signature.objects.all()] == [("", nadia.pk), ("Tom", desk.user("tom").pk)]
