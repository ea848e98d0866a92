"""Bytes of a kind inside an item: found where a look finds them, within the same limits, and never a crash."""

import io
import zipfile
from dataclasses import replace
from email.message import EmailMessage

import pytest

from weerbaar.model.item import Item
from weerbaar.settings import Settings
from weerbaar.unpack.within import within

SOUND = b"OggS\x00\x02" + bytes(60)


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as into:
        for name, data in files:
            into.writestr(name, data)
    return out.getvalue()


def mailed(name: str, data: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "els@directie.example", "luister"
    mail.set_content("Luister even.")
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("name", "data", "count"),
    [
        ("a.ogg", SOUND, 1),
        ("m.eml", mailed("a.ogg", SOUND), 1),
        ("m.eml", mailed("a.zip", zipped(("a.ogg", SOUND), ("b.txt", b"x"), ("c.ogg", SOUND))), 2),
        ("m.eml", mailed("a.png", b"\x89PNG\r\n\x1a\n" + bytes(40)), 0),
        ("x.zip", b"PK\x03\x04" + bytes(50), 0),
        ("x", b"", 0),
    ],
    ids=("alone", "in_a_mail", "in_an_archive_in_a_mail", "a_picture", "a_damaged_archive", "nothing"),
)
def test_it_is_found_wherever_it_stands(name: str, data: bytes, count: int) -> None:
    found = list(within(Item(name, data), ("sound",), Settings()))
    assert [one.data for one in found] == [SOUND] * count


def test_limits_end_it_without_a_word() -> None:
    deep = zipped(("a.ogg", SOUND))
    for _ in range(6):
        deep = zipped(("x.zip", deep))
    settings = Settings()
    assert len(list(within(Item("x.zip", deep), ("sound",), settings))) == 1
    assert list(within(Item("x.zip", deep), ("sound",), replace(settings, max_depth=3))) == []
    assert list(within(Item("x.zip", deep), ("sound",), replace(settings, max_unpacked_bytes=100))) == []
    many = zipped(*((f"{number}.txt", b"x") for number in range(50)), ("z.ogg", SOUND))
    assert list(within(Item("x.zip", many), ("sound",), replace(settings, max_parts=10))) == []
