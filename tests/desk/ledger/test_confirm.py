"""Confirmations: from the question to the fact, and every way in which somebody might shorten it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.desk.cast import Desk
from tests.desk.ledger.known import MILL, NEW, OLD, PHONE, PLANTED, THIEF, mill, payee, planted
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.ledger import chores, confirm, rules, state
from weerbaar.desk.ledger.about import About
from weerbaar.desk.ledger.confirm import NotNow, Outcome
from weerbaar.desk.ledger.models import Confirmation, Notice, State, Step, Why
from weerbaar.ledger.compare import compare
from weerbaar.model.ledger import Claim, How, Kind, Standing


def asked(desk: Desk, by: str | None = "tom", **more: object) -> Confirmation:
    """Somebody asks whether the mill has another account."""
    claim = Claim(name=MILL, iban=NEW, amount="1250.00", currency="EUR", phone=PLANTED)
    return confirm.open_(desk.bakery, desk.member(by) if by else None, claim, **more)  # type: ignore[arg-type]


def called(desk: Desk, one: Confirmation, by: str = "ines", **more: object) -> Confirmation:
    given = {"outcome": Outcome.CONFIRMED, "channel": PHONE, "spoke_with": "Wim", **more}
    return confirm.record_call(one, desk.member(by), **given)  # type: ignore[arg-type]


def approved(desk: Desk, one: Confirmation, by: str = "els", **more: object) -> Confirmation:
    one.refresh_from_db()
    return confirm.approve(one, desk.member(by), seen=confirm.last_call(one).get("step", 0), **more)  # type: ignore[arg-type]


def refused(id: str, does: Callable[[], object]) -> None:
    with pytest.raises(NotNow) as trouble:
        does()
    assert trouble.value.problem.id == id


def standing(desk: Desk, iban: str, name: str = MILL) -> Standing:
    return compare(Claim(name=name, iban=iban), state.ledger_of(desk.bakery)).standing


def test_a_genuine_change_takes_two_actions_beyond_the_call(desk: Desk) -> None:
    mill(desk)
    one = asked(desk)
    assert standing(desk, NEW) is Standing.OTHER_ACCOUNT
    called(desk, one)
    assert standing(desk, NEW) is Standing.OTHER_ACCOUNT
    approved(desk, one)
    one.refresh_from_db()
    assert one.state == State.APPROVED
    fact = next(fact for fact in payee(desk, "mill0").of(Kind.IBAN) if fact.value == NEW)
    assert (fact.how, fact.by, fact.at) == (How.CALL_BACK, ("Ines", "Els"), date.today().isoformat())
    assert fact.until == (date.today() + timedelta(days=730)).isoformat()
    assert standing(desk, NEW) is Standing.SAME
    assert standing(desk, OLD) is Standing.SAME


def test_the_old_account_can_be_taken_out_with_it(desk: Desk) -> None:
    mill(desk)
    approved(desk, called(desk, asked(desk)), replaces=True)
    assert [fact.value for fact in payee(desk, "mill0").of(Kind.IBAN)] == [NEW]


def test_a_payee_that_was_new_comes_into_the_ledger_when_it_is_approved(desk: Desk) -> None:
    one = confirm.open_(
        desk.bakery, desk.member("tom"), Claim(name="Ovens Peeters", iban=NEW, phone=PLANTED), came_with=(PLANTED,)
    )
    found = {"how": How.TWO_PEOPLE, "channel": "+32 9 222 33 44", "source": "het ondernemingsregister"}
    refused("confirmation_came_with_request", lambda: called(desk, one, **{**found, "channel": PLANTED}))
    refused("confirmation_needs_source", lambda: called(desk, one, **{**found, "source": ""}))
    approved(desk, called(desk, one, **found))
    assert standing(desk, NEW, "Ovens Peeters") is Standing.SAME


@pytest.mark.parametrize(
    ("channel", "why"),
    [
        (PLANTED, "confirmation_came_with_request"),  # it stood in the message
        ("+3293334456", "confirmation_unknown_channel"),  # one digit off what we knew
        ("", "confirmation_no_channel"),
    ],
)
def test_a_number_that_we_did_not_know_before_is_refused(desk: Desk, channel: str, why: str) -> None:
    mill(desk)
    one = asked(desk)
    refused(why, lambda: called(desk, one, channel=channel))
    one.refresh_from_db()
    assert one.state == State.OPEN


def test_a_number_that_was_planted_yesterday_is_refused(desk: Desk) -> None:
    planted(desk, mill(desk), by="ines")
    one = confirm.open_(desk.bakery, desk.member("tom"), Claim(name=MILL, iban=THIEF))
    refused("confirmation_younger", lambda: called(desk, one, by="els", channel=PLANTED))
    shown = {channel.value: channel.refused for channel in rules.channels(one, About.of(one), state.ledger_of(desk.bakery))}
    assert shown == {PHONE: "", PLANTED: "confirmation_younger"}


def test_where_a_known_number_is_one_found_elsewhere_is_refused(desk: Desk) -> None:
    mill(desk)
    refused("confirmation_way", lambda: called(desk, asked(desk), how=How.TWO_PEOPLE, channel="+3292223344", source="site"))


def test_who_asked_does_not_call_and_who_called_does_not_approve(desk: Desk) -> None:
    mill(desk)
    one = asked(desk, "ines")
    refused("confirmation_same_person", lambda: called(desk, one, "ines"))
    called(desk, one, "els")
    refused("confirmation_same_person", lambda: approved(desk, one, "els"))
    refused("confirmation_same_person", lambda: approved(desk, one, "ines"))
    assert standing(desk, NEW) is Standing.OTHER_ACCOUNT


def test_where_the_desk_asked_two_people_are_enough(desk: Desk) -> None:
    mill(desk)
    approved(desk, called(desk, asked(desk, None, why=Why.GATE), "ines"), "els")
    assert standing(desk, NEW) is Standing.SAME


@pytest.mark.parametrize("who", ["nadia", "karim", "ruth", "bart"])
def test_who_may_not_does_nothing(desk: Desk, who: str) -> None:
    mill(desk)
    one = asked(desk)
    ways: tuple[Callable[[], object], ...] = (
        lambda: confirm.open_(desk.bakery, desk.member(who), Claim(name=MILL, iban=THIEF)),
        lambda: called(desk, one, who),
        lambda: approved(desk, one, who),
        lambda: confirm.decline(one, desk.member(who), "x"),
        lambda: confirm.cancel(one, desk.member(who)),
        lambda: confirm.override(one, desk.member(who), "x"),
    )
    for does in ways:
        with pytest.raises(Forbidden):
            does()


def test_a_helper_calls_but_does_not_approve(desk: Desk) -> None:
    mill(desk)
    one = called(desk, asked(desk, "ines"), "tom")
    with pytest.raises(Forbidden):
        approved(desk, one, "tom")


def test_a_no_ends_it_and_there_is_no_override_after_it(desk: Desk) -> None:
    mill(desk)
    one = called(desk, asked(desk), outcome=Outcome.DENIED)
    assert one.state == State.DECLINED
    refused("confirmation_closed", lambda: confirm.override(one, desk.member("els"), "toch"))
    assert Notice.objects.filter(kind=Notice.Kind.CLOSED).exists()


def test_nobody_answering_leaves_it_open(desk: Desk) -> None:
    mill(desk)
    one = called(desk, asked(desk), outcome=Outcome.NO_ANSWER)
    assert one.state == State.OPEN
    refused("confirmation_too_early", lambda: approved(desk, one))
    called(desk, one)
    one.refresh_from_db()
    assert one.state == State.CALLED


def test_what_is_asked_twice_is_one_and_remembers_what_came_with_both(desk: Desk) -> None:
    mill(desk)
    one, other = asked(desk), asked(desk, "ines", came_with=("+32 471 11 22 33",), urgent=True)
    assert one.pk == other.pk
    other.refresh_from_db()
    assert other.urgent
    assert {PLANTED, "+32471112233"} <= set(About.of(other).came_with)


def test_urgency_changes_the_order_and_nothing_else(desk: Desk) -> None:
    mill(desk)
    slow = confirm.open_(desk.bakery, desk.member("tom"), Claim(name="Ovens Peeters", iban=THIEF))
    fast = asked(desk, urgent=True)
    assert [one.pk for one in Confirmation.objects.all()] == [fast.pk, slow.pk]
    assert (fast.expires_at - fast.asked_at, fast.remind_at - fast.asked_at) == (
        slow.expires_at - slow.asked_at,
        slow.remind_at - slow.asked_at,
    )
    refused("confirmation_same_person", lambda: called(desk, fast, "tom"))


def test_an_approval_is_of_the_call_that_was_read(desk: Desk) -> None:
    mill(desk)
    one = called(desk, asked(desk))
    refused("confirmation_changed", lambda: confirm.approve(one, desk.member("els"), seen=1))


def test_a_declined_one_needs_a_reason_and_ends(desk: Desk) -> None:
    mill(desk)
    one = called(desk, asked(desk))
    refused("confirmation_needs_reason", lambda: confirm.decline(one, desk.member("els"), " "))
    confirm.decline(one, desk.member("els"), "Wim klonk vreemd")
    refused("confirmation_closed", lambda: approved(desk, one))
    assert standing(desk, NEW) is Standing.OTHER_ACCOUNT


def test_who_asked_may_withdraw_it_and_other_helpers_not(desk: Desk) -> None:
    mill(desk)
    one = asked(desk, "ines")
    with pytest.raises(Forbidden):
        confirm.cancel(one, desk.member("tom"))
    assert confirm.cancel(one, desk.member("ines")).state == State.CANCELLED


def test_its_time_ends_and_a_reminder_comes_before(desk: Desk) -> None:
    mill(desk)
    one = asked(desk)
    Confirmation.objects.update(remind_at=timezone.now())
    chores.sweep()
    chores.sweep()
    assert one.steps.filter(kind=Step.Kind.REMINDED).count() == 1
    Confirmation.objects.update(expires_at=timezone.now())
    refused("confirmation_closed", lambda: called(desk, one))
    chores.sweep()
    chores.sweep()
    one.refresh_from_db()
    assert (one.state, one.steps.filter(kind=Step.Kind.EXPIRED).count()) == (State.EXPIRED, 1)


def test_an_override_takes_two_who_did_nothing_else_confirms_nothing_and_goes_once(desk: Desk) -> None:
    mill(desk)
    one = asked(desk, None)
    refused("confirmation_needs_reason", lambda: confirm.override(one, desk.member("tom"), ""))
    confirm.override(one, desk.member("tom"), "de oven staat stil")
    refused(
        "confirmation_same_person",
        lambda: confirm.override(one, desk.member("tom"), "nog eens") if False else _second(desk, one, "tom"),
    )
    confirm.override(one, desk.member("els"), "ik sta ervoor in")
    one.refresh_from_db()
    assert one.state == State.OVERRIDDEN
    assert standing(desk, NEW) is Standing.OTHER_ACCOUNT
    paid = Claim(name=MILL, iban=NEW, amount="1250.00", currency="EUR")
    assert confirm.overridden(desk.bakery, Claim(name=MILL, iban=NEW, amount="1250.01", currency="EUR")) is None
    assert confirm.overridden(desk.bakery, Claim(name=MILL, iban=THIEF, amount="1.00", currency="EUR")) is None
    assert confirm.overridden(desk.bakery, Claim(name=MILL, iban=NEW, amount="1250.00", currency="USD")) is None
    assert confirm.overridden(desk.bakery, paid) == one
    assert confirm.spend(one, None, "payment line:1")
    assert not confirm.spend(one, None, "payment line:2")
    assert confirm.overridden(desk.bakery, paid) is None
    assert set(Notice.objects.filter(kind=Notice.Kind.OVERRIDDEN).values_list("user__email", flat=True)) == {
        "els@bakkerijvanhove.example"
    }
    assert Entry.objects.filter(action="confirmation overridden").exists()


def _second(desk: Desk, one: Confirmation, who: str) -> object:
    """As if a helper could approve: the rules themselves refuse the same person."""
    member = desk.member(who)
    member.role = "decider"
    return confirm.override(one, member, "nog eens")


def test_paper_needs_the_paper(desk: Desk) -> None:
    mill(desk)
    one = asked(desk)
    refused("confirmation_no_evidence", lambda: called(desk, one, how=How.BANK_LETTER, channel=""))
    approved(desk, called(desk, one, how=How.BANK_LETTER, channel="", files={"brief.pdf": b"%PDF- brief"}))
    fact = next(fact for fact in payee(desk, "mill0").of(Kind.IBAN) if fact.value == NEW)
    assert (fact.how, len(fact.evidence)) == (How.BANK_LETTER, 1)


def test_a_large_amount_takes_a_second_approval(desk: Desk) -> None:
    from dataclasses import replace

    from weerbaar.ledger.chain import Act
    from weerbaar.ledger.policy import to_table

    mill(desk)
    state.append(
        desk.bakery,
        desk.member("els"),
        [(Act.POLICY_SET, {"policy": to_table(replace(rules.USUAL, second_approval_from="1000"))})],
    )
    one = called(desk, asked(desk, None), "tom")
    approved(desk, one, "ines")
    one.refresh_from_db()
    assert one.state == State.CALLED
    refused("confirmation_same_person", lambda: approved(desk, one, "ines"))
    approved(desk, one, "els")
    assert standing(desk, NEW) is Standing.SAME


def test_nothing_of_it_stands_in_clear(desk: Desk) -> None:
    mill(desk)
    approved(desk, called(desk, asked(desk, note="Wim vroeg het"), note="klonk goed"))
    from django.db import connection

    with connection.cursor() as cursor:
        dump = ""
        for table in ("ledger_confirmation", "ledger_step", "ledger_notice", "governance_entry"):
            cursor.execute(f"SELECT * FROM {table}")
            dump += str([[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor.fetchall()])
    for secret in (NEW, PHONE, PLANTED, "Wim", MILL, "klonk goed"):
        assert secret not in dump


def test_where_proof_is_asked_nothing_is_approved_without_it(desk: Desk) -> None:
    mill(desk)
    one = called(desk, asked(desk, needs_proof=True))
    refused("confirmation_not_proven", lambda: approved(desk, one))
    refused("confirmation_not_proven", lambda: called(desk, asked(desk, None), "els", how=How.CALL_PROOF, channel=""))
    assert standing(desk, NEW) is Standing.OTHER_ACCOUNT


def test_a_proof_of_who_asked_becomes_evidence_of_the_fact(desk: Desk) -> None:
    from tests.desk.proof.people import has_device, says_yes
    from weerbaar.desk.ledger import evidence
    from weerbaar.desk.proof import ask as asks

    mill(desk)
    tom, key = has_device(desk, "tom")
    one = called(desk, asked(desk, needs_proof=True), "ines")
    proof = asks.open_(desk.bakery, desk.user("ines"), tom, "een andere rekening voor de molens", one.pk)
    assert says_yes(desk.browser("tom"), proof, key) == 302
    refused("confirmation_not_proven", lambda: approved(desk, one))
    asks.compare(proof, desk.member("ines"), True)
    approved(desk, one)
    fact = next(fact for fact in payee(desk, "mill0").of(Kind.IBAN) if fact.value == NEW)
    kept = evidence.find(desk.bakery, fact.evidence[0])
    assert kept is not None
    assert b"een andere rekening voor de molens" in kept.content()


def test_a_colleague_who_proved_to_be_there_is_not_the_payee(desk: Desk) -> None:
    from tests.desk.proof.people import has_device, says_yes
    from weerbaar.desk.proof import ask as asks

    mill(desk)
    tom, key = has_device(desk, "tom")
    one = asked(desk)
    proof = asks.open_(desk.bakery, desk.user("ines"), tom, "x", one.pk)
    says_yes(desk.browser("tom"), proof, key)
    asks.compare(proof, desk.member("ines"), True)
    refused("confirmation_not_proven", lambda: called(desk, one, how=How.CALL_PROOF, channel=""))
