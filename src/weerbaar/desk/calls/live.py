"""What listening along tells the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LIVE: Mapping[str, tuple[str, ...]] = {
    "pay": ("safe_account", "asks_payment"),
    "account": ("changes_account", "changes_payroll"),
    "secret": ("asks_secrecy",),
    "hurry": ("hurries",),
    "code": ("asks_code", "asks_device_code", "asks_password", "asks_login"),
    "install": ("asks_install",),
    "data": ("asks_data",),
    "cards": ("asks_gift_cards",),
    "elsewhere": ("changes_channel", "avoids_contact"),
    "skip": ("skips_procedure",),
    "threat": ("extortion", "threatens"),
}
"""What the page tells -> the asks of the detectors that stand behind it (weerbaar.detect._asks), the graver first."""


class Deaf(Exception):
    """Nobody listens: `why` is no_model, language or failed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known now.

    The last lines; ask -> its sentence; how many seconds of sound were let go unheard; whether the voice shows signs of synthesis (it never
    says that a voice is genuine).
    """

    lines: tuple[str, ...] = ()
    asks: Mapping[str, str] = field(default_factory=dict)
    missed: float = 0.0
    synthetic: bool = False
