"""The DNS door: shut until a setting opens it; open, the same mail gets a better answer. Against a real name server."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dkim
import pytest
from tests.keys import make_key
from tests.nameserver import Nameserver, nameserver, text

ROOT = Path(__file__).parents[2]
KEY = "v=DKIM1; k=rsa; p=" + make_key(7)[1]
ZONE = {
    "lente._domainkey.drukwerk.example": {"truncated": (), "TXT": (text(KEY),)},
    "_dmarc.drukwerk.example": {"TXT": (text("v=DMARC1; p=reject"),)},
    "drukwerk.example": {"TXT": (text("v=spf1 include:spf.drukwerk.example -all"),)},
    "spf.drukwerk.example": {"TXT": (text("v=spf1 ip4:198.51.100.0/28 -all"),)},
    "_dmarc.stil.example": {"silent": ()},
    "stil.example": {"silent": ()},
}
ORGANISATION = 'name = "De Linde"\ndomains = ["delinde.example"]\ntrusted_receivers = ["mx.delinde.example"]\n'
BODY = (
    "From: Drukwerk <info@%(domain)s>\r\nTo: an@delinde.example\r\nSubject: Proef\r\nDate: Mon, 02 Mar 2026 09:00:00 +0100\r\n"
    "Message-ID: <1@%(domain)s>\r\n\r\nDag An,\r\n\r\nDe proef van de folder ligt klaar. Kom gerust langs.\r\n"
)
ROUTE = "Return-Path: <info@%s>\r\nReceived: from a.example (a.example [%s]) by mx.delinde.example with ESMTPS id 1; x\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Nameserver]:
    with nameserver(ZONE) as here:
        yield here


def mail(domain: str, ip: str, signed: bool) -> bytes:
    body = (BODY % {"domain": domain}).encode()
    signature = b""
    if signed:
        signature = bytes(
            dkim.sign(body, b"lente", domain.encode(), make_key(7)[0], include_headers=[b"from", b"subject", b"date"])
        )
    return (ROUTE % (domain, ip)).encode() + signature + body


def check(folder: Path, mails: dict[str, bytes], environment: dict[str, str], *options: str) -> dict[str, dict[str, list[str]]]:
    """Name -> the findings about the sender, and what was not looked at."""
    (folder / "mails").mkdir()
    for name, data in mails.items():
        (folder / "mails" / name).write_bytes(data)
    (folder / "organisation.toml").write_text(ORGANISATION, encoding="utf-8")
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "weerbaar.cli",
            "check",
            "mails",
            "--format",
            "jsonl",
            "--organisation",
            "organisation.toml",
            *options,
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode in (0, 1, 2, 3), ran.stderr
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    return {
        Path(line["path"]).name: {
            "ids": sorted(f["id"] for f in line["findings"] if f["id"].startswith(("mail.authentication", "mail.dkim"))),
            "not_looked": sorted(
                f"{one['what']} {one['reason']}" for one in line["not_looked"] if one["what"].startswith("mail.")
            ),
        }
        for line in lines
    }


MAILS = {
    "honest.eml": mail("drukwerk.example", "198.51.100.7", signed=True),
    "forged.eml": mail("drukwerk.example", "203.0.113.9", signed=False),
    "silent.eml": mail("stil.example", "203.0.113.9", signed=False),
}


def test_shut_it_asks_nothing(server: Nameserver, tmp_path: Path) -> None:
    before = len(server.asked)
    seen = check(tmp_path, MAILS, {"WEERBAAR_DNS_RESOLVER": server.address})
    assert all(one == {"ids": [], "not_looked": []} for one in seen.values())
    assert len(seen) == 3
    assert len(server.asked) == before


@pytest.mark.parametrize("options", [("--in-process",), ("--workers", "2")])
def test_open_it_proves_the_honest_and_finds_the_forged(server: Nameserver, tmp_path: Path, options: tuple[str, ...]) -> None:
    open_door = {"WEERBAAR_DOOR_DNS": "true", "WEERBAAR_DNS_RESOLVER": server.address, "WEERBAAR_DNS_SECONDS": "0.4"}
    assert check(tmp_path, MAILS, open_door, *options) == {
        "honest.eml": {"ids": ["mail.authentication_passes", "mail.dkim_valid"], "not_looked": []},
        "forged.eml": {"ids": ["mail.authentication_fails"], "not_looked": []},
        "silent.eml": {"ids": [], "not_looked": ["mail.dmarc took too long", "mail.spf took too long"]},
    }
    assert ("lente._domainkey.drukwerk.example", "TXT", "tcp") in server.asked
    assert not [name for name, _, _ in server.asked if "delinde" in name]


def test_a_resolver_that_is_none_stops_the_start(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "weerbaar.cli", "check", "Hi mum"],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "WEERBAAR_DOOR_DNS": "true",
            "WEERBAAR_DNS_RESOLVER": "dns.example",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 78
    assert "dns_resolver" in ran.stderr
