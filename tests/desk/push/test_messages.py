"""Messages to browsers: who gets which, once, when the organisation lets them go; what a service says is followed."""

import base64
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from tests.desk.cast import Desk
from tests.desk.push.service import Service, Subscriber, running, text
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.push import door, own, send
from weerbaar.desk.push.models import Browser, Message
from weerbaar.desk.push.send import WAITS, attempt, notify, sweep
from weerbaar.model.verdict import Band
from weerbaar.outside import push
from weerbaar.outside.push import NotAllowed

PHONE = Subscriber()


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Service]:
    """A push service that this desk sends to; loopback stands for the public net."""
    with running(tmp_path) as made:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
        monkeypatch.setattr(push, "is_public", lambda address: True)
        settings.WEERBAAR_DESK = replace(settings.WEERBAAR_DESK, push_hosts=made.host)
        yield made


def opens(desk: Desk) -> None:
    door.switch(desk.member("els"), True)


def asks(desk: Desk, service: Service, name: str = "nadia", place: str = "1", browser: Subscriber = PHONE) -> Browser:
    return own.ask(desk.member(name), service.endpoint(place), text(browser.point), text(browser.auth), "Firefox on Android")


def tell(desk: Desk, tag: str = "one", name: str = "nadia") -> int:
    return notify(desk.user(name), "Weerbaar", "Uw antwoord is er.", "/doubts/", tag, desk.member(name).organisation)


def message() -> Message:
    return Message.objects.get()


def test_it_is_shut_until_an_administrator_opens_it(desk: Desk, service: Service) -> None:
    with pytest.raises(NotAllowed):
        asks(desk, service)
    with pytest.raises(PermissionDenied):
        door.switch(desk.member("ines"), True)
    opens(desk)
    asks(desk, service)
    assert tell(desk) == 1
    assert list(Entry.objects.filter(action__startswith="push").values_list("action", flat=True)) == [
        "push switched on",
        "push asked",
    ]


def test_a_message_arrives_and_only_this_browser_reads_it(desk: Desk, service: Service) -> None:
    opens(desk)
    asks(desk, service)
    tell(desk)
    assert attempt(message().pk) == "sent"
    assert service.read(0, PHONE) == {"title": "Weerbaar", "body": "Uw antwoord is er.", "url": "/doubts/", "tag": "one"}
    _claims, key = service.sender(service.came[0][1])
    assert text(key) == door.signature(desk.bakery).public
    assert (message().state, bytes(message().sealed)) == ("sent", b"")


def test_the_same_tag_goes_once(desk: Desk, service: Service) -> None:
    opens(desk)
    asks(desk, service)
    assert (tell(desk), tell(desk), tell(desk, "two")) == (1, 0, 1)
    first = Message.objects.get(tag="one")
    assert (attempt(first.pk), attempt(first.pk)) == ("sent", "sent")
    assert len(service.came) == 1


def test_every_browser_of_theirs_and_of_nobody_else(desk: Desk, service: Service) -> None:
    opens(desk)
    for place in ("telefoon", "laptop"):
        asks(desk, service, place=place)
    asks(desk, service, "tom", "tom")
    assert tell(desk) == 2
    for one in Message.objects.all():
        attempt(one.pk)
    assert sorted(path for path, _, _ in service.came) == ["/push/laptop", "/push/telefoon"]


def test_nothing_of_a_browser_stands_in_the_database_in_clear(desk: Desk, service: Service) -> None:
    opens(desk)
    asks(desk, service, place="geheim-adres")
    tell(desk)
    with sqlite3.connect(desk.home / "database.sqlite3") as database:
        dump = "\n".join(database.iterdump()).encode()
    kept = [bytes(one) for model in (Browser, Message) for one in model._default_manager.values_list("sealed", flat=True)]
    blobs = b"".join(kept)
    for secret in (b"geheim-adres", b"Firefox on Android", text(PHONE.auth).encode(), b"Uw antwoord is er", push_key(desk)):
        assert secret not in dump
        assert secret not in blobs
        assert secret.hex().upper().encode() not in dump


def push_key(desk: Desk) -> bytes:
    return base64.b64encode(door.signature(desk.bakery).key)


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(desk: Desk, service: Service, status: int) -> None:
    opens(desk)
    asks(desk, service)
    tell(desk)
    service.answers = [status]
    assert attempt(message().pk) == "gone"
    assert not Browser.objects.exists()
    assert not Message.objects.exists()
    assert Entry.objects.filter(action="push ended", about=f"user:{desk.user('nadia').pk}").exists()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_is_asked_again_later_and_not_for_ever(desk: Desk, service: Service, status: int) -> None:
    opens(desk)
    asks(desk, service)
    tell(desk)
    service.answers, service.more = [status], {"Retry-After": "3600"}
    before = timezone.now()
    assert attempt(message().pk) == "waiting"
    assert 3590 < (message().due - before).total_seconds() < 3660, "as long as it asked for"
    for _ in range(len(WAITS)):
        last = attempt(message().pk)
    assert last == "refused"
    assert len(service.came) == len(WAITS) + 1
    assert Browser.objects.exists()


def test_what_a_service_refuses_is_not_tried_again(desk: Desk, service: Service) -> None:
    opens(desk)
    asks(desk, service)
    tell(desk)
    service.answers = [403]
    assert (attempt(message().pk), attempt(message().pk)) == ("refused", "refused")
    assert len(service.came) == 1


def test_a_service_taken_off_the_list_gets_nothing_more(desk: Desk, service: Service, settings: Any) -> None:
    opens(desk)
    asks(desk, service)
    tell(desk)
    settings.WEERBAAR_DESK = replace(settings.WEERBAAR_DESK, push_hosts="fcm.googleapis.com")
    assert attempt(message().pk) == "refused"
    assert service.came == []


def test_shut_again_nothing_goes_out(desk: Desk, service: Service) -> None:
    opens(desk)
    asks(desk, service)
    tell(desk)
    waits = message().pk
    door.switch(desk.member("els"), False)
    assert attempt(waits) == "gone"
    assert tell(desk, "two") == 0
    assert service.came == []


def test_who_leaves_gets_nothing_more(desk: Desk, service: Service) -> None:
    opens(desk)
    asks(desk, service)
    desk.member("nadia").delete()
    assert not Browser.objects.exists()
    assert notify(desk.user("nadia"), "Weerbaar", "x", "/", "x") == 0


def test_a_copy_of_ones_data_names_the_browsers_and_keeps_their_keys(desk: Desk, service: Service) -> None:
    from weerbaar.desk.governance import export, rights

    opens(desk)
    asks(desk, service)
    held = export.gathered(rights.own(desk.member("nadia")), desk.member("nadia"))["account"]["messages_to"]
    assert [(one["browser"], one["service"]) for one in held] == [("Firefox on Android", "localhost")]
    assert text(PHONE.auth) not in str(held)


def test_the_oldest_browser_makes_room(desk: Desk, service: Service) -> None:
    opens(desk)
    for number in range(own.MOST + 2):
        asks(desk, service, place=str(number))
    asks(desk, service, place="11")
    assert [one.told["endpoint"].rpartition("/")[2] for one in Browser.objects.all()] == [
        str(one) for one in range(2, own.MOST + 2)
    ]


@pytest.mark.parametrize("url", ["https://elders.example/", "//elders.example/", "javascript:alert(1)", ""])
def test_a_message_leads_to_this_desk_only(desk: Desk, url: str) -> None:
    with pytest.raises(ValueError, match="page of this desk"):
        notify(desk.user("nadia"), "Weerbaar", "x", url, "x")


def test_what_should_have_gone_is_asked_for_again_and_what_is_over_forgotten(desk: Desk, service: Service) -> None:
    opens(desk)
    asks(desk, service)
    tell(desk)
    assert sweep() == 0
    Message.objects.update(due=timezone.now() - 2 * send.LATE)
    assert sweep() == 1
    Message.objects.update(at=timezone.now() - 2 * send.KEPT)
    assert sweep() == 0
    assert not Message.objects.exists()


def test_answers_and_follow_ups_are_told_by_a_worker_even_if_the_service_fails_at_first(
    desk: Desk, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    from weerbaar.desk.cases.decide import decide
    from weerbaar.desk.cases.models import Decision

    monkeypatch.setattr(send, "WAITS", (0.1,))
    service.answers = [503, 201]
    opens(desk)
    asks(desk, service)
    with desk.working():
        case = desk.brings("nadia")
        desk.until(lambda: Message.objects.filter(state="sent").count() == 1, 60)
        case.refresh_from_db()
        decide(case, desk.member("ines"), Decision.Kind.OVERRULE, band=Band("no sign of fraud"), reason="Els belde zelf.")
        desk.until(lambda: Message.objects.filter(state="sent").count() == 2, 60)
    said = [service.read(at, PHONE) for at in (1, 2)]
    assert [one["url"] for one in said] == [f"/doubts/{case.ref}/"] * 2
    assert [one["body"] for one in said] == ["Uw antwoord is er.", "Er is nieuws over een twijfel van u."]
    assert b"dringend" not in b"".join(PHONE.opens(body) for _, _, body in service.came)


def test_who_brought_by_mail_and_is_nobody_here_is_told_by_mail_alone(desk: Desk, service: Service) -> None:
    from weerbaar.desk.cases.receive import receive
    from weerbaar.model.item import Way

    opens(desk)
    asks(desk, service)
    with desk.working():
        case = receive(desk.bakery, b"Wat is dit?", way=Way.TEXT, name="x", arrival="test:nobody", reporter=None)
        desk.until(lambda: case.answers.filter(sending="sent").exists(), 60)
    assert not Message.objects.exists()


def test_what_happened_and_its_message_are_one(desk: Desk, service: Service) -> None:
    opens(desk)
    asks(desk, service)
    with transaction.atomic():
        tell(desk)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
