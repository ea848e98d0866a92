"""Bytes -> text as mail clients do it: the declared charset, its usual wrong name, then a guess; never an error.

The aliases follow the WHATWG Encoding Standard, which mail clients built on browsers use: latin-1 means windows-1252.
"""

import re

ALIASES = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso8859-1": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932", "x-sjis": "cp932", "unicode": "utf-16",
    "utf8": "utf-8", "x-unknown": "", "unknown-8bit": "", "default": "", "iso-8859-8-i": "iso-8859-8", "utf-7": "",
}  # fmt: skip
META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,30})", re.I)


def decode(data: bytes, declared: str = "", *, html: bool = False) -> str:
    """The text of some bytes. Undecodable bytes become U+FFFD; NUL characters are dropped."""
    if data.startswith(b"\xef\xbb\xbf"):
        return _plain(data[3:].decode("utf-8", "replace"))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _plain(data.decode("utf-16", "replace"))
    names = [declared.strip().strip("\"'").lower()]
    if html and not declared and (meta := META.search(data[:2048])):
        names.append(meta[1].decode("ascii").lower())
    try:
        # Valid UTF-8 with any byte above ASCII is UTF-8, whatever was declared: senders mislabel it daily.
        return _plain(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    for name in names:
        codec = ALIASES.get(name, name)
        if codec and codec not in ("utf-8", "idna", "punycode", "base64", "hex", "zlib", "rot13", "uu", "bz2"):
            try:
                return _plain(data.decode(codec, "replace"))
            except (LookupError, ValueError, TypeError):
                continue
    return _plain(data.decode("cp1252", "replace"))


def _plain(text: str) -> str:
    return text.replace("\0", "") if "\0" in text else text
