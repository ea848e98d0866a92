"""Messages to browsers: what goes over the net, to whom, and what comes of it. The service stands on loopback with TLS."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.desk.push.service import Service, Subscriber, point, running, text

from weerbaar.outside import push
from weerbaar.outside.push import NotAllowed, Outcome, Sender, Subscription, send

NOW = datetime.now(UTC)
SENDER = Sender(push.new_key(), "https://desk.bakkerijvanhove.example")
HOSTS = ("fcm.googleapis.com", "*.notify.windows.com", "push.example:8443")
MESSAGE = b'{"title":"Weerbaar","body":"Uw antwoord is er."}'


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A service this machine trusts and may speak to: loopback stands for the public net."""
    with running(tmp_path) as made:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
        monkeypatch.setattr(push, "is_public", lambda address: True)
        yield made


def to(service: Service, browser: Subscriber) -> Subscription:
    return push.subscription(service.endpoint("1"), text(browser.point), text(browser.auth), (service.host,))


def test_only_this_browser_can_read_it_and_the_service_knows_who_sends(service: Service) -> None:
    browser = Subscriber()
    sent = send(to(service, browser), MESSAGE, SENDER, (service.host,), now=NOW, tag="answer-1")
    assert sent.outcome is Outcome.SENT
    (path, headers, body), *more = service.came
    assert (path, more) == ("/push/1", [])
    assert browser.opens(body).rstrip() == MESSAGE
    assert MESSAGE[:20] not in body
    assert headers["Content-Encoding"] == "aes128gcm"
    assert (headers["TTL"], headers["Urgency"]) == ("86400", "normal")
    assert len(headers["Topic"]) == 32
    claims, key = service.sender(headers)
    assert claims["sub"] == SENDER.contact
    assert key == push.public(SENDER.key)


def test_no_two_messages_look_alike_and_short_ones_are_as_long(service: Service) -> None:
    browser = Subscriber()
    for words in (b"a", b"b" * 200):
        send(to(service, browser), words, SENDER, (service.host,), now=NOW)
    first, second = (body for _, _, body in service.came)
    assert len(first) == len(second)
    assert first[:86] != second[:86], "salt and key of the message are new each time"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (201, Outcome.SENT), (200, Outcome.SENT), (404, Outcome.GONE), (410, Outcome.GONE), (429, Outcome.LATER),
        (503, Outcome.LATER), (500, Outcome.LATER), (400, Outcome.REFUSED), (401, Outcome.REFUSED), (403, Outcome.REFUSED),
        (413, Outcome.REFUSED), (301, Outcome.REFUSED), (307, Outcome.REFUSED),
    ],
)  # fmt: skip
def test_what_a_service_says(service: Service, status: int, outcome: Outcome) -> None:
    service.answers, service.more = [status], {"Location": f"https://{service.host}/elsewhere"}
    sent = send(to(service, Subscriber()), MESSAGE, SENDER, (service.host,), now=NOW)
    assert (sent.outcome, sent.status) == (outcome, status)
    assert len(service.came) == 1, "a redirect is not followed"


@pytest.mark.parametrize(("after", "wait"), [("120", 120), ("", 0), ("soon", 0), ("-5", 0), ("9" * 30, 0)])
def test_how_long_a_service_asks_to_wait(service: Service, after: str, wait: int) -> None:
    service.answers, service.more = [429], {"Retry-After": after}
    assert send(to(service, Subscriber()), MESSAGE, SENDER, (service.host,), now=NOW).wait == wait


def test_a_service_may_name_a_moment(service: Service) -> None:
    until = (NOW + timedelta(minutes=5)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    service.answers, service.more = [503], {"Retry-After": until}
    assert 298 <= send(to(service, Subscriber()), MESSAGE, SENDER, (service.host,), now=NOW).wait <= 300


def test_a_service_that_is_not_who_it_says_gets_nothing(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert send(to(service, Subscriber()), MESSAGE, SENDER, (service.host,), now=NOW).outcome is Outcome.LATER
    assert service.came == []


def test_nothing_goes_into_a_private_network(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert send(to(service, Subscriber()), MESSAGE, SENDER, (service.host,), now=NOW).outcome is Outcome.LATER
    assert service.came == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1",
        "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "2002:0a00:0001::", "64:ff9b::a00:1",
        "localhost", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_public_net(address: str) -> None:
    assert not push.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_public_net(address: str) -> None:
    assert push.is_public(address)


@pytest.mark.parametrize(
    ("endpoint", "place"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc:def", ("fcm.googleapis.com", 443)),
        ("https://FCM.googleapis.com:443/x", ("fcm.googleapis.com", 443)),
        ("https://db5p.notify.windows.com/w/?token=BQY%3d", ("db5p.notify.windows.com", 443)),
        ("https://push.example:8443/x", ("push.example", 8443)),
    ],
)
def test_services_that_messages_go_to(endpoint: str, place: tuple[str, int]) -> None:
    assert push.origin(endpoint, HOSTS) == place


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",  # in the clear
        "https://fcm.googleapis.com.elders.example/x",
        "https://elders.example/fcm.googleapis.com",
        "https://elders.example#fcm.googleapis.com",
        "https://fcm.googleapis.com@elders.example/x",
        "https://user:pw@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://push.example/x",
        "https://notify.windows.com/x",
        "https://xnotify.windows.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://fcm.googleapis.com:99999/x",
        "https://[fcm.googleapis.com/x",
        "https://fcm.googleapis.com/x\r\nHost: elders.example",
        "https://fcm.googleapis.com/ü",
        "https://fcm.googleapis.com/" + "x" * 1024,
        "file:///etc/passwd",
        "",
    ],
)
def test_services_that_nothing_goes_to(endpoint: str) -> None:
    with pytest.raises(NotAllowed):
        push.origin(endpoint, HOSTS)


@pytest.mark.parametrize(
    ("their_point", "auth"),
    [
        ("", text(b"0" * 16)),
        (text(b"\x04" + b"\x01" * 64), text(b"0" * 16)),  # a point beside the curve would tell of our key
        (text(b"\x02" + b"\x01" * 32), text(b"0" * 16)),
        (text(point(Subscriber().key)), text(b"0" * 15)),
        (text(point(Subscriber().key)), "%%%"),
        ("é" * 65, text(b"0" * 16)),
    ],
    ids=["none", "beside the curve", "no point", "short secret", "no secret", "no base64"],
)
def test_keys_that_are_none(their_point: str, auth: str) -> None:
    with pytest.raises(NotAllowed):
        push.subscription("https://fcm.googleapis.com/x", their_point, auth, HOSTS)


def test_a_message_that_is_too_long_is_not_begun() -> None:
    browser = Subscriber()
    with pytest.raises(NotAllowed):
        push.encrypted(Subscription("https://fcm.googleapis.com/x", browser.point, browser.auth), b"x" * 4000)


def test_what_rfc_8291_shows_can_be_read_as_we_read_it() -> None:
    """The example of its section 5, so that the reader of these tests is right too."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from tests.desk.push.service import data

    key = ec.derive_private_key(int.from_bytes(data("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")), ec.SECP256R1())
    body = data(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert Subscriber(key, data("BTBZMqHH6r4Tts7J_aSIgg")).opens(body) == b"When I grow up, I want to be a watermelon"
