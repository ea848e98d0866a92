"""Anthropic's messages, the counting of their tokens, and models, as `anthropic` uses them.

In a stream every content block is a text of its own; what was held back is said in one more delta before its block ends. The text of
thinking is restored like any other and masked again when it is sent back, so that its signature still fits.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from weerbaar.gateway.back import Back
from weerbaar.gateway.operation import Operation, ProviderError, Tokens, number, table
from weerbaar.gateway.port import Dialect, Model
from weerbaar.gateway.stream import Event

DELTAS = {"text_delta": "text", "input_json_delta": "partial_json", "thinking_delta": "thinking"}
"""Kind of a delta -> the field that holds its text."""
LONG_AGO = "1970-01-01T00:00:00Z"


class MessageStream:
    """Events of a message."""

    def __init__(self, back: Back) -> None:
        self._back = back

    def event(self, event: Event) -> Iterator[Event]:
        data = event.data
        if data is None:
            yield event
            return
        kind, block = data.get("type"), data.get("index")
        if kind == "error":
            raise ProviderError
        delta = data.get("delta")
        if kind == "content_block_delta" and isinstance(delta, dict) and isinstance(name := delta.get("type"), str):
            field = DELTAS.get(name, "")
            if isinstance(delta.get(field), str):
                said = self._back.piece((block, name), field, delta[field])
                yield Event(event.name, {**data, "delta": {**delta, field: said}})
                return
        if kind == "content_block_stop":
            yield from self._rest(block)
        elif kind in ("message_delta", "message_stop"):
            yield from self.end()
        yield Event(event.name, self._back.whole(data))

    def end(self) -> Iterator[Event]:
        for channel in self._back.unfinished():
            yield from self._held(channel)

    def broken(self, error: dict[str, Any]) -> Iterator[Event]:
        yield Event("error", error)

    def _rest(self, block: Any) -> Iterator[Event]:
        for channel in self._back.unfinished():
            if isinstance(channel, tuple) and channel[0] == block:
                yield from self._held(channel)

    def _held(self, channel: Any) -> Iterator[Event]:
        block, name = channel
        if held := self._back.rest(channel):
            delta = {"type": name, DELTAS[name]: held}
            yield Event("content_block_delta", {"type": "content_block_delta", "index": block, "delta": delta})


def _tokens(answer: Mapping[str, Any]) -> Tokens:
    usage = table(table(answer.get("message", answer)).get("usage"))
    cached = number(usage.get("cache_read_input_tokens")) + number(usage.get("cache_creation_input_tokens"))
    return Tokens(number(usage.get("input_tokens")) + cached, number(usage.get("output_tokens")))


def _counted(answer: Mapping[str, Any]) -> Tokens:
    return Tokens()


def _json_answer(request: Mapping[str, Any]) -> bool:
    return table(table(request.get("output_config")).get("format")).get("type") == "json_schema"


def models(known: Iterable[Model]) -> dict[str, Any]:
    """The list of models."""
    listed = [model(one) for one in known]
    first, last = (listed[0]["id"], listed[-1]["id"]) if listed else (None, None)
    return {"data": listed, "has_more": False, "first_id": first, "last_id": last}


def model(known: Model) -> dict[str, Any]:
    """One model."""
    return {"type": "model", "id": known.name, "display_name": known.name, "created_at": LONG_AGO}


MESSAGES = Operation(
    "messages", Dialect.ANTHROPIC, "/v1/messages", _tokens, json_answer=_json_answer, streamed=MessageStream
)  # fmt: skip
COUNT = Operation("count_tokens", Dialect.ANTHROPIC, "/v1/messages/count_tokens", _counted)
