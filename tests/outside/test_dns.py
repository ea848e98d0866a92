"""Lookups at a real name server that tells the truth, says nothing, or lies."""

from collections.abc import Iterator

import pytest
from tests.nameserver import Nameserver, nameserver, text

from weerbaar.model.errors import BrokenSettings
from weerbaar.model.finding import Reason
from weerbaar.outside.dns import NoAnswer, Resolver, servers
from weerbaar.settings import Settings

LONG = "v=DKIM1; p=" + "A" * 1800
ZONE = {
    "firm.example": {"TXT": (text("v=spf1 -all"), text("other")), "A": ("192.0.2.1",), "MX": ("10 mx.firm.example.",)},
    "empty.example": {},
    "alias.example": {"CNAME": ("firm.example.",)},
    "dangling.example": {"CNAME": ("nowhere.example.",)},
    "ring.example": {"CNAME": ("gnir.example.",)},
    "gnir.example": {"CNAME": ("ring.example.",)},
    "long.example": {"truncated": (), "TXT": (text(LONG),)},
    "silent.example": {"silent": ()},
    "silent2.example": {"silent": ()},
    "refused.example": {"refused": ()},
    "garbage.example": {"garbage": ()},
    "liar.example": {"other_name": (text("v=spf1 +all"),)},
    "spoof.example": {"other_number": (), "TXT": (text("v=spf1 +all"),)},
    "huge.example": {"truncated": (), "TXT": (text("x" * 5000),)},
    "many.example": {"truncated": (), "A": tuple(f"192.0.2.{i}" for i in range(150))},
}


@pytest.fixture(scope="module")
def server() -> Iterator[Nameserver]:
    with nameserver(ZONE) as here:
        yield here


def resolver(server: Nameserver, **settings: float) -> Resolver:
    return Resolver(Settings(**{"dns_resolver": server.address, "dns_seconds": 0.2, **settings}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "kind", "values"),
    [
        ("firm.example", "TXT", {"v=spf1 -all", "other"}),
        ("FIRM.example.", "A", {"192.0.2.1"}),
        ("firm.example", "MX", {"mx.firm.example"}),
        ("firm.example", "AAAA", set()),  # the name is there, the record is not
        ("empty.example", "TXT", set()),
        ("nobody.example", "TXT", set()),  # NXDOMAIN
        ("alias.example", "A", {"192.0.2.1"}),
        ("dangling.example", "A", set()),
        ("long.example", "TXT", {LONG}),  # truncated, then whole by TCP
        ("x" * 64 + ".example", "TXT", set()),  # no name in DNS
        ("a..example", "TXT", set()),
        ("é.example", "TXT", set()),
    ],
)
def test_it_tells_what_dns_says(server: Nameserver, name: str, kind: str, values: set[str]) -> None:
    assert set(resolver(server).for_item()(name, kind)) == values


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    [
        ("silent.example", "TXT", Reason.TOO_LONG),
        ("refused.example", "TXT", Reason.FAILED),
        ("garbage.example", "TXT", Reason.TOO_LONG),  # no reply at all, as far as we can tell
        ("liar.example", "TXT", Reason.DAMAGED),
        ("spoof.example", "TXT", Reason.TOO_LONG),  # a reply with another number never came
        ("ring.example", "A", Reason.DAMAGED),
        ("huge.example", "TXT", Reason.TOO_LARGE),
        ("many.example", "A", Reason.TOO_LARGE),
    ],
)
def test_what_was_not_answered_has_its_reason(server: Nameserver, name: str, kind: str, reason: Reason) -> None:
    with pytest.raises(NoAnswer) as why:
        resolver(server).for_item()(name, kind)
    assert why.value.reason is reason
    assert why.value.detail.startswith(f"{name} {kind}: ")


def test_nobody_listening_is_no_answer() -> None:
    with nameserver({}) as gone:
        pass
    with pytest.raises(NoAnswer):
        resolver(gone).for_item()("firm.example", "A")


def test_an_item_has_so_many_lookups_and_the_next_item_has_its_own(server: Nameserver) -> None:
    door = resolver(server, dns_lookups=2)
    ask = door.for_item()
    assert [ask(f"n{i}.example", "A") for i in range(2)] == [(), ()]
    with pytest.raises(NoAnswer, match="limit dns_lookups"):
        ask("n2.example", "A")
    assert door.for_item()("n2.example", "A") == ()


def test_what_was_answered_is_not_asked_again(server: Nameserver) -> None:
    door = resolver(server)
    before = len(server.asked)
    for _ in range(3):
        assert door.for_item()("once.example", "TXT") == ()
        with pytest.raises(NoAnswer):
            door.for_item()("silent2.example", "TXT")
    assert sum(name == "once.example" for name, _, _ in server.asked[before:]) == 1
    assert sum(name == "silent2.example" for name, _, _ in server.asked[before:]) == 2  # tried twice, once


def test_an_item_whose_time_is_over_asks_nothing(server: Nameserver) -> None:
    with pytest.raises(NoAnswer) as why:
        resolver(server, dns_item_seconds=0.0).for_item()("firm.example", "A")
    assert why.value.reason is Reason.TOO_LONG


@pytest.mark.parametrize(
    ("written", "server"),
    [
        ("192.0.2.53:5353", ("192.0.2.53", 5353)),
        ("192.0.2.53", ("192.0.2.53", 53)),
        ("[2001:db8::53]:5353", ("2001:db8::53", 5353)),
        ("2001:db8::53", ("2001:db8::53", 53)),
    ],
)
def test_the_resolver_is_an_address_with_a_port(written: str, server: tuple[str, int]) -> None:
    assert servers(Settings(dns_resolver=written)) == (server,)


@pytest.mark.parametrize("written", ["dns.example:53", "192.0.2.53:x", "192.0.2.53:0", "192.0.2.53:70000", "[::1", ":53"])
def test_a_resolver_that_is_no_address_stops_the_start(written: str) -> None:
    with pytest.raises(BrokenSettings, match="dns_resolver"):
        servers(Settings(dns_resolver=written))
