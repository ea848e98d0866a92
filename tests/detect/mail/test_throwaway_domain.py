from dataclasses import replace

import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.throwaway_domain import throwaway_domain
from weerbaar.model.part import Address, Mail


@pytest.mark.parametrize(
    ("address", "variant"),
    [
        ("info@dossier.top", ""),
        ("info@mail.dossier.click", ""),
        ("info@xkqjzvwp.example", "_random"),
        ("info@a8f3k2m9.top", "_random"),
        ("info@dossier.example", None),
        ("info@topdossier.example", None),
        ("anna@gmail.com", None),
        ("noreply@em.sendgrid.net", None),  # a service for sending mail
        ("news@mondialrelay.com", None),  # a brand
        ("info@localhost", None),
        ("info@tijdschrijver.example", None),
        ("info@zahnarztpraxis-schwarzwald.example", None),
        ("info@rijwielhandel-vijf.example", None),
        ("info@nachtpflege-marktplatz.example", None),
        ("info@3d-print4you.example", None),
        ("info@taxi75001.example", None),  # a post code
    ],
)
def test_it_tells_throwaway_domains_from_kept_ones(address: str, variant: str | None) -> None:
    found = [f.id for f in throwaway_domain(Mail("mail", Address("Anna", address), ""), BAKERY)]
    assert found == ([] if variant is None else [f"mail.throwaway_domain{variant}"])


def test_senders_the_organisation_knows_are_left_alone() -> None:
    knows = replace(BAKERY, allowed_domains=("dossier.top",))
    assert not list(throwaway_domain(Mail("mail", Address("Anna", "info@dossier.top"), ""), knows))


def test_a_mail_without_sender_has_no_domain() -> None:
    assert not list(throwaway_domain(Mail("mail", None, ""), BAKERY))
