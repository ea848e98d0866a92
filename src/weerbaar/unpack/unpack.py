"""Item -> parts: a loop that hands each blob to the reader of its kind, within one budget for the whole item."""

from collections import deque
from dataclasses import replace

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Link, Part, Parts
from weerbaar.settings import DEFAULT, Settings
from weerbaar.unpack.kind import kind_of
from weerbaar.unpack.reader import Blob, Budget, OverBudget, reader_of


def unpack(item: Item, settings: Settings = DEFAULT) -> Parts:
    """Everything that can be read in an item, and what could not.

    Never raises for what the bytes say: damage, limits and unknown kinds become `NotLooked`.
    """
    budget = Budget(settings)
    parts: list[Part] = []
    not_looked: list[NotLooked] = []
    if len(item.data) > settings.max_bytes:
        budget.met.add("max_bytes")
        not_looked.append(NotLooked("limit max_bytes", Reason.TOO_LARGE, item.name))
        item = Item(item.name, item.data[: settings.max_bytes], item.way)
    waiting = deque([Blob(where="", data=item.data, name=item.name, context=frozenset({item.way.value, "item"}))])
    while waiting:
        blob = waiting.popleft()
        children: list[Blob] = []
        try:
            _read(blob, budget, parts, children, not_looked)
        except OverBudget as limit:
            not_looked.append(limit.not_looked)
            if limit.not_looked.reason in (Reason.TOO_LONG, Reason.TOO_MANY) and "link" not in limit.not_looked.detector:
                break
        except RecursionError:
            not_looked.append(NotLooked(f"unpack.{blob.kind or 'kind'}", Reason.TOO_DEEP, blob.where))
        except MemoryError:
            not_looked.append(NotLooked(f"unpack.{blob.kind or 'kind'}", Reason.TOO_MUCH_MEMORY, blob.where))
        except Exception as trouble:  # parsers of hostile formats fail in ways nobody lists; the type is kept, never content
            not_looked.append(NotLooked(f"unpack.{blob.kind or 'kind'}", Reason.DAMAGED, blob.where, type(trouble).__name__))
        waiting.extendleft(reversed(children))
    return Parts(tuple(parts), tuple(dict.fromkeys(not_looked)), tuple(sorted(budget.met)))


def _read(blob: Blob, budget: Budget, parts: list[Part], children: list[Blob], not_looked: list[NotLooked]) -> None:
    budget.check_time(blob.where)
    if blob.depth > budget.settings.max_depth:
        budget.met.add("max_depth")
        not_looked.append(NotLooked("limit max_depth", Reason.TOO_DEEP, blob.where))
        return
    kind = blob.kind or kind_of(blob)
    read = reader_of(kind)
    if read is None:
        not_looked.append(NotLooked(f"unpack.{kind}", Reason.UNKNOWN_KIND, blob.where))
        return
    if not blob.kind:
        blob = replace(blob, kind=kind)
    for made in read(blob, budget):
        if isinstance(made, Blob):
            budget.spend_part(made.where)
            children.append(made)
        elif isinstance(made, NotLooked):
            not_looked.append(made)
        else:
            if isinstance(made, Link):
                budget.spend_link(made.where)
            else:
                budget.spend_part(blob.where)
            parts.append(made)
