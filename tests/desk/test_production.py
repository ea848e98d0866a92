"""What docs/production.md says, run: its proxies before a live desk, its units through systemd's own check.

The configuration is taken from the page; only addresses, ports and certificates are put in the place of those that are not here.
"""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pytest
from allauth.usersessions.models import UserSession

from tests.certificate import make_certificate
from tests.desk.cast import Desk, address
from tests.desk.programs import program
from tests.desk.test_command import environment, free_port, until

PAGE = (Path(__file__).parents[2] / "docs" / "production.md").read_text(encoding="utf-8")
NAME = "desk.firm.example"
PASSWORD = "vanille en appel 7"
MB = 1024 * 1024


def written(after: str) -> str:
    """The example that follows these words on the page."""
    lines = PAGE[PAGE.index(after) :].splitlines()[1:]
    start = next(at for at, line in enumerate(lines) if line.startswith("    "))
    end = next(at for at in range(start, len(lines)) if lines[at] and not lines[at].startswith("    "))
    return "\n".join(line[4:] for line in lines[start:end]).strip() + "\n"


@dataclass(frozen=True, slots=True)
class Behind:
    """A desk behind a proxy: the ports of the proxy, and what it is known by."""

    tls: int
    plain: int
    trust: Path

    def connect(self, *protocols: str) -> HTTPSConnection:
        context = ssl.create_default_context(cafile=str(self.trust))
        if protocols:
            context.set_alpn_protocols(list(protocols))
        connection = HTTPSConnection(NAME, self.tls, timeout=60, context=context)
        plain = HTTPConnection("127.0.0.1", self.tls, timeout=60)
        plain.connect()
        connection.sock = context.wrap_socket(plain.sock, server_hostname=NAME)
        return connection

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[HTTPResponse, bytes]:
        with closing(self.connect()) as connection:
            connection.request(method, path, body or None, {"Host": NAME, **(headers or {})})
            response = connection.getresponse()
            return response, response.read()


def nginx(folder: Path, certificate: Path, key: Path, tls: int, plain: int, desk: int) -> list[str]:
    servers = written("nginx (")
    for there, here in (
        ("listen 443", f"listen 127.0.0.1:{tls}"), ("listen 80;", f"listen 127.0.0.1:{plain};"), ("127.0.0.1:8080", f"127.0.0.1:{desk}"),
        (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(certificate)), (f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(key)),
    ):  # fmt: skip
        assert there in servers, f"the page no longer says {there}"
        servers = servers.replace(there, here)
    places = " ".join(f"{one}_temp_path {folder}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.geteuid() == 0 else ""
    conf = folder / "nginx.conf"
    conf.write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/errors;\nevents {{}}\nhttp {{ access_log off; {places}\n{servers}}}\n"
    )
    command = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
    checked = subprocess.run([command, "-t", "-c", str(conf)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    return [command, "-c", str(conf)]


def caddy(folder: Path, certificate: Path, key: Path, tls: int, plain: int, desk: int) -> list[str]:
    site = written("Caddy, which gets its certificate itself")
    assert f"{NAME} {{" in site
    assert "127.0.0.1:8080" in site
    site = site.replace(f"{NAME} {{", f"{NAME} {{\n    tls {certificate} {key}\n    bind 127.0.0.1").replace(
        "127.0.0.1:8080", f"127.0.0.1:{desk}"
    )
    conf = folder / "Caddyfile"
    ports = f"http_port {plain}\n    https_port {tls}\n    admin off\n    storage file_system {folder}/kept"
    conf.write_text(f"{{\n    {ports}\n    default_bind 127.0.0.1\n}}\n{site}")
    return ["caddy", "run", "--config", str(conf), "--adapter", "caddyfile"]


@contextmanager
def running(command: list[str], env: dict[str, str], said: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with said.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=env)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def answers(port: int, process: "subprocess.Popen[bytes]", said: Path) -> bool:
    assert process.poll() is None, said.read_text()
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            connection.request("GET", "/livez")
            connection.getresponse()
    except OSError:
        return False
    return True


@pytest.fixture(
    params=[pytest.param(nginx, marks=pytest.mark.needs("nginx")), pytest.param(caddy, marks=pytest.mark.needs("caddy"))],
    ids=["nginx", "caddy"],
)
def behind(request: pytest.FixtureRequest, desk: Desk, tmp_path: Path) -> Iterator[Behind]:
    """A desk as the page sets it up, in a process of its own, and a proxy before it."""
    user = desk.user("nadia")
    user.set_password(PASSWORD)
    user.save()
    certificate, key = make_certificate(tmp_path, NAME)
    port, tls, plain = free_port(), free_port(), free_port()
    folder = tmp_path / "proxy"
    folder.mkdir()
    settings = dict(line.split("=", 1) for line in written("`/etc/weerbaar/desk.env`").splitlines())
    env = {**environment(), **{name: settings[name] for name in ("WEERBAAR_DESK_PUBLIC_URL", "WEERBAAR_DESK_PROXIES")}}
    serve = [sys.executable, "-m", "weerbaar.cli", "desk", "--home", str(desk.home), "--port", str(port), "--no-worker"]
    proxy = request.param(folder, certificate, key, tls, plain, port)
    said, told = tmp_path / "desk.said", tmp_path / "proxy.said"
    with running(serve, env, said) as one, running(proxy, {**os.environ, "HOME": str(folder)}, told) as other:
        until(lambda: answers(port, one, said), 120)
        until(lambda: answers(plain, other, told), 120)
        yield Behind(tls, plain, certificate)


def test_a_desk_behind_its_proxy(behind: Behind, desk: Desk) -> None:
    # pages come with the headers of the desk, once each, and nothing that tells how old the proxy is
    response, page = behind.ask("GET", "/account/login/")
    assert response.status == 200
    names = [name.lower() for name, _ in response.getheaders()]
    assert max(names.count(name) for name in names if name != "set-cookie") == 1
    assert response.getheader("Strict-Transport-Security") == "max-age=31536000; includeSubDomains"
    assert "default-src 'none'" in str(response.getheader("Content-Security-Policy"))
    assert not re.search(r"\d", response.getheader("Server", ""))
    cookies = SimpleCookie(response.getheader("Set-Cookie"))
    assert cookies["__Host-csrf"]["secure"]

    # a sign-in works, and its address is the one the proxy saw, whatever the visitor claims
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {"login": address("nadia"), "password": PASSWORD, "csrfmiddlewaretoken": token[1].decode()}
    headers = {
        "Cookie": f"__Host-csrf={cookies['__Host-csrf'].value}", "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"https://{NAME}", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "X-Real-IP": "203.0.113.9",
    }  # fmt: skip
    response, _ = behind.ask("POST", "/account/login/", urlencode(form).encode(), headers)
    assert (response.status, response.getheader("Location")) == (302, "/")
    assert "__Host-desk=" in str(response.getheader("Set-Cookie"))
    assert list(UserSession.objects.values_list("ip", flat=True)) == ["127.0.0.1"]
    foreign, _ = behind.ask(
        "POST", "/account/login/", urlencode(form).encode(), {**headers, "Origin": "https://elders.example"}
    )
    assert foreign.status == 403

    # what is for machines stays inside
    assert [behind.ask("GET", path)[0].status for path in ("/metrics", "/readyz", "/livez")] == [404, 404, 200]

    # what people bring gets through, more than the desk reads does not
    bring = {"Authorization": f"Bearer {program(desk, 'nadia').secret}", "Content-Type": "application/octet-stream"}
    response, said = behind.ask("POST", "/api/v1/doubts/bytes?name=groot.bin", os.urandom(20 * MB), bring)
    assert response.status == 201, said
    try:
        status = behind.ask("POST", "/api/v1/doubts/bytes?name=groot.bin", bytes(75 * MB), bring)[0].status
    except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
        status = 413  # it hung up while we were still sending
    assert status == 413

    # HTTP/2 for browsers, and the plain port leads to the other
    with closing(behind.connect("h2")) as connection:
        assert isinstance(connection.sock, ssl.SSLSocket)
        assert connection.sock.selected_alpn_protocol() == "h2"
    with closing(HTTPConnection("127.0.0.1", behind.plain, timeout=10)) as connection:
        connection.request("GET", "/doubts/?q=x", headers={"Host": NAME})
        moved = connection.getresponse()
        assert moved.status in (301, 308)
        assert str(moved.getheader("Location")).startswith(f"https://{NAME}")
        assert str(moved.getheader("Location")).endswith("/doubts/?q=x")

    # another name for this desk shows nothing of it
    response, page = behind.ask("GET", "/account/login/", headers={"Host": "elders.example"})
    assert b"csrfmiddlewaretoken" not in page


@pytest.mark.needs("systemd-analyze")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    desk = written("`/etc/systemd/system/weerbaar-desk.service`")
    for name, unit in (
        ("weerbaar-desk", desk),
        ("weerbaar-worker", like(desk, "worker")),
        ("weerbaar-gateway", like(desk, "gateway")),
    ):
        file = tmp_path / f"{name}.service"
        assert "/opt/weerbaar/bin/weerbaar" in unit
        file.write_text(unit.replace("/opt/weerbaar/bin/weerbaar", str(Path(sys.executable).parent / "weerbaar")))
        checked = subprocess.run(["systemd-analyze", "verify", str(file)], capture_output=True, text=True, check=False)
        mine = [line for line in checked.stderr.splitlines() if name in line]
        assert (checked.returncode, mine) == (0, [])


def like(desk: str, name: str) -> str:
    """The unit of the desk with the lines of another in the place of their likes."""
    lines = written(f"`/etc/systemd/system/weerbaar-{name}.service`").splitlines()
    changed = dict(line.split("=", 1) for line in lines if "=" in line)
    kept = [line for line in desk.splitlines() if line.partition("=")[0] not in changed]
    added = [f"{key}={value}" for key, value in changed.items() if key not in ("Description", "After")]
    at = kept.index("[Service]") + 1
    return "\n".join([*kept[:at], *added, *kept[at:]])


AI = "ai.firm.example"


@contextmanager
def streaming() -> Iterator[tuple[int, threading.Event]]:
    """A server that sends half an answer, and the other half when it is told to."""
    go = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            return

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"6\r\ndata: \r\n")
            assert go.wait(30)
            self.wfile.write(b"5\r\nrest\n\r\n0\r\n\r\n")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], go
    finally:
        go.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    "name",
    [pytest.param("nginx", marks=pytest.mark.needs("nginx")), pytest.param("caddy", marks=pytest.mark.needs("caddy"))],
)
def test_a_proxy_passes_a_stream_of_the_gateway_on_piece_by_piece(name: str, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path, AI)
    tls, plain = free_port(), free_port()
    with streaming() as (port, go):
        if name == "nginx":
            site = written("For the gateway, a further server of nginx")
            site = site.replace("listen 443", f"listen 127.0.0.1:{tls}").replace("127.0.0.1:8090", f"127.0.0.1:{port}")
            site = re.sub(r"/etc/letsencrypt/live/\S+/fullchain.pem", str(certificate), site)
            site = re.sub(r"/etc/letsencrypt/live/\S+/privkey.pem", str(key), site)
            places = " ".join(
                f"{one}_temp_path {tmp_path}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            user = "user root;" if os.geteuid() == 0 else ""
            conf = tmp_path / "nginx.conf"
            conf.write_text(
                f"{user} daemon off; pid {tmp_path}/pid; error_log {tmp_path}/errors;\nevents {{}}\nhttp {{ access_log off; {places}\n{site}}}\n"
            )
            command = [shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx", "-c", str(conf)]
        else:
            site = written("For the gateway, in the same Caddyfile").replace("127.0.0.1:8090", f"127.0.0.1:{port}")
            site = site.replace(f"{AI} {{", f"{AI} {{\n    tls {certificate} {key}\n    bind 127.0.0.1")
            conf = tmp_path / "Caddyfile"
            ports = f"http_port {plain}\n    https_port {tls}\n    admin off\n    storage file_system {tmp_path}/kept"
            conf.write_text(f"{{\n    {ports}\n    default_bind 127.0.0.1\n}}\n{site}")
            command = ["caddy", "run", "--config", str(conf), "--adapter", "caddyfile"]
        said = tmp_path / "proxy.said"
        with running(command, {**os.environ, "HOME": str(tmp_path)}, said) as proxy:
            until(lambda: listens(tls, proxy, said), 60)
            context = ssl.create_default_context(cafile=str(certificate))
            plain_socket = socket.create_connection(("127.0.0.1", tls), 30)
            with closing(HTTPSConnection(AI, tls, timeout=30, context=context)) as connection:
                connection.sock = context.wrap_socket(plain_socket, server_hostname=AI)
                connection.request("POST", "/v1/chat/completions", b"{}")
                response = connection.getresponse()
                assert response.read(6) == b"data: "  # the first half is here, and the other was not sent yet
                assert not go.is_set()
                go.set()
                assert response.read() == b"rest\n"


def listens(port: int, process: "subprocess.Popen[bytes]", said: Path) -> bool:
    assert process.poll() is None, said.read_text()
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError:
        return False
    return True
