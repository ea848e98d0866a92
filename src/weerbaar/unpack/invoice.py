"""Invoices that programs read: UBL 2 (Peppol BIS 3) and UN/CEFACT Cross Industry Invoice (Factur-X, ZUGFeRD, XRechnung).

What it says about who is to be paid becomes the claims of its Document; every word in it becomes text; a file that is packed inside (the invoice
as people see it) is read like any attachment. The parser and its limits are those of weerbaar.ledger.read.xml.
"""

import binascii
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from weerbaar.ledger.read import cii, ubl, xml
from weerbaar.ledger.read.refused import Refused
from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.ledger import Claim
from weerbaar.model.part import LinkKind, TextKind
from weerbaar.unpack.charset import decode
from weerbaar.unpack.document import make_document
from weerbaar.unpack.link import links_in_text
from weerbaar.unpack.reader import Blob, Budget, Yield, reader
from weerbaar.unpack.text import make_text

PACKED = frozenset(("EmbeddedDocumentBinaryObject", "AttachmentBinaryObject"))
MOST_PACKED = 10
MOST_WORDS = 100_000


@reader("invoice")
def invoice(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """An invoice as XML: a Document with its claims, its words, and the files packed inside."""
    where = blob.where or blob.name or "invoice"
    try:
        root = xml.parse(blob.data)
        claims = _claims(blob.data, root, where)
    except Refused as refused:
        yield make_document(blob, ["damaged"])
        yield NotLooked("unpack.invoice", Reason.DAMAGED, where, refused.code)
        yield from _words(decode(blob.data, blob.charset), where, budget)
        return
    packed = [element for element in root.iter() if xml.local(element) in PACKED]
    yield make_document(blob, ["embedded_file"] if packed else [], claims=claims)
    skip = set(packed)
    said = [
        text
        for _, element in zip(range(MOST_WORDS), root.iter(), strict=False)
        if element not in skip
        for text in _text(element)
    ]
    yield from _words("\n".join(said), where, budget)
    if len(packed) > MOST_PACKED:
        yield NotLooked("unpack.invoice", Reason.TOO_MANY, where, f"{len(packed) - MOST_PACKED} files")
    for element in packed[:MOST_PACKED]:
        yield from _unpacked(element, blob, where, budget)


def _claims(data: bytes, root: Any, where: str) -> tuple[Claim, ...]:
    reading = ubl.read(data) if root.tag in ubl.ROOTS else cii.read(data)
    return tuple(replace(claim, where=where) for claim in reading.claims)


def _text(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return  # a comment or instruction: nobody sees it
    for text in (element.text, *(child.tail for child in element)):
        if text and text.strip():
            yield " ".join(text.split())


def _words(text: str, where: str, budget: Budget) -> Iterator[Yield]:
    if text.strip():
        yield from make_text(text, where, TextKind.DOCUMENT, budget)
        yield from links_in_text(text[: budget.settings.max_text_chars], where, LinkKind.DOCUMENT)


def _unpacked(element: Any, blob: Blob, where: str, budget: Budget) -> Iterator[Yield]:
    name = str(element.get("filename") or "file").replace("\\", "/").rpartition("/")[2][:200]
    written = (element.text or "").encode()
    budget.spend_bytes(len(written) * 3 // 4, where)
    try:
        data = binascii.a2b_base64(written)
    except binascii.Error:
        yield NotLooked("unpack.invoice", Reason.DAMAGED, f"{where} > {name}")
        return
    if data:
        yield blob.inside(
            f"attachment {name}", data, name=name, declared=str(element.get("mimeCode") or ""), context=frozenset({"member"})
        )
