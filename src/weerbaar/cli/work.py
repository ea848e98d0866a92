"""A function over everything that was brought, in order: in worker processes with limits, or in this one."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, cast

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.item import Item
from weerbaar.settings import Settings
from weerbaar.unpack.guard import Guarded
from weerbaar.unpack.sources import Unreadable

R = TypeVar("R")


def work(
    function: Callable[[Item], R], brought: Iterable[Item | Unreadable], workers: int, settings: Settings
) -> Iterator[tuple[Item, R | NotLooked] | Unreadable]:
    """Each item with its result, or why there is none; what could not be read passes by. `workers` 0 means this process.

    No item ends the row. As many items are held as the workers have in hand.
    """
    waiting: deque[Item | Unreadable] = deque()

    def readable() -> Iterator[Item]:
        for one in brought:
            waiting.append(one)
            if isinstance(one, Item):
                yield one

    if workers == 0:
        results: Iterator[R | NotLooked] = (_here(function, item) for item in readable())
        yield from _paired(results, waiting)
        return
    with Guarded(function, workers=workers, settings=settings) as guard:
        outcomes = guard.map(readable())
        yield from _paired((outcome.not_looked or cast(R, outcome.result) for outcome in outcomes), waiting)


def _paired(
    results: Iterator[R | NotLooked], waiting: deque[Item | Unreadable]
) -> Iterator[tuple[Item, R | NotLooked] | Unreadable]:
    for result in results:
        one = waiting.popleft()
        while isinstance(one, Unreadable):
            yield one
            one = waiting.popleft()
        yield one, result
    for one in waiting:
        if isinstance(one, Unreadable):
            yield one


def _here(function: Callable[[Item], R], item: Item) -> R | NotLooked:
    try:
        return function(item)
    except Exception as trouble:  # the edge of a batch: the next item must be answered; the type is kept, never content
        return NotLooked("look", Reason.FAILED, item.name, type(trouble).__name__)
