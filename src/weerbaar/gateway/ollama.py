"""Ollama's chat, generate, embed and tags, as `ollama` uses them: one JSON object a line where others send events.

Chat and generate stream unless they are told not to. `context`, the tokens of an earlier answer, cannot be looked into: the policy
decides about a request that brings it, and answers lose it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from weerbaar.gateway.back import Back
from weerbaar.gateway.operation import Operation, ProviderError, Tokens, number
from weerbaar.gateway.port import Dialect, Model
from weerbaar.gateway.stream import Event

LONG_AGO = "1970-01-01T00:00:00Z"


class LineStream:
    """Lines of a chat or of a generated text."""

    def __init__(self, back: Back) -> None:
        self._back = back
        self._like: dict[str, Any] = {}

    def event(self, event: Event) -> Iterator[Event]:
        data = event.data
        if data is None:
            return
        if data.get("error"):
            raise ProviderError
        data.pop("context", None)
        pieces = [(place, field, holder.pop(field)) for place, holder, field in _texts(data)]
        said: dict[str, Any] = self._back.whole(data)
        self._like = {name: said[name] for name in ("model", "created_at") if name in said}
        for place, field, text in pieces:
            _put(said, place, field, self._back.piece((place, field), field, text))
        if data.get("done"):
            for channel in self._back.unfinished():
                place, field = _of(channel)
                _put(said, place, field, self._back.rest(channel))
        yield Event(event.name, said)

    def end(self) -> Iterator[Event]:
        for channel in self._back.unfinished():
            place, field = _of(channel)
            if held := self._back.rest(channel):
                line: dict[str, Any] = {**self._like, "done": False}
                if place:
                    line[place] = {"role": "assistant"}
                _put(line, place, field, held)
                yield Event(data=line)

    def broken(self, error: dict[str, Any]) -> Iterator[Event]:
        yield Event(data=error)


def _texts(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    message = data.get("message")
    for place, holder, fields in (("message", message, ("content", "thinking")), ("", data, ("response", "thinking"))):
        if isinstance(holder, dict):
            for field in fields:
                if isinstance(holder.get(field), str):
                    yield place, holder, field


def _put(line: dict[str, Any], place: str, field: str, text: str) -> None:
    holder = line.setdefault(place, {"role": "assistant"}) if place else line
    holder[field] = holder.get(field, "") + text


def _of(channel: Any) -> tuple[str, str]:
    place, field = channel
    return place, field


def _tokens(answer: Mapping[str, Any]) -> Tokens:
    return Tokens(number(answer.get("prompt_eval_count")), number(answer.get("eval_count")))


def _json_answer(request: Mapping[str, Any]) -> bool:
    return bool(request.get("format"))


def tags(known: Iterable[Model]) -> dict[str, Any]:
    """The list of models."""
    details = {"parent_model": "", "format": "", "family": "", "families": None, "parameter_size": "", "quantization_level": ""}
    return {
        "models": [
            {"name": one.name, "model": one.name, "modified_at": LONG_AGO, "size": 0, "digest": "", "details": details}
            for one in known
        ]
    }


CHAT = Operation(
    "chat", Dialect.OLLAMA, "/api/chat", _tokens, json_answer=_json_answer, streamed=LineStream, streams_by_default=True
)
GENERATE = Operation(
    "generate",
    Dialect.OLLAMA,
    "/api/generate",
    _tokens,
    json_answer=_json_answer,
    streamed=LineStream,
    streams_by_default=True,
    dropped=("context",),
)
EMBED = Operation("embeddings", Dialect.OLLAMA, "/api/embed", _tokens)
EMBEDDINGS = Operation("embeddings", Dialect.OLLAMA, "/api/embeddings", _tokens)
SHOW = Operation("show", Dialect.OLLAMA, "/api/show", _tokens)
