from dataclasses import replace

import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.known_bad import known_bad
from weerbaar.model.part import Address, Mail


@pytest.mark.parametrize(
    ("sender", "reply_to", "speaks"),
    [
        ("info@veiligbetalen.example", "", True),
        ("info@mail.veiligbetalen.example", "", True),
        ("anna@supplier.example", "x@veiligbetalen.example", True),
        ("oplichter@gmail.com", "", True),
        ("iemand@gmail.com", "", False),  # an address is listed, not the whole service
        ("info@nietveiligbetalen.example", "", False),
    ],
)
def test_it_speaks_on_the_organisations_own_list(sender: str, reply_to: str, speaks: bool) -> None:
    listed = replace(BAKERY, known_bad=("veiligbetalen.example", "Oplichter@gmail.com"))
    mail = Mail("mail", Address("", sender), "", reply_to=tuple(Address("", a) for a in (reply_to,) if a))
    assert bool(list(known_bad(mail, listed))) == speaks


def test_the_allow_list_silences_it() -> None:
    both = replace(BAKERY, known_bad=("veiligbetalen.example",), allowed=("veiligbetalen.example",))
    assert not list(known_bad(Mail("mail", Address("", "info@veiligbetalen.example"), ""), both))
