"""XML that strangers wrote: no definitions of its own, no entities, no network, bounded in size, depth and number.

A file passes two parsers: expat walks through it first and refuses what no invoice or statement needs; lxml then makes the tree.
References: https://www.w3.org/TR/xml/ and OWASP's notes on XML external entities.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.parsers import expat

from weerbaar.ledger.read.refused import Refused

MOST_BYTES = 50_000_000
DEEPEST = 40
MOST_ELEMENTS = 3_000_000
SAME_EVERYWHERE = frozenset({"utf-8", "us-ascii", "iso-8859-1"})
"""Encodings in which a byte below 128 is always that character, and which expat and libxml2 read by themselves."""
READABLE = SAME_EVERYWHERE | {"utf-16", "iso-8859-15", "windows-1252"}
DECLARED = re.compile(
    rb"""<\?xml\s{1,20}version\s{0,20}=\s{0,20}["']([^"']{1,10})["']"""
    rb"""(?:\s{1,20}encoding\s{0,20}=\s{0,20}["']([A-Za-z][A-Za-z0-9._-]{0,39})["'])?"""
    rb"""(?:\s{1,20}standalone\s{0,20}=\s{0,20}["'](?:yes|no)["'])?\s{0,20}\?>"""
)
SCHEMAS = Path(__file__).parents[1] / "schemas"


def encoding_of(data: bytes, allowed: frozenset[str] = READABLE) -> str:
    """The encoding the file is in, lower-case. Refuses what is not in `allowed`, and a mark at its head that contradicts what it declares."""
    if not data.strip():
        raise Refused("empty")
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0")):
        wide = data.startswith((b"\xff\xfe\0\0", b"\0\0"))
        encoding = "utf-32" if wide else "utf-16"
        if encoding not in allowed or not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Refused("encoding", encoding)
        return encoding
    marked = data.startswith(b"\xef\xbb\xbf")
    start = 3 if marked else 0
    declared = DECLARED.match(data, start)
    if not declared and re.compile(rb"<\?xml\s").match(data, start):
        raise Refused("encoding", "a declaration that cannot be read")
    if declared and declared[1] != b"1.0":
        raise Refused("xml_version", declared[1].decode("latin-1"))
    encoding = (declared[2] or b"utf-8").decode("latin-1").lower() if declared else "utf-8"
    if encoding not in allowed or (marked and encoding != "utf-8") or encoding == "utf-16":
        raise Refused("encoding", encoding)
    if encoding == "us-ascii" and not data.isascii():
        raise Refused("encoding", "not ASCII as it says")
    if encoding == "iso-8859-1" and re.search(rb"[\x80-\x9f]", data):
        raise Refused("encoding", "not ISO-8859-1 as it says")
    return encoding


def parse(data: bytes) -> Any:
    """The root of the tree (an lxml element). Raises `Refused`."""
    if len(data) > MOST_BYTES:
        raise Refused("too_large", f"{len(data)} bytes")
    encoding_of(data)
    walk(data)
    return tree(data)


def walk(data: bytes) -> None:
    """Go through the file once, and refuse definitions of its own, too much depth and too many elements."""
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > DEEPEST:
            raise Refused("too_deep", f"line {parser.CurrentLineNumber}")
        if count > MOST_ELEMENTS:
            raise Refused("too_many", f"line {parser.CurrentLineNumber}")

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = no_definitions
    run(parser, data)


def no_definitions(*_: object) -> None:
    """Refuse a DOCTYPE, and with it every entity, before anything in it is read."""
    raise Refused("dtd")


def run(parser: expat.XMLParserType, data: bytes) -> None:
    """Let expat read the whole file; what it cannot read is refused with its line."""
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refused("not_xml", f"line {error.lineno}: {expat.ErrorString(error.code)}") from error
    except (LookupError, ValueError) as error:
        raise Refused("encoding", str(error)) from error


def tree(data: bytes) -> Any:
    """The root as libxml2 reads it; comments and instructions are left out."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True, remove_pis=True
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("not_xml", str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("dtd")
    return root


@cache
def schema(version: str) -> Any:
    """The schema of a message of ISO 20022, such as "pain.001.001.03"; see ledger/schemas/README.md."""
    from lxml import etree

    return etree.XMLSchema(etree.parse(SCHEMAS / f"{version}.xsd", etree.XMLParser(no_network=True)))


def has_schema(version: str) -> bool:
    """Whether the schema of this message stands in ledger/schemas."""
    return (SCHEMAS / f"{version}.xsd").is_file()


def against_schema(root: Any, version: str) -> str:
    """What is wrong with a message by the schema of its version, with its line; "" when nothing is."""
    checker = schema(version)
    if checker.validate(root):
        return ""
    error = checker.error_log[0]
    return f"line {error.line}: {error.message}"


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def version_of(root: Any) -> str:
    """The version in the namespace of a message of ISO 20022, such as "camt.053.001.08"; "" for other XML."""
    uri, _, name = root.tag[1:].partition("}") if root.tag.startswith("{") else ("", "", root.tag)
    return uri.removeprefix(ISO) if name == "Document" and uri.startswith(ISO) else ""


ISO = "urn:iso:std:iso:20022:tech:xsd:"


def text(element: Any, path: str) -> str:
    """The text at a path of local names ("Party/PartyName/Name"), stripped and cut; "" where there is none."""
    found = element.find("/".join(f"{{*}}{step}" for step in path.split("/")))
    return "" if found is None else (found.text or "").strip()[:500]


def every(element: Any, path: str) -> list[Any]:
    """The elements at a path of local names."""
    return list(element.iterfind("/".join(f"{{*}}{step}" for step in path.split("/"))))
