r"""Text in which nothing becomes a link by itself.

Mail programs, telephones and chat programs make a link of whatever looks like an address: with a scheme, without one, with a foreign dot.
What leaves the desk passes here last, after its sentences were made, so that it does not matter who wrote what in them.

    https://bad.example/pay  ->  hxxps[:]//bad[.]example/pay
    els@bad.example          ->  els[@]bad[.]example
    \\bad\share              ->  \[\]bad\share
"""

import re
import unicodedata

WEB = re.compile(r"(?<![a-z0-9])h(?:tt|xx)p(?=s?\[?:)", re.I)
COLON = re.compile(r"(?<=[a-z0-9+.-]):(?=\S)", re.I)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,30}\Z", re.I)
SHARE = re.compile(r"\\{2,}(?=[^\s\\])")
AT = re.compile(r"(?<=[^\s\[])@(?=[^\s\]])")
DOT = re.compile(r"(?<=[^\s.\[])[.\u2024\u3002\ufe52\uff0e\uff61](?=[^\W\d_]{2}|xn--)", re.I)
"""A dot, or a sign that browsers read as one (UTS 46), before what may end a host: two letters or a coded label."""
FILE_ENDING = re.compile(
    r"\.(?:pdf|docx?|docm|xlsx?|xlsm|pptx?|pptm|rtf|odt|ods|html?|svg|eml|msg|ics|vcf|txt|csv|xml|json|png|jpe?g|gif|webp|heic"
    r"|rar|tar|gz|iso|img|vhdx?|lnk|exe|js|vbs|bat|cmd|ps1|msi|jar|apk|mp3|wav|ogg|mp4)(?![\w@/:?#-]|\.\w)",
    re.I,
)
"""Endings of files that are no top-level domains; those that are (zip, mov, one) are treated as addresses."""
HOST = re.compile(r"(?<=//)[^\s/]{1,300}")
NUMBERS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)")
LIKE_SIGNS = str.maketrans({"\uff20": "@", "\ufe6b": "@", "\uff1a": ":", "\ufe55": ":", "\uff0f": "/", "\uff3c": "\\"})


def unlinked(text: str) -> str:
    """The same text, made so that no program finds an address in it.

    Line breaks stay; other control, format and direction characters (Unicode C) go, since they could hide an address. Doing it twice
    changes nothing more.
    """
    if not text.isascii() or not text.isprintable():
        text = "".join(c for c in text if c == "\n" or unicodedata.category(c)[0] != "C").translate(LIKE_SIGNS)
    text = WEB.sub("hxxp", text)
    text = COLON.sub(_colon, text)
    text = SHARE.sub(r"\\[\\]", text)
    text = AT.sub("[@]", text)
    text = NUMBERS.sub(_numbers, text)
    text = HOST.sub(lambda host: re.sub(r"\.(?=\w)", "[.]", host.group()), text)
    return DOT.sub(_dot, text)


def _colon(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 32) : match.start()]
    return "[:]" if SCHEME.search(before) else ":"


def _numbers(match: re.Match[str]) -> str:
    numbers = match.group()
    return numbers.replace(".", "[.]") if all(int(number) < 256 for number in numbers.split(".")) else numbers


def _dot(match: re.Match[str]) -> str:
    return match.group() if FILE_ENDING.match(match.string, match.start()) else "[.]"
