"""The desk as the gateway sees it: who holds a key, what the agreement lets them use, budgets, questions, what is kept."""

import asyncio
import sqlite3
import time
from concurrent.futures import Future
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from tests.desk.cast import Desk
from tests.desk.gateway.kit import TOOLS, agree, ask, connect, port, ready, use
from weerbaar.desk import trail
from weerbaar.desk.accounts.models import Membership, Role
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.gateway import asks, budgets, keys, providers
from weerbaar.desk.gateway import port as module
from weerbaar.desk.gateway.models import Ask, Conversation, Key, Provider, Tally, Use
from weerbaar.desk.gateway.tidy import tidy
from weerbaar.desk.gateway.writer import Full, Writer
from weerbaar.desk.governance import export, rights
from weerbaar.desk.governance.models import Entry
from weerbaar.gateway.port import Asked, Dialect, Granted, Reserved, Spent, Unavailable
from weerbaar.leak.policy import Policy
from weerbaar.model.leak import DataClass, Decision

PRINTS = frozenset(("a" * 64, "b" * 64))


def test_a_key_tells_who_calls_and_what_they_may_use(desk: Desk) -> None:
    there = ready(desk)
    connect(desk, tool="code", offers={"maker": "maker-2", "other": "other-2"})
    _, of_ines = keys.make(desk.member("ines"), "k", 7)

    async def story() -> None:
        with port() as at:
            caller = await at.caller(there.nadia)
            assert caller is not None
            assert (caller.role, caller.language) == ("reporter", "nl")
            assert "nadia" not in repr(caller)
            assert there.nadia not in repr(caller)
            route = await at.route(caller, "klein", Dialect.ANTHROPIC)
            assert route is not None
            assert (route.tool, route.model, route.credential) == ("helper", "small-1", "sk-kanarie-van-de-firma")
            assert "kanarie" not in repr(route)
            assert [one.name for one in await at.models(caller)] == ["klein"]
            assert await at.route(caller, "maker", Dialect.OPENAI) is None  # for deciders
            policy = await at.policy(caller, "helper")
            assert (policy.of(DataClass.HEALTH), policy.of(DataClass.IBAN)) == (Decision.STOP, Decision.MASK)
            assert (await at.policy(caller, "code")).of(DataClass.IBAN) is Decision.STOP
            assert (await at.words(caller)).version == "none"
            ines = await at.caller(of_ines)
            assert ines is not None
            assert [one.name for one in await at.models(ines)] == ["klein", "maker"]  # "other" is not in the register

    ask(story())
    key = Key.objects.get(pk=there.key.pk)
    assert key.used_on == budgets.today()
    assert there.nadia not in str(Key.objects.filter(pk=key.pk).values())


@pytest.mark.parametrize("what", ["withdrawn", "ended", "left", "asleep", "unknown", "long", "other"])
def test_a_key_that_does_not_hold_is_nobodys(desk: Desk, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FRESH", 0.0)
    there = ready(desk)
    secret = {"unknown": "wbg_" + "x" * 43, "long": "wbg_" + "x" * 9000, "other": "wk_" + "x" * 43}.get(what, there.nadia)

    def end() -> None:
        if what == "withdrawn":
            keys.withdraw(there.key, desk.member("nadia"))
        if what == "ended":
            Key.objects.update(until=timezone.now())
        if what == "left":
            Membership.objects.filter(user=desk.user("nadia")).delete()
        if what == "asleep":
            user = desk.user("nadia")
            user.is_active = False
            user.save()

    async def story() -> None:
        with port() as at:
            assert (await at.caller(secret) is not None) is (secret == there.nadia)
            await asyncio.to_thread(lambda: (end(), connection.close()))
            assert await at.caller(secret) is None

    ask(story())


def test_without_an_agreement_nothing_may_be_used(desk: Desk) -> None:
    connect(desk)
    _, secret = keys.make(desk.member("nadia"), "laptop", 30)

    async def story() -> None:
        with port() as at:
            caller = await at.caller(secret)
            assert caller is not None
            assert await at.models(caller) == ()
            assert await at.route(caller, "klein", Dialect.OPENAI) is None
            policy = await at.policy(caller, "helper")
            assert {policy.of(cls) for cls in DataClass} | {policy.unsure} == {Decision.STOP}

    ask(story())


def test_what_is_of_another_organisation_is_not_there(desk: Desk) -> None:
    there = ready(desk)
    _, secret = keys.make(desk.member("mila"), "laptop", 30)

    async def story() -> None:
        with port() as at:
            nadia, mila = await at.caller(there.nadia), await at.caller(secret)
            assert nadia is not None
            assert mila is not None
            assert await at.models(mila) == ()
            await at.keep(nadia, "c1", b"mapping")
            assert (await at.load(nadia, "c1"), await at.load(mila, "c1"), await at.load(nadia, "c2")) == (
                b"mapping",
                None,
                None,
            )

    ask(story())
    for forbidden in (
        lambda: keys.withdraw(there.key, desk.member("bart")),
        lambda: providers.retire(there.provider, desk.member("bart")),
        lambda: providers.retire(there.provider, desk.member("ines")),
        lambda: keys.make_for_team(desk.member("ines"), "Winkel", Role.REPORTER, "kassa", 30),
        lambda: budgets.set_budget(desk.member("tom"), "person", {"tokens_day": 1}),
    ):
        with pytest.raises(Forbidden):
            forbidden()


def test_a_team_has_a_key_of_its_own_with_a_role_of_its_own(desk: Desk) -> None:
    ready(desk)
    connect(desk, tool="code", offers={"maker": "maker-2"})
    key, secret = keys.make_for_team(desk.member("els"), "Winkel", Role.DECIDER, "kassa", 30)

    async def story() -> None:
        with port() as at:
            caller = await at.caller(secret)
            assert caller is not None
            assert (caller.role, caller.language) == ("decider", "")
            assert await at.route(caller, "maker", Dialect.OPENAI) is not None

    ask(story())
    assert key.holder == f"team:{key.pk}"


# --- budgets


def test_a_budget_is_held_then_settled_and_then_used_up(desk: Desk) -> None:
    there = ready(desk)
    budgets.set_budget(desk.member("els"), "person", {"tokens_day": 100, "requests_day": 3})

    async def story() -> None:
        with port() as at:
            caller = await at.caller(there.nadia)
            assert caller is not None
            route = await at.route(caller, "klein", Dialect.OPENAI)
            assert route is not None
            first = await at.reserve(caller, route, 60)
            assert isinstance(first, Reserved)
            over = await at.reserve(caller, route, 41)
            assert isinstance(over, Spent)
            assert over.budget == "tokens_day"
            assert 0 < over.until <= 86_401
            await at.settle(first, 10, 20.0)
            second = await at.reserve(caller, route, 90)
            assert isinstance(second, Reserved)
            await at.settle(second, 0, 0.0)  # nothing left: no request
            third, fourth = await at.reserve(caller, route, 1), await at.reserve(caller, route, 1)
            assert isinstance(third, Reserved) and isinstance(fourth, Reserved)
            assert await at.reserve(caller, route, 1) == Spent("requests_day", pytest.approx(over.until, abs=60))

    ask(story())
    used = budgets.used(desk.bakery, there.key.holder)
    assert (used.requests_day, used.tokens_day, used.tokens_month) == (3, 12, 12)
    assert budgets.used(desk.bakery, None) == used
    assert budgets.used(desk.bakery, "member:0") == budgets.Used()


def test_many_at_once_never_pass_the_budget_of_the_organisation(desk: Desk) -> None:
    there = ready(desk)
    budgets.set_budget(desk.member("els"), "organisation", {"tokens_month": 100})
    budgets.set_budget(desk.member("els"), "organisation", {"requests_month": 1000})

    async def story() -> None:
        with port() as at:
            caller = await at.caller(there.nadia)
            assert caller is not None
            route = await at.route(caller, "klein", Dialect.OPENAI)
            assert route is not None
            got = await asyncio.gather(*(at.reserve(caller, route, 9) for _ in range(50)))
            assert sum(isinstance(one, Reserved) for one in got) == 11

    ask(story())
    assert budgets.used(desk.bakery, None).tokens_month == 99


@pytest.mark.parametrize(
    ("scope", "wanted"), [("person", {"tokens_day": -1}), ("person", {"x": 1}), ("cat", {}), ("team", {"tokens_day": 10**13})]
)
def test_a_budget_is_a_number_in_range(desk: Desk, scope: str, wanted: dict[str, int]) -> None:
    with pytest.raises(budgets.NotABudget):
        budgets.set_budget(desk.member("els"), scope, wanted)


# --- questions


def test_a_question_is_asked_once_and_its_reason_holds_for_exactly_its_values(desk: Desk) -> None:
    there = ready(desk)
    found = {DataClass.HEALTH: 1, DataClass.PERSON: 2}

    async def asking(prints: frozenset[str]) -> Granted | Asked:
        with port() as at:
            caller = await at.caller(there.nadia)
            assert caller is not None
            route = await at.route(caller, "klein", Dialect.OPENAI)
            assert route is not None
            return await at.asked(caller, route, found, prints)

    first = ask(asking(PRINTS))
    assert isinstance(first, Asked)
    assert first.url == f"http://127.0.0.1:8080/ai/ask/{first.reference}/"
    assert ask(asking(PRINTS)) == first
    question = Ask.objects.get(ref=first.reference)
    assert question.found == {"health": 1, "person": 2}
    assert not set(question.prints) & PRINTS
    for other in ("els", "tom", "bart"):
        with pytest.raises(Forbidden):
            asks.give_reason(question, desk.member(other), "omdat")
    with pytest.raises(Forbidden):
        asks.give_reason(question, desk.member("nadia"), "  ")
    given = asks.give_reason(question, desk.member("nadia"), "De arts vroeg het zelf, kanarie")
    assert given.reason == "De arts vroeg het zelf, kanarie"
    with pytest.raises(asks.Closed):
        asks.give_reason(question, desk.member("nadia"), "nog eens")
    assert ask(asking(PRINTS)) == Granted(first.reference)
    assert ask(asking(frozenset(list(PRINTS)[:1]))) == Granted(first.reference)  # fewer of the same
    more = ask(asking(PRINTS | {"c" * 64}))
    assert isinstance(more, Asked)
    assert more.reference != first.reference
    Ask.objects.filter(ref=first.reference).update(until=timezone.now())
    assert isinstance(ask(asking(PRINTS)), Asked)  # its quarter of an hour is over
    said = [entry.action for entry in Entry.objects.filter(about=str(question)).order_by("sequence")]
    assert said == ["ai asked", "ai reason given"]


def test_a_program_that_asks_about_something_else_each_time_does_not_fill_the_table(desk: Desk) -> None:
    there = ready(desk)
    key = Key.objects.select_related("organisation", "membership").get(pk=there.key.pk)
    for number in range(asks.MOST_OPEN + 5):
        asks.asked(key, "helper", {DataClass.IBAN: 1}, [str(number)])
    assert Ask.objects.count() == asks.MOST_OPEN


# --- what is kept


def test_a_use_holds_counts_and_no_name_that_somebody_made_up(desk: Desk) -> None:
    there = ready(desk)

    async def story() -> None:
        with port() as at:
            caller = await at.caller(there.nadia)
            assert caller is not None
            await at.note(use(caller))
            await at.note(use(caller, model="BE71 0961 2345 6769", tool="kanarie", decision=Decision.STOP, why="route"))

    ask(story())
    first, second = Use.objects.order_by("pk")
    assert (first.tool, first.model, first.masked, first.tokens_out) == ("helper", "klein", {"iban": 2}, 20)
    assert (second.tool, second.model, second.why) == ("", "", "route")
    assert first.person == second.person


def test_the_database_refuses_to_change_a_use_or_to_remove_a_young_one(desk: Desk) -> None:
    ready(desk)
    row = {
        "organisation": desk.bakery,
        "person": 1,
        "tool": "helper",
        "model": "klein",
        "dialect": "openai",
        "operation": "chat",
    }
    young = Use.objects.create(**row, decision="allow", status=200)
    old = Use.objects.create(**row, decision="allow", status=200, at=timezone.now() - timedelta(days=200))
    for change in (lambda: Use.objects.filter(pk=old.pk).update(tool="x"), lambda: Use.objects.filter(pk=young.pk).delete()):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            change()
    assert tidy() == 1
    assert list(Use.objects.all()) == [young]


def test_what_is_over_is_tidied_away(desk: Desk) -> None:
    there = ready(desk)
    now = timezone.now()
    key = Key.objects.select_related("organisation", "membership").get(pk=there.key.pk)
    for days in (0, 100):
        Tally.objects.create(organisation=desk.bakery, holder=1, day=(now - timedelta(days=days)).date())
    for hours in (-1, 1):
        Conversation.objects.create(organisation=desk.bakery, mark=hours, sealed=b"", until=now + timedelta(hours=hours))
    waiting, old = asks.asked(key, "helper", {}, ["a"]), asks.asked(key, "helper", {}, ["b"])
    Ask.objects.filter(pk=old.pk).update(until=now - timedelta(minutes=1))
    assert tidy() == 3
    assert list(Ask.objects.all()) == [waiting]


def test_providers_are_https_and_their_credential_goes_nowhere_else(desk: Desk) -> None:
    there = ready(desk)
    provider = Provider.objects.get(pk=there.provider.pk)
    assert provider.credential == "sk-kanarie-van-de-firma"
    said = {"name": "M", "tool": "helper", "dialects": [Dialect.OPENAI], "offers": {"a": "b"}, "credential": None}
    for url in ("http://ai.firm.example", "https://user:x@ai.firm.example", "ftp://ai.firm.example", ""):
        with pytest.raises(providers.NotAProvider):
            providers.save(desk.member("els"), None, url=url, **said)
    for wrong in ({"offers": {}}, {"offers": {"a b": "c"}}, {"dialects": []}, {"credential": "a\nb"}, {"credential": "é"}):
        with pytest.raises(providers.NotAProvider):
            providers.save(desk.member("els"), None, url="https://ai.firm.example", **{**said, **wrong})
    kept = providers.save(desk.member("els"), provider, url="http://127.0.0.1:9", **said)
    assert kept.credential == "sk-kanarie-van-de-firma"
    moved = providers.save(desk.member("els"), kept, url="https://elders.example", **said)
    assert moved.credential == ""
    providers.retire(moved, desk.member("els"))
    assert not Provider.objects.filter(retired_at=None).exists()
    assert {"ai provider connected", "ai provider changed", "ai provider disconnected"} <= set(
        Entry.objects.filter(organisation_id=desk.bakery.pk).values_list("action", flat=True)
    )


# --- writing together


def test_of_what_is_written_together_only_what_fails_is_undone(desk: Desk) -> None:
    def fine() -> str:
        trail.record("one", organisation=desk.bakery.pk)
        return "done"

    def fails() -> None:
        trail.record("two", organisation=desk.bakery.pk)
        raise ValueError("kanarie")

    before = set(Entry.objects.values_list("pk", flat=True))
    writer = Writer()
    given: list[Future[object]] = [writer.ask(do) for do in (fine, fails, fine)]
    writer.close()
    assert [given[0].result(), given[2].result()] == ["done", "done"]
    with pytest.raises(ValueError, match="kanarie"):
        given[1].result()
    assert list(Entry.objects.exclude(pk__in=before).values_list("action", flat=True)) == ["one", "one"]


def test_when_nothing_can_be_written_everybody_who_waits_is_told(desk: Desk) -> None:
    def hurry() -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=10")

    writer = Writer()
    writer.ask(hurry).result(5)
    with closing(sqlite3.connect(desk.home / "database.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        given = writer.ask(lambda: "never")
        with pytest.raises(DatabaseError):
            given.result(5)
        with pytest.raises(Full):  # what cannot be written down does not happen
            writer.order(lambda: None)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            assert writer.order(lambda: "again").result(5) == "again"
            break
        except Full:
            time.sleep(0.01)
    else:
        pytest.fail("it stays broken")
    writer.close()


def test_the_register_decides_which_models_there_are(desk: Desk) -> None:
    there = ready(desk)
    agree(desk, (TOOLS[1],))

    async def story() -> None:
        with port() as at:
            caller = await at.caller(there.nadia)
            assert caller is not None
            assert await at.models(caller) == ()

    ask(story())
    assert Policy().of(DataClass.IBAN) is Decision.MASK


def test_a_person_gets_a_copy_of_their_keys_and_reasons(desk: Desk) -> None:
    there = ready(desk)
    key = Key.objects.select_related("organisation", "membership").get(pk=there.key.pk)
    ask = asks.asked(key, "helper", {DataClass.HEALTH: 1}, ["x"])
    asks.give_reason(ask, desk.member("nadia"), "De arts vroeg het zelf")
    held = export.gathered(rights.own(desk.member("nadia")), desk.member("nadia"))["account"]
    assert [one["name"] for one in held["ai_keys"]] == ["laptop"]
    assert [(one["found"], one["reason"]) for one in held["ai_reasons"]] == [({"health": 1}, "De arts vroeg het zelf")]


def test_when_the_desk_cannot_answer_the_gateway_is_told_so(desk: Desk) -> None:
    there = ready(desk)
    connection.close()

    async def story() -> None:
        with port() as at:
            assert await at.caller(there.nadia) is not None
            with closing(sqlite3.connect(desk.home / "database.sqlite3")) as other:
                other.execute("ALTER TABLE gateway_key RENAME TO away")
            with pytest.raises(Unavailable):
                await at.caller("wbg_" + "x" * 43)

    ask(story())
