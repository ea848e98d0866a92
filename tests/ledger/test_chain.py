"""A chain of entries: nothing in it changes unseen, and every past state can be had again."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar.ledger import chain
from weerbaar.ledger.chain import Act, BrokenChain, Entry
from weerbaar.model.ledger import Fact, How, Kind, Ledger, Payee

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
IDS = st.sampled_from(("p1", "p2", "p3"))
FACTS = st.sampled_from(("f1", "f2", "f3", "f4"))
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


def written(*drafts: tuple[Act, dict[str, Any]], start: datetime = NOON) -> tuple[Entry, ...]:
    """A chain of these, a minute apart, by Els."""
    entries: list[Entry] = []
    for number, (act, body) in enumerate(drafts):
        entries.append(chain.append(entries[-1] if entries else None, start + timedelta(minutes=number), "els", act, body))
    return tuple(entries)


MILL: tuple[tuple[Act, dict[str, Any]], ...] = (
    (Act.PAYEE_ADDED, {"payee": "p1", "name": "Molens De Kroon", "country": "BE"}),
    (Act.FACT_ADDED, {"payee": "p1", "fact": "f1", "kind": "iban", "value": "BE71096123456769", "how": "imported"}),
    (Act.FACT_CONFIRMED, {"payee": "p1", "fact": "f1", "how": "call_back", "until": "2028-03-02", "by": ["els", "tom"]}),
    (Act.NOTED, {"what": "import", "count": 1}),
    (Act.PAYEE_CHANGED, {"payee": "p1", "name": "Molens De Kroon NV"}),
    (Act.FACT_RETIRED, {"payee": "p1", "fact": "f1", "why": "left that bank"}),
)


def bodies(act: Act) -> st.SearchStrategy[dict[str, Any]]:
    made: dict[Act, st.SearchStrategy[dict[str, Any]]] = {
        Act.PAYEE_ADDED: st.fixed_dictionaries({"payee": IDS, "name": TEXTS, "country": st.sampled_from(("BE", ""))}),
        Act.PAYEE_CHANGED: st.fixed_dictionaries({"payee": IDS, "name": TEXTS}),
        Act.PAYEE_RETIRED: st.fixed_dictionaries({"payee": IDS, "why": TEXTS}),
        Act.FACT_ADDED: st.fixed_dictionaries(
            {
                "payee": IDS,
                "fact": FACTS,
                "kind": st.sampled_from([k.value for k in Kind]),
                "value": TEXTS,
                "how": st.just("imported"),
            }
        ),
        Act.FACT_CONFIRMED: st.fixed_dictionaries(
            {"payee": IDS, "fact": FACTS, "how": st.just("call_back"), "by": st.lists(TEXTS)}
        ),
        Act.FACT_RETIRED: st.fixed_dictionaries({"payee": IDS, "fact": FACTS, "why": TEXTS}),
        Act.POLICY_SET: st.fixed_dictionaries({"policy": st.fixed_dictionaries({"expire_days": st.integers(2, 90)})}),
        Act.NOTED: st.fixed_dictionaries({"what": TEXTS}),
    }
    return made[act]


DRAFTS = st.lists(st.sampled_from(Act).flatmap(lambda act: st.tuples(st.just(act), bodies(act))), min_size=1, max_size=14)


def test_it_adds_up_to_a_ledger() -> None:
    entries = written(*MILL)
    assert chain.verify(entries) is None
    known = Payee(
        "p1", "Molens De Kroon NV",
        (Fact("f1", Kind.IBAN, "BE71096123456769", How.CALL_BACK, "2026-03-02", "2028-03-02", ("els", "tom"), (), "2026-03-02"),), "BE",
    )  # fmt: skip
    assert chain.replay(entries[:5], today="2026-03-03") == Ledger((known,), "2026-03-03")
    assert chain.replay(entries).payees == (replace(known, facts=()),)


def test_a_confirmation_leaves_when_a_fact_first_came_in() -> None:
    first = written(*MILL[:2])
    later = chain.append(first[-1], NOON + timedelta(days=40), "els", *MILL[2])
    (fact,) = chain.replay((*first, later)).payees[0].facts
    assert (fact.since, fact.at) == ("2026-03-02", "2026-04-11")


def test_no_body_makes_a_fact_older_than_its_entry() -> None:
    (fact,) = (
        chain.replay(written(MILL[0], (MILL[1][0], {**MILL[1][1], "at": "2001-01-01", "since": "2001-01-01"}))).payees[0].facts
    )
    assert (fact.since, fact.at) == ("2026-03-02", "2026-03-02")


@pytest.mark.parametrize(
    "later",
    [
        (Act.FACT_CONFIRMED, {"payee": "p1", "fact": "f1", "how": "call_back"}),
        (Act.FACT_ADDED, {"payee": "p1", "fact": "f1", "kind": "iban", "value": "BE68539007547034", "how": "contract"}),
        (Act.FACT_CONFIRMED, {"payee": "p9", "fact": "f1", "how": "call_back"}),
        (Act.FACT_RETIRED, {"payee": "p1", "fact": "f9"}),
    ],
)
def test_what_was_retired_stays_so(later: tuple[Act, dict[str, Any]]) -> None:
    assert chain.replay(written(*MILL, later)) == chain.replay(written(*MILL))


def test_a_retired_payee_is_gone_with_its_facts() -> None:
    assert chain.replay(written(*MILL[:3], (Act.PAYEE_RETIRED, {"payee": "p1"}))).payees == ()


@pytest.mark.parametrize(
    ("act", "body"),
    [
        (Act.PAYEE_ADDED, {"payee": "p1"}),
        (Act.PAYEE_ADDED, {"payee": "", "name": "x"}),
        (Act.FACT_ADDED, {"payee": "p1", "fact": "f1", "kind": "colour", "value": "red", "how": "contract"}),
        (Act.FACT_ADDED, {"payee": "p1", "fact": "f1", "kind": "iban", "value": "x", "how": "hope"}),
        (Act.FACT_ADDED, {"payee": "p1", "fact": "f1", "kind": "iban", "value": "x", "how": "file"}),  # only the file says that
        (Act.FACT_CONFIRMED, {"payee": "p1", "fact": "f1", "how": "imported"}),
        (Act.FACT_CONFIRMED, {"payee": "p1", "fact": "f1", "how": "paid"}),
        (Act.NOTED, {"what": float("nan")}),
        (Act.NOTED, {"what": "\ud800"}),
        (Act.NOTED, {"what": object()}),
    ],
)
def test_an_entry_that_says_nothing_is_not_written(act: Act, body: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        chain.append(None, NOON, "els", act, body)


def test_a_moment_needs_its_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        chain.moment(NOON.replace(tzinfo=None))


def test_a_clock_that_went_back_is_held() -> None:
    first = chain.append(None, NOON, "els", Act.NOTED, {})
    second = chain.append(first, NOON - timedelta(hours=2), "els", Act.NOTED, {})
    assert second.at == first.at
    assert chain.verify((first, second)) is None


def test_the_same_moment_in_another_zone_is_the_same_entry() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=9)))
    assert chain.append(None, there, "els", Act.NOTED, {}) == chain.append(None, NOON, "els", Act.NOTED, {})


@given(DRAFTS, st.data())
@settings(max_examples=60, deadline=None)
def test_replay_at_a_past_moment_is_the_ledger_as_it_was(drafts: list[tuple[Act, dict[str, Any]]], data: st.DataObject) -> None:
    entries = written(*drafts)
    many = data.draw(st.integers(0, len(entries)))
    moment = NOON + timedelta(minutes=many - 1, seconds=30)
    assert chain.replay(entries, moment) == chain.replay(entries[:many])


@given(DRAFTS, st.data())
@settings(max_examples=80, deadline=None)
def test_any_byte_that_is_changed_is_found(drafts: list[tuple[Act, dict[str, Any]]], data: st.DataObject) -> None:
    exported = "".join(chain.export(written(*drafts))).encode()
    place = data.draw(st.integers(0, len(exported) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != exported[place]))
    changed = exported[:place] + bytes([other]) + exported[place + 1 :]
    with pytest.raises(BrokenChain):
        chain.read(changed.decode("utf-8", "surrogateescape").splitlines(keepends=True))


@given(DRAFTS, st.data())
@settings(max_examples=60, deadline=None)
def test_bytes_that_are_taken_out_or_put_in_are_found(drafts: list[tuple[Act, dict[str, Any]]], data: st.DataObject) -> None:
    exported = "".join(chain.export(written(*drafts)))
    place = data.draw(st.integers(0, len(exported) - 1))
    changed = data.draw(
        st.sampled_from((exported[:place] + exported[place + 1 :], exported[:place] + " " + exported[place:], exported[:place]))
    )
    with pytest.raises(BrokenChain):
        chain.read(changed.splitlines(keepends=True))


@given(DRAFTS.filter(lambda drafts: len(drafts) > 2), st.data())
@settings(max_examples=60, deadline=None)
def test_entries_dropped_swapped_doubled_or_cut_off_are_found(
    drafts: list[tuple[Act, dict[str, Any]]], data: st.DataObject
) -> None:
    entries = list(written(*drafts))
    head = entries[-1].hash
    one = data.draw(st.integers(0, len(entries) - 1))
    other = data.draw(st.integers(0, len(entries) - 1).filter(lambda place: place != one))
    swapped = list(entries)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    for changed in (entries[:one] + entries[one + 1 :], swapped, entries[: one + 1] + entries[one:], entries[:one]):
        assert chain.verify(changed, head) is not None


@given(DRAFTS, st.data())
@settings(max_examples=60, deadline=None)
def test_any_field_that_is_changed_is_found_at_its_place(drafts: list[tuple[Act, dict[str, Any]]], data: st.DataObject) -> None:
    entries = list(written(*drafts))
    place = data.draw(st.integers(0, len(entries) - 1))
    entry = entries[place]
    changed = data.draw(
        st.sampled_from(
            (
                replace(entry, number=entry.number + 1), replace(entry, at=chain.moment(NOON - timedelta(days=1))),
                replace(entry, by=entry.by + "x"), replace(entry, act=Act.NOTED if entry.act is not Act.NOTED else Act.POLICY_SET),
                replace(entry, body={**entry.body, "more": 1}), replace(entry, previous="f" * 64), replace(entry, hash="f" * 64),
                replace(entry, at=entry.at.replace("Z", "z")),
            )
        )
    )  # fmt: skip
    entries[place] = changed
    assert chain.verify(entries) == place


@pytest.mark.parametrize("body", [{"x": float("inf")}, {"x": object()}, {"x": "\ud800"}])
def test_an_entry_that_no_chain_can_hold_is_found(body: dict[str, Any]) -> None:
    first, second = written(*MILL[:2])
    assert chain.verify((first, replace(second, body=body))) == 1
    assert chain.verify((first, replace(second, body=body, hash=""))) == 1


def test_an_entry_that_was_hashed_anew_breaks_the_next() -> None:
    entries = list(written(*MILL))
    forged = replace(entries[1], body={**entries[1].body, "value": "LT121000011101001000"})
    entries[1] = replace(forged, hash=chain.hash_of(forged))
    assert chain.verify(entries) == 2


def test_a_chain_written_anew_is_found_by_the_head_noted_elsewhere() -> None:
    head = written(*MILL)[-1].hash
    other = written((MILL[0][0], {**MILL[0][1], "name": "Somebody else"}), *MILL[1:])
    assert chain.verify(other) is None
    assert chain.verify(other, head) is not None


def test_an_export_is_read_back_whole() -> None:
    entries = written(*MILL)
    assert chain.read(chain.export(entries)) == entries
    assert chain.read(chain.export(())) == ()


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["\n"],
        ["[]\n"],
        ['{"format":"something/1"}\n'],
        ["[" * 100_000 + "\n"],
        ["x" * (chain.LONGEST + 1)],
        ['{"count":1.0,"format":"weerbaar-ledger/1","head":"' + chain.START + '"}\n'],
        [next(iter(chain.export(()))), "null\n"],
        [next(iter(chain.export(()))), '{"number":true}\n'],
        [next(iter(chain.export(()))), "[" * 100_000 + "\n"],
    ],
)
def test_what_is_no_export_is_refused(lines: list[str]) -> None:
    with pytest.raises(BrokenChain) as trouble:
        chain.read(lines)
    for language in ("nl", "fr", "de", "en"):
        assert trouble.value.said(language) not in ("", trouble.value.problem.id)


def test_a_number_written_otherwise_is_found() -> None:
    lines = list(chain.export(written(*MILL)))
    lines[1] = lines[1].replace('"number":0', '"number":0.0')
    with pytest.raises(BrokenChain):
        chain.read(lines)


def test_it_shows_what_happened_to_a_fact() -> None:
    acts = [entry.act for entry in chain.history(written(*MILL), "p1", "f1")]
    assert acts == [Act.FACT_ADDED, Act.FACT_CONFIRMED, Act.FACT_RETIRED]
    assert len(chain.history(written(*MILL), "p1")) == 5


def test_the_canonical_form_is_pinned() -> None:
    """A ledger written today is verified in ten years: this hash never changes."""
    entry = chain.append(None, NOON, "els", Act.PAYEE_ADDED, {"payee": "p1", "name": "Café Zoë", "country": "BE"})
    assert json.loads(next(iter(chain.export((entry,)))))["head"] == entry.hash
    text = (
        '{"act":"payee_added","at":"2026-03-02T12:00:00.000000Z","body":{"country":"BE","name":"Café Zoë","payee":"p1"},"by":"els",'
        f'"number":0,"previous":"{"0" * 64}"}}'
    )
    assert entry.hash == hashlib.sha256(text.encode()).hexdigest()
