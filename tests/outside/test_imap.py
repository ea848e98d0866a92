"""The mailbox door at a real Dovecot: what works and what fails by name, and every change to exactly one message."""

import http.server
import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest
from tests.dovecot import CHECK, TOM, Dovecot, dovecot

from weerbaar.model.errors import BrokenSettings
from weerbaar.outside.imap import Mailbox
from weerbaar.outside.imap_box import Box, Moved, Place, Stored, Wanted
from weerbaar.outside.server import NoService, Security, Step

pytestmark = pytest.mark.needs("dovecot")
WITHOUT_MOVE = "IMAP4rev1 SASL-IR LITERAL+ UIDPLUS NAMESPACE"
WITHOUT_BOTH = "IMAP4rev1 SASL-IR LITERAL+ NAMESPACE"
LONG_AGO = datetime(2026, 1, 5, 10, 12, tzinfo=UTC)
HREF = '<p>Klik <a href="https://veiligbetalen.example/kaart">hier</a></p>'


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as here:
        yield here


@pytest.fixture(scope="module")
def plain_server() -> Iterator[Dovecot]:
    """One that can neither MOVE nor IDLE."""
    with dovecot(capability=WITHOUT_MOVE, separator=".", prefix="INBOX.") as here:
        yield here


@pytest.fixture(scope="module")
def bare_server() -> Iterator[Dovecot]:
    """One that cannot expunge a single message either."""
    with dovecot(capability=WITHOUT_BOTH) as here:
        yield here


@pytest.fixture
def box(server: Dovecot) -> Iterator[Box]:
    with server.mailbox(next(server.others)).open() as here:
        yield here


def message(
    number: int, subject: str = "Kaart geblokkeerd", sender: str = "bank@elders.example", body: str = "Beste klant"
) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, CHECK, subject
    made["Message-ID"] = f"<{number}@elders.example>"
    made.set_content(body)
    return bytes(made)


def with_page(number: int, page: str) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "x@y.example", "Pagina", f"<{number}@elders.example>"
    made.set_content(page, subtype="html", cte="base64")
    return bytes(made)


def all_of(box: Box, folder: str) -> tuple[Stored, ...]:
    box.select(folder, readonly=True)
    return box.stored(box.uids())


def told(box: Box, folder: str) -> list[tuple[str, frozenset[str], datetime | None]]:
    return [(one.message_id, frozenset(one.flags) - {"\\Recent"}, one.received) for one in all_of(box, folder)]


@pytest.mark.parametrize(
    ("changes", "step", "id"),
    [
        ({}, None, None),
        ({"user": TOM, "password": "korst ë"}, None, None),  # a password outside ASCII
        ({"password": "nee"}, Step.LOGIN, "mail_login"),
        ({"password": 'a"b\\c'}, Step.LOGIN, "mail_login"),
        ({"user": "niemand@bakkerij.example"}, Step.LOGIN, "mail_login"),
        ({"host": "nergens.invalid"}, Step.NAME, "mail_name"),
        ({"host": "a..b"}, Step.NAME, "mail_name"),
        ({"host": "x" * 70 + ".example"}, Step.NAME, "mail_name"),
        ({"host": "localhost"}, Step.TLS, "mail_tls"),  # the certificate is for another name
        ({"trust": ""}, Step.TLS, "mail_tls"),  # nobody we know signed it
        ({"trust": "/nowhere.pem"}, Step.TLS, "mail_trust"),
        ({"port": 1}, Step.CONNECTION, "mail_connection"),
    ],
)
def test_a_test_says_at_which_step_it_failed(
    server: Dovecot, changes: dict[str, object], step: Step | None, id: str | None
) -> None:
    tested = server.mailbox(**{"user": CHECK, **changes}).test()  # type: ignore[arg-type]
    assert (tested.failed, tested.problem and tested.problem.id) == (step, id)
    assert tested.folders == (() if step else ("INBOX",))
    if tested.problem:
        assert all(len(tested.problem.said(language)) > 20 for language in ("nl", "fr", "de", "en"))


def test_a_test_says_what_the_server_can_do_and_names_its_folders(server: Dovecot) -> None:
    user = next(server.others)
    server.deliver(message(1), user)
    server.deliver(message(2), user, "Oud")
    tested = server.mailbox(user).test()
    assert {"IDLE", "MOVE", "UIDPLUS"} <= tested.can
    assert (set(tested.folders), tested.messages) == ({"INBOX", "Oud"}, 1)
    assert server.mailbox(user).test("Niets").failed is Step.FOLDER


def test_starttls_protects_before_anything_is_said(server: Dovecot) -> None:
    assert server.starttls().test().failed is None
    assert server.starttls(host="localhost").test().failed is Step.TLS
    assert server.starttls(port=server.tls_port, seconds=1.0).test().failed is Step.CONNECTION
    assert server.mailbox(port=server.plain_port).test().failed is Step.TLS


def test_a_server_without_starttls_is_told_nothing() -> None:
    heard = []

    def greet() -> None:
        client, _ = listener.accept()
        with client:
            client.sendall(b"* OK hello\r\n")
            while line := client.recv(1000):
                heard.append(line)
                client.sendall(b"* CAPABILITY IMAP4rev1\r\n" + line.split()[0] + b" OK done\r\n")

    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=greet)
        thread.start()
        port = listener.getsockname()[1]
        tested = Mailbox(host="127.0.0.1", port=port, security=Security.STARTTLS, user="els", password="geheim").test()
        thread.join(5)
    assert (tested.failed, tested.problem and tested.problem.id) == (Step.TLS, "mail_no_starttls")
    assert not [line for line in heard if b"geheim" in line or b"els" in line]


@pytest.mark.parametrize(
    ("said", "step"),
    [
        (b"", Step.CONNECTION),  # closes at once
        (b"SSH-2.0-OpenSSH\r\n", Step.CONNECTION),
        (b"* BYE busy\r\n", Step.CONNECTION),
        (b"* OK hello\r\n* CAPABILITY {999999999999}\r\n", Step.CONNECTION),  # more than we read
        (b"* OK \xff\xfe\r\n\xff\xff\xff\r\n", Step.CONNECTION),
        (b"* OK hello\r\n" + b"x" * 100_000 + b"\r\n", Step.CONNECTION),
    ],
)
def test_a_server_that_talks_nonsense_is_no_service(said: bytes, step: Step) -> None:
    import socket

    def talk() -> None:
        client, _ = listener.accept()
        with client:
            client.sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=talk)
        thread.start()
        mailbox = Mailbox(
            host="127.0.0.1", port=listener.getsockname()[1], security=Security.NONE, user="els", password="x", seconds=2.0
        )
        assert mailbox.test().failed is step
        thread.join(5)


def test_a_password_never_travels_unprotected_and_never_shows() -> None:
    with pytest.raises(BrokenSettings, match=r"imap\.firm\.example"):
        Mailbox(host="imap.firm.example", user="els", password="geheim", security=Security.NONE)
    with pytest.raises(BrokenSettings):
        Mailbox(host="imap.firm.example", user="els", password="x\r\nA1 DELETE INBOX")
    assert "geheim" not in repr(Mailbox(host="imap.firm.example", user="els", password="geheim"))


def test_a_token_opens_the_mailbox_and_an_old_one_does_not() -> None:
    class Tokens(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            good = self.path.endswith("fresh")
            self.send_response(200 if good else 401)
            self.end_headers()
            self.wfile.write(json.dumps({"email": CHECK}).encode() if good else b"{}")

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tokens) as provider:
        threading.Thread(target=provider.serve_forever, args=(0.01,), daemon=True).start()
        with dovecot(tokens_at=f"http://127.0.0.1:{provider.server_port}/?token=") as server:
            tokens = iter(["fresh", "stale"])
            mailbox = server.mailbox(password="", token=lambda: next(tokens))
            assert mailbox.test().failed is None
            assert mailbox.test().failed is Step.LOGIN
            nothing = mailbox.test()  # whoever gives tokens has none left
            assert (nothing.failed, nothing.problem and nothing.problem.values["why"]) == (Step.LOGIN, "StopIteration")
        provider.shutdown()


def test_a_message_is_fetched_byte_by_byte_and_stays_unread(server: Dovecot) -> None:
    user = next(server.others)
    strange = b"From: x@y.example\r\nSubject: =?utf-8?q?=E9?=\r\nContent-Type: multipart/mixed\r\n\r\n--?\r\n\xff\xfe)\r\n* 1 FETCH (UID 99)\r\n"
    server.deliver(strange, user)
    with server.mailbox(user).open() as box:
        box.select("INBOX")
        fetched = box.fetch(1)
        assert fetched is not None
        assert (fetched.data, fetched.whole, fetched.stored.size) == (strange, True, len(strange))
        assert "\\Seen" not in all_of(box, "INBOX")[0].flags
        assert box.fetch(2) is None


def test_an_arrival_is_one_message_in_one_folder(server: Dovecot) -> None:
    user = next(server.others)
    for folder in ("", "", "Oud"):
        server.deliver(message(1), user, folder)

    def arrivals() -> list[str]:
        with server.mailbox(user).open() as box:
            found = []
            for folder in ("INBOX", "Oud"):
                box.select(folder)
                found += [fetched.arrival for uid in box.uids() if (fetched := box.fetch(uid))]
            return found

    first = arrivals()
    assert len(set(first)) == 3
    assert arrivals() == first


def test_of_a_message_that_is_too_large_the_headers_come(server: Dovecot) -> None:
    user = next(server.others)
    server.deliver(message(1, body="x" * 5000), user)
    with server.mailbox(user, max_bytes=4000).open() as box:
        box.select("INBOX")
        fetched = box.fetch(1)
    assert fetched is not None
    assert not fetched.whole
    assert fetched.stored.size > 5000
    assert b"Subject: Kaart geblokkeerd" in fetched.data
    assert b"xxx" not in fetched.data


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(message_id="<1@elders.example>"), {"1@elders.example"}),  # and not 11@
        (Wanted(message_id="<8@elders.example>"), set()),
        (Wanted(sender="bank@elders.example"), {"1@elders.example", "11@elders.example"}),
        (Wanted(subject=("geblokkeerd", "kaart")), {"1@elders.example", "11@elders.example"}),
        (Wanted(subject=("geblokkeerd", "factuur")), set()),
        (Wanted(subject=("café",)), {"2@elders.example"}),
        (Wanted(body=("veiligbetalen.example/kaart",)), {"3@elders.example"}),  # a link in base64 HTML
        (Wanted(body=("dringend",), sender="bank@"), {"11@elders.example"}),
        (Wanted(subject=('"x" \r\nA1 DELETE INBOX',)), set()),
        (Wanted(sender="bank", since=date(2026, 1, 1)), {"1@elders.example", "11@elders.example"}),
        (Wanted(sender="bank", since=date(2099, 1, 1)), set()),
    ],
)
def test_a_search_looks_into_every_folder(searched: Box, wanted: Wanted, found: set[str]) -> None:
    result = searched.search(wanted)
    assert {one.message_id for one in result.found} == found
    assert set(result.folders) == {"INBOX", "Oud", "Oud/Privé"}
    assert (result.failed, result.more) == ((), False)


@pytest.fixture(scope="module")
def searched(server: Dovecot) -> Iterator[Box]:
    with server.mailbox(next(server.others)).open() as box:
        box.append("INBOX", message(1))
        box.append("Oud", message(11, body="Heel dringend"))
        box.append("Oud/Privé", message(2, subject="Menu van café Zuid", sender="zuid@cafe.example"))
        box.append("Oud/Privé", with_page(3, HREF))
        yield box


def test_a_search_for_nothing_is_a_mistake(box: Box) -> None:
    with pytest.raises(ValueError, match="Message-ID"):
        box.search(Wanted(sender="\r\n", since=date(2026, 1, 1)))


def test_a_folder_that_cannot_be_searched_is_reported(box: Box) -> None:
    result = box.search(Wanted(sender="x"), ["Niets", "INBOX"])
    assert result.folders == ("INBOX",)
    assert [(one.folder, one.place, one.problem.id) for one in result.failed] == [("Niets", None, "mail_folder")]


@pytest.mark.parametrize("kind", ["server", "plain_server", "bare_server"])
def test_what_is_moved_away_comes_back_as_it_was(kind: str, request: pytest.FixtureRequest) -> None:
    server: Dovecot = request.getfixturevalue(kind)
    with server.mailbox(next(server.others)).open() as box:
        for number, flags in ((1, ("\\Seen", "\\Flagged", "belangrijk")), (2, ()), (3, ("\\Seen",))):
            box.append("INBOX", message(number), flags, LONG_AGO)
        before = told(box, "INBOX")
        one, two, other = all_of(box, "INBOX")
        box.select("INBOX")
        box._must("STORE", str(other.place.uid), "+FLAGS", r"(\Deleted)")  # somebody else's: it must survive

        moves = box.move((one, two), "Weerbaar/Quarantaine")

        assert moves.failed == ()
        assert [moved.was.message_id for moved in moves.moved] == ["1@elders.example", "2@elders.example"]
        quarantine = moves.moved[0].now.folder
        assert quarantine in box.folders()
        assert told(box, quarantine) == before[:2]
        left = [(one.message_id, "\\Deleted" in one.flags) for one in all_of(box, "INBOX")]
        if kind == "bare_server":  # nothing may be expunged, so they are marked
            assert left == [("1@elders.example", True), ("2@elders.example", True), ("3@elders.example", True)]
        else:
            assert left == [("3@elders.example", True)]

        again = box.move((one, two), "Weerbaar/Quarantaine")
        assert [moved.now for moved in again.moved] == [moved.now for moved in moves.moved]
        assert len(told(box, quarantine)) == 2

        box.select(quarantine)
        box._must("STORE", str(moves.moved[1].now.uid), "+FLAGS", r"(\Seen)")  # somebody looked into the quarantine
        back = box.restore(moves.moved)

        assert back.failed == ()
        box.select("INBOX")
        box._must("STORE", str(other.place.uid), "-FLAGS", r"(\Deleted)")
        assert sorted(told(box, "INBOX"), key=lambda one: one[0]) == before
        assert not [one for one in all_of(box, quarantine) if "\\Deleted" not in one.flags]


def test_what_is_gone_is_reported_and_the_rest_is_moved(box: Box) -> None:
    for number in (1, 2):
        box.append("INBOX", message(number))
    one, two = all_of(box, "INBOX")
    box.remove(one.place)
    moves = box.move((one, two, Stored(Place("INBOX", 1, two.place.uid), 1)), "Weg")
    assert [moved.was.message_id for moved in moves.moved] == ["2@elders.example"]
    assert [failed.problem.id for failed in moves.failed] == ["mail_gone", "mail_gone"]


def test_a_lost_connection_is_reported_for_all_that_is_left() -> None:
    with dovecot() as server, pytest.raises(NoService) as lost, server.mailbox().open() as box:
        for number in (1, 2):
            box.append("INBOX", message(number))
        both = all_of(box, "INBOX")
        server.kill()
        moves = box.move(both, "Weg")
        assert [failed.problem.id for failed in moves.failed] == ["mail_connection"] * 2
        assert len(box.restore((Moved(both[0], both[0].place),)).failed) == 1
        box.select("Weg")
    assert lost.value.lost


def test_a_note_is_added_once_and_removed_alone(box: Box) -> None:
    box.append("INBOX", message(1))
    note = box.append("INBOX", message(7, subject="Dit bericht staat in quarantaine"), ("\\Seen",), LONG_AGO)
    assert note is not None
    assert box.append("INBOX", message(7)) == note
    assert told(box, "INBOX")[1] == ("7@elders.example", frozenset({"\\Seen"}), LONG_AGO)
    assert box.remove(note)
    assert [one.message_id for one in all_of(box, "INBOX")] == ["1@elders.example"]


@pytest.mark.parametrize("name", ["Weerbaar", "Bewaard & gezien", "Été/Privé", 'Met "tekens"', "A/B/C"])
def test_a_folder_is_made_once_whatever_its_name(server: Dovecot, plain_server: Dovecot, name: str) -> None:
    for one in (server, plain_server):
        with one.mailbox(next(one.others)).open() as box:
            made = box.folder(name)
            assert box.folder(name) == made
            assert made in box.folders()
            assert box.append(name, message(1)) == Place(made, box.uidvalidity, 1)
