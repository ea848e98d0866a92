"""The doors for mail, against one another and against servers and clients that misbehave."""

import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.certificate import make_certificate

from weerbaar.model.errors import BrokenSettings
from weerbaar.outside.server import Security, Step
from weerbaar.outside.smtp_in import Envelope, Listening, Protocol, Receiver
from weerbaar.outside.smtp_out import Outcome, Sent, Submission

CHECK, TOM = "check@bakkerij.example", "tom@bakkerij.example"
MAIL = b"From: Tom <tom@bakkerij.example>\r\nSubject: Klopt dit?\r\n\r\nBeste Els\r\n.\r\n..\r\n.begin\r\n"


class Desk:
    """What takes the messages, or does not."""

    def __init__(self, answer: Callable[[], bool] = lambda: True) -> None:
        self.answer = answer
        self.taken: list[tuple[bytes, Envelope]] = []

    def __call__(self, data: bytes, envelope: Envelope) -> bool:
        if not self.answer():
            return False
        self.taken.append((data, envelope))
        return True


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def listening(**changes: object) -> Listening:
    return Listening(**{"recipients": (CHECK,), **changes})  # type: ignore[arg-type]


def submission(port: int, **changes: object) -> Submission:
    given = {"host": "127.0.0.1", "port": port, "security": Security.NONE, "seconds": 5.0, **changes}
    return Submission(**given)  # type: ignore[arg-type]


@contextmanager
def client(receiver: Receiver, kind: type[smtplib.SMTP] = smtplib.SMTP) -> Iterator[smtplib.SMTP]:
    with kind("127.0.0.1", receiver.port, local_hostname="mx.bakkerij.example", timeout=5) as here:
        yield here


@pytest.mark.parametrize("security", list(Security))
def test_what_is_sent_arrives_byte_by_byte_however_it_is_protected(security: Security, certificate: tuple[Path, Path]) -> None:
    desk = Desk()
    cert, key = map(str, certificate)
    with Receiver(listening(security=security, certificate=cert, key=key), desk) as receiver:
        door = submission(receiver.port, security=security, trust=cert)
        assert door.test() is None
        assert door.send(MAIL, CHECK, TOM) == Sent(Outcome.SENT, 250)
        assert door.send(MAIL.replace(b"\r\n", b"\n") + "caf\u00e9".encode(), CHECK) == Sent(Outcome.SENT, 250)
    (first, how), (second, bounce) = desk.taken
    assert first == b"Return-Path: <tom@bakkerij.example>\r\n" + MAIL
    assert second == b"Return-Path: <>\r\n" + MAIL + "caf\u00e9\r\n".encode()
    assert (how.sender, how.recipients, how.peer, how.helo) == (TOM, (CHECK,), "127.0.0.1", "localhost")
    assert how.tls is (security is not Security.NONE)
    assert bounce.sender == ""


def test_a_message_that_is_delivered_again_has_the_same_arrival() -> None:
    desk = Desk()
    with Receiver(listening(), desk) as receiver:
        door = submission(receiver.port)
        for data in (MAIL, MAIL, MAIL + b"x\r\n"):
            door.send(data, CHECK, TOM)
    arrivals = [envelope.arrival for _, envelope in desk.taken]
    assert arrivals[0] == arrivals[1] != arrivals[2]


@pytest.mark.parametrize("answer", [lambda: False, lambda: 1 / 0])
def test_what_cannot_be_written_down_is_not_accepted(answer: Callable[[], bool], caplog: pytest.LogCaptureFixture) -> None:
    with Receiver(listening(), Desk(answer)) as receiver:
        sent = submission(receiver.port).send(MAIL, CHECK, TOM)
    assert (sent.outcome, sent.code, sent.perhaps) == (Outcome.TEMPORARY, 451, False)
    assert "Klopt" not in caplog.text
    assert "tom@" not in caplog.text


def test_250_is_said_after_the_message_was_written_down() -> None:
    written = threading.Event()

    def slowly(_: bytes, __: Envelope) -> bool:
        time.sleep(0.3)
        written.set()
        return True

    with Receiver(listening(), slowly) as receiver:
        assert submission(receiver.port).send(MAIL, CHECK, TOM).outcome is Outcome.SENT
        assert written.is_set()


@pytest.mark.parametrize(
    ("to", "sender", "code"),
    [
        (CHECK, TOM, 250),
        ("CHECK@Bakkerij.example", TOM, 250),
        (CHECK, "x@mail.bakkerij.example", 250),
        (CHECK, "x@nietbakkerij.example", 550),
        (CHECK, "x@elders.example", 550),
        ("els@bakkerij.example", TOM, 550),  # not the desk's
        ("victim@elders.example", TOM, 550),  # no open relay
        ("check%elders.example@bakkerij.example", TOM, 550),
    ],
)
def test_only_the_desk_gets_mail_and_only_from_whom_it_may(to: str, sender: str, code: int) -> None:
    desk = Desk()
    with Receiver(listening(sender_domains=("bakkerij.example",)), desk) as receiver:
        sent = submission(receiver.port).send(MAIL, to, sender)
    assert (sent.code, len(desk.taken)) == (code, code == 250)
    assert sent.outcome is (Outcome.SENT if code == 250 else Outcome.PERMANENT)


@pytest.mark.parametrize(("peers", "code"), [(("127.0.0.1",), 220), (("192.0.2.0/24", "::1"), 554), ((), 554)])
def test_only_peers_it_knows_come_in(peers: tuple[str, ...], code: int) -> None:
    with (
        Receiver(listening(peers=peers), Desk()) as receiver,
        socket.create_connection(("127.0.0.1", receiver.port), 5) as peer,
        peer.makefile("rb") as said,
    ):
        assert said.readline().startswith(b"%d " % code)
        assert code == 220 or said.readline() == b""


def test_it_tells_its_limits_and_not_its_version() -> None:
    with Receiver(listening(max_bytes=5000, name="desk.bakkerij.example"), Desk()) as receiver:
        with socket.create_connection(("127.0.0.1", receiver.port), 5) as peer, peer.makefile("rb") as said:
            assert said.readline() == b"220 desk.bakkerij.example ESMTP\r\n"
        with client(receiver) as here:
            here.ehlo()
            assert set(here.esmtp_features) == {"size", "8bitmime", "smtputf8", "enhancedstatuscodes"}
            assert here.esmtp_features["size"] == "5000"
            assert here.docmd("AUTH PLAIN AGEAYg==")[0] == 502


def test_what_is_too_large_is_refused_before_and_after_it_was_sent() -> None:
    desk = Desk()
    large = MAIL + b"x" * 6000 + b"\r\n"
    with Receiver(listening(max_bytes=5000), desk) as receiver:
        sent = submission(receiver.port).send(large, CHECK, TOM)
        assert (sent.outcome, sent.code, sent.problem and sent.problem.id) == (Outcome.PERMANENT, 552, "mail_too_large")
        with client(receiver) as here:
            here.ehlo()
            assert here.docmd(f"MAIL FROM:<{TOM}> SIZE=6000")[0] == 552
            here.mail(TOM)
            here.rcpt(CHECK)
            assert here.data(large)[0] == 552
            here.mail(TOM)
            here.rcpt(CHECK)
            assert here.data(MAIL)[0] == 250
    assert len(desk.taken) == 1


def test_50_mb_and_long_lines_arrive_whole() -> None:
    desk = Desk()
    large = MAIL + b"A" * 500_000 + b"\r\n" + (b"A" * 76 + b"\r\n") * (50_000_000 // 78)
    with Receiver(listening(), desk) as receiver:
        assert submission(receiver.port, seconds=60.0).send(large, CHECK, TOM).outcome is Outcome.SENT
    data, _ = desk.taken[0]
    assert data == b"Return-Path: <tom@bakkerij.example>\r\n" + large


def test_a_peer_has_so_many_messages_a_minute() -> None:
    with Receiver(listening(messages_per_minute=2), Desk()) as receiver:
        door = submission(receiver.port)
        assert [door.send(MAIL, CHECK, TOM).code for _ in range(3)] == [250, 250, 451]


def test_a_peer_has_so_many_connections_and_gets_them_back() -> None:
    with Receiver(listening(connections_per_peer=2), Desk()) as receiver:
        with client(receiver), client(receiver):
            sent = submission(receiver.port).send(MAIL, CHECK, TOM)
            assert (sent.outcome, sent.code) == (Outcome.TEMPORARY, 421)
        end = time.monotonic() + 5
        while submission(receiver.port).send(MAIL, CHECK, TOM).outcome is not Outcome.SENT:
            assert time.monotonic() < end
            time.sleep(0.02)


@pytest.mark.parametrize("protocol", list(Protocol))
def test_where_starttls_is_asked_nothing_is_taken_without(protocol: Protocol, certificate: tuple[Path, Path]) -> None:
    cert, key = map(str, certificate)
    how = listening(security=Security.STARTTLS, certificate=cert, key=key, protocol=protocol)
    kind = smtplib.LMTP if protocol is Protocol.LMTP else smtplib.SMTP
    with Receiver(how, desk := Desk()) as receiver, client(receiver, kind) as here:
        here.ehlo()
        assert here.mail(TOM)[0] == 530
        here.starttls(context=ssl.create_default_context(cafile=cert))
        here.ehlo()
        assert "starttls" not in here.esmtp_features
        here.sendmail(TOM, [CHECK], MAIL)
    assert desk.taken[0][1].tls


def test_lmtp_takes_one_recipient_at_a_time() -> None:
    desk = Desk()
    both = (CHECK, "pruefen@bakkerij.example")
    with Receiver(listening(protocol=Protocol.LMTP, recipients=both), desk) as receiver, client(receiver, smtplib.LMTP) as here:
        here.ehlo("mx")
        assert here.docmd("EHLO mx")[0] == 500
        here.mail(TOM)
        assert [here.rcpt(one)[0] for one in both] == [250, 452]
        assert here.data(MAIL)[0] == 250
    assert desk.taken[0][1].recipients == (CHECK,)


@pytest.mark.parametrize(
    "said",
    [
        b"\r\n\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\xff\xfe\x00\r\n" * 10,
        b"EHLO x\r\nMAIL FROM:<a@b.example\r\nRCPT TO:<>\r\nDATA\r\n",
        b"EHLO x\r\nMAIL FROM:<\xff@b.example>\r\nRCPT TO:<check@bakkerij.example>\r\nDATA\r\nx\r\n.\r\n",
        b"EHLO " + b"x" * 2_000_000 + b"\r\n",
        b"EHLO x\r\nMAIL FROM:<tom@bakkerij.example>\r\nRCPT TO:<check@bakkerij.example>\r\nDATA\r\nFrom: x\r\n",
        b"STARTTLS\r\n",
        b"QUIT\r\n" * 5,
    ],
)
def test_nonsense_and_hanging_up_do_not_stop_it(said: bytes) -> None:
    desk = Desk()
    with Receiver(listening(), desk) as receiver:
        with socket.create_connection(("127.0.0.1", receiver.port), 5) as peer, suppress(OSError):
            peer.sendall(said)
            peer.shutdown(socket.SHUT_WR)
            while peer.recv(65536):
                pass
        taken = len(desk.taken)
        assert submission(receiver.port).send(MAIL, CHECK, TOM).outcome is Outcome.SENT
    assert taken == 0 or b"\xff" in said


def test_stopping_waits_for_what_is_being_written_down() -> None:
    begun, answers = threading.Event(), []

    def slowly(_: bytes, __: Envelope) -> bool:
        begun.set()
        time.sleep(0.3)
        return True

    receiver = Receiver(listening(), slowly)
    receiver.start()
    sending = threading.Thread(target=lambda: answers.append(submission(receiver.port).send(MAIL, CHECK, TOM)))
    sending.start()
    begun.wait(5)
    receiver.stop()
    sending.join(5)
    assert answers[0].outcome is Outcome.SENT or answers[0].perhaps


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"peers": ("mx.bakkerij.example",)}, "receiver_peer"),
        ({"recipients": ()}, "receiver_nobody"),
        ({"security": Security.TLS}, "receiver_certificate"),
        ({"security": Security.TLS, "certificate": "/nowhere", "key": "/nowhere"}, "receiver_certificate"),
    ],
)
def test_settings_that_cannot_work_stop_the_start(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(BrokenSettings) as why:
        Receiver(listening(**changes), Desk())
    assert why.value.problem.id == sentence


@pytest.mark.parametrize(
    "to", ["", "<>", "tom", "a@b@c", "tom@x.example\r\nRCPT TO:<x@y.example>", "tom@x.example>", "\x00@x.example"]
)
def test_nothing_is_sent_to_nobody(to: str) -> None:
    with Receiver(listening(), desk := Desk()) as receiver:
        sent = submission(receiver.port).send(MAIL, to, TOM)
    assert (sent.outcome, sent.problem and sent.problem.id, desk.taken) == (Outcome.PERMANENT, "mail_nobody", [])


@contextmanager
def scripted(*replies: bytes) -> Iterator[int]:
    """A server that says these things, one after each line it hears (DATA: after the dot), then hangs up."""

    def talk() -> None:
        peer, _ = listener.accept()
        with peer, peer.makefile("rb") as heard, suppress(OSError):
            peer.sendall(replies[0])
            for reply in replies[1:]:
                line = heard.readline()
                if line.startswith((b"From:", b"Return-Path:")):
                    while line not in (b".\r\n", b""):
                        line = heard.readline()
                peer.sendall(reply)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=talk)
        thread.start()
        yield listener.getsockname()[1]
    thread.join(5)


HELLO = (b"220 mx\r\n", b"250-mx\r\n250 8BITMIME\r\n")
OK, GO = b"250 ok\r\n", b"354 go\r\n"


@pytest.mark.parametrize(
    ("replies", "outcome", "code", "perhaps"),
    [
        ((*HELLO, OK, OK, GO, OK), Outcome.SENT, 250, False),
        ((*HELLO, OK, OK, GO, b"250-a\r\n250 b\r\n"), Outcome.SENT, 250, False),
        ((*HELLO, b"451 later\r\n"), Outcome.TEMPORARY, 451, False),
        ((*HELLO, b"550 no\r\n"), Outcome.PERMANENT, 550, False),
        ((*HELLO, OK, b"452 full\r\n"), Outcome.TEMPORARY, 452, False),
        ((*HELLO, OK, b"550 no such user\r\n"), Outcome.PERMANENT, 550, False),
        ((*HELLO, OK, OK, b"554 no\r\n"), Outcome.PERMANENT, 554, False),
        ((*HELLO, OK, OK, GO, b"451 later\r\n"), Outcome.TEMPORARY, 451, False),
        ((*HELLO, OK, OK, GO, b"554 spam\r\n"), Outcome.PERMANENT, 554, False),
        ((*HELLO, OK, OK, GO), Outcome.TEMPORARY, 0, True),  # gone after the dot: nobody knows
        ((*HELLO, OK, OK), Outcome.TEMPORARY, 0, False),
        ((*HELLO, OK, OK, GO, b"what?\r\n"), Outcome.TEMPORARY, 0, True),
        ((b"421 busy\r\n",), Outcome.TEMPORARY, 421, False),
        ((b"554 not you\r\n",), Outcome.TEMPORARY, 554, False),  # about us, not about the message: it may go later
        ((b"",), Outcome.TEMPORARY, 0, False),
        ((b"\xff\xfe\r\n",), Outcome.TEMPORARY, 0, False),
    ],
)
def test_what_the_server_says_decides(replies: tuple[bytes, ...], outcome: Outcome, code: int, perhaps: bool) -> None:
    with scripted(*replies) as port:
        sent = submission(port).send(MAIL, CHECK, TOM)
    assert (sent.outcome, sent.code, sent.perhaps) == (outcome, code, perhaps)
    assert (sent.problem is None) is (outcome is Outcome.SENT)


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"host": "nergens.invalid", "security": Security.TLS}, Step.NAME),
        ({"port": 1}, Step.CONNECTION),
        ({"security": Security.STARTTLS}, Step.TLS),  # it offers none
        ({"security": Security.TLS}, Step.TLS),  # it speaks plainly
        ({"user": "els", "password": "x"}, Step.LOGIN),  # it lets nobody log in
        ({"user": "els", "token": lambda: 1 / 0}, Step.LOGIN),
    ],
)
def test_a_server_out_of_reach_keeps_the_message_for_later(changes: dict[str, object], step: Step) -> None:
    with Receiver(listening(), desk := Desk()) as receiver:
        door = submission(**{"port": receiver.port, **changes})  # type: ignore[arg-type]
        trouble = door.test()
        assert trouble is not None
        assert trouble.step is step
        sent = door.send(MAIL, CHECK, TOM)
    assert (sent.outcome, sent.problem) == (Outcome.TEMPORARY, trouble.problem)
    assert desk.taken == []


@pytest.mark.parametrize(
    ("account", "heard"),
    [
        ({"user": "els", "password": "brood"}, b"AGVscwBicm9vZA=="),
        ({"user": "els", "password": "korst \u00eb"}, b"AGVscwBrb3JzdCDDqw=="),
        ({"user": "els", "token": lambda: "t0k"}, b"dXNlcj1lbHMBYXV0aD1CZWFyZXIgdDBrAQE="),
    ],
)
@pytest.mark.parametrize(("reply", "outcome"), [(b"235 in\r\n", Outcome.SENT), (b"535 no\r\n", Outcome.TEMPORARY)])
def test_it_logs_in_by_password_or_token(account: dict[str, object], heard: bytes, reply: bytes, outcome: Outcome) -> None:
    lines: list[bytes] = []

    def talk() -> None:
        peer, _ = listener.accept()
        with peer, peer.makefile("rb") as said, suppress(OSError):
            peer.sendall(b"220 mx\r\n")
            while line := said.readline():
                lines.append(line)
                if line.startswith(b"ehlo"):
                    peer.sendall(b"250-mx\r\n250 AUTH PLAIN XOAUTH2\r\n")
                elif line.startswith(b"AUTH"):
                    peer.sendall(reply)
                elif line.startswith(b"DATA"):
                    peer.sendall(GO)
                elif line == b".\r\n" or not line.startswith((b"From", b"Subject", b"\r", b"B", b".")):
                    peer.sendall(OK)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=talk)
        thread.start()
        sent = submission(listener.getsockname()[1], **account).send(MAIL, CHECK, TOM)
        thread.join(5)
    assert [line for line in lines if heard in line]
    assert sent.outcome is outcome
    assert sent.problem is None or sent.problem.id == "mail_login"


def test_an_address_in_another_script_is_sent_as_the_server_can() -> None:
    desk = Desk()
    with Receiver(listening(recipients=("check@bäckerei.example",)), desk) as receiver:
        assert submission(receiver.port).send(MAIL, "check@bäckerei.example", TOM).outcome is Outcome.SENT
    assert desk.taken[0][1].recipients == ("check@bäckerei.example",)
    with scripted(*HELLO, OK, OK, GO, OK) as port:
        assert submission(port).send(MAIL, "check@bäckerei.example", TOM).outcome is Outcome.SENT
    with scripted(*HELLO, OK, OK, GO, OK) as port:
        sent = submission(port).send(MAIL, "prüfen@bakkerij.example", TOM)
    assert (sent.outcome, sent.code) == (Outcome.PERMANENT, 553)
