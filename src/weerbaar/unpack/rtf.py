"""Rich text (RTF 1.9.1): its words, its fields, and the objects hidden in it as hexadecimal.

One pass over tokens; groups that are not shown (font tables, pictures, styles) are skipped by their first word.
"""

import binascii
import re
from collections.abc import Iterator

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import LinkKind, TextKind
from weerbaar.unpack.document import make_document
from weerbaar.unpack.link import links_in_text, make_link
from weerbaar.unpack.reader import Blob, Budget, Yield, reader
from weerbaar.unpack.text import make_text

TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)", re.S)
OBJECT = re.compile(rb"\\objdata\b([0-9a-fA-F\s]{16,})", re.S)
HYPERLINK = re.compile(r"HYPERLINK\s+(?:\\[a-z]\s+)?\"?([^\s\"{}]{4,2000})", re.I)
TEMPLATE = re.compile(rb"\\\*\\template\s+([^{}\\]{4,2000})")
HIDDEN_GROUPS = frozenset(
    b"fonttbl colortbl stylesheet info pict objdata themedata colorschememapping datastore latentstyles listtable rsidtbl "
    b"generator xmlnstbl filetbl revtbl listoverridetable mmathPr template blipuid".split()
)
BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"row": "\n", b"cell": " ", b"emdash": "-", b"endash": "-"}
MOST_DEPTH = 200
MOST_OBJECTS = 50
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@reader("rtf")
def rtf(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A rich text document."""
    where = blob.where or blob.name or "document"
    shown, fields = plain_text(blob.data, budget.settings.max_text_chars)
    traits = set()
    objects = [m[1] for m, _ in zip(OBJECT.finditer(blob.data), range(MOST_OBJECTS), strict=False)]
    if objects or b"\\objocx" in blob.data or b"\\objemb" in blob.data:
        traits.add("embedded_file")
    if b"\\objupdate" in blob.data:
        traits.add("auto_open")
    if re.search(r"\bDDE(?:AUTO)?\b", fields) or b"\\objautlink" in blob.data:
        traits.add("dde")
    template = TEMPLATE.search(blob.data)
    address = template[1].decode("cp1252", "replace").strip() if template else ""
    if re.match(r"(?:https?|file|ftp):|\\\\", address, re.I):
        traits.add("external_template")
    yield make_document(blob, traits)
    yield from make_text(shown, where, TextKind.DOCUMENT, budget)
    written = [*HYPERLINK.findall(fields)[:200], *([address] if "external_template" in traits else [])]
    for link in (make_link(one, LinkKind.DOCUMENT, where) for one in written):
        if link:
            yield link
    yield from links_in_text(shown, where, LinkKind.DOCUMENT)
    for number, digits in enumerate(objects, 1):
        yield from _object(blob, digits, number, budget)


def _object(blob: Blob, digits: bytes, number: int, budget: Budget) -> Iterator[Yield]:
    digits = re.sub(rb"\s", b"", digits)
    budget.spend_bytes(len(digits) // 2, blob.where)
    data = binascii.unhexlify(digits[: len(digits) // 2 * 2])
    ole = data.find(OLE)
    if ole >= 0:
        yield blob.inside(f"object {number}", data[ole:], kind="ole", context=frozenset({"member"}))
        return
    native = package(data)
    if native:
        name, inner = native
        yield blob.inside(f"object {number} {name}".strip(), inner, name=name, context=frozenset({"member"}))
    else:
        yield NotLooked("unpack.rtf", Reason.UNKNOWN_KIND, blob.where, f"object {number}")


def package(data: bytes) -> tuple[str, bytes] | None:
    """(name, file) in an OLE 1 package ([MS-OLEDS] 2.2.5 with the Packager's native data), or None."""
    at = data.find(b"\x02\x00")
    while 0 <= at < min(len(data) - 12, 4096):
        fields = data[at + 2 : at + 2 + 1600].split(b"\0", 2)
        if len(fields) == 3 and b"." in fields[0] and len(fields[0]) < 260 and fields[0].isascii():
            start = at + 2 + len(fields[0]) + len(fields[1]) + 2 + 4
            length = int.from_bytes(data[start : start + 4], "little")
            start += 4 + length
            size = int.from_bytes(data[start : start + 4], "little")
            inner = data[start + 4 : start + 4 + size]
            if length < 1000 and inner:
                return fields[0].decode("ascii").replace("\\", "/").rpartition("/")[2], inner
        at = data.find(b"\x02\x00", at + 1)
    return None


def plain_text(data: bytes, most: int) -> tuple[str, str]:
    """(words shown, field instructions), each at most `most` characters."""
    shown: list[str] = []
    fields: list[str] = []
    written = 0
    depth, hidden_from, field_from, skip = 0, 0, 0, 0
    fresh = starred = False
    for match in TOKEN.finditer(data):
        word, number, pair, symbol, brace, words = match.groups()
        text = ""
        if brace == b"{":
            depth += 1
            fresh, starred = True, False
            continue
        if brace == b"}":
            hidden_from = 0 if depth <= hidden_from else hidden_from
            field_from = 0 if depth <= field_from else field_from
            depth = max(depth - 1, 0)
            continue
        if word is not None:
            if word == b"fldinst" and not field_from:
                field_from = depth
            elif fresh and (starred or word in HIDDEN_GROUPS) and not hidden_from:
                hidden_from = depth
            elif word == b"bin":
                # Raw bytes follow that are no RTF; what they are is told by the objects.
                break
            elif word == b"u" and number:
                text, skip = _character(int(number)), 1
            else:
                text = BREAKS.get(word, "")
            fresh = False
        elif pair is not None:
            text, skip = ("", skip - 1) if skip else (bytes.fromhex(pair.decode()).decode("cp1252", "replace"), 0)
        elif symbol is not None:
            if symbol == b"*":
                starred = True
                continue
            text = symbol.decode("latin-1") if symbol in b"\\{}" else "\u00a0" if symbol == b"~" else ""
        elif words is not None:
            text = words.decode("cp1252", "replace")
            text, skip = (text[1:], 0) if skip else (text, 0)
            fresh = False
        if not text or depth > MOST_DEPTH:
            continue
        if field_from:
            fields.append(text)
        elif not hidden_from:
            shown.append(text)
        written += len(text)
        if written > most:
            break
    return "".join(shown), "".join(fields)


def _character(number: int) -> str:
    number %= 65536
    return "" if 0xD800 <= number < 0xE000 or number == 0 else chr(number)
