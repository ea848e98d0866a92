"""How far a batch is, on standard error: a bar over the bytes read, with the count of each band."""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from weerbaar.advise.sentences import general
from weerbaar.cli.words import say
from weerbaar.model.verdict import Band
from weerbaar.report.account import SYMBOL

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

EVERY = 0.1
"""Seconds between two drawings."""


class Progress:
    """A bar while it is entered; nothing at all when it would be in the way (no terminal, `--quiet`, a single item).

    It is drawn by `step` and has no thread of its own: workers are forked, and a fork copies only the thread that forks.
    """

    def __init__(self, language: str, bytes: int, shown: bool, doing: str = "checking") -> None:
        self.language, self.bytes, self.doing = language, bytes, doing
        self.bar: Bar | None = None
        self.shown = shown and sys.stderr.isatty()
        self.drawn = 0.0

    def __enter__(self) -> "Progress":
        if self.shown:
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (
                TextColumn("{task.description}"),
                BarColumn(24),
                TextColumn("{task.fields[counts]}"),
                TimeElapsedColumn(),
            )
            self.bar = Bar(
                *columns,
                console=Console(stderr=True),
                transient=True,
                auto_refresh=False,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self.bar.start()
            self.bar.add_task(say(self.language, self.doing), total=self.bytes or None, counts="")
        return self

    @contextmanager
    def aside(self, shared: bool) -> Iterator[None]:
        """The bar steps aside while something is written to the terminal it shares."""
        if self.bar is None or not shared:
            yield
            return
        self.bar.stop()
        yield
        self.bar.start()

    def step(self, bytes: int, counts: Counter[Band]) -> None:
        """One item more, of so many bytes."""
        if self.bar is None:
            return
        words = general(self.language)["band"]
        told = "  ".join(f"{SYMBOL[band]} {counts[band]} {words[band.name.lower()]}" for band in Band if counts[band])
        self.bar.update(self.bar.task_ids[0], advance=bytes, counts=told)
        if time.monotonic() - self.drawn > EVERY:
            self.bar.refresh()
            self.drawn = time.monotonic()

    def __exit__(self, kind: type[BaseException] | None, what: BaseException | None, trace: TracebackType | None) -> None:
        if self.bar is not None:
            self.bar.stop()
