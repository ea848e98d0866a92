"""PDF: words, links, attached files, what it would do when opened, and how its pages look.

Two ways, each enough when the other fails. PDFium opens the file as a viewer does: words, links with the text they lie on, attached
files, pages as pictures; notes, stamps and form fields are drawn into the page first. A scan of the bytes and of its object streams sees what
PDFium does not tell: actions, scripts, earlier revisions, also in files too broken to open. Names follow ISO 32000-2.
"""

import re
import zlib
from collections.abc import Iterator
from ctypes import byref, c_int, create_string_buffer
from dataclasses import replace
from itertools import islice
from typing import Any

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import Document, Link, LinkKind, Patched, Signing, Text, TextKind
from weerbaar.unpack.archive import CHUNK
from weerbaar.unpack.credentials import credentials_in
from weerbaar.unpack.document import make_document
from weerbaar.unpack.link import links_in_text, make_link
from weerbaar.unpack.mrz import may_hold
from weerbaar.unpack.page_sight import not_in_picture, seen_on
from weerbaar.unpack.page_type import patched_on
from weerbaar.unpack.paper import papers_in
from weerbaar.unpack.picture import look_at
from weerbaar.unpack.reader import Blob, Budget, Yield, reader
from weerbaar.unpack.revisions import ends, revised, with_notes
from weerbaar.unpack.signing import signings_in
from weerbaar.unpack.text import make_text

NAMES = {
    b"JavaScript": "script", b"JS": "script", b"OpenAction": "open_action", b"AA": "open_action", b"Launch": "launch",
    b"SubmitForm": "submit_form", b"AcroForm": "acro_form", b"XFA": "xfa", b"EmbeddedFile": "embedded_file", b"RichMedia": "embedded_media",
    b"GoToR": "remote_file", b"GoToE": "embedded_target", b"ImportData": "submit_form", b"ByteRange": "signed",
}  # fmt: skip
NAME = re.compile(rb"/([A-Za-z0-9#]{2,40})(?![A-Za-z0-9#])")
ESCAPE = re.compile(rb"#([0-9a-fA-F]{2})")
ADDRESS = re.compile(rb"/URI\s{0,10}\(((?:[^()\\]|\\.){4,2000})\)", re.S)
ACTS = frozenset({"script", "launch", "submit_form", "remote_file", "embedded_target"})
STREAM = re.compile(rb"stream\r?\n")
MOST_OBJECT_STREAMS = 200
MOST_OBJECT_BYTES = 4 * 1024 * 1024
MOST_TEXT_PAGES = 200
MOST_LINKS_A_PAGE = 200
MOST_ATTACHMENTS = 50
MOST_PATCHED = 10
LONGEST_TOOL = 120
LITTLE_TEXT = 200
DOTS_PER_INCH = 110
LARGEST_PAGE = 2_000_000
ENOUGH_FOR_CODES = 500_000
"""Pixels of a page's picture."""
SMALLEST_PICTURE, LONGEST_PICTURE = 40, 2.2
"""Points a picture on a page measures at least, and how many times longer than wide, when it may be a code or a scan."""
URI, LAUNCH, REMOTE = 3, 4, 2
PASSWORD = 4


@reader("pdf")
def pdf(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A PDF document."""
    import pypdfium2

    where = blob.where or blob.name or "document"
    yield from credentials_in(blob, where, budget.settings)
    traits, addresses = scan(blob.data, budget, where)
    signings: list[Signing] = []
    if "signed" in traits:
        for made in signings_in(blob.data, where, budget.settings):
            if isinstance(made, Signing):
                signings.append(made)
            else:
                yield made
    try:
        document = pypdfium2.PdfDocument(blob.data)
    except pypdfium2.PdfiumError as trouble:
        locked = getattr(trouble, "err_code", None) == PASSWORD or "password" in str(trouble).lower()
        yield make_document(blob, traits | {"encrypted" if locked else "damaged"})
        yield NotLooked("unpack.pdf", Reason.ENCRYPTED if locked else Reason.DAMAGED, blob.where)
        yield from _links(addresses, where)
        return
    try:
        for part in _document(document, blob, where, traits, addresses, budget):
            yield replace(part, signings=tuple(signings)) if isinstance(part, Document) else part
    finally:
        document.close()


def scan(data: bytes, budget: Budget, where: str) -> tuple[set[str], list[str]]:
    """(traits, addresses) told by the names in the file and in its object streams, whatever its cross-reference table says."""
    traits: set[str] = set()
    written: dict[str, None] = {}
    for piece in (_outside_streams(data), *_object_streams(data, budget, where)):
        names = {ESCAPE.sub(_unescape, name) for name in set(NAME.findall(piece))}
        traits |= {NAMES[name] for name in names & NAMES.keys()}
        for match in islice(ADDRESS.finditer(piece), 500):
            written[re.sub(rb"\\(.)", rb"\1", match[1], flags=re.S).decode("utf-8", "replace")] = None
    if not traits & ACTS:
        # Alone it only says at which page the file opens.
        traits.discard("open_action")
    if len(ends(data)) > 1:
        traits.add("incremental_update")
    return traits, [one for one in written if re.match(r"[a-z][a-z0-9+.-]{1,20}:|www\.", one, re.I)]


def _unescape(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 16)])


def _outside_streams(data: bytes) -> bytes:
    """What stands between the streams: inside them, names are chance."""
    kept, at = [], 0
    while (begin := STREAM.search(data, at)) is not None:
        end = data.find(b"endstream", begin.end())
        if end < 0:
            break
        kept.append(data[at : begin.start()])
        at = end + 9
    return b"\n".join([*kept, data[at:]])


def _object_streams(data: bytes, budget: Budget, where: str) -> Iterator[bytes]:
    at = 0
    total = 0
    for _ in range(MOST_OBJECT_STREAMS):
        at = data.find(b"/ObjStm", at)
        if at < 0:
            return
        begin = STREAM.search(data, at, at + 2000)
        if begin is None:
            at += 7
            continue
        end = data.find(b"endstream", begin.end())
        packed = data[begin.end() : end if end >= 0 else len(data)][:MOST_OBJECT_BYTES]
        at = begin.end()
        try:
            inflated = zlib.decompressobj().decompress(
                packed, min(MOST_OBJECT_BYTES, len(packed) * budget.settings.max_ratio + CHUNK)
            )
        except zlib.error:
            continue
        total += len(inflated)
        budget.pay(len(inflated), len(inflated), where)
        yield inflated
        if total > 4 * MOST_OBJECT_BYTES:
            return


def _document(document: Any, blob: Blob, where: str, traits: set[str], addresses: list[str], budget: Budget) -> Iterator[Yield]:
    attached = list(_attachments(document, budget, where))
    if attached:
        traits.add("embedded_file")
    pages = len(document)
    words: list[str] = []
    hidden: list[str] = []
    links: list[Link] = []
    pictured: list[int] = []
    layered: list[int] = []
    patched: list[Patched] = []
    for number in range(min(pages, MOST_TEXT_PAGES)):
        budget.check_time(where)
        page = _page(document, number)
        if page is None:
            continue
        links += _page_links(document, page, f"{where} > page {number + 1}")
        page = with_notes(document, page, number)
        if page is None:
            continue
        seen = seen_on(page, budget.settings.max_text_chars)
        patched += patched_on(page, seen.text, number + 1)
        words.append(seen.text)
        hidden.append(seen.hidden)
        if seen.read and len(pictured) < budget.settings.max_pages:
            layered.append(number)
        if len(pictured) < budget.settings.max_pages and (
            len(seen.text.strip()) < LITTLE_TEXT or seen.read or _has_picture(page)
        ):
            pictured.append(number)
        page.close()
        if sum(map(len, (*words, *hidden))) > budget.settings.max_text_chars:
            break
    text, unseen = "\n".join(words).strip(), "\n".join(filter(None, hidden))
    yield replace(
        make_document(blob, traits, (name for name, _ in attached)),
        tools=_tools(document),
        revised=revised(blob.data, text, budget, where),
        patched=tuple(patched[:MOST_PATCHED]),
    )
    if pages > MOST_TEXT_PAGES:
        yield NotLooked("unpack.pdf", Reason.TOO_MANY, blob.where, f"{pages - MOST_TEXT_PAGES} pages")
    if may_hold(text):
        papers, text = papers_in(text, where)
        yield from papers
    if text or unseen:
        yield from make_text(text, where, TextKind.DOCUMENT, budget, hidden=unseen)
    known = {link.written for link in links}
    yield from links
    for link in (*_links(addresses, where), *links_in_text(text[: budget.settings.max_text_chars], where, LinkKind.DOCUMENT)):
        if link.written not in known:
            known.add(link.written)
            yield link
    for name, data in attached:
        yield blob.inside(f"attachment {name}".strip(), data, name=name, context=frozenset({"member"}))
    if pictured:
        context = frozenset(
            {f"page {number}" for number in pictured}
            | {f"layer {number}" for number in layered}
            | ({"words"} if len(text) < LITTLE_TEXT else set())
        )
        yield replace(blob, kind="pages", depth=blob.depth + 1, context=blob.context | context)


def _tools(document: Any) -> tuple[str, ...]:
    """The programs that say they made the document and wrote the file."""
    told = (" ".join(str(document.get_metadata_value(name)).split())[:LONGEST_TOOL] for name in ("Creator", "Producer"))
    return tuple(dict.fromkeys(tool for tool in told if tool))


def _page(document: Any, number: int) -> Any:
    import pypdfium2

    try:
        return document[number]
    except pypdfium2.PdfiumError:
        return None


def _has_picture(page: Any) -> bool:
    """Whether something on a page may be a code or a scan: a picture, or hundreds of little drawings."""
    import pypdfium2
    import pypdfium2.raw as raw

    drawn = 0
    try:
        for thing in islice(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH], max_depth=4), 2000):
            if thing.type == raw.FPDF_PAGEOBJ_PATH:
                drawn += 1
                continue
            left, bottom, right, top = thing.get_bounds()
            short, long = sorted((abs(right - left), abs(top - bottom)))
            if short >= SMALLEST_PICTURE and long <= short * LONGEST_PICTURE:
                return True
    except pypdfium2.PdfiumError:
        return True
    return drawn > 200


@reader("pages")
def pages(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """Pages of a PDF as pictures: those that hold a picture or little text, for codes and, in a scan, words."""
    import pypdfium2

    where = blob.where or "document"
    document = pypdfium2.PdfDocument(blob.data)
    try:
        for number in sorted(int(word[5:]) for word in blob.context if word.startswith("page ")):
            yield from _pictured(document, number, blob, where, budget)
    finally:
        document.close()


def _pictured(document: Any, number: int, blob: Blob, where: str, budget: Budget) -> Iterator[Yield]:
    budget.check_time(where)
    layered = f"layer {number}" in blob.context
    words = layered or "words" in blob.context
    page = _page(document, number)
    if page is None:
        return
    width, height = page.get_size()
    if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
        yield NotLooked("unpack.pdf", Reason.TOO_LARGE, f"{where} > page {number + 1}")
        return
    scale = min(DOTS_PER_INCH / 72, ((LARGEST_PAGE if words else ENOUGH_FOR_CODES) / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, may_draw_forms=False, grayscale=not words)
    image = bitmap.to_pil().copy()
    bitmap.close()
    layer = seen_on(page, budget.settings.max_text_chars).read if layered else ""
    page.close()
    made = look_at(image, blob, f"{where} > page {number + 1}", budget, words=words)
    yield from _beside_layer(made, layer) if layered else made


def _beside_layer(made: Iterator[Yield], layer: str) -> Iterator[Yield]:
    """What was read in the picture of a page that already carries its words: only what differs from them."""
    for part in made:
        if isinstance(part, Text):
            hidden = not_in_picture(layer, part.text)
            if not hidden:
                return
            part = replace(part, hidden=hidden)
        yield part


def _page_links(document: Any, page: Any, where: str) -> Iterator[Link]:
    import pypdfium2
    import pypdfium2.raw as raw

    position, link = c_int(0), raw.FPDF_LINK()
    text = None
    for _ in range(MOST_LINKS_A_PAGE):
        if not raw.FPDFLink_Enumerate(page, byref(position), byref(link)):
            break
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) not in (URI, LAUNCH, REMOTE):
            continue
        address = _address(document, action)
        rectangle = raw.FS_RECTF()
        label = ""
        if raw.FPDFLink_GetAnnotRect(link, byref(rectangle)):
            try:
                text = text or page.get_textpage()
                label = text.get_text_bounded(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            except pypdfium2.PdfiumError:
                label = ""
        made = make_link(address, LinkKind.DOCUMENT, where, label=label[:300])
        if made:
            yield made
    if text:
        text.close()


def _address(document: Any, action: Any) -> str:
    import pypdfium2.raw as raw

    get = raw.FPDFAction_GetURIPath if raw.FPDFAction_GetType(action) == URI else None
    size = get(document, action, None, 0) if get else raw.FPDFAction_GetFilePath(action, None, 0)
    if not 1 < size < 10_000:
        return ""
    buffer = create_string_buffer(size)
    if get:
        get(document, action, buffer, size)
        return buffer.value.decode("utf-8", "replace")
    raw.FPDFAction_GetFilePath(action, buffer, size)
    return "file://" + buffer.value.decode("utf-8", "replace").lstrip("/")


def _links(written: list[str], where: str) -> Iterator[Link]:
    for one in written:
        made = make_link(one, LinkKind.DOCUMENT, where)
        if made:
            yield made


def _attachments(document: Any, budget: Budget, where: str) -> Iterator[tuple[str, bytes]]:
    import pypdfium2

    for number in range(min(document.count_attachments(), MOST_ATTACHMENTS)):
        try:
            attachment = document.get_attachment(number)
            data = bytes(attachment.get_data())
            name = attachment.get_name()
        except pypdfium2.PdfiumError:
            continue
        budget.spend_bytes(len(data), where)
        yield name.replace("\\", "/").rpartition("/")[2][:200], data
