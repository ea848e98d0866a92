"""What the policy says about a request, and what of it leaves. Matches are made up here: finding them is somebody else's."""

from typing import Any

import pytest

from weerbaar.gateway.judge import fingerprint, judge, masked_values, rewrite, without
from weerbaar.gateway.port import Checked, File, LookedFile
from weerbaar.gateway.sheets import Walked
from weerbaar.gateway.walk import walk
from weerbaar.leak.mask import Conversation
from weerbaar.leak.policy import Policy
from weerbaar.model.leak import DataClass, Decision, Group, Leaks, Match

MASK, ASK, STOP, ALLOW = Decision.MASK, Decision.ASK, Decision.STOP, Decision.ALLOW


def policy(**classes: Decision) -> Policy:
    return Policy(groups=dict.fromkeys(Group, ALLOW), classes={DataClass(name): decision for name, decision in classes.items()})


def found(walked: Walked, *words: tuple[str, DataClass], blind: str = "") -> Checked:
    """Every sheet with a match for the first place where a word stands; `blind`: a reason why a sheet was not looked at."""
    sheets = []
    seen: set[str] = set()
    for sheet in walked.sheets:
        matches = []
        for word, cls in words:
            at = sheet.text.find(word)
            if at >= 0 and word not in seen:
                seen.add(word)
                matches.append(Match(at, at + len(word), cls, "test", "test", 1.0, value=word.replace(" ", "")))
        sheets.append(Leaks(tuple(matches), (blind,) if blind else ()))
    return Checked(tuple(sheets), tuple(LookedFile(Leaks()) for _ in walked.files))


def said(*contents: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": content} for content in contents]}


ANNA, CODE = ("Anna Bos", DataClass.PERSON), ("77 88", DataClass.CARD)


@pytest.mark.parametrize(
    ("request_", "rules", "left"),
    [
        pytest.param(said("I am Anna Bos."), policy(person=MASK), said("I am [Person 1]."), id="masked"),
        pytest.param(said("I am Anna Bos."), policy(), said("I am Anna Bos."), id="allowed"),
        pytest.param(
            said("Anna Bos?", "Tell Anna Bos, not Anna Bossuyt."),
            policy(person=MASK),
            said("[Person 1]?", "Tell [Person 1], not Anna Bossuyt."),
            id="wherever it stands as a whole",
        ),
        pytest.param(
            said("Card 77 88 of Anna Bos"),
            policy(person=MASK, card=MASK),
            said("Card [Card 1] of [Person 1]"),
            id="two of them",
        ),
        pytest.param({"metadata": {"Anna Bos": "x"}}, policy(person=MASK), {"metadata": {"[Person 1]": "x"}}, id="a key"),
        pytest.param(
            {"tools": [{"name": "call Anna Bos"}], "tool_choice": {"name": "call Anna Bos"}},
            policy(person=MASK),
            {"tools": [{"name": "weerbaar_1"}], "tool_choice": {"name": "weerbaar_1"}},
            id="a name, whole and in every place",
        ),
        pytest.param(
            said([{"type": "text", "text": "77"}, {"type": "text", "text": "88"}]),
            policy(card=MASK),
            said([{"type": "text", "text": "[Card 1]"}, {"type": "text", "text": "[Card 2]"}]),
            id="one that stands in two parts",
        ),
    ],
)
def test_what_leaves(request_: dict[str, Any], rules: Policy, left: dict[str, Any]) -> None:
    walked = walk(request_)
    two_parts = ("77\n88", DataClass.CARD)
    judged = judge(walked, found(walked, ANNA, CODE, two_parts), rules)
    rewrite(walked, judged.masked, Conversation("en"))
    assert request_ == left


@pytest.mark.parametrize(
    ("rules", "decision", "blocked"),
    [
        (policy(person=MASK, card=ALLOW), MASK, set()),
        (policy(person=MASK, card=ASK), ASK, {DataClass.CARD}),
        (policy(person=ASK, card=STOP), STOP, {DataClass.CARD, DataClass.PERSON}),
        (policy(), ALLOW, set()),
    ],
)
def test_the_strictest_decision_counts(rules: Policy, decision: Decision, blocked: set[DataClass]) -> None:
    walked = walk(said("Card 77 88", "of Anna Bos"))
    judged = judge(walked, found(walked, ANNA, CODE), rules)
    assert (judged.decision, set(judged.blocked)) == (decision, blocked)
    assert judged.found == {DataClass.CARD: 1, DataClass.PERSON: 1}


def test_a_reason_is_asked_for_exactly_these_values() -> None:
    walked = walk(said("Card 77 88 of Anna Bos"))
    judged = judge(walked, found(walked, ANNA, CODE), policy(card=ASK, person=MASK))
    assert judged.fingerprints == {fingerprint(DataClass.CARD, "7788")}
    assert masked_values(judged) == {DataClass.PERSON: 1}


def test_a_safe_rewrite_masks_all_that_is_kept_and_nothing_that_may_leave() -> None:
    walked = walk(said("Earlier", "Card 77 88 of Anna Bos"))
    judged = judge(walked, found(walked, ANNA, CODE), policy(card=STOP))
    assert without(walked, judged, "nl") == "Card [Kaart 1] of Anna Bos"


def test_what_cannot_be_rewritten_is_asked_about_and_has_no_safe_rewrite() -> None:
    walked = walk(said([{"type": "thinking", "thinking": "hm", "signature": "abcd7788"}]))
    judged = judge(walked, found(walked, ("7788", DataClass.CARD)), policy(card=MASK))
    assert (judged.decision, without(walked, judged, "en")) == (ASK, "")


def test_what_nobody_could_look_at_is_asked_about() -> None:
    walked = walk(said("some text"))
    judged = judge(walked, found(walked, blind="too_long"), policy())
    assert (judged.decision, dict(judged.blocked)) == (ASK, {DataClass.UNREADABLE: 1})


@pytest.mark.parametrize(("decision", "becomes"), [(MASK, ASK), (STOP, STOP), (ALLOW, ALLOW)])
def test_what_would_be_masked_in_a_file_is_asked_about(decision: Decision, becomes: Decision) -> None:
    walked = walk(said("some text"))
    walked.files.append(File(b"%PDF"))
    match = Match(0, 4, DataClass.PERSON, "test", "test", 1.0, value="anna")
    judged = judge(walked, Checked((Leaks(),), (LookedFile(Leaks((match,))),)), policy(person=decision))
    assert judged.decision is becomes


def test_a_checker_that_answers_for_another_number_of_texts_is_not_believed() -> None:
    with pytest.raises(ValueError, match="zip"):
        judge(walk(said("one", "two")), Checked((Leaks(),)), policy())
