"""Something told in confidence, and every page of the room (tests/desk/web/test_seen.py)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.desk.cast import Desk

if TYPE_CHECKING:
    from weerbaar.desk.extortion.models import Confidence

WORDS = "Iemand dreigt foto's van mij te sturen en wil 500 euro."


def told(desk: Desk, author: str = "nadia", handler: str = "ines", text: str = WORDS) -> "Confidence":
    """Someone tells someone."""
    from weerbaar.desk.extortion import confide

    return confide.tell(desk.member(author), desk.member(handler), text)


def places(desk: Desk) -> Iterator[tuple[str, str]]:
    """Who looks at which page."""
    for place in ("", "child/", "adult/"):
        yield "", f"/threat/{place}"
    made = told(desk)
    for place in ("child/", "adult/", "tell/", f"told/{made.ref}/"):
        yield "nadia", f"/threat/{place}"
    yield "ines", "/threat/told/"
    yield "ines", f"/threat/told/{made.ref}/"
