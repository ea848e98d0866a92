"""winmail.dat ([MS-OXTNEF]): the box some Outlooks put attachments in."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.unpack.document import make_document
from weerbaar.unpack.reader import Blob, Budget, Yield, reader

NEW_ATTACHMENT, TITLE, CONTENT, BODY = 0x00069002, 0x00018010, 0x0006800F, 0x0002800C
MOST_ATTRIBUTES = 5000


@dataclass(frozen=True, slots=True)
class _Attribute:
    tag: int
    data: bytes


@reader("tnef")
def tnef(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A winmail.dat: its attachments, and its text when it has one of its own."""
    attributes = list(_attributes(blob.data))
    names = [_name(one.data) for one in attributes if one.tag == TITLE]
    yield make_document(blob, (), names)
    if not attributes:
        yield NotLooked("unpack.tnef", Reason.DAMAGED, blob.where)
    name = ""
    content = b""
    for one in [*attributes, _Attribute(NEW_ATTACHMENT, b"")]:
        if one.tag == NEW_ATTACHMENT:
            if content:
                budget.spend_bytes(len(content), blob.where)
                yield blob.inside(f"attachment {name}".strip(), content, name=name, context=frozenset({"attachment"}))
            name, content = "", b""
        elif one.tag == TITLE:
            name = _name(one.data)
        elif one.tag == CONTENT:
            content = one.data
        elif one.tag == BODY and one.data.strip(b"\0 \r\n"):
            budget.spend_bytes(len(one.data), blob.where)
            yield blob.inside("text", one.data.rstrip(b"\0"), kind="text", context=frozenset({"body"}))


def _attributes(data: bytes) -> Iterator[_Attribute]:
    at = 6
    for _ in range(MOST_ATTRIBUTES):
        if at + 9 > len(data):
            return
        tag, length = struct.unpack_from("<II", data, at + 1)
        yield _Attribute(tag, data[at + 9 : at + 9 + length])
        at += 9 + length + 2


def _name(data: bytes) -> str:
    return data.rstrip(b"\0").decode("cp1252", "replace").replace("\\", "/").rpartition("/")[2][:200]
