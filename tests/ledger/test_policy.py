"""The rules by which a fact is confirmed: whoever tries whatever, in whatever order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar.ledger import policy as rules
from weerbaar.ledger.policy import Change, Done, Policy, Refusal, Refused, State, Step
from weerbaar.model.ledger import CONFIRMING, Fact, How, Kind, Payee

ASKED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KNOWN, IMPORTED, YOUNG, OTHER = "+3290001234", "+3290009999", "+32470000077", "+31201234567"
ACCOUNT = "BE68539007547034"
KROON = Payee(
    "kroon", "Molens De Kroon",
    (
        Fact("known", Kind.PHONE, KNOWN, How.CONTRACT, "2024-05-01"),
        Fact("imported", Kind.PHONE, IMPORTED, How.IMPORTED, "2023-05-01"),
        Fact("young", Kind.PHONE, YOUNG, How.IMPORTED, "2026-02-27"),
        Fact("mail", Kind.ADDRESS, "facturen@molensdekroon.example", How.CONTRACT, "2024-05-01"),
        Fact("account", Kind.IBAN, "BE71096123456769", How.CALL_BACK, "2024-05-01"),
    ),
)  # fmt: skip
CHANGE = Change("kroon", Kind.IBAN, ACCOUNT, ASKED, amount="1250.00")
POLICY = Policy()


def after(minutes: int) -> datetime:
    return ASKED + timedelta(minutes=minutes)


def done(*steps: tuple[Step, str]) -> tuple[Done, ...]:
    return tuple(
        Done(step, who, after(n), How.CALL_BACK if step is Step.CALLED else None, KNOWN if step is Step.CALLED else "")
        for n, (step, who) in enumerate(steps)
    )


def walked(change: Change, *steps: tuple[Step, str], policy: Policy = POLICY) -> Change:
    for one in done(*steps):
        change = rules.do(change, one, policy, KROON)
    return change


def test_three_people_confirm_a_changed_account() -> None:
    change = walked(CHANGE, (Step.ASKED, "tom"), (Step.CALLED, "nadia"), (Step.APPROVED, "els"))
    assert rules.state(change, POLICY, after(60)) is State.CONFIRMED
    assert rules.missing(change, POLICY) == ()


def test_where_the_desk_asked_two_people_are_enough() -> None:
    change = walked(CHANGE, (Step.ASKED, ""), (Step.CALLED, "nadia"), (Step.APPROVED, "els"))
    assert rules.state(change, POLICY, after(60)) is State.CONFIRMED


@pytest.mark.parametrize(
    ("before", "step", "who", "refusal"),
    [
        ([], Step.CALLED, "nadia", Refusal.TOO_EARLY),
        ([(Step.ASKED, "tom")], Step.APPROVED, "els", Refusal.TOO_EARLY),
        ([(Step.ASKED, "tom")], Step.ASKED, "els", Refusal.DONE),
        ([(Step.ASKED, "tom")], Step.CALLED, "tom", Refusal.SAME_PERSON),
        ([(Step.ASKED, "tom")], Step.CALLED, "  TOM ", Refusal.SAME_PERSON),
        ([(Step.ASKED, "tom")], Step.CALLED, "", Refusal.NOBODY),
        ([(Step.ASKED, "tom"), (Step.CALLED, "nadia")], Step.APPROVED, "tom", Refusal.SAME_PERSON),
        ([(Step.ASKED, "tom"), (Step.CALLED, "nadia")], Step.APPROVED, "nadia", Refusal.SAME_PERSON),
        ([(Step.ASKED, "tom"), (Step.CALLED, "nadia")], Step.PROVEN, "els", Refusal.DONE),  # nobody asked for one
        ([(Step.ASKED, "tom"), (Step.CALLED, "nadia"), (Step.APPROVED, "els")], Step.APPROVED, "jan", Refusal.CLOSED),  # a race
        ([(Step.ASKED, "tom"), (Step.DENIED, "nadia")], Step.APPROVED, "els", Refusal.CLOSED),
        ([(Step.ASKED, "tom"), (Step.DENIED, "nadia")], Step.OVERRIDDEN, "els", Refusal.CLOSED),  # a no is a no
        ([(Step.ASKED, "tom"), (Step.CANCELLED, "tom")], Step.CALLED, "nadia", Refusal.CLOSED),
        ([(Step.ASKED, "tom"), (Step.DECLINED, "els")], Step.CALLED, "nadia", Refusal.CLOSED),
        ([(Step.ASKED, "tom"), (Step.OVERRIDDEN, "els")], Step.OVERRIDDEN, "els", Refusal.SAME_PERSON),
    ],
)
def test_a_step_is_refused(before: list[tuple[Step, str]], step: Step, who: str, refusal: Refusal) -> None:
    one = Done(step, who, after(30), How.CALL_BACK, KNOWN)
    with pytest.raises(Refused) as refused:
        rules.do(walked(CHANGE, *before), one, POLICY, KROON)
    assert refused.value.why is refusal


@pytest.mark.parametrize(
    ("how", "channel", "evidence", "refusal"),
    [
        (How.CALL_BACK, KNOWN, (), None),
        (How.CALL_BACK, IMPORTED, (), None),
        (How.CALL_BACK, YOUNG, (), Refusal.YOUNGER),
        (How.CALL_BACK, OTHER, (), Refusal.UNKNOWN_CHANNEL),
        (How.CALL_BACK, "", (), Refusal.NO_CHANNEL),
        (How.CALL_BACK, "facturen@molensdekroon.example", (), Refusal.WAY),  # mail does not count here
        (How.CALL_PROOF, "", (), None),
        (How.CONTRACT, "", ("a" * 64,), None),
        (How.CONTRACT, "", (), Refusal.NO_EVIDENCE),
        (How.BANK_LETTER, "", (), Refusal.NO_EVIDENCE),
        (How.VERIFICATION_OF_PAYEE, "", ("a" * 64,), Refusal.WAY),  # a match is no proof of honesty
        (How.PAID, "", (), Refusal.WAY),
        (How.TWO_PEOPLE, OTHER, (), Refusal.WAY),  # the ledger has a number: call that
        (None, KNOWN, (), Refusal.WAY),
    ],
)
def test_only_some_ways_of_asking_count(
    how: How | None, channel: str, evidence: tuple[str, ...], refusal: Refusal | None
) -> None:
    asked = walked(CHANGE, (Step.ASKED, "tom"))
    assert rules.may(asked, Done(Step.CALLED, "nadia", after(9), how, channel, evidence), POLICY, KROON) is refusal


def test_where_the_ledger_knows_no_number_one_found_elsewhere_counts() -> None:
    bare = replace(KROON, facts=KROON.facts[4:])
    asked = walked(replace(CHANGE, came_with=(OTHER,)), (Step.ASKED, "tom"))
    for channel, refusal in ((KNOWN, None), (OTHER, Refusal.CAME_WITH_REQUEST), (OTHER[:-2] + "00", Refusal.CAME_WITH_REQUEST)):
        assert rules.may(asked, Done(Step.CALLED, "nadia", after(9), How.TWO_PEOPLE, channel), POLICY, bare) is refusal


@pytest.mark.parametrize(
    ("came_with", "mail_counts", "proposed"),
    [
        ((), False, [KNOWN, IMPORTED]),
        ((KNOWN,), False, [KNOWN, IMPORTED]),  # confirmed long before: the request only repeats it
        ((IMPORTED,), False, [KNOWN]),
        ((IMPORTED[:-2] + "00",), False, [KNOWN]),  # another extension of the same switchboard
        ((), True, [KNOWN, IMPORTED, "facturen@molensdekroon.example"]),
    ],
)
def test_the_number_that_was_known_before_is_proposed(
    came_with: tuple[str, ...], mail_counts: bool, proposed: list[str]
) -> None:
    found = rules.channels(replace(CHANGE, came_with=came_with), KROON, Policy(mail_counts=mail_counts))
    assert [one.value for one in found] == proposed


def test_a_new_number_is_not_confirmed_by_calling_it() -> None:
    change = replace(CHANGE, kind=Kind.PHONE, value=KNOWN)
    assert [one.value for one in rules.channels(change, KROON, POLICY)] == [IMPORTED]


def test_a_number_confirmed_on_the_day_of_the_request_is_no_witness() -> None:
    seeded = Payee("kroon", "Molens De Kroon", (Fact("p", Kind.PHONE, YOUNG, How.CALL_BACK, "2026-03-02", since="2026-02-27"),))
    assert rules.channels(CHANGE, seeded, POLICY) == ()
    reconfirmed = Payee(
        "kroon", "Molens De Kroon", (Fact("p", Kind.PHONE, KNOWN, How.CALL_BACK, "2026-03-02", since="2021-01-01"),)
    )
    assert [one.value for one in rules.channels(CHANGE, reconfirmed, POLICY)] == [KNOWN]


@pytest.mark.parametrize(
    ("amount", "steps"),
    [
        ("10.00", 3),
        ("24999.99", 3),
        ("25000.00", 4),
        ("1000000", 4),
        ("", 4),  # an unknown amount is a large one
        ("ten", 4),
        ("-5", 4),
    ],
)
def test_more_money_adds_an_approval(amount: str, steps: int) -> None:
    assert len(rules.needed(replace(CHANGE, amount=amount), POLICY)) == steps


def test_a_second_approval_is_somebody_elses() -> None:
    large = walked(replace(CHANGE, amount="90000"), (Step.ASKED, ""), (Step.CALLED, "nadia"), (Step.APPROVED, "els"))
    assert rules.state(large, POLICY, after(9)) is State.OPEN
    assert rules.may(large, Done(Step.APPROVED, "els", after(9)), POLICY) is Refusal.SAME_PERSON
    assert rules.state(rules.do(large, Done(Step.APPROVED, "tom", after(9)), POLICY), POLICY, after(10)) is State.CONFIRMED


def test_a_proof_stands_between_call_and_approval() -> None:
    change = walked(replace(CHANGE, proof=True), (Step.ASKED, "tom"), (Step.CALLED, "nadia"))
    assert rules.missing(change, POLICY) == (Step.PROVEN, Step.APPROVED)
    assert rules.may(change, Done(Step.APPROVED, "els", after(9)), POLICY) is Refusal.TOO_EARLY
    assert rules.missing(rules.do(change, Done(Step.PROVEN, "tom", after(9)), POLICY), POLICY) == (Step.APPROVED,)


def test_roles_are_the_organisations() -> None:
    strict = Policy(roles={"approved": ("administrator",)})
    change = walked(CHANGE, (Step.ASKED, "tom"), (Step.CALLED, "nadia"))
    assert rules.may(change, Done(Step.APPROVED, "els", after(9)), strict, KROON, "reporter") is Refusal.ROLE
    assert rules.may(change, Done(Step.APPROVED, "els", after(9)), strict, KROON, "administrator") is None


def test_what_nobody_settles_is_over_after_a_while() -> None:
    change = walked(CHANGE, (Step.ASKED, "tom"))
    late = ASKED + timedelta(days=POLICY.expire_days)
    assert rules.state(change, POLICY, late - timedelta(seconds=1)) is State.OPEN
    assert rules.state(change, POLICY, late) is State.EXPIRED
    assert rules.may(change, Done(Step.CALLED, "nadia", late, How.CALL_BACK, KNOWN), POLICY, KROON) is Refusal.EXPIRED


def test_a_step_does_not_lie_before_the_last() -> None:
    change = walked(CHANGE, (Step.ASKED, "tom"), (Step.CALLED, "nadia"))
    assert rules.may(change, Done(Step.APPROVED, "els", after(-5)), POLICY) is Refusal.TOO_EARLY


def test_an_override_covers_one_account_and_no_more_money_than_was_asked() -> None:
    change = walked(CHANGE, (Step.ASKED, "tom"), (Step.OVERRIDDEN, "nadia"), (Step.OVERRIDDEN, "els"))
    assert [rules.covers(change, ACCOUNT, amount) for amount in ("1250.00", "1250.01", "100", "0", "", "x")] == [
        True, False, True, False, False, False,
    ]  # fmt: skip
    assert not rules.covers(change, "BE71096123456769", "10")
    assert not rules.covers(replace(change, amount=""), ACCOUNT, "10")
    assert not rules.covers(CHANGE, ACCOUNT, "10")


def test_an_organisation_may_have_no_overrides() -> None:
    asked = walked(CHANGE, (Step.ASKED, "tom"))
    assert rules.may(asked, Done(Step.OVERRIDDEN, "els", after(9)), Policy(overrides=False)) is Refusal.NOT_ALLOWED


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, ()),
        ({"second_approval_from": ""}, ()),
        ({"second_approval_from": "1.000,00"}, ("second_approval_from",)),
        ({"ways": ()}, ("ways",)),
        ({"ways": (How.PAID,)}, ("ways",)),
        ({"expire_days": 1}, ("expire_days", "remind_days")),
        ({"expire_days": 9999}, ("expire_days",)),
        ({"channel_days": 0}, ("channel_days",)),
    ],
)
def test_a_policy_that_cannot_be_names_its_fields(fields: dict[str, object], wrong: tuple[str, ...]) -> None:
    assert rules.problems(replace(POLICY, **fields)) == wrong  # type: ignore[arg-type]


def test_a_policy_is_kept_in_the_ledger_and_read_back() -> None:
    made = Policy(roles={"approved": ("administrator", "lead")}, ways=(How.CALL_BACK,), close_names=True)
    assert rules.from_table(rules.to_table(made)) == made
    assert rules.from_table({"a later field": 1}) == POLICY


@pytest.mark.parametrize("table", [{"ways": ["hope"]}, {"ways": 3}, {"expire_days": "x"}, {"expire_days": 0}, {"roles": 3}])
def test_a_table_that_is_no_policy_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        rules.from_table(table)


PEOPLE = st.sampled_from(("tom", "Tom", "els", "nadia", "jan", ""))
TRIES = st.lists(
    st.tuples(
        st.sampled_from(Step), PEOPLE, st.sampled_from([None, *How]), st.sampled_from((KNOWN, IMPORTED, YOUNG, OTHER, "")),
        st.sampled_from(((), ("a" * 64,))), st.integers(0, 60 * 24 * 40),
    ),
    max_size=14,
)  # fmt: skip
CHANGES = st.builds(
    Change, st.just("kroon"), st.just(Kind.IBAN), st.just(ACCOUNT), st.just(ASKED), amount=st.sampled_from(("", "10", "90000")),
    urgent=st.booleans(), proof=st.booleans(), came_with=st.sets(st.sampled_from((KNOWN, IMPORTED, YOUNG, OTHER))).map(tuple),
)  # fmt: skip
POLICIES = st.builds(
    Policy, second_approval_from=st.sampled_from(("", "0", "25000")), proof_from=st.sampled_from(("", "0", "25000")),
    mail_counts=st.booleans(), overrides=st.booleans(), channel_days=st.sampled_from((1, 30, 365)),
)  # fmt: skip


def tried(change: Change, tries: list[tuple[Step, str, How | None, str, tuple[str, ...], int]], policy: Policy) -> Change:
    """The change after everything in the list was tried; what is refused leaves it as it was."""
    for step, who, how, channel, evidence, minutes in tries:
        try:
            change = rules.do(change, Done(step, who, after(minutes), how, channel, evidence), policy, KROON)
        except Refused:
            continue
    return change


def test_of_every_assignment_of_people_only_those_with_different_people_pass() -> None:
    people = ("", "tom", "Tom ", "els", "nadia", "jan")
    for proof, amount in product((False, True), ("10", "90000")):
        change, policy = replace(CHANGE, proof=proof, amount=amount), POLICY
        needed = rules.needed(change, policy)
        passed = 0
        for named in product(people, repeat=len(needed)):
            end = tried(
                change,
                [(step, who, How.CALL_BACK, KNOWN, (), n) for n, (step, who) in enumerate(zip(needed, named, strict=True))],
                policy,
            )
            roles = [rules.person(who) for step, who in zip(needed, named, strict=True) if step is not Step.PROVEN]
            fine = all(map(rules.person, named[1:])) and len({who for who in roles if who}) == len(
                [who for who in roles if who]
            )
            assert (rules.state(end, policy, after(99)) is State.CONFIRMED) == fine, (named, needed)
            passed += fine
        assert passed


@given(CHANGES, POLICIES, TRIES)
@settings(max_examples=150, deadline=None)
def test_no_assignment_of_people_confirms_with_one_person_in_two_roles(
    change: Change, policy: Policy, tries: list[tuple[Step, str, How | None, str, tuple[str, ...], int]]
) -> None:
    end = tried(change, tries, policy)
    if rules.state(end, policy, after(60 * 24 * 50)) is not State.CONFIRMED:
        return
    people = [rules.person(one.who) for one in end.done if one.step in (Step.ASKED, Step.CALLED, Step.APPROVED)]
    named = [who for who in people if who]
    assert len(named) == len(set(named))
    assert all(rules.person(one.who) for one in end.done if one.step is not Step.ASKED)
    assert sorted(one.step for one in end.done if one.step is not Step.OVERRIDDEN) == sorted(rules.needed(change, policy))


@given(CHANGES, POLICIES, TRIES)
@settings(max_examples=80, deadline=None)
def test_urgency_changes_nothing(
    change: Change, policy: Policy, tries: list[tuple[Step, str, How | None, str, tuple[str, ...], int]]
) -> None:
    hurried, calm = (replace(change, urgent=urgent) for urgent in (True, False))
    assert rules.needed(hurried, policy) == rules.needed(calm, policy)
    assert tried(hurried, tries, policy).done == tried(calm, tries, policy).done
    assert rules.expires(hurried, policy) == rules.expires(calm, policy)


@given(CHANGES, POLICIES, TRIES)
@settings(max_examples=80, deadline=None)
def test_an_override_has_two_named_people_and_stays_marked(
    change: Change, policy: Policy, tries: list[tuple[Step, str, How | None, str, tuple[str, ...], int]]
) -> None:
    end = tried(change, tries, policy)
    people = {rules.person(one.who) for one in end.done if one.step is Step.OVERRIDDEN}
    assert "" not in people
    assert end.overridden == (len(people) >= 2)
    if end.overridden:
        assert policy.overrides
        assert rules.state(end, policy, after(60 * 24 * 400)) is State.OVERRIDDEN
        assert tried(end, tries, policy) == end


FACTS = st.lists(
    st.builds(
        Fact, st.text("abc", min_size=1, max_size=3), st.sampled_from((Kind.PHONE, Kind.ADDRESS, Kind.IBAN)),
        st.sampled_from((KNOWN, IMPORTED, YOUNG, OTHER, "a@b.example", "c@b.example", ACCOUNT)), st.sampled_from(How),
        st.dates(ASKED.date() - timedelta(days=90), ASKED.date() + timedelta(days=20)).map(str),
        since=st.just("") | st.dates(ASKED.date() - timedelta(days=90), ASKED.date() + timedelta(days=20)).map(str),
    ),
    max_size=8,
)  # fmt: skip


@given(CHANGES, POLICIES, FACTS)
@settings(max_examples=150, deadline=None)
def test_no_channel_that_came_with_a_request_is_ever_proposed(change: Change, policy: Policy, facts: list[Fact]) -> None:
    payee = Payee("kroon", "Molens De Kroon", tuple(facts))
    day = str(ASKED.date())
    for one in rules.channels(change, payee, policy):
        fact = next(f for f in facts if f.id == one.fact and f.value == one.value and f.kind is one.kind)
        assert one.kind is Kind.PHONE or policy.mail_counts
        same = [f for f in facts if (f.id, f.value, f.kind) == (fact.id, fact.value, fact.kind)]
        before = any(f.how in CONFIRMING and f.at < day for f in same)
        assert before or one.value not in change.came_with
        assert before or any((f.since or f.at) < day for f in same)


@given(CHANGES, POLICIES, FACTS, st.sampled_from((KNOWN, IMPORTED, YOUNG, OTHER, "a@b.example", "")))
@settings(max_examples=150, deadline=None)
def test_a_call_counts_only_over_a_channel_that_would_be_proposed(
    change: Change, policy: Policy, facts: list[Fact], channel: str
) -> None:
    payee = Payee("kroon", "Molens De Kroon", tuple(facts))
    asked = rules.do(change, Done(Step.ASKED, "tom", ASKED), policy)
    may = rules.may(asked, Done(Step.CALLED, "nadia", after(1), How.CALL_BACK, channel), policy, payee) is None
    assert may == (channel in {one.value for one in rules.channels(change, payee, policy)})
