"""The trail and its anchors: whatever is done to a line, it is seen and the line is named."""

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.desk.cast import Desk
from weerbaar.cli import main
from weerbaar.desk import lines
from weerbaar.desk.governance import anchor
from weerbaar.desk.governance.models import Entry, Head
from weerbaar.desk.trail import START, digest, record

OPENSSL = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@pytest.fixture
def bakery(desk: Desk) -> int:
    """A trail with six lines, five of them anchored."""
    id = desk.bakery.pk
    for number in range(5):
        record("noted", organisation=id, about=f"case:{number}", facts={"number": number})
    anchor.anchor()
    record("noted", organisation=id, about="case:5")
    return id


def forced(*statements: str) -> None:
    """What somebody with the database can do who first takes the triggers away."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER governance_entry_no_update")
        cursor.execute("DROP TRIGGER governance_entry_no_delete")
        for statement in statements:
            cursor.execute(statement)


def rewritten(id: int) -> None:
    """The whole trail written anew without its third line, with hashes that fit."""
    forced("DELETE FROM governance_entry WHERE sequence = 3")
    previous, sequence = START, 0
    for entry in Entry.objects.filter(organisation_id=id).order_by("sequence"):
        sequence += 1
        line = {
            "organisation": id, "sequence": sequence, "at": entry.at, "actor": entry.actor, "action": entry.action,
            "about": entry.about, "facts": entry.facts, "previous": previous,
        }  # fmt: skip
        Entry.objects.filter(pk=entry.pk).update(sequence=sequence, previous=previous, hash=digest(line))
        previous = digest(line)
    Head.objects.filter(organisation_id=id).update(sequence=sequence, hash=previous)


def test_a_trail_that_nobody_touched_holds(desk: Desk, bakery: int) -> None:
    checked = anchor.check()
    assert checked.problems == ()
    assert [(one.organisation, one.lines, one.broken) for one in anchor.verify_all(checked)] == [
        (0, 1, None),
        (bakery, 6, None),
    ]


@pytest.mark.parametrize(
    ("tamper", "broken", "why"),
    [
        (lambda id: forced("UPDATE governance_entry SET facts = '{}' WHERE sequence = 3"), 3, "changed"),
        (lambda id: forced("UPDATE governance_entry SET actor = 7 WHERE sequence = 1"), 1, "changed"),
        (lambda id: forced("DELETE FROM governance_entry WHERE sequence = 4"), 4, "missing"),
        (lambda id: forced("DELETE FROM governance_entry WHERE sequence > 4"), 5, "cut short"),
        (
            lambda id: forced(
                "UPDATE governance_entry SET sequence = 99 WHERE sequence = 2",
                "UPDATE governance_entry SET sequence = 2 WHERE sequence = 3",
                "UPDATE governance_entry SET sequence = 3 WHERE sequence = 99",
            ),
            2,
            "changed",
        ),
        (rewritten, 5, "differs from its anchor"),
    ],
    ids=["a fact", "who did it", "a line away", "the end away", "two in another order", "all written anew"],
)
def test_whatever_is_done_to_a_line_it_is_named(
    desk: Desk, bakery: int, tamper: Callable[[int], None], broken: int, why: str
) -> None:
    tamper(bakery)
    [verified] = anchor.verify_all(organisations=(bakery,))
    assert (verified.broken, verified.why) == (broken, why)


def test_a_trail_that_was_taken_away_as_a_whole_is_missed(desk: Desk, bakery: int) -> None:
    forced(
        f"DELETE FROM governance_entry WHERE organisation_id = {bakery}",
        f"DELETE FROM governance_head WHERE organisation_id = {bakery}",
    )
    [verified] = anchor.verify_all(organisations=(bakery,))
    assert verified.why == "cut short"


def changed(written: list[dict[str, Any]]) -> list[dict[str, Any]]:
    written[0]["anchor"]["heads"][0][2] = "0" * 64
    return written


@pytest.mark.parametrize(
    ("tamper", "problem"),
    [
        (changed, (1, "not signed by our key")),
        (lambda written: written[1:], (1, "the line before was changed or taken away")),
        (lambda written: written[:-1], (2, "an anchor was taken away")),
        (lambda written: [], (1, "an anchor was taken away")),
    ],
    ids=["changed", "the first away", "the last away", "all away"],
)
def test_anchors_are_guarded_too(desk: Desk, bakery: int, tamper: Callable[[Any], Any], problem: tuple[int, str]) -> None:
    anchor.anchor()
    written = tamper(lines.read(anchor.file()))
    anchor.file().write_bytes(b"".join(lines.canonical(line) + b"\n" for line in written))
    assert anchor.check().problems[0] == problem


def test_an_anchor_signed_by_another_key_is_none(desk: Desk, bakery: int) -> None:
    (desk.home / anchor.KEY_FILE).unlink()
    anchor.anchor()
    assert anchor.check().problems == ((1, "not signed by our key"),)


def test_the_database_itself_refuses_to_change_a_line(desk: Desk, bakery: int) -> None:
    from django.db import DatabaseError

    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.filter(sequence=1).update(action="x")
    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.filter(sequence=1).delete()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A time-stamp authority made with openssl, behind a server on this machine: its address and its certificate."""
    folder = tmp_path / "tsa"
    folder.mkdir()
    (folder / "serial").write_text("01")
    (folder / "openssl.cnf").write_text(OPENSSL.format(folder=folder))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.pem", "-days", "3650",
         "-subj", "/CN=Tijd", "-addext", "extendedKeyUsage=critical,timeStamping", "-addext", "keyUsage=critical,digitalSignature"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (folder / "query").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            made = subprocess.run(
                ["openssl", "ts", "-reply", "-config", "openssl.cnf", "-queryfile", "query", "-out", "reply"],
                cwd=folder, capture_output=True,
            )  # fmt: skip
            self.send_response(200 if made.returncode == 0 else 500)
            self.end_headers()
            if self.path == "/wrong":
                (folder / "reply").write_bytes(b"no stamp")
            self.wfile.write((folder / "reply").read_bytes())

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", folder / "tsa.pem"
    server.shutdown()
    thread.join()
    server.server_close()


def with_service(settings: Any, url: str, roots: str = "") -> None:
    from dataclasses import replace

    settings.WEERBAAR_DESK = replace(settings.WEERBAAR_DESK, time_stamp_url=url, time_stamp_roots=roots)


def test_a_time_stamp_service_signs_the_anchor_as_well(desk: Desk, service: tuple[str, Path], settings: Any) -> None:
    with_service(settings, service[0], str(service[1]))
    line = anchor.anchor()
    assert line["stamp"]
    assert (anchor.check().stamped, anchor.check().problems) == (1, ())


def test_a_stamp_of_something_else_does_not_hold(desk: Desk, service: tuple[str, Path], settings: Any) -> None:
    with_service(settings, service[0], str(service[1]))
    first, second = anchor.anchor(), anchor.anchor()
    second["stamp"] = first["stamp"]
    anchor.file().write_bytes(b"".join(lines.canonical(line) + b"\n" for line in (first, second)))
    assert (2, "its time stamp does not hold") in anchor.check().problems


@pytest.mark.parametrize("path", ["/wrong", ""])
def test_a_service_that_gives_nothing_leaves_our_own_signature(
    desk: Desk, service: tuple[str, Path], settings: Any, path: str
) -> None:
    url = service[0] + path if path else "http://127.0.0.1:9"
    with_service(settings, url, str(service[1]))
    assert anchor.anchor()["stamp"] == ""
    assert anchor.check().problems == ()


def test_the_command_says_which_line(
    desk: Desk, bakery: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WEERBAAR_HOME", str(desk.home))
    assert main(["--lang", "en", "audit", "verify"]) == 0
    assert f"Trail of organisation {bakery}: all 6 lines hold." in capsys.readouterr().out
    forced("DELETE FROM governance_entry WHERE sequence = 4")
    assert main(["audit", "verify", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert {"organisation": bakery, "lines": 3, "broken": 4, "why": "missing"} in said["trails"]
