"""Office documents that are zip files: Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300).

Only the members that tell something are inflated. XML is read with expressions that run in linear time, never by an XML parser:
there are no entities to explode.
"""

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import Link, LinkKind, TextKind
from weerbaar.unpack.archive import hand_on, name_traits
from weerbaar.unpack.document import make_document
from weerbaar.unpack.link import links_in_text, make_link
from weerbaar.unpack.ole import vba_project
from weerbaar.unpack.reader import Blob, Budget, OverBudget, Yield, reader
from weerbaar.unpack.text import make_text
from weerbaar.unpack.zipped import DAMAGE, chunks, open_zip

RELATIONSHIP = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
ATTRIBUTE = re.compile(r"([\w:]{1,40})\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)')")
ANCHOR = re.compile(r"<(?:text:a|draw:a|form:button)\b([^<>]*)>")
FIELD = re.compile(r"<w:instrText[^<>]*>([^<]*)<|\bw:instr=\"([^\"<]*)\"")
INSTRUCTION = re.compile(r"<w:instrText[^<>]*>[^<]*<")
FIELD_LINK = re.compile(r"HYPERLINK\s+(?:\\[a-z]\s+)?\"?([^\s\"]{4,2000})", re.I)
DDE = re.compile(r"\bDDE(?:AUTO)?\b\s*[\"\w]|\|\s*'[^'\n]{1,300}'\s*!|<(?:\w+:)?ddeLink\b")
BREAK = re.compile(r"</(?:w:p|a:p|si|row|text:p|text:h|table:table-row)>|<(?:w:br|w:tab|text:line-break|text:tab)\b[^<>]*>")
TAG = re.compile(r"<[^<>]*>")
ODF_MACRO = re.compile(r"<script:(?:event-listener|module|library)\b|vnd\.sun\.star\.script:")
WORDS = re.compile(
    r"^(?:word/(?:document|footnotes|header\d?|footer\d?)\.xml|xl/sharedStrings\.xml|ppt/slides/slide\d{1,3}\.xml|content\.xml)$",
    re.I,
)
SHEETS = re.compile(r"^xl/(?:worksheets/sheet\d{1,3}|externalLinks/externalLink\d{1,3}|workbook)\.xml$", re.I)
EMBEDDED = re.compile(r"^(?:word|xl|ppt)/(?:embeddings|activeX)/[^/]+\.(?!rels|xml)\w{1,8}$|^Object \d{1,3}$", re.I)
PICTURE = re.compile(r"^(?:(?:word|xl|ppt)/media|Pictures)/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|webp)$", re.I)
MOST_MEMBERS, MOST_PICTURES = 200, 10
MOST_XML = 8 * 1024 * 1024


@dataclass(slots=True)
class _Seen:
    """What was gathered from the members."""

    traits: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    characters: int = 0


@reader("office")
def office(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A docx, xlsx, pptx, odt, ods, odp and their macro and template variants."""
    where = blob.where or blob.name or "document"
    archive = open_zip(blob.data)
    if isinstance(archive, Reason):
        yield make_document(blob, ["damaged"] if archive is Reason.DAMAGED else [])
        yield NotLooked("unpack.office", archive, blob.where)
        return
    infos = archive.infolist()
    seen = _Seen(set(name_traits(info.filename for info in infos)))
    told = [info for info in infos if _tells(info.filename)][:MOST_MEMBERS]
    for info in told:
        try:
            _read(info.filename, _member(archive, info, budget, where), seen, budget, where)
        except OverBudget as limit:
            if limit.not_looked.reason is not Reason.BOMB:
                raise
            yield limit.not_looked
        except (*DAMAGE, NotImplementedError, RuntimeError) as trouble:
            yield NotLooked("unpack.office", Reason.DAMAGED, blob.where, type(trouble).__name__)
    if any(re.match(r"xl/macrosheets/", info.filename, re.I) for info in infos):
        seen.traits |= {"macros", "excel4"}
    embedded = [info for info in infos if EMBEDDED.match(info.filename)][:50]
    if embedded:
        seen.traits.add("embedded_file")
    pictures = [info for info in infos if PICTURE.match(info.filename)]
    yield make_document(blob, seen.traits, (info.filename for info in infos))
    if "encrypted" in seen.traits:
        yield NotLooked("unpack.office", Reason.ENCRYPTED, blob.where)
        return
    text = "\n".join(seen.words)
    if text.strip():
        yield from make_text(text, where, TextKind.DOCUMENT, budget)
    yield from _links(seen.links, text[: budget.settings.max_text_chars], where)
    if len(pictures) > MOST_PICTURES:
        yield NotLooked("unpack.office", Reason.TOO_MANY, blob.where, f"{len(pictures) - MOST_PICTURES} pictures")
    for info in embedded + pictures[:MOST_PICTURES]:
        try:
            yield from hand_on(blob, info.filename, chunks(archive, info), budget, info.compress_size)
        except (*DAMAGE, NotImplementedError, RuntimeError) as trouble:
            yield NotLooked("unpack.office", Reason.DAMAGED, blob.where, type(trouble).__name__)


def _tells(name: str) -> bool:
    low = name.lower()
    return (
        low.endswith((".rels", "vbaproject.bin"))
        or low in ("meta-inf/manifest.xml", "[content_types].xml")
        or low.startswith(("basic/", "scripts/"))
        or bool(WORDS.match(name) or SHEETS.match(name))
    )


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget, where: str) -> bytes:
    taken = bytearray()
    for chunk in chunks(archive, info):
        taken += chunk
        budget.pay(len(chunk), len(taken), where, info.compress_size)
        if len(taken) > MOST_XML:
            break
    return bytes(taken)


def _read(name: str, data: bytes, seen: _Seen, budget: Budget, where: str) -> None:
    low = name.lower()
    if low.endswith("vbaproject.bin"):
        seen.traits |= vba_project(data, budget, where)
        return
    if low.startswith(("basic/", "scripts/")):
        if not low.endswith(("script-lc.xml", "script-lb.xml", "/")):
            seen.traits.add("macros")
        return
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    if low.endswith(".rels"):
        _relationships(text, seen)
    elif low == "[content_types].xml":
        if "macroEnabled" in text or "vbaProject" in text:
            seen.traits.add("macros")
    elif low == "meta-inf/manifest.xml":
        if "<manifest:encryption-data" in text:
            seen.traits.add("encrypted")
    else:
        _words(name, text, seen, budget.settings.max_text_chars)


def _relationships(text: str, seen: _Seen) -> None:
    for match in RELATIONSHIP.finditer(text):
        values = {name: html.unescape(one or other) for name, one, other in ATTRIBUTE.findall(match[1])}
        if values.get("TargetMode", "").lower() != "external":
            continue
        kind = values.get("Type", "").rpartition("/")[2].lower()
        target = values.get("Target", "").strip()
        local = not re.match(r"(?:https?|ftp|file|mhtml|ms-\w+):|\\\\", target, re.I)
        if kind == "attachedtemplate" and not local:
            seen.traits.add("external_template")
        elif kind in ("frame", "subdocument") and not local:
            seen.traits |= {"external_template", "frame"}
        elif kind == "oleobject" and not local:
            seen.traits.add("external_object")
        elif kind in ("externallinkpath", "xlexternallinkpath/xlpathmissing"):
            seen.traits.add("external_data")
        if target and len(seen.links) < 1000:
            seen.links.append(target)


def _words(name: str, text: str, seen: _Seen, most: int) -> None:
    instructions = "".join(one or html.unescape(other) for one, other in FIELD.findall(text))
    if DDE.search(instructions) or (SHEETS.match(name) and DDE.search(html.unescape(text))):
        seen.traits.add("dde")
    seen.links += [html.unescape(one) for one in FIELD_LINK.findall(html.unescape(instructions))[:200]]
    seen.links += [
        html.unescape(one) for tag in ANCHOR.findall(text)[:500] for one in re.findall(r"\bxlink:href=\"([^\"]*)\"", tag)
    ]
    if ODF_MACRO.search(text):
        seen.traits.add("macros")
        if re.search(r"event-name=\"(?:dom:load|office:open|on-load)", text):
            seen.traits.add("auto_open")
    if SHEETS.match(name) or seen.characters > most:
        return
    shown = html.unescape(TAG.sub("", BREAK.sub("\n", INSTRUCTION.sub("<", text))))
    seen.words.append(shown.strip())
    seen.characters += len(shown)


def _links(written: list[str], text: str, where: str) -> Iterator[Link]:
    given = set()
    for one in written:
        made = make_link(one, LinkKind.DOCUMENT, where)
        if made and made.written not in given:
            given.add(made.written)
            yield made
    for link in links_in_text(text, where, LinkKind.DOCUMENT):
        if link.written not in given:
            yield link
