"""Real worker processes that are stopped, killed and starved: each time one request gets no answer, and the next one does."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from weerbaar.gateway.checker import Checker, Nursery
from weerbaar.gateway.limits import GatewaySettings
from weerbaar.gateway.port import File, Unavailable, Vocabulary
from weerbaar.leak.words import NO_WORDS, Kind, Name, Words
from weerbaar.model.leak import DataClass

NONE = Vocabulary("none", NO_WORDS)
PROMPT = "Betaal de factuur op rekening BE71 0961 2345 6769 voor vrijdag."
Story = Callable[[Checker], Awaitable[None]]
Tell = Callable[..., None]


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def told(nursery: Nursery) -> Tell:
    """Tells a story with a checker, which leaves no worker behind."""

    def tell(story: Story, **settings: float) -> None:
        async def run() -> None:
            async with Checker(GatewaySettings(**{"checkers": 1, **settings}), nursery=nursery) as checker:  # type: ignore[arg-type]
                there = checker.workers
                await story(checker)
                there += checker.workers
            assert await gone(there)

        asyncio.run(run())

    return tell


async def gone(pids: list[int]) -> bool:
    for _ in range(500):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        await asyncio.sleep(0.01)
    return False


async def classes(checker: Checker, *texts: str) -> list[list[DataClass]]:
    checked = await checker.check(texts or (PROMPT,), (), NONE)
    return [[match.cls for match in leaks.matches] for leaks in checked.texts]


def test_it_answers_for_every_text_in_order(told: Tell) -> None:
    async def story(checker: Checker) -> None:
        assert await classes(checker, "Goedemorgen.", PROMPT, "") == [[], [DataClass.IBAN], []]
        assert (await checker.check((), (), NONE)).texts == ()

    told(story)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hanging"])
def test_a_worker_that_goes_in_the_middle_costs_one_answer(told: Tell, how: signal.Signals) -> None:
    async def story(checker: Checker) -> None:
        await classes(checker)
        (pid,) = checker.workers
        os.kill(pid, signal.SIGSTOP)  # so that the question is certainly under way
        asking = asyncio.create_task(classes(checker))
        await asyncio.sleep(0.02)
        os.kill(pid, how)
        with pytest.raises(Unavailable) as unavailable:
            await asking
        assert unavailable.value.why == ("dead" if how is signal.SIGKILL else "slow")
        assert await classes(checker) == [[DataClass.IBAN]]
        assert pid not in checker.workers
        assert await gone([pid])

    told(story, check_seconds=0.3 if how is signal.SIGSTOP else 10)


def test_a_worker_that_died_between_two_questions_costs_no_answer(told: Tell) -> None:
    async def story(checker: Checker) -> None:
        (pid,) = checker.workers
        os.kill(pid, signal.SIGKILL)
        assert await gone([pid])
        await asyncio.sleep(0.05)  # the end of its socket is noticed
        assert await classes(checker) == [[DataClass.IBAN]]
        assert checker.workers != [pid]

    told(story)


def test_when_the_process_behind_them_dies_too_it_is_started_again(told: Tell, nursery: Nursery) -> None:
    async def story(checker: Checker) -> None:
        os.kill(nursery.pid, signal.SIGKILL)
        os.kill(checker.workers[0], signal.SIGKILL)
        with pytest.raises(Unavailable):
            await classes(checker)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                assert await classes(checker) == [[DataClass.IBAN]]
            except Unavailable:
                await asyncio.sleep(0.05)
            else:
                return
        pytest.fail("no worker came back")

    told(story)


def test_one_that_needs_too_much_memory_says_so_and_the_next_question_is_answered(told: Tell) -> None:
    async def story(checker: Checker) -> None:
        with pytest.raises(Unavailable) as unavailable:
            await classes(checker, PROMPT * 60_000)
        assert unavailable.value.why in ("unsure", "dead")
        assert await classes(checker) == [[DataClass.IBAN]]

    told(story, check_memory_mib=8)


def test_who_waits_too_long_for_a_worker_is_told_that_it_is_busy(told: Tell) -> None:
    async def story(checker: Checker) -> None:
        os.kill(checker.workers[0], signal.SIGSTOP)
        first = asyncio.create_task(classes(checker))
        await asyncio.sleep(0.02)
        with pytest.raises(Unavailable) as unavailable:
            await classes(checker)
        assert unavailable.value.why == "busy"
        os.kill(checker.workers[0], signal.SIGCONT)
        assert await first == [[DataClass.IBAN]]

    told(story, wait_seconds=0.05)


def test_who_leaves_in_the_middle_leaves_no_answer_to_the_next(told: Tell) -> None:
    async def story(checker: Checker) -> None:
        os.kill(checker.workers[0], signal.SIGSTOP)
        first = asyncio.create_task(classes(checker, PROMPT))
        await asyncio.sleep(0.02)
        first.cancel()
        await asyncio.wait([first])
        second = asyncio.create_task(classes(checker, "Goedemorgen."))
        await asyncio.sleep(0.02)
        assert not second.done()
        os.kill(checker.workers[0], signal.SIGCONT)
        assert await second == [[]]

    told(story)


def test_own_words_go_to_a_worker_once_for_each_version(told: Tell) -> None:
    first = Words.learn(b"k" * 32, [Name(Kind.CUSTOMER, "Zonnedael")]).words
    second = Words.learn(b"k" * 32, [Name(Kind.CUSTOMER, "Kwartslag")]).words
    text = "Offerte voor klant Zonnedael en klant Kwartslag."

    async def story(checker: Checker) -> None:
        for round in range(2):
            for version, words, begins in (("1", first, 19), ("2", second, 38), ("none", NO_WORDS, 0)):
                if round:
                    words = NO_WORDS  # what a worker has under a version, it is not sent again
                checked = await checker.check([text], (), Vocabulary(version, words))
                own = [match.start for match in checked.texts[0].matches if match.cls is DataClass.OWN_WORD]
                assert own == ([begins] if begins else [])

    told(story)


def test_many_ask_at_once_and_each_gets_its_own_answer(told: Tell) -> None:
    async def story(checker: Checker) -> None:
        expected = [[DataClass.IBAN] if number % 3 == 0 else [] for number in range(60)]
        asked = [classes(checker, PROMPT if number % 3 == 0 else f"Vraag {number}.") for number in range(60)]
        assert [one for (one,) in await asyncio.gather(*asked)] == expected

    told(story, checkers=2)


def test_files_are_read_by_a_process_of_their_own(told: Tell) -> None:
    async def story(checker: Checker) -> None:
        files = (
            File(PROMPT.encode(), "brief.txt", "text/plain"),
            File(b"\x00\x01\x02", "x.bin"),
            File(b"RIFF....WAVE", "a.wav"),
        )
        letter, unknown, sound = (await checker.check((), files, NONE)).files
        assert [match.cls for match in letter.leaks.matches] == [DataClass.IBAN]
        assert letter.leaks.not_looked == ()
        assert unknown.leaks.not_looked
        assert sound.leaks.not_looked

    told(story)


def test_a_worker_has_no_way_to_the_net_and_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEERBAAR_MASTER_KEY", "kanarie-sleutel")

    async def story(checker: Checker) -> None:
        await classes(checker)
        (pid,) = checker.workers
        assert b"kanarie" not in Path(f"/proc/{pid}/environ").read_bytes()
        opened = [str(file.readlink()) for file in Path(f"/proc/{pid}/fd").iterdir()]
        assert sum("socket:" in name for name in opened) == 1
        assert not [name for name in opened if "sqlite" in name]

    async def run() -> None:
        async with Checker(GatewaySettings(checkers=1)) as checker:
            await story(checker)

    asyncio.run(run())
