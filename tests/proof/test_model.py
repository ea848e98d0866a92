"""The protocol, searched through: every order of events of a small world, with the rules of the code itself.

The world: Ada asks, Pia can prove herself, Mo is an insider with a device of his own, Eve calls and controls the lines. Ada's line leads to Pia, or to
Eve; Pia may be in a call with Eve, who then says that she is Ada. Eve may open asks through Mo, replay, reflect and exchange every message that
reaches the desk, say on any line whatever she has heard or seen, and wait until time is over. Words are not guessed here: that costs 2^-24
each (bench/proof.py), and what is computed is computed by the code, over fixed nonces.

A state is what everyone has and knows; a move makes another. All states that can be reached are visited, and each is held against the promises.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest

from weerbaar.proof import protocol, transcript
from weerbaar.proof.protocol import Exchange, Refused, Stage, Yes
from weerbaar.proof.transcript import Terms

ADA, PIA, MO, EVE = "ada", "pia", "mo", "eve"
KEYS = {PIA: "key of pia", MO: "key of mo", ADA: "key of ada", EVE: "key of eve"}
PAY, LUNCH = "pay 18,400 to BE71", "what is for lunch"
OPENS, ENDS = 0, 10
MOST_STATES = 200_000


@dataclass(frozen=True, slots=True)
class Ask:
    """An ask as the desk has it, and what the device of the prover showed when it answered (None: not yet)."""

    asker: str
    prover: str
    text: str
    exchange: Exchange
    shown: tuple[str, str] | None = None
    forged: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """Everything at one moment. `heard` is what Ada heard on her line, with who had said it first; `eve` the words Eve knows."""

    asks: tuple[Ask, ...] = ()
    answers: frozenset[tuple[str, Yes]] = frozenset()  # (ask, yes) that Eve has seen
    eve: frozenset[bytes] = frozenset()
    heard: tuple[bytes, str] | None = None
    now: int = 1


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Who is on the line, how careful Pia is, and what Eve has taken."""

    line: str = EVE  # who is on Ada's line
    relay: bool = False  # Pia is in a call with Eve, who says that she is Ada and wants `PAY`
    careless: bool = False  # Pia says yes to whatever is shown
    thief: bool = False  # Eve holds Pia's telephone, unlocked
    enrolled: bool = False  # Eve's key was enrolled for Pia, by two people who agreed
    looks: bool = False  # Eve sees Pia's screen
    admin: bool = False  # an administrator tells the device another text, and whatever else lies on its way


def terms(number: int, asker: str, prover: str, text: str, keys: frozenset[str]) -> Terms:
    return Terms("bakery", f"ask {number}", asker, "", prover, transcript.keys_digest(keys), text, OPENS, ENDS)


def nonce(who: str, number: int) -> bytes:
    return f"{who} {number}".encode().ljust(32, b".")[:32]


def keys_of(prover: str, how: Circumstances) -> frozenset[str]:
    return frozenset({KEYS[prover]} | ({KEYS[EVE]} if how.enrolled and prover == PIA else set()))


def moves(world: World, how: Circumstances) -> Iterator[tuple[str, World]]:
    """Everything that can happen next."""
    yield from opens(world, how)
    for at, ask in enumerate(world.asks):
        yield from answers(world, how, at, ask)
        if world.heard is not None and ask.asker == ADA:
            yield from (("ada compares", one) for one in judged(world, at, ask))
    yield from speaks(world, how)
    if world.now < ENDS:
        yield "time is over", replace(world, now=ENDS)


def opens(world: World, how: Circumstances) -> Iterator[tuple[str, World]]:
    number = len(world.asks)
    if number >= 2 or world.now >= ENDS:
        return
    wanted = [(ADA, PIA, PAY)] if not any(one.asker == ADA for one in world.asks) else []
    for asker, prover, text in [*wanted, (MO, PIA, PAY), (MO, PIA, LUNCH), (PIA, MO, PAY)]:
        made = Exchange(terms(number, asker, prover, text, keys_of(prover, how)), nonce("asker", number))
        yield f"{asker} asks {prover}", replace(world, asks=(*world.asks, Ask(asker, prover, text, made)))


def answers(world: World, how: Circumstances, at: int, ask: Ask) -> Iterator[tuple[str, World]]:
    """A yes that reaches the desk: of the prover's device, of Eve with a key she holds, or one she has seen before."""
    for who, shown in says_yes(how, ask):
        committed = ask.exchange.committed
        what = replace(ask.exchange.terms, asker=shown[0], text=shown[1])  # a device signs what stands on its screen
        drawn = nonce(who, at)
        yes = Yes(drawn, KEYS[who], transcript.challenge(what, committed, drawn))
        seen = replace(world, answers=world.answers | {(ask.exchange.terms.ask, yes)})
        yield f"{who} says yes", seen
        yield from accepted(seen, how, at, yes, shown if who == ask.prover else None)
    for _, yes in world.answers:
        yield from accepted(world, how, at, yes, None)
    for holder in (PIA if how.thief else "", EVE if how.enrolled else "", MO, EVE):
        if holder and ask.exchange.stage is Stage.WAITING:
            drawn = nonce(EVE, at)
            yes = Yes(drawn, KEYS[holder], transcript.challenge(ask.exchange.terms, ask.exchange.committed, drawn))
            yield from accepted(world, how, at, yes, None)


def says_yes(how: Circumstances, ask: Ask) -> Iterator[tuple[str, tuple[str, str]]]:
    """Who presses yes to what: Pia to what she is in a call about, or to anything when she is careless; Mo to whatever Eve likes."""
    screens = [(ask.asker, ask.text)]
    if how.admin:
        screens += [(ask.asker, LUNCH), (MO, ask.text)]
    for shown in screens:
        in_call_with_ada = how.line == PIA and shown == (ADA, PAY)
        relayed = how.relay and shown == (ADA, PAY)
        if ask.prover == MO or (ask.prover == PIA and (how.careless or in_call_with_ada or relayed)):
            yield ask.prover, shown


def accepted(world: World, how: Circumstances, at: int, yes: Yes, shown: tuple[str, str] | None) -> Iterator[tuple[str, World]]:
    ask = world.asks[at]
    try:
        after = protocol.confirm(ask.exchange, yes, keys_of(ask.prover, how), world.now)
    except Refused:
        return
    done = replace(ask, exchange=after, shown=shown, forged=shown is None)
    known = world.eve | ({after.words} if knows(how, done) else frozenset())
    yield "the desk takes a yes", replace(world, asks=swapped(world.asks, at, done), eve=known)


def knows(how: Circumstances, ask: Ask) -> bool:
    """Whether Eve comes to see the words of a confirmed ask: on her own screen, Mo's, Pia's behind her back, or told by Pia in a call."""
    on_her_screen = ask.forged and (how.thief or how.enrolled)
    insider = MO in (ask.asker, ask.prover)
    told = how.relay and ask.shown == (ADA, PAY)  # Pia reads her words to whom she takes for Ada
    return on_her_screen or insider or told or how.looks


def speaks(world: World, how: Circumstances) -> Iterator[tuple[str, World]]:
    """What Ada hears when she asks for the words."""
    if world.heard is not None:
        return
    if how.line == PIA:
        for ask in world.asks:
            if ask.exchange.stage is Stage.CONFIRMED and ask.shown == (ADA, PAY):
                yield "pia reads", replace(world, heard=(ask.exchange.words, PIA))
    else:
        for words in world.eve:
            yield "eve reads", replace(world, heard=(words, EVE))


def judged(world: World, at: int, ask: Ask) -> Iterator[World]:
    """Ada presses what is so: the same, or not."""
    assert world.heard is not None
    try:
        after = protocol.compare(ask.exchange, world.heard[0] == ask.exchange.words, world.now)
    except Refused:
        return
    yield replace(world, asks=swapped(world.asks, at, replace(ask, exchange=after)))


def swapped(asks: tuple[Ask, ...], at: int, one: Ask) -> tuple[Ask, ...]:
    return (*asks[:at], one, *asks[at + 1 :])


@cache
def reached(how: Circumstances) -> tuple[World, ...]:
    """Every state that can be reached."""
    there, edge = {World()}, [World()]
    while edge:
        for _, after in moves(edge.pop(), how):
            if after not in there:
                there.add(after)
                edge.append(after)
                assert len(there) < MOST_STATES, "the world is too large to be searched through"
    return tuple(there)


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """For rules that a test takes away: nothing is remembered of the search before or after."""
    reached.cache_clear()
    yield monkeypatch
    reached.cache_clear()


def proven(world: World) -> list[Ask]:
    """The asks of Ada that ended as proven."""
    return [ask for ask in world.asks if ask.asker == ADA and ask.exchange.stage is Stage.PROVEN]


def attacked(how: Circumstances) -> bool:
    """Whether Ada can come to believe Eve in these circumstances."""
    return any(proven(world) and world.heard is not None and world.heard[1] == EVE for world in reached(how))


HELD = [
    (Circumstances(), "a forged voice"),
    (Circumstances(careless=True), "Pia says yes to anything, and Eve does not know the words"),
    (Circumstances(admin=True), "what the device shows is exchanged on the way"),
    (Circumstances(admin=True, careless=True), "the same, and Pia reads nothing"),
    (Circumstances(looks=True), "Eve sees the screen of Pia, who says no"),
]
NOT_COVERED = [
    (Circumstances(relay=True), "a relay that talks to both at once, about exactly this text"),
    (Circumstances(thief=True), "a telephone in the hands of who can unlock it"),
    (Circumstances(enrolled=True), "two people who agree to enrol Eve's key for Pia"),
    (Circumstances(looks=True, careless=True), "Pia says yes without reading, and Eve sees her screen"),
]


@pytest.mark.parametrize(("how", "why"), HELD, ids=[why for _, why in HELD])
def test_eve_is_never_believed(how: Circumstances, why: str) -> None:
    assert not attacked(how), why


@pytest.mark.parametrize(("how", "why"), NOT_COVERED, ids=[why for _, why in NOT_COVERED])
def test_the_search_finds_what_the_page_names_as_not_covered(how: Circumstances, why: str) -> None:
    """So the search can find an attack at all, and the page does not promise too much."""
    assert attacked(how), why


def test_a_relay_gets_a_yes_to_exactly_what_ada_wrote_and_to_nothing_else() -> None:
    asks = [ask for world in reached(Circumstances(relay=True)) for ask in proven(world)]
    assert asks and all(ask.shown == (ADA, PAY) == (ask.asker, ask.text) for ask in asks)


def test_the_honest_call_is_proven_and_by_her_own_yes() -> None:
    there = reached(Circumstances(line=PIA))
    done = [ask for world in there for ask in proven(world)]
    assert done and all(ask.shown == (ADA, PAY) and ask.exchange.key == KEYS[PIA] for ask in done)


EVERY = [one for one, _ in (*HELD, *NOT_COVERED)]


@pytest.mark.parametrize("how", EVERY, ids=[why for _, why in (*HELD, *NOT_COVERED)])
def test_whatever_happens_an_ask_is_taken_by_a_key_of_the_prover_and_shows_words_of_its_own(how: Circumstances) -> None:
    for world in reached(how):
        answered = [ask for ask in world.asks if ask.exchange.prover]
        assert all(ask.exchange.key in keys_of(ask.prover, how) for ask in answered)
        assert len({ask.exchange.words for ask in answered}) == len(answered)


@pytest.mark.parametrize("how", EVERY, ids=[why for _, why in (*HELD, *NOT_COVERED)])
def test_every_ask_only_goes_forward_and_nothing_is_taken_when_its_time_is_over(how: Circumstances) -> None:
    forward = {
        Stage.WAITING: {Stage.WAITING, Stage.CONFIRMED},
        Stage.CONFIRMED: {Stage.CONFIRMED, Stage.PROVEN, Stage.DIFFERENT},
    }
    for world in reached(how):
        for _, after in moves(world, how):
            for before, ask in zip(world.asks, after.asks, strict=False):
                assert ask.exchange.stage in forward.get(before.exchange.stage, {before.exchange.stage})
                assert world.now < ENDS or ask == before
                assert not before.exchange.prover or ask.exchange.prover == before.exchange.prover  # one answer


# --- without the parts that are there for a reason, the search finds what they are there for -------------------------------------------


def test_without_the_words_a_careless_yes_would_be_enough(without: pytest.MonkeyPatch) -> None:
    without.setattr(Exchange, "words", property(lambda self: b"same"))
    assert attacked(Circumstances(careless=True))


def test_without_the_ask_in_the_challenge_an_old_yes_would_do(without: pytest.MonkeyPatch) -> None:
    honest = transcript.challenge

    def loose(what: Terms, committed: bytes, drawn: bytes) -> bytes:
        return honest(replace(what, ask="", asker="", text="", organisation=""), b"", drawn)

    without.setattr(transcript, "challenge", loose)
    there = reached(Circumstances(line=PIA, careless=False))
    forged = [one for world in there for one in world.asks if one.prover == PIA and one.forged and one.exchange.prover]
    assert forged
