"""What bytes are, by their own signature; names and MIME types only decide between kinds of text.

Kinds: mail, mbox, html, text, chat, link, pdf, office, ole, msg, rtf, onenote, zip, 7z, rar, tar, gz, bz2, xz, iso, shortcut, program, script,
calendar, contact, invoice, svg, picture, sound, video, tnef, unknown.
"""

import io
import re
import zipfile

from weerbaar.model.item import Way
from weerbaar.settings import Settings
from weerbaar.unpack.charset import decode
from weerbaar.unpack.reader import Blob

SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b", "gz"),
    *((b"BZh%d1AY&SY" % level, "bz2") for level in range(1, 10)),
    (b"\xfd7zXZ\0", "xz"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", "shortcut"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", "onenote"),
    (b"{\\rtf", "rtf"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "bmp?"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"ID3", "sound"),
    (b"fLaC", "sound"),
    (b"OggS", "sound"),
    (b"#!AMR", "sound"),
    (b".snd\0\0", "sound"),
    (b"caff\0\x01", "sound"),
    (b"RF64", "sound"),
    (b"\x1a\x45\xdf\xa3", "video"),
    (b"FLV\x01", "video"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c", "video"),
    (b"\x00\x00\x01\xba", "video"),
)
SIGNED = tuple(signature for signature, _ in SIGNATURES)
STILL = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
"""Brands of pictures in an ISO container (ISO/IEC 23008-12)."""
HEADER = re.compile(rb"\A(?:[\x21-\x39\x3b-\x7e]{1,76}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}", re.S)
MAIL_HEADER = re.compile(rb"^(?:from|subject|received|return-path|delivered-to|message-id|mime-version|date|to):", re.I | re.M)
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|script|meta|form|p|a|span|style|title)\b", re.I)
INVOICE = re.compile(
    rb"(?:<\?[^<>]{0,300}>\s{0,20}|<!--[^<>]{0,1000}-->\s{0,20}|<!DOCTYPE[^<>\[]{0,300}(?:\[[^\]]{0,2000}\])?\s{0,20}>\s{0,20}){0,6}"
    rb"<(?:[A-Za-z][\w.-]{0,40}:)?(?:Invoice|CreditNote|CrossIndustryInvoice|CrossIndustryDocument)[\s>]"
)
"""The root of an invoice for programs: UBL 2 or UN/CEFACT Cross Industry Invoice."""
CHAT = re.compile(
    r"^\W{0,4}\d{1,4}[-./]\d{1,2}[-./]\d{2,4},?[ \u00a0\u202f]{1,3}(?:(?:at|um|om|à) {1,3})?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?\]?"
    r" {0,3}(?:- )?[^:\n]{1,60}: ",
    re.M | re.I,
)
LINK = re.compile(r"\A\s*(?:https?|hxxps?|ftp)://\S+\s*\Z|\A\s*www\.\S+\.\S+\s*\Z", re.I)
LONGEST_PASTE = 2_000_000
LOOKED_AT = 1024
"""Bytes by which a sound or video is known."""
SCRIPT_NAMES = (
    ".js",
    ".jse",
    ".vbs",
    ".vbe",
    ".wsf",
    ".hta",
    ".ps1",
    ".bat",
    ".cmd",
    ".scr",
    ".url",
    ".library-ms",
    ".webloc",
    ".desktop",
    ".website",
    ".wsh",
    ".psm1",
    ".sct",
    ".iqy",
    ".reg",
)


def kind_of(blob: Blob) -> str:
    """The kind of a blob (see the module for the list)."""
    data = blob.data
    if Way.LINK.value in blob.context and "item" in blob.context:
        return "link"
    for signature, kind in SIGNATURES if data.startswith(SIGNED) else ():
        if data.startswith(signature):
            if kind == "ole":
                return _ole(data)
            if kind == "bmp?":
                if len(data) > 14 and data[6:10] == b"\0\0\0\0":
                    return "picture"
                continue
            return kind
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] == b"RIFF":
        return {b"WAVE": "sound", b"WEBP": "picture", b"AVI ": "video"}.get(data[8:12], "unknown")
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        return "picture" if brand in STILL else "sound" if brand in (b"M4A ", b"M4B ") else "video"
    if data[4:8] in (b"moov", b"mdat", b"wide") or (data[:1] == b"\x47" and data[188:189] == data[376:377] == b"\x47"):
        return "video"
    if data[:4] == b"FORM" and data[8:12] in (b"AIFF", b"AIFC"):
        return "sound"
    if data[:2] in (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xe3", b"\xff\xf1", b"\xff\xf9"):
        return "sound"
    if data[257:262] == b"ustar":
        return "tar"
    if data[0x8001:0x8006] in (b"CD001", b"BEA01") or data[:8] in (b"conectix", b"vhdxfile"):
        return "iso"
    return _text(blob)


def most_bytes(start: bytes, settings: Settings) -> int:
    """How many bytes we are willing to read of what begins so: sounds and videos are larger than everything else."""
    media = kind_of(Blob("", start[:LOOKED_AT])) in ("sound", "video")
    return max(settings.max_bytes, settings.max_media_bytes) if media else settings.max_bytes


def _ole(data: bytes) -> str:
    # The storage names of an Outlook message, UTF-16 as the directory keeps them.
    return "msg" if "__properties_version1.0".encode("utf-16-le") in data else "ole"


def _zip(data: bytes) -> str:
    if data.count(b"PK\x01\x02") > 20_000:
        return "zip"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:500])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "zip"
    if "[Content_Types].xml" in names or "mimetype" in names:
        return "office"
    return "zip"


def _text(blob: Blob) -> str:
    name, declared, data = blob.name.lower(), blob.declared.lower(), blob.data
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if name.endswith(SCRIPT_NAMES):
        return "script"
    if declared == "message/rfc822" or name.endswith((".eml", ".emlx")):
        return "mail"
    if start.startswith(b"From ") and MAIL_HEADER.search(start):
        return "mbox"
    if start.upper().startswith(b"BEGIN:VCALENDAR"):
        return "calendar"
    if start.upper().startswith(b"BEGIN:VCARD"):
        return "contact"
    if start.startswith(b"<") and b"<svg" in start[:1024].lower() and b"<html" not in start.lower():
        return "svg"
    if declared == "text/html" or name.endswith((".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml")):
        return "mail" if name.endswith((".mht", ".mhtml")) else "html"
    if "body" not in blob.context and HEADER.match(data[:20000] + b"\n") and len(MAIL_HEADER.findall(data[:20000])) >= 2:
        return "mail"
    if "body" in blob.context:
        return "text"
    if start.startswith(b"<") and HTML.match(start):
        return "html"
    if start.startswith(b"<") and INVOICE.match(start) and (b"ubl:schema:xsd" in start or b"CrossIndustry" in start):
        return "invoice"
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "unknown"
    text = data[:8192].decode("utf-8", "replace")
    if LINK.match(text) and len(data) < 8192:
        return "link"
    if len(CHAT.findall(text)) >= 2 or (name.endswith(".txt") and CHAT.match(text)):
        return "chat"
    if ("item" in blob.context or name.endswith(".json")) and len(data) < LONGEST_PASTE and _is_chat(data):
        return "chat"
    if HTML.search(start[:512]) and text.count("<") > 5:
        return "html"
    unprintable = sum(1 for c in text if (ord(c) < 32 and c not in "\t\n\r\f\x0b\x1b\x1e") or c == "\ufffd")
    return "unknown" if not data or unprintable > len(text) * 0.3 else "text"


def _is_chat(data: bytes) -> bool:
    from weerbaar.unpack.chat import messages_in

    start = data[:8192].lstrip()
    if start[:1] in (b"[", b"{") and any(key in start for key in (b'"text"', b'"body"', b'"content"')):
        return bool(messages_in(decode(data)))
    return b":" in start and bool(messages_in(decode(start)))
