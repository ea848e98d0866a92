"""Items with what DNS told about them, where that door is open.

A worker reads what an item wants to know, this process asks, and the answers travel with the item to the worker that looks: what
reads strangers' bytes never touches the net.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from weerbaar.cli.work import work
from weerbaar.detect.checked import wanted
from weerbaar.model.dns import Wanted
from weerbaar.model.item import Item
from weerbaar.model.organisation import Organisation
from weerbaar.settings import Settings
from weerbaar.unpack.sources import Unreadable
from weerbaar.unpack.unpack import begin

if TYPE_CHECKING:
    from weerbaar.outside.dns import Resolver

Brought = Iterable[Item | Unreadable]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an item wants to know of DNS."""

    organisation: Organisation
    settings: Settings

    def __call__(self, item: Item) -> Wanted:
        return wanted(begin(item, self.settings).parts(), self.organisation)


def asked(brought: Brought, organisation: Organisation, settings: Settings, workers: int) -> Brought:
    """What was brought, each item with what DNS told; as it is while the door is shut.

    Raises:
        BrokenSettings: the setting `dns_resolver` is no address.
    """
    if not settings.door_dns:
        return brought
    from weerbaar.outside.dns import Resolver

    return _asked(work(Wishes(organisation, settings), brought, min(workers, 1), settings), Resolver(settings))


def _asked(wishes: Iterator[tuple[Item, object] | Unreadable], resolver: "Resolver") -> Iterator[Item | Unreadable]:
    from weerbaar.outside.senders import tell

    for one in wishes:
        if isinstance(one, Unreadable):
            yield one
            continue
        item, wish = one
        # An item whose wishes could not be read goes on without answers: the look itself says what went wrong.
        yield replace(item, told=tell(wish, resolver)) if isinstance(wish, Wanted) else item
