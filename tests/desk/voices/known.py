"""Voices at the desk of the tests: switched on, one enrolled, one compared; and every page with something on it."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from tests.desk.cast import Desk
from weerbaar.desk.voices.hearing import FULL, Compared

if TYPE_CHECKING:
    from weerbaar.desk.voices.models import Comparison, Voiceprint

NUMBERS = {FULL: tuple([1.0] + [0.0] * 255)}


def switched_on(desk: Desk) -> None:
    """The bakery keeps voices."""
    from weerbaar.desk.voices import switch

    switch.switch_on(desk.member("els"), "Karim, 2 november 2026", "Wij bellen veel met leveranciers.", "In de vergadering.")


def enrolled(desk: Desk, name: str = "els") -> "Voiceprint":
    """Someone's voice, without any recording."""
    from weerbaar.desk.voices.models import Voiceprint

    who = desk.member(name)
    about = {"name": name.capitalize(), "templates": NUMBERS, "seconds": 20.0}
    sealed = who.organisation.seal(about, f"voiceprint {who.pk}")
    until = timezone.now() + timedelta(days=365)
    return Voiceprint.objects.create(membership=who, version=1, language="nl", until=until, sealed=sealed)


def compared(desk: Desk, *found: Compared, name: str = "els") -> "Comparison":
    """A doubt of Nadia beside someone's voice, with what was found."""
    from weerbaar.desk.voices.models import Comparison, Voiceprint

    case, theirs = desk.brings("nadia"), Voiceprint.objects.get(membership=desk.member(name))
    sealed = case.seal(json.dumps([asdict(one) for one in found]).encode(), "voice comparison")
    return Comparison.objects.create(case=case, voiceprint=theirs, by=desk.user("ines"), sealed=sealed)


def places(desk: Desk) -> Iterator[tuple[str, str]]:
    """Every page of this room and who looks at it (tests/desk/web/test_seen.py)."""
    yield "bart", "/team/voices/"
    yield "mila", "/me/voice/"
    switched_on(desk)
    enrolled(desk)
    found = (
        Compared("x.ogg", 9.0, FULL, 0.2),
        Compared("y.ogg", 9.0, FULL, 0.9),
        Compared("z.ogg", 1.0, FULL, None, "too_short"),
    )
    case = compared(desk, *found).case
    yield "els", "/team/voices/"
    yield "els", "/me/voice/"
    yield "els", f"/team/doubts/{case.ref}/voice/"
