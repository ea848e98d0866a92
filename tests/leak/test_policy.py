"""The strictest decision wins, and what nobody looked at is never taken for clean."""

from types import MappingProxyType

import pytest

from weerbaar.leak.policy import Policy, PolicyUnclear, decide
from weerbaar.model.leak import DataClass, Decision, Group, Leaks, Match


def match(cls: DataClass, start: int = 0, score: float = 1.0) -> Match:
    return Match(start, start + 1, cls, "test", "test", score)


PERSON, HEALTH = match(DataClass.PERSON), match(DataClass.HEALTH, 5)
PAPER, FIRM = match(DataClass.OWN_DOCUMENT, 2), match(DataClass.VAT, 9)


@pytest.mark.parametrize(
    ("matches", "decision"),
    [
        ((), Decision.ALLOW),
        ((FIRM,), Decision.ALLOW),
        ((FIRM, PERSON), Decision.MASK),
        ((PERSON, HEALTH), Decision.ASK),
        ((PERSON, HEALTH, PAPER), Decision.STOP),
        ((match(DataClass.UNREADABLE),), Decision.ASK),
    ],
)
def test_the_strictest_wins(matches: tuple[Match, ...], decision: Decision) -> None:
    assert decide(Leaks(matches), Policy()).decision is decision


def test_a_ruling_says_what_is_masked_asked_and_stopped_and_what_a_safe_rewrite_masks() -> None:
    ruling = decide(Leaks((PERSON, PAPER, HEALTH, FIRM)), Policy())
    assert (ruling.masked, ruling.asked, ruling.stopped) == ((PERSON,), (HEALTH,), (PAPER,))
    assert ruling.rewritten == (PERSON, PAPER, HEALTH)


@pytest.mark.parametrize("unsure", [Decision.ASK, Decision.STOP])
def test_what_was_not_looked_at_is_asked_about_or_stopped(unsure: Decision) -> None:
    assert decide(Leaks((), ("too_long",)), Policy(unsure=unsure)).decision is unsure


@pytest.mark.parametrize("unsure", [Decision.ALLOW, Decision.MASK])
def test_what_was_not_looked_at_cannot_be_let_through(unsure: Decision) -> None:
    with pytest.raises(PolicyUnclear):
        Policy(unsure=unsure)


def test_a_weak_match_is_something_we_are_unsure_about() -> None:
    weak = match(DataClass.PERSON, score=0.4)
    assert decide(Leaks((weak,)), Policy(sure=0.5)).asked == (weak,)
    assert decide(Leaks((weak,)), Policy(sure=0.3)).masked == (weak,)


def test_what_is_faint_passes() -> None:
    faint = match(DataClass.MAIL, score=0.2)
    assert decide(Leaks((faint,)), Policy(classes={DataClass.MAIL: Decision.STOP}, sure=0.5)).decision is Decision.ALLOW


def test_a_class_is_asked_before_its_group_and_a_group_before_unsure() -> None:
    policy = Policy(
        MappingProxyType({Group.PERSONAL: Decision.STOP}), MappingProxyType({DataClass.MAIL: Decision.ALLOW}), Decision.STOP
    )
    assert [policy.of(cls) for cls in (DataClass.MAIL, DataClass.PHONE, DataClass.API_KEY)] == [
        Decision.ALLOW,
        Decision.STOP,
        Decision.STOP,
    ]


def test_a_policy_is_kept_in_plain_words() -> None:
    policy = Policy(unsure=Decision.STOP, sure=0.5, lookalike_iban=True)
    assert Policy.from_dict(policy.to_dict()) == policy
    assert Policy.from_dict({}) == Policy()
    assert Policy.from_dict({"groups": {"special": "stop"}, "classes": {}}).of(DataClass.HEALTH) is Decision.STOP


@pytest.mark.parametrize(
    "plain",
    [
        {"group": {}},
        {"groups": {"people": "mask"}},
        {"groups": {"personal": "hide"}},
        {"classes": {"person": 3}},
        {"classes": ["person"]},
        {"unsure": "allow"},
        {"sure": 2},
        {"sure": "0.5"},
        {"lookalike_iban": "yes"},
    ],
    ids=str,
)
def test_a_policy_with_a_slip_says_what_is_wrong(plain: dict[str, object]) -> None:
    with pytest.raises(PolicyUnclear) as told:
        Policy.from_dict(plain)
    for language in ("nl", "fr", "de", "en"):
        assert len(told.value.said(language)) > 20
