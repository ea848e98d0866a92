"""The door to a time-stamp service (RFC 3161): it signs a hash and the time, and learns nothing else.

A reply is believed only when it answers our request (nonce, hash) and, with the authorities of the service at hand, when its signature
leads to one of them.
"""

import http.client
import ssl
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from weerbaar.model.errors import Trouble

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

MOST_BYTES = 64 * 1024
SECONDS = 15.0


class NoStamp(Trouble):
    """The time-stamp service gave nothing that can be believed."""


def stamp(url: str, data: bytes, roots: Sequence["Certificate"] = ()) -> bytes:
    """A time stamp over SHA-256 of `data`, as the service sent it (DER, TimeStampResp); checked with `authorities(...)` as `roots`.

    Raises:
        NoStamp: the service cannot be reached, refuses, or its reply does not fit.
    """
    from rfc3161_client import (
        HashAlgorithm,
        TimestampRequestBuilder,
        VerificationError,
        VerifierBuilder,
        decode_timestamp_response,
    )

    request = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).build()
    reply = _post(url, request.as_bytes())
    try:
        response = decode_timestamp_response(reply)
        fits = response.status == 0 and response.tst_info.nonce == request.nonce and _imprint(response, data)
        if fits and roots:
            builder = VerifierBuilder.from_request(request)
            for root in roots:
                builder = builder.add_root_certificate(root)
            fits = builder.build().verify_message(response, data)
    except (ValueError, VerificationError):
        fits = False
    if not fits:
        raise NoStamp("time_stamp_refused", url=url)
    return reply


def stamped_at(reply: bytes, data: bytes, roots: Sequence["Certificate"] = ()) -> datetime | None:
    """When a service saw `data`, by a stamp that was kept; None where it is no stamp of this data, or not by one of `roots`."""
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        response = decode_timestamp_response(reply)
        if not _imprint(response, data):
            return None
        if roots:
            builder = VerifierBuilder()
            for root in roots:
                builder = builder.add_root_certificate(root)
            builder.build().verify_message(response, data)
        return response.tst_info.gen_time
    except (ValueError, VerificationError):
        return None


def authorities(file: str) -> tuple["Certificate", ...]:
    """The certificates of a PEM file; none for no file.

    Raises:
        NoStamp: the file cannot be read.
    """
    if not file:
        return ()
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return tuple(load_pem_x509_certificates(Path(file).read_bytes()))
    except (OSError, ValueError):
        raise NoStamp("mail_trust", path=file) from None


def _imprint(response: "TimeStampResponse", data: bytes) -> bool:
    import hashlib

    return response.tst_info.message_imprint.message == hashlib.sha256(data).digest()


def _post(url: str, body: bytes) -> bytes:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NoStamp("time_stamp_url", url=url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    connection: http.client.HTTPConnection
    if secure:
        connection = http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=SECONDS)
    try:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        read = response.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException, ValueError):
        raise NoStamp("time_stamp_away", url=url) from None
    finally:
        connection.close()
    if response.status != 200 or len(read) > MOST_BYTES:
        raise NoStamp("time_stamp_refused", url=url)
    return read
