"""A provider that behaves badly, byte by byte: it records all that reached it and answers what a test tells it to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Manner = Callable[["Rude", asyncio.StreamWriter], Awaitable[None]]
STREAM = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


@dataclass(slots=True)
class Rude:
    """What it heard: every byte of every connection."""

    port: int = 0
    connections: int = 0
    heard: bytearray = field(default_factory=bytearray)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when whoever asked hung up."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def rude(manner: Manner) -> AsyncIterator[Rude]:
    """A server on loopback that reads a request and then behaves in this manner."""
    here = Rude()

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        here.connections += 1
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            here.heard += head
            length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
            here.heard += await reader.readexactly(length)
            gone = asyncio.create_task(reader.read())
            gone.add_done_callback(lambda _: here.left.set())
            await manner(here, writer)
        except (OSError, asyncio.IncompleteReadError):
            here.left.set()
        finally:
            writer.close()

    server = await asyncio.start_server(met, "127.0.0.1", 0)
    here.port = server.sockets[0].getsockname()[1]
    try:
        yield here
    finally:
        server.close()


def says(*pieces: bytes, then: float = 0.0) -> Manner:
    """Sends these pieces, waits so many seconds, hangs up."""

    async def manner(here: Rude, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        if then:
            await asyncio.wait([asyncio.create_task(here.left.wait())], timeout=then)

    return manner


def drips(byte: bytes, every: float) -> Manner:
    """Begins an answer, then a byte now and then for ever."""

    async def manner(here: Rude, writer: asyncio.StreamWriter) -> None:
        writer.write(STREAM)
        while not here.left.is_set():
            writer.write(b"%x\r\n%b\r\n" % (len(byte), byte))
            await writer.drain()
            await asyncio.sleep(every)

    return manner


def answers(body: bytes, status: bytes = b"200 OK", *headers: bytes) -> Manner:
    """A whole answer."""
    lines = (b"HTTP/1.1 " + status, b"content-type: application/json", *headers, b"content-length: %d" % len(body))
    return says(b"\r\n".join(lines) + b"\r\n\r\n" + body)
