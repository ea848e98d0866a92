"""`make bench-proof`: a million forged words, and every answer that does not belong. Writes docs/measured/proof.md.

Words are three bytes, so a forgery that knows nothing hits with 2^-24. That a million tries show no hit proves little; so the same tries are also
judged by the first byte and the first two, where the share that must hit is large enough to be measured.
"""

import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bench import tables
from weerbaar.proof import codes, protocol, transcript
from weerbaar.proof.codes import STEP_SECONDS, Heard, Memory
from weerbaar.proof.protocol import Exchange, Refused, Stage, Yes
from weerbaar.proof.transcript import Terms

SEED = 7
FORGERIES = 1_000_000
TIMES = 1000
BOUND = 2**-20
KEYS = frozenset(("telephone",))
STORY = "tests/desk/web/test_proof.py::test_two_people_prove_a_call_in_two_languages"
chance = random.Random(SEED)


def opened(number: int, *, text: str = "18.400 euro", asker: str = "ada", prover: str = "pia") -> Exchange:
    """A fresh ask."""
    keys = transcript.keys_digest(KEYS)
    return Exchange(Terms("bakery", f"ask {number}", asker, "", prover, keys, text, 1000, 1300), chance.randbytes(32))


def yes(exchange: Exchange, key: str = "telephone") -> Yes:
    """An honest yes to an ask."""
    nonce = chance.randbytes(32)
    return Yes(nonce, key, transcript.challenge(exchange.terms, exchange.committed, nonce))


def taken(exchange: Exchange, answer: Yes, now: int = 1100, keys: frozenset[str] = KEYS) -> bool:
    """Whether the desk takes an answer."""
    try:
        protocol.confirm(exchange, answer, keys, now)
    except Refused:
        return False
    return True


# --- a million words that are not known --------------------------------------------------------------------------------------------------


def guesses() -> Iterator[tuple[bytes, bytes]]:
    """What a caller reads who knows nothing, and the words."""
    terms = opened(0).terms
    while True:
        asker, prover = chance.randbytes(32), chance.randbytes(32)
        yield chance.randbytes(3), transcript.words(terms, transcript.commitment(terms.ask, asker), asker, prover)


def earlier() -> Iterator[tuple[bytes, bytes]]:
    """The words of the ask before this one, with the same people and text."""
    before = b"\0\0\0"
    for number in range(sys.maxsize):
        exchange = opened(number)
        words = transcript.words(exchange.terms, exchange.committed, exchange.asker, chance.randbytes(32))
        yield before, words
        before = words


def chosen() -> Iterator[tuple[bytes, bytes]]:
    """A device that would like certain words, and has only the commitment when it chooses its nonce."""
    terms, wanted = opened(0).terms, b"\x42\x42\x42"
    for number in range(sys.maxsize):
        asker = chance.randbytes(32)
        yield wanted, transcript.words(terms, transcript.commitment(terms.ask, asker), asker, number.to_bytes(32, "big"))


def offline() -> Iterator[tuple[bytes, bytes]]:
    """Words said without the secret of the two telephones."""
    els, tom, key = b"\x04" + bytes(64), b"\x04" + b"\1" * 64, chance.randbytes(32)
    for step in range(sys.maxsize):
        yield chance.randbytes(3), codes.said(key, els, tom, step)


@dataclass(frozen=True, slots=True)
class Forged:
    """How many tries of a kind hit in the first byte, the first two, and all three."""

    name: str
    tries: int
    hits: tuple[int, int, int]


def forge(name: str, tries: Iterator[tuple[bytes, bytes]], most: int) -> Forged:
    one = two = three = 0
    for _ in range(most):
        said, words = next(tries)
        if said[0] == words[0]:
            one += 1
            if said[1] == words[1]:
                two += 1
                three += said[2] == words[2]
    return Forged(name, most, (one, two, three))


# --- answers that do not belong ------------------------------------------------------------------------------------------------------------


def cases() -> list[tuple[str, Callable[[int], bool]]]:
    """Each attack by name, and whether it was taken."""

    def of(make: Callable[[Exchange], Yes], **how: object) -> Callable[[int], bool]:
        return lambda number: taken(exchange := opened(number), make(exchange), **how)  # type: ignore[arg-type]

    def moved(**change: object) -> Callable[[int], bool]:
        """Signed for terms that differ in one thing."""
        return of(lambda exchange: yes(replace(exchange, terms=replace(exchange.terms, **change))))  # type: ignore[arg-type]

    def replayed(number: int) -> bool:
        return taken(opened(number + 1), yes(opened(number)))

    def twice(number: int) -> bool:
        exchange = opened(number)
        return taken(protocol.confirm(exchange, answer := yes(exchange), KEYS, 1100), answer)

    def reflected(number: int) -> bool:
        """Pia's own ask to Ada, sent back as Pia's answer."""
        return taken(opened(number), yes(opened(number, asker="pia", prover="ada")))

    def late_words(number: int) -> bool:
        exchange = opened(number)
        try:
            return protocol.compare(protocol.confirm(exchange, yes(exchange), KEYS, 1100), True, 1300).stage is Stage.PROVEN
        except Refused:
            return False

    return [
        ("replay: a yes to the ask before", replayed),
        ("replay: the same yes twice", twice),
        ("reflection: one's own ask as the other's answer", reflected),
        ("wrong direction in the terms", moved(direction="asker to prover")),
        ("relay: the text was another on the device", moved(text="18.401 euro")),
        ("relay: another asker stood on the device", moved(asker="mo")),
        ("relay: another organisation", moved(organisation="garage")),
        ("expired: a yes at the last second plus one", of(yes, now=1300)),
        ("expired: words compared too late", late_words),
        ("before it was opened (a clock that was turned)", of(yes, now=999)),
        ("another nonce than was signed", of(lambda exchange: replace(yes(exchange), nonce=chance.randbytes(32)))),
        ("a key of somebody else", of(lambda exchange: yes(exchange, "of eve"))),
        ("keys added meanwhile", of(yes, keys=KEYS | {"of eve"})),
        ("a signature over anything else", of(lambda exchange: replace(yes(exchange), challenge=chance.randbytes(32)))),
    ]


def said_wrong() -> list[tuple[str, Callable[[int], Heard]]]:
    """Words without a connection that must not be taken, and what the telephone says of them."""
    els, tom = b"\x04" + chance.randbytes(64), b"\x04" + chance.randbytes(64)
    key = codes.secret(chance.randbytes(32), els, tom)

    def at(number: int) -> float:
        return 1_800_000_000.0 + number * STEP_SECONDS

    def heard(number: int, value: bytes, memory: Memory = Memory(), about: str = "") -> Heard:  # noqa: B008
        return codes.hear(key, els, tom, value, at(number), memory, about).heard

    def step(number: int) -> int:
        return codes.step(at(number))

    return [
        ("wrong direction: the listener's own words", lambda n: heard(n, codes.said(key, tom, els, step(n)))),
        ("replay: words that were taken", lambda n: heard(n, codes.said(key, els, tom, step(n)), Memory(step(n)))),
        (
            "replay: the step before one that was taken",
            lambda n: heard(n, codes.said(key, els, tom, step(n) - 1), Memory(step(n))),
        ),
        ("expired: two steps old", lambda n: heard(n, codes.said(key, els, tom, step(n) - 2))),
        ("relay: said for another number", lambda n: heard(n, codes.said(key, els, tom, step(n), "18400"), about="18401")),
        ("a secret of somebody else", lambda n: heard(n, codes.said(chance.randbytes(32), els, tom, step(n)))),
    ]


def searched() -> tuple[int, float]:
    """States that the search of the model visits, and its seconds."""
    from tests.proof import test_model as model

    started = time.perf_counter()
    return sum(len(model.reached(how)) for how in model.EVERY), time.perf_counter() - started


def honest() -> str:
    """Seconds of the honest run in two browsers, as its own test measures them; "" where it did not run."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", STORY, "-q", "-o", "junit_family=legacy", f"--junitxml={report}"]
        done = subprocess.run(command, capture_output=True, check=False)
        found = re.search(r'name="seconds" value="([\d.]+)"', report.read_text(encoding="utf-8")) if report.exists() else None
    return found[1] if found and done.returncode == 0 else ""


def lines() -> Iterator[str]:
    started = time.process_time()
    quarter = FORGERIES // 4
    forged = [
        forge("a caller who guesses", guesses(), quarter),
        forge("the words of the ask before", earlier(), quarter),
        forge("a device that wants certain words", chosen(), quarter),
        forge("without a connection, without the secret", offline(), FORGERIES - 3 * quarter),
    ]
    spent = time.process_time() - started
    first, second, third = (sum(one.hits[place] for one in forged) for place in range(3))
    every = Forged("together", sum(one.tries for one in forged), (first, second, third))
    yield "# Call-proof: forgeries"
    yield ""
    yield f"Printed by `make bench-proof` on {datetime.now(UTC):%Y-%m-%d}; seed {SEED}, {spent:.0f} CPU seconds for {every.tries:,} forgeries."
    yield "The protocol: [call-proof](../security/call-proof.md)."
    yield ""
    yield "## A million words that are not known"
    yield ""
    yield "Chance asks for 2^-8 in the first byte, 2^-16 in the first two, 2^-24 in all three; the bar is 2^-20."
    yield ""
    yield "| forgery | tries | first byte | first two | all three words |"
    yield "| --- | --- | --- | --- | --- |"
    for one in (*forged, every):
        yield f"| {one.name} | {one.tries:,} | {one.hits[0]} | {one.hits[1]} | {one.hits[2]} |"
    expected = every.tries / 256
    low, high = (bound * every.tries for bound in tables.clopper_pearson(every.hits[0], every.tries))
    yield ""
    yield f"Together {every.hits[0]} hit the first byte; chance asks for {expected:.0f}, and the 95 % bounds are {low:.0f} to {high:.0f}."
    within = every.hits[2] <= every.tries * BOUND
    yield f"All three: {every.hits[2]} of {every.tries:,}; 2^-20 would allow {every.tries * BOUND:.2f}. {'Within' if within else 'NOT within'} the bound."
    yield ""
    yield "Without the commitment a device that knows the asker's nonce could try on its own; so it is told after it chose. Such a search makes"
    yield f"{1 / _one_try():,.0f} tries a second here, and would find three words in about {2**24 * _one_try():,.0f} seconds on one core."
    yield ""
    yield "## Answers that do not belong"
    yield ""
    yield "| attack | tried | taken |"
    yield "| --- | --- | --- |"
    for name, attack in cases():
        yield f"| {name} | {TIMES} | {sum(attack(number) for number in range(TIMES))} |"
    yield f"| (an honest yes, for comparison) | {TIMES} | {sum(taken(ask := opened(number), yes(ask)) for number in range(TIMES))} |"
    yield ""
    yield "## Words without a connection"
    yield ""
    yield "| attack | tried | taken | what the telephone says |"
    yield "| --- | --- | --- | --- |"
    for name, said in said_wrong():
        told = Counter(said(number) for number in range(TIMES))
        right = told[Heard.SAME] + told[Heard.SAME_CLOCK_DIFFERS]
        yield f"| {name} | {TIMES} | {right} | {', '.join(f'{heard.value} ({count})' for heard, count in told.most_common())} |"
    yield ""
    states, seconds = searched()
    yield "## Every order of events"
    yield ""
    yield f"`tests/proof/test_model.py` visits {states:,} states of a small world in {seconds:.0f} s, in nine circumstances: in five nobody is believed"
    yield "who should not be; in four, which the page of the protocol names as not covered, it finds the attack."
    yield ""
    took = honest()
    yield "## An honest call"
    yield ""
    outcome = f"from opening the ask to proven {took} s (bar: 20)" if took else "not run: no browser here"
    yield f"Two browsers, one with a virtual authenticator: {outcome}."


def _one_try() -> float:
    """Seconds that one try of a search for words takes."""
    terms, asker = opened(0).terms, bytes(32)
    committed = transcript.commitment(terms.ask, asker)
    started = time.process_time()
    for number in range(20_000):
        transcript.words(terms, committed, asker, number.to_bytes(32, "big"))
    return (time.process_time() - started) / 20_000


if __name__ == "__main__":
    text = "\n".join(lines()) + "\n"
    print(text)
    (tables.MEASURED / "proof.md").write_text(text, encoding="utf-8")
