"""How styles make an element look: whether it hides, its colour and the ground it stands on.

Only what mails use to hide text is understood (CSS 2.1 and a few later properties); what is not understood counts as visible.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

Rgb = tuple[int, int, int]
UNKNOWN: Rgb = (-999, -999, -999)
"""The ground is a picture, a gradient or a colour we do not know: never near any colour."""
WHITE: Rgb = (255, 255, 255)
LONGEST_STYLE = 4000
LONGEST_SHEET = 100_000
MOST_RULES = 2000

NUMBER = re.compile(r"(-?\d{0,6}\.?\d{0,6})\s*(px|pt|em|rem|%|vw|vh|cm|mm|in)?")
ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?", re.I)
SIMPLE_SELECTOR = re.compile(r"[a-z0-9]{0,12}([.#][\w-]{1,60})", re.I)
NAMES_IN_SELECTOR = re.compile(r"[.#]?[\w-]{1,60}")
COLOURS: Mapping[str, Rgb] = {
    "white": WHITE, "snow": (255, 250, 250), "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255), "whitesmoke": (245, 245, 245),
    "floralwhite": (255, 250, 240), "black": (0, 0, 0), "red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0),
    "gray": (128, 128, 128), "grey": (128, 128, 128), "silver": (192, 192, 192), "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211),
    "navy": (0, 0, 128), "orange": (255, 165, 0), "purple": (128, 0, 128), "maroon": (128, 0, 0), "teal": (0, 128, 128),
}  # fmt: skip


HIDING = frozenset((
    "display", "visibility", "mso-hide", "opacity", "max-height", "overflow", "text-indent", "left", "top", "margin-left", "margin-top", "right",
    "clip", "clip-path", "transform", "filter",
))  # fmt: skip
READ = HIDING | {
    "color",
    "background",
    "background-color",
    "background-image",
    "font",
    "font-size",
    "height",
    "width",
    "max-width",
}
ZERO_FONT = re.compile(r"0(?:px)?[ /]")


class Look(NamedTuple):
    """`hides`: nothing inside can be seen; `tiny`: letters too small to see; `colour` and `ground` where the style sets them."""

    hides: bool = False
    tiny: bool = False
    colour: Rgb | None = None
    ground: Rgb | None = None
    letters: bool = False  # sets a font size that can be read


PLAIN = Look()


@lru_cache(maxsize=4096)
def look_of(style: str) -> Look:
    """The look that a list of declarations gives."""
    if "/*" in style:
        style = without_comments(style)
    if "\\" in style:
        style = ESCAPE.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)), style)
    said = dict(filter(None, map(_declared, style[:LONGEST_STYLE].lower().split(";"))))
    if not said:
        return PLAIN
    colour = _rgb(said["color"]) if "color" in said else None
    ground = said.get("background-color") or said.get("background")
    if "background-image" in said and said["background-image"] != "none":
        ground = said["background-image"]
    size = said.get("font-size")
    if size is None and "font" in said and ZERO_FONT.match(said["font"]):
        size = said["font"]
    tiny = bool(size) and _is_tiny(size or "")
    clear = colour == UNKNOWN and said["color"] in ("transparent", "rgba(0,0,0,0)", "rgba(0, 0, 0, 0)")
    return Look(
        clear or (not HIDING.isdisjoint(said) and _hides(said)),
        tiny,
        None if colour == UNKNOWN else colour,
        _ground(ground) if ground else None,
        bool(size) and not tiny,
    )


@lru_cache(maxsize=16384)
def _declared(declaration: str) -> tuple[str, str] | None:
    """Name and value of a declaration that says something of what can be seen; pages repeat the same few thousand."""
    name, colon, value = declaration.partition(":")
    name = name.strip()
    return (name, value.partition("!")[0].strip()) if colon and name in READ else None


def _hides(said: Mapping[str, str]) -> bool:
    get = said.get
    if get("display") == "none" or get("visibility") in ("hidden", "collapse") or get("mso-hide") == "all":
        return True
    if "opacity" in said and _number(said["opacity"], 1) <= 0.05:
        return True
    if "max-height" in said and _number(said["max-height"], 1) == 0:
        return True
    if get("overflow", "").startswith("hidden") and any(
        name in said and _number(said[name], 9) <= 1 and not said[name].endswith(("%", "em", "vh"))
        for name in ("height", "width", "max-height", "max-width")
    ):
        return True
    if "text-indent" in said and _number(said["text-indent"], 0) <= -99:
        return True
    if any(name in said and _number(said[name], 0) <= -999 for name in ("left", "top", "margin-left", "margin-top", "right")):
        return True
    if get("clip", "").startswith("rect(0") or get("clip-path", "").startswith(("inset(50", "inset(100", "circle(0")):
        return True
    return ("scale(0" in get("transform", "") and "scale(0." not in get("transform", "")) or get("filter", "") == "opacity(0)"


def _is_tiny(size: str) -> bool:
    match = NUMBER.match(size)
    if not match or not any(c.isdigit() for c in match[1]):
        return False
    value, unit = float(match[1]), match[2] or "px"
    return value <= {"px": 1, "pt": 1, "em": 0.1, "rem": 0.1, "%": 10}.get(unit, 0)


def _number(value: str, default: float) -> float:
    match = NUMBER.match(value)
    return float(match[1]) if match and any(c.isdigit() for c in match[1]) else default


def _ground(value: str) -> Rgb | None:
    if value in ("none", "transparent", "inherit", "initial"):
        return None
    if "url(" in value or "gradient" in value:
        return UNKNOWN
    return _rgb(value if value.startswith("rgb") else value.split(" ", 1)[0])


@lru_cache(maxsize=2048)
def _rgb(value: str) -> Rgb:
    """A CSS colour as red, green and blue; UNKNOWN when it is none we know."""
    value = value.strip().lower()
    if value in COLOURS:
        return COLOURS[value]
    if value.startswith("rgb"):
        numbers = re.findall(r"\d{1,3}", value)
        if len(numbers) >= 3 and not (len(numbers) == 4 and numbers[3] == "0" and value.startswith("rgba")):
            return (int(numbers[0]), int(numbers[1]), int(numbers[2]))
        return UNKNOWN
    digits = value.lstrip("#")[:8]
    try:
        if len(digits) in (3, 4):
            return (int(digits[0] * 2, 16), int(digits[1] * 2, 16), int(digits[2] * 2, 16))
        return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16))
    except (ValueError, IndexError):
        return UNKNOWN


def colour_of(value: str | None) -> Rgb | None:
    """The colour an old attribute (color, bgcolor) names, or None."""
    if not value:
        return None
    colour = _rgb(value[:40])
    return None if colour == UNKNOWN else colour


def near(one: Rgb, other: Rgb) -> bool:
    """Whether an eye cannot tell letters of one colour from a ground of the other."""
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) + abs(one[2] - other[2]) <= 30


def without_comments(text: str) -> str:
    """CSS without its comments; an unclosed one runs to the end."""
    first, *rest = text.split("/*")
    return first + "".join(piece.partition("*/")[2] for piece in rest)


@dataclass(slots=True)
class Sheet:
    """What the style sheets in a page say of classes and ids: `.name` or `#name` -> look, and every name that is given a ground."""

    looks: dict[str, Look] = field(default_factory=dict)
    grounds: dict[str, Rgb] = field(default_factory=dict)


def sheet_of(sources: Iterable[str]) -> Sheet:
    """The rules outside @media (those are for print, phones and dark mode) of a page's style elements."""
    sheet = Sheet()
    declared: dict[str, str] = {}
    for source in sources:
        for selectors, declarations in _rules(source[:LONGEST_SHEET]):
            for selector in selectors[:2000].split(","):
                simple = SIMPLE_SELECTOR.fullmatch(selector.strip())
                if simple:
                    # A later rule for the same name overrides an earlier one, property by property.
                    declared[simple[1]] = f"{declared.get(simple[1], '')};{declarations}"[-LONGEST_STYLE:]
                elif look_of(declarations[:LONGEST_STYLE]).ground:
                    # A selector we do not follow gives its last names a ground we cannot be sure of.
                    for name in NAMES_IN_SELECTOR.findall(selector.strip().rsplit(" ", 1)[-1][:300]):
                        sheet.grounds[name] = UNKNOWN
    for name, declarations in declared.items():
        look = look_of(declarations)
        if look != PLAIN:
            sheet.looks[name] = look
            if look.ground:
                sheet.grounds[name] = look.ground
    return sheet


def _rules(source: str) -> Iterator[tuple[str, str]]:
    source = without_comments(source).replace("<!--", "").replace("-->", "")
    inside_at = depth = count = 0
    selector = ""
    *closed, _ = source.split("}")
    for piece in closed:
        *opened, declarations = piece.split("{")
        for text in opened:
            depth += 1
            selector = text.rpartition(";")[2].strip()
            if selector.startswith("@") and not inside_at:
                inside_at = depth
        if depth == 1 and not inside_at:
            count += 1
            if count > MOST_RULES:
                return
            yield selector, declarations
        if inside_at == depth:
            inside_at = 0
        depth = max(depth - 1, 0)
