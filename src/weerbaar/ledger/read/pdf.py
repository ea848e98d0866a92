"""The files inside a PDF: where Factur-X and ZUGFeRD keep their invoice. Reference: ISO 32000-1 7.11.4, embedded file streams."""

from weerbaar.ledger.read.refused import Refused

MOST_BYTES = 50_000_000
MOST_ATTACHED = 50
MOST_BYTES_INSIDE = 20_000_000


def attached(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each file inside. Raises `Refused` when the PDF cannot be opened."""
    import pypdfium2

    if len(data) > MOST_BYTES:
        raise Refused("too_large", f"{len(data)} bytes")
    found: list[tuple[str, bytes]] = []
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused("pdf", str(error)) from error
    try:
        for number in range(min(document.count_attachments(), MOST_ATTACHED)):
            one = document.get_attachment(number)
            inner = bytes(one.get_data())
            if len(inner) <= MOST_BYTES_INSIDE:
                found.append((str(one.get_name()), inner))
    except pypdfium2.PdfiumError as error:
        raise Refused("pdf", str(error)) from error
    finally:
        document.close()
    return tuple(found)
