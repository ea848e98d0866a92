"""The gateway as it is typed, with everything that can go wrong: what must not leave does not, and is written down nowhere.

The canaries are values that nobody but the person may see in clear: not the provider, no log, no database file, no metric.
"""

import json
import os
import random
import signal
import socket
import threading
import time
from pathlib import Path

from tests.desk.cast import Desk
from tests.desk.gateway.kit import CREDENTIAL
from tests.desk.gateway.live import Live, live, stop
from tests.desk.test_command import command, until
from weerbaar.desk.gateway import asks, keys
from weerbaar.desk.gateway.models import Ask, Use
from weerbaar.desk.governance import metrics

IBAN = "BE71096123456769"
SPACED = "BE71 0961 2345 6769"
ILL = "Fatima Benali is sinds maandag ziek met een burn-out"
CANARIES = (IBAN, SPACED, "Fatima", "Benali", "burn-out", "kanarie", CREDENTIAL)
PROMPT = f"Betaal de factuur van 12 euro op rekening {SPACED} voor vrijdag."


def clean(running: Live, home: Path) -> None:
    """No canary at the provider's, in logs, or in any file of the desk."""
    heard = running.provider.bytes.decode("utf-8", "replace").replace(f"Bearer {CREDENTIAL}", "")  # the provider's own
    logs = running.logs()
    for canary in CANARIES:
        assert canary not in heard, canary
        assert canary not in logs, canary
        for file in home.rglob("*"):
            if file.is_file():
                assert canary.encode() not in file.read_bytes(), (canary, file.name)


def test_what_goes_wrong_keeps_everything_inside_and_the_next_request_works(desk: Desk) -> None:
    with live(desk, checkers=2, check_seconds=1, wait_seconds=1, max_body_mb=1, body_seconds=1, first_seconds=1) as running:
        masked(running)
        malformed(running)
        trickles_in(running)
        checkers_go(running)
        provider_fails(running)
        asked(desk, running)
        withdrawn(desk, running)
        clean(running, desk.home)
        first = running.checkers()
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(30) == 0
        until(lambda: not any(command(pid) for pid in first))
        clean(running, desk.home)
    told = metrics.text().decode()
    assert not [canary for canary in CANARIES if canary in told]
    noted = list(Use.objects.order_by("pk"))
    assert {"allow", "mask", "ask", "stop"} >= {one.decision for one in noted}
    first_use = noted[0]
    assert (first_use.tool, first_use.model, first_use.operation, first_use.decision) == ("helper", "klein", "chat", "mask")
    assert first_use.masked["iban"] == 1
    assert first_use.tokens_in > 0 and first_use.joules > 0 and first_use.seconds > 0


def masked(running: Live) -> None:
    """An account leaves masked and comes back whole, streamed too."""
    for stream in (False, True):
        status, body = running.ask(PROMPT, stream=stream)
        assert status == 200, body
        if stream:
            pieces = [json.loads(line[6:]) for line in body.splitlines() if line.startswith("data: {")]
            body = "".join(choice["delta"].get("content", "") for piece in pieces for choice in piece["choices"])
        assert SPACED in body
    assert b"[IBAN 1]" in running.provider.bytes
    assert running.get("/v1/models")[0] == 401
    running.provider.clear()


def malformed(running: Live) -> None:
    """What is no request is refused; nothing of it leaves."""
    whole = json.dumps({"model": "klein", "messages": [{"role": "user", "content": PROMPT}]}).encode()
    rng = random.Random(6)
    for _ in range(30):
        cut = whole[: rng.randrange(1, len(whole) - 1)]
        assert running.send(cut)[0] == 400
    deep = b'{"model":"klein","messages":' + b"[" * 5000 + b"]" * 5000 + b"}"
    for body, wanted in ((b"", 400), (b"[]", 400), (deep, 400), (b"\xff" + whole, 400), (b'{"model": NaN}', 400)):
        assert running.send(body)[0] == wanted
    assert running.send(b'{"x":"' + PROMPT.encode() * 40_000 + b'"}')[0] == 413
    assert running.ask(PROMPT, headers={"Content-Encoding": "gzip"})[0] in (400, 415)
    assert running.ask(PROMPT, key="wbg_nobody")[0] == 401
    assert running.send(whole, path=f"/v1/{IBAN}")[0] == 404
    status, _ = running.send(json.dumps({"model": IBAN, "messages": [{"role": "user", "content": PROMPT}]}).encode())
    assert status == 404
    assert running.provider.bytes == b""


def trickles_in(running: Live) -> None:
    """A program that never ends its request gets an answer and is let go."""
    head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {running.set.nadia}\r\nContent-Length: 900\r\n\r\n"
    with socket.create_connection(("127.0.0.1", running.port), 10) as there:
        there.sendall(head.encode() + PROMPT.encode())
        assert b" 408 " in there.recv(100)


def checkers_go(running: Live) -> None:
    """Checkers that are killed or hang, before and in the middle of a request."""
    running.provider.clear()
    answers: list[int] = []

    def ask() -> None:
        answers.append(running.ask(PROMPT)[0])

    for how in (signal.SIGKILL, None):
        for pid in running.checkers():
            stop(pid)
        asking = [threading.Thread(target=ask) for _ in range(3)]
        for one in asking:
            one.start()
        if how is not None:
            time.sleep(0.1)
            for pid in running.checkers():
                os.kill(pid, how)
        for one in asking:
            one.join()
        until(lambda: running.ask("Goedemorgen.")[0] == 200)
    assert len(answers) == 6
    assert set(answers) <= {200, 503}
    assert answers.count(503) >= 2  # at least one of each round; a fresh checker may serve the others
    assert b"BE71" not in running.provider.bytes.replace(b" ", b"")


def provider_fails(running: Live) -> None:
    """Each way of a provider to fail is told, and what it says does not name what was masked."""
    for behave, wanted in (("status:500", 502), ("status:401", 502), ("garbage", 502), ("hangs", 504)):
        running.provider.clear()
        running.provider.behave = behave
        status, body = running.ask(PROMPT)
        assert (behave, status) == (behave, wanted), body
    for behave in ("dies", "error"):
        running.provider.clear()
        running.provider.behave = behave
        status, body = running.ask(PROMPT * 20, stream=True)
        assert status == 200
        assert '"error"' in body and "secret words" not in body
    running.provider.clear()


def asked(desk: Desk, running: Live) -> None:
    """What asks for a reason leaves once it was given, for exactly that."""
    marked = f"STRIKT VERTROUWELIJK - kanarie\n\n{PROMPT}"
    status, body = running.ask(marked)
    assert status == 403, body
    ask = Ask.objects.get(granted_at=None)
    assert str(ask.ref) in body
    assert running.provider.bytes == b""
    asks.give_reason(ask, desk.member("nadia"), "De kanarie mag het weten")
    status, body = running.ask(marked.replace("kanarie", "stuk"))
    assert status == 200, body
    until(lambda: Use.objects.filter(grant=str(ask.ref)).exists())  # it is written with others, within 50 ms
    running.provider.clear()
    status, body = running.ask(ILL)
    assert status == 403, body
    assert "Fatima" not in running.provider.bytes.decode()


def withdrawn(desk: Desk, running: Live) -> None:
    """A key that was withdrawn ends within a second or two."""
    keys.withdraw(running.set.key, desk.member("nadia"))
    until(lambda: running.ask("Goedemorgen.")[0] == 401, 10)
