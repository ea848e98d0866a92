"""What reading a file gives: the claims in it, and for every row that could not be read, why."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from weerbaar.ledger import numbers
from weerbaar.ledger.read import xml
from weerbaar.model.ledger import Claim, How

MOST_CLAIMS = 100_000
MOST_UNREAD = 1_000
LONGEST = 300
"""Characters of one value; longer ones are cut."""
DAY = re.compile(r"(\d{4})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in the file that was left out or is doubtful. `where` is its place, `code` why (see `WHY`), `saw` what stood there."""

    where: str
    code: str
    saw: str = ""


WHY = {
    "no_name": "no name",
    "no_details": "the bank gives no details of it",
    "no_account": "no account number and nothing else to go by",
    "iban": "not a valid IBAN",
    "bic": "not a valid BIC",
    "vat": "not a valid VAT number",
    "enterprise": "not a valid enterprise number",
    "phone": "not a telephone number",
    "address": "not a mail address",
    "domain": "not a domain",
    "amount": "not an amount",
    "columns": "another number of columns than the heading",
    "too_many": "more than is read from one file; the rest was left out",
    "cut": "the file stops in the middle",
    "schema": "does not follow the schema of its format",
    "unchecked": "the schema of its version is not here; it was read without",
    "nothing": "nothing in it says who is paid",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Claims in the order of the file. `how` is where their facts would come from: they confirm nothing until someone does."""

    format: str
    claims: tuple[Claim, ...] = ()
    unread: tuple[Unread, ...] = ()
    how: How = How.IMPORTED


def checked(root: Any, version: str) -> list[Unread]:
    """What is to be said of a message of ISO 20022 by its schema; it is read all the same, to fill a ledger."""
    if not xml.has_schema(version):
        return [Unread("file", "unchecked", version)]
    wrong = xml.against_schema(root, version)
    return [Unread("file", "schema", wrong)] if wrong else []


NORMALISED: Mapping[str, Callable[[str, str], str]] = {
    "iban": lambda written, country: numbers.iban(written),
    "bic": lambda written, country: numbers.bic(written),
    "vat": numbers.vat,
    "enterprise": numbers.enterprise,
    "phone": numbers.phone,
    "address": lambda written, country: numbers.address(written),
    "domain": lambda written, country: numbers.domain(written),
    "amount": lambda written, country: numbers.amount(written),
}
AS_WRITTEN = ("name", "alias", "contact", "reference", "currency")


def claim_of(where: str, written: Mapping[str, str], at: str = "") -> tuple[Claim, tuple[Unread, ...]]:
    """A claim out of what was written under the names of its fields, and what of it could not be read: that is left out, not guessed.

    National numbers are read as those of the country that is written, else that of the VAT number or the account; the claim's country is
    only ever the one that is written. `at` is a date.
    """
    seat = numbers.plain(written.get("country", "")).upper()
    seat = seat if re.fullmatch("[A-Z]{2}", seat) else ""
    country = seat or (numbers.vat(written.get("vat", "")) or numbers.iban(written.get("iban", "")))[:2].replace("EL", "GR")
    fields = {name: " ".join(written.get(name, "")[:LONGEST].split()) for name in AS_WRITTEN}
    unread = []
    for name, normalise in NORMALISED.items():
        text = written.get(name, "").strip()
        fields[name] = normalise(text, country) if text else ""
        if text and not fields[name]:
            unread.append(Unread(where, name, text[:LONGEST]))
    day = DAY.match(at.strip())
    return Claim(**fields, where=where, country=seat, at="-".join(day.groups()) if day else ""), tuple(unread)
