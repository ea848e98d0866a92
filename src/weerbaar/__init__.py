"""Weerbaar: bring anything you doubt, get an answer you can act on.

The pure floors work as a library:

    from weerbaar import look
    from weerbaar.model.item import Item

    answer = look(Item(name="mail.eml", data=data))
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weerbaar.look import look as look

__all__ = ["look"]


def __getattr__(name: str) -> Any:
    # Imported late: the command line must start before everything that reads has been loaded.
    if name == "look":
        from weerbaar.look import look

        return look
    if name == "__version__":
        from importlib.metadata import version

        return version("weerbaar")
    raise AttributeError(f"weerbaar has no {name!r}")
