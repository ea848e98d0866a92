"""Hostile files: seeds changed by chance, containers packed around changed contents, and the known bombs.

Everything follows from a `random.Random`: the same seed and number make the same bytes.
"""

import bz2
import gzip
import lzma
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache

from bench import seeds
from bench.seeds import SEEDS

LARGEST = 256 * 1024
"""Bytes a mutated input may have; bombs are as large as they are."""
LIES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
HEADERS = (
    b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00", b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\0",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7\n", b"{\\rtf1", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"II*\x00", b"MM\x00*",
    b"RIFF\xff\xff\xff\xffWEBP", b"\x4c\0\0\0\x01\x14\x02\0", b"\x78\x9f\x3e\x22", b"MZ", b"From a@b.example\nFrom: a\nTo: b\n\n", b"<html>",
    b"<svg>", b"BEGIN:VCALENDAR\r\n", b"BEGIN:VCARD\r\n", bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3"), b"From: a@b.example\r\nTo: c\r\n",
)  # fmt: skip
TOKENS = (
    b"<div>", b"</div>", b"<table>", b"<a href='", b"'>", b"<!--", b"-->", b"<style>", b"{", b"}", b"\\", b"[", b"]", b"(", b")", b"<<", b">>",
    b"/Kids ", b"1 0 R ", b"stream\n", b"endstream", b"/ObjStm", b"/JS ", b"/URI (", b"\\objdata ", b"\\u-1 ", b"\\'", b"\\bin99999 ", b"=?utf-8?b?",
    b"?=", b"\r\n\r\n", b"--", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n", b"https://", b"http://[", b"%00", b"xn--", b"\0", b"\xff\xfe",
    "\u202e\u200b\u0430".encode(), "█▀▄ ".encode(), b"&#x110000;", b"&amp;" * 10, b"data:text/html;base64,", b" " * 400, b"a" * 400, b"<w:t>", b"<text:a ",
    b"BEGIN:VEVENT\r\n", b"DTSTART:", b";", b":", b"12-03-2026 09:14 - a: ", b"> ", b"Van: a\nVerzonden: b\n", b"\t", b"\n" * 100,
)  # fmt: skip


@cache
def made(kind: str, number: int) -> tuple[str, bytes]:
    """One seed, built once."""
    name, make = SEEDS[kind][number % len(SEEDS[kind])]
    return name, make()


def mutated(kind: str, chance: random.Random) -> tuple[str, bytes]:
    """(name, bytes) of one hostile input that began as a file of this kind."""
    name, data = made(kind, chance.randrange(100))
    if kind in WRAPPED and chance.random() < 0.4:
        return name, WRAPPED[kind](chance)[:LARGEST]
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        data = chance.choice(CHANGES)(data, chance)[:LARGEST]
    if chance.random() < 0.03:
        name = chance.choice(["", "x", name + "\u202egpj.exe", "a/../../" + name, name.upper(), "mail.eml", "a.html", "b.js"])
    return name, data


def _flip(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data or b"\0")
    for _ in range(chance.choice((1, 1, 2, 4, 16, 64))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _drop(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.choice((1, 2, 4, 16, 100, 1000)) :]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    piece = data[at : at + chance.choice((1, 2, 8, 64, 512))]
    return data[:at] + piece * chance.choice((2, 10, 200, 2000)) + data[at:]


def _splice(data: bytes, chance: random.Random) -> bytes:
    _, other = made(chance.choice(list(SEEDS)), chance.randrange(100))
    at, cut = chance.randrange(len(data) + 1), chance.randrange(len(other) + 1)
    return data[:at] + other[cut : cut + chance.choice((16, 200, 100_000))] + data[at + chance.choice((0, 0, 200)) :]


def _lie(data: bytes, chance: random.Random) -> bytes:
    form = chance.choice(("<H", ">H", "<I", ">I", "<Q", ">Q", "B"))
    size = struct.calcsize(form)
    at = chance.randrange(max(len(data) - size, 0) + 1)
    return data[:at] + struct.pack(form, chance.choice(LIES) & (256**size - 1)) + data[at + size :]


def _number(data: bytes, chance: random.Random) -> bytes:
    # Formats that write their lengths as digits.
    places = [at for at in range(len(data)) if data[at : at + 1].isdigit()][:2000]
    if not places:
        return data
    at = chance.choice(places)
    return data[:at] + chance.choice((b"0", b"-1", b"99999999999", b"4294967295", b"1" * 30)) + data[at + 1 :]


def _token(data: bytes, chance: random.Random) -> bytes:
    out = data
    for _ in range(chance.choice((1, 2, 8))):
        at = chance.randrange(len(out) + 1)
        out = out[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 2, 50)) + out[at:]
    return out


def _soup(data: bytes, chance: random.Random) -> bytes:
    return chance.choice(HEADERS) + chance.randbytes(chance.choice((0, 4, 30, 300, 3000)))


CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _flip, _truncate, _drop, _repeat, _splice, _lie, _lie, _number, _token, _token, _soup,
)  # fmt: skip


def _changed(data: bytes, chance: random.Random) -> bytes:
    return chance.choice(CHANGES)(data, chance)[:LARGEST]


def _zip_again(kind: str) -> Callable[[random.Random], bytes]:
    def pack(chance: random.Random) -> bytes:
        import io

        _, data = made(kind, chance.randrange(100))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        victim = chance.choice(list(members))
        members[victim] = _changed(members[victim], chance)
        return seeds.zip_of(
            members, chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
        )

    return pack


def _mail_again(chance: random.Random) -> bytes:
    name, data = made(chance.choice(list(SEEDS)), chance.randrange(100))
    return seeds.mail([(name, _changed(data, chance))])


def _pdf_again(chance: random.Random) -> bytes:
    packed = _changed(b"7 0 << /S /JavaScript /JS (a) >> 8 12 << /Type /Catalog >>", chance)
    body = _changed(b"BT /F1 9 Tf 10 10 Td (tekst) Tj ET " * 20, chance)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        seeds.stream("<< /Filter /FlateDecode", zlib.compress(body)),
        seeds.stream("<< /Type /ObjStm /N 2 /First 8 /Filter /FlateDecode", zlib.compress(packed)),
        _changed(b"<< /S /URI /URI (https://open.example/) >>", chance),
    ]
    return seeds.pdf_file(objects, chance.choice(("", "/Prev 0", "/Prev 20", "/Encrypt 6 0 R", "/XRefStm 9")))


def _ole_again(chance: random.Random) -> bytes:
    return seeds.ole({
        "WordDocument": _changed(bytes(512) + seeds.text(), chance),
        "Workbook": _changed(struct.pack("<HHIBB", 0x85, 6, 0, 1, 1), chance),
        "VBA/Module1": _changed(seeds.vba_module(b"Sub AutoOpen()\r\nEnd Sub\r\n" * 20), chance),
        "\x01Ole10Native": _changed(seeds.native("a.txt", seeds.text()), chance),
    })  # fmt: skip


WRAPPED: Mapping[str, Callable[[random.Random], bytes]] = {
    "zip": _zip_again("zip"),
    "office": _zip_again("office"),
    "gz": lambda chance: gzip.compress(_changed(seeds.tar(), chance), mtime=0),
    "bz2": lambda chance: bz2.compress(_changed(made("mail", 0)[1], chance)),
    "xz": lambda chance: lzma.compress(_changed(made("html", 0)[1], chance)),
    "mail": _mail_again,
    "pdf": _pdf_again,
    "ole": _ole_again,
}


# --- the known bombs ---------------------------------------------------------------------------------------------------------


def bombs() -> list[tuple[str, str, bytes]]:
    """(kind, name, bytes): each has taken some program down once."""
    zeros = bytes(20_000_000)
    nested = b"leeg"
    for level in range(40):
        nested = seeds.zip_of({f"laag{level}.zip": nested})
    wide = seeds.zip_of({f"{number}.txt": b"x" for number in range(5000)})
    mail = b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n"
    page = b"<< /Type /Pages /Kids [%s] /Count 99999999 >>"
    deep_pdf = [b"<< /Type /Catalog /Pages 2 0 R >>"] + [page % (b"%d 0 R" % (n + 3)) for n in range(3000)]
    round_pdf = [b"<< /Type /Catalog /Pages 2 0 R >>", page % (b"2 0 R " * 500)]
    stream_bomb = seeds.stream("<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", zlib.compress(zeros, 9))
    return [
        ("zip", "nullen.zip", seeds.zip_of({"nullen.txt": zeros})),
        ("zip", "diep.zip", nested),
        ("zip", "breed.zip", wide),
        ("zip", "over.zip", overlapping()),
        ("zip", "lzma.zip", seeds.zip_of({"a": zeros}, zipfile.ZIP_LZMA)),
        ("zip", "bzip.zip", seeds.zip_of({"a": zeros}, zipfile.ZIP_BZIP2)),
        ("zip", "lijst.zip", b"PK\x01\x02" * 60_000),
        ("gz", "nullen.gz", gzip.compress(zeros, mtime=0)),
        ("gz", "dubbel.gz", gzip.compress(gzip.compress(zeros, mtime=0), mtime=0)),
        ("gz", "veel.gz", gzip.compress(b"x", mtime=0) * 10_000),
        ("bz2", "nullen.bz2", bz2.compress(zeros)),
        ("xz", "nullen.xz", lzma.compress(zeros)),
        ("office", "groot.docx", seeds.zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:t>" + b"a" * 20_000_000})),
        ("office", "haken.docx", _stored({"word/document.xml": b"<w:instrText" * 400_000})),
        ("office", "spaties.docx", _stored({"word/_rels/a.rels": b"<Relationship a" + b" " * 4_000_000})),
        ("office", "namen.docx", _stored({"word/_rels/a.rels": b"<Relationship " + b"a" * 4_000_000})),
        ("office", "formules.xlsx", _stored({"xl/worksheets/sheet1.xml": b"|'a" * 1_000_000})),
        ("office", "velden.docx", _stored({"word/document.xml": b"<w:instrText>HYPERLINK " + b"HYPERLINK \\l " * 300_000 + b"<"})),
        ("office", "tekst.odt", _stored({"content.xml": b"<text:a xlink:href=\"" * 300_000})),
        ("pdf", "stroom.pdf", seeds.pdf_file([b"<< /Type /Catalog /Pages 2 0 R >>", page % b"", stream_bomb, stream_bomb])),
        ("pdf", "diep.pdf", seeds.pdf_file(deep_pdf)),
        ("pdf", "rond.pdf", seeds.pdf_file(round_pdf)),
        ("pdf", "haken.pdf", b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000),
        ("pdf", "woorden.pdf", b"%PDF-1.7\n" + b"<<" * 100_000),
        ("pdf", "adressen.pdf", b"%PDF-1.7\n" + b"/URI (\\" * 50_000),
        ("pdf", "stromen.pdf", b"%PDF-1.7\n" + b"/ObjStm stream\n" * 50_000),
        ("pdf", "groot.pdf", seeds.pdf().replace(b"595 842", b"1e9 1e9")),
        ("pdf", "veel.pdf", seeds.pdf("x" * 200_000, packed=True)),
        ("rtf", "haken.rtf", b"{\\rtf1" + b"{" * 500_000),
        ("rtf", "object.rtf", b"{\\rtf1" + b"{\\objdata 0105000002000000" * 20_000),
        ("rtf", "nullen.rtf", b"{\\rtf1{\\objdata " + b"00" * 2_000_000),
        ("html", "diep.html", b"<div>" * 100_000),
        ("html", "tabellen.html", b"<table><tr><td>" * 30_000),
        ("html", "stijl.html", b"<p style='" + b"overflow:hidden" * 30_000 + b"'>a"),
        ("html", "verwijzingen.html", b"<a href='https://a.example/'>a</a>" * 20_000),
        ("html", "gegevens.html", b"<img src='data:text/html;base64," + b"PGh0bWw+" * 50_000 + b"'>"),
        ("svg", "diep.svg", b"<svg>" + b"<g onload=1 " * 50_000),
        ("mail", "diep.eml", b"From: a@b.example\r\nTo: c@d.example\r\n" + b"".join(mail % (n, n) for n in range(2000))),
        ("mail", "koppen.eml", b"From: a@b.example\r\nTo: c@d.example\r\n" + b"Received: x\r\n" * 100_000 + b"\r\n"),
        ("mail", "adressen.eml", b"From: " + b"a@b.example, " * 50_000 + b"\r\nTo: c\r\n\r\n"),
        ("mail", "woorden.eml", b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\r\nFrom: a@b.example\r\n\r\n"),
        ("mail", "haakjes.eml", b"From: a@b.example\r\nTo: c\r\nAuthentication-Results: " + b"(" * 100_000 + b"\r\n\r\n"),
        ("text", "spaties.txt", b"a" + b" " * 200_000 + b"b"),
        ("text", "adressen.txt", b"https://" * 50_000),
        ("text", "punten.txt", b"a.b." * 100_000),
        ("text", "letters.txt", b"b e t a l e n " * 30_000),
        ("text", "citaat.txt", b"> " * 100_000),
        ("text", "op.txt", b"On a" * 50_000 + b"wrote"),
        ("text", "blokken.txt", ("█▀▄ " * 50 + "\n").encode() * 200),
        ("text", "regels.txt", b"\n" * 100_000 + b"a"),
        ("text", "haken.txt", b"http://[" * 25_000),
        ("chat", "_chat.txt", b"12-03-2026 09:14 - a: b\n" * 50_000),
        ("calendar", "afspraak.ics", b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 50_000),
        ("contact", "kaart.vcf", b"BEGIN:VCARD\r\nFN:a\r\n" + b" b\r\n" * 50_000),
        ("picture", "groot.png", huge_png(60_000, 60_000)),
        ("picture", "breed.png", huge_png(2**31 - 1, 1)),
        ("picture", "vol.png", huge_png(1400, 1400)),
        ("onenote", "veel.one", seeds.onenote() + bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac") * 20_000),
        ("ole", "rond.doc", seeds.doc()[:76] + bytes(436) + seeds.doc()[512:]),
        ("tnef", "veel.dat", b"\x78\x9f\x3e\x22\x01\x00" + bytes(400_000)),
        ("iso", "nullen.iso", bytes(0x8000) + b"\x01CD001\x01" + bytes(500_000)),
        ("7z", "kop.7z", b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\xff" * 24),
        ("mbox", "veel.mbox", b"From a@b.example Mon Mar  2 09:15:00 2026\nFrom: a@b.example\n\nx\n" * 5_000),
        ("unknown", "leeg", b""),
        ("unknown", "nul", bytes(1_000_000)),
    ]  # fmt: skip


def _stored(members: Mapping[str, bytes]) -> bytes:
    return seeds.zip_of({"[Content_Types].xml": b"<Types/>", **members}, zipfile.ZIP_STORED)


def overlapping() -> bytes:
    """A zip whose thousand entries all inflate the same bytes."""
    data = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = data.compress(bytes(1_000_000)) + data.flush()
    crc = zlib.crc32(bytes(1_000_000))
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0x21, crc, len(packed), 1_000_000, 1, 0) + b"a" + packed
    entry = (
        struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0x21, crc, len(packed), 1_000_000, 1, 0, 0, 0, 0, 0, 0
        )
        + b"a"
    )
    central = entry * 1000
    return local + central + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1000, 1000, len(central), len(local), 0)


def huge_png(width: int, height: int) -> bytes:
    """A PNG that says how large it is and holds next to nothing."""

    def piece(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", zlib.compress(bytes(200_000), 9)) + piece(b"IEND", b"")
