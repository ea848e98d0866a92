"""A desk before it opens: its folder, its key, its tables, and the link for whoever looks after it."""

import os
import sqlite3
from pathlib import Path

from weerbaar.desk import secrets


def configure(home: Path | None = None) -> Path:
    """Make the folder and its key where they are missing, and Django know them; the folder.

    Raises:
        NotHere: the folder cannot be made or written, or a secret cannot be read.
        BrokenSettings: a setting or a key is not as it should be.
    """
    from weerbaar.desk import settings

    if home is not None:
        os.environ["WEERBAAR_HOME"] = str(home.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "weerbaar.desk.configuration"
    place = settings.home()
    secrets.prepare(place)
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    return place


def migrate() -> None:
    """Bring every table to what this release needs; nothing is lost by doing it again.

    Raises:
        BrokenSettings: what is kept was sealed with another master key.
    """
    from dbos import DBOS
    from django.core.management import call_command

    from weerbaar.desk import jobs

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    url = jobs.database_url()
    DBOS.migrate(url)
    if url.startswith("sqlite"):
        # Kept in the file: readers and the one writer do not wait for each other.
        with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
            database.execute("PRAGMA journal_mode=WAL")
        database.close()
    _opens()


def _opens() -> None:
    from weerbaar.desk.accounts.models import Organisation
    from weerbaar.desk.keys import ring
    from weerbaar.desk.vault import Locked
    from weerbaar.model.errors import BrokenSettings

    for organisation in Organisation.objects.all():
        try:
            ring().unwrap(bytes(organisation.key), organisation.owner)
        except Locked:
            raise BrokenSettings("master_key_other") from None


def first_link(address: str) -> str:
    """The link that makes its first visitor administrator, once and within a week; "" when there is an administrator.

    A link that was made before and not used is withdrawn.
    """
    from weerbaar.desk.accounts.models import Invitation, Membership, Role

    if Membership.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exists():
        return ""
    Invitation.objects.filter(organisation=None, used_at=None).delete()
    return f"{address.rstrip('/')}/welcome/{Invitation.issue(Role.ADMINISTRATOR)}"
