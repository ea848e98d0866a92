import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.file_share import file_share


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://onedrive.live.com/x", ["file_share"]),
        ("https://drive.google.com/file/d/1/view", ["file_share"]),
        ("https://we.tl/t-abc", ["file_share"]),
        ("https://onbekendefirma-my.sharepoint.com/:b:/g/x", ["file_share_stranger"]),
        ("https://molensdekroon.sharepoint.com/:b:/s/x", ["file_share"]),  # a supplier's
        ("https://afzender-my.sharepoint.com/:b:/g/x", ["file_share"]),  # the sender's
        ("https://www.molensdekroon.example/", []),
        ("https://docs.google.com/forms/d/1", []),  # a form is another finding
    ],
)
def test_it_tells_shared_files_from_those_of_a_strangers_firm(written: str, seen: list[str]) -> None:
    assert ids(file_share, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(file_share, message(link("https://onedrive.live.com/x", "", quoted=True))) == []
