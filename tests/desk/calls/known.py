"""The pages of a call, with listening switched on, and the switch."""

from collections.abc import Iterator

from tests.desk.cast import Desk
from weerbaar.desk.calls import door


def places(desk: Desk) -> Iterator[tuple[str, str]]:
    """Each page with who looks at it."""
    door.switch(desk.member("els"), True)
    yield "nadia", "/on-the-phone/"
    yield "els", "/team/calls/"
