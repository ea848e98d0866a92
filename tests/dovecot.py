"""A real Dovecot on loopback for tests: without root's rights, with its own configuration, mail and certificate.

When the tests run as root it runs as `nobody`, since Dovecot gives root no mail.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.certificate import make_certificate
from weerbaar.outside.imap import Mailbox
from weerbaar.outside.server import Security

CHECK, TOM = "check@bakkerij.example", "tom@bakkerij.example"
OTHERS = tuple(f"mailbox{number}@bakkerij.example" for number in range(100))
USERS = {CHECK: "brood 12", TOM: "korst ë", **dict.fromkeys(OTHERS, "deeg")}
CONFIGURATION = """
protocols = imap
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{home}/mail/%u
mailbox_list_index = no
first_valid_uid = 1
auth_failure_delay = 0
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = yes
auth_mechanisms = plain login{mechanisms}
{passdb}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {plain_port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
    ssl = yes
  }}
}}
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
}}
protocol imap {{
  mail_max_userip_connections = 50
  {capability}
}}
"""
PASSWORDS = """passdb {{
  driver = passwd-file
  args = scheme=plain username_format=%u {home}/users
}}"""
TOKENS = """passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2
}}"""


class Dovecot:
    """A server that can be started, killed and started again. `home` is a folder that belongs to the user it runs as."""

    def __init__(
        self, home: Path, *, capability: str = "", separator: str = "/", prefix: str = "", tokens_at: str = ""
    ) -> None:
        self.home = home
        who = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self.uid, self.gid = who.pw_uid, who.pw_gid
        self.plain_port, self.tls_port = free_port(), free_port()
        self.certificate, key = make_certificate(home)
        (home / "users").write_text("".join(f"{user}:{password}\n" for user, password in USERS.items()), encoding="utf-8")
        passdb = PASSWORDS.format(home=home)
        if tokens_at:
            passdb += "\n" + TOKENS.format(home=home)
            (home / "oauth2").write_text(f"tokeninfo_url = {tokens_at}\nusername_attribute = email\n")
        (home / "dovecot.conf").write_text(
            CONFIGURATION.format(
                home=home, user=who.pw_name, group=_group(self.gid), uid=self.uid, gid=self.gid, certificate=self.certificate,
                key=key, plain_port=self.plain_port, tls_port=self.tls_port, separator=separator, prefix=prefix, passdb=passdb,
                mechanisms=" xoauth2" if tokens_at else "", capability=f"imap_capability = {capability}" if capability else "",
            )
        )  # fmt: skip
        if os.getuid() == 0:
            for one in (home, *home.iterdir()):
                os.chown(one, self.uid, self.gid)
        self.process: subprocess.Popen[bytes] | None = None
        self.others = iter(OTHERS)
        self.delivered = 0

    def start(self) -> None:
        as_other = {"user": self.uid, "group": self.gid, "extra_groups": []} if os.getuid() == 0 else {}
        program = shutil.which("dovecot", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin") or "dovecot"
        self.process = subprocess.Popen(
            [program, "-F", "-c", str(self.home / "dovecot.conf")],
            start_new_session=True,
            stderr=subprocess.DEVNULL,
            **as_other,
        )  # type: ignore[call-overload]
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.tls_port), 1):
                    return
            except OSError:
                time.sleep(0.02)
        raise AssertionError(
            (self.home / "log").read_text(errors="replace") if (self.home / "log").exists() else "did not start"
        )

    def kill(self) -> None:
        """All of it at once, as when the power fails."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def mailbox(self, user: str = CHECK, **changes: object) -> Mailbox:
        given = {"host": "127.0.0.1", "port": self.tls_port, "user": user, "password": USERS.get(user, ""), "seconds": 10.0}
        return Mailbox(**{**given, "trust": str(self.certificate), **changes})  # type: ignore[arg-type]

    def starttls(self, **changes: object) -> Mailbox:
        return self.mailbox(**{"port": self.plain_port, "security": Security.STARTTLS, **changes})  # type: ignore[arg-type]

    def folder(self, name: str = "", user: str = CHECK) -> Path:
        return self.home / "mail" / user / (f".{name}" if name else "")

    def deliver(self, data: bytes, user: str = CHECK, folder: str = "") -> None:
        """Put a message into a maildir, as a mail server does: written first, then made visible at once."""
        place = self.folder(folder, user)
        for one in (place, *(place / name for name in ("tmp", "new", "cur"))):
            one.mkdir(parents=True, exist_ok=True)
        self.delivered += 1
        name = f"{time.time():.6f}.{self.delivered}.host"
        (place / "tmp" / name).write_bytes(data)
        if os.getuid() == 0:
            inboxes = self.home / "mail", self.folder(user=user)
            for one in (*inboxes, place, *(place / sub for sub in ("tmp", "new", "cur")), place / "tmp" / name):
                os.chown(one, self.uid, self.gid)
        (place / "tmp" / name).rename(place / "new" / name)

    def renumber(self, user: str = CHECK) -> None:
        """Give every message of the inbox a new number, as a server does after its index was lost."""
        self.kill()
        for one in self.folder(user=user).glob("dovecot*"):
            one.unlink()
        self.start()


@contextmanager
def dovecot(**options: str) -> Iterator[Dovecot]:
    """A Dovecot that runs while this is entered."""
    home = Path(tempfile.mkdtemp(prefix="weerbaar-dovecot-"))
    home.chmod(0o755)
    server = Dovecot(home, **options)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _group(gid: int) -> str:
    import grp

    return grp.getgrgid(gid).gr_name
