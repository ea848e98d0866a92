"""Office files in the old compound format (doc, xls, ppt, msi), and the box around encrypted new ones.

[MS-CFB] through olefile; words are taken from the main streams as runs of readable characters, best effort.
"""

import io
import re
import struct
from collections.abc import Iterator
from typing import Any

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import LinkKind, TextKind
from weerbaar.unpack.archive import last_name
from weerbaar.unpack.document import make_document
from weerbaar.unpack.link import links_in_text
from weerbaar.unpack.reader import Blob, Budget, Yield, reader
from weerbaar.unpack.text import make_text
from weerbaar.unpack.vba import vba_traits

MOST_STREAMS = 2000
MOST_STREAM = 16 * 1024 * 1024
MAIN_STREAMS = ("WordDocument", "Workbook", "Book", "PowerPoint Document", "1Table", "0Table")
INSTALLER = "000C1084-0000-0000-C000-000000000046"
WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff\r\n\t\x07\x0b\x13-\x15]\x00|[\x13\x14\x18-\x1e\xac]\x20){5,4000}")
NARROW = re.compile(rb"[\x20-\x7e\xa0-\xff\r\n\t\x07\x0b\x13-\x15]{8,20000}")
SHEET, LOCKED = 0x85, 0x2F


@reader("ole")
def ole(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A compound file that is no Outlook message."""
    import olefile

    where = blob.where or blob.name or "document"
    try:
        file = olefile.OleFileIO(io.BytesIO(blob.data))
        paths = ["/".join(path) for path in file.listdir()][:MOST_STREAMS]
    except Exception as trouble:  # olefile lets struct, index and recursion-like errors of hostile files through
        yield make_document(blob, ["damaged"])
        yield NotLooked("unpack.ole", Reason.DAMAGED, blob.where, type(trouble).__name__)
        return
    names = {path.rpartition("/")[2]: path for path in paths}
    traits: set[str] = set()
    if str(getattr(file.root, "clsid", "")).upper() == INSTALLER:
        traits.add("executable")
    locked = "EncryptedPackage" in names
    projects = [path for path in paths if "VBA/" in path]
    if projects:
        traits |= vba_traits([_stream(file, path, budget, where) for path in projects[:100]])
    main = {name: _stream(file, names[name], budget, where) for name in MAIN_STREAMS if name in names}
    workbook = main.get("Workbook") or main.get("Book") or b""
    if workbook:
        sheet_traits, sheet_locked = _sheets(workbook)
        traits |= sheet_traits
        locked |= sheet_locked
    document = main.get("WordDocument", b"")
    locked |= len(document) > 12 and bool(document[11] & 1)
    embedded = [path for path in paths if path.rpartition("/")[2] in ("\x01Ole10Native", "CONTENTS", "Package")]
    words = "" if locked else readable(b"".join(main.values()), budget.settings.max_text_chars)
    if re.search(r"\bDDE(?:AUTO)?\s+[\"\w]", words):
        traits.add("dde")
    if embedded or "ObjectPool" in {path.split("/")[0] for path in paths}:
        traits.add("embedded_file")
    yield make_document(blob, traits | ({"encrypted"} if locked else set()), paths)
    if locked:
        yield NotLooked("unpack.ole", Reason.ENCRYPTED, blob.where)
        return
    if words.strip():
        yield from make_text(words, where, TextKind.DOCUMENT, budget)
        yield from links_in_text(words, where, LinkKind.DOCUMENT)
    for number, path in enumerate(embedded[:50], 1):
        data = _stream(file, path, budget, where)
        name, inner = native(data) if path.endswith("Ole10Native") else ("", data)
        if inner:
            yield blob.inside(f"object {number} {name}".strip(), inner, name=name, context=frozenset({"member"}))


def vba_project(data: bytes, budget: Budget, where: str) -> set[str]:
    """The traits of a vbaProject.bin, the compound file that new Office formats keep their macros in."""
    import olefile

    try:
        file = olefile.OleFileIO(io.BytesIO(data))
        paths = ["/".join(path) for path in file.listdir()][:MOST_STREAMS]
    except Exception:  # as above: what is there is still a macro project
        return vba_traits([data])
    return vba_traits([_stream(file, path, budget, where) for path in paths if "VBA/" in path][:100])


def _stream(file: Any, path: str, budget: Budget, where: str) -> bytes:
    try:
        with file.openstream(path.split("/")) as stream:
            data: bytes = stream.read(MOST_STREAM)
    except (OSError, ValueError, IndexError, KeyError, struct.error):
        return b""
    budget.pay(len(data), len(data), where)
    return data


def _sheets(workbook: bytes) -> tuple[set[str], bool]:
    """Traits of the sheets in a BIFF8 stream ([MS-XLS] 2.4.28), and whether it is encrypted."""
    traits: set[str] = set()
    at = 0
    for _ in range(100_000):
        if at + 4 > len(workbook):
            break
        kind, length = struct.unpack_from("<HH", workbook, at)
        if kind == LOCKED:
            return traits, True
        if kind == SHEET and at + 10 <= len(workbook) and workbook[at + 9] == 1:
            traits |= {"macros", "excel4"}
            if workbook[at + 8] & 3:
                traits.add("hidden_sheet")
        if kind == 0x18 and b"Auto_Open" in workbook[at : at + 4 + length]:
            traits.add("auto_open")
        at += 4 + length
    return traits, False


def native(data: bytes) -> tuple[str, bytes]:
    """(name, file) in an Ole10Native stream; ("", b"") when it is none."""
    try:
        label, _, rest = data[6:].partition(b"\0")
        path, _, rest = rest.partition(b"\0")
        (length,) = struct.unpack_from("<I", rest, 4)
        (size,) = struct.unpack_from("<I", rest, 8 + length)
    except struct.error:
        return "", b""
    inner = rest[12 + length : 12 + length + size]
    return last_name((label or path).decode("cp1252", "replace")), inner


def readable(data: bytes, most: int) -> str:
    """Runs of readable UTF-16 and Windows-1252 characters, at most `most` of them."""
    found: list[str] = []
    count = 0
    for pattern, codec in ((WIDE, "utf-16-le"), (NARROW, "cp1252")):
        for match in pattern.finditer(data):
            text = match.group().decode(codec, "replace")
            if codec == "cp1252" and sum(c.isalpha() or c == " " for c in text) < len(text) * 0.7:
                continue
            found.append(re.sub(r"[\r\x07\x0b\x13-\x15]+", "\n", text))
            count += len(text)
            if count > most:
                return "\n".join(found)[:most]
    return "\n".join(found)
