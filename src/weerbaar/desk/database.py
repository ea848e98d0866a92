"""Which database: SQLite in the desk's folder, or the PostgreSQL that WEERBAAR_DATABASE_URL names.

SQLite is used with a write-ahead log, full synchronisation (what was acknowledged survives a power cut) and transactions that take the
write lock when they begin, so that two writers wait for one another instead of failing.
"""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weerbaar.model.errors import BrokenSettings

FILE = "database.sqlite3"
WORK_FILE = "work.sqlite3"
LOCK_SECONDS = 30
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000", "secure_delete=ON")
"""The last one overwrites what is deleted: a destroyed key is not left in a free page."""


def databases(home: Path, url: str) -> dict[str, dict[str, Any]]:
    """Django's DATABASES.

    Raises:
        BrokenSettings: the URL is not one of PostgreSQL.
    """
    if not url:
        return {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": home / FILE,
                "OPTIONS": {
                    "timeout": LOCK_SECONDS,
                    "transaction_mode": "IMMEDIATE",
                    "init_command": "; ".join(f"PRAGMA {one}" for one in PRAGMAS),
                },
            }
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise BrokenSettings("database_url")
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or _option(parts.query, "host")),
            "PORT": str(parts.port or ""),
            "CONN_HEALTH_CHECKS": True,
            "CONN_MAX_AGE": 60,
        }
    }


def work_url(home: Path, url: str) -> str:
    """The database in which durable work is kept: a file beside the desk's, or the schema `dbos` of the same PostgreSQL."""
    return f"sqlite:///{home / WORK_FILE}" if not url else "postgresql" + url[url.index(":") :]


def _option(query: str, name: str) -> str:
    """A value of the query: PostgreSQL's way to name the folder of a local socket."""
    return next((value for key, _, value in (one.partition("=") for one in query.split("&")) if key == name), "")
