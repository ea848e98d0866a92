"""Pages nested deeper than any person writes: HTML parsers walk up the open elements at each tag, which takes the square of the depth."""

import re

DEEPEST = 2000
"""Open elements; browsers stop at 512."""
TAG = re.compile(
    r"<(/?)(?:div|section|article|aside|nav|header|footer|main|center|details|summary|blockquote|ul|ol|dl|dir|menu|pre|listing|address"
    r"|table|fieldset|figure|form|button|a|b|i|u|font|span|em|strong|rt|rp|ruby|object|template|svg|g|math|search|hgroup|dialog)\b",
    re.I,
)


def not_too_deep(source: str) -> str:
    """The page up to where more than `DEEPEST` elements that need an end tag are open; the whole page otherwise."""
    if source.count("<") <= DEEPEST:
        return source
    depth = 0
    for match in TAG.finditer(source):
        depth = max(depth - 1, 0) if match[1] else depth + 1
        if depth > DEEPEST:
            return source[: match.start()]
    return source
