"""Item -> parts: a loop that hands each blob to the reader of its kind, within one budget for the whole item."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.gist import Gist
from weerbaar.model.item import Item
from weerbaar.model.part import Link, Part, Parts
from weerbaar.settings import DEFAULT, Settings
from weerbaar.unpack.kind import kind_of, most_bytes
from weerbaar.unpack.reader import Blob, Budget, OverBudget, Yield, reader_of

DEAR = frozenset({"picture", "pages", "sound", "video"})
"""Kinds that cost far more than the rest of a message: pictures, pages of a document as pictures, sounds, films."""
DEAREST = frozenset({"sound", "video"})
"""Kinds that wait even when nothing else was brought: whoever only asks what a message is need not listen or watch. They get more time."""


@dataclass(slots=True)
class Opening:
    """An item half open: what has been read, and the dear blobs that wait."""

    budget: Budget
    waiting: list[Blob] = field(default_factory=list)
    read: list[Part] = field(default_factory=list)
    not_looked: list[NotLooked] = field(default_factory=list)

    def parts(self) -> Parts:
        """What has been read so far."""
        return Parts(tuple(self.read), tuple(dict.fromkeys(self.not_looked)), tuple(sorted(self.budget.met)))


def unpack(item: Item, settings: Settings = DEFAULT) -> Parts:
    """Everything that can be read in an item, and what could not.

    Never raises for what the bytes say: damage, limits and unknown kinds become `NotLooked`.
    """
    opening = begin(item, settings)
    return finish(opening)


def begin(item: Item, settings: Settings = DEFAULT) -> Opening:
    """Read an item, but leave dear blobs inside it waiting; an item that is a picture itself is read, one that is a sound or film waits."""
    opening = Opening(Budget(settings))
    if len(item.data) > settings.max_bytes and len(item.data) > (most := most_bytes(item.data, settings)):
        limit = "max_bytes" if most == settings.max_bytes else "max_media_bytes"
        opening.budget.met.add(limit)
        opening.not_looked.append(NotLooked(f"limit {limit}", Reason.TOO_LARGE, item.name))
        item = replace(item, data=item.data[:most])
    if item.gist is not None:
        _hear(item.gist, opening)
    first = Blob(where="", data=item.data, name=item.name, context=frozenset({item.way.value, "item"}))
    _read_all(deque([first]), opening, defer=True)
    return opening


def finish(opening: Opening) -> Parts:
    """Read what waits, too."""
    waiting = deque(opening.waiting)
    opening.waiting = []
    _read_all(waiting, opening, defer=False)
    return opening.parts()


def _hear(gist: Gist, opening: Opening) -> None:
    """Read what someone tells of a recording in the item."""
    from weerbaar.unpack.gist import told

    try:
        _take(told(gist, opening.budget), opening.budget, opening.read, [], opening.not_looked, "")
    except OverBudget as limit:
        opening.not_looked.append(limit.not_looked)


def _read_all(waiting: deque[Blob], opening: Opening, *, defer: bool) -> None:
    not_looked = opening.not_looked
    while waiting:
        blob = waiting.popleft()
        children: list[Blob] = []
        try:
            if not blob.kind:
                blob = replace(blob, kind=kind_of(blob))
            if defer and ((blob.depth > 0 and blob.kind in DEAR) or blob.kind in DEAREST):
                opening.waiting.append(blob)
                continue
            _read(blob, opening.budget, opening.read, children, not_looked)
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


def _read(blob: Blob, budget: Budget, parts: list[Part], children: list[Blob], not_looked: list[NotLooked]) -> None:
    budget.check_time(blob.where)
    if blob.depth > budget.settings.max_depth:
        budget.met.add("max_depth")
        not_looked.append(NotLooked("limit max_depth", Reason.TOO_DEEP, blob.where))
        return
    read = reader_of(blob.kind)
    if read is None:
        not_looked.append(NotLooked(f"unpack.{blob.kind}", Reason.UNKNOWN_KIND, blob.where))
        return
    if blob.kind in DEAREST:
        budget.allow_media()
    _take(read(blob, budget), budget, parts, children, not_looked, blob.where)


def _take(
    made_here: Iterable[Yield], budget: Budget, parts: list[Part], children: list[Blob], not_looked: list[NotLooked], where: str
) -> None:
    for made in made_here:
        if isinstance(made, Blob):
            budget.spend_part(made.where)
            children.append(made)
        elif isinstance(made, NotLooked):
            not_looked.append(made)
        else:
            if isinstance(made, Link):
                budget.spend_link(made.where)
            else:
                budget.spend_part(where)
            parts.append(made)
