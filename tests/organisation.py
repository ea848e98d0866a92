"""The cast everyone knows: a bakery, its people and the firms it deals with. All invented.

Els owns and decides, Tom keeps the books, Nadia works in the shop. De Kroon delivers flour and has one confirmed account;
Brinkmann prints the bags; Fiduciaire Lambert is the accountant.
"""

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

__all__ = ["BAKERY", "NOBODY"]
