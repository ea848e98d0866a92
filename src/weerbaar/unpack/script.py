"""Script files (js, vbs, ps1, bat, hta...) and the small text files that open an address (.url, .webloc, .desktop, .iqy).

Nothing is run. Named are what kind of file it is, whether it hides what it does, and the addresses written in it.
"""

import re
from collections.abc import Iterator

from weerbaar.model.part import LinkKind
from weerbaar.unpack.charset import decode
from weerbaar.unpack.document import make_document
from weerbaar.unpack.link import links_in_text, make_link
from weerbaar.unpack.reader import Blob, Budget, Yield, reader

POINTER = re.compile(r"^[ \t]*(?:url|iconfile|exec)[ \t]*=[ \t]*(\S[^\r\n]{0,2000})", re.I | re.M)
WEBLOC = re.compile(r"<string>([^<]{4,2000})</string>", re.I)
POINTERS = (".url", ".webloc", ".desktop", ".iqy", ".library-ms", ".website")
ENCODED = re.compile(
    r"\b(?:eval|atob|unescape|fromCharCode|FromBase64String|ExecuteGlobal|StrReverse|chrw?)\s*\(|-e(?:nc|ncodedcommand)?\s+[A-Za-z0-9+/=]{40}"
    r"|#@~\^|\bIEX\b|\bInvoke-Expression\b",
    re.I,
)
FETCHING = re.compile(
    r"XMLHTTP|DownloadString|DownloadFile|Invoke-WebRequest|\bIWR\b|URLDownloadToFile|bitsadmin|certutil|\bcurl\b|mshta\b", re.I
)
MOST_CHARS = 500_000


@reader("script")
def script(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A script or a file that points to an address."""
    text = decode(blob.data[: MOST_CHARS * 2])[:MOST_CHARS]
    where = blob.where or blob.name or "script"
    if blob.name.lower().endswith(POINTERS):
        yield make_document(blob, ["shortcut"])
        written = POINTER.findall(text) or WEBLOC.findall(text)
        made = [make_link(address.strip().strip('"'), LinkKind.DOCUMENT, where) for address in written[:20]]
        if any(made):
            yield from (link for link in made if link)
            return
    else:
        yield make_document(blob, {"script", *script_traits(text)})
    yield from links_in_text(text, where, LinkKind.DOCUMENT)


def script_traits(text: str) -> Iterator[str]:
    """`encoded_script` hides what it does, `fetches` gets something from elsewhere."""
    if ENCODED.search(text):
        yield "encoded_script"
    if FETCHING.search(text):
        yield "fetches"
