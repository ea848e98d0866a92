"""The pages of the gate, with something on each, to be looked at."""

from collections.abc import Iterator

from tests.desk.cast import Desk
from tests.desk.payments.world import KROON, NIEUW, file, known, to_kroon, to_stranger
from tests.ledger.payments import iban


def payments(desk: Desk) -> Iterator[tuple[str, str]]:
    """Who looks at which page."""
    from tests.desk.payments.test_invoices import ubl
    from weerbaar.desk.payments import check, invoices, payees, sign
    from weerbaar.desk.payments.models import Way
    from weerbaar.outside.payee import Service

    known(desk)
    sign.new_signer(desk.bakery, None)
    tom, els = desk.member("tom"), desk.member("els")
    answers = f"name;iban;result;holder\nMolens De Kroon;{KROON};CLOSE_MATCH;Molens De Kroon NV\nNieuwe Leverancier;{NIEUW};NO_MATCH;\n"
    payees.take_in(tom, "answers.csv", answers.encode())
    payees.connect(els, Service("https://bank.example/verification-of-payee", "geheim"))
    data = file(to_kroon(), to_kroon(reference="E-8", account=iban(88)), to_stranger())
    run = check.check(desk.bakery, data, name="betalingen-november.xml", way=Way.PAGE, member=tom)
    refused = check.check(desk.bakery, b"<x/>", name="geen.xml", way=Way.PAGE, member=tom)
    invoice = invoices.read(invoices.take_in(desk.bakery, ubl(account=iban(77)), name="factuur.xml", way=Way.PAGE, member=tom))
    check_pages = ("", "answers/", "doors/", f"{run.ref}/", f"{refused.ref}/")
    yield from (("els", f"/payments/check/{page}") for page in check_pages)
    yield from (("els", f"/payments/invoices/{page}") for page in ("", f"{invoice.ref}/"))
    yield "bart", "/payments/check/"
    yield "bart", "/payments/invoices/"
