"""Weerbaar: bring anything you doubt, get an answer you can act on.

The pure floors work as a library:

    from weerbaar import look
    from weerbaar.model.item import Item

    answer = look(Item(name="mail.eml", data=data))
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weerbaar.look import look as look

__all__ = ["look"]


class _Package(ModuleType):
    """Gives `look` late, since the command line must start before everything that reads has been loaded.

    A property and not a module `__getattr__`: importing the module weerbaar.look sets it on this package under the same name.
    """

    @property
    def look(self) -> Any:
        from weerbaar.look import look

        return look

    @look.setter
    def look(self, module: ModuleType) -> None:
        """The import system's own note of the submodule; the function keeps its name."""

    @property
    def __version__(self) -> str:
        from importlib.metadata import version

        return version("weerbaar")


sys.modules[__name__].__class__ = _Package
