"""What an eye sees of a page and what it does not: text is taken out where it is hidden, tiny, or of the colour it stands on."""

from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from weerbaar.unpack.looks import LONGEST_STYLE, PLAIN, UNKNOWN, WHITE, Look, Rgb, Sheet, colour_of, look_of, near, sheet_of

BREAK = "\x1e"
"""Stands where a line begins or ends; html.py writes it before every block tag."""
SPACES = " \t\r\n\f\xa0"
NO_ROOM = ("0", "1")
MOST_HIDDEN = 3000
MOST_WHOLE_PAGES = 5
MOST_ASKED = 300
WHOLE_PAGE = 2000
RESTYLED = "[style], [bgcolor], [class], font[color]"
CONTAINERS = ("html", "body", "td", "tr", "table", "tbody", "center")


def plain(node: LexborNode | None) -> str:
    """The text of a node with one line for each block."""
    if node is None:
        return ""
    text = node.text(deep=True, separator="").strip(SPACES)
    if not text:
        return ""
    if BREAK in text:
        text = BREAK.join(filter(None, [line.strip(SPACES) for line in text.split(BREAK)]))
    return _spaced(text).replace(BREAK, "\n").strip()


def _spaced(text: str) -> str:
    """The text with one space for each run of them; pages are full of long ones."""
    for space in SPACES[1:]:
        text = text.replace(space, " ")
    text = text.replace(" " * 8, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def take_hidden(tree: LexborHTMLParser, sheets: Iterable[LexborNode]) -> str:
    """Remove what cannot be seen and return its text. The short preview line of newsletters is part of it."""
    sheet = sheet_of(node.text(deep=True) for node in sheets)
    nodes = _hidden(tree, sheet)
    texts: list[str] = []
    pages = asked = 0
    # Inner nodes before the outer ones that take them along.
    for node, own_only in reversed(nodes):
        if own_only:
            asked += 1
            if asked > MOST_ASKED or _has_restyled_inside(node):
                texts.append(_take_own_text(node))
                continue
        # A whole page "hidden" by a rule meant for dark mode or print is not hidden.
        if node.tag in CONTAINERS and (pages >= MOST_WHOLE_PAGES or len(node.text(deep=True)) > WHOLE_PAGE):
            pages += 1
            continue
        texts.append(plain(node))
        if node.tag not in ("html", "body"):
            node.decompose()
    return "\n".join(dict.fromkeys(text for text in reversed(texts) if text))


def hidden_texts(tree: LexborHTMLParser, sheets: Iterable[LexborNode]) -> Iterator[LexborNode]:
    """The text nodes whose text `take_hidden` would take, left where they stand; one may come twice."""
    pages = 0
    for node, own_only in _hidden(tree, sheet_of(sheet.text(deep=True) for sheet in sheets)):
        if own_only and _has_restyled_inside(node):
            yield from (child for child in node.iter(include_text=True) if child.tag == "-text")
            continue
        if node.tag in CONTAINERS and (pages >= MOST_WHOLE_PAGES or len(node.text(deep=True)) > WHOLE_PAGE):
            pages += 1
            continue
        yield from (inner for inner in node.traverse(include_text=True) if inner.tag == "-text")


def _hidden(tree: LexborHTMLParser, sheet: Sheet) -> list[tuple[LexborNode, bool]]:
    """Nodes that cannot be seen in document order; True when children with a style of their own may be seen after all."""
    selector = "[style], [hidden], font[color], table[height]"
    if any(look.hides or look.tiny or look.colour for look in sheet.looks.values()):
        selector += ", [class], [id]"
    styled = []
    grounds: set[Rgb] = {WHITE, *sheet.grounds.values()}
    looks: dict[tuple[str | None, ...], tuple[Look, bool]] = {}
    for node in tree.css(selector):
        attributes = node.attributes
        get = attributes.get
        written = (get("style"), get("class"), get("id"))
        if written not in looks:
            look = _look(*written, sheet)
            looks[written] = (look, bool(look.hides or look.tiny or look.colour))
            if look.ground:
                grounds.add(look.ground)
        look, marked = looks[written]
        if "hidden" in attributes or (get("width") in NO_ROOM and get("height") in NO_ROOM):
            look, marked = look._replace(hides=True), True
        colour = look.colour or (colour_of(attributes["color"]) if "color" in attributes and node.tag == "font" else None)
        if marked or colour:
            styled.append((node, look, colour))
    grounds.update(filter(None, (colour_of(node.attributes.get("bgcolor")) for node in tree.css("[bgcolor]")[:500])))
    found: list[tuple[LexborNode, bool]] = []
    vague: dict[Rgb, bool] = {}
    for node, look, colour in styled[: MOST_HIDDEN * 4]:
        if colour and colour not in vague:
            vague[colour] = any(near(colour, ground) for ground in grounds)
        if look.hides:
            found.append((node, False))
        elif look.tiny or (colour and vague[colour] and near(colour, _ground_under(node, look, sheet))):
            found.append((node, True))
        if len(found) >= MOST_HIDDEN:
            break
    return found


def _has_restyled_inside(node: LexborNode) -> bool:
    return any(inner.mem_id != node.mem_id for inner in node.css(RESTYLED)[:2])


def _look(style: str | None, names: str | None, name: str | None, sheet: Sheet) -> Look:
    """How an element looks by its own style and by what the sheet says of its classes and its id."""
    look = look_of(style[:LONGEST_STYLE]) if style else PLAIN
    if not sheet.looks or not (names or name):
        return look
    for key in (*(f".{each}" for each in (names or "").split()[:20]), f"#{name or ''}"):
        rule = sheet.looks.get(key)
        if rule is not None:
            look = Look(
                look.hides or rule.hides,
                (look.tiny or rule.tiny) and not look.letters,
                look.colour or rule.colour,
                look.ground or rule.ground,
                look.letters or rule.letters,
            )
    return look


def _ground_under(node: LexborNode, look: Look, sheet: Sheet) -> Rgb:
    if look.ground:
        return look.ground
    above: LexborNode | None = node
    for _ in range(15):
        if above is None:
            return WHITE
        attributes = above.attributes
        style = attributes.get("style")
        ground = look_of(style[:4000]).ground if style else None
        if ground is None and "bgcolor" in attributes:
            ground = colour_of(attributes["bgcolor"]) or UNKNOWN
        if ground is None and "background" in attributes:
            ground = UNKNOWN
        if ground is None and sheet.grounds:
            names = (attributes.get("class") or "").split()[:20]
            keys = (*(f".{name}" for name in names), f"#{attributes.get('id')}", str(above.tag))
            ground = next((sheet.grounds[key] for key in keys if key in sheet.grounds), None)
        if ground is not None:
            return ground
        above = above.parent
    return UNKNOWN


def _take_own_text(node: LexborNode) -> str:
    texts = []
    for child in list(node.iter(include_text=True)):
        if child.tag == "-text":
            texts.append(child.text(deep=True))
            child.decompose()
    if not texts:
        return ""
    return _spaced("".join(texts)).replace(BREAK, "").strip()
