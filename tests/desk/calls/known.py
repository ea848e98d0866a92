"""The pages of a call: with listening, where the law knows nothing of it, and the switch."""

from collections.abc import Iterator

from tests.desk.cast import Desk
from weerbaar.desk.calls import door


def places(desk: Desk) -> Iterator[tuple[str, str]]:
    """Each page with who looks at it."""
    door.switch(desk.member("els"), True)
    door.switch(desk.member("bart"), True)
    yield "nadia", "/on-the-phone/"
    yield "mila", "/on-the-phone/"
    yield "els", "/team/calls/"
    yield "bart", "/team/calls/"
