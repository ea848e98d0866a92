"""Calendar invitations (iCalendar, RFC 5545, and the HTML description Outlook adds): who invites, to what, and what it says."""

from collections.abc import Iterator

from weerbaar.model.part import Address, Link, LinkKind, Meeting, TextKind
from weerbaar.unpack.charset import decode
from weerbaar.unpack.lines import Property, properties
from weerbaar.unpack.link import links_in_text, make_link
from weerbaar.unpack.mail import make_address
from weerbaar.unpack.reader import Blob, Budget, Yield, reader
from weerbaar.unpack.text import make_text

EVENTS = ("VEVENT", "VTODO", "VJOURNAL")
SAID = ("SUMMARY", "LOCATION", "DESCRIPTION", "COMMENT")
LINKED = ("URL", "ATTACH", "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
MOST_EVENTS = 50


@reader("calendar")
def calendar(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """An .ics file or a text/calendar part: for each event a Meeting, a Text of what it says, and its links."""
    where = blob.where or "calendar"
    method = ""
    event: list[Property] | None = None
    inside = ""
    count = 0
    for one in properties(decode(blob.data, blob.charset)):
        value = one.value.strip()
        if one.name == "METHOD" and event is None:
            method = value.upper()[:40]
        elif one.name == "BEGIN" and value.upper() in EVENTS and event is None:
            event, inside = [], value.upper()
        elif event is not None and one.name == "END" and value.upper() == inside:
            yield from _event(event, method, where, blob, budget)
            event = None
            count += 1
            if count >= MOST_EVENTS:
                return
        elif event is not None:
            event.append(one)
    if event:
        # Cut off: what is there is still read.
        yield from _event(event, method, where, blob, budget)


def _event(event: list[Property], method: str, where: str, blob: Blob, budget: Budget) -> Iterator[Yield]:
    said = {name: next((one.value.strip() for one in event if one.name == name), "") for name in (*SAID, "DTSTART")}
    yield Meeting(where, said["SUMMARY"][:1000], _organiser(event), method, said["DTSTART"][:40])
    text = "\n".join(said[name] for name in SAID if said[name])
    if text:
        yield from make_text(text, where, TextKind.DOCUMENT, budget, subject=said["SUMMARY"][:1000])
    seen: set[str] = set()
    for link in _links(event, text[: budget.settings.max_text_chars], where):
        if link.written not in seen:
            seen.add(link.written)
            yield link
    page = next((one.value for one in event if one.name in ("X-ALT-DESC", "STYLED-DESCRIPTION") and "<" in one.value), "")
    if page:
        yield blob.inside("description", page.encode("utf-8", "replace"), kind="html", declared="text/html")


def _organiser(event: list[Property]) -> Address | None:
    for one in event:
        if one.name == "ORGANIZER":
            address = one.value.strip().removeprefix("MAILTO:").removeprefix("mailto:").removeprefix("Mailto:")
            return make_address(one.parameters.get("CN", ""), address if "@" in address else one.parameters.get("EMAIL", ""))
    return None


def _links(event: list[Property], text: str, where: str) -> Iterator[Link]:
    yield from links_in_text(text, where, LinkKind.CALENDAR)
    for one in event:
        if one.name in LINKED and one.parameters.get("ENCODING", "").upper() != "BASE64":
            made = make_link(one.value, LinkKind.CALENDAR, where, label=one.parameters.get("LABEL", ""))
            if made:
                yield made
