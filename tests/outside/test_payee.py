"""The door to a bank's service, tried against a real server with TLS on this machine."""

import json
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.certificate import make_certificate

from weerbaar.model.ledger import NameMatch
from weerbaar.outside.payee import NoAnswer, Service, Told, ask, check

IBAN = "BE71096123456769"


class Bank:
    """A bank that answers what it is told to; `asked` is what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[tuple[dict[str, str], dict[str, str]]] = []
        bank = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                bank.asked.append((dict(self.headers), json.loads(body)))
                status, headers, reply = bank.answers.pop(0) if len(bank.answers) > 1 else bank.answers[0]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, format: str, *args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.trust, key = make_certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.trust, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.service = Service(f"https://127.0.0.1:{self.server.server_port}/vop?v=1", "geheim", str(self.trust))
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def says(self, *answers: Any) -> None:
        """The next answers: a dictionary, bytes, a status, or a status with headers."""
        self.answers = [
            (200, {}, json.dumps(one).encode()) if isinstance(one, dict) else (200, {}, one) if isinstance(one, bytes) else
            (one, {}, b"") if isinstance(one, int) else (one[0], one[1], b"")
            for one in answers
        ]  # fmt: skip

    def end(self) -> None:
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    made = Bank(tmp_path)
    yield made
    made.end()


WORDS = [
    ("MATCH", NameMatch.MATCH), ("MTCH", NameMatch.MATCH), ("CLOSE_MATCH", NameMatch.CLOSE), ("CMTC", NameMatch.CLOSE), ("NO_MATCH", NameMatch.NONE),
    ("nmtc", NameMatch.NONE), ("NOT_POSSIBLE", NameMatch.UNCHECKED), ("NOAP", NameMatch.UNCHECKED),
]  # fmt: skip


@pytest.mark.parametrize(("word", "result"), WORDS)
def test_what_banks_answer_is_understood(bank: Bank, word: str, result: NameMatch) -> None:
    bank.says({"result": word, "name": "Molens De Kroon NV", "reference": "7f3a"})
    told = ask(bank.service, "Molens De Kroon", IBAN, "q-1")
    assert told == Told(result, "Molens De Kroon NV", "7f3a", told.raw)
    headers, body = bank.asked[0]
    assert body == {"name": "Molens De Kroon", "iban": IBAN}
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer geheim", "q-1")


def test_a_bank_that_is_busy_is_asked_again_under_the_same_name(bank: Bank) -> None:
    waits: list[float] = []
    bank.says((429, {"Retry-After": "3"}), 503, {"result": "MATCH"})
    assert ask(bank.service, "X", IBAN, "q-2", waits.append).result is NameMatch.MATCH
    assert waits == [3.0, 1.0] and {headers["Idempotency-Key"] for headers, _ in bank.asked} == {"q-2"}


def test_it_is_not_asked_for_ever_and_never_made_to_wait_long(bank: Bank) -> None:
    waits: list[float] = []
    bank.says((503, {"Retry-After": "99999"}))
    with pytest.raises(NoAnswer):
        ask(bank.service, "X", IBAN, "q", waits.append)
    assert len(bank.asked) == 3 and max(waits) == 5.0


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 500])
def test_a_refusal_is_final(bank: Bank, status: int) -> None:
    bank.says((status, {"Location": "http://127.0.0.1:1/"}))
    with pytest.raises(NoAnswer):
        ask(bank.service, "X", IBAN, "q", lambda _: None)
    assert len(bank.asked) == 1


BAD = [b"", b"{", b"[]", b'{"result": "PERHAPS"}', b'{"result": null}', b"[" * 5000, b'{"result":"MATCH"}' + b" " * 70_000]


@pytest.mark.parametrize("reply", BAD, ids=range(len(BAD)))
def test_another_answer_is_no_answer(bank: Bank, reply: bytes) -> None:
    bank.says(reply)
    with pytest.raises(NoAnswer):
        ask(bank.service, "X", IBAN, "q", lambda _: None)


def test_a_certificate_nobody_vouches_for_ends_it_before_anything_is_asked(bank: Bank) -> None:
    bank.says({"result": "MATCH"})
    with pytest.raises(NoAnswer) as told:
        ask(Service(bank.service.url, "geheim"), "X", IBAN, "q", lambda _: None)
    assert told.value.problem.id == "payee_service_certificate" and bank.asked == []


def test_a_service_that_is_away_is_said_to_be(bank: Bank) -> None:
    with pytest.raises(NoAnswer) as told:
        ask(Service("http://127.0.0.1:9/x"), "X", IBAN, "q", lambda _: None)
    assert told.value.problem.id == "payee_service_away"


@pytest.mark.parametrize(
    "url", ["", "bank.example", "http://bank.example/x", "ftp://bank.example", "https://u:p@bank.example", "https://bank.example:x/", "https://a b/"]
)  # fmt: skip
def test_only_https_leaves_this_machine(url: str) -> None:
    with pytest.raises(NoAnswer):
        check(Service(url))


def test_a_key_cannot_add_a_header() -> None:
    with pytest.raises(NoAnswer):
        check(Service("https://bank.example/", "a\r\nX: y"))
