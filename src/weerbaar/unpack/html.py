"""HTML: what an eye sees, what it does not, where links lead, what the page can do.

Scripts are never run; what they could do is named. Tags inside a word, comments and `<wbr>` do not split it, block tags end a line.
"""

import base64
import binascii
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote_to_bytes, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import Document, Link, LinkKind, Mail, TextKind
from weerbaar.unpack.charset import decode
from weerbaar.unpack.code import FEWEST_BLOCKS, FEWEST_CELLS, block_count, codes_in_tables, drawn_codes, parts_of_codes
from weerbaar.unpack.link import links_in_text, make_link
from weerbaar.unpack.nesting import not_too_deep
from weerbaar.unpack.reader import Blob, Budget, Yield, reader
from weerbaar.unpack.sight import BREAK, plain, take_hidden
from weerbaar.unpack.text import make_message, make_text

BLOCK = re.compile(
    r"<(?=/?(?:[tT](?:[rRdDhH]|[aA][bB][lL][eE]|[iI][tT][lL][eE])|[dD](?:[iI][vV]|[tTdD])|[pP](?:[rR][eE])?|[bB](?:[rR]|(?i:lockquote))"
    r"|[lL](?:[iI]|(?i:egend))|[hH](?:[1-6rR]|(?i:eader))|[uU][lL]|[oO](?:[lL]|(?i:ption))|[sS](?i:ection)|[aA](?i:rticle|ddress)"
    r"|[fF](?i:ooter|ieldset|igure)|[cC](?i:aption|enter)|[mM](?i:ain)|[nN](?i:av))\b)"
)
REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'>]+)", re.I)
ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\|#", re.I)
DOWNLOAD = re.compile(r"msSaveOrOpenBlob|createObjectURL|new\s+Blob\s*\(|\.download\s*=|\bFile\s*\(\s*\[", re.I)
ENCODED = re.compile(r"\b(?:atob|unescape|decodeURIComponent|fromCharCode|document\.write|eval)\s*\(", re.I)
LONG_BASE64 = re.compile(r"[A-Za-z0-9+/]{2000}")
REDIRECTING = re.compile(r"\blocation(?:\.href|\.replace|\.assign)?\s*[=(]", re.I)
HANDLERS = "[onload], [onerror], [onclick], [onmouseover], [onfocus], [onbegin], [onsubmit], [ontoggle]"
QUOTES = "blockquote, .gmail_quote, .moz-cite-prefix, #mailcontent_quote, .yahoo_quoted"
OUTLOOK_QUOTE = "#divRplyFwdMsg"
"""Outlook writes the head of the earlier message here; the message itself stands in the elements after it."""
WORD = re.compile(r"[^\W\d_]{4,30}")
ASCII_WORD = re.compile(r"[a-z]{4,30}")
"""The same for ASCII in lower case, several times as quickly."""
LONGEST_PREHEADER = 300
FEWEST_WORDS = 10
MOST_QUOTES = 50
MOST_PICTURES = 20
MOST_DATA_URIS = 10
MOST_FIELDS = 100

Nodes = dict[str, list[LexborNode]]


@reader("html", "svg")
def html(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A mail's HTML body, an HTML or SVG attachment, a saved page."""
    source = decode(blob.data, blob.charset, html=True)
    limit = budget.settings.max_text_chars * 10
    where = blob.where or "page"
    if len(source) > limit:
        budget.met.add("max_text_chars")
        yield NotLooked("limit max_text_chars", Reason.TOO_LARGE, where, f"{len(source) - limit} characters of HTML")
        source = source[:limit]
    shallow = not_too_deep(source)
    if shallow is not source:
        yield NotLooked("limit nesting", Reason.TOO_DEEP, where, f"{len(source) - len(shallow)} characters of HTML")
        source = shallow
    body = "body" in blob.context
    tree = LexborHTMLParser(BLOCK.sub(BREAK + "<", source))
    nodes = _by_tag(tree)
    tabled = codes_in_tables(nodes["table"]) if len(nodes.get("td", ())) >= FEWEST_CELLS else []
    traits = set(_traits(tree, nodes))
    quotes = tree.css_first(f"{QUOTES}, {OUTLOOK_QUOTE}") is not None
    quoted_anchors = {a.mem_id for quote in _quotes(tree) for a in quote.css("a[href]")} if quotes else set()
    links = list(_links(tree, nodes, where, quoted_anchors, budget))
    traits.update(_link_traits(links))
    if "base" in nodes and any(node.attributes.get("href") for node in nodes["base"]):
        traits.add("base_href")
    data = list(_data_uris(nodes))
    title = "" if body or "title" not in nodes else plain(nodes["title"][0])
    fields = "" if body or "input" not in nodes else _fields(nodes)
    hidden = take_hidden(tree, nodes.get("style", []))
    tree.strip_tags(["script", "style", "template", "title"] if body else ["script", "style", "template", "title", "noscript"])
    whole = f"{plain(tree.body or tree.root)}\n{fields}".strip()
    quoted = _take_quoted(tree) if body and quotes else ""
    visible = plain(tree.body or tree.root) if quoted else whole
    if blob.beside and _say_different_things(blob.beside, f"{whole}\n{hidden}"):
        traits.add("alternatives_differ")
    if _is_preheader(hidden, visible, source):
        traits.add("preheader")
    yield Document(
        where, blob.name, blob.kind or "html", blob.declared, len(blob.data), hashlib.sha256(blob.data).hexdigest(),
        frozenset(traits), body=body,
    )  # fmt: skip
    if body:
        # A forward is looked for in everything: mail programs set what they forward apart as a quotation.
        message = make_message(visible, blob, budget, quoted=quoted, hidden=hidden, whole=whole)
        made = list(message)
        if any(isinstance(part, Mail) for part in made):
            links = [replace(link, quoted=False) for link in links]
        yield from made
    else:
        yield from make_text(visible, where, TextKind.DOCUMENT, budget, subject=title, hidden=hidden)
    seen = {link.written for link in links}
    yield from links
    for link in links_in_text(visible[: budget.settings.max_text_chars], where):
        if link.written not in seen:
            yield link
    yield from parts_of_codes(tabled, blob, where)
    if block_count(visible) >= FEWEST_BLOCKS:
        # Spaces are light modules: the lines as they stand, without the empty ones between blocks.
        page = tree.body or tree.root
        lines = page.text(deep=True).replace(BREAK, "\n").splitlines() if page else []
        yield from drawn_codes("\n".join(line for line in lines if line)[:limit], blob, where)
    for name, content in data:
        budget.spend_bytes(len(content), where)
        yield blob.inside(f"data in page ({name})", content, declared=name, context=frozenset({"inline"}))


def _by_tag(tree: LexborHTMLParser) -> Nodes:
    nodes: defaultdict[str, list[LexborNode]] = defaultdict(list)
    if tree.root is not None:
        for node in tree.root.traverse():
            nodes[node.tag or ""].append(node)
    return dict(nodes)


def _traits(tree: LexborHTMLParser, nodes: Nodes) -> Iterator[str]:
    """What the page can do, in stable words."""
    if "script" in nodes:
        yield "script"
        yield from _script_traits(" ".join(node.text(deep=True) for node in nodes["script"]))
    handlers = tree.css(HANDLERS)
    if handlers:
        yield "event_handler"
    for drawing in nodes.get("svg", ())[:MOST_PICTURES]:
        if drawing.css_first(f"script, foreignObject, {HANDLERS}") or any(
            name in drawing.attributes for name in ("onload", "onclick")
        ):
            yield "svg_script"
            break
    if not nodes.keys().isdisjoint(("iframe", "frame", "object", "embed")):
        yield "frame"
    if "img" in nodes:
        yield "pictures"
    if "form" in nodes:
        yield "form"
    kinds = {(node.attributes.get("type") or "text").lower() for node in nodes.get("input", ())[:MOST_FIELDS]}
    if "password" in kinds:
        yield "password_form"
    elif kinds - {"hidden", "submit", "button", "image"}:
        yield "input"
    if tree.css_first("a[ping]"):
        yield "ping"


def _script_traits(scripts: str) -> Iterator[str]:
    if DOWNLOAD.search(scripts):
        yield "blob_download"
    long = LONG_BASE64.search(scripts)
    if long:
        yield "embedded_data"
    if (long or len(scripts) > 400) and ENCODED.search(scripts):
        yield "encoded_script"
    if REDIRECTING.search(scripts):
        yield "script_redirect"


def _link_traits(links: list[Link]) -> Iterator[str]:
    for link in links:
        if link.kind is LinkKind.REFRESH:
            yield "meta_refresh"
        elif link.kind is LinkKind.DATA:
            yield "data_uri" if link.scheme == "data" else "script_link"


def _links(tree: LexborHTMLParser, nodes: Nodes, where: str, quoted_anchors: set[int], budget: Budget) -> Iterator[Link]:
    """Where the page leads: anchors and image maps, forms, refreshes, frames, pings, and the first pictures. A few more than the budget
    allows are made, so that its limit is met and named."""
    most = budget.settings.max_links + 1
    bases = (node.attributes.get("href") for node in nodes.get("base", ()))
    base = next(filter(None, bases), "")

    def absolute(written: str) -> str:
        if base and not ABSOLUTE.match(written.strip()):
            try:
                return urljoin(base, written)
            except ValueError:
                return written
        return written

    def link(node: LexborNode, name: str, kind: LinkKind, label: str = "", quoted: bool = False) -> Iterator[Link]:
        attributes = node.attributes
        written = attributes.get(name) or attributes.get(f"xlink:{name}") or ""
        made = make_link(absolute(written), kind, where, label=label, quoted=quoted) if written else None
        if made:
            yield made

    for node in (nodes.get("a", []) + nodes.get("area", []))[:most]:
        yield from link(node, "href", LinkKind.ANCHOR, _label(node), node.mem_id in quoted_anchors)
        yield from link(node, "ping", LinkKind.IMAGE)
    for node in nodes.get("form", ())[:MOST_FIELDS]:
        yield from link(node, "action", LinkKind.FORM, _label(node)[:80])
    for node in (nodes.get("button", []) + nodes.get("input", []))[:MOST_FIELDS]:
        yield from link(node, "formaction", LinkKind.FORM)
    for node in nodes.get("meta", ())[:MOST_FIELDS]:
        if (node.attributes.get("http-equiv") or "").lower() == "refresh":
            match = REFRESH.search((node.attributes.get("content") or "")[:8000])
            made = make_link(absolute(match[1].strip()), LinkKind.REFRESH, where) if match else None
            if made:
                yield made
    for tag, name in (("iframe", "src"), ("frame", "src"), ("embed", "src"), ("object", "data")):
        for node in nodes.get(tag, ())[:MOST_PICTURES]:
            yield from link(node, name, LinkKind.DOCUMENT)
    for node in nodes.get("img", ())[:MOST_PICTURES]:
        if (node.attributes.get("src") or "")[:5].lower() != "data:":
            yield from link(node, "src", LinkKind.IMAGE, node.attributes.get("alt") or "")


def _label(node: LexborNode) -> str:
    label = node.text(deep=True).replace(BREAK, " ").strip()
    if not label:
        picture = node.css_first("img[alt]")
        label = (picture.attributes.get("alt") or "") if picture else node.attributes.get("alt") or ""
    return label[:300]


def _fields(nodes: Nodes) -> str:
    """What the fields of a form say themselves: their placeholders and the words on their buttons."""
    said = []
    for node in nodes["input"][:MOST_FIELDS]:
        attributes = node.attributes
        if (attributes.get("type") or "").lower() in ("submit", "button"):
            said.append(attributes.get("value") or "")
        else:
            said.append(attributes.get("placeholder") or "")
    return "\n".join(text.strip()[:200] for text in said if text.strip())


def _quotes(tree: LexborHTMLParser) -> list[LexborNode]:
    """The outermost quotations that leave something of the page when they are taken away."""
    nodes = [*_after(tree.css_first(OUTLOOK_QUOTE)), *tree.css(QUOTES)[:MOST_QUOTES]]
    if not nodes or tree.body is None:
        return []
    whole = len(plain(tree.body))
    quotes: list[LexborNode] = []
    inside: set[int] = set()
    for node in nodes:
        if node.mem_id not in inside and 0 < len(plain(node)) < whole * 0.98:
            quotes.append(node)
            inside.update(inner.mem_id for inner in node.css(QUOTES))
    return quotes


def _after(head: LexborNode | None) -> Iterator[LexborNode]:
    node = head.next if head else None
    for _ in range(MOST_QUOTES):
        if node is None:
            return
        if node.tag != "-text":
            yield node
        node = node.next


def _take_quoted(tree: LexborHTMLParser) -> str:
    quotes = _quotes(tree)
    texts = [plain(node) for node in quotes]
    for node in quotes:
        node.decompose()
    return "\n".join(texts)


def _say_different_things(one: str, other: str) -> bool:
    """Whether two texts that should say the same share less than a third of their words."""
    words, others = _words(one), _words(other)
    fewest = min(len(words), len(others))
    return fewest >= FEWEST_WORDS and len(words & others) < fewest / 3


def _words(text: str) -> set[str]:
    return set((ASCII_WORD if text.isascii() else WORD).findall(text.lower()))


def _is_preheader(hidden: str, visible: str, source: str) -> bool:
    """Whether what is hidden is only the short line above everything else that mail programs show beside the subject."""
    if not hidden or len(hidden) > LONGEST_PREHEADER or "\n" in hidden:
        return False
    return 0 <= source.find(hidden[:12]) < source.find(visible[:12])


def _data_uris(nodes: Nodes) -> Iterator[tuple[str, bytes]]:
    count = 0
    for tag, name in (("a", "href"), ("iframe", "src"), ("embed", "src"), ("object", "data"), ("img", "src")):
        for node in nodes.get(tag, ()):
            value = node.attributes.get(name) or ""
            if value[:5].lower() != "data:":
                continue
            count += 1
            if count > MOST_DATA_URIS:
                return
            head, _, payload = value[5:].partition(",")
            try:
                data = base64.b64decode(unquote_to_bytes(payload)) if "base64" in head.lower() else unquote_to_bytes(payload)
            except (binascii.Error, ValueError):
                continue
            if len(data) > 64:
                yield head.split(";")[0] or "text/plain", data
