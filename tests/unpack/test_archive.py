"""Zip, tar, gzip, bzip2, xz, 7z and RAR: listed, read within limits, and never believed."""

import gzip
import io
import zipfile

import pytest
from bench import seeds
from bench.mutate import overlapping

from weerbaar.model.finding import Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Document, Parts, Text
from weerbaar.settings import Settings
from weerbaar.unpack.unpack import unpack


def parts_of(name: str, data: bytes, **limits: int) -> Parts:
    return unpack(Item(name, data), Settings(ocr=False, **limits))  # type: ignore[arg-type]


def reasons(parts: Parts) -> set[Reason]:
    return {one.reason for one in parts.not_looked}


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("stukken.zip", seeds.archive(), "zip"),
        ("stukken.tar", seeds.tar(), "tar"),
        ("stukken.tar.gz", seeds.gz(), "gz"),
        ("factuur.txt.bz2", seeds.bzip(), "bz2"),
        ("factuur.txt.xz", seeds.xz(), "xz"),
        ("stukken.7z", seeds.sevenzip(), "7z"),
        ("stukken.rar", seeds.rar(), "rar"),
    ],
)
def test_the_text_inside_every_kind_of_archive_is_read(name: str, data: bytes, kind: str) -> None:
    parts = parts_of(name, data)
    assert next(parts.of(Document)).kind == kind
    assert any(seeds.SENTENCE in text.text for text in parts.of(Text))


def test_members_say_where_they_stood() -> None:
    parts = unpack(Item("m.eml", seeds.mail([("stukken.zip", seeds.archive())])), Settings(ocr=False))
    places = {text.where for text in parts.of(Text)}
    assert "attachment stukken.zip > factuur.txt" in places
    listed = next(document for document in parts.of(Document) if document.kind == "zip")
    assert listed.members == ("factuur.txt", "map/prijs.html", "foto.png")


@pytest.mark.parametrize(
    ("members", "trait"),
    [
        ({"../buiten.txt": b"x"}, "path_trick"),
        ({"C:/buiten.txt": b"x"}, "path_trick"),
        ({"map/gewoon..naam.txt": b"x"}, None),  # two dots inside a name are just a name
        ({"META-INF/MANIFEST.MF": b"x", "A.class": b"\xca\xfe\xba\xbe"}, "executable"),
        ({"gewoon.txt": b"x"}, None),
    ],
)
def test_names_of_members_tell_tricks(members: dict[str, bytes], trait: str | None) -> None:
    document = next(parts_of("a.zip", seeds.zip_of(members)).of(Document))
    assert document.traits == (frozenset({trait}) if trait else frozenset())


def test_a_symbolic_link_is_named_and_not_followed() -> None:
    info = zipfile.ZipInfo("wijzer")
    info.external_attr = 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    parts = parts_of("a.zip", file.getvalue())
    assert [document.traits for document in parts.of(Document)] == [frozenset({"symlink"})]
    assert "symlink" in next(parts_of("a.tar", seeds.tar()).of(Document)).traits


def test_an_encrypted_zip_is_listed_and_said_not_to_be_looked_at() -> None:
    data = bytearray(seeds.zip_of({"factuur.exe": b"MZ"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    parts = parts_of("a.zip", bytes(data))
    document = next(parts.of(Document))
    assert (document.traits, document.members) == (frozenset({"encrypted"}), ("factuur.exe",))
    assert reasons(parts) == {Reason.ENCRYPTED}


def test_an_encrypted_7z_says_so() -> None:
    parts = parts_of("a.7z", seeds.sevenzip(password="kaas"))
    assert "encrypted" in next(parts.of(Document)).traits
    assert reasons(parts) == {Reason.ENCRYPTED}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("nullen.zip", seeds.zip_of({"nullen": bytes(20_000_000)})),
        ("lzma.zip", seeds.zip_of({"nullen": bytes(20_000_000)}, zipfile.ZIP_LZMA)),
        ("nullen.gz", gzip.compress(bytes(20_000_000))),
        ("dubbel.gz", gzip.compress(gzip.compress(bytes(20_000_000)))),
        ("over.zip", overlapping()),
    ],
)
def test_a_bomb_is_named_and_not_unfolded(name: str, data: bytes) -> None:
    parts = parts_of(name, data)
    assert reasons(parts) == {Reason.BOMB}
    assert not list(parts.of(Text))


def test_a_bomb_does_not_hide_its_neighbours() -> None:
    parts = parts_of("a.zip", seeds.zip_of({"a": bytes(20_000_000), "b.txt": seeds.text()}))
    assert [text.where for text in parts.of(Text)] == ["b.txt"]
    assert parts.limits_met == ("max_ratio",)


def test_zips_inside_zips_end_at_the_depth_limit() -> None:
    data = b"leeg"
    for level in range(20):
        data = seeds.zip_of({f"{level}.zip": data})
    parts = parts_of("a.zip", data, max_depth=4)
    assert len(list(parts.of(Document))) == 5
    assert reasons(parts) == {Reason.TOO_DEEP}


def test_all_members_together_are_bounded() -> None:
    many = {f"{number}.bin": bytes(range(256)) * 400 for number in range(50)}
    parts = parts_of("a.zip", seeds.zip_of(many, zipfile.ZIP_STORED), max_unpacked_bytes=1_000_000)
    assert Reason.TOO_LARGE in reasons(parts)
    assert "max_unpacked_bytes" in parts.limits_met


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.gz", "a.bz2", "a.xz", "a.7z", "a.rar"])
def test_half_an_archive_is_damaged_and_still_named(name: str) -> None:
    make = {"zip": seeds.archive, "tar": seeds.tar, "gz": seeds.gz, "bz2": seeds.bzip, "xz": seeds.xz, "7z": seeds.sevenzip}
    data = make.get(name[2:], seeds.rar)()
    parts = parts_of(name, data[: 700 if name == "a.tar" else len(data) // 3])
    assert next(parts.of(Document)).name == name
    assert parts.not_looked
