"""What one request may cost: size, time, shape, how often."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from weerbaar.gateway.limits import (
    DEEPEST,
    GatewaySettings,
    Malformed,
    Rate,
    Refused,
    TooLarge,
    TooOften,
    TooSlow,
    body,
    load,
    parsed,
    written,
)

SMALL = GatewaySettings(max_body_mb=1, body_seconds=0.05)


async def given(*chunks: bytes, forever: bool = False) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk
    if forever:
        await asyncio.Event().wait()


def test_a_body_is_read_whole() -> None:
    assert asyncio.run(body(given(b"ab", b"", b"c"), SMALL, declared=3)) == b"abc"


@pytest.mark.parametrize(
    ("chunks", "declared", "forever", "refused"),
    [
        pytest.param([b"x"], 2 * 1024 * 1024, False, TooLarge, id="it says so itself, and nothing is read"),
        pytest.param([bytes(700_000)] * 2, 0, False, TooLarge, id="it does not say how long it is"),
        pytest.param([bytes(700_000)] * 2, 10, False, TooLarge, id="it lies about it"),
        pytest.param([b"{"], 100, True, TooSlow, id="it trickles in"),
    ],
)
def test_a_body_over_a_limit_is_refused(chunks: list[bytes], declared: int, forever: bool, refused: type[Refused]) -> None:
    with pytest.raises(refused):
        asyncio.run(body(given(*chunks, forever=forever), SMALL, declared=declared))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[1]",
        b'"text"',
        b'{"a":',
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b"\xff\xfe{\x00}\x00",
        b'{"a": "\xc3"}',
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1),
        b'{"n": ' + b"9" * 10_000 + b"}",
    ],
    ids=range(13),
)
def test_what_is_no_plain_object_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        parsed(data)


def test_an_object_may_nest_as_deep_as_programs_do() -> None:
    assert parsed(b'{"a":' * DEEPEST + b"1" + b"}" * DEEPEST)


def test_of_a_name_that_stands_twice_only_the_last_is_sent_on() -> None:
    assert written(parsed(b'{"content": "secret", "content": "fine"}')) == b'{"content":"fine"}'


def test_half_an_emoji_survives() -> None:
    assert parsed(written(parsed(rb'{"a": "\ud83d"}'))) == {"a": "\ud83d"}


def test_a_key_may_ask_so_often_and_then_again_as_time_goes() -> None:
    now = [0.0]
    rate = Rate(60, 10, lambda: now[0])
    for _ in range(60):
        with rate.taken("a"):
            pass
    with pytest.raises(TooOften) as refused, rate.taken("a"):
        pass
    assert refused.value.wait == 1
    with rate.taken("b"):  # another key has a minute of its own
        pass
    now[0] = 1.01
    with rate.taken("a"):
        pass


def test_a_key_has_so_many_requests_open_at_a_time() -> None:
    rate = Rate(1000, 2)
    with rate.taken("a"), rate.taken("a"):
        with pytest.raises(TooOften), rate.taken("a"):
            pass
        with rate.taken("b"):
            pass
    with rate.taken("a"):
        pass


def test_settings_come_from_the_environment() -> None:
    assert load({"WEERBAAR_GATEWAY_PORT": "9000"}).port == 9000
