"""OpenAI's responses: items in, events out, and a provider that keeps the conversation if it is let.

`previous_response_id` is the one thing kept with the provider that we follow: under the id of each answer we keep, sealed and for a
while, what its conversation masked. Other ways to leave text behind (`conversation`, `background`) are refused.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from weerbaar.gateway.answers import Refusal
from weerbaar.gateway.back import Back
from weerbaar.gateway.operation import Operation, ProviderError, Tokens, number, table
from weerbaar.gateway.port import Dialect
from weerbaar.gateway.stream import Event

PLACES = ("output_index", "content_index", "summary_index", "item_id")
"""What tells one text in a response from another."""
JSON_TEXTS = ("response.function_call_arguments", "response.mcp_call_arguments")


class ResponseStream:
    """Events of a response. Those we add are counted in `sequence_number`."""

    def __init__(self, back: Back) -> None:
        self._back = back
        self._like: dict[Any, dict[str, Any]] = {}
        self._added = 0

    def event(self, event: Event) -> Iterator[Event]:
        data = event.data
        if data is None:
            yield event
            return
        kind = str(data.get("type", ""))
        if kind == "error" or data.get("error"):
            raise ProviderError
        if kind.endswith(".delta") and isinstance(data.get("delta"), str):
            channel = (kind.removesuffix(".delta"), *(data.get(name) for name in PLACES))
            self._like[channel] = {name: value for name, value in data.items() if name != "obfuscation"}
            field = "arguments" if channel[0] in JSON_TEXTS else "text" if "output_text" in kind else "delta"
            said = self._back.piece(channel, field, data.pop("delta"))
            yield self._numbered(event.name, {**self._back.whole(data), "delta": said})
            return
        if kind.endswith(".done"):
            yield from self._rest((kind.removesuffix(".done"), *(data.get(name) for name in PLACES)))
        if kind in ("response.completed", "response.incomplete", "response.failed"):
            yield from self.end()
        yield self._numbered(event.name, self._back.whole(data))

    def end(self) -> Iterator[Event]:
        for channel in self._back.unfinished():
            yield from self._rest(channel)

    def broken(self, error: dict[str, Any]) -> Iterator[Event]:
        inner = error["error"]
        yield Event("error", {"type": "error", "code": inner["code"], "message": inner["message"], "param": None, **error})

    def _rest(self, channel: Any) -> Iterator[Event]:
        like = self._like.pop(channel, None)
        held = self._back.rest(channel)
        if held and like:
            self._added += 1
            yield Event(
                like["type"], {**like, "delta": held, "sequence_number": number(like.get("sequence_number")) + self._added}
            )

    def _numbered(self, name: str, data: dict[str, Any]) -> Event:
        if self._added and isinstance(data.get("sequence_number"), int):
            data["sequence_number"] += self._added
        return Event(name, data)


def _tokens(answer: Mapping[str, Any]) -> Tokens:
    usage = table(table(answer.get("response", answer)).get("usage"))
    return Tokens(number(usage.get("input_tokens")), number(usage.get("output_tokens")))


def _refuse(request: Mapping[str, Any]) -> None:
    for field in ("background", "conversation"):
        if request.get(field):
            raise Refusal("not_here", values={"field": field})


def _json_answer(request: Mapping[str, Any]) -> bool:
    return table(table(request.get("text")).get("format")).get("type") in ("json_object", "json_schema")


def _conversation(message: Mapping[str, Any]) -> str:
    found = table(message.get("response", message))
    name = found.get("id")
    kept = found.get("object", "response") == "response" and found.get("store") is not False
    return name if kept and isinstance(name, str) else ""


def _previous(request: Mapping[str, Any]) -> str:
    name = request.get("previous_response_id")
    if name is not None and not isinstance(name, str):
        raise Refusal("wrong", values={"field": "previous_response_id"})
    return name or ""


RESPONSES = Operation(
    "responses", Dialect.OPENAI, "/v1/responses", _tokens, _refuse, _json_answer, ResponseStream,
    conversation=_conversation, previous=_previous,
)  # fmt: skip
