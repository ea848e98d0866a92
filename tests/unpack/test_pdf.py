"""PDF: words, links with what they lie on, what it would do, attached files, codes on the page."""

import pytest
from bench import seeds

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Code, Document, Link, LinkKind, Parts, Text
from weerbaar.settings import Settings
from weerbaar.unpack.unpack import unpack

QUIET = Settings(ocr=False)


def parts_of(data: bytes, settings: Settings = QUIET) -> Parts:
    return unpack(Item("factuur.pdf", data), settings)


def traits(data: bytes) -> frozenset[str]:
    return next(parts_of(data).of(Document)).traits


def test_words_and_the_link_with_the_text_it_lies_on_are_read() -> None:
    parts = parts_of(seeds.pdf("Open document"))
    assert [text.text for text in parts.of(Text)] == ["Open document"]
    link = next(parts.of(Link))
    assert (link.target, link.kind, link.label) == (seeds.ADDRESS, LinkKind.DOCUMENT, "Open document")
    assert link.where == "factuur.pdf > page 1"


def test_a_plain_pdf_has_no_traits_and_everything_is_looked_at() -> None:
    parts = parts_of(seeds.pdf())
    assert next(parts.of(Document)).traits == frozenset()
    assert parts.not_looked == ()


@pytest.mark.parametrize(
    ("catalog", "extra", "expected"),
    [
        ("/OpenAction [3 0 R /Fit]", b"<< >>", set()),  # opens at a page, as honest files do
        ("/OpenAction 7 0 R", b"<< /S /JavaScript /JS (app.alert) >>", {"open_action", "script"}),
        ("/OpenAction 7 0 R", b"<< /S /J#61vaScript /J#53 (app.alert) >>", {"open_action", "script"}),  # escaped names
        ("", b"<< /S /Launch /F (cmd.exe) >>", {"launch"}),
        ("", b"<< /S /SubmitForm /F (https://a.example) >>", {"submit_form"}),
        ("/AcroForm << /Fields [] >>", b"<< /Type /Sig /ByteRange [0 1 2 3] >>", {"acro_form", "signed"}),
        ("", seeds.stream("<<", b"binary /JS /Launch by chance"), set()),  # inside a stream a name is chance
    ],
)
def test_what_a_pdf_would_do_is_named(catalog: str, extra: bytes, expected: set[str]) -> None:
    assert traits(seeds.pdf(catalog=catalog, extra=[extra])) == expected


def test_names_inside_an_object_stream_are_seen() -> None:
    import zlib

    packed = zlib.compress(b"9 0 << /S /JavaScript /JS (x) /A << /URI (https://verborgen.example/) >> >>")
    made = seeds.pdf(extra=[seeds.stream("<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", packed)])
    assert "script" in traits(made)
    assert "https://verborgen.example/" in {link.target for link in parts_of(made).of(Link)}


def test_a_second_revision_is_named() -> None:
    once = seeds.pdf()
    assert "incremental_update" not in traits(once)
    assert "incremental_update" in traits(once + b"\n1 0 obj\n<< >>\nendobj\nstartxref\n9\n%%EOF\n")


def test_attached_files_are_read() -> None:
    parts = parts_of(seeds.pdf_with_everything())
    document = next(parts.of(Document))
    assert document.members == ("lijst.txt",)
    assert {"embedded_file", "launch", "script"} <= document.traits
    assert "attachment lijst.txt" in {text.where for text in parts.of(Text)}


def test_a_code_on_a_page_is_read_and_leads_somewhere() -> None:
    parts = parts_of(seeds.pdf("Scan", address="https://anders.example/", picture=seeds.qr(cell=3)))
    assert [code.payload for code in parts.of(Code)] == [seeds.ADDRESS]
    assert [link.target for link in parts.of(Link) if link.kind is LinkKind.CODE] == [seeds.ADDRESS]


def test_pages_beyond_the_limit_are_not_drawn() -> None:
    parts = parts_of(seeds.pdf("Scan", picture=seeds.qr(cell=3)), Settings(ocr=False, max_pages=0))
    assert not list(parts.of(Code))


def test_an_encrypted_pdf_says_so() -> None:
    lock = b"<< /Filter /Standard /V 1 /R 2 /O (" + b"x" * 32 + b") /U (" + b"y" * 32 + b") /P -4 >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", lock]
    parts = parts_of(seeds.pdf_file(objects, "/Encrypt 3 0 R /ID [(a) (a)]"))
    assert "encrypted" in next(parts.of(Document)).traits
    assert parts.not_looked == (NotLooked("unpack.pdf", Reason.ENCRYPTED),)


def test_a_broken_pdf_still_tells_its_actions_and_addresses() -> None:
    parts = parts_of(b"%PDF-1.4\n1 0 obj\n<< /S /JavaScript /JS (x) /URI (https://nog.example/) >>")
    assert next(parts.of(Document)).traits == {"script", "damaged"}
    assert [link.target for link in parts.of(Link)] == ["https://nog.example/"]
    assert parts.not_looked[0].reason is Reason.DAMAGED


@pytest.mark.needs("tesseract")
def test_words_on_a_scanned_page_are_read() -> None:
    scan = seeds.pdf("", picture=seeds.written("Betaal vandaag de rekening", (900, 900)))
    words = " ".join(text.text for text in parts_of(scan, Settings()).of(Text))
    assert "rekening" in words
