import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.ipfs_gateway import ipfs_gateway


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://ipfs.io/ipfs/x", ["ipfs_gateway"]),
        (
            "https://gateway.example/ipfs/QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG/l.html",
            ["ipfs_gateway"],
        ),  # a gateway nobody listed
        ("https://gateway.example/ipfs/", []),
        ("https://docs.example/about-ipfs", []),
    ],
)
def test_it_knows_gateways_and_the_shape_of_their_addresses(written: str, seen: list[str]) -> None:
    assert ids(ipfs_gateway, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(ipfs_gateway, message(link("https://ipfs.io/ipfs/x", "", quoted=True))) == []
