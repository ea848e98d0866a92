"""The record of an agreement: what it decides, how it is written and read, and what it says is different."""

import random
from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.agreements.known import AGREEMENT, CODER, WRITER
from weerbaar.desk.agreements.agreement import (
    Agreement,
    Basis,
    Contact,
    Counted,
    Label,
    Learning,
    Place,
    Purpose,
    Review,
    Risk,
    Tool,
)
from weerbaar.desk.agreements.differences import differences
from weerbaar.desk.agreements.making import is_signed_again
from weerbaar.desk.agreements.written import BrokenAgreement, clean, of_toml, to_toml
from weerbaar.model.leak import DataClass, Decision, Group

ALLOW, MASK, ASK, STOP = Decision
WORDS = st.text(max_size=30).map(clean)
NAMES = WORDS.filter(bool)
DAYS = st.none() | st.dates()
CLASSES = st.dictionaries(st.sampled_from(DataClass), st.sampled_from(Decision), max_size=4)
GROUPS = st.dictionaries(st.sampled_from(Group), st.sampled_from(Decision))
TOOLS = st.builds(
    Tool, id=st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?", fullmatch=True), name=NAMES, provider=WORDS,
    purposes=st.lists(st.sampled_from(Purpose), unique=True).map(tuple), purpose=WORDS, roles=st.lists(NAMES, max_size=3).map(tuple),
    models=st.lists(NAMES, max_size=3).map(tuple), hosts=st.just(("chat.example",)), place=st.sampled_from(Place), basis=st.sampled_from(Basis),
    risk=st.sampled_from(Risk), contract=WORDS, contract_on=DAYS, groups=GROUPS, classes=CLASSES,
)  # fmt: skip
AGREEMENTS = st.builds(
    Agreement, contact=st.builds(Contact, WORDS, WORDS, WORDS), tools=st.lists(TOOLS, max_size=3, unique_by=lambda tool: tool.id).map(tuple),
    groups=GROUPS, classes=CLASSES, unsure=st.sampled_from((ASK, STOP)), label=st.sampled_from(Label), review=st.sampled_from(Review),
    people=st.booleans(), learning=st.sampled_from(Learning), conversation_days=st.integers(0, 3650), use_days=st.integers(30, 3650),
    counted=st.lists(st.sampled_from(Counted), unique=True).map(tuple), start=DAYS, review_on=DAYS,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(AGREEMENTS)
def test_what_is_written_is_read_the_same(agreement: Agreement) -> None:
    assert of_toml(to_toml(agreement)) == agreement


@settings(max_examples=25, deadline=None)
@given(AGREEMENTS, st.randoms(use_true_random=False))
def test_the_same_agreement_is_the_same_bytes(agreement: Agreement, chance: random.Random) -> None:
    groups = list(agreement.groups.items())
    chance.shuffle(groups)
    assert to_toml(replace(agreement, groups=dict(groups))) == to_toml(agreement)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("schema = 1", "schema = 2", "schema"),
        ("schema = 1", "", "schema"),
        ('unsure = "ask"', 'unsure = "allow"', "data.unsure"),  # what nobody could look inside never goes
        ('personal = "mask"', 'personal = "perhaps"', "data.personal"),
        ('personal = "mask"', 'persons = "mask"', "data.persons"),
        ('"person_scores"]', '"fun"]', "watched.never"),  # what is never done cannot be taken out
        ('never = ["content", ', "never = [", "watched.never"),
        ("use_days = 180", "use_days = 29", "keep.use_days"),  # the gateway keeps a month
        ("conversation_days = 1", "conversation_days = -1", "keep.conversation_days"),
        ("use_days = 180", "use_days = true", "keep.use_days"),
        ("use_days = 180", 'use_days = "180"', "keep.use_days"),
        ("start = 2026-10-01", "start = 2026-10-01T10:00:00", "start"),
        ('id = "codehulp"', 'id = "../x"', "tools.2.id"),
        ('id = "codehulp"', 'id = "schrijfhulp"', "tools.id"),
        ('name = "Codehulp"', 'name = ""', "tools.2.name"),
        ('name = "Codehulp"', 'name = "Code\\u0000hulp"', "tools.2.name"),
        ('hosts = ["chat.molenaar.example"]', 'hosts = ["https://chat"]', "tools.1.hosts"),
        ('ai_act = "minimal"', 'ai_act = "prohibited"', "tools.1.ai_act"),  # what art. 5 forbids is no choice
        ("[watched]", "[watching]", "watched.never"),
        ("[contact]", "[[contact]]", "contact"),
        ('label = "outside"', 'label = ["outside"]', "output.label"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused_with_the_place(old: str, new: str, field: str) -> None:
    text = to_toml(AGREEMENT)
    assert old in text
    with pytest.raises(BrokenAgreement) as caught:
        of_toml(text.replace(old, new, 1))
    assert caught.value.field == field


@pytest.mark.parametrize("text", ["", "x = [", "\ud800", "[" * 5000, "a" * 300_000])
def test_what_is_no_agreement_at_all_is_refused(text: str) -> None:
    with pytest.raises(BrokenAgreement):
        of_toml(text)


@pytest.mark.parametrize(
    ("cls", "tool", "decision"),
    [
        (DataClass.PERSON, None, MASK),  # its group
        (DataClass.OWN_WORD, None, MASK),  # by itself, where the group says otherwise
        (DataClass.VAT, None, ALLOW),
        (DataClass.PERSON, CODER, STOP),  # the tool's word on the group
        (DataClass.API_KEY, CODER, STOP),  # the tool's word on the class
        (DataClass.CREDENTIAL, CODER, MASK),  # nothing by the tool
        (DataClass.PERSON, WRITER, MASK),
    ],
)
def test_the_narrower_word_counts(cls: DataClass, tool: Tool | None, decision: Decision) -> None:
    assert AGREEMENT.decision(cls, tool) is decision


def test_what_nobody_decided_stays_inside() -> None:
    silent = Agreement(groups={}, classes={})
    assert {silent.decision(cls) for cls in DataClass} == {STOP}


@pytest.mark.parametrize(
    ("new", "said", "again"),
    [
        (replace(AGREEMENT, contact=Contact("Ines", "1")),
         ["Who to ask: was “Els Van Hove, +32 470 00 00 01, els@bakkerijvanhove.example”, now “Ines, 1”."], False),
        (replace(AGREEMENT, tools=(WRITER,)), ["No longer allowed: Codehulp."], True),
        (replace(AGREEMENT, tools=(*AGREEMENT.tools, Tool("t", "Vertaler", purposes=(Purpose.TRANSLATE,)))),
         ["New tool: Vertaler, to translate."], True),
        (replace(AGREEMENT, tools=(replace(WRITER, models=("molen-3",)), CODER)), ["Schrijfhulp, models: was “molen-2”, now “molen-3”."], False),
        (replace(AGREEMENT, tools=(replace(WRITER, contract_on=date(2027, 1, 2)), CODER)),
         ["Schrijfhulp, contract: was “verwerking 2026-4, 2 March 2026”, now “verwerking 2026-4, 2 January 2027”."], False),
        (replace(AGREEMENT, tools=(replace(WRITER, roles=("helper",)), CODER)), ["Schrijfhulp, for whom: was “everybody”, now “helper”."], True),
        (replace(AGREEMENT, tools=(CODER, WRITER)), [], False),
        (replace(AGREEMENT, groups={**AGREEMENT.groups, Group.SPECIAL: STOP}),
         ["Data about health, belief or trade union: was “only with a reason”, now “stays inside”."], True),
        (replace(AGREEMENT, classes={**AGREEMENT.classes, DataClass.IBAN: STOP}), ["Account numbers: was “only masked”, now “stays inside”."], True),
        (replace(AGREEMENT, classes={**AGREEMENT.classes, DataClass.IBAN: MASK}), [], True),
        (replace(AGREEMENT, use_days=90), ["That a tool was used is kept: was “180 days”, now “90 days”."], True),
        (replace(AGREEMENT, review_on=date(2027, 11, 2)), ["Looked at again on: was “1 October 2027”, now “2 November 2027”."], False),
        (AGREEMENT, [], False),
    ],
    ids=range(13),
)  # fmt: skip
def test_what_is_different_is_said_in_words_and_signed_again_only_where_it_counts(
    new: Agreement, said: list[str], again: bool
) -> None:
    with override("en"):
        assert differences(AGREEMENT, new, register=True) == said
    assert is_signed_again(AGREEMENT, new) is again
