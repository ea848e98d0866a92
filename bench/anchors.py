"""Debian's SpamAssassin and rspamd on the same messages, network tests off; rspamd also with its Bayes trained on our training side.

Each runs only where it is installed (`apt install spamassassin rspamd redis-server`). Everything listens on the loopback and is stopped at the end.
Receiver-added headers are stripped from all messages alike (training/data.py), and both engines get the same bytes as we do.
"""

import contextlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from bench import tables

if TYPE_CHECKING:
    from bench.mail import Judged

OFF = (
    "rbl hfilter once_received surbl spf dkim dmarc arc asn mx_check fuzzy_check dkim_signing rspamd_update greylist ratelimit "
    "neural reputation history_redis replies url_redirector bimi whitelist"
)
MOST = 400
"""Messages per class and slice that the anchors read: SpamAssassin takes a tenth of a second each."""


def compare(judged: "Sequence[Judged]") -> str:
    """A table of every engine on the same messages, and what is missing here."""
    tested = [j for j in judged if j.message.held_out or j.message.source == "corpus"]
    learned = [j for j in judged if not j.message.held_out and j.message.source != "corpus"]
    slices = {
        "recent honeypot fraud vs held-out honest mail": _thin(
            [j for j in tested if j.message.source != "corpus" and (not j.message.fraud or j.message.source == "phishing_pot")]
        ),
        "corpus (AI-written, paired)": _thin([j for j in tested if j.message.source == "corpus"]),
    }
    missing = [name for name in ("spamassassin", "rspamd", "redis-server") if not shutil.which(name)]
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        for title, chosen in slices.items():
            files = _files(chosen, work / title.split()[0])
            fraud = np.array([j.message.fraud for j in chosen])
            ours = np.array([j.alone.probability for j in chosen])
            rows.append(_row(title, "weerbaar, message alone", ours, fraud))
            if "spamassassin" not in missing:
                rows.append(_row(title, "SpamAssassin", _spamassassin(files, work), fraud))
            if "rspamd" not in missing:
                with _rspamd(work / "plain", bayes=None):
                    rows.append(_row(title, "rspamd", _scan(files), fraud))
                if "redis-server" not in missing:
                    with _rspamd(work / "bayes", bayes=_thin(learned)):
                        rows.append(_row(title, "rspamd with Bayes", _scan(files), fraud))
    said = f"\nNot installed here: {', '.join(missing)}.\n" if missing else ""
    said += (
        "\nAll get the same bytes, without headers that receivers added. Half of the honest messages are kept as text alone, without a sender: engines made"
        "\nfor whole mail see less there than in a mail server. Rspamd's Bayes learned our training side.\n"
    )
    head = ["slice", "engine", "fraud", "honest", "AUC", "detection at 1 % false alarms", "at 0.1 %"]
    return f"## Beside SpamAssassin and rspamd, same messages, message alone\n\n{tables.table(head, rows)}{said}"


def rspamd_cost(mails: Sequence[bytes]) -> float | None:
    """CPU milliseconds rspamd's scanner takes a mail, the first half of the mails to warm up; None where it is not installed."""
    if not shutil.which("rspamd"):
        return None
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        files = []
        for number, data in enumerate(mails):
            files.append(work / f"{number:05}.eml")
            files[-1].write_bytes(data)
        with _rspamd(work / "plain", bayes=None):
            _scan(files[: len(files) // 2])
            before = _cpu_of("rspamd")
            _scan(files[len(files) // 2 :])
            return 1000 * (_cpu_of("rspamd") - before) / (len(files) - len(files) // 2)


def _cpu_of(name: str) -> float:
    """CPU seconds all running processes of that name have used."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            head, _, rest = stat.read_text().rpartition(")")
            if head.partition("(")[2] == name:
                ticks += sum(map(int, rest.split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _thin(chosen: "Sequence[Judged]") -> "list[Judged]":
    kept: list[Judged] = []
    for fraud in (True, False):
        mine = [j for j in chosen if j.message.fraud is fraud]
        kept += mine[:: max(1, -(-len(mine) // MOST))]
    return kept


def _row(title: str, engine: str, scores: NDArray[np.float64], fraud: NDArray[np.bool_]) -> list[object]:
    return [
        title, engine, int(fraud.sum()), int((~fraud).sum()), f"{roc_auc_score(fraud, scores):.3f}",
        tables.detection_at(scores, fraud, 0.01), tables.detection_at(scores, fraud, 0.001),
    ]  # fmt: skip


def _files(chosen: "Sequence[Judged]", folder: Path) -> list[Path]:
    folder.mkdir()
    files = []
    for number, j in enumerate(chosen):
        path = folder / f"{number:05}.eml"
        path.write_bytes(j.message.data)
        files.append(path)
    return files


def _spamassassin(files: Sequence[Path], work: Path) -> NDArray[np.float64]:
    site = work / "sa_etc"
    if not site.exists():
        shutil.copytree("/etc/spamassassin", site)
        with (site / "local.cf").open("a") as settings:
            settings.write("\ndns_available no\nskip_rbl_checks 1\nuse_razor2 0\nuse_pyzor 0\nuse_bayes 0\n")
    listed, out = work / "sa.list", work / "sa.jsonl"
    listed.write_text("\n".join(map(str, files)))
    state = work / "sa_state"
    state.mkdir(exist_ok=True)
    subprocess.run(["perl", Path(__file__).with_name("spamassassin.pl"), site, state, listed, out], check=True)
    scores = {row["path"]: row["score"] for row in map(json.loads, out.read_text().splitlines())}
    return np.array([scores.get(str(path), 0.0) for path in files])


@contextlib.contextmanager
def _rspamd(work: Path, bayes: "Sequence[Judged] | None") -> Iterator[None]:
    for name in ("local.d", "override.d", "db", "log", "run"):
        (work / name).mkdir(parents=True, exist_ok=True)
    local = work / "local.d"
    for module in OFF.split():
        (local / f"{module}.conf").write_text("enabled = false;\n")
    (local / "phishing.conf").write_text(
        "phishtank_enabled = false; openphish_enabled = false; phishing_feed_exclusion_enabled = false;\n"
    )
    (local / "options.inc").write_text(
        f'dns {{ nameserver = ["127.0.0.1:5399"]; timeout = 0.02s; retransmits = 1; }}\ncontrol_socket = "{work}/db/rspamd.sock mode=0600";\n'
        'filters = "chartable,regexp";\n'
    )
    (local / "worker-normal.inc").write_text('bind_socket = "127.0.0.1:11333";\ncount = 1;\ntask_timeout = 30s;\n')
    (local / "worker-controller.inc").write_text('bind_socket = "127.0.0.1:11334";\n')
    (local / "worker-proxy.inc").write_text("enabled = false;\n")
    (local / "logging.inc").write_text(f'type = "file"; filename = "{work}/log/rspamd.log"; level = "warning";\n')
    for port in (11333, 11334, 6399):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            sys.exit(f"Something listens on port {port} already; stop it, or its answers would be taken for a fresh rspamd's.")
    processes = []
    with _null_dns():
        try:
            if bayes is None:
                (local / "redis.conf").write_text("enabled = false;\n")
            else:
                (local / "redis.conf").write_text('servers = "127.0.0.1:6399";\n')
                (local / "classifier-bayes.conf").write_text(
                    'backend = "redis"; servers = "127.0.0.1:6399"; min_learns = 200; autolearn = false;\n'
                )
                processes.append(subprocess.Popen(
                    ["redis-server", "--port", "6399", "--bind", "127.0.0.1", "--save", "", "--dir", str(work)], stdout=subprocess.DEVNULL,
                ))  # fmt: skip
            variables = {"LOCAL_CONFDIR": work, "DBDIR": work / "db", "RUNDIR": work / "run", "LOGDIR": work / "log"}
            command = [
                "rspamd",
                "-f",
                "-i",
                "-c",
                "/etc/rspamd/rspamd.conf",
                *(f"--var={key}={value}" for key, value in variables.items()),
            ]
            processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            _wait(11333)
            if bayes is not None:
                _wait(11334)
                _learn(bayes)
            yield
        finally:
            for process in reversed(processes):
                process.terminate()
                process.wait(timeout=30)


def _wait(port: int) -> None:
    for _ in range(240):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            time.sleep(3)
            return
        time.sleep(0.25)
    sys.exit(f"rspamd did not open port {port}")


@contextlib.contextmanager
def _null_dns() -> Iterator[None]:
    """Answers every name with "no such domain" at once: a failing resolver would add points of its own."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 5399))
    server.settimeout(0.2)
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            with contextlib.suppress(TimeoutError, OSError):
                question, sender = server.recvfrom(2048)
                end = 12
                while end < len(question) and question[end]:
                    end += question[end] + 1
                server.sendto(question[:2] + b"\x81\x83\0\1\0\0\0\0\0\0" + question[12 : end + 5], sender)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        server.close()


def _learn(bayes: "Sequence[Judged]") -> None:
    client = http.client.HTTPConnection("127.0.0.1", 11334, timeout=60)
    for j in bayes:
        try:
            client.request("POST", "/learnspam" if j.message.fraud else "/learnham", j.message.data)
            client.getresponse().read()
        except (http.client.HTTPException, OSError):
            client.close()


def _scan(files: Sequence[Path]) -> NDArray[np.float64]:
    client = http.client.HTTPConnection("127.0.0.1", 11333, timeout=60)
    scores = []
    for path in files:
        score = 0.0
        for _ in range(2):
            try:
                client.request("POST", "/checkv2", path.read_bytes(), {"Flags": "pass_all", "Pass": "all"})
                score = float(json.loads(client.getresponse().read()).get("score", 0.0))
                break
            except (http.client.HTTPException, OSError, ValueError):
                client.close()
        scores.append(score)
    return np.array(scores)


__all__ = ["compare", "rspamd_cost"]
