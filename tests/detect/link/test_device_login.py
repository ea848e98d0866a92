import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.device_login import device_login


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://microsoft.com/devicelogin", ["device_login"]),
        ("https://aka.ms/devicelogin", ["device_login"]),
        ("https://login.microsoftonline.com/common/oauth2/deviceauth", ["device_login"]),
        ("https://github.com/login/device", ["device_login"]),
        ("https://www.microsoft.com/nl-nl/", []),
        ("https://teams.microsoft.com/l/meetup-join/19", []),
        ("https://page.example/devicelogin", []),  # not the real page: other detectors speak
    ],
)
def test_it_knows_the_real_pages_that_join_a_device(written: str, seen: list[str]) -> None:
    assert ids(device_login, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(device_login, message(link("https://microsoft.com/devicelogin", "", quoted=True))) == []
