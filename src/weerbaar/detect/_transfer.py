"""Payment codes: what a QR code fills in for a bank transfer. Source: EPC069-12, "Quick Response Code: guidelines to enable data capture"."""

import re
from dataclasses import dataclass

IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a payment code fills in."""

    name: str
    iban: str  # compact
    amount: str


def transfer_of(payload: str) -> Transfer | None:
    """The transfer in a payload of EPC069-12 (lines: BCD, version, character set, SCT, BIC, name, IBAN, amount...), or None."""
    lines = [line.strip() for line in payload[:400].splitlines()]
    if len(lines) < 7 or lines[0] != "BCD" or lines[3] not in ("SCT", "INST"):
        return None
    iban = lines[6].replace(" ", "").upper()
    if not IBAN.fullmatch(iban):
        return None
    return Transfer(lines[5][:70], iban, lines[7][:15] if len(lines) > 7 else "")
