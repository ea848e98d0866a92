"""Every setting of the desk: type, default, explanation.

A setting comes from the environment (`WEERBAAR_DESK_PORT=8080`), from the table `[desk]` of the file named by `WEERBAAR_SETTINGS`, or
is the default. Secrets are none of these: see weerbaar.desk.secrets.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from weerbaar.settings import read, table


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """All settings of the desk; the explanation stands beside each."""

    host: Annotated[
        str, "Address the desk listens on; a reverse proxy with TLS stands before any other than this machine's."
    ] = "127.0.0.1"
    port: Annotated[int, "Port the desk listens on."] = 8080
    public_url: Annotated[
        str,
        "Address people type, such as https://desk.firm.example; links and passkeys are made for it. Empty: this machine only.",
    ] = ""
    proxies: Annotated[int, "Reverse proxies before the desk whose X-Forwarded-For is believed."] = 0
    looks: Annotated[int, "Items looked at at the same time by one worker."] = 2
    look_idle_seconds: Annotated[float, "Seconds without work before the process that reads is let go."] = 60.0
    calls_heard: Annotated[int, "Calls listened to at the same time, where an organisation switched that on."] = 2
    session_hours: Annotated[int, "Hours after which a person signs in again."] = 12
    idle_minutes: Annotated[int, "Minutes of silence after which someone with a role beyond reporter signs in again."] = 60
    outlook: Annotated[
        bool,
        "Offer an add-in for Outlook; its pane loads a script from Microsoft into the reader's Outlook, which demands that.",
    ] = False
    push_hosts: Annotated[
        str,
        "Push services that messages to browsers may go to, where an organisation switched them on; *.name is everything below it.",
    ] = "fcm.googleapis.com, updates.push.services.mozilla.com, web.push.apple.com, *.notify.windows.com"
    oidc_name: Annotated[str, "Name of the organisation's own sign-in, as the button shows it. Empty: there is none."] = ""
    oidc_server: Annotated[str, "Its address, the one before /.well-known/openid-configuration."] = ""
    oidc_client: Annotated[str, "The name under which the desk is known there; its secret is WEERBAAR_OIDC_SECRET."] = ""
    anchor_file: Annotated[
        str, "File in which the end of every trail is written down each day; best on another disk. Empty: in the desk's folder."
    ] = ""
    time_stamp_url: Annotated[
        str, "Time-stamp service (RFC 3161) that also signs each anchor; it sees a hash. Empty: no door is opened."
    ] = ""
    time_stamp_roots: Annotated[str, "PEM file with the authorities of that service. Empty: its signature is not checked."] = ""
    backup_folder: Annotated[str, "Folder for the backup of every night, best on another disk. Empty: none is made."] = ""
    backup_to: Annotated[str, "The age recipient (age1...) it is encrypted to; `weerbaar backup --new-key FILE` makes one."] = (
        ""
    )
    backup_keep: Annotated[int, "Backups of the night that are kept."] = 14
    payments_folder: Annotated[
        str,
        "Folder for payment files and invoices, with one folder for each organisation (its short name). Empty: there is none.",
    ] = ""
    disk_reserve_mb: Annotated[int, "Free disk space in MB below which the desk says that it is not ready."] = 300


def load(environment: Mapping[str, str] | None = None) -> DeskSettings:
    """The desk's settings in force.

    Raises:
        BrokenSettings: the file or a variable names a setting we do not have or a value of another type.
    """
    environment = os.environ if environment is None else environment
    return read(DeskSettings, table(environment).get("desk", {}), "WEERBAAR_DESK_", environment)


def home(environment: Mapping[str, str] | None = None) -> Path:
    """The folder that holds this desk: `WEERBAAR_HOME`, else ~/.local/share/weerbaar."""
    environment = os.environ if environment is None else environment
    if environment.get("WEERBAAR_HOME"):
        return Path(environment["WEERBAAR_HOME"]).absolute()
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share", "weerbaar")
