import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.own_domain_unproven import own_domain_unproven
from weerbaar.model.part import Address, Authentication, Mail, Parts

OURS = "mx.bakkerijvanhove.example"


def results(domain: str, spf: str, dkim: str, dmarc: str, authserv_id: str = OURS) -> tuple[Authentication, ...]:
    return tuple(Authentication(authserv_id, m, r, domain) for m, r in (("spf", spf), ("dkim", dkim), ("dmarc", dmarc)) if r)


@pytest.mark.parametrize(
    ("address", "found", "variant"),
    [
        ("els@bakkerijvanhove.example", results("bakkerijvanhove.example", "fail", "none", "fail"), "_failing"),
        ("els@bakkerijvanhove.example", results("bakkerijvanhove.example", "none", "none", "none"), ""),
        ("els@bakkerijvanhove.example", results("bakkerijvanhove.example", "pass", "pass", "pass"), None),
        ("els@bakkerijvanhove.example", results("bakkerijvanhove.example", "pass", "pass", "pass", "mx.other.example"), None),
        ("els@bakkerijvanhove.example", (), None),  # never left our own server
        ("facturen@molensdekroon.example", results("molensdekroon.example", "fail", "none", "fail"), None),  # not ours
    ],
)
def test_it_asks_for_proof_of_our_own_domain(address: str, found: tuple[Authentication, ...], variant: str | None) -> None:
    seen = [
        f.id for f in own_domain_unproven(Parts((Mail("mail", Address("Els", address), "", authentication=found),)), BAKERY)
    ]
    assert seen == ([] if variant is None else [f"mail.own_domain_unproven{variant}"])
