"""Signatures over a whole message, verified with keys that are given: DKIM (RFC 6376) and ARC (RFC 8617).

When a signature runs out is not judged: that depends on the day of looking, and a message is brought days after it came.
"""

import re
from collections.abc import Mapping

LONGEST_HEADER = 8192
LONGEST_KEY = 1500
"""Characters of a key record: RSA of 8192 bits. A larger one, or a huge exponent, only serves to keep us busy."""
LEAST_BITS = 1024
"""RFC 8301 section 3.2."""
MOST_SEALS = 5
BLANKS = re.compile(rb"[\t ]+")


def key_name(selector: str, domain: str) -> str:
    """Where the key of a signature stands in DNS (RFC 6376 section 3.6.2.1)."""
    return f"{selector}._domainkey.{domain}".lower()


def holds(raw: bytes, index: int, record: str) -> bool | None:
    """Whether the DKIM signature of that number, counted from the top, holds with this key record.

    None when it proves nothing either way: it covers only a part of the text (l=) or not the sender, or uses a kind of
    key or hash that cannot be verified here (RFC 8301 forbids rsa-sha1).
    """
    from dkim import DKIM, DKIMException, validate_signature_fields
    from dkim.util import InvalidTagValueList, parse_tag_value

    try:
        message = DKIM(raw.lstrip(b"\r\n"), minkey=LEAST_BITS)
        header = [one for one in message.headers if one[0].lower() == b"dkim-signature"][index]
        if len(header[1]) > LONGEST_HEADER or len(record) > LONGEST_KEY:
            return None
        tags = parse_tag_value(header[1])
        signed = [name.lower() for name in re.split(rb"\s*:\s*", tags.get(b"h", b""))]
        if b"l" in tags or b"from" not in signed or tags.get(b"a") != b"rsa-sha256":
            return None
        validate_signature_fields({name: value for name, value in tags.items() if name not in (b"t", b"x")})
        if b"relaxed" in tags.get(b"c", b"").partition(b"/")[2]:
            message.body = _relaxed(message.body)
        return bool(message.verify_sig(tags, signed, header, lambda name, timeout=0: record.encode("ascii", "replace")))
    except (DKIMException, InvalidTagValueList, ValueError, KeyError, IndexError, TypeError):
        return False


def chain_holds(raw: bytes, keys: Mapping[str, str]) -> bool:
    """Whether every seal of an ARC chain and the latest signature under it hold with these keys (name -> record)."""
    from dkim import ARC, DKIMException
    from dkim.util import InvalidTagValueList

    def key(name: bytes, timeout: int = 0) -> bytes:
        return keys.get(name.decode("ascii", "replace").rstrip(".").lower(), "").encode("ascii", "replace")

    if any(len(record) > LONGEST_KEY for record in keys.values()):
        return False
    try:
        message = ARC(raw.lstrip(b"\r\n"), minkey=LEAST_BITS)
        if any(len(value) > LONGEST_HEADER for name, value in message.headers if name.lower().startswith(b"arc-")):
            return False
        message.body = _relaxed(message.body)
        result, _, _ = message.verify(dnsfunc=key)
    except (DKIMException, InvalidTagValueList, ValueError, KeyError, IndexError, TypeError):
        return False
    return bool(result == b"pass")


def _relaxed(body: bytes) -> bytes:
    """The relaxed body of RFC 6376 section 3.4.4 but for its last lines, in linear time; the library's own way is quadratic in long blanks."""
    return BLANKS.sub(b" ", body).replace(b" \r\n", b"\r\n")
