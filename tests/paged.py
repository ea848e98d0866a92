"""Small PDF files with accounts on their pages: as they were made, changed since, covered, signed."""

import io
import zlib
from collections.abc import Mapping

from bench import seeds

ACCOUNT, OTHER = "BE71 0961 2345 6769", "LT12 1000 0111 0100 1000"
"""The account that the bakery of tests/organisation.py knows of its mill, and one it does not."""
FONTS = ("Helvetica", "Courier", "Times-Roman", "Helvetica-Bold")
LETTER = (
    "Factuur 2026-0412 van Molens De Kroon aan Bakkerij Van Hove",
    "Levering van bloem T65 in oktober, twaalf zakken van vijfentwintig kilo",
    "Vervoer naar de winkel in de Kerkstraat, twee ritten, en pallets terug",
    "Te betalen binnen dertig dagen na de datum van deze factuur, met dank",
)


def line(text: str, y: int, x: int = 50, font: int = 1, size: float = 11) -> str:
    """Words at a place; the fonts are numbered as in FONTS."""
    return f"BT /F{font} {size} Tf {x} {y} Td ({text}) Tj ET "


def letter(*more: str) -> str:
    """A page of an invoice with these operators after it."""
    return "".join(line(words, 780 - 16 * at) for at, words in enumerate(LETTER)) + "".join(more)


def pay(account: str = ACCOUNT, amount: str = "1.250,00", y: int = 640) -> str:
    """What is to be paid, and where."""
    return line(f"Totaal: {amount} EUR", y) + line(f"IBAN {account}", y - 16)


def paged(
    content: str, *, info: Mapping[str, str] | None = None, attached: Mapping[str, bytes] | None = None, note: str = ""
) -> bytes:
    """A PDF of one page; `info` is its document information, `note` operators in a note that lies on the page."""
    fonts = " ".join(f"/F{at} {at + 4} 0 R" for at in range(1, len(FONTS) + 1))
    said = " ".join(f"/{name} ({value})" for name, value in (info or {}).items())
    first = 5 + len(FONTS)
    names = "".join(f"({name}) {first + 2 + 2 * at} 0 R " for at, name in enumerate(attached or {}))
    catalog = f" /Names << /EmbeddedFiles << /Names [{names}] >> >>" if attached else ""
    resources = f"<< /Font << {fonts} >> >>"
    notes = f" /Annots [{first + 1} 0 R]" if note else ""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R{catalog} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources {resources}{notes} >>".encode(),
        seeds.stream("<<", content.encode("cp1252")),
        *(f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>".encode() for font in FONTS),
        f"<< {said} >>".encode(),
        _note(note, first + 1, resources),
    ]
    for at, (name, data) in enumerate((attached or {}).items()):
        objects += [
            f"<< /Type /Filespec /F ({name}) /UF ({name}) /EF << /F {first + 3 + 2 * at} 0 R >> >>".encode(),
            seeds.stream("<< /Type /EmbeddedFile /Filter /FlateDecode", zlib.compress(data)),
        ]
    if note:
        objects.append(
            seeds.stream(f"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources {resources}", note.encode())
        )
    return seeds.pdf_file(objects, f"/Info {first} 0 R")


def _note(note: str, number: int, resources: str) -> bytes:
    if not note:
        return b"<< >>"
    return f"<< /Type /Annot /Subtype /FreeText /Rect [0 0 595 842] /F 4 /AP << /N {number + 1} 0 R >> >>".encode()


def changed(data: bytes, content: str) -> bytes:
    """The same file with other words on its page, added at its end as an incremental update (ISO 32000-2 7.5.6)."""
    before = int(data[data.rindex(b"startxref") :].split()[1])
    begin = len(data)
    added = b"4 0 obj\n%s\nendobj\n" % seeds.stream("<<", content.encode("cp1252"))
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 20 /Root 1 0 R /Prev %d >>\n" % (begin, before)
    return data + added + table + b"startxref\n%d\n%%%%EOF\n" % (begin + len(added))


def signed(data: bytes, name: str = "Molens De Kroon", *, anchor: bool = False) -> tuple[bytes, bytes]:
    """The file with an electronic signature, and the certificate (PEM) it leads to."""
    from datetime import UTC, datetime

    from asn1crypto import keys
    from asn1crypto import x509 as asn1
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2025, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2045, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=anchor, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    der = serialization.Encoding.DER
    secret = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=asn1.Certificate.load(made.public_bytes(der)),
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=SimpleCertificateStore(),
    )
    out = io.BytesIO()
    meta = signers.PdfSignatureMetadata(field_name=f"Handtekening {name}")
    signers.PdfSigner(meta, signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), output=out)
    return out.getvalue(), made.public_bytes(serialization.Encoding.PEM)
