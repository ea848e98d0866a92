"""Offline means offline: checking every example opens no socket and resolves no name, in any process."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
WATCH = """
import os, sys

def watch(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        if event == "socket.connect" and isinstance(args[1], (str, bytes)):
            return  # a local socket between our own processes
        os.write(2, f"NET {event} {args[1:]}\\n".encode())
        os._exit(99)

sys.addaudithook(watch)
"""


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WATCH + code, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_watch_sees_a_socket() -> None:
    seen = run("import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 53))")
    assert seen.returncode == 99
    assert "NET socket.connect" in seen.stderr


def test_no_example_makes_us_open_a_socket() -> None:
    folders = [f"examples/{language}" for language in ("nl", "fr", "de", "en")]
    code = "from weerbaar.cli import main\nsys.exit(main(sys.argv[1:]))"
    seen = run(code, "check", *folders, "--in-process", "--format", "jsonl", "--organisation", "examples/organisation.toml")
    assert "NET" not in seen.stderr
    assert seen.returncode == 2, seen.stderr
    assert len(seen.stdout.splitlines()) == 32


def test_no_worker_opens_a_socket() -> None:
    code = "from weerbaar.cli import main\nsys.exit(main(sys.argv[1:]))"
    seen = run(code, "check", "examples/fr", "--organisation", "examples/organisation.toml")
    assert "NET" not in seen.stderr
    assert seen.returncode in (0, 1, 2, 3), seen.stderr
    assert len(seen.stdout.splitlines()) == 8
