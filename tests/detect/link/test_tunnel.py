import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.tunnel import tunnel


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://3f2a-203.ngrok-free.app/login", ["tunnel"]),
        ("https://calm-river.trycloudflare.com/", ["tunnel"]),
        ("https://www.cloudflare.com/", []),
        ("https://tunnel.example/", []),
    ],
)
def test_it_knows_tunnels_to_a_computer_at_home(written: str, seen: list[str]) -> None:
    assert ids(tunnel, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(tunnel, message(link("https://3f2a-203.ngrok-free.app/login", "", quoted=True))) == []
