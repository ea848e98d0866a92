"""The gateway as an ASGI application: its addresses, and what it says where it has none.

    app(desk, checker, upstream, settings)

An SDK of OpenAI or Anthropic takes it as `base_url`, one of Ollama as `host`. The key of a person or team goes where the SDK puts it
(`Authorization: Bearer`, or `x-api-key`).
"""

from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import version
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from weerbaar.gateway import anthropic, limits, ollama, openai, responses
from weerbaar.gateway.answers import Refusal, language_of
from weerbaar.gateway.clean import Clean
from weerbaar.gateway.exchange import Around, Exchange, answer
from weerbaar.gateway.incoming import known
from weerbaar.gateway.operation import Operation
from weerbaar.gateway.port import Checker, Desk, Dialect, Model, Upstream
from weerbaar.gateway.troubles import refusal_of
from weerbaar.leak.brought import marks
from weerbaar.leak.inbound import screened

OPERATIONS: Sequence[Operation] = (
    openai.CHAT,
    openai.EMBEDDINGS,
    responses.RESPONSES,
    anthropic.MESSAGES,
    anthropic.COUNT,
    ollama.CHAT,
    ollama.GENERATE,
    ollama.EMBED,
    ollama.EMBEDDINGS,
    ollama.SHOW,
)

Handler = Callable[[Request], Awaitable[Response]]


def app(desk: Desk, checker: Checker, upstream: Upstream, settings: limits.GatewaySettings | None = None) -> Starlette:
    """The application. Who starts it opens and closes checker and upstream."""
    settings = settings or limits.GatewaySettings()
    _warm()
    around = Around(desk, Clean(checker), upstream, settings, limits.Rate(settings.requests_minute, settings.at_once))
    served = [Route(operation.path, _served(around, operation), methods=["POST"]) for operation in OPERATIONS]
    return Starlette(
        routes=[
            *served,
            Route("/v1/models", _asked(around, _models), methods=["GET"]),
            Route("/v1/models/{name:path}", _asked(around, _model), methods=["GET"]),
            Route("/api/tags", _asked(around, _tags), methods=["GET"]),
            Route("/api/version", _asked(around, _version), methods=["GET"]),
        ],
        exception_handlers={404: _nowhere, 405: _nowhere},
    )


def _warm() -> None:
    """Read what the first answer would otherwise wait for: the detectors of links, the orders to a model."""
    screened("https://weerbaar.example", "en")
    marks("Nothing to see.")


def dialect_of(request: Request) -> Dialect:
    """How to speak to whoever asked, where the address alone does not say it."""
    path = request.url.path
    if path.startswith("/api"):
        return Dialect.OLLAMA
    if path.startswith("/v1/messages") or "anthropic-version" in request.headers or "x-api-key" in request.headers:
        return Dialect.ANTHROPIC
    return Dialect.OPENAI


def _served(around: Around, operation: Operation) -> Handler:
    async def serve(request: Request) -> Response:
        return await Exchange(around, operation, request).run()

    return serve


def _asked(around: Around, say: Callable[[Request, Sequence[Model]], Any]) -> Handler:
    async def ask(request: Request) -> Response:
        language = language_of("", request.headers.get("accept-language", ""))
        try:
            caller = await known(around.desk, request)
            language = caller.language or language
            with around.rate.taken(caller.key):
                return JSONResponse(say(request, await around.desk.models(caller)), headers={"cache-control": "no-store"})
        except Exception as trouble:  # the edge of one request
            return answer(dialect_of(request), refusal_of(trouble), language)

    return ask


def _models(request: Request, known_models: Sequence[Model]) -> Any:
    dialect = dialect_of(request)
    offered = [model for model in known_models if dialect in model.dialects]
    return anthropic.models(offered) if dialect is Dialect.ANTHROPIC else openai.models(offered)


def _model(request: Request, known_models: Sequence[Model]) -> Any:
    dialect = dialect_of(request)
    for model in known_models:
        if model.name == request.path_params["name"] and dialect in model.dialects:
            return anthropic.model(model) if dialect is Dialect.ANTHROPIC else openai.model(model)
    raise Refusal("no_model", 404)


def _tags(request: Request, known_models: Sequence[Model]) -> Any:
    return ollama.tags([model for model in known_models if Dialect.OLLAMA in model.dialects])


def _version(request: Request, known_models: Sequence[Model]) -> Any:
    return {"version": version("weerbaar")}


async def _nowhere(request: Request, trouble: Exception) -> Response:
    language = language_of("", request.headers.get("accept-language", ""))
    return answer(dialect_of(request), Refusal("no_path", 404), language)
