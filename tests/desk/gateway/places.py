"""The pages of the gateway, with something on each."""

from collections.abc import Iterator

from tests.desk.cast import Desk
from tests.desk.gateway.kit import agree, connect, ready
from weerbaar.desk.accounts.models import Role
from weerbaar.desk.agreements.models import Version
from weerbaar.desk.gateway import asks, budgets, keys
from weerbaar.desk.gateway.models import Key
from weerbaar.desk.gateway.words import lists
from weerbaar.desk.gateway.words.models import Kind
from weerbaar.model.leak import DataClass


def places(desk: Desk) -> Iterator[tuple[str, str]]:
    """Each page with who looks at it."""
    yield "bart", "/ai/gateway/"
    yield "bart", "/ai/gateway/words/"
    lists.learn_names(desk.member("els"), Kind.CUSTOMER, "Klanten 2026", ["Zonnedael NV", "De Keuken BV", "X"])
    yield "els", "/ai/gateway/words/"
    yield "mila", "/ai/"
    if Version.objects.filter(organisation=desk.bakery).exists():
        agree(desk)
        connect(desk)
        keys.make(desk.member("nadia"), "laptop", 30)
    else:
        ready(desk)
    keys.make_for_team(desk.member("els"), "Winkel", Role.REPORTER, "kassa", 30)
    budgets.set_budget(desk.member("els"), "person", {"tokens_day": 100_000})
    key = Key.objects.select_related("organisation", "membership__user").get(membership=desk.member("nadia"))
    found = {DataClass.HEALTH: 1, DataClass.PERSON: 2}
    waits, given, closed = (asks.asked(key, "helper", found, [name]) for name in ("a", "b", "c"))
    asks.give_reason(given, desk.member("nadia"), "De arts vroeg het zelf")
    asks.Ask.objects.filter(pk=closed.pk).update(until=closed.asked_at)
    for ask in (waits, given, closed):
        yield "nadia", f"/ai/ask/{ask.ref}/"
    yield "nadia", "/ai/"
    yield "els", "/ai/gateway/"
    yield "els", f"/ai/gateway/providers/{key.organisation.ai_providers.first().pk}/"
