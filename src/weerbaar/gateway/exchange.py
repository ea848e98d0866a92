"""One request, from the key to the last byte of the answer.

    key -> rate -> body -> model -> policy and words -> laid out -> checked -> judged -> (asked) -> budget -> masked -> provider
                                                                                                      restored <-+

Every step that does not come to an end raises, and nothing has left before the last of them. What was used is settled and noted once,
however it ended.
"""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import anyio
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from weerbaar.gateway import incoming, limits, provided, troubles
from weerbaar.gateway.answers import Refusal, error, language_of
from weerbaar.gateway.back import Back
from weerbaar.gateway.clean import Clean
from weerbaar.gateway.judge import Judged, judge, masked_values, rewrite, without
from weerbaar.gateway.operation import Operation, Streamed, Tokens
from weerbaar.gateway.port import (
    Asked,
    Caller,
    Desk,
    Dialect,
    Granted,
    Reply,
    Reserved,
    Route,
    Spent,
    Upstream,
    Use,
    Vocabulary,
)
from weerbaar.gateway.sheets import Walked
from weerbaar.gateway.stream import as_ndjson, as_sse, ndjson, sse
from weerbaar.gateway.walk import walk
from weerbaar.leak.mask import Conversation
from weerbaar.leak.policy import Policy
from weerbaar.model.leak import Decision

CHARACTERS_A_TOKEN = 4
"""Rough, for a budget before the provider counted, and where it does not count."""
LARGE = 50_000
"""Characters from which a request is rewritten in a thread."""
T = TypeVar("T")


@dataclass(slots=True)
class Around:
    """What the gateway was started with."""

    desk: Desk
    checker: Clean
    upstream: Upstream
    settings: limits.GatewaySettings
    rate: limits.Rate


@dataclass(slots=True)
class Exchange:
    """One request under way. `open` holds what must be let go at its end."""

    around: Around
    operation: Operation
    request: Request
    open: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)
    started: float = field(default_factory=time.monotonic)
    language: str = "en"
    caller: Caller | None = None
    model: str = ""
    route: Route | None = None
    judged: Judged | None = None
    masked: Counter[Any] = field(default_factory=Counter)
    brought: Counter[str] = field(default_factory=Counter)
    """Orders to the model and hidden text in what was sent along."""
    reserved: Reserved | None = None
    back: Back | None = None
    sent: int = 0
    """Characters that left."""
    tokens: Tokens = field(default_factory=Tokens)
    answered: int = 0
    """Characters of an answer that came whole."""
    added: float = 0.0
    decision: str = "allow"
    grant: str = ""
    kept: str = ""
    """Id of the answer under which its conversation was kept."""
    status: int = 200
    why: str = ""

    async def run(self) -> Response:
        """The answer, whatever happens."""
        self.language = language_of("", self.request.headers.get("accept-language", ""))
        try:
            return await self._served()
        except asyncio.CancelledError:
            self.why = "left"
            await self.end()
            raise
        except Exception as trouble:  # the edge of one request: whatever went wrong, nothing more leaves, and the next goes on
            refusal = self.refusal(trouble)
            await self.end()
            return answer(self.operation.dialect, refusal, self.language)

    def refusal(self, trouble: BaseException) -> Refusal:
        """What to say about an error, and what to note."""
        made = troubles.refusal_of(trouble)
        self.status, self.why, self.decision = made.status, made.id, made.decision
        return made

    async def _served(self) -> Response:
        around, operation = self.around, self.operation
        self.caller = caller = await incoming.known(around.desk, self.request)
        self.language = caller.language or self.language
        self.open.enter_context(around.rate.taken(caller.key))
        body = await incoming.body(self.request, around.settings)
        stream = operation.streams(body)
        operation.refuse(body)
        self.route = route = await self._route(caller, body)
        if stream and not route.streams:
            raise Refusal("no_stream")
        policy, words = await asyncio.gather(around.desk.policy(caller, route.tool), around.desk.words(caller))
        conversation, names = await self._conversation(caller, body, policy)
        message, back = await self._masked(caller, route, body, policy, words, conversation, stream)
        await self._reserve(caller, route, len(message))
        for name in names:
            await around.desk.keep(caller, name, conversation.to_bytes())
        self.added = time.monotonic() - self.started
        self.sent = len(message)
        reply = await self.open.enter_async_context(
            around.upstream.send(route, operation.dialect, operation.path, message, self.request.headers, stream=stream)
        )
        if reply.status >= 400:
            raise await provided.refused(reply, back, route.credential)
        kind = reply.headers.get("content-type", "")
        if stream and operation.streamed and ("event-stream" in kind or "ndjson" in kind):
            lines = "ndjson" in kind
            pieces = self._pieces(reply, operation.streamed(back), conversation, lines=lines)
            return _Streamed(self, pieces, "application/x-ndjson" if lines else "text/event-stream", self._headers())
        whole = await self._whole(reply, back)
        await self._remember(whole, conversation)
        return _Whole(self, limits.written(whole), self._headers())

    async def _route(self, caller: Caller, body: dict[str, Any]) -> Route:
        model = body.pop("model", None)
        if not isinstance(model, str) or not model or len(model) > 200:
            raise Refusal("wrong", values={"field": "model"})
        route = await self.around.desk.route(caller, model, self.operation.dialect)
        if route is None:
            raise Refusal("no_model", 404)
        self.model = model
        return route

    async def _conversation(self, caller: Caller, body: Mapping[str, Any], policy: Policy) -> tuple[Conversation, list[str]]:
        """What this conversation masked before, and the names under which that is kept."""
        name = incoming.conversation(self.request)
        names = [f"header:{name}"] if name else []
        previous = self.operation.previous(body)
        kept = None
        if previous:
            kept = await self.around.desk.load(caller, f"answer:{previous}")
            if kept is None:
                raise Refusal("gone", 404, values={"field": "previous_response_id"})
        elif names:
            kept = await self.around.desk.load(caller, names[0])
        if kept is None:
            return Conversation(self.language, lookalike_iban=policy.lookalike_iban), names
        try:
            return Conversation.from_bytes(kept), names
        except (ValueError, KeyError, TypeError):
            raise Refusal("gone", 404) from None

    async def _masked(
        self,
        caller: Caller,
        route: Route,
        body: dict[str, Any],
        policy: Policy,
        words: Vocabulary,
        conversation: Conversation,
        stream: bool,
    ) -> tuple[bytes, Back]:
        """The request as it may leave, and the way back."""
        json_answer = self.operation.json_answer(body)
        previous = body.pop("previous_response_id", None) if self.operation.previous(body) else None
        asked_stream = body.pop("stream", None)
        walked = walk(body)
        texts = [sheet.text for sheet in walked.sheets]
        checked = await self.around.checker.check(caller.organisation, texts, walked.files, words)
        large = sum(len(sheet.text) for sheet in walked.sheets) > LARGE
        self.judged = judged = await _aside(large, judge, walked, checked, policy)
        self.decision = str(judged.decision)
        if judged.decision is Decision.STOP:
            raise self._kept(walked, judged)
        if judged.decision is Decision.ASK:
            await self._ask(caller, route, walked, judged)
        self.masked = masked_values(judged)
        names, self.brought = await _aside(large, rewrite, walked, judged.masked, conversation)
        for looked in checked.files:
            self.brought.update(looked.seen)
        body["model"] = route.model
        if previous is not None:
            body["previous_response_id"] = previous
        if asked_stream is not None or stream:
            body["stream"] = stream
        message = limits.written(body)
        self.back = back = Back(conversation, names, lambda secret: secret.encode() in message, json_answer=json_answer)
        return message, back

    def _kept(self, walked: Walked, judged: Judged) -> Refusal:
        rewritten = without(walked, judged, self.language)
        return Refusal("stop", 403, "stop", found=judged.blocked, rewrite=rewritten)

    async def _ask(self, caller: Caller, route: Route, walked: Walked, judged: Judged) -> None:
        said = await self.around.desk.asked(caller, route, judged.blocked, judged.fingerprints)
        if isinstance(said, Granted):
            self.grant = said.reference
            return
        assert isinstance(said, Asked)
        rewritten = without(walked, judged, self.language)
        raise Refusal(
            "ask", 403, "ask", found=judged.blocked, reference=said.reference, url=said.url, rewrite=rewritten
        )  # fmt: skip

    async def _reserve(self, caller: Caller, route: Route, length: int) -> None:
        said = await self.around.desk.reserve(caller, route, length // CHARACTERS_A_TOKEN + 1)
        if isinstance(said, Spent):
            hours = -(-said.until // 3600)
            raise Refusal("budget_until" if hours else "budget", 429, values={"hours": hours}, wait=said.until)
        self.reserved = said

    async def _whole(self, reply: Reply, back: Back) -> dict[str, Any]:
        found, self.answered = await provided.whole(reply)
        self.tokens = self.operation.tokens(found)
        for name in self.operation.dropped:
            found.pop(name, None)
        restored: dict[str, Any] = back.whole(found)
        return restored

    async def _pieces(
        self, reply: Reply, streamed: Streamed, conversation: Conversation, *, lines: bool
    ) -> AsyncIterator[bytes]:
        """The answer as it comes, restored. An error in the middle is said as the dialect says it."""
        write = as_ndjson if lines else as_sse
        try:
            async for event in ndjson(reply.body) if lines else sse(reply.body):
                if event.data is not None:
                    self._count(event.data)
                    await self._remember(event.data, conversation)
                for said in streamed.event(event):
                    yield write(said)
            for said in streamed.end():
                yield write(said)
        except Exception as trouble:  # the edge of a stream that has begun: its status is out, the rest can still be said
            told = error(self.operation.dialect, self.refusal(trouble), self.language)
            for said in (*streamed.end(), *streamed.broken(told)):
                yield write(said)

    def _count(self, data: Mapping[str, Any]) -> None:
        tokens = self.operation.tokens(data)
        self.tokens = Tokens(max(self.tokens.taken, tokens.taken), max(self.tokens.given, tokens.given))

    async def _remember(self, message: Mapping[str, Any], conversation: Conversation) -> None:
        """Keep what was masked under the id of the answer, before the program learns the id."""
        name = self.operation.conversation(message)
        if name and self.caller is not None and name != self.kept and len(name) <= 200:
            self.kept = name
            await self.around.desk.keep(self.caller, f"answer:{name}", conversation.to_bytes())

    def _headers(self) -> dict[str, str]:
        headers = {"weerbaar-decision": self.decision, "cache-control": "no-store"}
        if self.masked:
            headers["weerbaar-masked"] = _listed(self.masked)
        if self.brought:
            headers["weerbaar-brought"] = _listed(self.brought)
        return headers

    async def end(self) -> None:
        """Let go, settle and note; once, and also when the program has hung up."""
        with anyio.CancelScope(shield=True):
            await self._ended()

    async def _ended(self) -> None:
        with contextlib.suppress(Exception):
            await self.open.aclose()
        taken = self.tokens.taken or (self.sent // CHARACTERS_A_TOKEN)
        said = self.answered or (self.back.characters if self.back else 0)
        given = self.tokens.given or (said // CHARACTERS_A_TOKEN)
        used = taken + given if self.sent else 0
        joules = used * self.route.joules_per_token if self.route else 0.0
        try:
            if self.reserved is not None:
                reserved, self.reserved = self.reserved, None
                await self.around.desk.settle(reserved, used, joules)
            if self.caller is not None:
                await self.around.desk.note(self._use(taken if used else 0, given if used else 0, joules))
        except Exception as trouble:  # the answer is out; what could not be written down is at least named
            troubles.name("use not noted", trouble)

    def _use(self, taken: int, given: int, joules: float) -> Use:
        assert self.caller is not None
        return Use(
            caller=self.caller,
            tool=self.route.tool if self.route else "",
            model=self.model,
            dialect=self.operation.dialect,
            operation=self.operation.name,
            decision=self.judged.decision if self.judged else Decision.STOP,
            status=self.status,
            found=dict(self.judged.found) if self.judged else {},
            masked=dict(self.masked),
            inbound=dict(self.brought + self.back.seen if self.back else self.brought),
            why=self.why,
            grant=self.grant,
            tokens_in=taken,
            tokens_out=given,
            seconds=time.monotonic() - self.started,
            added_seconds=self.added,
            joules=joules,
        )


class _Whole(Response):
    """An answer in one piece. It is settled and noted when it is out, so that nobody waits for that."""

    def __init__(self, exchange: Exchange, content: bytes, headers: dict[str, str]) -> None:
        super().__init__(content, media_type="application/json", headers=headers)
        self._exchange = exchange

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._exchange.end()


class _Streamed(StreamingResponse):
    """A stream that is settled and noted when it ends, also when nobody listens any more."""

    def __init__(self, exchange: Exchange, pieces: AsyncIterator[bytes], media_type: str, headers: dict[str, str]) -> None:
        super().__init__(pieces, media_type=media_type, headers=headers)
        self._exchange = exchange

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        except ClientDisconnect:
            self._exchange.why = "left"
        finally:
            await self._exchange.end()


def answer(dialect: Dialect, refusal: Refusal, language: str) -> Response:
    """A refusal as an answer."""
    headers = {"weerbaar-decision": refusal.decision, "cache-control": "no-store"}
    if refusal.wait:
        headers["retry-after"] = str(refusal.wait)
    return JSONResponse(error(dialect, refusal, language), refusal.status, headers)


async def _aside(large: bool, do: Callable[..., T], *given: Any) -> T:
    """Do it here, or in a thread where it takes long, so that others do not wait."""
    return await asyncio.to_thread(do, *given) if large else do(*given)


def _listed(counted: Counter[Any]) -> str:
    return ", ".join(f"{name}={number}" for name, number in sorted(counted.items()))
