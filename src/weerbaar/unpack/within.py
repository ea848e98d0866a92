"""The bytes of certain kinds that stand in an item: of a recording in a mail, say. For who needs the bytes themselves, beside the parts."""

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import replace

from weerbaar.model.item import Item
from weerbaar.settings import Settings
from weerbaar.unpack.kind import kind_of
from weerbaar.unpack.reader import Blob, Budget, OverBudget, reader_of
from weerbaar.unpack.unpack import DEAR


def within(item: Item, kinds: Collection[str], settings: Settings) -> Iterator[Blob]:
    """Every blob of these kinds, in reading order, as far as the limits of an item allow. They themselves are not read, nor what is dear.

    Never raises for what the bytes say.
    """
    budget = Budget(settings)
    first = Blob(where="", data=item.data[: settings.max_bytes], name=item.name, context=frozenset({item.way.value, "item"}))
    waiting = deque([first])
    while waiting:
        blob = waiting.popleft()
        inside: list[Blob] = []
        try:
            blob = blob if blob.kind else replace(blob, kind=kind_of(blob))
            if blob.kind in kinds:
                yield blob
                continue
            read = reader_of(blob.kind)
            if blob.kind in DEAR or read is None or blob.depth > settings.max_depth:
                continue
            for made in read(blob, budget):
                budget.spend_part(blob.where)
                if isinstance(made, Blob):
                    inside.append(made)
        except OverBudget:
            return
        except (Exception, RecursionError):  # noqa: S112 - readers of hostile formats fail in ways nobody lists; the look says so
            continue
        finally:
            waiting.extendleft(reversed(inside))
