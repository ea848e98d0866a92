"""Windows shortcuts (.lnk): what a double click would run, with which arguments, behind which icon.

[MS-SHLLINK] 2.1-2.5, read by hand: every length is checked against the bytes that are there.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import LinkKind, Text, TextKind
from weerbaar.unpack.document import make_document
from weerbaar.unpack.link import links_in_text
from weerbaar.unpack.reader import Blob, Budget, Yield, reader
from weerbaar.unpack.script import script_traits

HAS_TARGETS, HAS_INFO, IS_UNICODE = 0x1, 0x2, 0x80
STRINGS = ((0x4, "name"), (0x8, "relative_path"), (0x10, "folder"), (0x20, "arguments"), (0x40, "icon"))
ENVIRONMENT = 0xA0000001
PROGRAM = re.compile(r"\.(?:exe|com|scr|dll|cpl|msi|pif)\b", re.I)
SHELL = re.compile(
    r"\b(?:cmd|powershell|pwsh|wscript|cscript|mshta|rundll32|regsvr32|msiexec|bash|conhost|forfiles|ssh)(?:\.exe)?\b", re.I
)
READABLE = re.compile(rb"(?:[\x20-\x7e]\x00){4,260}|[\x20-\x7e]{4,260}")


@dataclass(frozen=True, slots=True)
class Target:
    """What a shortcut opens. Empty where the file does not say."""

    path: str = ""
    arguments: str = ""
    icon: str = ""
    name: str = ""


@reader("shortcut")
def shortcut(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A Windows shortcut."""
    try:
        target = parse(blob.data)
    except (struct.error, IndexError, ValueError):
        yield make_document(blob, ["shortcut", "damaged"])
        yield NotLooked("unpack.shortcut", Reason.DAMAGED, blob.where)
        return
    command = f"{target.path} {target.arguments}".strip()
    traits = {"shortcut", *script_traits(command)}
    if PROGRAM.search(command):
        traits.add("executable")
    if SHELL.search(command):
        traits.add("script")
    # Spaces that push the arguments out of the properties window.
    if re.search(r"\s{60}", target.arguments):
        traits.add("padded_arguments")
    yield make_document(blob, traits, [part for part in (target.path, target.icon) if part])
    where = blob.where or blob.name or "shortcut"
    if command:
        yield Text(where, " ".join(command.split())[:4000], TextKind.DOCUMENT, subject=target.name[:300])
    yield from links_in_text(command[:20_000], where, LinkKind.DOCUMENT)


def parse(data: bytes) -> Target:
    """The target of a shortcut.

    Raises:
        struct.error, IndexError, ValueError: the file ends before a length it gives.
    """
    (flags,) = struct.unpack_from("<I", data, 20)
    at = 76
    path = ""
    if flags & HAS_TARGETS:
        (length,) = struct.unpack_from("<H", data, at)
        path = _longest_name(data[at + 2 : at + 2 + length])
        at += 2 + length
    if flags & HAS_INFO:
        (length,) = struct.unpack_from("<I", data, at)
        path = _local_path(data[at : at + length]) or path
        at += max(length, 4)
    values: dict[str, str] = {}
    for flag, name in STRINGS:
        if flags & flag:
            (count,) = struct.unpack_from("<H", data, at)
            width = 2 if flags & IS_UNICODE else 1
            raw = data[at + 2 : at + 2 + count * width]
            values[name] = raw.decode("utf-16-le" if width == 2 else "cp1252", "replace").replace("\0", "")
            at += 2 + count * width
    path = _environment_path(data[at:]) or path or values.get("relative_path", "")
    return Target(path, values.get("arguments", ""), values.get("icon", ""), values.get("name", ""))


def _local_path(info: bytes) -> str:
    if len(info) < 28:
        return ""
    flags, _, base, network, suffix = struct.unpack_from("<IIIII", info, 8)
    end = _until_nul(info, suffix)
    if flags & 1 and 0 < base < len(info):
        return _until_nul(info, base) + end
    if flags & 2 and 0 < network < len(info) - 12:
        (name,) = struct.unpack_from("<I", info, network + 8)
        return _until_nul(info, network + name) + "\\" + end
    return ""


def _until_nul(data: bytes, at: int) -> str:
    return data[at : at + 1000].split(b"\0", 1)[0].decode("cp1252", "replace") if 0 < at < len(data) else ""


def _environment_path(extra: bytes) -> str:
    at = 0
    for _ in range(20):
        if at + 8 > len(extra):
            return ""
        size, signature = struct.unpack_from("<II", extra, at)
        if size < 8:
            return ""
        if signature == ENVIRONMENT:
            wide = extra[at + 268 : at + 788].decode("utf-16-le", "replace").split("\0")[0]
            return wide or _until_nul(extra, at + 8)
        at += size
    return ""


def _longest_name(items: bytes) -> str:
    # The item list keeps each step of the path; the step with the file's own name is the last readable one.
    names = [m.group().decode("utf-16-le" if b"\0" in m.group() else "ascii") for m in READABLE.finditer(items)]
    files = [name for name in names if "." in name or "\\" in name]
    return (files or names or [""])[-1]
