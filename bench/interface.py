"""`make bench-interface`: schemathesis against a desk on a port. Writes docs/measured/interface.md.

Schemathesis sends what fits the description of the interface, and what does not, to every operation. One number counts: how many requests
ended in an error of the server. Limits are lifted while it runs, and a worker looks at what is brought.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench import tables

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,ignored_auth"


@contextmanager
def desk() -> Iterator[tuple[str, str]]:
    """A desk of its own in a folder that goes away: its address, and a key that may do everything an administrator may."""
    with tempfile.TemporaryDirectory(prefix="weerbaar-interface-") as folder:
        from weerbaar.desk import setup

        setup.configure(Path(folder))
        setup.migrate()
        key = _key()
        import uvicorn

        from weerbaar.desk.access import limits
        from weerbaar.desk.asgi import application
        from weerbaar.desk.work.process import run

        limits.LIMITS = {name: limits.Limit(10**9, 60) for name in limits.LIMITS}
        stop = threading.Event()
        worker = threading.Thread(target=run, kwargs={"stop": stop})
        server = uvicorn.Server(uvicorn.Config(application, port=0, log_config=None, access_log=False, lifespan="off"))
        serving = threading.Thread(target=server.run)
        worker.start()
        serving.start()
        try:
            while not server.started:
                time.sleep(0.05)
            yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", key
        finally:
            server.should_exit = True
            stop.set()
            serving.join()
            worker.join()


def _key() -> str:
    from allauth.mfa.models import Authenticator

    from weerbaar.desk.accounts.adapter import seal
    from weerbaar.desk.accounts.models import Membership, Organisation, Role
    from weerbaar.desk.accounts.people import admit
    from weerbaar.desk.api.keys import make
    from weerbaar.desk.api.scopes import open_to

    organisation = Organisation.found("Bakkerij", "bakkerij", ["nl"], "")
    user = admit("els@bakkerij.example", "Els", "nl")
    member = Membership.objects.create(user=user, organisation=organisation, role=Role.ADMINISTRATOR)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": seal("JBSWY3DPEHPK3PXP")})
    return make(member, "bench", open_to(member), 7)[1]


def main() -> int:
    """Run it, write the page; 1 when the server failed."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    arguments.add_argument("--examples", type=int, default=200, help="examples for each operation and phase")
    arguments.add_argument("--seconds", type=int, default=1800, help="at most")
    asked = arguments.parse_args()
    os.environ.pop("WEERBAAR_DATABASE_URL", None)
    with desk() as (address, key):
        began = time.monotonic()
        command = [
            str(Path(sys.executable).parent / "schemathesis"), "run", f"{address}/api/v1/openapi.json", "--url", address,
            "-H", f"Authorization: Bearer {key}", "--checks", CHECKS, "--max-examples", str(asked.examples), "--seed", "7",
            "--phases", "examples,coverage,fuzzing,stateful", "--mode", "all", "--no-color", "--continue-on-failure",
        ]  # fmt: skip
        told = subprocess.run(command, capture_output=True, text=True, timeout=asked.seconds, check=False)
        took = time.monotonic() - began
    print(told.stdout[-6000:], told.stderr[-2000:], sep="\n")
    errors = len(re.findall(r"^- Server error", told.stdout, re.M))
    tables.write("interface.md", _page(told.stdout, errors, took, asked.examples))
    return 1 if errors else 0


def _page(said: str, errors: int, took: float, examples: int) -> str:
    summary = said[said.rfind("SUMMARY") :] if "SUMMARY" in said else said[-2000:]
    lines = [line.rstrip() for line in summary.splitlines()[1:] if line.strip() and not line.startswith("=")]
    return (
        f"# Measured: the interface\n\n{(__doc__ or '').split(chr(10), 2)[2].strip()}\n\n"
        f"**{errors} server errors**, {examples} examples for each operation and phase, {took:.0f} s, "
        f"schemathesis {version('schemathesis')}, {datetime.now(UTC):%Y-%m-%d}.\n\n"
        "```\n" + "\n".join(lines) + "\n```\n"
    )


if __name__ == "__main__":
    sys.exit(main())
