"""What the words of the ledger are called on screen."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from weerbaar.ledger.numbers import grouped
from weerbaar.model.ledger import How, Kind, NameMatch, Standing


def kind(value: str) -> str:
    """A kind of fact."""
    named = {
        Kind.NAME: _("legal name"),
        Kind.ALIAS: _("also known as"),
        Kind.VAT: _("VAT number"),
        Kind.ENTERPRISE: _("enterprise number"),
        Kind.IBAN: _("account"),
        Kind.BIC: _("bank (BIC)"),
        Kind.PHONE: _("telephone"),
        Kind.DOMAIN: _("mail domain"),
        Kind.ADDRESS: _("mail address"),
        Kind.CONTACT: _("contact"),
    }
    return named[Kind(value)]


def fact(kind_: str, value: str) -> str:
    """A fact in a line: "account BE68 5390 0754 7034"."""
    return f"{kind(kind_)} {grouped(value) if kind_ == Kind.IBAN else value}"


def how(value: str) -> str:
    """A way to confirm."""
    named = {
        How.CALL_BACK: _("called back at a number we knew"),
        How.CONTRACT: _("signed contract"),
        How.BANK_LETTER: _("letter of the bank"),
        How.VERIFICATION_OF_PAYEE: _("the bank checked the name (Verification of Payee)"),
        How.TWO_PEOPLE: _("two people of ours"),
        How.CALL_PROOF: _("proven with a device"),
        How.PAID: _("paid before, not confirmed"),
        How.IMPORTED: _("written down, not confirmed"),
    }
    return named[How(value)]


def way(value: str) -> str:
    """A way to ask, where somebody chooses among them."""
    return _("called a number found elsewhere, where we knew none") if value == How.TWO_PEOPLE else how(value)


def standing(value: str) -> str:
    """How a claimed account stands in the ledger."""
    named = {
        Standing.SAME: _("known payee, confirmed account"),
        Standing.UNCONFIRMED: _("known payee, an account that nobody confirmed"),
        Standing.OTHER_ACCOUNT: _("known payee, another account than before"),
        Standing.OTHER_PAYEE: _("an account that we know under another name"),
        Standing.EXPIRED: _("known, but to be confirmed again"),
        Standing.UNKNOWN: _("not known to us"),
    }
    return named[Standing(value)]


def name_match(value: str) -> str:
    """How two names agree."""
    named = {
        NameMatch.MATCH: pgettext("name", "the same name"),
        NameMatch.CLOSE: pgettext("name", "nearly the same name"),
        NameMatch.NONE: pgettext("name", "another name"),
        NameMatch.UNCHECKED: pgettext("name", "name not compared"),
    }
    return named[NameMatch(value)]
