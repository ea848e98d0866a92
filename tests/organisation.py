"""The cast everyone knows: a bakery, its people and the firms it deals with. All invented.

Els owns and decides, Tom keeps the books, Nadia works in the shop. De Kroon delivers flour and has one confirmed account;
Brinkmann prints the bags; Fiduciaire Lambert is the accountant. Later the bakery keeps a ledger (LEDGERED): De Kroon was called,
Brinkmann has to be called again, the Bakkersbond and Jan Peeters came in with a list, and Zoutmeer was paid before.
"""

from dataclasses import replace

from weerbaar.model.ledger import Fact, How, Kind, Ledger, Payee
from weerbaar.model.organisation import NOBODY, Memory, Organisation, Person, Supplier

BAKERY = Organisation(
    name="Bakkerij Van Hove",
    domains=("bakkerijvanhove.example",),
    languages=("nl", "fr"),
    country="BE",
    people=(
        Person("Els Van Hove", "zaakvoerder", "els@bakkerijvanhove.example", ("+32470000001",), ("els.vanhove@prive.example",)),
        Person("Tom Maes", "boekhouding", "tom@bakkerijvanhove.example", ("+32470000002",)),
        Person("Nadia El Amrani", "winkel", "nadia@bakkerijvanhove.example"),
    ),
    suppliers=(
        Supplier("Molens De Kroon", ("molensdekroon.example",), ("BE71096123456769",), ("+3290001234",)),
        Supplier("Brinkmann Druck GmbH", ("brinkmann-druck.example",), ("DE89370400440532013000",), ("+4922100012345",)),
        Supplier("Fiduciaire Lambert", ("fiduciaire-lambert.example",), (), ("+3225550123",)),
    ),
    trusted_authserv_ids=("mx.bakkerijvanhove.example",),
    known_bad=("veiligbetalen.example",),
    dkim_keys={
        "maart._domainkey.molensdekroon.example": "v=DKIM1; k=rsa; p=MIIAojANBgkqhkiG9w0BAQEFAAOCAI8AMIIAigKCAIEA69CsURiVoHz0wIkbdILZzj8CnHfQgSiH4OD8UAoZqDEa69"
        "yzZorkKqOjiwnAb7Dc1b/Qus5cUE4zdR5LakUGSiotaIM/8j8xeKwpcwQqoEtQV1j8SVAdaMPkjIGGTjtYNJXrmSciV2LJpON7/YeeO/h0la9ZzoN5NnpdbhEUiI0CAwEAAQ==",
    },
    contact="Els, +32 470 00 00 01",
    memory=Memory(
        senders={"facturen@molensdekroon.example": 42, "info@brinkmann-druck.example": 7, "nieuws@vakblad.example": 12},
        names={"molens de kroon": ("facturen@molensdekroon.example",)},
        reply_to={"nieuws@vakblad.example": ("redactie.example",)},
        link_domains={"vakblad.example": ("vakblad.example", "nieuwsbrief.example")},
        ibans={"BE71096123456769": ("molensdekroon.example",)},
        messages=180,
    ),
)


def _fact(id: str, kind: Kind, value: str, how: How = How.CALL_BACK, until: str = "") -> Fact:
    return Fact(id, kind, value, how, "2024-05-01", until, ("Els Van Hove", "Tom Maes") if how is How.CALL_BACK else ())


LEDGERED = replace(
    BAKERY,
    suppliers=(),
    ledger=Ledger(
        (
            Payee("kroon", "Molens De Kroon", (
                _fact("kroon-1", Kind.IBAN, "BE71096123456769", until="2027-05-01"), _fact("kroon-2", Kind.DOMAIN, "molensdekroon.example"),
                _fact("kroon-3", Kind.PHONE, "+3290001234"), _fact("kroon-4", Kind.VAT, "BE0403019261"),
            ), "BE"),
            Payee("brinkmann", "Brinkmann Druck GmbH", (
                _fact("brinkmann-1", Kind.IBAN, "DE89370400440532013000", until="2025-05-01"),
                _fact("brinkmann-2", Kind.DOMAIN, "brinkmann-druck.example"), _fact("brinkmann-3", Kind.PHONE, "+4922100012345"),
            ), "DE"),
            Payee("lambert", "Fiduciaire Lambert", (_fact("lambert-1", Kind.DOMAIN, "fiduciaire-lambert.example"),), "BE"),
            Payee("bond", "Bakkersbond", (
                _fact("bond-1", Kind.IBAN, "NL91ABNA0417164300", How.IMPORTED), _fact("bond-2", Kind.DOMAIN, "bakkersbond.example"),
            ), "NL"),
            Payee("peeters", "Jan Peeters", (_fact("peeters-1", Kind.IBAN, "NL91ABNA0417164300", How.IMPORTED),)),
            Payee("zoutmeer", "Zoutmeer", (
                _fact("zoutmeer-1", Kind.IBAN, "BE47000000008080", How.PAID), _fact("zoutmeer-2", Kind.DOMAIN, "zoutmeer.example"),
            ), "BE"),
        ),
        "2026-03-02",
    ),
)  # fmt: skip

__all__ = ["BAKERY", "LEDGERED", "NOBODY"]
