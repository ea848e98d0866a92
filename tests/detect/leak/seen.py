"""What one recogniser sees in a text, as the text was brought."""

from weerbaar.detect.leak._declaration import recognisers, scan
from weerbaar.leak.text import readable


def seen(name: str, text: str) -> list[tuple[str, str]]:
    """(reason, stretch of the text) of everything the recogniser of this name sees, in order."""
    one = next(one for one in recognisers() if one.name == name)
    read = readable(text)
    hits = scan(read).get(name, [])
    if one.triggers and not hits and not one.always:
        return []
    found = []
    for match in one.find(read, hits):
        start, end = read.span(match.start, match.end)
        assert match.by == name and match.cls in one.classes and match.reason in one.reasons
        assert text[start:end] not in repr(match), "a match never shows what it matched"
        found.append((match.reason, text[start:end]))
    return found
