"""Which organisation asks."""

import os
from dataclasses import dataclass
from pathlib import Path

from weerbaar.model.errors import NotHere
from weerbaar.model.organisation import NOBODY, Organisation


@dataclass(frozen=True, slots=True)
class Firm:
    """The organisation in force and the file that describes it (None: nobody is known)."""

    organisation: Organisation
    file: Path | None


def file_of(named: str | None) -> Path | None:
    """The organisation file: the one named, else the first that is there.

    Raises:
        NotHere: the file that was named, on the command line or in WEERBAAR_ORGANISATION, is not there.
    """
    named = named or os.environ.get("WEERBAAR_ORGANISATION")
    if named:
        if not Path(named).is_file():
            raise NotHere("organisation_missing", path=named)
        return Path(named)
    return next((file for file in usual_places() if file.is_file()), None)


def usual_places() -> tuple[Path, ...]:
    """Where an organisation file is looked for when none is named."""
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path("organisation.toml"), Path(home, "weerbaar", "organisation.toml")


def firm(named: str | None) -> Firm:
    """The organisation in force, with what was learned from its mailbox.

    Raises:
        NotHere: see `file_of`.
        BrokenOrganisation: the file cannot be used; a check without it would answer less than was asked.
    """
    file = file_of(named)
    if file is None:
        return Firm(NOBODY, None)
    from weerbaar.organisation.read import load

    return Firm(load(file), file)
