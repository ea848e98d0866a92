import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.known_sender import known_sender
from weerbaar.model.part import Address, Authentication, Mail, Parts

OURS = "mx.bakkerijvanhove.example"


def results(domain: str, spf: str, dkim: str, dmarc: str, authserv_id: str = OURS) -> tuple[Authentication, ...]:
    return tuple(Authentication(authserv_id, m, r, domain) for m, r in (("spf", spf), ("dkim", dkim), ("dmarc", dmarc)) if r)


@pytest.mark.parametrize(
    ("address", "dmarc", "authserv_id", "speaks"),
    [
        ("rita@molensdekroon.example", "pass", OURS, True),
        ("tom@bakkerijvanhove.example", "pass", OURS, True),
        ("nieuws@vakblad.example", "pass", OURS, True),  # twelve messages before
        ("els.vanhove@prive.example", "pass", OURS, True),
        ("onbekend@bakkerijvanhove.example", "pass", OURS, False),  # our domain, nobody we know
        ("rita@molensdekroon.example", "fail", OURS, False),
        ("rita@molensdekroon.example", "pass", "mx.molensdekroon.example", False),  # the sender's own word
        ("karel@desmet.example", "pass", OURS, False),
    ],
)
def test_it_speaks_for_known_senders_that_are_proven(address: str, dmarc: str, authserv_id: str, speaks: bool) -> None:
    found = results(address.rpartition("@")[2], "pass", "pass", dmarc, authserv_id)
    assert bool(list(known_sender(Parts((Mail("mail", Address("", address), "", authentication=found),)), BAKERY))) == speaks
