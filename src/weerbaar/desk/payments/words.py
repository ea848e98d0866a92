"""How a line of payment is told to whoever keeps the books: what was seen, and what to do."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weerbaar.desk.ledger import words as ledger_words
from weerbaar.desk.payments.judge import CONFIRMABLE, Reason
from weerbaar.model.ledger import NameMatch

SAW: Mapping[Reason, Promise] = {
    Reason.FAULT: gettext_lazy("The line is not as it should be."),
    Reason.UNKNOWN: gettext_lazy("Neither this payee nor this account is in the ledger."),
    Reason.OTHER_ACCOUNT: gettext_lazy("This payee is known, with another account."),
    Reason.OTHER_PAYEE: gettext_lazy("This account is known, under another payee."),
    Reason.UNCONFIRMED: gettext_lazy("This account is noted, but nobody confirmed it yet."),
    Reason.EXPIRED: gettext_lazy("This account was confirmed long ago and is to be confirmed again."),
    Reason.NAME: gettext_lazy("The account is known, but the name is not the one in the ledger."),
    Reason.NAME_CLOSE: gettext_lazy("The account is known, but the name is written differently."),
    Reason.NO_NAME: gettext_lazy("The line has no name to compare."),
    Reason.BANK: gettext_lazy("The bank answered that this name does not go with this account."),
    Reason.BEFORE: gettext_lazy("This payment was released before."),
    Reason.TWICE: gettext_lazy("The same payment stands in this file twice."),
    Reason.ROUTE: gettext_lazy("The line asks a bank for something out of the ordinary."),
    Reason.CLOCK: gettext_lazy("The clock of the desk went back, so it cannot tell what has run out."),
}
DO: Mapping[Reason, Promise] = {
    Reason.FAULT: gettext_lazy("Make the file again in your accounting program."),
    Reason.UNKNOWN: gettext_lazy("Have the account confirmed by a call to a number you knew before."),
    Reason.OTHER_ACCOUNT: gettext_lazy(
        "Call them at a number you knew before; a changed account is what swindlers ask for most."
    ),
    Reason.OTHER_PAYEE: gettext_lazy("Ask whoever made the payment, then have the account confirmed by a call."),
    Reason.UNCONFIRMED: gettext_lazy("Have the account confirmed by a call to a number you knew before."),
    Reason.EXPIRED: gettext_lazy("Have the account confirmed again."),
    Reason.NAME: gettext_lazy("Correct the name in your accounting program, or add it to the payee as another name."),
    Reason.NAME_CLOSE: gettext_lazy("Write the name as the ledger has it, or add it to the payee as another name."),
    Reason.NO_NAME: gettext_lazy("Fill in the name in your accounting program."),
    Reason.BANK: gettext_lazy("Do not pay yet. Have the account confirmed by a call to a number you knew before."),
    Reason.BEFORE: gettext_lazy(
        "If it is another payment that looks the same, give it an end-to-end reference of its own in your accounting program."
    ),
    Reason.TWICE: gettext_lazy("If both are meant, give each an end-to-end reference of its own in your accounting program."),
    Reason.ROUTE: gettext_lazy("Make it as an ordinary transfer in your accounting program, or give it to the bank by hand."),
    Reason.CLOCK: gettext_lazy("Have the clock of the machine set right, then check again."),
}
BANK: Mapping[str, Promise] = {
    "match": gettext_lazy("The bank: name and account go together."),
    "close_match": gettext_lazy("The bank: the name nearly goes with the account."),
    "no_match": gettext_lazy("The bank: the name does not go with the account."),
    "not_checked": gettext_lazy("The bank could not check it. That says nothing against the payee."),
}
LIMIT = gettext_lazy(
    "A bank compares a name with an account. It does not know whether the request to pay is genuine: "
    "whoever opened an account in the name of your supplier gets a match too."
)
"""What the answer of a bank is worth; it stands wherever one is shown."""

FAULTS: Mapping[str, Promise] = {
    "no_iban": gettext_lazy("It names no account (IBAN) of the payee."),
    "iban_invalid": gettext_lazy("The account number (IBAN) of the payee cannot be right."),
    "no_name": gettext_lazy("It does not name the payee."),
    "no_amount": gettext_lazy("The amount is nothing."),
    "not_transfer": gettext_lazy("It is no transfer, but a cheque or an advice."),
    "duplicate_instruction": gettext_lazy("Another line has the same instruction number."),
}
"""weerbaar.ledger.read.pain.FAULTS, in the reader's language."""
NOTES: Mapping[str, Promise] = {
    "twice": gettext_lazy("Another line pays the same amount to the same account under the same references."),
    "bank_instruction": gettext_lazy("It carries instructions to a bank."),
    "intermediary": gettext_lazy("It goes by way of another bank."),
    "ultimate_creditor": gettext_lazy("It names somebody else as the one who is paid in the end."),
    "equivalent": gettext_lazy("The amount is stated in another currency than it is paid in."),
    "bic_country": gettext_lazy("The bank (BIC) is in another country than the account (IBAN)."),
}
"""weerbaar.ledger.read.pain.NOTES."""
REFUSED: Mapping[str, Promise] = {
    "empty": gettext_lazy("The file is empty."),
    "too_large": gettext_lazy("The file is larger than what is read at once."),
    "too_many": gettext_lazy("The file has more lines than what is read at once."),
    "too_deep": gettext_lazy("The file is built deeper than any payment file is."),
    "not_xml": gettext_lazy("The file is no complete XML: it was cut off or damaged."),
    "xml_version": gettext_lazy("The file is written in another XML than 1.0."),
    "encoding": gettext_lazy("The file is in an encoding that banks do not all read the same way. Choose UTF-8."),
    "dtd": gettext_lazy("The file brings definitions of its own (DOCTYPE). No payment file needs them."),
    "hidden": gettext_lazy("A value in the file hides a comment or an instruction. Programs read those differently."),
    "foreign": gettext_lazy("The file holds elements of another standard."),
    "attribute": gettext_lazy("An element of the file has an attribute that the standard does not know."),
    "kind": gettext_lazy("This is no payment file (pain.001)."),
    "version": gettext_lazy("The file is of a version we do not know. pain.001.001.03 and pain.001.001.09 are read."),
    "schema": gettext_lazy("The file does not follow the schema of its version. The bank would refuse it."),
    "count": gettext_lazy("The number of payments in the file is not the number it states."),
    "control_sum": gettext_lazy("The amounts in the file do not add up to the sum it states."),
    "duplicate_message": gettext_lazy(
        "A file with this message number was released before. Make the file again, so that it gets a new one."
    ),
    "duplicate_block": gettext_lazy("Two blocks of payments in the file have the same number."),
    "parsers_differ": gettext_lazy("Two programs read this file differently, so nothing can be said about it."),
    "result": gettext_lazy("The file that would be released did not pass its own check."),
}
"""weerbaar.ledger.read.refused.WHY, as far as a payment file can be refused."""


def saw(reason: str) -> str:
    """What was seen."""
    return str(SAW[Reason(reason)])


def to_do(reason: str) -> str:
    """What to do about it."""
    return str(DO[Reason(reason)])


def confirmable(reasons: list[str]) -> bool:
    """Whether a confirmation of the account can help."""
    return not {Reason(one) for one in reasons}.isdisjoint(CONFIRMABLE)


def remarks(told: Mapping[str, Any]) -> list[str]:
    """What stands beside a line whether it goes or not."""
    said = []
    if told["standing"] == "other_payee" and told["holder_name"]:
        said.append(_("In the ledger the account belongs to %(name)s.") % {"name": told["holder_name"]})
    if told["country_differs"]:
        said.append(_("The account is in another country than the seat of the payee."))
    if told["shared"]:
        said.append(_("Other payees have the same account: %(names)s.") % {"names": ", ".join(told["shared"])})
    if told.get("overridden"):
        said.append(_("It goes by an emergency override of two people, once."))
    if told.get("bank"):
        bank = told["bank"]
        line = str(BANK[bank["result"]])
        told_by = f"{bank['holder']}, {day(bank['at'])}" if bank["holder"] else day(bank["at"])
        said.append(f"{line} ({told_by})")
    return said


def fault(code: str) -> str:
    """What is wrong with a line."""
    return str(FAULTS[code])


def note(code: str) -> str:
    """What a careful person would want to know about a line."""
    return str(NOTES[code])


def refused(code: str, detail: str) -> str:
    """Why a whole file was refused, and where."""
    return f"{REFUSED[code]} ({detail})" if detail else str(REFUSED[code])


def amount(value: str, currency: str) -> str:
    """An amount as people write it in the language at hand: "18.400,00 EUR"; "" for none."""
    try:
        exact = Decimal(value)
    except InvalidOperation:
        return f"{value} {currency}".strip()
    decimals = max(2, -int(exact.as_tuple().exponent))  # never rounded
    return f"{formats.number_format(exact, decimals, use_l10n=True, force_grouping=True)} {currency}".strip()


def day(iso: str) -> str:
    """A day (ISO date) as people write it in the language at hand."""
    return str(formats.date_format(date.fromisoformat(iso[:10]), "DATE_FORMAT"))


def beside(kept: Mapping[str, Any]) -> str:
    """How a claim stands, in a sentence of the language at hand."""
    told = ledger_words.standing(kept["standing"])
    known = kept["payee_name"] or kept["holder_name"]
    parts = [told[:1].upper() + told[1:]]
    if known:
        parts.append(_("in the ledger: %(name)s") % {"name": known})
    if kept["match"] in (NameMatch.CLOSE.value, NameMatch.NONE.value):
        parts.append(ledger_words.name_match(kept["match"]))
    if kept["country_differs"]:
        parts.append(_("the account is in another country than the seat"))
    return "; ".join(parts) + "."
