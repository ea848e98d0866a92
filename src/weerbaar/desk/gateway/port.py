"""The desk as the gateway sees it (weerbaar.gateway.port.Desk).

What is read often (keys, rules, words) is kept in memory for `FRESH`: a key that was withdrawn, and an agreement that changed, count within a
second. What is written goes through one thread (writer.py). Whatever fails here raises, and then nothing leaves.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import DatabaseError, connections
from django.urls import reverse
from django.utils import timezone

from weerbaar.desk import vault
from weerbaar.desk.agreements import rules
from weerbaar.desk.gateway import asks, budgets, keys
from weerbaar.desk.gateway.models import Conversation, Key, Provider, Use, counts, holder_token, person_token
from weerbaar.desk.gateway.vocabulary import vocabulary_of
from weerbaar.desk.gateway.writer import Full, Writer, fresh
from weerbaar.desk.vault import Locked
from weerbaar.gateway.port import (
    Asked,
    Caller,
    Dialect,
    Granted,
    Model,
    Reserved,
    Route,
    Spent,
    Unavailable,
    Vocabulary,
)
from weerbaar.gateway.port import (
    Use as Noted,
)
from weerbaar.leak.policy import Policy
from weerbaar.model.leak import DataClass

FRESH = 1.0
"""Seconds for which what was read counts."""
FRESH_WORDS = 10.0
"""The same for an organisation's own words, which may be many."""
READERS = 2
MOST_KEPT = 2000
LONGEST_NAME = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Known:
    """What one key may use, read at one moment."""

    caller: Caller
    key: Key
    routes: Mapping[tuple[str, Dialect], Route]
    models: tuple[Model, ...]
    policies: Mapping[str, Policy]
    conversation_days: int


class _Fresh(Generic[T]):
    """What was read, for so many seconds; many who ask at the same time wait for one reading."""

    def __init__(self, seconds: Callable[[], float], load: Callable[[str], Coroutine[Any, Any, T]]) -> None:
        self._seconds, self._load = seconds, load
        self._kept: OrderedDict[str, tuple[float, asyncio.Task[T]]] = OrderedDict()

    async def get(self, name: str) -> T:
        at, task = self._kept.get(name, (0.0, None))
        if task is None or time.monotonic() - at > self._seconds() or (task.done() and (task.cancelled() or task.exception())):
            task = asyncio.create_task(self._load(name))
            self._kept[name] = (time.monotonic(), task)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return await asyncio.shield(task)


class DeskPort:
    """The desk of this machine, or of the PostgreSQL it uses."""

    def __init__(self) -> None:
        self._writer = Writer()
        self._readers = ThreadPoolExecutor(READERS, "reader of the gateway", initializer=connections.close_all)
        self._known: _Fresh[_Known | None] = _Fresh(lambda: FRESH, lambda secret: self._read(lambda: _known(secret)))
        self._vocabularies: _Fresh[Vocabulary] = _Fresh(
            lambda: FRESH_WORDS, lambda organisation: self._read(lambda: vocabulary_of(int(organisation)))
        )
        self._callers: OrderedDict[str, _Known] = OrderedDict()

    def close(self) -> None:
        """Write what waits, and let go of the database."""
        self._writer.close()
        self._readers.shutdown()

    async def alive(self) -> None:
        """Raises what the database raises when it does not answer."""
        await self._read(lambda: Key.objects.exists())

    # --- who, and what they may

    async def caller(self, key: str) -> Caller | None:
        """Who holds this key; None when nobody does, or it was withdrawn, or its time is up."""
        if not key.startswith(keys.START) or len(key) > keys.LONGEST_SECRET:
            return None
        known = await self._known.get(key)
        if known is None:
            return None
        self._callers[known.caller.key] = known
        while len(self._callers) > MOST_KEPT:
            self._callers.popitem(last=False)
        return known.caller

    async def route(self, caller: Caller, model: str, dialect: Dialect) -> Route | None:
        """Where this model is; None when it is not there for this caller's role, or not in this dialect."""
        return (await self._of(caller)).routes.get((model, dialect))

    async def models(self, caller: Caller) -> Sequence[Model]:
        """Every model this caller may use."""
        return (await self._of(caller)).models

    async def policy(self, caller: Caller, tool: str) -> Policy:
        """What the agreement in force says for this role and tool; where it says nothing, the strictest."""
        return (await self._of(caller)).policies.get(tool, rules.STRICT)

    async def words(self, caller: Caller) -> Vocabulary:
        """The words of the caller's organisation."""
        return await self._vocabularies.get(caller.organisation)

    # --- conversations

    async def load(self, caller: Caller, conversation: str) -> bytes | None:
        """What `keep` kept under this name for this caller; None when there is nothing or it expired."""
        key = (await self._of(caller)).key
        return await self._read(lambda: _loaded(key, conversation))

    async def keep(self, caller: Caller, conversation: str, kept: bytes) -> None:
        """Keep what a conversation masked, sealed, as long as the agreement says: not at all where it says 0 days."""
        known = await self._of(caller)
        if not known.conversation_days:
            return
        await self._write(lambda: _keep(known.key, conversation, kept, known.conversation_days))

    # --- budgets

    async def reserve(self, caller: Caller, route: Route, tokens: int) -> Reserved | Spent:
        """Hold room for an estimated number of tokens and one request."""
        key = (await self._of(caller)).key
        tokens, joules = max(0, tokens), max(0, tokens) * route.joules_per_token
        if not any(limit.is_set for _, limit in _limits(key)):
            held = _held(key, tokens, joules)
            self._note(lambda: _count(held, 1, tokens, joules))
            return held
        return await self._order(lambda: _reserve(key, tokens, joules))

    async def settle(self, reserved: Reserved, tokens: int, joules: float) -> None:
        """What was really used; 0 tokens when nothing left, which then counts as no request either. Written soon, in this order."""
        self._note(lambda: _settle(reserved.reference, max(0, tokens), max(0.0, joules)))

    # --- reasons, and what was done

    async def asked(
        self, caller: Caller, route: Route, found: Mapping[DataClass, int], fingerprints: frozenset[str]
    ) -> Granted | Asked:
        """Whether the person already gave a reason for all of these values; else a page where it can be given."""
        key = (await self._of(caller)).key
        ask = await self._write(lambda: asks.asked(key, route.tool, found, fingerprints))
        if ask.granted_at is not None:
            return Granted(str(ask.ref))
        return Asked(str(ask.ref), address() + reverse("ai_ask", kwargs={"ref": ask.ref}))

    async def note(self, use: Noted) -> None:
        """Write one line of the audit log, soon. Names that are none of the desk's (a model somebody made up) are left out."""
        known = await self._of(use.caller)
        self._note(lambda: _note(known, use))

    # --- how

    async def _of(self, caller: Caller) -> _Known:
        known = self._callers.get(caller.key)
        if known is None:
            raise Unavailable("desk")
        return known

    async def _read(self, do: Callable[[], T]) -> T:
        def read() -> T:
            fresh()
            return do()

        with _there():
            return await asyncio.get_running_loop().run_in_executor(self._readers, read)

    async def _write(self, do: Callable[[], T]) -> T:
        with _there():
            done: T = await asyncio.wrap_future(self._writer.ask(do))
            return done

    async def _order(self, do: Callable[[], T]) -> T:
        with _there():
            done: T = await asyncio.wrap_future(self._writer.order(do))
            return done

    def _note(self, do: Callable[[], None]) -> None:
        with _there():
            self._writer.note(do)


@contextmanager
def _there() -> Iterator[None]:
    """What it means that the database does not answer, or a key does not open."""
    try:
        yield
    except (DatabaseError, Full, Locked):
        raise Unavailable("desk") from None


def address() -> str:
    """Where people reach the desk."""
    desk = settings.WEERBAAR_DESK
    return str(desk.public_url or f"http://{desk.host}:{desk.port}").rstrip("/")


def _known(secret: str) -> _Known | None:
    key = keys.of(secret)
    if key is None:
        return None
    today = budgets.today()
    if key.used_on != today:
        Key.objects.filter(pk=key.pk).update(used_on=today)
    organisation, role = key.organisation, key.acts_as
    caller = Caller(
        key=str(key.pk),
        organisation=str(organisation.pk),
        who=f"{holder_token(organisation, key.holder) & (2**64 - 1):016x}",
        role=role,
        language=key.membership.user.language if key.membership else "",
    )
    held = rules.in_force(organisation)
    tools = {tool.id: tool for tool in held.agreement.tools if tool.is_for(role)} if held else {}
    routes: dict[tuple[str, Dialect], Route] = {}
    models: dict[str, Model] = {}
    for provider in Provider.objects.filter(organisation=organisation, retired_at=None, tool__in=tools):
        dialects = frozenset(Dialect(one) for one in provider.dialects)
        named = tools[provider.tool].models
        for shown, real in provider.offers.items():
            if (named and shown not in named) or shown in models:
                continue
            models[shown] = Model(shown, provider.tool, dialects)
            route = Route(
                provider.tool, provider.url, real, dialects, provider.credential, joules_per_token=provider.joules_per_token
            )
            routes |= {(shown, dialect): route for dialect in dialects}
    used = {model.tool for model in models.values()}
    policies = {id: rules.policy(held.agreement, tools[id]) for id in used} if held else {}
    days = held.agreement.conversation_days if held else 1
    return _Known(caller, key, routes, tuple(models.values()), policies, days)


def _mark(key: Key, conversation: str) -> int:
    return vault.token(key.organisation.search_key, "ai conversation", f"{key.holder} {conversation[:LONGEST_NAME]}")


def _loaded(key: Key, conversation: str) -> bytes | None:
    mark = _mark(key, conversation)
    found = Conversation.objects.filter(organisation=key.organisation, mark=mark, until__gt=timezone.now()).first()
    if found is None:
        return None
    return vault.open_(key.organisation.data_key, bytes(found.sealed), f"ai conversation {mark}")


def _keep(key: Key, conversation: str, kept: bytes, days: int) -> None:
    mark = _mark(key, conversation)
    sealed = vault.seal(key.organisation.data_key, kept, f"ai conversation {mark}")
    until = timezone.now() + timedelta(days=days)
    Conversation.objects.update_or_create(organisation=key.organisation, mark=mark, defaults={"sealed": sealed, "until": until})


def _limits(key: Key) -> list[tuple[str | None, budgets.Budget]]:
    """What limits a key: the budget of its holder, and that of the organisation."""
    scope = "person" if key.membership_id else "team"
    return [(key.holder, budgets.budget(key.organisation, scope)), (None, budgets.budget(key.organisation, "organisation"))]


def _reserve(key: Key, tokens: int, joules: float) -> Reserved | Spent:
    for holder, limit in _limits(key):
        over = budgets.used(key.organisation, holder).over(limit, tokens, joules) if limit.is_set else ""
        if over:
            return Spent(over, budgets.until(over, timezone.now()))
    held = _held(key, tokens, joules)
    _count(held, 1, tokens, joules)
    return held


def _held(key: Key, tokens: int, joules: float) -> Reserved:
    holder = holder_token(key.organisation, key.holder)
    return Reserved(f"{key.organisation_id} {holder} {budgets.today()} {tokens} {joules!r}")


def _settle(reference: str, tokens: int, joules: float) -> None:
    *_, held, held_joules = reference.split(" ")
    _count(Reserved(reference), 0 if tokens else -1, tokens - int(held), joules - float(held_joules))


def _count(held: Reserved, requests: int, tokens: int, joules: float) -> None:
    organisation, holder, day, *_ = held.reference.split(" ")
    budgets.add(int(organisation), int(holder), date.fromisoformat(day), requests, tokens, joules)


def _note(known: _Known, use: Noted) -> None:
    now = timezone.now()
    tools, models = {one.tool for one in known.models}, {one.name for one in known.models}
    Use.objects.create(
        organisation=known.key.organisation,
        at=now,
        person=person_token(known.key.organisation, known.key.holder, now.date()),
        tool=use.tool if use.tool in tools else "",
        model=use.model if use.model in models else "",
        dialect=use.dialect.value,
        operation=use.operation[:20],
        decision=use.decision.value,
        status=use.status,
        found=counts(use.found),
        masked=counts(use.masked),
        inbound=counts(use.inbound),
        why=use.why[:30],
        grant=use.grant[:40],
        tokens_in=max(0, use.tokens_in),
        tokens_out=max(0, use.tokens_out),
        seconds=use.seconds,
        added_seconds=use.added_seconds,
        joules=use.joules,
    )
