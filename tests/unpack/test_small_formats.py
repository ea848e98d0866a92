"""RTF, OneNote, disk images, shortcuts, scripts, programs, winmail.dat, sound and video."""

import pytest
from bench import seeds

from weerbaar.model.finding import Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Document, Link, Parts, Sound, Text, Video
from weerbaar.settings import Settings
from weerbaar.unpack.rtf import plain_text
from weerbaar.unpack.shortcut import Target, parse
from weerbaar.unpack.unpack import unpack


def parts_of(name: str, data: bytes) -> Parts:
    return unpack(Item(name, data), Settings(ocr=False))


def traits(name: str, data: bytes) -> frozenset[str]:
    return next(parts_of(name, data).of(Document)).traits


def test_rich_text_gives_its_words_its_links_and_what_is_packed_in_it() -> None:
    parts = parts_of("brief.rtf", seeds.rtf())
    assert next(parts.of(Document)).traits == {"embedded_file", "external_template"}
    texts = list(parts.of(Text))
    assert texts[0].text.startswith(seeds.SENTENCE + "\ncafé €")
    assert "Arial" not in texts[0].text
    assert texts[1].where == "object 1 lijst.txt"
    assert [link.target for link in parts.of(Link)][:2] == [seeds.ADDRESS, "https://sjabloon.example/t.dotm"]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (rb"{\rtf1 Dag {\b vet} en klaar}", "Dag vet en klaar"),
        (rb"{\rtf1 caf\'e9}", "café"),
        (rb"{\rtf1 \u8364?5}", "€5"),
        (rb"{\rtf1 {\*\onbekend weg}blijft}", "blijft"),
        (rb"{\rtf1 \{haak\}}", "{haak}"),
        (b"{\\rtf1" + b"{" * 100_000 + b"diep", ""),
    ],
)
def test_rich_text_as_an_eye_reads_it(source: bytes, shown: str) -> None:
    assert plain_text(source, 1000)[0] == shown


@pytest.mark.parametrize(
    ("source", "trait"),
    [
        (rb"{\rtf1{\field{\*\fldinst DDEAUTO c:\\cmd.exe}}}", "dde"),
        (rb"{\rtf1{\object\objupdate}}", "auto_open"),
        (rb"{\rtf1{\*\template C:\\sjabloon.dot}}", None),  # a template of its own machine
        (rb"{\rtf1 DDEAUTO is een oude techniek}", None),
    ],
)
def test_traits_of_rich_text(source: bytes, trait: str | None) -> None:
    assert traits("a.rtf", source) == (frozenset({trait}) if trait else frozenset())


def test_files_on_a_onenote_page_are_read_under_their_names() -> None:
    parts = parts_of("blad.one", seeds.onenote())
    page, program = parts.of(Document)
    assert (page.traits, page.members) == (frozenset({"embedded_file"}), ("factuur.exe",))
    assert (program.name, program.kind, program.traits) == ("factuur.exe", "program", frozenset({"executable"}))
    assert next(parts.of(Text)).text == "Dubbelklik om te openen"


def test_a_disk_image_is_listed_by_its_long_names() -> None:
    image, program = parts_of("schijf.iso", seeds.iso()).of(Document)
    assert (image.traits, image.members) == (frozenset({"disk_image"}), ("Factuur maart.exe",))
    assert program.traits == {"executable"}


def test_a_disk_image_of_another_kind_is_named() -> None:
    parts = parts_of("schijf.vhd", b"conectix" + bytes(600))
    assert next(parts.of(Document)).traits == {"disk_image"}
    assert [one.reason for one in parts.not_looked] == [Reason.UNKNOWN_KIND]


def test_a_shortcut_says_what_it_would_run() -> None:
    data = seeds.shortcut("powershell.exe", "-enc " + "A" * 50 + " https://ophalen.example/a")
    assert parse(data) == Target("powershell.exe", "-enc " + "A" * 50 + " https://ophalen.example/a", "C:\\icons\\pdf.ico", "")
    parts = parts_of("factuur.lnk", data)
    assert {"executable", "script", "shortcut", "encoded_script"} <= next(parts.of(Document)).traits
    assert [link.target for link in parts.of(Link)] == ["https://ophalen.example/a"]


def test_a_shortcut_to_a_document_runs_nothing() -> None:
    assert traits("map.lnk", seeds.shortcut("..\\Documenten\\brief.docx", "")) == {"shortcut"}


def test_arguments_pushed_out_of_sight_are_named() -> None:
    assert "padded_arguments" in traits("a.lnk", seeds.shortcut("cmd.exe", " " * 200 + "/c calc"))


@pytest.mark.parametrize("cut", [21, 60, 77, 80, 120])
def test_half_a_shortcut_is_damaged_or_read_as_far_as_it_goes(cut: int) -> None:
    assert "shortcut" in traits("a.lnk", seeds.shortcut()[:cut])


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.js", seeds.script(), {"script", "encoded_script", "fetches"}),
        ("a.ps1", b"Write-Host 'dag'", {"script"}),
        ("a.bat", b"echo dag", {"script"}),
        ("openen.url", seeds.pointer(), {"shortcut"}),
        ("openen.webloc", b"<plist><dict><key>URL</key><string>https://a.example/</string></dict></plist>", {"shortcut"}),
        ("a.exe", b"MZ" + bytes(90), {"executable"}),
    ],
)
def test_scripts_and_programs_are_named(name: str, data: bytes, expected: set[str]) -> None:
    assert traits(name, data) == expected


def test_a_pointer_file_gives_its_address() -> None:
    assert [link.target for link in parts_of("openen.url", seeds.pointer()).of(Link)] == [seeds.ADDRESS]


def test_attachments_in_winmail_dat_are_read() -> None:
    parts = parts_of("winmail.dat", seeds.tnef())
    assert next(parts.of(Document)).members == ("factuur.txt",)
    assert [text.where for text in parts.of(Text)] == ["attachment factuur.txt"]


def test_sound_and_video_that_hold_nothing_are_named_and_said_not_to_be_judged() -> None:
    heard, seen = parts_of("a.wav", seeds.sound()), parts_of("a.mp4", seeds.video())
    assert next(heard.of(Sound)).kind == "wav"
    assert next(seen.of(Video)).kind == "mp4"
    assert [one.reason for one in (*heard.not_looked, *seen.not_looked)] == [Reason.TOO_SHORT, Reason.DAMAGED]


def test_a_file_nobody_knows_is_named() -> None:
    parts = parts_of("raar.dat", bytes(range(256)) * 4)
    assert next(parts.of(Document)).kind == "unknown"
    assert [one.reason for one in parts.not_looked] == [Reason.UNKNOWN_KIND]
