"""The agreement of the bakery in the tests: two tools, one of them for a few; and every page of it with something in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.desk.cast import Desk
from weerbaar.desk.agreements.agreement import Agreement, Basis, Contact, Place, Purpose, Risk, Tool
from weerbaar.model.leak import DataClass, Decision, Group

if TYPE_CHECKING:
    from weerbaar.desk.agreements.models import Version

WRITER = Tool(
    "schrijfhulp", "Schrijfhulp", provider="Molenaar Software", purposes=(Purpose.WRITE, Purpose.TRANSLATE), models=("molen-2",),
    hosts=("chat.molenaar.example",), place=Place.EUROPE, basis=Basis.INTEREST, risk=Risk.MINIMAL, contract="verwerking 2026-4",
    contract_on=date(2026, 3, 2),
)  # fmt: skip
CODER = Tool(
    "codehulp", "Codehulp", purposes=(Purpose.CODE,), roles=("decider", "administrator"), groups={Group.PERSONAL: Decision.STOP},
    classes={DataClass.API_KEY: Decision.STOP},
)  # fmt: skip
START = date(2026, 10, 1)
AGREEMENT = Agreement(
    contact=Contact("Els Van Hove", "+32 470 00 00 01", "els@bakkerijvanhove.example"), tools=(WRITER, CODER), start=START,
    review_on=START + timedelta(days=365),
)  # fmt: skip


def published(desk: Desk, agreement: Agreement = AGREEMENT, name: str = "els") -> "Version":
    """An agreement of the organisation of somebody who makes it."""
    from weerbaar.desk.agreements import making

    making.change(desk.member(name), agreement)
    return making.publish(desk.member(name))


def places(desk: Desk) -> Iterator[tuple[str, str]]:
    """Every kind of page, with something in it, and who looks at it (tests/desk/web/test_seen.py)."""
    from weerbaar.desk.agreements import making, signing

    yield "mila", "/agreement/"
    number = published(desk).number
    signing.sign(desk.member("nadia"), number, "Nadia")
    signing.sign_on_paper(desk.member("els"), number, "Jef", START)
    published(desk, replace(AGREEMENT, unsure=Decision.STOP))
    making.change(desk.member("els"), replace(AGREEMENT, use_days=90))
    for place in ("", "sign/", "versions/", "tools/", "numbers/"):
        yield "nadia", f"/agreement/{place}"
    for place in ("people/", "make/", "make/data/", "make/watch/", "make/tools/", "make/tools/codehulp/"):
        yield "els", f"/agreement/{place}"
