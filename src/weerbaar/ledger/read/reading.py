"""What reading a file gives: the claims in it, and for every row that could not be read, why."""

from dataclasses import dataclass

from weerbaar.model.ledger import Claim, How

MOST_CLAIMS = 100_000
MOST_UNREAD = 1_000
LONGEST = 500
"""Characters of one value; longer ones are cut."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in the file that was left out or is doubtful. `where` is its place, `code` why (see `WHY`), `saw` what stood there."""

    where: str
    code: str
    saw: str = ""


WHY = {
    "no_name": "no name",
    "no_account": "no account number and nothing else to go by",
    "iban": "not a valid IBAN",
    "bic": "not a valid BIC",
    "vat": "not a valid VAT number",
    "enterprise": "not a valid enterprise number",
    "phone": "not a telephone number",
    "address": "not a mail address",
    "amount": "not an amount",
    "date": "not a date",
    "columns": "another number of columns than the heading",
    "too_many": "more than is read from one file; the rest was left out",
    "cut": "the file stops in the middle",
    "schema": "does not follow the schema of its format",
    "nothing": "nothing in it says who is paid",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Claims in the order of the file. `how` is where their facts would come from: they confirm nothing until someone does."""

    format: str
    claims: tuple[Claim, ...] = ()
    unread: tuple[Unread, ...] = ()
    how: How = How.IMPORTED
