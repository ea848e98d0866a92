"""A desk with an agreement in force, a provider and keys; and the port, asked as the gateway asks it."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from django.utils import timezone

from tests.desk.cast import Desk
from weerbaar.desk.agreements.agreement import Agreement, Contact, Tool
from weerbaar.desk.agreements.models import Version
from weerbaar.desk.gateway import keys, providers
from weerbaar.desk.gateway.models import Key, Provider
from weerbaar.desk.gateway.port import DeskPort
from weerbaar.gateway.port import Caller, Dialect, Use
from weerbaar.model.leak import DataClass, Decision, Group

T = TypeVar("T")
TOOLS = (
    Tool("helper", "Assistent", groups={Group.SPECIAL: Decision.STOP}),
    Tool("code", "Code", roles=("decider",), models=("maker",)),
)
CREDENTIAL = "sk-kanarie-van-de-firma"


@dataclass(frozen=True, slots=True)
class Set:
    """What a test needs at hand."""

    provider: Provider
    nadia: str
    """The secret of Nadia's key."""
    key: Key


def agree(desk: Desk, tools: tuple[Tool, ...] = TOOLS, start: date | None = None) -> Version:
    """An agreement in force at the bakery."""
    start = start or timezone.localdate() - timedelta(days=1)
    agreement = Agreement(
        contact=Contact("Els", mail="els@bakkerijvanhove.example"),
        tools=tools,
        start=start,
        review_on=start + timedelta(days=365),
    )
    number = Version.objects.filter(organisation=desk.bakery).count() + 1
    version = Version(organisation=desk.bakery, number=number, edition=number)
    version.write(agreement)
    version.save()
    return version


def connect(
    desk: Desk, *, url: str = "http://127.0.0.1:9", tool: str = "helper", offers: dict[str, str] | None = None
) -> Provider:
    """A provider that Els connects."""
    return providers.save(
        desk.member("els"), None, name="Modellen", tool=tool, url=url, dialects=list(Dialect), offers=offers or {"klein": "small-1"},
        credential=CREDENTIAL, joules_per_token=2.0,
    )  # fmt: skip


def ready(desk: Desk, *, url: str = "http://127.0.0.1:9") -> Set:
    """An agreement, a provider, and a key of Nadia's."""
    agree(desk)
    provider = connect(desk, url=url)
    key, secret = keys.make(desk.member("nadia"), "laptop", 30)
    return Set(provider, secret, key)


@contextmanager
def port() -> Iterator[DeskPort]:
    """The port, which lets go of the database at the end."""
    made = DeskPort()
    try:
        yield made
    finally:
        made.close()


def ask(asking: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(asking)


def use(caller: Caller, **more: Any) -> Use:
    """A use as the gateway notes it."""
    said: dict[str, Any] = {
        "tool": "helper", "model": "klein", "dialect": Dialect.OPENAI, "operation": "chat", "decision": Decision.MASK, "status": 200,
        "found": {DataClass.IBAN: 2}, "masked": {DataClass.IBAN: 2}, "tokens_in": 10, "tokens_out": 20, "seconds": 0.5, "joules": 60.0,
    }  # fmt: skip
    return Use(caller, **{**said, **more})
