"""Outlook messages (.msg, [MS-OXMSG]): the headers they travelled with, else what Outlook remembers of them; bodies and attachments.

The storages are read with python-oxmsg; property streams by their names, because damaged property tables are common and the streams still hold
the words. Bodies go to the same readers as those of any mail.
"""

import io
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.message import Message
from email.utils import format_datetime
from typing import TYPE_CHECKING

from weerbaar.model.part import Recovered
from weerbaar.unpack.charset import decode
from weerbaar.unpack.mail import make_mail
from weerbaar.unpack.reader import Blob, Budget, Yield, reader

if TYPE_CHECKING:
    from oxmsg.storage import Storage

SUBJECT, BODY, HTML, RTF, HEADERS, MESSAGE_ID = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D, 0x1035
NAME_OF_SENDER, SMTP_OF_SENDER, ADDRESS_OF_SENDER = (0x0C1A, 0x0042), (0x5D01, 0x5D02), (0x0C1F, 0x0065)
NAME, SMTP, ADDRESS, RECIPIENT_TYPE = 0x3001, 0x39FE, 0x3003, 0x0C15
DATA, LONG_NAME, SHORT_NAME, MIME, CONTENT_ID = 0x3701, 0x3707, 0x3704, 0x370E, 0x3712
SUBMITTED, DELIVERED, CODEPAGE, INTERNET_CODEPAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
ROOT, EMBEDDED, CHILD = 32, 24, 8
"""Bytes before the first property in the property stream of a message, an embedded message, a recipient or attachment."""
MOST_PROPERTIES = 2000
MOST_RECIPIENTS = 200
MOST_RTF = 4 * 1024 * 1024
CODEPAGES = {65001: "utf-8", 20127: "ascii", 28591: "latin-1", 28605: "iso-8859-15", 50220: "iso-2022-jp", 1200: "utf-16-le"}
RTF_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArial"
    b"Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


@reader("msg")
def msg(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """An Outlook message and the messages inside it."""
    from olefile import OleFileIO
    from oxmsg.storage import Storage

    with OleFileIO(io.BytesIO(blob.data)) as ole:
        # Streams may share sectors: what they say they hold is paid for before anything is read.
        said = sum(entry.size for entry in ole.direntries if entry is not None)
        budget.spend_bytes(said, blob.where, len(blob.data))
        root = Storage.from_ole(ole)
    yield from _message(root, ROOT, blob, blob.where or "mail", "attached" in blob.context, budget)


def _message(storage: "Storage", offset: int, blob: Blob, where: str, attached: bool, budget: Budget) -> Iterator[Yield]:
    numbers = _numbers(storage, offset)
    charset = _charset(numbers)
    subject = _text(storage, SUBJECT, charset)
    made = make_mail(
        list(_headers(storage, numbers, subject, charset).raw_items()),
        where,
        Recovered.ATTACHED if attached else Recovered.ORIGINAL,
    )
    yield made
    context = frozenset({"body", "attached"} if attached else {"body"})
    yield from _body(storage, blob, where, made.subject or subject, charset, context)
    for inner in storage.storages:
        if inner.name.startswith("__attach_version1.0_#"):
            budget.check_time(where)
            yield from _attachment(inner, blob, where, charset, budget)


def _body(storage: "Storage", blob: Blob, where: str, subject: str, charset: str, context: frozenset[str]) -> Iterator[Yield]:
    page = _bytes(storage, HTML, "0102") or _text(storage, HTML, charset).encode("utf-8", "replace")
    words = _text(storage, BODY, charset)
    if page.strip():
        yield blob.inside(
            "text", page, where=f"{where} > text", name=subject, kind="html", context=context, beside=words[:20_000]
        )
    elif words.strip():
        yield blob.inside(
            "text", words.encode("utf-8", "replace"), where=f"{where} > text", name=subject, kind="text", context=context
        )
    elif rich := _bytes(storage, RTF, "0102"):
        from weerbaar.unpack.rtf import plain_text

        shown, _ = plain_text(unpacked_rtf(rich), MOST_RTF)
        yield blob.inside(
            "text", shown.encode("utf-8", "replace"), where=f"{where} > text", name=subject, kind="text", context=context
        )


def _attachment(storage: "Storage", blob: Blob, where: str, charset: str, budget: Budget) -> Iterator[Yield]:
    name = _text(storage, LONG_NAME, charset) or _text(storage, SHORT_NAME, charset)
    name = " ".join(name.replace("/", "_").replace("\\", "_").split())[:200]
    for embedded in storage.storages:
        if embedded.name.upper() == f"__SUBSTG1.0_{DATA:04X}000D" and embedded.path.count("/") < 2 * budget.settings.max_depth:
            yield from _message(embedded, EMBEDDED, blob, f"{where} > attached message {name}".strip(), True, budget)
            return
    data = _bytes(storage, DATA, "0102")
    if data:
        inline = bool(_text(storage, CONTENT_ID, charset))
        place = f"attachment {name}".strip()
        yield blob.inside(
            place,
            data,
            where=f"{where} > {place}",
            name=name,
            declared=_text(storage, MIME, charset),
            context=frozenset({"attachment", "inline"} if inline else {"attachment"}),
        )


def _headers(storage: "Storage", numbers: dict[int, int], subject: str, charset: str) -> "Message[str, str]":
    """The transport headers, or headers made from what Outlook remembers (drafts, sent and internal mail have no others)."""
    message = message_from_string(
        _text(storage, HEADERS, charset).lstrip().split("\n\n", 1)[0].split("\r\n\r\n", 1)[0] + "\n\n"
    )
    if message["From"] is None:
        sender = _first(storage, NAME_OF_SENDER, charset)
        smtp = _first(storage, SMTP_OF_SENDER, charset) or _first(storage, ADDRESS_OF_SENDER, charset)
        message["From"] = _mailbox(sender, smtp)
    if message["Subject"] is None:
        message["Subject"] = " ".join(subject.split())
    if message["To"] is None:
        for header, kind in (("To", 1), ("Cc", 2)):
            people = [_recipient(one, charset) for one in storage.storages if _is_recipient(one, kind)]
            if people:
                message[header] = ", ".join(people[:MOST_RECIPIENTS])
    if message["Date"] is None and (sent := numbers.get(SUBMITTED) or numbers.get(DELIVERED)):
        message["Date"] = _date(sent)
    if message["Message-ID"] is None and (identity := _text(storage, MESSAGE_ID, charset)):
        message["Message-ID"] = identity
    return message


def _is_recipient(storage: "Storage", kind: int) -> bool:
    return storage.name.startswith("__recip_version1.0_#") and _numbers(storage, CHILD).get(RECIPIENT_TYPE, 1) & 0xF == kind


def _recipient(storage: "Storage", charset: str) -> str:
    return _mailbox(_text(storage, NAME, charset), _text(storage, SMTP, charset) or _text(storage, ADDRESS, charset))


def _mailbox(name: str, address: str) -> str:
    # An Exchange address (/o=firm/ou=...) is no mail address.
    quoted = '"' + " ".join(name.replace('"', "").replace("\\", "").split()) + '"' if name else ""
    return f"{quoted} <{address.strip()}>".strip() if "@" in address else quoted


def _first(storage: "Storage", properties: tuple[int, ...], charset: str) -> str:
    return next((text for one in properties if (text := _text(storage, one, charset))), "")


def _text(storage: "Storage", number: int, charset: str) -> str:
    wide = _bytes(storage, number, "001F")
    if wide:
        return wide.decode("utf-16-le", "replace").replace("\0", "")
    return decode(_bytes(storage, number, "001E"), charset)


def _bytes(storage: "Storage", number: int, kind: str) -> bytes:
    wanted = f"__substg1.0_{number:04X}{kind}".upper()
    return next((bytes(stream.bytes_) for stream in storage.streams if stream.name.upper() == wanted), b"")


def _numbers(storage: "Storage", offset: int) -> dict[int, int]:
    """The properties of fixed length: number -> value as an unsigned integer (dates: 100 ns since 1601)."""
    table = next((bytes(stream.bytes_) for stream in storage.streams if stream.name == "__properties_version1.0"), b"")
    found: dict[int, int] = {}
    for at in range(offset, min(len(table) - 15, offset + 16 * MOST_PROPERTIES), 16):
        _, number, _, value = struct.unpack_from("<HHIQ", table, at)
        found[number] = value
    return found


def _charset(numbers: dict[int, int]) -> str:
    codepage = (numbers.get(INTERNET_CODEPAGE) or numbers.get(CODEPAGE) or 0) & 0xFFFFFFFF
    return CODEPAGES.get(codepage, f"cp{codepage}" if codepage else "")


def _date(ticks: int) -> str:
    try:
        return format_datetime(datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10))
    except (OverflowError, ValueError):
        return ""


def unpacked_rtf(data: bytes) -> bytes:
    """Rich text as Outlook packs it ([MS-OXRTFCP]); what is damaged ends the text. At most 4 MiB."""
    if data[8:12] == b"MELA":
        return data[16:]
    if data[8:12] != b"LZFu":
        return data
    window = bytearray(RTF_START.ljust(4096, b"\0"))
    at, write = 16, len(RTF_START)
    out = bytearray()
    while at < len(data) and len(out) < MOST_RTF:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data):
                break
            if control >> bit & 1:
                token = int.from_bytes(data[at : at + 2], "big")
                at += 2
                read, length = token >> 4, (token & 15) + 2
                if read == write:
                    return bytes(out)
                for step in range(length):
                    byte = window[(read + step) % 4096]
                    out.append(byte)
                    window[write] = byte
                    write = (write + 1) % 4096
            else:
                out.append(data[at])
                window[write] = data[at]
                write = (write + 1) % 4096
                at += 1
    return bytes(out)
