"""HTML: what an eye sees, what it does not, where links lead, what the page can do.

Visible and hidden text are told apart by the ways mails hide text: display, visibility, opacity, size, colour on its own ground, position,
the hidden attribute, and classes that a style sheet in the page hides. Scripts are never run; what they could do is named.
"""

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import Document, Link, LinkKind, TextKind
from weerbaar.unpack.charset import decode
from weerbaar.unpack.link import links_in_text, make_link
from weerbaar.unpack.reader import Blob, Budget, Yield, reader
from weerbaar.unpack.text import make_text

BLOCK = re.compile(
    r"<(/?(?:br|p|div|tr|td|th|li|h[1-6]|table|blockquote|ul|ol|section|article|header|footer|hr|pre|title|option)\b)", re.I
)
BREAK = "\x1e"
SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
BREAKS = re.compile(rf"[ {BREAK}]*{BREAK}[ {BREAK}]*")
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?\.?0*(?![.\d])|font-size\s*:\s*0?\.?[01]?(?:px|pt|em|rem|%)?\s*(?:;|$|!)"
    r"|(?:max-)?(?:height|width)\s*:\s*0(?:px|pt)?\s*(?:;|$|!)[^\"]*overflow\s*:\s*hidden|overflow\s*:\s*hidden[^\"]*(?:max-)?height\s*:\s*0(?:px)?\s*(?:;|$|!)"
    r"|max-height\s*:\s*0|text-indent\s*:\s*-\d{3,}|(?:left|top|margin-left)\s*:\s*-\d{4,}|mso-hide\s*:\s*all|clip\s*:\s*rect\(0",
    re.I,
)
COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([#\w(), %.]+)", re.I)
GROUND = re.compile(r"background(?:-color)?\s*:\s*([#\w(), %.]+)", re.I)
CLASS_RULE = re.compile(r"([.#])([\w-]{1,60})\s*(?:,[^{}]{0,200})?\{([^{}]{0,600})\}")
WHITE = {"#fff", "#ffffff", "white", "rgb(255,255,255)", "#fefefe", "#fdfdfd"}
REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'>]+)", re.I)
DOWNLOAD = re.compile(
    r"msSaveOrOpenBlob|createObjectURL|new\s+Blob\s*\(|\.download\s*=|\bfromCharCode\b.*\bBlob\b", re.I | re.S
)
ENCODED = re.compile(r"\b(?:atob|unescape|decodeURIComponent|fromCharCode|document\.write|eval)\s*\(", re.I)
LONG_BASE64 = re.compile(r"[A-Za-z0-9+/]{2000,}")
REDIRECTING = re.compile(r"(?:window|document|top|self)?\.?location(?:\.href|\.replace|\.assign)?\s*(?:=|\()\s*[\"']?", re.I)
QUOTES = "blockquote, .gmail_quote, #divRplyFwdMsg ~ *, .moz-cite-prefix, #mailcontent_quote, .yahoo_quoted"


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
    tree = LexborHTMLParser(BLOCK.sub(BREAK + r"<\1", source))
    traits = set(_script_traits(tree, source))
    links = list(_links(tree, where, traits, budget))
    hidden = _take_hidden(tree)
    quoted = "" if blob.kind == "svg" else _take_quoted(tree)
    tree.strip_tags(["script", "style", "noscript", "template", "head"] if tree.css_first("body") else ["script", "style"])
    visible = _plain(tree.body or tree.root)
    body = "body" in blob.context
    yield Document(
        where, blob.name, blob.kind or "html", blob.declared, len(blob.data), hashlib.sha256(blob.data).hexdigest(),
        frozenset(traits), body=body,
    )  # fmt: skip
    kind = TextKind.MAIL if body else TextKind.DOCUMENT
    subject = blob.name if body else ""
    yield from make_text(visible, where, kind, budget, subject=subject, quoted=quoted, hidden=hidden)
    seen = {link.written for link in links}
    yield from links
    for link in links_in_text(visible[: budget.settings.max_text_chars], where):
        if link.written not in seen:
            yield link
    for name, data in _data_uris(tree):
        budget.spend_bytes(len(data), where)
        yield blob.inside(f"data in page ({name})", data, declared=name, context=frozenset({"inline"}))


def _script_traits(tree: LexborHTMLParser, source: str) -> Iterator[str]:
    scripts = " ".join(node.text(deep=True) for node in tree.css("script"))
    if tree.css_first("script"):
        yield "script"
    if DOWNLOAD.search(scripts):
        yield "blob_download"
    if ENCODED.search(scripts) and (len(scripts) > 400 or LONG_BASE64.search(scripts)):
        yield "encoded_script"
    if REDIRECTING.search(scripts):
        yield "script_redirect"
    if LONG_BASE64.search(scripts):
        yield "embedded_data"
    if "<svg" in source.lower() and re.search(
        r"<svg[^>]*>.{0,5000}<(?:script|foreignobject|[^>]+\son\w+=)", source, re.I | re.S
    ):
        yield "svg_script"
    if re.search(r"<[a-z]+\s[^>]{0,300}\bon(?:load|error|click|mouseover)\s*=", source, re.I):
        yield "event_handler"
    if tree.css_first("iframe, frame, object, embed"):
        yield "frame"


def _links(tree: LexborHTMLParser, where: str, traits: set[str], budget: Budget) -> Iterator[Link]:
    base_node = tree.css_first("base[href]")
    base = (base_node.attributes.get("href") or "") if base_node else ""
    if base:
        traits.add("base_href")

    def absolute(written: str) -> str:
        if base and not re.match(r"[a-z][a-z0-9+.-]*:|//|#", written.strip(), re.I):
            try:
                return urljoin(base, written)
            except ValueError:
                return written
        return written

    count = 0
    for node in tree.css("a[href], area[href]"):
        link = make_link(
            absolute(node.attributes.get("href") or ""), LinkKind.ANCHOR, where, label=_label(node), quoted=_in_quote(node)
        )
        if link:
            count += 1
            if link.kind is LinkKind.DATA:
                traits.add("data_uri" if link.scheme == "data" else "script_link")
            yield link
    for form in tree.css("form"):
        traits.add("form")
        action = form.attributes.get("action") or ""
        link = make_link(absolute(action), LinkKind.FORM, where, label=_label(form)[:80])
        if link:
            yield link
    inputs = {(node.attributes.get("type") or "text").lower() for node in tree.css("input")}
    if "password" in inputs:
        traits.add("password_form")
    elif inputs - {"hidden", "submit", "button", "image"}:
        traits.add("input")
    for node in tree.css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").lower() == "refresh":
            match = REFRESH.search(node.attributes.get("content") or "")
            if match:
                traits.add("meta_refresh")
                link = make_link(absolute(match[1].strip()), LinkKind.REFRESH, where)
                if link:
                    yield link
    pictures = 0
    for node in tree.css("img[src]"):
        pictures += 1
        source = node.attributes.get("src") or ""
        if pictures <= 20 and source[:5].lower() != "data:":
            link = make_link(absolute(source), LinkKind.IMAGE, where, label=node.attributes.get("alt") or "")
            if link:
                yield link
    if pictures:
        traits.add("pictures")


def _label(node: LexborNode) -> str:
    label = node.text(deep=True).replace(BREAK, " ").strip()
    if not label:
        picture = node.css_first("img[alt]")
        label = (picture.attributes.get("alt") or "") if picture else ""
    return label[:300]


def _in_quote(node: LexborNode) -> bool:
    above = node.parent
    for _ in range(12):
        if above is None:
            return False
        if above.tag == "blockquote" or "gmail_quote" in (above.attributes.get("class") or ""):
            return True
        above = above.parent
    return False


def _take_hidden(tree: LexborHTMLParser) -> str:
    """Remove what cannot be seen and return its text. The short preview line of newsletters is part of it."""
    nodes = list(tree.css("[hidden], input[type=hidden]"))
    for node in tree.css("[style]"):
        style = node.attributes.get("style") or ""
        if HIDING.search(style) or _same_colour(style):
            nodes.append(node)
    for node in tree.css("font[color]"):
        if (node.attributes.get("color") or "").lower() in WHITE and not _on_ground(node):
            nodes.append(node)
    for style in tree.css("style"):
        for mark, name, rule in CLASS_RULE.findall(
            re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", style.text(deep=True))[:50_000]
        ):
            if HIDING.search(rule) and "display:none" not in name:
                nodes.extend(tree.css(f"{mark}{name}"))
    texts = []
    for node in nodes:
        if node.tag in ("html", "body", "td", "tr", "table") and len(node.text(deep=True)) > 2000 and not texts:
            # A whole page "hidden" by a rule meant for dark mode or print is not hidden.
            continue
        text = _plain(node)
        if text:
            texts.append(text)
        if node.tag not in ("html", "body"):
            node.decompose()
    return "\n".join(dict.fromkeys(texts))


def _same_colour(style: str) -> bool:
    colour, ground = COLOUR.search(style), GROUND.search(style)
    if not colour:
        return False
    value = colour[1].strip().lower().replace(" ", "")
    if ground:
        return value == ground[1].strip().lower().replace(" ", "")
    return value == "transparent"


def _on_ground(node: LexborNode) -> bool:
    above: LexborNode | None = node
    for _ in range(10):
        if above is None:
            return False
        attributes = above.attributes
        if "bgcolor" in attributes or "background" in (attributes.get("style") or "").lower():
            return True
        above = above.parent
    return False


def _take_quoted(tree: LexborHTMLParser) -> str:
    nodes = tree.css(QUOTES)
    if not nodes:
        return ""
    whole = len(tree.body.text(deep=True)) if tree.body else 0
    texts = []
    for node in nodes:
        text = _plain(node)
        if text and len(text) < whole * 0.98:
            texts.append(text)
            node.decompose()
    return "\n".join(texts)


def _plain(node: LexborNode | None) -> str:
    if node is None:
        return ""
    text = SPACES.sub(" ", node.text(deep=True, separator=""))
    return BREAKS.sub("\n", text).strip() if BREAK in text else text.strip()


def _data_uris(tree: LexborHTMLParser) -> Iterator[tuple[str, bytes]]:
    import base64
    import binascii

    for node in tree.css(
        "a[href^='data:'], iframe[src^='data:'], embed[src^='data:'], object[data^='data:'], img[src^='data:']"
    )[:10]:
        attributes = node.attributes
        value = attributes.get("href") or attributes.get("src") or attributes.get("data") or ""
        head, _, payload = value[5:].partition(",")
        try:
            data = base64.b64decode(payload, validate=False) if "base64" in head else unquote_to_bytes(payload)
        except (binascii.Error, ValueError):
            continue
        if len(data) > 64:
            yield head.split(";")[0] or "text/plain", data
