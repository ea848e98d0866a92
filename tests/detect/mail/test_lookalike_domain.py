from dataclasses import replace

import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.lookalike_domain import lookalike_domain
from weerbaar.model.part import Address, Mail


@pytest.mark.parametrize(
    ("domain", "circle"),
    [
        ("bakkerijvanhove.eu", "own"),
        ("bakkerij-vanhove.example", "own"),
        ("bakkerijvanhoue.example", "own"),
        ("rnolensdekroon.example", "supplier"),
        ("molensdekroon-facturen.example", "supplier"),
        ("molensdekroon.example.betaling.example", "supplier"),
        ("vakblat.example", "correspondent"),  # wrote twelve times before as vakblad
        ("paypa1.com", "brand"),
        ("login-microsoft.example", "brand"),
        ("molensdekroon.example", None),
        ("mail.bakkerijvanhove.example", None),
        ("netflix.de", None),  # brands hold their name under the usual endings
        ("molensvandeput.example", None),
        ("gmail.com", None),
    ],
)
def test_it_sees_domains_made_to_be_taken_for_known_ones(domain: str, circle: str | None) -> None:
    found = [f.id for f in lookalike_domain(Mail("mail", Address("", f"x@{domain}"), ""), BAKERY)]
    assert found == ([] if circle is None else [f"mail.lookalike_domain_{circle}"])


def test_it_is_silent_on_what_the_organisation_allows() -> None:
    allowing = replace(BAKERY, allowed=("bakkerijvanhove.eu",))
    assert not list(lookalike_domain(Mail("mail", Address("", "x@bakkerijvanhove.eu"), ""), allowing))
