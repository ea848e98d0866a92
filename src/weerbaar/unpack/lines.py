"""Content lines of calendars and cards (RFC 5545 section 3.1, RFC 6350 section 3.2): unfolded, split into name, parameters and value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

PARAMETER = re.compile(r';([A-Za-z0-9-]{1,40})=("[^"]{0,500}"|[^;:"]{0,500})')
NAME = re.compile(r"(?:[A-Za-z0-9-]{1,40}\.)?([A-Za-z0-9-]{1,40})")
ESCAPED = re.compile(r"\\([\\;,nN:])")
LONGEST = 100_000
MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Property:
    """One property: name and parameter names in upper case, the value unescaped."""

    name: str
    value: str
    parameters: dict[str, str] = field(default_factory=dict)


def properties(text: str) -> Iterator[Property]:
    """The properties in order; lines that are none are skipped. Quoted-printable values (vCard 2.1) are decoded."""
    for line in _unfolded(text):
        head = NAME.match(line)
        if not head:
            continue
        parameters: dict[str, str] = {}
        at = head.end()
        while match := PARAMETER.match(line, at):
            parameters[match[1].upper()] = match[2].strip('"')
            at = match.end()
        if line[at : at + 1] == ":":
            value = line[at + 1 :]
            if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
                value = _quoted_printable(value, parameters.get("CHARSET", ""))
            yield Property(head[1].upper(), ESCAPED.sub(_unescape, value), parameters)


def _unfolded(text: str) -> Iterator[str]:
    pieces: list[str] = []
    length = 0
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n", MOST_LINES)[:MOST_LINES]:
        if line[:1] in (" ", "\t") and pieces:
            if length < LONGEST:
                pieces.append(line[1:])
        else:
            if pieces:
                yield "".join(pieces)
            pieces = [line[:LONGEST]]
            length = 0
        length += len(line)
    if pieces:
        yield "".join(pieces)


def _unescape(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1]


def _quoted_printable(value: str, charset: str) -> str:
    import quopri

    from weerbaar.unpack.charset import decode

    return decode(quopri.decodestring(value.encode("utf-8", "replace")), charset)
