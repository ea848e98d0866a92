"""Electronic signatures in a PDF: what they cover, whether it was changed, and what came later (ISO 32000-2 12.8, ETSI EN 319 142-1).

Checked with pyHanko where it is installed (extra `signatures`), without network, clock or revocation lists: a certificate that was taken back or
ran out cannot be told here. A signature proves that bytes did not change since, not that they are true, and anyone can make a certificate in
any name; whose certificates count stands in the PEM file of the setting `signature_anchors`.
"""

import io
import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import Later, Signing
from weerbaar.settings import Settings

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

MOST = 10
LARGEST = 20_000_000
"""Bytes of a file whose signatures are checked."""
LONGEST_CHAIN = 5
NAME = 80


def signings_in(data: bytes, where: str, settings: Settings) -> Iterator[Signing | NotLooked]:
    """Every signature in a PDF, in the order they were made."""
    if len(data) > LARGEST:
        yield NotLooked("unpack.signing", Reason.TOO_LARGE, where)
        return
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader
    except ImportError:
        yield NotLooked("unpack.signing", Reason.NOT_INSTALLED, where)
        return
    # It logs what it makes of a file; what strangers sent stays out of logs.
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL + 1)
    try:
        found = PdfFileReader(io.BytesIO(data), strict=False).embedded_regular_signatures
    except Exception as trouble:  # the parser fails on hostile files in ways nobody lists; the type is kept
        yield NotLooked("unpack.signing", Reason.DAMAGED, where, type(trouble).__name__)
        return
    if len(found) > MOST:
        yield NotLooked("unpack.signing", Reason.TOO_MANY, where, f"{len(found) - MOST} signatures")
    for one in found[:MOST]:
        try:
            yield _checked(one, settings)
        except Exception as trouble:
            yield NotLooked("unpack.signing", Reason.DAMAGED, where, type(trouble).__name__)


def _checked(one: Any, settings: Settings) -> Signing:
    from cryptography import x509
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    try:
        same, valid = validate_sig_integrity(one.signer_info, one.signer_cert, "data", one.compute_digest())
    except SignatureValidationError:
        same = valid = False
    signer = x509.load_der_x509_certificate(one.signer_cert.dump())
    others = [x509.load_der_x509_certificate(cert.dump()) for cert in one.other_embedded_certs[:LONGEST_CHAIN]]
    return Signing(
        _named(signer),
        intact=bool(same and valid),
        later=_later(one),
        known=_leads_to(signer, others, _anchors(settings.signature_anchors)),
    )


def _later(one: Any) -> Later:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    one.compute_integrity_info()
    if one.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return Later.NOTHING
    if one.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return Later.UNCLEAR
    level = getattr(one.diff_result, "modification_level", ModificationLevel.OTHER)
    if level == ModificationLevel.OTHER:
        return Later.CHANGED
    return Later.NOTHING if level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES) else Later.FILLED


def _named(cert: "Certificate") -> str:
    from cryptography.x509.oid import NameOID

    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in cert.subject.get_attributes_for_oid(kind):
            return " ".join(str(attribute.value).split())[:NAME]
    return "?"


@lru_cache(maxsize=2)
def _anchors(path: str) -> tuple["Certificate", ...]:
    from cryptography import x509

    if not path:
        return ()
    try:
        return tuple(x509.load_pem_x509_certificates(Path(path).read_bytes()))
    except (OSError, ValueError):
        return ()


def _leads_to(signer: "Certificate", others: Iterable["Certificate"], anchors: tuple["Certificate", ...]) -> bool:
    """Whether a certificate is one that counts, or was issued by one, through those that came along."""
    cert = signer
    for _ in range(LONGEST_CHAIN):
        if cert in anchors or any(_issued(cert, anchor) for anchor in anchors):
            return True
        above = next((other for other in others if other != cert and _issued(cert, other)), None)
        if above is None:
            return False
        cert = above
    return False


def _issued(cert: "Certificate", issuer: "Certificate") -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.x509 import BasicConstraints, ExtensionNotFound

    with suppress(InvalidSignature, ValueError, TypeError, ExtensionNotFound):
        if issuer.extensions.get_extension_for_class(BasicConstraints).value.ca:
            cert.verify_directly_issued_by(issuer)
            return True
    return False
