"""A video asks for money, a sign-in, a code or a call: in words on its screen, or in what is said (`_said`), with the second.

A video reaches people as news or advice, and the ask stands in its last seconds, where neither a filter nor a hurried viewer looks.

When it is wrong: instruction videos, charities and shops ask in good faith. It tells where to look; what is asked is weighed by itself.
"""

from collections.abc import Iterator

from weerbaar.detect._shown import asked_in
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.moment import moment_of
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

ASKS = (
    "changes_account", "safe_account", "asks_gift_cards", "asks_password", "asks_code", "asks_device_code", "asks_login", "asks_data",
    "asks_install", "asks_scan", "asks_payment", "changes_channel", "asks_call",
)  # fmt: skip


@detector(
    reads=Parts,
    gives={"video.asks_on_screen": ("time", "sentence"), "video.asks_on_screen_said": ("time", "sentence")},
    question=Question.ASK,
)
def asks_on_screen(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    found: set[str] = set()
    for one in asked_in(parts, *ASKS):
        variant = "" if moment_of(one.where) is not None else "_said"
        if one.time and variant not in found:
            found.add(variant)
            yield Finding(f"video.asks_on_screen{variant}", one.where, {"time": one.time, "sentence": one.sentence})
