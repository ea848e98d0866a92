"""OpenAI's chat completions, embeddings and models, as `openai` and everything that speaks like it uses them.

In a stream every choice, and in it every tool call, is a text of its own. What was held back is said in the chunk that ends its choice.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from weerbaar.gateway.back import Back
from weerbaar.gateway.operation import Operation, ProviderError, Tokens, items, number, table
from weerbaar.gateway.port import Dialect, Model
from weerbaar.gateway.stream import Event

TEXTS = ("content", "refusal", "reasoning_content", "reasoning")
"""Fields of a delta that hold text."""


class ChatStream:
    """Chunks of a chat completion."""

    def __init__(self, back: Back) -> None:
        self._back = back
        self._like: dict[str, Any] = {}

    def event(self, event: Event) -> Iterator[Event]:
        if event.done:
            yield from self.end()
            yield event
            return
        if event.data is None:
            yield event
            return
        if event.data.get("error"):
            raise ProviderError
        data = event.data
        deltas = [choice.pop("delta", None) for choice in items(data.get("choices"))]
        restored: dict[str, Any] = self._back.whole(data)
        self._like = {name: restored[name] for name in ("id", "object", "created", "model") if name in restored}
        for choice, delta in zip(items(restored.get("choices")), deltas, strict=True):
            index = choice.get("index", 0)
            choice["delta"] = self._delta(index, delta) if isinstance(delta, dict) else {}
            if choice.get("finish_reason") is not None:
                for channel in [one for one in self._back.unfinished() if _of(one)[0] == index]:
                    _append(choice["delta"], _of(channel), self._back.rest(channel))
        yield Event(event.name, restored)

    def end(self) -> Iterator[Event]:
        for channel in self._back.unfinished():
            if held := self._back.rest(channel):
                delta: dict[str, Any] = {}
                _append(delta, _of(channel), held)
                yield Event(data={**self._like, "choices": [{"index": _of(channel)[0], "delta": delta, "finish_reason": None}]})

    def broken(self, error: dict[str, Any]) -> Iterator[Event]:
        yield Event(data=error)
        yield Event(done=True)

    def _delta(self, choice: Any, delta: dict[str, Any]) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for name, value in delta.items():
            if name in TEXTS and isinstance(value, str):
                said[name] = self._back.piece((choice, name, 0), name, value)
            elif name == "tool_calls" and isinstance(value, list):
                said[name] = [self._call(choice, call) for call in items(value)]
            elif name == "function_call" and isinstance(value, dict):
                said[name] = self._inside(choice, name, 0, value)
            else:
                said[name] = self._back.whole(value, name)
        return said

    def _call(self, choice: Any, call: dict[str, Any]) -> dict[str, Any]:
        number_of_call = call.get("index", 0)
        said: dict[str, Any] = {}
        for name, value in call.items():
            if name in ("function", "custom") and isinstance(value, dict):
                said[name] = self._inside(choice, name, number_of_call, value)
            else:
                said[name] = self._back.whole(value, name)
        return said

    def _inside(self, choice: Any, kind: str, call: Any, value: dict[str, Any]) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for name, inner in value.items():
            if name in ("arguments", "input") and isinstance(inner, str):
                said[name] = self._back.piece((choice, kind, call), name, inner)
            else:
                said[name] = self._back.whole(inner, name)
        return said


def _of(channel: Any) -> tuple[Any, str, Any]:
    """Choice, field and number of the tool call of a channel."""
    choice, kind, call = channel
    return choice, kind, call


def _append(delta: dict[str, Any], channel: tuple[Any, str, Any], held: str) -> None:
    """Say what was held back in this delta, after what it says itself."""
    _, kind, call = channel
    if not held:
        return
    if kind in TEXTS:
        delta[kind] = (delta.get(kind) or "") + held
    elif kind == "function_call":
        inner = delta.setdefault(kind, {})
        inner["arguments"] = inner.get("arguments", "") + held
    else:
        name = "arguments" if kind == "function" else "input"
        calls = delta.setdefault("tool_calls", [])
        for one in calls:
            if one.get("index") == call and isinstance(one.get(kind), dict):
                one[kind][name] = one[kind].get(name, "") + held
                return
        calls.append({"index": call, kind: {name: held}})


def _tokens(answer: Mapping[str, Any]) -> Tokens:
    usage = table(answer.get("usage"))
    return Tokens(number(usage.get("prompt_tokens")), number(usage.get("completion_tokens")))


def _json_answer(request: Mapping[str, Any]) -> bool:
    return table(request.get("response_format")).get("type") in ("json_object", "json_schema")


def models(known: Iterable[Model]) -> dict[str, Any]:
    """The list of models."""
    return {"object": "list", "data": [model(one) for one in known]}


def model(known: Model) -> dict[str, Any]:
    """One model."""
    return {"id": known.name, "object": "model", "created": 0, "owned_by": known.tool}


CHAT = Operation(
    "chat", Dialect.OPENAI, "/v1/chat/completions", _tokens, json_answer=_json_answer, streamed=ChatStream
)  # fmt: skip
EMBEDDINGS = Operation("embeddings", Dialect.OPENAI, "/v1/embeddings", _tokens)
