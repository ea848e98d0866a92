"""What the gateway costs, and what leaves when things go wrong.

    python -m bench.gateway                       # times, requests a second, memory; writes docs/measured/gateway.md
    python -m bench.gateway --failures 10000      # writes docs/measured/gateway_failures.md

A desk with an agreement, a key and a provider is made in a folder of its own, and `weerbaar gateway` started before it as people start it. The
provider is a process on loopback that answers at once, so what is measured is ours. Each time is that of a request through the gateway less the
median of the same request sent straight to the provider; both over one connection that stays open, one request after another. "On one core" means
that the gateway, its checkers and the process they come from are pinned to one core (sched_setaffinity) and client and provider to the other.
Prompts are invented, in four languages, with persons, accounts and numbers in them; a token is counted as four characters.

Requests a second: small prompts over 16 connections as fast as they go, gateway, client and provider together on the cores of the machine.
Memory: resident (RSS) and proportional (PSS, shared pages counted once) of all processes of the gateway, after the load.

Failures: each trial sends a prompt with an account and a name that must never leave, and at the same time something goes wrong: a checker is killed or
stopped in the middle, the request is cut, malformed, oversize or trickles in, the provider fails, drips or hangs up in its answer. Counted is how often
one of the values reached the provider, in any of the ways it may be written (with spaces or without).
"""

import argparse
import asyncio
import json
import os
import platform
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

REPORT, FAILURES = Path("docs/measured/gateway.md"), Path("docs/measured/gateway_failures.md")
IBAN, NAME = "BE71 0961 2345 6769", "Saskia Verlinden"
SECRETS = (b"BE71", b"09612345", b"0961 2345", b"Saskia", b"Verlinden")
TEXTS = (
    f"Beste, ik ben {NAME}. Kunt u nakijken of de factuur van 1.240 euro op rekening {IBAN} betaald is? Bel me op 0470 12 34 56. ",
    "Bonjour, merci de résumer le compte rendu de la réunion de jeudi : les délais, les étapes suivantes et les questions ouvertes. ",
    "Bitte schreiben Sie eine freundliche Antwort an den Kunden: Die Lieferung kommt am Montag, die Bestellung 2026-4471 ist vollständig. ",
    "Please compare the three offers and say which one is cheapest per unit over two years, including delivery and maintenance. ",
)
SMALL = f"Vat dit samen: {NAME} vraagt of rekening {IBAN} klopt."
WARM = 10
"""Requests before those that count."""
MODELS = ("ok", "status500", "midstream", "loris", "closes")


@dataclass(frozen=True, slots=True)
class Running:
    """A gateway and a provider that run."""

    port: int
    provider: int
    key: str
    process: "subprocess.Popen[bytes]"
    mock: "subprocess.Popen[bytes]"


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    asked.add_argument("--failures", type=int, default=0, metavar="N")
    asked.add_argument("--seconds", type=int, default=10)
    asked.add_argument("--times", type=int, default=300)
    asked.add_argument("--provider", type=int, default=0, help=argparse.SUPPRESS)
    asked.add_argument("--stdout", action="store_true", help="print, and write no file")
    chosen = asked.parse_args()
    if chosen.provider:
        asyncio.run(_provide(chosen.provider))
        return
    made = asyncio.run(_failures(chosen.failures)) if chosen.failures else asyncio.run(_costs(chosen.times, chosen.seconds))
    print(made)
    if not chosen.stdout:
        (FAILURES if chosen.failures else REPORT).write_text(made, encoding="utf-8")


# --- the provider ------------------------------------------------------------------------------------------------------------------


async def _provide(port: int) -> None:
    """Answers at once, or as badly as its model says; counts what must not reach it."""
    heard = {"requests": 0, "raw": 0}

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                low = head.lower()
                at = low.find(b"content-length:")
                body = await reader.readexactly(int(low[at + 15 : low.index(b"\r\n", at)])) if at >= 0 else b""
                if head.startswith(b"GET"):
                    said = json.dumps(heard).encode()
                    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(said) + said)
                    continue
                heard["requests"] += 1
                heard["raw"] += any(one in head + body for one in SECRETS)
                if not await _answer(writer, json.loads(body)):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(met, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


async def _answer(writer: asyncio.StreamWriter, request: dict[str, Any]) -> bool:
    """One answer; whether the connection goes on."""
    model, streams = request["model"], request.get("stream")
    if model == "status500":
        writer.write(b"HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n")
        return True
    if not streams:
        message = {"role": "assistant", "content": "Dag [Persoon 1], [IBAN 1] klopt."}
        said = json.dumps(
            {
                "id": "c", "object": "chat.completion", "created": 1, "model": model,
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18},
            }
        ).encode()  # fmt: skip
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(said) + said)
        await writer.drain()
        return True
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
    pieces = ["Dag ", "[Per", "soon 1]", ", ", "[IBAN", " 1] klopt", "."]
    for number, piece in enumerate(pieces):
        delta = {"role": "assistant", "content": piece}
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": model}
        line = f"data: {json.dumps({**chunk, 'choices': [{'index': 0, 'delta': delta, 'finish_reason': None}]})}\n\n".encode()
        if number == 3 and model in ("midstream", "closes"):
            if model == "midstream":
                broken = b'data: {"error": {"message": "overloaded", "type": "server_error"}}\n\n'
                writer.write(b"%x\r\n%b\r\n" % (len(broken), broken))
            await writer.drain()
            return False
        writer.write(b"%x\r\n%b\r\n" % (len(line), line))
        await writer.drain()
        if model == "loris":
            await asyncio.sleep(0.3)
    writer.write(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")
    await writer.drain()
    return True


# --- what runs ---------------------------------------------------------------------------------------------------------------------


@contextmanager
def _running(**settings: object) -> Iterator[Running]:
    with tempfile.TemporaryDirectory(prefix="weerbaar-bench-") as folder:
        home = Path(folder) / "desk"
        port, provider = _free_port(), _free_port()
        env = {
            **os.environ,
            "WEERBAAR_HOME": str(home),
            "WEERBAAR_GATEWAY_REQUESTS_MINUTE": "1000000",
            "WEERBAAR_GATEWAY_AT_ONCE": "1000",
        }
        env |= {f"WEERBAAR_GATEWAY_{name.upper()}": str(value) for name, value in settings.items()}
        code = f"from bench.gateway import prepare; print(prepare({provider}))"
        key = subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True, text=True).stdout.split()[
            -1
        ]
        typed = [sys.executable, "-m", "weerbaar.cli", "gateway", "--port", str(port)]
        mock = subprocess.Popen([sys.executable, "-m", "bench.gateway", "--provider", str(provider)])
        process = subprocess.Popen(typed, env=env, stderr=subprocess.DEVNULL)
        try:
            yield Running(port, provider, key, process, mock)
        finally:
            for one in (process, mock):
                one.terminate()
                one.wait(30)


def prepare(provider: int) -> str:
    """A desk with all that is needed; the key."""
    from weerbaar.desk import setup

    setup.configure()
    setup.migrate()
    from tests.desk.cast import Desk, people

    from weerbaar.desk.agreements.agreement import Agreement, Contact, Tool
    from weerbaar.desk.agreements.models import Version
    from weerbaar.desk.gateway import keys, providers
    from weerbaar.gateway.port import Dialect

    people()
    desk = Desk(Path(os.environ["WEERBAAR_HOME"]))
    start = datetime.now(UTC).date() - timedelta(days=1)
    version = Version(organisation=desk.bakery, number=1, edition=1)
    version.write(_agreement(Agreement, Contact, Tool, start))
    version.save()
    providers.save(
        desk.member("els"), None, name="M", tool="helper", url=f"http://127.0.0.1:{provider}", dialects=list(Dialect),
        offers={name: name for name in MODELS}, credential="sk-bench",
    )  # fmt: skip
    return keys.make(desk.member("nadia"), "bench", 30)[1]


def _agreement(agreement: Any, contact: Any, tool: Any, start: date) -> Any:
    return agreement(
        contact=contact("Els", mail="els@x.example"),
        tools=(tool("helper", "Helper"),),
        start=start,
        review_on=start + timedelta(365),
    )


def _free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def _checkers(running: Running) -> list[int]:
    return _tree(running.process.pid)[2:]


def _memory(running: Running) -> tuple[int, int]:
    """MiB of RSS and PSS of all processes of the gateway."""
    rss = pss = 0
    for pid in _tree(running.process.pid):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        told = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:] if line.endswith("kB")}
        rss, pss = rss + told["Rss"], pss + told["Pss"]
    return rss // 1024, pss // 1024


# --- asking ------------------------------------------------------------------------------------------------------------------------


class Line:
    """One connection that stays open."""

    def __init__(self, port: int, key: str) -> None:
        self._port, self._key = port, key
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, text: str, *, model: str = "ok", stream: bool = False) -> tuple[int, float, bytes]:
        """Status, seconds until the first byte of the answer's text, and the answer."""
        messages = [{"role": "user", "content": text}]
        return await self.send(json.dumps({"model": model, "messages": messages, "stream": stream}).encode())

    async def send(self, body: bytes, length: int | None = None) -> tuple[int, float, bytes]:
        if self._writer is None or self._writer.is_closing():
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 24)
        assert self._reader is not None
        head = (
            f"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {self._key}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body) if length is None else length}\r\n\r\n"
        )
        began = time.perf_counter()
        self._writer.write(head.encode() + body)
        said = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        if b"chunked" in said:
            first, read = 0.0, bytearray()
            while size := int(await self._reader.readuntil(b"\r\n"), 16):
                piece = (await self._reader.readexactly(size + 2))[:-2]
                read += piece
                if not first and b"content" in piece:
                    first = time.perf_counter() - began
            await self._reader.readexactly(2)
        else:
            at = said.index(b"content-length:")
            read = bytearray(await self._reader.readexactly(int(said[at + 15 : said.index(b"\r\n", at)])))
            first = time.perf_counter() - began
        if b"connection: close" in said:
            self.close()
        return int(said.split()[1]), first, bytes(read)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._writer = None


async def _up(running: Running) -> None:
    line = Line(running.port, running.key)
    for _ in range(600):
        try:
            if (await line.ask("Goedemorgen."))[0] == 200:
                line.close()
                return
        except (OSError, asyncio.IncompleteReadError):
            pass
        await asyncio.sleep(0.1)
    raise SystemExit("the gateway did not come up")


# --- what it costs -----------------------------------------------------------------------------------------------------------------


async def _costs(times: int, seconds: int) -> str:
    prompt = "".join(TEXTS[number % 4] for number in range(40))[:4000]
    rows: list[tuple[str, ...]] = []
    with _running() as running:
        await _up(running)
        cores = sorted(os.sched_getaffinity(0))
        _pin(_tree(running.process.pid), cores[:1])
        _pin([os.getpid(), running.mock.pid], cores[1:] or cores)
        for name, text, stream in (
            ("added, 1,000 tokens", prompt, False), ("added, small prompt", SMALL, False), ("first token later, 1,000 tokens, streamed", prompt, True),
            ("first token later, small prompt, streamed", SMALL, True),
        ):  # fmt: skip
            straight = await _timed(running.provider, running.key, text, stream, max(50, times // 3))
            before = _cpu(running)
            through = await _timed(running.port, running.key, text, stream, times)
            cpu = (_cpu(running) - before) / (times + WARM) * 1000
            rows.append((name, *_told([took - median(straight) for took in through]), f"{cpu:.1f} ms", str(times)))
        for pid in (*_tree(running.process.pid), os.getpid(), running.mock.pid):
            _pin([pid], cores)
        rate = await _rate(running, seconds)
        rss, pss = _memory(running)
        processes = len(_tree(running.process.pid))
    load, kind = os.getloadavg()[0], platform.machine()
    lines = [
        "# The gateway: what it costs",
        "",
        f"Measured {datetime.now(UTC).date()} by `python -m bench.gateway --times {times} --seconds {seconds}` on {os.cpu_count()} cores ({kind}, load"
        f" {load:.1f} with other work beside it), Python {platform.python_version()}. The method stands at the top of `bench/gateway.py`.",
        "",
        "| on one core | p50 | p95 | CPU of all its processes, each request | requests |",
        "| --- | --- | --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
        f"Small prompts over 16 connections, client and provider on the same cores: **{rate:.0f} requests a second**.",
        "",
        f"Memory of its {processes} processes: {rss} MiB resident, {pss} MiB when shared pages are counted once.",
        "",
    ]
    return "\n".join(lines)


def _cpu(running: Running) -> float:
    """Seconds of CPU that all processes of the gateway used; says more than the clock where the machine is busy with other things."""
    used = 0
    for pid in _tree(running.process.pid):
        said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used += int(said[11]) + int(said[12])
    return used / os.sysconf("SC_CLK_TCK")


def _pin(pids: Sequence[int], cores: Sequence[int]) -> None:
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(task.name), cores)


async def _timed(port: int, key: str, text: str, stream: bool, times: int) -> list[float]:
    line, took = Line(port, key), []
    for number in range(times + WARM):
        status, first, _ = await line.ask(text, stream=stream)
        assert status == 200, status
        if number >= WARM:
            took.append(first)
    line.close()
    return took


def _told(took: Sequence[float]) -> tuple[str, str]:
    return f"{median(took) * 1000:.1f} ms", f"{quantiles(took, n=20)[18] * 1000:.1f} ms"


async def _rate(running: Running, seconds: int) -> float:
    end, done = time.perf_counter() + seconds, 0

    async def asking() -> None:
        nonlocal done
        line = Line(running.port, running.key)
        while time.perf_counter() < end:
            status, _, _ = await line.ask(SMALL)
            assert status == 200, status
            done += 1
        line.close()

    began = time.perf_counter()
    await asyncio.gather(*(asking() for _ in range(16)))
    return done / (time.perf_counter() - began)


# --- when things go wrong ----------------------------------------------------------------------------------------------------------

Trial = Callable[[Running, random.Random], Coroutine[Any, Any, str]]


async def _asked(
    running: Running, *, model: str = "ok", stream: bool = False, body: bytes | None = None, length: int | None = None
) -> str:
    line = Line(running.port, running.key)
    try:
        status, _, said = await (line.send(body, length) if body is not None else line.ask(SMALL, model=model, stream=stream))
    except (OSError, asyncio.IncompleteReadError):
        return "hung up"
    finally:
        line.close()
    return f"{status}" + (" and an error in the stream" if status == 200 and b'"error"' in said else "")


async def _killed(running: Running, rng: random.Random) -> str:
    asking = asyncio.create_task(_asked(running))
    await asyncio.sleep(rng.random() * 0.006)
    for pid in _checkers(running):
        _signal(pid, signal.SIGKILL)
    return await asking


async def _stopped(running: Running, rng: random.Random) -> str:
    for pid in _checkers(running):
        _signal(pid, signal.SIGSTOP)
    return await _asked(running)


async def _nursery_killed(running: Running, rng: random.Random) -> str:
    asking = asyncio.create_task(_asked(running))
    for pid in _tree(running.process.pid)[1:]:
        _signal(pid, signal.SIGKILL)
    return await asking


async def _cut(running: Running, rng: random.Random) -> str:
    whole = json.dumps({"model": "ok", "messages": [{"role": "user", "content": SMALL}]}).encode()
    return await _asked(running, body=whole[: rng.randrange(len(whole) - 1)])


async def _mangled(running: Running, rng: random.Random) -> str:
    whole = bytearray(json.dumps({"model": "ok", "messages": [{"role": "user", "content": SMALL}]}).encode())
    text = whole.index(SMALL.encode())
    around = [*range(text), *range(text + len(SMALL), len(whole))]  # a changed account is no account
    for _ in range(rng.randrange(1, 4)):
        whole[rng.choice(around)] = rng.randrange(32, 256)
    return await _asked(running, body=bytes(whole))


async def _oversize(running: Running, rng: random.Random) -> str:
    return await _asked(running, body=b'{"model":"ok","x":"' + SMALL.encode() * 20_000 + b'"}')


async def _trickling(running: Running, rng: random.Random) -> str:
    return await _asked(running, body=SMALL.encode(), length=5000)


def _provider_is(model: str, stream: bool) -> Trial:
    async def trial(running: Running, rng: random.Random) -> str:
        return await _asked(running, model=model, stream=stream)

    return trial


TRIALS: dict[str, tuple[int, Trial]] = {
    "all well": (10, _provider_is("ok", False)),
    "all well, streamed": (10, _provider_is("ok", True)),
    "checkers killed in the middle": (20, _killed),
    "checkers hang": (2, _stopped),
    "the process behind the checkers killed too": (1, _nursery_killed),
    "request cut": (15, _cut),
    "request mangled": (15, _mangled),
    "request over the limit": (3, _oversize),
    "request trickles in": (2, _trickling),
    "provider answers 500": (10, _provider_is("status500", False)),
    "provider tells an error in its stream": (10, _provider_is("midstream", True)),
    "provider hangs up in its stream": (10, _provider_is("closes", True)),
    "provider drips": (2, _provider_is("loris", True)),
}


async def _failures(trials: int) -> str:
    rng = random.Random(20261121)
    ended: dict[str, Counter[str]] = {name: Counter() for name in TRIALS}
    names, weights = list(TRIALS), [weight for weight, _ in TRIALS.values()]
    began = time.monotonic()
    with _running(
        check_seconds=0.2, wait_seconds=2, body_seconds=0.3, between_seconds=0.2, first_seconds=2, max_body_mb=1
    ) as running:
        await _up(running)
        for name in rng.choices(names, weights, k=trials):
            ended[name][await TRIALS[name][1](running, rng)] += 1
        async with _heard(running) as heard:
            found = heard
        await _up(running)  # and it still works
    rows = [
        f"| {name} | {sum(counts.values()):,} | {', '.join(f'{what}: {number:,}' for what, number in counts.most_common())} |"
        for name, counts in ended.items()
    ]
    return "\n".join(
        [
            "# The gateway when things go wrong",
            "",
            f"Measured {datetime.now(UTC).date()} by `python -m bench.gateway --failures {trials}` in {time.monotonic() - began:.0f} s on {os.cpu_count()}"
            f" cores ({platform.machine()}, load {os.getloadavg()[0]:.1f} with other work beside it). The method stands at the top of `bench/gateway.py`.",
            "",
            f"In **{trials:,} trials** the provider got {found['requests']:,} requests; in **{found['raw']}** of them stood something that must not leave.",
            "",
            "| what goes wrong | trials | what the program got |",
            "| --- | --- | --- |",
            *rows,
            "",
            "Where checkers were killed and the program got 200, the check had ended before, or a new checker did it: what left was masked. A 503 where all"
            " was well follows a trial that left no checker, or a check that took longer than the 0.2 s it has here.",
            "",
        ]
    )


@asynccontextmanager
async def _heard(running: Running) -> AsyncIterator[dict[str, int]]:
    """What the provider counted."""
    reader, writer = await asyncio.open_connection("127.0.0.1", running.provider)
    writer.write(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    yield json.loads(await reader.readexactly(int(head.lower().split(b"content-length:")[1].split()[0])))
    writer.close()


def _signal(pid: int, what: signal.Signals) -> None:
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    main()
