import math

import pytest

from weerbaar.model.finding import Finding
from weerbaar.model.part import Document, Parts, Text, TextKind
from weerbaar.model.verdict import Band
from weerbaar.weigh.enfsi import support
from weerbaar.weigh.weigh import bands, readable, rules, weigh, weigh_findings
from weerbaar.weigh.weights import table

REPLY = Finding("mail.reply_to_lookalike", "header Reply-To")
ACCOUNT = Finding("text.account_differs", "text")
OF_ANOTHER = Finding("text.account_of_another", "text")
CALM = Finding("learned.words", "text", {}, -20.0)
ALARMED = Finding("learned.words", "text", {}, 20.0)


def test_the_weights_add_up_to_the_probability() -> None:
    verdict = weigh([REPLY, ACCOUNT, ALARMED], True, 0.3)
    odds = math.log(0.3 / 0.7) + sum(w.log_ratio for w in verdict.weights)
    assert verdict.probability == pytest.approx(1 / (1 + math.exp(-odds)))


def test_only_the_strongest_of_a_group_counts() -> None:
    assert table()[ACCOUNT.id].group == table()[OF_ANOTHER.id].group
    weights = {w.finding.id: w.log_ratio for w in weigh_findings([ACCOUNT, OF_ANOTHER])}
    strongest = max(table()[ACCOUNT.id].log_ratio(ACCOUNT), table()[OF_ANOTHER.id].log_ratio(OF_ANOTHER))
    assert sorted(weights.values()) == [0.0, strongest]


def test_a_learned_model_is_held_within_its_limit() -> None:
    entry = table()["learned.words"]
    assert entry.log_ratio(ALARMED) == entry.limit
    assert entry.log_ratio(CALM) == -entry.limit


def test_nothing_to_read_cannot_be_judged() -> None:
    assert weigh([], False, 0.5).band is Band.CANNOT_JUDGE


def test_calm_words_alone_show_no_sign_of_fraud() -> None:
    assert weigh([CALM], True, 0.5).band is Band.NO_SIGN


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_a_rule_of_proof_asks_for_confirmation_whatever_the_sum_says(rule: object) -> None:
    for id in sorted(rule.when):  # type: ignore[attr-defined]
        verdict = weigh([Finding(id, "text"), CALM, Finding("learned.words", "text", {}, -20.0)], True, 0.001)
        assert verdict.band is Band.VERIFY
        assert verdict.rule


def test_rules_of_proof_speak_of_findings_that_exist() -> None:
    assert {id for rule in rules() for id in rule.when | rule.unless} <= table().keys()


def test_a_verdict_says_what_would_change_it() -> None:
    verdict = weigh([ALARMED], True, 0.5)
    assert verdict.band is Band.FRAUD
    assert [change.what for change in verdict.changes] == ["learned.words"]


def test_the_same_findings_give_the_same_verdict_in_any_order() -> None:
    assert weigh([REPLY, ACCOUNT, CALM], True, 0.5) == weigh([CALM, ACCOUNT, REPLY], True, 0.5)


def test_a_finding_without_a_weight_changes_nothing() -> None:
    assert (
        weigh([CALM, Finding("mail.not_in_the_table", "mail")], True, 0.5).probability == weigh([CALM], True, 0.5).probability
    )


def test_bands_are_in_order_and_carry_their_errors() -> None:
    for found in bands().values():
        assert 0 < found["no_sign_below"] < found["fraud_from"] < 1
        assert 0 < found["error_fraud"] <= 0.01
        assert 0 < found["error_no_sign"] <= 0.05


def test_no_factor_points_the_other_way_than_its_expert() -> None:
    for name, entry in table().items():
        assert (entry.factor - 1) * (entry.expert - 1) >= 0, name


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (Parts(), False),
        (Parts((Text("text", "ok", TextKind.CHAT),)), False),
        (Parts((Text("text", "Kan je mij even bellen?", TextKind.CHAT),)), True),
        (Parts((Document("file", "a.pdf", "pdf", traits=frozenset({"script"})),)), True),
    ],
)
def test_what_can_be_judged(parts: Parts, expected: bool) -> None:
    assert readable(parts) is expected


@pytest.mark.parametrize(
    ("ratio", "word"),
    [
        (1, "no"), (1.9, "no"), (5, "weak"), (50, "moderate"), (500, "moderately strong"), (5_000, "strong"), (5e5, "very strong"),
        (5e7, "extremely strong"),
    ],
)  # fmt: skip
def test_enfsi_words_start_at_two(ratio: float, word: str) -> None:
    assert support(math.log(ratio))[0] == word
    assert support(-math.log(ratio))[0] == word
