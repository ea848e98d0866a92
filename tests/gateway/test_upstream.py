"""The door to providers: who may be asked, what goes out, and every way in which an answer can go wrong."""

import asyncio
import ssl
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.certificate import make_certificate
from tests.gateway.rude import STREAM, Manner, answers, drips, rude, says
from weerbaar.gateway.limits import GatewaySettings
from weerbaar.gateway.port import Dialect, Reply, Route, UpstreamFailed
from weerbaar.gateway.upstream import Upstream, address, allowed

QUICK = GatewaySettings(connect_seconds=0.5, first_seconds=0.15, between_seconds=0.15, whole_seconds=0.4, answer_mb=1)
ALL = frozenset(Dialect)


def route(url: str, credential: str = "sk-geheim") -> Route:
    return Route("Assistent", url, "klein", ALL, credential)


async def asked(
    upstream: Upstream, to: Route, *, dialect: Dialect = Dialect.OPENAI, headers: Mapping[str, str] | None = None
) -> tuple[Reply, bytes]:
    async with upstream.send(to, dialect, "/v1/chat/completions", b'{"a":1}', headers or {}, stream=True) as reply:
        return reply, b"".join([chunk async for chunk in reply.body])


def went(manner: Manner, settings: GatewaySettings = QUICK) -> tuple[str, int, bytes]:
    """How an exchange ended (ok or why not), how many connections it took, and what was read."""

    async def run() -> tuple[str, int, bytes]:
        read = b""
        async with rude(manner) as there, Upstream(settings) as upstream:
            try:
                async with upstream.send(route(there.url), Dialect.OPENAI, "/v1/x", b"{}", {}, stream=True) as reply:
                    async for chunk in reply.body:
                        read += chunk
                return "ok", there.connections, read
            except UpstreamFailed as failed:
                await asyncio.wait_for(there.left.wait(), 5)  # and we hung up
                return failed.why, there.connections, read

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("manner", "why", "read"),
    [
        pytest.param(answers(b'{"ok":1}'), "ok", b'{"ok":1}', id="a whole answer"),
        pytest.param(says(STREAM + b"5\r\nhello\r\n0\r\n\r\n"), "ok", b"hello", id="a stream"),
        pytest.param(says(then=5), "slow", b"", id="never begins"),
        pytest.param(says(b"HTTP/1.1 200 OK\r\nx-", then=5), "slow", b"", id="stops in its headers"),
        pytest.param(says(STREAM + b"5\r\nhello\r\n", then=5), "slow", b"hello", id="falls silent in its answer"),
        pytest.param(says(STREAM + b"5\r\nhello\r\n"), "broken", b"hello", id="hangs up in its answer"),
        pytest.param(says(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello"), "broken", b"hello", id="is shorter than it said"),
        pytest.param(says(), "broken", b"", id="hangs up at once"),
        pytest.param(says(b"220 mail.example ESMTP\r\n"), "broken", b"", id="does not speak HTTP"),
        pytest.param(
            says(b"HTTP/1.1 307 Go\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"), "broken", b"", id="sends us elsewhere"
        ),
        pytest.param(answers(b"\x1f\x8b", b"200 OK", b"content-encoding: gzip"), "broken", b"", id="packs what we asked it not to"),
        pytest.param(says(b"HTTP/1.1 200 OK\r\n" + b"x-a: b\r\n" * 50_000, then=5), "broken", b"", id="headers without end"),
    ],
)  # fmt: skip
def test_an_answer_ends_whole_or_with_a_word_for_what_went_wrong(manner: Manner, why: str, read: bytes) -> None:
    assert went(manner) == (why, 1, read)


def test_a_byte_now_and_then_ends_with_the_whole_time() -> None:
    why, connections, read = went(drips(b".", 0.05))
    assert (why, connections) == ("slow", 1)
    assert read


def test_an_answer_without_end_is_cut() -> None:
    why, _, read = went(drips(bytes(200_000), 0), GatewaySettings(answer_mb=1))
    assert why == "too_large"
    assert len(read) <= 1024 * 1024


def test_only_what_never_connected_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> str:
        async with rude(says()) as there:
            port = there.port
        tries = []
        async with Upstream(QUICK) as upstream:
            monkeypatch.setattr(upstream._client, "send", _counted(upstream._client.send, tries))
            with pytest.raises(UpstreamFailed) as failed:
                await asked(upstream, route(f"http://127.0.0.1:{port}"))
        assert len(tries) == 2
        return failed.value.why

    assert asyncio.run(run()) == "unreachable"


@pytest.mark.parametrize(
    ("dialect", "credential"),
    [
        (Dialect.OPENAI, b"authorization: Bearer sk-geheim"),
        (Dialect.OLLAMA, b"authorization: Bearer sk-geheim"),
        (Dialect.ANTHROPIC, b"x-api-key: sk-geheim"),
    ],
)
def test_the_provider_gets_our_credential_and_no_header_of_the_program_that_could_carry_anything(
    dialect: Dialect, credential: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    said = {
        "Authorization": "Bearer wbg_ours", "X-Api-Key": "wbg_ours", "Cookie": "a=kanarie", "User-Agent": "kanarie", "X-Note": "kanarie",
        "anthropic-version": "2023-06-01", "anthropic-beta": "BE71 0961 2345 6769", "openai-beta": "assistants=v2",
    }  # fmt: skip

    async def run() -> bytes:
        manner = answers(b"{}", b"200 OK", b"set-cookie: who=them", b"x-secret: 1", b"retry-after: 3")
        async with rude(manner) as there, Upstream(QUICK) as upstream:
            for _ in range(2):
                reply, _body = await asked(upstream, route(there.url), dialect=dialect, headers=said)
                assert reply.headers == {"content-type": "application/json", "retry-after": "3"}
            return bytes(there.heard).lower()

    heard = asyncio.run(run())
    assert credential.lower() in heard
    assert b"anthropic-version: 2023-06-01" in heard
    assert b"openai-beta: assistants=v2" in heard
    assert not [word for word in (b"kanarie", b"wbg_ours", b"be71", b"cookie", b"gzip", b"python") if word in heard]


@pytest.mark.parametrize(
    ("base", "may"),
    [
        ("https://ai.firm.example", True),
        ("https://ai.firm.example:8443/openai", True),
        ("http://127.0.0.1:11434", True),
        ("http://localhost:11434", True),
        ("http://[::1]:11434", True),
        ("http://ai.firm.example", False),  # anyone on the way could read it
        ("http://192.168.1.9:11434", False),
        ("http://127.0.0.1.firm.example", False),
        ("https://user:secret@ai.firm.example", False),
        ("https://ai.firm.example?x=", False),
        ("https://ai.firm.example#", False),
        ("https://ai.firm.example/../x", False),
        ("https://ai.firm.example\\@elders.example", False),
        ("https://ai.firm.example/a b", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_a_provider_is_https_or_this_machine(base: str, may: bool) -> None:
    assert allowed(base) is may


@pytest.mark.parametrize("path", ["", "v1", "//elders.example/v1", "/v1/../x", "/v1?x=1", "/v1/@x", "/v1/%2e"])
def test_a_path_leads_nowhere_else(path: str) -> None:
    with pytest.raises(UpstreamFailed):
        address("https://ai.firm.example", path)


@pytest.mark.parametrize(("trusted", "why"), [(True, "ok"), (False, "unreachable")])
def test_a_certificate_is_verified(tmp_path: Path, trusted: bool, why: str) -> None:
    certificate, key = make_certificate(tmp_path, "localhost")

    async def run() -> str:
        server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server_side.load_cert_chain(certificate, key)

        async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(met, "127.0.0.1", 0, ssl=server_side)
        port = server.sockets[0].getsockname()[1]
        trust = ssl.create_default_context(cafile=str(certificate)) if trusted else None
        async with server, Upstream(GatewaySettings(connect_seconds=5), trust=trust) as upstream:
            try:
                _, body = await asked(upstream, route(f"https://localhost:{port}"))
                return body.decode()
            except UpstreamFailed as failed:
                return failed.why

    assert asyncio.run(run()) == why


def _counted(send, tries):  # type: ignore[no-untyped-def]
    async def counted(*arguments, **more):  # type: ignore[no-untyped-def]
        tries.append(1)
        return await send(*arguments, **more)

    return counted
