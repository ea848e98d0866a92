import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.bulk_unsubscribable import bulk_unsubscribable
from weerbaar.model.part import Address, Authentication, Mail, Parts

OURS = "mx.bakkerijvanhove.example"


def results(domain: str, spf: str, dkim: str, dmarc: str, authserv_id: str = OURS) -> tuple[Authentication, ...]:
    return tuple(Authentication(authserv_id, m, r, domain) for m, r in (("spf", spf), ("dkim", dkim), ("dmarc", dmarc)) if r)


@pytest.mark.parametrize(
    ("header", "dmarc", "speaks"),
    [
        ("<https://vakblad.example/u>", "pass", True),
        ("<https://vakblad.example/u>", "none", True),  # the signature still vouches for the domain
        ("<https://vakblad.example/u>", "fail", False),
        ("", "pass", False),
    ],
)
def test_it_speaks_for_proven_mailings(header: str, dmarc: str, speaks: bool) -> None:
    headers = (("List-Unsubscribe", header),) if header else ()
    found = results("vakblad.example", "pass", "pass", dmarc)
    mail = Mail("mail", Address("", "nieuws@vakblad.example"), "", headers=headers, authentication=found, bulk=bool(header))
    assert bool(list(bulk_unsubscribable(Parts((mail,)), BAKERY))) == speaks
