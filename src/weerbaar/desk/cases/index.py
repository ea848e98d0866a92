"""The blind index: what a case can be found by, told to nobody without the organisation's search key."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from weerbaar.desk.cases.models import Case, Token
from weerbaar.desk.vault import tokens


class Kind(StrEnum):
    """What a token stands for. WORD is what people search; the others tell which cases have a thing in common."""

    WORD = "word"
    PERSON = "person"  # the address of who brought it
    SENDER = "sender"  # addresses and domains a message came from or wants answers at
    HOST = "host"  # hosts of links
    ACCOUNT = "account"  # IBANs, in compact form
    PHONE = "phone"  # E.164
    SHAPE = "shape"  # what two nearly equal messages have in common


def index(case: Case, found: Mapping[str, Iterable[str]]) -> None:
    """Make a case found by these values of these kinds; what it was found by before stays."""
    key = case.organisation.search_key
    made = [
        Token(case=case, organisation_id=case.organisation_id, kind=kind, value=value)
        for kind, values in found.items()
        for value in sorted(tokens(key, kind, values))
    ]
    Token.objects.bulk_create(made, ignore_conflicts=True, batch_size=200)
