"""A desk as people run it, for measurements: real web and worker processes, a real receiver of mail, a real server that takes its answers."""

import http.client
import json
import os
import secrets
import signal
import smtplib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

KEYS = 8
DOMAIN = "bakkerijvanhove.example"
CHECK = f"check@{DOMAIN}"
TRUSTED = f"mx.{DOMAIN}"
BOOTSTRAP = """
import json, sys
from weerbaar.desk import setup
setup.configure()
setup.migrate()
from weerbaar.desk.accounts.models import Membership, Organisation, Role
from weerbaar.desk.accounts.people import admit
from weerbaar.desk.api.keys import make
from weerbaar.desk.api.scopes import Scope
from weerbaar.desk.intake import doors
from weerbaar.desk.intake.details import Details
from weerbaar.desk.intake.models import Use
from weerbaar.outside.server import Security
told = json.loads(sys.argv[1])
description = f'domains = ["{told["domain"]}"]\\nlanguages = ["nl"]\\ntrusted_authserv_ids = ["{told["trusted"]}"]\\n'
bakery = Organisation.found("Bakkerij Van Hove", "bakkerij", ["nl"], description)
els = Membership.objects.create(user=admit(f"els@{told['domain']}", "Els"), organisation=bakery, role=Role.ADMINISTRATOR)
keys = []
for number in range(told["keys"]):
    one = Membership.objects.create(user=admit(f"p{number}@{told['domain']}", "P"), organisation=bakery, role=Role.REPORTER)
    keys.append(make(one, "bench", [Scope.BRING, Scope.ANSWERS], 30)[1])
here = {"host": "127.0.0.1", "security": Security.NONE, "address": told["check"]}
doors.add(els, Use.OUTGOING, Details(port=told["sink"], **here))
doors.add(els, Use.RECEIVER, Details(port=told["receiver"], recipients=(told["check"],), messages_per_minute=100_000, **here))
print(json.dumps(keys))
"""
STAND = """
import json
from weerbaar.desk import setup
setup.configure()
from weerbaar.desk.cases.models import Answer, Case
from weerbaar.desk.governance import anchor
cases = []
for case in Case.objects.prefetch_related("answers", "events"):
    cases.append({
        "text": case.original().decode("latin-1"), "state": case.state, "way": case.way, "received": case.received_at.timestamp(),
        "answered": case.answered_at.timestamp() if case.answered_at else None,
        "first": sum(one.kind == "first" for one in case.answers.all()), "sending": [one.sending for one in case.answers.all()],
        "outlet": [one.outlet for one in case.answers.all()], "not_told": [one.facts.get("why", "") for one in case.events.all() if one.kind == "not told"],
    })
print(json.dumps({"cases": cases, "broken": [str(one) for one in anchor.verify_all() if one.broken is not None]}))
"""
WAITING = """
from weerbaar.desk import setup
setup.configure()
from weerbaar.desk.cases.models import Answer, Case
print(Case.objects.filter(state__in=("received", "looking")).count(), Answer.objects.filter(sending__in=("waiting", "sending")).count())
"""


class Sink:
    """A mail server that takes everything and remembers when."""

    def __init__(self) -> None:
        from aiosmtpd.controller import Controller

        self.taken: list[tuple[float, bytes]] = []
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.taken.append((time.time(), envelope.original_content))
        return "250 OK"

    def __enter__(self) -> "Sink":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()


@dataclass
class Live:
    """The processes of one desk."""

    home: Path
    sink: Sink
    url: str = ""
    web_port: int = 0
    receiver_port: int = 0
    keys: list[str] = field(default_factory=list)
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    ended: threading.Event = field(default_factory=threading.Event)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEERBAAR_", "DJANGO_"))}
        own = {"WEERBAAR_HOME": str(self.home), "WEERBAAR_OCR": "false"}
        return kept | own | ({"WEERBAAR_DATABASE_URL": self.url} if self.url else {})

    def found(self) -> None:
        """Tables, an organisation, keys for programs, doors for mail."""
        self.web_port, self.receiver_port = free_port(), free_port()
        told = {
            "domain": DOMAIN, "trusted": TRUSTED, "check": CHECK, "keys": KEYS, "sink": self.sink.port, "receiver": self.receiver_port,
        }  # fmt: skip
        self.keys = json.loads(self.python(BOOTSTRAP, json.dumps(told)))

    def python(self, code: str, *arguments: str) -> str:
        """What some code prints in a process of its own with this desk's settings."""
        ran = subprocess.run(
            [sys.executable, "-c", code, *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        if ran.returncode:
            raise RuntimeError(ran.stderr[-2000:])
        return ran.stdout

    def start(self, name: str) -> None:
        """Start "web" or "worker", as a service manager would."""
        words = ("desk", "--no-worker", "--port", str(self.web_port)) if name == "web" else ("worker",)
        with (self.home / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "weerbaar.cli", *words],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill_and_start(self, name: str) -> None:
        """kill -9, with everything it started; then it is started again."""
        with self._turn:
            self.kill(name)
            self.start(name)

    def keep(self) -> None:
        """Start what ended by itself again, as a service manager does; until `ended` is set."""
        while not self.ended.wait(1.0):
            with self._turn:
                for name, process in list(self.processes.items()):
                    if process.poll() is not None:
                        self.start(name)

    def kill(self, name: str) -> None:
        """kill -9, with everything it started."""
        process = self.processes[name]
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        """Leave nothing running."""
        for name in list(self.processes):
            self.kill(name)

    def ready(self, seconds: float = 60.0) -> None:
        """Wait until it answers and takes mail."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(OSError, http.client.HTTPException):
                with closing(http.client.HTTPConnection("127.0.0.1", self.web_port, timeout=5)) as connection:
                    connection.request("GET", "/livez")
                    alive = connection.getresponse().status == 200
                with socket.create_connection(("127.0.0.1", self.receiver_port), timeout=2):
                    if alive:
                        return
            time.sleep(0.1)
        raise RuntimeError(f"the desk did not start: {(self.home / 'web.log').read_text()[-1500:]}")

    def settle(self, seconds: float = 300.0) -> tuple[int, int]:
        """Wait until nothing waits any more; the cases and answers that still do."""
        end = time.monotonic() + seconds
        while True:
            with suppress(RuntimeError):
                cases, answers = (int(one) for one in self.python(WAITING).split())
                if (cases, answers) == (0, 0) or time.monotonic() > end:
                    return cases, answers
            time.sleep(1)

    def stand(self) -> dict[str, Any]:
        """Every case as it stands, and what is wrong with the trail."""
        found: dict[str, Any] = json.loads(self.python(STAND))
        return found

    def bring(self, name: str, number: int) -> bool:
        """Bring a doubt over HTTP under a name of ours; whether it was acknowledged. Sent again under that name it is the same doubt."""
        body = json.dumps({"text": f"Betaal vandaag nog op BE68 5390 0754 7034 en zeg niets. Kenmerk {name}."})
        headers = {
            "Authorization": f"Bearer {self.keys[number % len(self.keys)]}", "Content-Type": "application/json", "Idempotency-Key": name,
        }  # fmt: skip
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.web_port, timeout=30)) as connection:
                connection.request("POST", "/api/v1/doubts", body, headers)
                return connection.getresponse().status == 201
        except (OSError, http.client.HTTPException):
            return False

    def mail(self, name: str, number: int) -> bool:
        """Bring a doubt by mail to the receiver; whether it was acknowledged."""
        mail = (
            f"Authentication-Results: {TRUSTED}; dmarc=pass header.from={DOMAIN}\r\n"
            f"From: P <p{number % KEYS}@{DOMAIN}>\r\nTo: {CHECK}\r\nSubject: Fwd: betaling {name}\r\n"
            f"Message-ID: <{name}@{DOMAIN}>\r\nDate: Tue, 03 Nov 2026 09:12:00 +0100\r\n\r\n"
            "Klopt dit?\r\n\r\n---------- Forwarded message ---------\r\nFrom: Els <els@directie.example>\r\nSubject: dringend\r\n\r\n"
            f"Betaal vandaag nog 18.400 euro op BE68 5390 0754 7034. Zeg niets. Kenmerk {name}.\r\n"
        )
        try:
            with smtplib.SMTP("127.0.0.1", self.receiver_port, timeout=30) as server:
                server.sendmail(f"p{number % KEYS}@{DOMAIN}", [CHECK], mail)
                return True
        except (OSError, smtplib.SMTPException):
            return False

    def resident(self) -> dict[str, float]:
        """MB resident (proportional share of what is shared) of each process of the desk and its children."""
        found: dict[str, float] = {}
        for name, process in self.processes.items():
            for number, pid in enumerate(sorted(_family(process.pid))):
                with suppress(OSError):
                    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
                    pss = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
                    found[f"{name}{'' if number == 0 else f' child {number}'}"] = pss * 1024 / 1e6
        return found


@contextmanager
def live(home: Path, url: str = "") -> Iterator[Live]:
    """A desk that is open; nothing of it is left afterwards."""
    home.mkdir(parents=True, exist_ok=True)
    with Sink() as sink:
        desk = Live(home, sink, url)
        desk.found()
        keeper = threading.Thread(target=desk.keep)
        try:
            desk.start("web")
            desk.start("worker")
            keeper.start()
            desk.ready()
            yield desk
        finally:
            desk.ended.set()
            if keeper.ident is not None:
                keeper.join()
            desk.end()


def token() -> str:
    """A name for a doubt that no other has."""
    return f"k{secrets.token_hex(8)}"


def at_once(jobs: "list[threading.Thread]") -> None:
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def interrupted(*_: "int | FrameType | None") -> None:
    """For SIGTERM: end as by Ctrl-C, so that no process is left behind."""
    raise KeyboardInterrupt


def _family(pid: int) -> set[int]:
    found = {pid}
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                found |= _family(int(child))
    return found
