"""What an invoice says about who is to be paid. Pure: it runs in a guarded process of its own, without Django, database, keys or net.

An electronic invoice (UBL, cross industry invoice, Factur-X and ZUGFeRD inside a PDF) is read by its fields. Of any other file the
account numbers in its text are taken; such a claim has no name, since nobody can say which of the words is one.
"""

from dataclasses import dataclass, field

from weerbaar.detect._accounts import accounts
from weerbaar.ledger.read import cii, ubl
from weerbaar.ledger.read.refused import Refused
from weerbaar.model.item import Item
from weerbaar.model.ledger import Claim
from weerbaar.settings import Settings
from weerbaar.unpack.unpack import begin

MOST_CLAIMS = 50


@dataclass(frozen=True, slots=True)
class Brought:
    """A file and what it was called."""

    name: str
    data: bytes = field(repr=False)
    settings: Settings


@dataclass(frozen=True, slots=True)
class Told:
    """Its claims, whether they come from fields (an electronic invoice) or from its text, and why nothing could be read ("" otherwise)."""

    claims: tuple[Claim, ...] = ()
    fields: bool = False
    wrong: str = ""


def read(brought: Brought) -> Told:
    """The claims of an invoice, each account once."""
    data = brought.data
    if data[:1024].lstrip().startswith(b"%PDF"):
        try:
            return _told(cii.read_pdf(data).claims)
        except Refused:
            return _text(brought)
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
        return _text(brought)
    for reader in (ubl.read, cii.read):
        try:
            return _told(reader(data).claims)
        except Refused as refused:
            if refused.code != "kind":
                return Told(wrong=refused.code)
    return Told(wrong="kind")


def _told(claims: tuple[Claim, ...]) -> Told:
    paid = tuple(claim for claim in claims if claim.iban)[:MOST_CLAIMS]
    return Told(paid, fields=True, wrong="" if paid else "nothing")


def _text(brought: Brought) -> Told:
    parts = begin(Item(brought.name, brought.data), brought.settings).parts()
    found = dict.fromkeys(account.iban for _, _, account in accounts(parts))
    claims = tuple(Claim(iban=iban, where="text") for iban in list(found)[:MOST_CLAIMS])
    return Told(claims, wrong="" if claims else "nothing")
