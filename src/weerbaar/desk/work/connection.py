"""Database connections in threads that Django does not know of."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections


@contextmanager
def fresh() -> Iterator[None]:
    """A usable connection before, none that is broken or too old after, as Django does around a request."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()
