"""A text as recognisers read it: one normal form with the way back to every original character.

People paste from PDFs, web pages, JSON, spreadsheets and quoted mails; somebody who wants to get round a check pastes full-width
digits, invisible characters or base64. All of that is undone here, once, so that no recogniser has to think of it:

- full-width, mathematical and circled letters and digits, digits of other scripts, typographic spaces, dashes and quotes become
  their ASCII forms; Cyrillic and Greek letters that look Latin become Latin where they stand against a Latin letter or a digit;
- invisible characters (zero width, soft hyphen, direction marks, control characters, variation selectors) are left out, tags
  (U+E0020 to U+E007E) are read; accents that stand apart are joined to their letter (NFC);
- escapes are read: `\\n`, `\\u00e9`, `\\x41` of JSON and code, `&nbsp;` and `&#233;` of HTML, `%40` of addresses;
- the `> ` before quoted lines is left out;
- base64 and hexadecimal islands that hold text are decoded (once: an island inside an island stays closed) and put at the end,
  each behind the words that stood before it; a match inside one stands for the whole island.

Linear in the length of the text.
"""

import binascii
import html
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote

from weerbaar.model.leak import ISLAND, Readable

INVISIBLE = (
    "\\x00-\\x08\\x0e-\\x1f\\x7f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f"
    "\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff9-\\ufffb\\U000e0000-\\U000e001f\\U000e007f-\\U000e01ef"
)
ACCENTS = "\\u0300-\\u036f"
HIDDEN = re.compile(f"[{INVISIBLE}]")
CHANGES = re.compile(f"[{INVISIBLE}{ACCENTS}\\x0b-\\r\\\\&%>\\ufb00-\\ufb06]")
"""Where the text may become longer or shorter."""
ESCAPE = re.compile(r"\\{1,4}(?:u[0-9A-Fa-f]{4}(?:\\{1,4}u[dD][c-fC-F][0-9A-Fa-f]{2})?|x[0-9A-Fa-f]{2}|[nrt])")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")
PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2}){1,64}")
QUOTE = re.compile(r">(?:[ \t]?>){0,15}[ \t]?")
UNITS = re.compile(r"u([0-9A-Fa-f]{4})")
LOOKALIKE = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧοԁԛԝ",
        "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXodqw",
        strict=True,
    )
)
_LATIN = str.maketrans(LOOKALIKE)
LOOKALIKES = re.compile(f"[{''.join(LOOKALIKE)}]+")
ISLANDS = re.compile(
    r"(?<![A-Za-z0-9+/_-])(?:"
    r"(?P<hex>(?:[0-9A-Fa-f]{2}){8,}(?![A-Za-z0-9+/_=-])|[0-9A-Fa-f]{2}(?:[ :][0-9A-Fa-f]{2}){7,}(?![A-Za-z0-9]))"
    r"|(?P<lines>(?:[A-Za-z0-9+/_-]{40,}\n)+[A-Za-z0-9+/_-]{0,100}={0,2})"
    r"|(?P<base>[A-Za-z0-9+/_-]{12,}={0,2}))"
)
LINE = re.compile(r"[^\n]{12,}")
UNTYPED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
LEAST = 8
"""Bytes an island must hold to be read; nothing shorter gives a person or an account away."""
LABEL = re.compile(r"(?:[A-Za-z\u00c0-\u024f][\w .'-]*)?[:=]?[ \t]?[\"'`]?\Z")
"""Words before an island that are read with it again: they may say what it is."""
LONGEST_LABEL = 40
CLOSED = 256
"""Characters from which an island that holds no text is reported as one we could not look inside; shorter ones are hashes and
signatures."""


@cache
def _same_length() -> dict[int, str]:
    """Code point -> the character it is read as, for all that become one other character."""
    table = dict.fromkeys((0xA0, 0x1680, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)), " ")
    table |= dict.fromkeys((0x85, 0x2028, 0x2029), "\n")
    for plain, written in {
        "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63",
        "'": "\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4",
        '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033",
        ".": "\u2024\u00b7\u3002\u30fb",
        "/": "\u2044\u2215",
    }.items():
        table |= dict.fromkeys(map(ord, written), plain)
    table |= {0xE0000 + n: chr(n) for n in range(0x20, 0x7F)}
    for n in range(0x80, 0x20000):
        c = chr(n)
        if c.isdecimal() or (c.isdigit() and 0x2460 <= n < 0x2800):
            table[n] = str(unicodedata.digit(c))
        elif 0xFF01 <= n < 0xFF5F or 0x1D400 <= n < 0x1D800 or 0x24B6 <= n < 0x24EA:
            plain = unicodedata.normalize("NFKC", c)
            table |= {n: plain} if len(plain) == 1 else {}
    return table


@cache
def _folding() -> dict[int, str]:
    """Code point -> small letter without accent, one character each."""
    table = {ord(c): plain for c, plain in zip("ØøŁłĐđÐðŒœÆæıİẞ", "oollddddœœææiiß", strict=True)}
    for n in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(n))[0].lower()
        if n not in table and len(base) == 1:
            table[n] = base
    return table


def folded(text: str) -> str:
    """The text in small letters without accents, as long as it was (so `ß`, `œ` and `æ` stay)."""
    return text.lower() if text.isascii() else text.translate(_folding())


def readable(text: str) -> Readable:
    """The text in its normal form, with what its encoded islands hold."""
    pieces = _normal(text)
    body = "".join(pieces.texts)
    closed = []
    way = pieces.way(body)
    for start, end, inside in _islands(body):
        if inside:
            span = way.span(start, end)
            pieces.put(f"\n{ISLAND}\n", *span)
            label = LABEL.search(body, max(start - LONGEST_LABEL, 0), start)
            for at in range(label.start() if label else start, start):
                pieces.put(body[at], *way.span(at, at + 1))
            pieces.put("".join(_normal(inside).texts) + "\n", *span)
        else:
            closed.append((start, end))
    whole = "".join(pieces.texts)
    return Readable(whole, folded(whole), len(body), tuple(closed), tuple(pieces.at), tuple(pieces.starts), tuple(pieces.stops))


def _normal(text: str) -> "_Pieces":
    """The text in its normal form; islands stay closed."""
    written = text
    if not written.isascii():
        written = LOOKALIKES.sub(_latin, written.translate(_same_length()))
    pieces = _Pieces()
    done = 0
    for found in CHANGES.finditer(written):
        start = found.start()
        if start >= done and (change := _change(written, start)) is not None:
            end, new, back = change
            pieces.keep(written, done, start - back)
            pieces.put(new if new.isascii() else HIDDEN.sub("", new.translate(_same_length())), start - back, end)
            done = end
    pieces.keep(written, done, len(written))
    return pieces


class _Pieces:
    """What the readable text is put together from, and where each piece comes from."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.at: list[int] = []
        self.starts: list[int] = []
        self.stops: list[int] = []
        self.length = 0

    def keep(self, text: str, start: int, end: int) -> None:
        """A stretch that stands in the original as it is (or another character for each)."""
        if end > start:
            self._add(text[start:end], start, -1)

    def put(self, new: str, start: int, end: int) -> None:
        """What a stretch of the original is read as; "" leaves it out."""
        if new:
            self._add(new, start, end)

    def _add(self, new: str, start: int, stop: int) -> None:
        self.texts.append(new)
        self.at.append(self.length)
        self.starts.append(start)
        self.stops.append(stop)
        self.length += len(new)

    def way(self, text: str) -> Readable:
        """The way back from what was put together so far."""
        return Readable(text, "", len(text), (), tuple(self.at), tuple(self.starts), tuple(self.stops))


def _latin(found: re.Match[str]) -> str:
    """Letters that look Latin, as Latin where they stand against a Latin letter or a digit."""
    text, start, end = found.string, found.start(), found.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    beside = (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())
    return found[0].translate(_LATIN) if beside else found[0]


def _change(text: str, at: int) -> tuple[int, str, int] | None:
    """(where it ends, what it is read as, how many characters before it belong to it), or None when it is read as it stands."""
    c = text[at]
    if c == "\\":
        return (found.end(), _unescaped(found[0]), 0) if (found := ESCAPE.match(text, at)) else None
    if c == "&":
        return (found.end(), html.unescape(found[0]), 0) if (found := ENTITY.match(text, at)) else None
    if c == "%":
        return (found.end(), unquote(found[0]), 0) if (found := PERCENT.match(text, at)) else None
    if c == ">":
        found = QUOTE.match(text, at)
        return (found.end(), "", 0) if found and (at == 0 or text[at - 1] == "\n") else None
    if c in "\x0b\x0c":
        return at + 1, "\n", 0
    if c == "\r":
        return (at + 2, "\n", 0) if text.startswith("\n", at + 1) else (at + 1, "\n", 0)
    if "\u0300" <= c <= "\u036f":
        joined = unicodedata.normalize("NFC", text[at - 1 : at + 1]) if at else ""
        return (at + 1, joined, 1) if len(joined) == 1 and joined != c else (at + 1, "", 0)
    if "\ufb00" <= c <= "\ufb06":
        return at + 1, unicodedata.normalize("NFKC", c), 0
    return at + 1, "", 0


def _unescaped(written: str) -> str:
    kind = written.lstrip("\\")[0]
    if kind in "nrt":
        return "\t" if kind == "t" else "\n"
    if kind == "x":
        return chr(int(written[-2:], 16))
    units = b"".join(int(unit, 16).to_bytes(2, "big") for unit in UNITS.findall(written))
    return units.decode("utf-16-be", "replace")


def _islands(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, the text inside) of what is encoded; inside is "" for a long one that holds no text."""
    for found in ISLANDS.finditer(text):
        inside = ""
        if found["hex"]:
            inside = _text(binascii.unhexlify(re.sub("[ :]", "", found[0])))
        if not inside:
            inside = _text(_decoded(found[0])) or (_text(_decoded(found[0].rpartition("\n")[0])) if found["lines"] else "")
        # Lines that are nothing together may be something each: a number above, an island below.
        lines = (
            [(line, _text(_decoded(line[0]))) for line in LINE.finditer(text, *found.span())]
            if found["lines"] and not inside
            else []
        )
        if any(inside for _, inside in lines):
            yield from ((*line.span(), inside) for line, inside in lines if inside or len(line[0]) >= CLOSED)
        elif inside or len(found[0]) >= CLOSED:
            yield found.start(), found.end(), inside


def _decoded(island: str) -> bytes:
    plain = island.replace("\n", "").rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return binascii.a2b_base64(plain[: len(plain) - (len(plain) % 4 == 1)] + "==")
    except binascii.Error:
        return b""


def _text(inside: bytes) -> str:
    """The bytes as text, or "" when they are none: too few, not UTF-8, or with characters that nobody types."""
    if len(inside) < LEAST:
        return ""
    try:
        text = inside.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "" if UNTYPED.search(text) else text
