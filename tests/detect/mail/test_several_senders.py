import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.several_senders import several_senders
from weerbaar.model.part import Address, Mail


@pytest.mark.parametrize(
    ("senders", "speaks"),
    [
        (("els@bakkerijvanhove.example", "x@stranger.example"), True),
        (("jan@supplier.example", "rita@supplier.example"), False),
        (("jan@supplier", "jan@supplier.example"), False),  # a name written as half an address
        ((), False),
    ],
)
def test_it_speaks_when_from_names_two_domains(senders: tuple[str, ...], speaks: bool) -> None:
    addresses = tuple(Address("", a) for a in senders)
    mail = Mail("mail", (*addresses, None)[0], "", senders=addresses)
    assert bool(list(several_senders(mail, BAKERY))) == speaks
