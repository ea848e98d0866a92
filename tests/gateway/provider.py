"""A provider of models on loopback: speaks the three dialects, streaming and not, says back what it was told, and keeps every byte it got.

    with provider() as there:
        ...requests to there.url...
        assert canary not in there.bytes

What it answers is the last text it was told, in pieces of `piece` characters, so that placeholders are cut in every place. Where the
request has tools, it calls the first one with that text, too. `there.behave` makes it misbehave.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

USED = {
    "input_tokens": 7,
    "output_tokens": 5,
    "total_tokens": 12,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens_details": {"reasoning_tokens": 0},
}


@dataclass
class Provider:
    """What the provider is to do, and what it got."""

    url: str = ""
    piece: int = 3
    behave: str = ""
    """"", status:500, dies, hangs, garbage, says:<text>, swallows (whatever it gets), error (in the middle of a stream)."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)

    @property
    def bytes(self) -> bytes:
        """Everything it ever got: request lines, headers and bodies."""
        return b"\n".join(self.received)

    def clear(self) -> None:
        self.requests.clear()
        self.headers.clear()
        self.received.clear()
        self.behave, self.piece = "", 3


def last_text(value: Any) -> str:
    """The last text in what it was told."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        texts = [text for one in value if (text := last_text(one))]
        return texts[-1] if texts else ""
    if isinstance(value, dict):
        for name in ("content", "text", "output"):
            if name in value and (text := last_text(value[name])):
                return text
    return ""


class _Handler(BaseHTTPRequestHandler):
    there: ClassVar[Provider]
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        return

    def do_GET(self) -> None:
        self._note(b"")
        self._json({"data": []})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        self._note(body)
        there = self.there
        request = json.loads(body)
        there.requests.append(request)
        if there.behave.startswith("status:"):
            self._json(
                {"error": {"message": "No: " + last_text(request.get("messages", "")), "type": "x"}}, int(there.behave[7:])
            )
            return
        if there.behave == "hangs":
            time.sleep(30)
        if there.behave == "swallows":
            self._json({})
            return
        if there.behave == "garbage":
            self._send(200, "application/json", b"<html>")
            return
        said = there.behave[5:] if there.behave.startswith("says:") else None
        {
            "/v1/chat/completions": self._chat,
            "/v1/responses": self._responses,
            "/v1/embeddings": self._embeddings,
            "/v1/messages": self._messages,
            "/v1/messages/count_tokens": lambda r, s: self._json({"input_tokens": len(body) // 4}),
            "/api/chat": self._ollama,
            "/api/generate": self._ollama,
            "/api/embed": lambda r, s: self._json({"model": r["model"], "embeddings": [[0.5, 0.25]], "prompt_eval_count": 2}),
            "/api/embeddings": lambda r, s: self._json({"embedding": [0.5, 0.25]}),
            "/api/show": lambda r, s: self._json(
                {"details": {"family": "test"}, "model_info": {}, "capabilities": ["completion"]}
            ),
        }[self.path](request, said)

    def _note(self, body: bytes) -> None:
        self.there.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.there.received.append(self.requestline.encode() + b"\n" + bytes(self.headers) + b"\n" + body)

    def _send(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _json(self, value: Any, status: int = 200) -> None:
        self._send(status, "application/json", json.dumps(value).encode())

    def _stream(self, kind: str, pieces: list[bytes]) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for number, piece in enumerate(pieces):
            if self.there.behave == "dies" and number == len(pieces) // 2:
                self.close_connection = True
                return
            if self.there.behave == "error" and number == len(pieces) // 2:
                piece = (
                    b"event: error\n" if b"event:" in piece else b""
                ) + b'data: {"type": "error", "error": {"message": "secret words"}}\n\n'
                if kind == "application/x-ndjson":
                    piece = b'{"error": "secret words"}\n'
            try:
                self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                self.wfile.flush()
            except OSError:  # nobody listens any more
                self.close_connection = True
                return
        self.wfile.write(b"0\r\n\r\n")

    def _cut(self, text: str) -> list[str]:
        size = self.there.piece
        return [text[at : at + size] for at in range(0, len(text), size)] or [""]

    # --- OpenAI ---

    def _chat(self, request: dict[str, Any], said: str | None) -> None:
        text = said if said is not None else last_text(request["messages"])
        call = None
        if request.get("tools") and request["messages"][-1]["role"] != "tool":
            name = request["tools"][0].get("function", {}).get("name", "f")
            call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": json.dumps({"text": text})}}
        usage = {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}
        like = {"id": "chatcmpl-1", "created": 1, "model": request["model"]}
        n = request.get("n") or 1
        reason = "tool_calls" if call else "stop"
        if not request.get("stream"):
            message = {"role": "assistant", "content": text, "refusal": None} | ({"tool_calls": [call]} if call else {})
            choices = [{"index": i, "message": message, "finish_reason": reason, "logprobs": None} for i in range(n)]
            self._json({**like, "object": "chat.completion", "choices": choices, "usage": usage})
            return
        chunks: list[Any] = []

        def chunk(index: int, delta: dict[str, Any], finish: str | None = None) -> None:
            chunks.append(
                {
                    **like,
                    "object": "chat.completion.chunk",
                    "choices": [{"index": index, "delta": delta, "finish_reason": finish}],
                }
            )

        for i in range(n):
            chunk(i, {"role": "assistant", "content": ""})
        for piece in self._cut(text):
            for i in range(n):
                chunk(i, {"content": piece})
        if call:
            chunk(0, {"tool_calls": [{"index": 0, **call, "function": {"name": call["function"]["name"], "arguments": ""}}]})
            for piece in self._cut(call["function"]["arguments"]):
                chunk(0, {"tool_calls": [{"index": 0, "function": {"arguments": piece}}]})
        for i in range(n):
            chunk(i, {}, reason)
        if (request.get("stream_options") or {}).get("include_usage"):
            chunks.append({**like, "object": "chat.completion.chunk", "choices": [], "usage": usage})
        lines = [f"data: {json.dumps(one)}\n\n".encode() for one in chunks]
        self._stream("text/event-stream", [b": hello\n\n", *lines, b"data: [DONE]\n\n"])

    def _embeddings(self, request: dict[str, Any], said: str | None) -> None:
        given = request["input"] if isinstance(request["input"], list) else [request["input"]]
        data = [{"object": "embedding", "index": i, "embedding": [0.5, 0.25]} for i in range(len(given))]
        self._json(
            {"object": "list", "data": data, "model": request["model"], "usage": {"prompt_tokens": 3, "total_tokens": 3}}
        )

    def _responses(self, request: dict[str, Any], said: str | None) -> None:
        text = said if said is not None else last_text(request["input"])
        number = len(self.there.requests)
        message = {
            "type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
            "content": [{"type": "output_text", "text": text, "annotations": []}],
        }  # fmt: skip
        output: list[Any] = [message]
        if request.get("tools"):
            arguments = json.dumps({"text": text})
            output.append(
                {
                    "type": "function_call",
                    "id": "fc_1",
                    "call_id": "call_1",
                    "name": request["tools"][0]["name"],
                    "arguments": arguments,
                    "status": "completed",
                }
            )
        whole = {
            "id": f"resp_{number}", "object": "response", "created_at": 1, "model": request["model"], "status": "completed", "output": output,
            "parallel_tool_calls": True, "tool_choice": "auto", "tools": [], "store": request.get("store", True),
            "usage": USED,
        }  # fmt: skip
        if not request.get("stream"):
            self._json(whole)
            return
        events: list[dict[str, Any]] = [
            {"type": "response.created", "response": {**whole, "status": "in_progress", "output": [], "usage": None}}
        ]
        events.append(
            {
                "type": "response.output_item.added",
                "output_index": 0,
                "item": {**message, "content": [], "status": "in_progress"},
            }
        )
        at = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
        events.append(
            {"type": "response.content_part.added", **at, "part": {"type": "output_text", "text": "", "annotations": []}}
        )
        events += [{"type": "response.output_text.delta", **at, "delta": piece, "logprobs": []} for piece in self._cut(text)]
        events.append({"type": "response.output_text.done", **at, "text": text, "logprobs": []})
        events.append({"type": "response.content_part.done", **at, "part": message["content"][0]})
        events.append({"type": "response.output_item.done", "output_index": 0, "item": message})
        for item in output[1:]:
            at = {"item_id": "fc_1", "output_index": 1}
            events.append(
                {
                    "type": "response.output_item.added",
                    "output_index": 1,
                    "item": {**item, "arguments": "", "status": "in_progress"},
                }
            )
            events += [
                {"type": "response.function_call_arguments.delta", **at, "delta": piece}
                for piece in self._cut(item["arguments"])
            ]
            events.append(
                {"type": "response.function_call_arguments.done", **at, "arguments": item["arguments"], "name": item["name"]}
            )
            events.append({"type": "response.output_item.done", "output_index": 1, "item": item})
        events.append({"type": "response.completed", "response": whole})
        lines = [
            f"event: {one['type']}\ndata: {json.dumps({**one, 'sequence_number': i})}\n\n".encode()
            for i, one in enumerate(events)
        ]
        self._stream("text/event-stream", lines)

    # --- Anthropic ---

    def _messages(self, request: dict[str, Any], said: str | None) -> None:
        text = said if said is not None else last_text(request["messages"])
        blocks: list[Any] = []
        if request.get("thinking"):
            blocks.append({"type": "thinking", "thinking": text, "signature": "c2lnbmF0dXJl"})
        blocks.append({"type": "text", "text": text, "citations": None})
        if request.get("tools"):
            blocks.append({"type": "tool_use", "id": "toolu_1", "name": request["tools"][0]["name"], "input": {"text": text}})
        whole = {
            "id": "msg_1", "type": "message", "role": "assistant", "model": request["model"], "content": blocks, "stop_sequence": None,
            "stop_reason": "tool_use" if request.get("tools") else "end_turn", "usage": {"input_tokens": 7, "output_tokens": 5},
        }  # fmt: skip
        if not request.get("stream"):
            self._json(whole)
            return
        events: list[dict[str, Any]] = [
            {"type": "message_start", "message": {**whole, "content": [], "stop_reason": None}},
            {"type": "ping"},
        ]
        for i, block in enumerate(blocks):
            kind = block["type"]
            start = {
                "text": {"type": "text", "text": ""},
                "thinking": {"type": "thinking", "thinking": "", "signature": ""},
                "tool_use": {**block, "input": {}},
            }[kind]
            events.append({"type": "content_block_start", "index": i, "content_block": start})
            name, field, told = {
                "text": ("text_delta", "text", text), "thinking": ("thinking_delta", "thinking", text),
                "tool_use": ("input_json_delta", "partial_json", json.dumps({"text": text})),
            }[kind]  # fmt: skip
            events += [
                {"type": "content_block_delta", "index": i, "delta": {"type": name, field: piece}} for piece in self._cut(told)
            ]
            if kind == "thinking":
                events.append(
                    {
                        "type": "content_block_delta",
                        "index": i,
                        "delta": {"type": "signature_delta", "signature": "c2lnbmF0dXJl"},
                    }
                )
            events.append({"type": "content_block_stop", "index": i})
        events.append(
            {
                "type": "message_delta",
                "delta": {"stop_reason": whole["stop_reason"], "stop_sequence": None},
                "usage": {"output_tokens": 5},
            }
        )
        events.append({"type": "message_stop"})
        self._stream("text/event-stream", [f"event: {one['type']}\ndata: {json.dumps(one)}\n\n".encode() for one in events])

    # --- Ollama ---

    def _ollama(self, request: dict[str, Any], said: str | None) -> None:
        chat = self.path == "/api/chat"
        text = said if said is not None else last_text(request["messages"] if chat else request.get("prompt", ""))
        like = {"model": request["model"], "created_at": "2026-01-01T00:00:00Z"}
        end = {
            "done": True,
            "done_reason": "stop",
            "prompt_eval_count": 7,
            "eval_count": 5,
            **({} if chat else {"context": [1, 2, 3]}),
        }

        def line(piece: str) -> dict[str, Any]:
            return {**like, "done": False} | (
                {"message": {"role": "assistant", "content": piece}} if chat else {"response": piece}
            )

        call = None
        if request.get("tools"):
            call = {"function": {"name": request["tools"][0]["function"]["name"], "arguments": {"text": text}}}
        if request.get("stream") is False:
            whole = {**line(text), **end}
            if call:
                whole["message"]["tool_calls"] = [call]
            self._json(whole)
            return
        lines = [line(piece) for piece in self._cut(text)]
        if call:
            lines.append({**like, "done": False, "message": {"role": "assistant", "content": "", "tool_calls": [call]}})
        lines.append({**line(""), **end})
        self._stream("application/x-ndjson", [json.dumps(one).encode() + b"\n" for one in lines])


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that listens until the block ends."""
    there = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"there": there}))
    server.daemon_threads = True
    there.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
