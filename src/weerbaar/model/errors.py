"""Everything that can go wrong and that a person should read about.

    Trouble
    |-- CannotRead          the thing someone brought cannot be read at all
    |-- BrokenOrganisation  the organisation file does not say what we need
    |-- BrokenSettings      a setting has a value we do not know
    |-- NotHere             a file, folder or system part is missing

The docstring of a class is its message when none is given.
"""

import inspect


class Trouble(Exception):
    """Something went wrong that we can explain."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or inspect.cleandoc(self.__doc__ or ""))


class CannotRead(Trouble):
    """This file cannot be read. Save the message again as .eml, or paste its text."""


class BrokenOrganisation(Trouble):
    """The organisation file cannot be used. Run `weerbaar doctor --organisation FILE` to see what is wrong."""


class BrokenSettings(Trouble):
    """A setting has a value that is not allowed. `weerbaar doctor` lists the settings and their values."""


class NotHere(Trouble):
    """What you named is not there. Check the spelling and whether you may read it."""
