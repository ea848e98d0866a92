"""How an answer goes out. One outlet for each kind of Reply; the setting WEERBAAR_OUTLETS names its class.

An outlet knows nothing of retries, and who calls it nothing of mail: it sends, or raises Undelivered.
"""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from weerbaar.desk.cases.models import Answer


class Undelivered(Exception):
    """The answer did not go out. `permanent`: trying again will not help. The words are ours and hold no content."""

    def __init__(self, why: str, *, permanent: bool = False) -> None:
        super().__init__(why)
        self.why, self.permanent = why, permanent


class Outlet(Protocol):
    """Sends answers of one kind of Reply (`answer.case.about.reply`)."""

    def deliver(self, answer: Answer, *, again: bool) -> None:
        """Send it. `again`: an earlier attempt ended without our knowing whether it went out; `answer.name` is the same both times.

        Raises:
            Undelivered: it did not go out.
        """


class Page:
    """The answer waits on its page: nothing goes out."""

    def deliver(self, answer: Answer, *, again: bool) -> None:
        return


@cache
def outlet(kind: str) -> Outlet:
    """The outlet of a kind.

    Raises:
        Undelivered: there is none; for good, until the desk is set up otherwise.
    """
    path = settings.WEERBAAR_OUTLETS.get(kind)
    if path is None:
        raise Undelivered(f"no outlet {kind}", permanent=True)
    made: Outlet = import_string(path)()
    return made
