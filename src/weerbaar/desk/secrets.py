"""Where the desk's secrets come from. A secret is never a setting, is never shown, and may always stand in a file of its own.

| secret | variable, or with _FILE the name of a file that holds it | else |
| --- | --- | --- |
| master keys | WEERBAAR_MASTER_KEY: one `base64` key a line, the one in use first | `master.key` in the desk's folder |
| passphrase | WEERBAAR_PASSPHRASE: one a line, the one in use first; scrypt makes the master keys of them | no passphrase |
| database | WEERBAAR_DATABASE_URL: postgresql://user:password@host/name | SQLite in the desk's folder |
| sign-in of the organisation | WEERBAAR_OIDC_SECRET | none |
| signing anchors of the trail | WEERBAAR_ANCHOR_KEY: 32 bytes in base64 | `anchor.key` in the desk's folder |
| reading /metrics | WEERBAAR_METRICS_TOKEN | this machine only, through no proxy |
| backups | WEERBAAR_BACKUP_PASSPHRASE | an age recipient |
"""

import base64
import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from weerbaar.desk.database import FILE
from weerbaar.desk.vault import KEY_BYTES, Ring, from_passphrase
from weerbaar.model.errors import BrokenSettings, NotHere, reason

KEY_FILE = "master.key"
SALT_FILE = "master.salt"


def read(name: str, environment: Mapping[str, str] | None = None) -> str:
    """A secret from the variable `name`, or from the file that `name`_FILE names; "" when there is neither.

    Raises:
        NotHere: the file that was named cannot be read.
    """
    environment = os.environ if environment is None else environment
    file = environment.get(f"{name}_FILE")
    if not file:
        return environment.get(name, "").strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as trouble:
        why = reason(trouble) if isinstance(trouble, OSError) else ""
        raise NotHere("secret_unreadable", path=file, name=f"{name}_FILE", why=why) from None


def ring(home: Path, environment: Mapping[str, str] | None = None) -> Ring:
    """The master keys in force; an empty ring while this desk has none.

    Raises:
        BrokenSettings: what should be a key is none.
        NotHere: a file that was named cannot be read.
    """
    passphrases = read("WEERBAAR_PASSPHRASE", environment).splitlines()
    if passphrases:
        salt = home / SALT_FILE
        return Ring(tuple(from_passphrase(one, salt.read_bytes()) for one in passphrases)) if salt.exists() else Ring(())
    written = read("WEERBAAR_MASTER_KEY", environment)
    if not written and (home / KEY_FILE).exists():
        written = read("KEY", {"KEY_FILE": str(home / KEY_FILE)})
    return Ring(tuple(_key(line) for line in written.split() if line))


def prepare(home: Path, environment: Mapping[str, str] | None = None) -> None:
    """Make the folder of a desk and, where nothing else gives one, its master key; what is there stays.

    Raises:
        NotHere: the folder cannot be made or written; or there are sealed cases and their key is gone, which a new one would hide.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if read("WEERBAAR_PASSPHRASE", environment):
            _once(home / SALT_FILE, secrets.token_bytes(16))
        elif not read("WEERBAAR_MASTER_KEY", environment):
            if (home / FILE).exists() and not (home / KEY_FILE).exists():
                raise NotHere("master_key_gone", path=home / KEY_FILE)
            _once(home / KEY_FILE, line(secrets.token_bytes(KEY_BYTES)))
    except OSError as trouble:
        raise NotHere("cannot_write", name=home, why=reason(trouble)) from None


def add_key(home: Path) -> None:
    """Put a new master key before those in `master.key`; `rotate` (weerbaar.desk.rotation) then wraps everything with it.

    Raises:
        NotHere: the desk has no `master.key`: its keys come from elsewhere and are added there.
    """
    file = home / KEY_FILE
    if not file.exists():
        raise NotHere("not_here", name=str(file))
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)  # what a process that died left behind
    _once(fresh, line(secrets.token_bytes(KEY_BYTES)) + file.read_bytes())
    fresh.replace(file)


def line(key: bytes) -> bytes:
    """A key as it is written down."""
    return base64.b64encode(key) + b"\n"


def _once(file: Path, content: bytes) -> None:
    """Write a file for its owner only, durably, unless it is there: a half-written key would lock everything out."""
    with contextlib.suppress(FileExistsError):
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        folder = os.open(file.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def _key(written: str) -> bytes:
    try:
        key = base64.b64decode(written, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise BrokenSettings("master_key", bytes=KEY_BYTES)
    return key
