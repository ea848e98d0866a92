"""A message: its headers as a Mail part, its bodies and attachments as blobs for other readers.

RFC 5322 and 2045-2049 as mail clients read them, faults included; compat32 policy because it is the quick one and never raises.
"""

import binascii
import inspect
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from weerbaar.model.part import Address, Authentication, Mail, Recovered, Signature
from weerbaar.unpack.arc import seals, tags
from weerbaar.unpack.charset import decode
from weerbaar.unpack.link import unicode_host
from weerbaar.unpack.mime import MOST_LEVELS, Entity, entity_of, remembered
from weerbaar.unpack.reader import Blob, Budget, Yield, reader

ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
BETWEEN = re.compile(r"(?<=\?=)\s+(?==\?)")
SIMPLE_ADDRESS = re.compile(r"""(?:"([^"\\<>@]*)"|([^"<>;:()@\\\[\]]*))\s*<([^\s<>"(),;:@]+@[^\s<>"(),;:@]+)>\s*""")
BARE_ADDRESS = re.compile(r"[A-Za-z0-9_+=-]+(?:\.[A-Za-z0-9_+=-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
MOST_HEADERS = 200
MOST_BESIDE = 20_000
MOST_ADDRESS_CHARS = 20_000
OPAQUE_HEADER = 300
"""Characters beyond which a header that only machines write (X-, ARC-) is kept as it stands: decoding it costs and says nothing."""
METHOD = re.compile(r"\b(spf|dkim|dmarc|arc|compauth)\s*=\s*([a-z]+)([^;]*)", re.I)
VOUCHED = {
    "dkim": re.compile(r"header\.(?:d|i)\s*=\s*\"?@?([^\s;\"]+)", re.I),
    "spf": re.compile(r"smtp\.(?:mailfrom|helo)\s*=\s*\"?([^\s;\"]+)", re.I),
    "dmarc": re.compile(r"header\.from\s*=\s*\"?([^\s;\"]+)", re.I),
}
COMMENT = re.compile(r"\([^()]{0,2000}\)")
QUOTED = re.compile(r'"[^"]{0,2000}"')
SEPARATORS = str.maketrans(";()", "   ")
BROKEN_ADDRESS = re.compile(r"<?([^\s<>\"(),;:@]{1,64}@[^\s<>\"(),;:@]{1,255})>?")


# Since CVE-2023-27043 the default refuses whole headers that mail clients still show.
LENIENT = {"strict": False} if "strict" in inspect.signature(getaddresses).parameters else {}


@reader("mail")
def mail(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """One message (.eml): a Mail part, then bodies, attachments and attached messages."""
    message = entity_of(blob.data.lstrip(b"\r\n"))
    where = blob.where or "mail"
    recovered = Recovered.ATTACHED if "attached" in blob.context else Recovered.ORIGINAL
    made = make_mail(message.headers, where, recovered, blob.data)
    yield made
    yield from _bodies(message, blob, made.subject, budget, 0)


def make_mail(
    written: Sequence[tuple[str, str]], where: str, recovered: Recovered = Recovered.ORIGINAL, raw_bytes: bytes = b""
) -> Mail:
    """The Mail part of a message with these headers, as they are written."""
    headers: list[tuple[str, str]] = []
    raw: defaultdict[str, list[str]] = defaultdict(list)  # as written, for addresses
    read: defaultdict[str, list[str]] = defaultdict(list)  # as people read it
    for name, value in written[:MOST_HEADERS]:
        low = name.lower()
        machine = len(value) > OPAQUE_HEADER and low.startswith(("x-", "arc-"))
        text = value if machine else header_text(value)
        headers.append((name, text))
        raw[low].append(value)
        read[low].append(text)
    first = {name: values[0] for name, values in read.items()}
    froms = _addresses(raw.get("from"))
    sender_header = _addresses(raw.get("sender"))
    return_path = _addresses(raw.get("return-path"))
    return Mail(
        where=where,
        sender=froms[0] if froms else None,
        subject=first.get("subject", ""),
        to=_addresses(raw.get("to")),
        cc=_addresses(raw.get("cc")),
        reply_to=_addresses(raw.get("reply-to")),
        senders=froms if len(froms) > 1 else (),
        sender_header=sender_header[0] if sender_header else None,
        return_path=return_path[0] if return_path else None,
        date=parse_date(first.get("date", "")),
        message_id=first.get("message-id", "").strip("<> "),
        in_reply_to=first.get("in-reply-to", "").strip("<> "),
        references=tuple(re.findall(r"<([^<>\s]{1,300})>", first.get("references", "")))[:50],
        authentication=tuple(a for value in read.get("authentication-results", ()) for a in authentication(value)),
        signatures=tuple(_signature(value) for value in read.get("dkim-signature", ())),
        seals=seals(read, authentication) if "arc-seal" in read else (),
        headers=tuple(headers),
        recovered=recovered,
        thread="in-reply-to" in first or "references" in first,
        bulk=any(name in first for name in ("list-unsubscribe", "list-id", "list-post"))
        or first.get("precedence", "").lower() in ("bulk", "list"),
        raw=raw_bytes,
    )


def header_text(value: str) -> str:
    """A header as people read it: unfolded, encoded words decoded (RFC 2047), undecodable ones left as they stand."""
    if "\n" in value:
        value = " ".join(map(str.strip, value.splitlines()))
    if not value.isascii():
        # 8-bit bytes in a header are against the rules and common; they arrive as surrogates.
        value = decode(value.encode("utf-8", "surrogateescape"))
    return _encoded_words(value) if "=?" in value else value


def _encoded_words(value: str) -> str:
    # Between encoded words white space is not text (RFC 2047 section 6.2); a character may be split over two words of one charset.
    value = BETWEEN.sub("", value)
    out: list[str] = []
    charset, data, end = "", b"", 0
    for word in ENCODED.finditer(value):
        if data and (word.start() != end or word[1].lower() != charset):
            out.append(decode(data, charset.split("*")[0]))
            data = b""
        out.append(value[end : word.start()])
        charset, end = word[1].lower(), word.end()
        data += _word(word[2], word[3])
    if data:
        out.append(decode(data, charset.split("*")[0]))
    return "".join((*out, value[end:]))


def _word(encoding: str, payload: str) -> bytes:
    data = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    try:
        return binascii.a2b_base64(data + b"===")
    except binascii.Error:
        return data


def _addresses(values: Sequence[str] | None) -> tuple[Address, ...]:
    """The mailboxes in every header of one name; encoded words decoded after parsing, so that they cannot forge an address."""
    if not values:
        return ()
    if len(values) == 1 and len(values[0]) < 400 and BARE_ADDRESS.fullmatch(bare := values[0].strip(" \t\r\n")):
        return (make_address("", bare),)
    if len(values) == 1 and len(values[0]) < 400 and (simple := SIMPLE_ADDRESS.fullmatch(values[0])):
        return (make_address(header_text((simple[1] or simple[2] or "").strip(" \t\r\n,")), simple[3]),)
    unfolded = [" ".join(line.strip() for line in value[:MOST_ADDRESS_CHARS].splitlines()) for value in values[:20]]
    found = []
    for display, address in getaddresses(unfolded, **LENIENT)[:200]:
        display = header_text(display)
        if "@" not in address:
            match = BROKEN_ADDRESS.search(address) or BROKEN_ADDRESS.search(display)
            if not match:
                if display or address:
                    found.append(Address(display or address, ""))
                continue
            address = match[1]
        found.append(make_address(display, address))
    merged: list[Address] = []
    for one in found:
        # `Last, First <a@b>` without quotes parses as two: a name alone, and the rest.
        if merged and not merged[-1].address and one.address:
            merged[-1] = Address(f"{merged[-1].name}, {one.name}".strip(", "), one.address)
        else:
            merged.append(one)
    return tuple(merged)


def make_address(name: str, address: str) -> Address:
    """An address in lower case with its domain in Unicode."""
    local, _, domain = address.strip().strip("<>").rpartition("@")
    return Address(" ".join(name.split())[:300], f"{local.lower()}@{unicode_host(domain)}"[:320])


def authentication(value: str) -> Iterator[Authentication]:
    """The results in one Authentication-Results header (RFC 8601). Whether its authserv-id is to be trusted is for others to say."""
    if '"' in value:
        # What stands in quotation marks was written by the sender ("x; dmarc=pass"@evil.example) and ends nothing.
        value = QUOTED.sub(lambda quoted: quoted[0].translate(SEPARATORS), value)
    value = COMMENT.sub(" ", COMMENT.sub(" ", value))
    authserv_id = value.split(";", 1)[0].split(" ")[0].strip().lower()
    if "=" in authserv_id:
        authserv_id = ""
    for method, result, rest in METHOD.findall(value):
        vouched = VOUCHED.get(method.lower())
        match = vouched.search(rest) if vouched else None
        domain = unicode_host(match[1].rpartition("@")[2]) if match else ""
        yield Authentication(authserv_id, method.lower(), result.lower(), domain)


def _signature(value: str) -> Signature:
    written = tags(value)
    return Signature(unicode_host(written.get("d", "")), written.get("s", ""), tuple(written.get("h", "").lower().split(":")))


def parse_date(value: str) -> datetime | None:
    """A date as RFC 5322 writes it; None for any other."""
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _bodies(entity: Entity, blob: Blob, subject: str, budget: Budget, level: int, beside: str = "") -> Iterator[Yield]:
    if level > MOST_LEVELS:
        return
    content = entity.content
    if entity.inner is not None:
        children = entity.inner
        if content == "multipart/alternative":
            children, beside = _best(children, beside)
        for child in children[: budget.settings.max_parts]:
            yield from _bodies(child, blob, subject, budget, level + 1, beside)
        return
    written = entity.header("content-type")
    disposed = entity.header("content-disposition")
    name = _file_name(written, disposed)
    disposition = (disposed or "").strip().lower()
    if content in ("message/rfc822", "message/global"):
        for inner in entity.attached:
            data = inner.as_bytes()
            budget.spend_bytes(len(data), blob.where)
            context = frozenset({"attached"})
            yield blob.inside(f"attached message {name}".strip(), data, kind="mail", context=context)
        return
    data = entity.body()
    if not data.strip():
        return
    budget.spend_bytes(len(data), blob.where)
    charset = _charset(written)
    is_body = (
        content in ("text/plain", "text/html", "text/enriched", "text/amp")
        and not disposition.startswith("attachment")
        and not name
    )
    if is_body:
        kind = "html" if content == "text/html" or _looks_like_html(content, data) else "text"
        context = frozenset({"body", "attached"} if "attached" in blob.context else {"body"})
        yield blob.inside(
            "text", data, name=subject, declared=content, kind=kind, charset=charset, context=context, beside=beside
        )
        return
    inline = disposition.startswith("inline") or entity.header("content-id") is not None
    place = f"attachment {name}" if name else f"attachment ({content})"
    context = frozenset({"attachment", "inline"} if inline else {"attachment"})
    yield blob.inside(place, data, name=name, declared=content, charset=charset, context=context)


def _looks_like_html(content: str, data: bytes) -> bool:
    return content == "text/plain" and data.lstrip()[:200].lower().startswith((b"<html", b"<!doctype html", b"<body"))


def _best(children: tuple[Entity, ...], beside: str) -> tuple[tuple[Entity, ...], str]:
    """What a mail client shows of multipart/alternative, the last kind it can (calendars stay beside it), and the plain text not shown."""
    shown = [
        c
        for c in children
        if c.content in ("text/html", "multipart/related", "multipart/mixed") and any(e.raw for e in c.leaves())
    ]
    plain = [c for c in children if c.content == "text/plain"]
    rest = [c for c in children if c not in shown and c not in plain]
    if shown and plain:
        beside = decode(plain[-1].body()[:MOST_BESIDE], _charset(plain[-1].header("content-type")))
    return (*(shown[-1:] or plain[-1:]), *rest), beside


@remembered
def _charset(content_type: str | None) -> str:
    return str(_headed(content_type, None).get_param("charset", "") or "") if content_type else ""


@remembered
def _file_name(content_type: str | None, disposition: str | None) -> str:
    if not content_type and not disposition:
        return ""
    try:
        name = str(_headed(content_type, disposition).get_filename() or "")
    except (ValueError, LookupError, TypeError):
        return ""
    return " ".join(header_text(name).replace("/", "_").replace("\\", "_").split())[:200]


def _headed(content_type: str | None, disposition: str | None) -> "Message[str, str]":
    message: Message[str, str] = Message()
    for name, value in (("Content-Type", content_type), ("Content-Disposition", disposition)):
        if value is not None:
            message.set_raw(name, value)
    return message
