"""Macros: whether a VBA project runs by itself. [MS-OVBA] 2.4.1 decompression, bounded; nothing is run."""

import re

STARTS_ITSELF = re.compile(
    rb"\b(?:auto_?(?:open|exec|close|new|exit)|document_(?:open|close|new)|documentopen|workbook_(?:open|activate|beforeclose)"
    rb"|slideshow_?begin|presentation_?open|onload_customui)\b",
    re.I,
)
REACHES_OUT = re.compile(
    rb"\bshell\b|wscript\.shell|shell\.application|urldownloadtofile|xmlhttp|powershell|createobject\s*\(|winmgmts", re.I
)
ATTRIBUTE = b"\x00Attribut"
MOST = 1024 * 1024
CHUNK = 4096


def vba_traits(streams: list[bytes]) -> set[str]:
    """`macros`, `auto_open` (runs when opened) and `macro_reaches_out` (starts programs or fetches) of the streams of a VBA project."""
    traits = {"macros"}
    read = 0
    for stream in streams:
        if read > 4 * MOST:
            break
        source = _source(stream)
        read += len(source)
        for text in (source, stream):
            if STARTS_ITSELF.search(text):
                traits.add("auto_open")
            if REACHES_OUT.search(text):
                traits.add("macro_reaches_out")
    return traits


def _source(stream: bytes) -> bytes:
    # The source of a module begins with "Attribute"; the container starts one signature and one chunk header before it.
    at = stream.find(ATTRIBUTE)
    return decompress(stream[at - 3 :]) if at >= 3 else b""


def decompress(data: bytes) -> bytes:
    """The text in a compressed container, as far as it can be read, at most 1 MiB."""
    if data[:1] != b"\x01":
        return b""
    out = bytearray()
    at = 1
    while at + 2 <= len(data) and len(out) < MOST:
        header = int.from_bytes(data[at : at + 2], "little")
        end = min(at + (header & 0x0FFF) + 3, len(data))
        at += 2
        if not header & 0x8000:
            out += data[at : at + CHUNK]
            at += CHUNK
            continue
        begin = len(out)
        while at < end and len(out) - begin < CHUNK:
            flags = data[at]
            at += 1
            for bit in range(8):
                if at >= end:
                    break
                if not flags >> bit & 1:
                    out.append(data[at])
                    at += 1
                    continue
                if at + 2 > len(data):
                    return bytes(out)
                token = int.from_bytes(data[at : at + 2], "little")
                at += 2
                width = max((len(out) - begin - 1).bit_length(), 4)
                offset, length = (token >> (16 - width)) + 1, (token & (0xFFFF >> width)) + 3
                if offset > len(out):
                    return bytes(out)
                out += (out[-offset:][:length] * (length // offset + 1))[:length]
    return bytes(out)
