"""Files, folders, Maildirs and mailboxes."""

import os
from pathlib import Path

import pytest

from weerbaar.model.errors import NotHere
from weerbaar.model.item import Item, Way
from weerbaar.model.part import Mail
from weerbaar.settings import Settings
from weerbaar.unpack.mbox import messages
from weerbaar.unpack.sources import Unreadable, items
from weerbaar.unpack.unpack import unpack

ONE = b"From: Els <els@bakkerijvanhove.example>\nSubject: een\n\nDag\n"
TWO = b"From: Tom <tom@bakkerijvanhove.example>\nSubject: twee\n\n>From hier\n"
BOX = (
    b"From els Mon Jan  5 10:00:00 2026\n"
    + ONE
    + b"\nFrom tom Mon Jan  5 11:00:00 2026\n"
    + TWO.replace(b">From", b">>From")
    + b"\n"
)


def test_a_file_is_one_item(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(ONE)
    assert list(items(path)) == [Item("mail.eml", ONE, Way.FILE)]


def test_a_folder_is_read_in_the_order_of_the_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "1.eml").write_bytes(ONE)
    (tmp_path / "a.eml").write_bytes(TWO)
    (tmp_path / "c.eml").write_bytes(ONE)
    assert [item.name for item in items(tmp_path)] == ["a.eml", "b/1.eml", "c.eml"]


def test_a_maildir_gives_its_messages_and_not_its_indexes(tmp_path: Path) -> None:
    for name in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Sent/tmp"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "cur" / "1:2,S").write_bytes(ONE)
    (tmp_path / "tmp" / "2").write_bytes(ONE)
    (tmp_path / ".Sent" / "new" / "3").write_bytes(TWO)
    (tmp_path / "dovecot-uidlist").write_bytes(b"3 V1 N2\n")
    assert list(items(tmp_path)) == [Item(".Sent/new/3", TWO, Way.MAILBOX), Item("cur/1:2,S", ONE, Way.MAILBOX)]


def test_a_mailbox_gives_each_message_unquoted(tmp_path: Path) -> None:
    path = tmp_path / "archive.mbox"
    path.write_bytes(BOX)
    assert list(items(path)) == [
        Item("archive.mbox message 1", ONE + b"\n", Way.MAILBOX),
        Item("archive.mbox message 2", TWO + b"\n", Way.MAILBOX),
    ]


def test_a_mailbox_brought_as_one_item_is_unpacked_too() -> None:
    parts = unpack(Item("archive.mbox", BOX))
    assert [mail.subject for mail in parts.of(Mail)] == ["een", "twee"]


def test_of_a_large_file_one_byte_more_than_allowed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.eml"
    path.write_bytes(ONE * 100)
    (item,) = items(path, Settings(max_bytes=1000))
    assert isinstance(item, Item) and len(item.data) == 1001


def test_messages_and_lines_of_any_length_are_cut() -> None:
    lines = [b"From els Mon Jan  5 10:00:00 2026\n", b"a" * 65536, b"From x Mon Jan  5 10:00:00 2026", b"b" * 65536]
    assert [len(message) for message in messages(lines, 100)] == [101]


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a-empty.eml").write_bytes(b"")
    (tmp_path / "b-broken-link").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "c-pipe")
    (tmp_path / "d.eml").write_bytes(ONE)
    (tmp_path / "e.mbox").write_bytes(b"From: x\n")
    found = list(items(tmp_path))
    assert [type(one) for one in found] == [Unreadable, Unreadable, Unreadable, Item, Item]
    assert isinstance(found[0], Unreadable)
    assert found[0].name == "a-empty.eml" and "empty" in found[0].sentence


def test_a_folder_without_anything_gives_nothing(tmp_path: Path) -> None:
    assert list(items(tmp_path)) == []


def test_a_name_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotHere, match="nothing called"):
        list(items(tmp_path / "gone"))
