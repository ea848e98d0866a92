"""A payment file at the gate: what is confirmed goes, once; everything else is held."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.desk.cast import Desk
from tests.desk.payments.world import (
    KROON,
    LAST_YEAR,
    NIEUW,
    confirm,
    confirmed,
    file,
    known,
    on,
    to_kroon,
    to_peeters,
    to_stranger,
)
from tests.ledger.payments import Payment, iban
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.payments import check
from weerbaar.desk.payments.models import Line, Release, Run, Way
from weerbaar.ledger.read.pain import order_of


def checked(desk: Desk, data: bytes, name: str = "tom") -> Run:
    who = desk.member(name)
    return check.check(who.organisation, data, name="betalingen.xml", way=Way.PAGE, member=who)


def held(run: Run) -> dict[int, list[str]]:
    """Number of each held line -> its reasons."""
    return {line.number: line.told["reasons"] for line in run.lines.filter(round=None)}


def test_what_is_confirmed_goes_byte_for_byte_and_the_rest_is_held(desk: Desk) -> None:
    known(desk)
    data = file(to_kroon(), to_stranger(), to_peeters())
    run = checked(desk, data)
    assert held(run) == {2: ["unknown"]}
    order, released = order_of(data), run.releases.get().data
    first, second, third = (data[line.start : line.end] for line in order.lines)
    assert first in released and third in released and second not in released
    assert second in run.waiting and first not in run.waiting
    assert order_of(released).sum.text == "1560.40"  # type: ignore[union-attr]


def test_a_file_that_goes_whole_is_the_file_that_came(desk: Desk) -> None:
    known(desk)
    data = file(to_kroon(), to_peeters())
    run = checked(desk, data)
    assert run.releases.get().data == data
    assert run.waiting == b""


OTHER = iban(14)
BY_ANOTHER_BANK = "<IntrmyAgt1><FinInstnId><BIC>DEUTDEFF</BIC></FinInstnId></IntrmyAgt1>"
CASES = [
    ("another account", to_kroon(account=NIEUW), ["other_account"]),
    ("another payee's account", to_kroon(name="Nieuwe Leverancier"), ["other_payee"]),
    ("nobody knows", to_stranger(), ["unknown"]),
    ("an account that cannot be", to_kroon(account="BE71096123456700"), ["fault"]),
    ("a name that is another", to_kroon(name="Bakkersgrondstoffen Peeters"), ["other_payee"]),
    ("a route through another bank", Payment("Molens De Kroon", KROON, extra=BY_ANOTHER_BANK), ["route"]),
]


@pytest.mark.parametrize(("case", "payment", "reasons"), CASES, ids=[case[0] for case in CASES])
def test_only_the_confirmed_account_of_the_named_payee_goes(
    desk: Desk, case: str, payment: Payment, reasons: list[str]
) -> None:
    known(desk)
    run = checked(desk, file(payment))
    assert (held(run), run.releases.count()) == ({1: reasons}, 0)


REFUSED = [
    ("an account in small letters", to_kroon(account=KROON.lower()), "schema"),
    ("an account with spaces", to_kroon(account=f"{KROON[:4]} {KROON[4:]}"), "schema"),
    ("a name that is empty", Payment("", KROON, "10.00"), "schema"),
    ("nothing to pay", to_kroon(amount="-1.00"), "schema"),
]


@pytest.mark.parametrize(("case", "payment", "code"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_no_bank_takes_is_refused(desk: Desk, case: str, payment: Payment, code: str) -> None:
    known(desk)
    run = checked(desk, file(payment))
    assert (run.state, run.refused[0], run.lines.count()) == (Run.State.REFUSED, code, 0)


def test_what_was_written_down_but_not_confirmed_is_held(desk: Desk) -> None:
    from weerbaar.desk.ledger import write
    from weerbaar.model.ledger import Kind

    write.add_payee(desk.bakery, desk.member("ines"), "Molens De Kroon", facts=[(Kind.IBAN, KROON)])
    assert held(checked(desk, file(to_kroon()))) == {1: ["unconfirmed"]}


def test_what_has_run_out_is_held(desk: Desk) -> None:
    confirmed(desk.bakery, "Molens De Kroon", KROON, until="2025-12-31")
    assert held(checked(desk, file(to_kroon()))) == {1: ["expired"]}


def test_a_name_that_nearly_agrees_goes_where_the_policy_says_so(desk: Desk) -> None:
    from dataclasses import replace

    from weerbaar.desk.ledger import rules, state
    from weerbaar.ledger.chain import Act
    from weerbaar.ledger.policy import to_table

    known(desk)
    near = to_kroon(name="Molens De Kroen")
    assert held(checked(desk, file(near))) == {1: ["name_close"]}
    state.append(
        desk.bakery, desk.member("els"), [(Act.POLICY_SET, {"policy": to_table(replace(rules.USUAL, close_names=True))})]
    )
    assert held(checked(desk, file(near, message="M-2"))) == {}


def test_the_same_file_again_releases_nothing_more(desk: Desk) -> None:
    known(desk)
    data = file(to_kroon(), to_stranger())
    first, second = checked(desk, data), checked(desk, data, "ines")
    assert first.pk == second.pk
    assert Release.objects.count() == 1


def test_a_payment_that_was_released_is_held_in_every_other_file(desk: Desk) -> None:
    known(desk)
    checked(desk, file(to_kroon()))
    run = checked(desk, file(to_kroon(amount="1250.0"), to_kroon(reference="E-9"), message="M-2"))
    assert held(run) == {1: ["before"]}


def test_the_same_payment_twice_in_a_file_goes_once(desk: Desk) -> None:
    known(desk)
    run = checked(desk, file(to_kroon(), to_kroon(), to_peeters()))
    assert held(run) == {2: ["twice"]}


def test_a_message_number_that_was_released_is_refused(desk: Desk) -> None:
    known(desk)
    checked(desk, file(to_kroon()))
    run = checked(desk, file(to_peeters()))
    assert (run.state, run.refused[0]) == (Run.State.REFUSED, "duplicate_message")
    assert not run.lines.exists()


def test_a_released_file_that_was_edited_is_not_released(desk: Desk) -> None:
    known(desk)
    run = checked(desk, file(to_kroon(), to_stranger()))
    edited = run.releases.get().data.replace(KROON.encode(), NIEUW.encode())
    again = checked(desk, edited)
    assert again.refused[0] == "duplicate_message"
    assert held(checked(desk, edited.replace(b"<MsgId>M-1", b"<MsgId>M-7"))) == {1: ["other_account"]}


def test_after_a_confirmation_what_was_held_goes_and_nothing_twice(desk: Desk) -> None:
    from weerbaar.desk.payments.pages import open_confirmation

    known(desk)
    run = checked(desk, file(to_kroon(), to_kroon("999.00", "E-5", OTHER), to_stranger()))
    assert held(run) == {2: ["other_account"], 3: ["unknown"]}
    confirm(desk, open_confirmation(desk.member("tom"), run.lines.get(number=2).told))
    release = check.again(run, desk.member("tom"))
    assert release is not None and (release.round, release.lines) == (2, 1)
    assert held(run) == {3: ["unknown"]}
    said = [order_of(one.data).lines for one in run.releases.all()]
    assert [[line.end_to_end for line in lines] for lines in said] == [["E-1"], ["E-5"]]
    assert len({order_of(one.data).message.text for one in run.releases.all()}) == 2
    assert check.again(run, desk.member("tom")) is None
    assert Release.objects.count() == 2


def test_what_is_set_aside_stays_held(desk: Desk) -> None:
    run = checked(desk, file(to_stranger()))
    check.set_aside(run, desk.member("tom"))
    confirmed(desk.bakery, "Nieuwe Leverancier", NIEUW)
    with pytest.raises(NotNow):
        check.again(run, desk.member("tom"))
    assert check.to_judge_again(desk.bakery) == []


def test_an_override_lets_one_payment_go_once(desk: Desk) -> None:
    from weerbaar.desk.ledger import confirm as confirmations
    from weerbaar.desk.payments.pages import open_confirmation

    known(desk)
    run = checked(desk, file(to_stranger(), to_stranger("18400.00", "E-4")))
    asked = open_confirmation(desk.member("tom"), run.lines.get(number=1).told)
    for name in ("ines", "els"):
        confirmations.override(asked, desk.member(name), "De oven staat stil; de eigenaar kent hen.")
    release = check.again(run, desk.member("tom"))
    assert release is not None and release.lines == 1
    line = run.lines.get(round__isnull=False)
    assert line.told["overridden"] is True
    assert check.again(run, desk.member("tom")) is None


def test_a_clock_that_went_back_releases_nothing(desk: Desk) -> None:
    known(desk)
    with on(LAST_YEAR - timedelta(days=400)):
        assert held(checked(desk, file(to_kroon()))) == {1: ["expired", "clock"]}


@pytest.mark.parametrize(
    "data", [b"", b"<x/>", b"not xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', file(to_kroon())[:-40]]
)
def test_what_is_no_payment_file_is_refused_and_kept(desk: Desk, data: bytes) -> None:
    run = checked(desk, data)
    assert run.state == Run.State.REFUSED and run.data == data
    assert not Release.objects.exists()


def test_a_wrong_control_sum_is_refused(desk: Desk) -> None:
    from tests.ledger.payments import pain

    known(desk)
    assert checked(desk, pain([[to_kroon()]], total="9.99")).refused[0] == "control_sum"


def test_who_may_not_check_payments_cannot(desk: Desk) -> None:
    for name in ("nadia", "karim", "ruth"):
        with pytest.raises(Forbidden):
            checked(desk, file(to_kroon()), name)


def test_what_one_organisation_knows_releases_nothing_of_another(desk: Desk) -> None:
    known(desk)
    bart = desk.member("bart")
    run = check.check(desk.garage, file(to_kroon()), name="x.xml", way=Way.PAGE, member=bart)
    assert held(run) == {1: ["unknown"]}


def test_the_database_refuses_to_take_back_what_was_released(desk: Desk) -> None:
    known(desk)
    run = checked(desk, file(to_kroon(), to_stranger()))
    gone = run.lines.get(number=1)
    attempts: list[Any] = [
        lambda: Line.objects.filter(pk=gone.pk).update(round=None),
        lambda: Line.objects.filter(pk=gone.pk).delete(),
        lambda: Release.objects.filter(run=run).update(sealed=b"x"),
        lambda: Release.objects.filter(run=run).delete(),
        lambda: Line.objects.create(run=run, organisation=desk.bakery, number=9, round=1, identity=gone.identity, sealed=b""),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_nothing_of_it_stands_in_the_database_in_clear(desk: Desk) -> None:
    known(desk)
    run = checked(desk, file(to_kroon(), to_stranger()))
    raw = (desk.home / "database.sqlite3").read_bytes() + (desk.home / "database.sqlite3-wal").read_bytes()
    for secret in (b"Nieuwe Leverancier", NIEUW.encode(), KROON.encode(), b"18400.00", b"betalingen.xml"):
        assert secret not in raw
    digest = hashlib.sha256(run.data).digest()
    assert digest not in raw


def test_two_thousand_lines_are_checked_at_once(desk: Desk) -> None:
    confirmed(desk.bakery, "Molens De Kroon", KROON)
    payments = [
        to_kroon("1.00", f"E-{number}") if number % 2 else Payment(f"X {number}", iban(1000 + number), "2.00")
        for number in range(2000)
    ]
    run = checked(desk, file(*payments))
    assert run.lines.filter(round=1).count() == 1000
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM payments_line WHERE round IS NULL")
        assert cursor.fetchone() == (1000,)
