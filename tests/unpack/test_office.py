"""Office documents, new and old: words, links, macros, templates from elsewhere, DDE, embedded files."""

import pytest
from bench import seeds

from weerbaar.model.finding import Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Code, Document, Link, Parts, Text
from weerbaar.settings import Settings
from weerbaar.unpack.unpack import unpack
from weerbaar.unpack.vba import decompress, vba_traits

TYPES = {"[Content_Types].xml": b"<Types/>"}


def parts_of(name: str, data: bytes) -> Parts:
    return unpack(Item(name, data), Settings(ocr=False))


def traits(name: str, data: bytes) -> frozenset[str]:
    return next(parts_of(name, data).of(Document)).traits


def test_a_word_document_is_read_without_unfolding_it_all() -> None:
    parts = parts_of("brief.docx", seeds.docx())
    assert next(parts.of(Document)).traits == {
        "auto_open", "dde", "embedded_file", "external_template", "macro_reaches_out", "macros",
    }  # fmt: skip
    assert next(parts.of(Text)).text == seeds.SENTENCE
    assert [link.target for link in parts.of(Link)][:2] == [seeds.ADDRESS, "https://sjabloon.example/t.dotm"]
    assert [code.payload for code in parts.of(Code)] == [seeds.ADDRESS]
    assert "factuur.txt" in " ".join(text.where for text in parts.of(Text))


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"word/document.xml": b"<w:t>Dag</w:t>"}, set()),
        ({"word/_rels/a.rels": seeds.relationships(("hyperlink", "https://a.example/"))}, set()),
        ({"word/_rels/settings.xml.rels": seeds.relationships(("attachedTemplate", "Normal.dotm"))}, set()),  # a template beside it
        ({"word/_rels/settings.xml.rels": seeds.relationships(("attachedTemplate", "https://a.example/t.dotm"))}, {"external_template"}),
        ({"word/_rels/a.rels": seeds.relationships(("oleObject", "https://a.example/o.html!"))}, {"external_object"}),
        ({"word/_rels/a.rels": seeds.relationships(("frame", "https://a.example/"))}, {"external_template", "frame"}),
        ({"word/document.xml": b"<w:instrText>DDEAUTO c:\\\\cmd</w:instrText>"}, {"dde"}),
        ({"word/document.xml": b"<w:instrText>DD</w:instrText><w:instrText>E cmd</w:instrText>"}, {"dde"}),  # split over runs
        ({"word/document.xml": b"<w:t>DDEAUTO is een oude techniek</w:t>"}, set()),  # a text about it
        ({"xl/macrosheets/sheet1.xml": b"<a/>"}, {"excel4", "macros"}),
        ({"word/vbaProject.bin": seeds.ole({"VBA/M": seeds.vba_module(b"Sub Tel()\r\nEnd Sub")})}, {"macros"}),
    ],
)  # fmt: skip
def test_traits_of_members(members: dict[str, bytes], expected: set[str]) -> None:
    assert traits("a.docx", seeds.zip_of(TYPES | members)) == expected


def test_an_opendocument_is_read() -> None:
    parts = parts_of("brief.odt", seeds.odt())
    assert next(parts.of(Document)).traits == {"auto_open", "macros"}
    assert seeds.SENTENCE in next(parts.of(Text)).text
    assert [link.target for link in parts.of(Link)] == [seeds.ADDRESS]


def test_an_old_word_document_is_read() -> None:
    parts = parts_of("brief.doc", seeds.doc())
    assert next(parts.of(Document)).traits == {"auto_open", "embedded_file", "macros"}
    assert seeds.SENTENCE in next(parts.of(Text)).text
    assert "object 1 lijst.txt" in {text.where for text in parts.of(Text)}


def test_a_hidden_excel_4_macro_sheet_is_named() -> None:
    assert traits("lijst.xls", seeds.xls()) == {"excel4", "hidden_sheet", "macros"}


def test_an_encrypted_document_says_so() -> None:
    parts = parts_of("dicht.docx", seeds.ole({"EncryptedPackage": bytes(64)}))
    assert next(parts.of(Document)).traits == {"encrypted"}
    assert [one.reason for one in parts.not_looked] == [Reason.ENCRYPTED]


def test_an_installer_is_a_program() -> None:
    installer = bytes.fromhex("84100c0000000000c000000000000046")
    assert "executable" in traits("setup.msi", seeds.ole({"File": b"x"}, installer))


def test_a_document_that_is_a_bomb_is_named_and_still_listed() -> None:
    parts = parts_of("a.docx", seeds.zip_of(TYPES | {"word/document.xml": b"<w:t>" + b"a" * 20_000_000}))
    assert next(parts.of(Document)).kind == "office"
    assert [one.reason for one in parts.not_looked] == [Reason.BOMB]


def test_macro_source_is_decompressed_and_copies_are_bounded() -> None:
    source = b'Sub AutoOpen()\r\nShell "calc"\r\nEnd Sub\r\n' * 300
    assert source in decompress(seeds.vba_module(source)[4:])
    assert len(decompress(b"\x01\x03\xb0\x02A\xff\xff")) <= 4096 + 18
    assert vba_traits([b""]) == {"macros"}
