import pytest
from tests.organisation import BAKERY

from weerbaar.detect.paper.number_form import number_form
from weerbaar.model.part import Paper


@pytest.mark.parametrize("odd", [(), ("BSN",), ("eID", "Rijksregister")])
def test_it_names_the_number_and_not_its_digits(odd: tuple[str, ...]) -> None:
    found = number_form(Paper("foto.jpg", "TD1", "card", "BEL", "59••••••••05", odd=odd), BAKERY)
    assert [one.saw for one in found] == [{"number": name} for name in odd]
