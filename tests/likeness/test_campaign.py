from itertools import combinations

import pytest

from weerbaar.likeness.campaign import ENOUGH, FAMILIES, WORDS, Likeness, Reason, same_campaign, siblings
from weerbaar.likeness.traces import LOOKED_UP, WEIGHTS, Trace, Traces
from weerbaar.likeness.wording import signature

STORY = signature(" ".join(f"woord{n}" for n in range(80)))


def left(*traces: str, words: tuple[int, ...] = ()) -> Traces:
    return Traces(tuple(Trace(*trace.split(":", 1)) for trace in traces), words)


@pytest.mark.parametrize(
    ("shared", "same"),
    [
        (("account:LT60",), True),
        (("host:bad.example",), True),
        (("page:bit.ly/abc",), True),
        (("attachment:00ff",), True),
        (
            ("sender:a@b.example", "sender_domain:b.example", "own_host:b.example"),
            False,
        ),  # a mailbox that was taken over has these, too
        (("sender:a@b.example", "phone:3225550123"), False),  # as does a copied signature
        (("reply_to:a@b.example", "subject:77"), True),
        (("phone:3225550123", "wording:55"), True),
        (("picture:aa", "picture_host:b.example"), False),
        (("subject:77", "message_id:b.example"), False),
        ((), False),
    ],
)
def test_what_is_shared_decides(shared: tuple[str, ...], same: bool) -> None:
    one, other = left(*shared, "account:BE71"), left("account:DE89", *shared)
    assert same_campaign(one, other).same is same
    assert same_campaign(other, one) == same_campaign(one, other)


def test_the_same_words_are_enough() -> None:
    assert same_campaign(left(words=STORY), left(words=STORY)) == Likeness((Reason("words", "100%", 12.0),), 12.0)


def test_reasons_come_strongest_first_and_a_family_counts_once() -> None:
    shared = left("domain:bad.example", "host:a.bad.example", "picture:aa")
    assert same_campaign(shared, shared) == Likeness(
        (Reason("host", "a.bad.example", 9.0), Reason("domain", "bad.example", 8.0), Reason("picture", "aa", 3.0)), 12.0
    )


def test_what_honest_mail_has_too_groups_nothing() -> None:
    shared = left("host:newsletter.example")
    assert same_campaign(shared, shared).same
    assert same_campaign(shared, shared, ordinary={"host:newsletter.example"}) == Likeness((), 0)


LOOK = f"{int('6a' * 32, 16):064x}"


def turned(bits: int) -> str:
    """A look that differs from LOOK in this many bits, spread over it."""
    return f"{int(LOOK, 16) ^ sum(1 << (at * 5) for at in range(bits)):064x}"


@pytest.mark.parametrize(("bits", "said"), [(0, 9.0), (31, 9.0), (40, 4.0), (48, 4.0), (49, 0.0)])
def test_a_picture_that_looks_the_same_counts_by_how_near_it_is(bits: int, said: float) -> None:
    unlike = f"{int(LOOK, 16) ^ (2**256 - 1):064x}"
    one, other = Traces(looks=(unlike, LOOK)), Traces(looks=(turned(bits),))
    assert same_campaign(one, other).bits == said
    assert same_campaign(one, other) == same_campaign(other, one)


def test_a_picture_that_honest_mail_has_groups_nothing() -> None:
    shared = Traces(looks=(LOOK,))
    assert same_campaign(shared, shared).same
    assert not same_campaign(shared, shared, ordinary=set(shared.keys())).same


def test_a_database_finds_copies_by_equal_keys() -> None:
    keys = set(Traces(looks=(LOOK,)).keys())
    assert len(keys) == 21
    assert not keys.isdisjoint(Traces(looks=(turned(12),)).keys())


def recording(shared: int, shift: int = 0) -> str:
    """The marks of a sound that has so many in common with `recording(40)`, heard so much later."""
    own = [f"{at + shift:04x}-{0xA0000 + at:05x}" for at in range(shared)]
    other = [f"{at:04x}-{0xB0000 + at * 31 + shared:05x}" for at in range(40 - shared)]
    return " ".join([*own, *other])


@pytest.mark.parametrize(("shared", "said"), [(40, 9.0), (6, 9.0), (5, 4.0), (4, 0.0)])
def test_a_recording_counts_by_the_marks_it_shares(shared: int, said: float) -> None:
    one, other = Traces(sounds=(recording(40),)), Traces(sounds=(recording(0), recording(shared, shift=70)))
    assert same_campaign(one, other).bits == said
    assert same_campaign(one, other) == same_campaign(other, one)


def test_a_recording_that_honest_people_bring_groups_nothing() -> None:
    greeting = Traces(sounds=(recording(40),))
    assert same_campaign(greeting, greeting).same
    assert not same_campaign(greeting, greeting, ordinary=set(greeting.keys())).same


def test_a_database_finds_recordings_by_equal_keys() -> None:
    keys = set(Traces(sounds=(recording(40),)).keys())
    assert len(keys) == 24
    assert not keys.isdisjoint(Traces(sounds=(recording(40, shift=9),)).keys())


def test_siblings_are_the_candidates_that_belong_together() -> None:
    arrived = left("account:LT60", "host:bad.example")
    stored = [(1, left("host:bad.example")), (2, left("sender:a@b.example")), (3, left("account:LT60", "host:bad.example"))]
    assert [case for case, _ in siblings(arrived, stored)] == [3, 1]


def test_every_kind_has_a_family() -> None:
    assert set(FAMILIES) == {*WEIGHTS, "words"}


def test_a_pair_without_a_key_in_common_never_belongs_together() -> None:
    # So that equality finds every pair: what is no key is too weak, even all of it at once.
    weak = {kind: bits for kind, bits in WEIGHTS.items() if bits < LOOKED_UP}
    strongest = {
        family: max(bits for kind, bits in weak.items() if FAMILIES[kind] == family)
        for family in {FAMILIES[kind] for kind in weak}
    }
    assert sum(strongest.values()) < ENOUGH


def test_sender_alone_is_never_enough_and_neither_is_any_pair_in_one_family() -> None:
    for one, other in combinations([kind for kind in WEIGHTS if FAMILIES[kind] == "sender"], 2):
        shared = left(f"{one}:x", f"{other}:y")
        assert not same_campaign(shared, shared).same
    assert WORDS[1] == (0.5, 9.0)
