"""What a gateway could tell: one tool that many use and one that few do."""

from datetime import date

from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.gateway.numbers import Month, Numbers


def numbers(organisation: Organisation, since: date, until: date) -> Numbers:
    """As weerbaar.desk.gateway.numbers.numbers."""
    first = date(2026, 10, 1)
    assert since <= first <= until
    months = (Month("schrijfhulp", first, 1234, 20, 5, 0, 9000, 3.5), Month("", first, None))
    return Numbers(first, date(2026, 10, 31), months, {"person": 77, "iban": None})
