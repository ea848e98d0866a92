"""The gateway's side of the desk on PostgreSQL, run by tests/desk/test_postgresql.py in a process with a desk of its own: prints "fine"."""

import asyncio
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from weerbaar.desk.accounts.models import Membership, Organisation, User
from weerbaar.desk.agreements.agreement import Agreement, Contact, Tool
from weerbaar.desk.agreements.models import Version
from weerbaar.desk.gateway import asks, budgets, keys, providers
from weerbaar.desk.gateway.models import Ask, Use
from weerbaar.desk.gateway.port import DeskPort
from weerbaar.gateway.port import Asked, Dialect, Granted, Reserved, Spent
from weerbaar.gateway.port import Use as Noted
from weerbaar.model.leak import DataClass, Decision

CANARIES = ("kanarie", "BE71096123456769")


def main() -> None:
    organisation = Organisation.objects.get()
    els = Membership.objects.create(
        user=User.objects.create_user("els@x.example"), organisation=organisation, role="administrator"
    )
    start = timezone.localdate() - timedelta(days=1)
    version = Version(organisation=organisation, number=1, edition=1)
    version.write(
        Agreement(
            Contact("Els", mail="els@x.example"), (Tool("helper", "Helper"),), start=start, review_on=start + timedelta(9)
        )
    )
    version.save()
    providers.save(
        els,
        None,
        name="M",
        tool="helper",
        url="https://ai.example",
        dialects=[Dialect.OPENAI],
        offers={"klein": "k"},
        credential="sk-kanarie",
    )
    budgets.set_budget(els, "person", {"tokens_day": 100})
    _, secret = keys.make(els, "laptop", 30)
    asyncio.run(story(secret, els))
    assert Use.objects.count() == 1
    assert budgets.used(organisation, f"member:{els.pk}").tokens_day == 40
    for change in (
        lambda: Use.objects.update(tool="x"),
        lambda: Use.objects.all().delete(),
        lambda: connection.cursor().execute("TRUNCATE gateway_use"),
    ):
        try:
            with transaction.atomic():
                change()
        except DatabaseError as refused:
            assert "append-only" in str(refused)
        else:
            raise AssertionError("a use was changed")
    assert not [canary for canary in CANARIES if canary in everything()]
    print("fine")


async def story(secret: str, els: Membership) -> None:
    at = DeskPort()
    caller = await at.caller(secret)
    assert caller is not None
    route = await at.route(caller, "klein", Dialect.OPENAI)
    assert route is not None and route.credential == "sk-kanarie"
    held = [await at.reserve(caller, route, 40) for _ in range(3)]
    assert [type(one) for one in held] == [Reserved, Reserved, Spent]
    assert isinstance(held[0], Reserved) and isinstance(held[1], Reserved)
    await at.settle(held[0], 0, 0.0)
    await at.settle(held[1], 40, 1.0)
    await at.keep(caller, "c", b"kanarie")
    await at.keep(caller, "c", b"kanarie 2")
    assert await at.load(caller, "c") == b"kanarie 2"
    prints = frozenset(("BE71096123456769",))
    first = await at.asked(caller, route, {DataClass.IBAN: 1}, prints)
    assert isinstance(first, Asked)
    await asyncio.to_thread(reason, els)
    assert isinstance(await at.asked(caller, route, {DataClass.IBAN: 1}, prints), Granted)
    await at.note(
        Noted(caller, "helper", "klein", Dialect.OPENAI, "chat", Decision.MASK, 200, {DataClass.IBAN: 1}, {DataClass.IBAN: 1})
    )
    await asyncio.to_thread(at.close)


def reason(els: Membership) -> None:
    asks.give_reason(Ask.objects.get(), els, "kanarie")
    connection.close()


def everything() -> str:
    """Every row of every table, as text."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            said += [str(row[0]) for row in cursor.fetchall()]
    return "\n".join(said)
