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
    session_hours: Annotated[int, "Hours after which a person signs in again."] = 12
    oidc_name: Annotated[str, "Name of the organisation's own sign-in, as the button shows it. Empty: there is none."] = ""
    oidc_server: Annotated[str, "Its address, the one before /.well-known/openid-configuration."] = ""
    oidc_client: Annotated[str, "The name under which the desk is known there; its secret is WEERBAAR_OIDC_SECRET."] = ""


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
