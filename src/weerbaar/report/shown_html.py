"""The HTML of a stranger, made safe to look at.

First the page is prepared: hidden text, links, fields, pictures and what findings saw are marked in its texts by signs that nobody else can
write. Then nh3 (ammonia, html5ever) keeps a short list of tags and, of attributes, sizes, colours and the harmless part of `style`: nothing
that has an address or a name survives. Last the signs become our own elements. So the sanitiser has the final word about everything a
stranger wrote, and what is added after it was written here.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from weerbaar.model.finding import Finding
from weerbaar.model.part import LinkKind
from weerbaar.report.defang import unlinked
from weerbaar.report.marks import Place, places
from weerbaar.report.small_picture import Pictures
from weerbaar.unpack.link import make_link
from weerbaar.unpack.looks import LONGEST_STYLE, PLAIN, UNKNOWN, WHITE, Rgb, colour_of, look_of, without_comments
from weerbaar.unpack.nesting import not_too_deep
from weerbaar.unpack.sight import hidden_texts

LONGEST = 2_000_000
"""Characters of HTML that are read for the view."""
LONGEST_TARGET = 300
MOST_ADDED = 2000
"""Links, pictures and fields of one page that are told."""
TAGS = {
    "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup",
    "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "i", "ins", "kbd", "li", "main", "nav", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strike", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
SIZES = {
    "align", "valign", "width", "height", "bgcolor", "color", "colspan", "rowspan", "cellpadding", "cellspacing", "border", "dir", "lang", "start",
    "size",
}  # fmt: skip
SIZE = re.compile(r"[#%\w.-]{1,30}", re.ASCII)
GONE = [
    "script",
    "style",
    "template",
    "title",
    "head",
    "noscript",
    "xmp",
    "plaintext",
    "noembed",
    "noframes",
    "math",
    "link",
    "meta",
    "base",
]
STYLES = re.compile(
    r"color|background-color|background|font(?:-weight|-style|-family|-size)?|text-(?:align|decoration|transform)|vertical-align|width|max-width"
    r"|(?:margin|padding)(?:-(?:left|right|top|bottom))?|border(?:-(?:left|right|top|bottom))?(?:-(?:color|style|width|radius))?"
    r"|border-collapse|list-style-type|float"
)
VALUE = re.compile(r"(?:[\w#.,%!'\" -]|rgba?\([\d., %/]{1,40}\)){1,200}", re.ASCII)
NEGATIVE = re.compile(r"(?:^|[\s,])-[\d.]")
LETTERS: Rgb = (26, 26, 26)
FAINT = 150
"""Difference of red, green and blue together below which letters are hard to read."""
Words = Mapping[str, str]


class Signs:
    """Signs that stand for our own elements until the sanitiser is done. Their name is a digest of the page that holds them, which no
    page can contain."""

    def __init__(self, source: str) -> None:
        self._name = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:40]
        self._elements: list[str] = []

    def sign(self, element: str) -> str:
        """The sign for a piece of finished HTML."""
        self._elements.append(element)
        return f"\ue000{self._name}{len(self._elements) - 1}\ue001"

    def put(self, cleaned: str) -> str:
        """The page with every sign replaced by its element."""
        return re.sub(rf"\ue000{self._name}(\d{{1,7}})\ue001", lambda match: self._elements[int(match[1])], cleaned)


def shown_html(
    source: str, noted: Sequence[tuple[int, Finding]], pictures: Pictures, words: Words, titles: Mapping[int, str]
) -> str:
    """The part of a page to stand in <body>: `noted` are numbered findings, `titles` their sentences, `words` the [view] of the language."""
    cut = len(source) > LONGEST
    source = not_too_deep(source[:LONGEST])
    signs = Signs(source)
    tree = LexborHTMLParser(source)
    hidden = {node.mem_id for node in hidden_texts(tree, tree.css("style"))}
    tree.strip_tags(GONE)
    body = tree.body or tree.root
    if body is None:
        return ""
    nodes = [node for node in body.traverse(include_text=True) if node.tag == "-text"]
    texts = [node.text(deep=False) for node in nodes]
    # What an eye reads on end is looked through on end; so is what is hidden.
    seen = [i for i, node in enumerate(nodes) if node.mem_id not in hidden]
    unseen = [i for i, node in enumerate(nodes) if node.mem_id in hidden]
    marked: dict[int, list[Place]] = {}
    for chosen in (seen, unseen):
        for place in places([texts[i] for i in chosen], noted):
            marked.setdefault(chosen[place.text], []).append(place)
    painted: dict[int, tuple[Rgb, Rgb]] = {}
    for number, (node, text) in enumerate(zip(nodes, texts, strict=True)):
        if not text.strip():
            continue
        around = ""
        if node.mem_id in hidden:
            around = f'<span class="hidden">{_ours(words["hidden"])}'
        elif _is_faint(*_painted(node.parent, painted)):
            around = '<span class="plain">'
        if around or number in marked:
            node.replace_with(_with_marks(text, marked.get(number, ()), around, signs, titles))
    _tell(body, noted, pictures, signs, words)
    cleaned = nh3.clean(
        body.html or "",
        tags=TAGS,
        clean_content_tags={"script", "style", "title", "svg"},
        attributes={"*": {*SIZES, "style"}},
        attribute_filter=_harmless,
        link_rel=None,
        url_schemes=set(),
    )
    return signs.put(cleaned) + (f"<p>{_ours(words['shortened'])}</p>" if cut else "")


def shown_text(text: str, noted: Sequence[tuple[int, Finding]], titles: Mapping[int, str], most: int, words: Words) -> str:
    """A plain text to stand in <body>, with what findings saw marked in it."""
    cut = len(text) > most
    text = text[:most]
    made: list[str] = []
    end = 0
    for place in places([text], noted):
        made += [escape(text[end : place.start]), _seen(escape(text[place.start : place.end]), place, titles)]
        end = place.end
    rest = f"<p>{_ours(words['shortened'])}</p>" if cut else ""
    return f'<div class="text">{"".join(made)}{escape(text[end:])}</div>{rest}'


def _with_marks(text: str, found: Sequence[Place], around: str, signs: Signs, titles: Mapping[int, str]) -> str:
    made: list[str] = []
    end = 0
    for place in found:
        opened, _, closed = _seen("\0", place, titles).partition("\0")
        made += [text[end : place.start], signs.sign(opened), text[place.start : place.end], signs.sign(closed)]
        end = place.end
    whole = "".join((*made, text[end:]))
    return signs.sign(around) + whole + signs.sign("</span>") if around else whole


def _painted(node: LexborNode | None, known: dict[int, tuple[Rgb, Rgb]]) -> tuple[Rgb, Rgb]:
    """The colour of the letters in a node and of the ground under them, as the view will show them; what is unknown is inherited."""
    above: list[LexborNode] = []
    while node is not None and node.mem_id not in known:
        above.append(node)
        node = node.parent
    letters, ground = known[node.mem_id] if node is not None else (LETTERS, WHITE)
    for inner in reversed(above):
        attributes = inner.attributes
        style = _harmless(inner.tag or "", "style", attributes.get("style") or "")
        look = look_of(style) if style else PLAIN
        ground = next((g for g in (look.ground, colour_of(attributes.get("bgcolor"))) if g and g != UNKNOWN), ground)
        letters = look.colour or colour_of(attributes.get("color")) or letters
        known[inner.mem_id] = letters, ground
    return letters, ground


def _is_faint(letters: Rgb, ground: Rgb) -> bool:
    """Whether letters could hardly be read, for instance because they stood on a picture that the view leaves out."""
    return sum(abs(one - other) for one, other in zip(letters, ground, strict=True)) < FAINT


def _seen(inner: str, place: Place, titles: Mapping[int, str]) -> str:
    number = f"<sup>{place.note}</sup>" if place.last else ""
    return f'<mark class="seen" title="{escape(titles.get(place.note, ""))}">{inner}{number}</mark>'


def _ours(text: str) -> str:
    """A piece that we say ourselves, told apart from what the message says."""
    return f'<span class="ours">{escape(text)}</span>'


def _tell(body: LexborNode, noted: Sequence[tuple[int, Finding]], pictures: Pictures, signs: Signs, words: Words) -> None:
    """Say in words what the page would do: where links and forms lead, which pictures it would load, what it wants filled in."""
    added = 0
    for node in list(body.traverse()):
        tell: Callable[..., Iterator[str]] | None = TELLERS.get(node.tag or "")
        if tell is None or node.parent is None:
            continue
        added += 1
        told = "".join(signs.sign(piece) for piece in tell(node, noted, pictures, words)) if added <= MOST_ADDED else ""
        if node.tag in REPLACED:
            node.replace_with(told or " ")
        elif told:
            node.insert_child(told)


def _link(node: LexborNode, noted: Sequence[tuple[int, Finding]], pictures: Pictures, words: Words) -> Iterator[str]:
    written = node.attributes.get("href") or node.attributes.get("action") or ""
    if written.strip() and not written.strip().startswith("#"):
        yield _ours(f"{words['leads_to']} {_target(written)}{_notes(written, noted)}")


def _notes(written: str, noted: Sequence[tuple[int, Finding]]) -> str:
    """The numbers of the findings that speak of the host a link leads to."""
    link = make_link(written, LinkKind.ANCHOR, "")
    if link is None or not link.host:
        return ""
    names = {link.host, link.domain} - {""}
    numbers = [note for note, finding in noted if finding.id.startswith("link.") and names & set(finding.saw.values())]
    return f" [{', '.join(map(str, numbers))}]" if numbers else ""


def _target(written: str) -> str:
    """Where a link really leads: wrappers opened, unclickable, its middle left out when it is long."""
    link = make_link(written, LinkKind.ANCHOR, "")
    target = unlinked(" ".join((link.target if link else written).split()))
    return target if len(target) <= LONGEST_TARGET else f"{target[: LONGEST_TARGET - 60]} … {target[-50:]}"


def _picture(node: LexborNode, noted: Sequence[tuple[int, Finding]], pictures: Pictures, words: Words) -> Iterator[str]:
    source = (node.attributes.get("src") or "").strip()
    label = " ".join((node.attributes.get("alt") or "").split())[:100]
    if source[:5].lower().startswith(("cid:", "data:")):
        address = pictures.shown(source)
        if address:
            yield f'<img class="picture" alt="{escape(label or words["picture"])}" src="{address}">'
            return
        yield _ours(f"{words['picture_gone']} {label}".strip())
    elif source:
        link = make_link(source, LinkKind.IMAGE, "")
        yield _ours(f"{label} ({words['picture_elsewhere']} {unlinked(link.host if link else source[:60])})".strip())


def _field(node: LexborNode, noted: Sequence[tuple[int, Finding]], pictures: Pictures, words: Words) -> Iterator[str]:
    attributes = node.attributes
    kind = (attributes.get("type") or "text").lower()
    if kind == "hidden":
        return
    if kind in ("submit", "button", "image"):
        told = f"{words['button']}: {attributes.get('value') or attributes.get('alt') or ''}"
    else:
        told = f"{words['field']} ({kind}): {attributes.get('placeholder') or attributes.get('name') or ''}"
    yield _ours(unlinked(" ".join(told.split())[:120]))


def _frame(node: LexborNode, noted: Sequence[tuple[int, Finding]], pictures: Pictures, words: Words) -> Iterator[str]:
    source = node.attributes.get("src") or node.attributes.get("data") or ""
    if source:
        yield _ours(f"{words['frame']} {_target(source[:2000])}")


def _drawing(node: LexborNode, noted: Sequence[tuple[int, Finding]], pictures: Pictures, words: Words) -> Iterator[str]:
    yield _ours(words["picture_gone"])


TELLERS: Mapping[str, Callable[..., Iterator[str]]] = {
    "a": _link, "area": _link, "form": _link, "img": _picture, "input": _field, "textarea": _field, "select": _field, "iframe": _frame,
    "frame": _frame, "object": _frame, "embed": _frame, "svg": _drawing, "canvas": _drawing, "video": _frame, "audio": _frame,
}  # fmt: skip
REPLACED = frozenset(TELLERS) - {"a", "form"}


def _harmless(tag: str, name: str, value: str) -> str | None:
    """An attribute that survives, or None. The style loses every declaration that could load, hide, move or cover something."""
    if name != "style":
        return value if SIZE.fullmatch(value) else None
    kept = []
    for declaration in without_comments(value[:LONGEST_STYLE]).split(";"):
        property_, _, said = (piece.strip() for piece in declaration.partition(":"))
        property_ = property_.lower()
        if not STYLES.fullmatch(property_) or not VALUE.fullmatch(said) or NEGATIVE.search(said):
            continue
        look = look_of(f"{property_}:{said}")
        if not (look.hides or look.tiny):
            kept.append(f"{property_}:{said}")
    return ";".join(kept) or None
