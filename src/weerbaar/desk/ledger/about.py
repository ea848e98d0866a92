"""What a confirmation is about, as it stands sealed beside it."""

from dataclasses import asdict, dataclass

from weerbaar.desk.ledger.models import Confirmation
from weerbaar.model.ledger import Claim, Kind

CLAIMED = {
    Kind.IBAN: "iban", Kind.BIC: "bic", Kind.VAT: "vat", Kind.ENTERPRISE: "enterprise", Kind.PHONE: "phone", Kind.DOMAIN: "domain",
    Kind.ADDRESS: "address",
}  # fmt: skip
"""What can be confirmed: a kind of fact -> the field of a claim that says it."""


@dataclass(frozen=True, slots=True)
class About:
    """What a confirmation is about. `payee` is an id of the ledger ("" while it has none), `came_with` what the request brought with it.

    `since` is the day the request came (ISO date): a number that is younger proves nothing.
    """

    claim: Claim
    kind: Kind = Kind.IBAN
    payee: str = ""
    standing: str = ""
    came_with: tuple[str, ...] = ()
    since: str = ""
    note: str = ""

    @property
    def value(self) -> str:
        return str(getattr(self.claim, CLAIMED[self.kind]))

    @classmethod
    def of(cls, confirmation: Confirmation) -> "About":
        kept = confirmation.about
        return cls(
            Claim(**kept["claim"]), Kind(kept["kind"]), kept["payee"], kept["standing"], tuple(kept["came_with"]), kept["since"],
            kept["note"],
        )  # fmt: skip


def claiming(claim: Claim, kind: Kind, value: str) -> Claim:
    """A claim that says this of its payee."""
    return Claim(**{**asdict(claim), CLAIMED[kind]: value})
