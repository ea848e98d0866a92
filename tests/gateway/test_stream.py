"""Streams are read the same however the bytes are cut, and come back the same however the provider cuts its texts."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from weerbaar.gateway.anthropic import MessageStream
from weerbaar.gateway.back import Back
from weerbaar.gateway.ollama import LineStream
from weerbaar.gateway.openai import ChatStream
from weerbaar.gateway.operation import ProviderError, Streamed
from weerbaar.gateway.port import UpstreamFailed
from weerbaar.gateway.responses import ResponseStream
from weerbaar.gateway.stream import Event, as_ndjson, as_sse, ndjson, sse
from weerbaar.leak.mask import Conversation
from weerbaar.model.leak import DataClass, Match

VALUE = 'Anna "Annie" Peeters'


async def pieces(data: bytes, size: int) -> AsyncIterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


def read(data: bytes, size: int, *, lines: bool = False) -> list[Event]:
    async def all_of() -> list[Event]:
        return [event async for event in (ndjson if lines else sse)(pieces(data, size))]

    return asyncio.run(all_of())


WRITTEN = 'event: x\r\ndata: {"a":\r\ndata: "é"}\r\n\r\n: still here\n\ndata: {}\n\nid: 1\n\ndata: [DONE]\n\n'.encode()


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
def test_events_are_the_same_wherever_they_are_cut(size: int) -> None:
    assert read(WRITTEN, size) == [Event("x", {"a": "é"}), Event(), Event("", {}), Event(done=True)]


def test_lines_are_the_same_wherever_they_are_cut() -> None:
    for size in (1, 2, 9, 100):
        assert read(b'{"a": 1}\r\n\n{"b": 2}', size, lines=True) == [Event("", {"a": 1}), Event("", {"b": 2})]


@pytest.mark.parametrize("data", [b"data: <html>\n\n", b"data: [1]\n\n", b"data: {\n\n", b"data: " + b"[" * 100_000 + b"\n\n"])
def test_what_is_no_event_ends_the_stream(data: bytes) -> None:
    with pytest.raises(UpstreamFailed):
        read(data, 1000)


def test_what_no_json_knows_becomes_null() -> None:
    assert read(b'data: {"logprob": -Infinity, "x": [NaN]}\n\n', 5) == [Event("", {"logprob": None, "x": [None]})]


def test_the_name_of_an_event_is_a_word() -> None:
    assert read(b"event: a\rdata: {}\ndata: {}\n\n", 100) == [Event("", {})]


def test_an_event_is_written_as_it_is_read() -> None:
    for event in (Event("x", {"a": "é\n"}), Event(), Event("", {}), Event(done=True)):
        assert read(as_sse(event), 4) == [event]
    assert as_ndjson(Event("", {"a": "é"})) == b'{"a":"\\u00e9"}\n'


def back(*, json_answer: bool = False) -> Back:
    conversation = Conversation("en")
    conversation.mask(VALUE, [Match(0, len(VALUE), DataClass.PERSON, "person", "test", 1.0, value=VALUE)])
    return Back(conversation, {"weerbaar_1": "find_anna"}, lambda secret: False, json_answer=json_answer)


def cut(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def chat(text: str, arguments: str, size: int) -> list[Any]:
    def chunk(delta: dict[str, Any], finish: str | None = None, index: int = 0) -> dict[str, Any]:
        return {"id": "c", "choices": [{"index": index, "delta": delta, "finish_reason": finish}]}

    return [
        *(chunk({"content": sign}) for sign in cut(text, size)),
        *(chunk({"content": sign}, index=1) for sign in cut(text, size)),
        *(chunk({"reasoning_content": sign}) for sign in cut(text, size)),
        chunk({"tool_calls": [{"index": 0, "id": "call_1", "function": {"name": "weerbaar_1", "arguments": ""}}]}),
        *(chunk({"tool_calls": [{"index": 0, "function": {"arguments": sign}}]}) for sign in cut(arguments, size)),
        *(chunk({"tool_calls": [{"index": 1, "function": {"arguments": sign}}]}) for sign in cut(arguments, size)),
        chunk({}, "tool_calls"),
        chunk({}, "stop", 1),
    ]


def chat_said(events: list[dict[str, Any]]) -> dict[str, str]:
    said: dict[str, str] = {}
    for event in events:
        for choice in event["choices"]:
            for name, value in choice["delta"].items():
                if name == "tool_calls":
                    for call in value:
                        for field, text in call["function"].items():
                            said[f"{choice['index']}.{call['index']}.{field}"] = (
                                said.get(f"{choice['index']}.{call['index']}.{field}", "") + text
                            )
                else:
                    said[f"{choice['index']}.{name}"] = said.get(f"{choice['index']}.{name}", "") + value
    return said


def responses(text: str, arguments: str, size: int) -> list[Any]:
    at = {"item_id": "m", "output_index": 0, "content_index": 0}
    return [
        *({"type": "response.output_text.delta", **at, "delta": sign} for sign in cut(text, size)),
        {"type": "response.output_text.done", **at, "text": text},
        *(
            {"type": "response.function_call_arguments.delta", "item_id": "f", "output_index": 1, "delta": sign}
            for sign in cut(arguments, size)
        ),
        {
            "type": "response.function_call_arguments.done",
            "item_id": "f",
            "output_index": 1,
            "arguments": arguments,
            "name": "weerbaar_1",
        },
        {"type": "response.completed", "response": {"output": [{"content": [{"text": text}]}, {"arguments": arguments}]}},
    ]


def responses_said(events: list[dict[str, Any]]) -> dict[str, str]:
    said: dict[str, str] = {}
    for event in events:
        kind = event["type"]
        if "delta" in event:
            said[kind] = said.get(kind, "") + event["delta"]
        said |= {f"{kind}.{name}": event[name] for name in ("text", "arguments", "name") if name in event}
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    output = events[-1]["response"]["output"]
    return said | {"whole": output[0]["content"][0]["text"], "whole arguments": output[1]["arguments"]}


def messages(text: str, arguments: str, size: int) -> list[Any]:
    def delta(index: int, kind: str, field: str, said: str) -> Iterator[dict[str, Any]]:
        for sign in cut(said, size):
            yield {"type": "content_block_delta", "index": index, "delta": {"type": kind, field: sign}}
        yield {"type": "content_block_stop", "index": index}

    return [
        *delta(0, "thinking_delta", "thinking", text),
        *delta(1, "text_delta", "text", text),
        {"type": "content_block_start", "index": 2, "content_block": {"type": "tool_use", "name": "weerbaar_1", "input": {}}},
        *delta(2, "input_json_delta", "partial_json", arguments),
        {"type": "message_stop"},
    ]


def messages_said(events: list[dict[str, Any]]) -> dict[str, str]:
    said: dict[str, str] = {}
    open_ = {0, 1, 2}
    for event in events:
        if event["type"] == "content_block_delta":
            assert event["index"] in open_  # nothing is said in a block that has ended
            kind = event["delta"].pop("type")
            said[kind] = said.get(kind, "") + "".join(event["delta"].values())
        elif event["type"] == "content_block_stop":
            open_.discard(event["index"])
        elif event["type"] == "content_block_start":
            said["name"] = event["content_block"]["name"]
    return said


def lines(text: str, arguments: str, size: int) -> list[Any]:
    return [
        *({"message": {"role": "assistant", "content": sign}, "done": False} for sign in cut(text, size)),
        {"message": {"tool_calls": [{"function": {"name": "weerbaar_1", "arguments": json.loads(arguments)}}]}, "done": False},
        {"message": {"content": ""}, "done": True, "eval_count": 3},
    ]


def lines_said(events: list[dict[str, Any]]) -> dict[str, str]:
    call = next(event["message"]["tool_calls"][0]["function"] for event in events if "tool_calls" in event["message"])
    text = "".join(event["message"].get("content", "") for event in events)
    return {"content": text, "arguments": json.dumps(call["arguments"], ensure_ascii=False), "name": call["name"]}


TEXT, ARGUMENTS = "Dear [Person 1], [Person 9] and [", '{"who": "[Person 1]"}'
SAID, CALLED = f"Dear {VALUE}, [Person 9] and [", json.dumps({"who": VALUE})


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 11, 100])
@pytest.mark.parametrize(
    ("streamed", "told", "hear", "said"),
    [
        pytest.param(
            ChatStream,
            chat,
            chat_said,
            {
                "0.content": SAID,
                "1.content": SAID,
                "0.reasoning_content": SAID,
                "0.0.name": "find_anna",
                "0.0.arguments": CALLED,
                "0.1.arguments": CALLED,
            },
            id="chat completions",
        ),
        pytest.param(
            ResponseStream,
            responses,
            responses_said,
            {
                "response.output_text.delta": SAID,
                "response.output_text.done.text": SAID,
                "response.function_call_arguments.delta": CALLED,
                "response.function_call_arguments.done.arguments": CALLED,
                "response.function_call_arguments.done.name": "find_anna",
                "whole": SAID,
                "whole arguments": CALLED,
            },
            id="responses",
        ),
        pytest.param(
            MessageStream,
            messages,
            messages_said,
            {"thinking_delta": SAID, "text_delta": SAID, "name": "find_anna", "input_json_delta": CALLED},
            id="messages",
        ),
        pytest.param(LineStream, lines, lines_said, {"content": SAID, "arguments": CALLED, "name": "find_anna"}, id="lines"),
    ],
)
def test_what_was_masked_comes_back_wherever_the_provider_cuts(
    size: int, streamed: Any, told: Any, hear: Any, said: dict[str, str]
) -> None:
    stream: Streamed = streamed(back())
    events = [Event("", {**one, "sequence_number": number}) for number, one in enumerate(told(TEXT, ARGUMENTS, size))]
    assert hear([out.data for event in events for out in stream.event(event)]) == said
    assert list(stream.end()) == []


@pytest.mark.parametrize("streamed", [ChatStream, ResponseStream, MessageStream, LineStream])
def test_the_words_of_a_provider_that_gives_up_are_dropped(streamed: Any) -> None:
    with pytest.raises(ProviderError):
        list(streamed(back()).event(Event("error", {"type": "error", "error": {"message": "he said Anna"}})))


def test_a_stream_that_breaks_off_still_says_what_was_held_back() -> None:
    stream = ChatStream(back())
    list(stream.event(Event("", {"id": "c", "choices": [{"index": 0, "delta": {"content": "Hi [Per"}}]})))
    assert [event.data and event.data["choices"][0]["delta"] for event in stream.end()] == [{"content": "[Per"}]


def test_json_that_was_asked_for_stays_json() -> None:
    assert json.loads(back(json_answer=True).whole('{"who": "[Person 1]"}', "content")) == {"who": VALUE}


def test_a_dangerous_link_is_left_out_of_what_a_person_reads_and_not_of_what_a_program_gets() -> None:
    link = "http://аррӏе.example.zip/login"
    answer = back()
    assert link not in answer.whole(f"see {link} now", "content")
    assert answer.seen["dangerous_link"] == 1
    assert answer.whole(link, "url") == link
