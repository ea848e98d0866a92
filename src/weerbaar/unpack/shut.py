"""No way out: inside a worker that reads strangers' bytes, the net is shut before the first of them is read.

Two locks. The system's: a network of its own with nothing in it (user_namespaces(7), network_namespaces(7)), and no powers in it;
it holds for parsers written in C too, where the system allows it to anybody and the process has one thread. Python's own: an audit
hook (PEP 578) that refuses sockets, name lookups and other programs than tesseract; native code can pass it by. Both are for
good: nothing opens them again in this process or what it starts.
"""

import ctypes
import errno
import os
import sys
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_NO_NEW_PRIVS = 38
CAPABILITY_VERSION_3 = 0x20080522
PROGRAMS = frozenset({"tesseract"})
REFUSED = frozenset(
    (
        "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.getnameinfo",
        "socket.gethostbyname", "socket.gethostbyaddr", "os.system", "os.exec", "os.fork", "os.forkpty", "os.startfile",
    )
)  # fmt: skip
STARTS = frozenset(("subprocess.Popen", "os.posix_spawn", "os.spawn"))

locks: tuple[str, ...] = ()
"""The locks on this process: "namespace", "hook"."""


def shut() -> None:
    """Lock this process for good, with as many locks as the system allows."""
    global locks
    found = ["namespace"] if sys.platform.startswith("linux") and _alone() else []
    sys.addaudithook(_refuse)
    locks = (*found, "hook")


def _alone() -> bool:
    """A network with nothing in it; False where the system does not allow it. The names of user and group stay as they are."""
    user, group = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    for name, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        try:
            Path("/proc/self", name).write_text(line, encoding="ascii")
        except OSError:
            break  # then they have no name here, which changes nothing in what they may read
    # A new namespace comes with all powers inside it; parsers need none.
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    libc.capset(header, (ctypes.c_uint32 * 6)())
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return True


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in REFUSED or (event in STARTS and os.path.basename(_program(arguments)) not in PROGRAMS):  # noqa: PTH119
        raise PermissionError(errno.EPERM, f"{event} is refused in a worker")


def _program(arguments: tuple[object, ...]) -> str:
    return next((os.fsdecode(one) for one in arguments[:2] if isinstance(one, str | bytes)), "")
