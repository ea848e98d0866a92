"""Chats: WhatsApp exports, text copied from Teams, Slack or a phone, and the JSON that Slack and Teams export.

Who said what is kept apart: one Text for each of the others, with our own words as what it quotes where the export tells which are ours ("You", the
name in the file name, an unknown number beside a saved name).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import LinkKind, TextKind
from weerbaar.unpack.charset import decode
from weerbaar.unpack.link import links_in_text
from weerbaar.unpack.reader import Blob, Budget, Yield, reader
from weerbaar.unpack.text import make_text

SPACE = "[ \u00a0\u202f]"
CLOCK = rf"\d{{1,2}}[:.h]\d{{2}}(?:[:.]\d{{2}})?(?:{SPACE}?[ap]\.?{SPACE}?m\.?)?"
DATE = r"\d{1,4}[-./]\d{1,2}[-./]\d{2,4}"
STAMPED = re.compile(
    rf"^\u200e?\[?{DATE},?{SPACE}(?:(?:at|um|om|à|le){SPACE})?{CLOCK}\]?{SPACE}{{0,2}}(?:[-–]{SPACE})?([^:\n]{{1,60}}):{SPACE}(.*)$",
    re.I,
)
SYSTEM = re.compile(
    rf"^\u200e?\[?{DATE},?{SPACE}(?:(?:at|um|om|à|le){SPACE})?{CLOCK}\]?{SPACE}{{0,2}}[-–]{SPACE}[^:\n]*$", re.I
)
CLOCK_FIRST = re.compile(rf"^\[(?:[\w.,/-]{{1,20}}{SPACE}){{0,4}}{CLOCK}\]{SPACE}([^:\n]{{1,60}})(?::{SPACE}(.*))?$", re.I)
CLOCK_LAST = re.compile(
    rf"^([^\d\W][^:\n\t]{{1,50}}?)(?:{SPACE}{{1,4}}|\t)\[?(?:(?:{DATE}|[\w.]{{2,10}}),?{SPACE})?{CLOCK}\]?$", re.I
)
CLOCK_ALONE = re.compile(rf"^\[?(?:(?:{DATE}|[\w.]{{2,10}}),?{SPACE})?{CLOCK}\]?$", re.I)
NAMED = re.compile(r"^(\+?[\w][\w .'’()+-]{0,40}):[ \t](\S.*)$")
DROPPED = re.compile(
    r"^\u200e?\W{0,3}(?:<[^<>:/]{3,60}>|(?:image|video|audio|sticker|gif|document|afbeelding|bild|audio|contact card|photo|vidéo|foto|spraakbericht)\s"
    r"(?:omitted|weggelaten|omise?|absente?|weggelassen|ausgeschlossen|niet opgenomen)\W{0,3}"
    r"|(?:this message was deleted|you deleted this message|dit bericht is verwijderd|u hebt dit bericht verwijderd|ce message a été supprimé"
    r"|diese nachricht wurde gelöscht|missed voice call|gemiste spraakoproep|appel vocal manqué|verpasster sprachanruf)\W{0,3})$",
    re.I,
)
CALL_OF = re.compile(
    r"whatsapp[ -]?(?:chat|discussion|-chat)?\s*(?:with|met|avec|mit|-)\s*(.+?)(?:\.txt|\.zip)?$|discussion whatsapp avec (.+?)(?:\.txt|\.zip)?$",
    re.I,
)
OURS = frozenset(("you", "me", "ik", "jij", "u", "moi", "vous", "toi", "ich", "du", "sie"))
NUMBER = re.compile(r"^[~\u200e\u202a ]{0,3}\+?\d[\d ()\u00a0.-]{6,20}[\u202c]?$")
MOST_SPEAKERS = 8
MOST_MESSAGES = 20_000
MOST_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a chat."""

    speaker: str
    text: str


@reader("chat")
def chat(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A chat export or a copied chat: one Text (kind CHAT) for each of the others, and the links they sent."""
    text = decode(blob.data, blob.charset)[: budget.settings.max_text_chars * 4]
    where = blob.where or "chat"
    lines = messages_in(text)
    if len(lines) > MOST_MESSAGES:
        budget.met.add("max_text_chars")
        yield NotLooked("limit max_text_chars", Reason.TOO_LARGE, where, f"{len(lines) - MOST_MESSAGES} messages")
        # The last ones are what someone doubts.
        lines = lines[-MOST_MESSAGES:]
    if not lines:
        yield from make_text(text, where, TextKind.CHAT, budget)
        yield from links_in_text(text[: budget.settings.max_text_chars], where)
        return
    ours = _ours([line.speaker for line in lines], blob.name)
    own_words = "\n".join(line.text for line in lines if line.speaker in ours)
    theirs: dict[str, list[str]] = {}
    for line in lines:
        if line.speaker not in ours:
            speaker = line.speaker if line.speaker in theirs or len(theirs) < MOST_SPEAKERS else next(reversed(theirs))
            theirs.setdefault(speaker, []).append(line.text)
    if not theirs:
        yield from make_text(own_words, where, TextKind.CHAT, budget, speaker=lines[0].speaker)
    for speaker, texts in theirs.items():
        words = "\n".join(texts)
        yield from make_text(words, where, TextKind.CHAT, budget, speaker=speaker, quoted=own_words)
        yield from links_in_text(words[: budget.settings.max_text_chars], where)
    yield from links_in_text(own_words[: budget.settings.max_text_chars], where, LinkKind.TEXT, quoted=bool(theirs))


def messages_in(text: str) -> list[Line]:
    """The messages of a chat in order, without what only says that a picture was left out; empty when the text is no chat we know."""
    start = text.lstrip("\ufeff \t\r\n")
    said = _from_json(start) if start[:1] in ("[", "{") else None
    if said is None:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
        said = max((_stamped(lines), _clocked(lines)), key=len) or _named(lines)
    return [
        Line(" ".join(line.speaker.strip("\u200e\u202a\u202c ~").split())[:80], line.text.strip())
        for line in said
        if not _is_dropped(line.text)
    ]


def _is_dropped(text: str) -> bool:
    text = text.strip()
    return not text or (len(text) < 100 and DROPPED.match(text) is not None)


def _stamped(lines: list[str]) -> list[Line]:
    """`12-03-2025 14:05 - Name: text` and `[12.03.25, 14:05:33] Name: text`."""
    made: list[tuple[str, list[str]]] = []
    for line in lines:
        match = STAMPED.match(line[:4000])
        if match:
            made.append((match[1], [match[2] + line[4000:]]))
        elif made and not SYSTEM.match(line[:400]):
            made[-1][1].append(line)
    return [Line(speaker, "\n".join(texts)) for speaker, texts in made]


def _clocked(lines: list[str]) -> list[Line]:
    """Teams and Slack as copied: `[14:05] Name` or `Name  14:05` above the text, or the name and the time each on a line."""
    heads: list[tuple[int, int, str, str]] = []  # first line, line after the head, speaker, text on the same line
    for number, line in enumerate(lines):
        line = line[:200].strip()
        if match := CLOCK_FIRST.match(line):
            heads.append((number, number + 1, match[1], match[2] or ""))
        elif match := CLOCK_LAST.match(line):
            heads.append((number, number + 1, match[1], ""))
        elif (
            number
            and CLOCK_ALONE.match(line)
            and 1 < len(lines[number - 1].strip()) <= 50
            and lines[number - 1].strip()[-1].isalpha()
        ):
            heads.append((number - 1, number + 1, lines[number - 1].strip(), ""))
    if not heads or any(line.strip() for line in lines[: heads[0][0]]):
        return []
    ends = [head[0] for head in heads[1:]] + [len(lines)]
    return [
        Line(speaker, "\n".join((same, *lines[after:end]))) for (_, after, speaker, same), end in zip(heads, ends, strict=True)
    ]


def _named(lines: list[str]) -> list[Line]:
    """`Name: text` lines, when most lines are so and a name comes back or is ours."""
    filled = [line for line in lines if line.strip()]
    found = [match for line in filled if (match := NAMED.match(line[:2000]))]
    names = [match[1].lower() for match in found]
    if len(found) < 2 or len(found) < len(filled) * 0.6 or (len(set(names)) == len(names) and not OURS & set(names)):
        return []
    made: list[tuple[str, list[str]]] = []
    for line in filled:
        match = NAMED.match(line[:2000])
        if match:
            made.append((match[1], [match[2] + line[2000:]]))
        elif made:
            made[-1][1].append(line)
    return [Line(speaker, "\n".join(texts)) for speaker, texts in made]


def _ours(speakers: list[str], name: str) -> set[str]:
    """The speakers who are ours, as far as the export tells."""
    everyone = set(speakers)
    told = {speaker for speaker in everyone if speaker.lower() in OURS}
    if told:
        return told
    with_whom = CALL_OF.search(name[:200])
    if with_whom and len(everyone) == 2:
        other = (with_whom[1] or with_whom[2]).strip().lower()
        if any(speaker.lower() == other for speaker in everyone):
            return {speaker for speaker in everyone if speaker.lower() != other}
    numbers = {speaker for speaker in everyone if NUMBER.match(speaker)}
    if len(everyone) == 2 and len(numbers) == 1:
        return everyone - numbers
    return set()


def _from_json(text: str) -> list[Line] | None:
    """Slack's export (a list of messages) and Teams' (Microsoft Graph chatMessage); None when it is neither."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return None
    made = [line for message in _messages(read, 0) if (line := _json_line(message))][: MOST_MESSAGES * 2]
    return made or None


def _messages(read: object, depth: int) -> Iterator[dict[str, object]]:
    if isinstance(read, list):
        for one in read[: MOST_MESSAGES * 2]:
            if isinstance(one, dict):
                yield from _messages(one, depth + 1)
    elif isinstance(read, dict):
        if "text" in read or "body" in read or "content" in read:
            yield read
        elif depth < MOST_DEPTH:
            for value in list(read.values())[:200]:
                if isinstance(value, list):
                    yield from _messages(value, depth + 1)


def _json_line(message: dict[str, object]) -> Line | None:
    body = message.get("text") or message.get("body") or message.get("content")
    if isinstance(body, dict):
        html = str(body.get("contentType", "")).lower() == "html"
        body = body.get("content")
    else:
        html = isinstance(body, str) and body.startswith("<") and body.endswith(">")
    if not isinstance(body, str) or message.get("subtype") in ("channel_join", "channel_leave"):
        return None
    if html:
        from selectolax.lexbor import LexborHTMLParser

        root = LexborHTMLParser(body).body
        body = root.text(deep=True, separator="") if root else ""
    else:
        # Slack writes links and people as <https://address|label> and <@U012AB>.
        body = re.sub(r"<(https?://[^|<>]{1,2000})(?:\|([^<>]{0,300}))?>", lambda m: f"{m[2]} ({m[1]})" if m[2] else m[1], body)
    return Line(_json_speaker(message), body)


def _json_speaker(message: dict[str, object]) -> str:
    for key in ("user_profile", "from", "sender", "author", "user", "username", "displayName"):
        value = message.get(key)
        for inner in ("user", "application"):
            if isinstance(value, dict) and isinstance(value.get(inner), dict):
                value = value[inner]
        if isinstance(value, dict):
            value = value.get("real_name") or value.get("displayName") or value.get("display_name") or value.get("name")
        if isinstance(value, str) and value:
            return value
    return "?"
