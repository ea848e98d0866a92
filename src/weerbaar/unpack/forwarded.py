"""The original inside an inline forward, recovered from the header block that mail programs put above it.

Outlook, Gmail, Apple Mail and Thunderbird in nl, fr, de and en write the same four facts in their own order: From/Van/De/Von, a date,
To/Aan/À/An, Subject/Onderwerp/Objet/Betreff. Swindlers write such blocks too, to make their own request look like an earlier conversation.
So it counts as forwarded by the reader's colleague only when what stands above it is a short note that asks for nothing: no amount, no
account, no link. Else the whole is one message that quotes another.
"""

import re
from dataclasses import dataclass

from weerbaar.model.part import Address, Mail, Recovered
from weerbaar.unpack.mail import make_address, parse_date

LABELS = {
    "From": ("from", "van", "de", "von"),
    "Date": ("sent", "date", "verzonden", "datum", "envoyé", "envoyé le", "gesendet"),
    "To": ("to", "aan", "à", "an"),
    "Cc": ("cc", "kopie"),
    "Subject": ("subject", "onderwerp", "objet", "betreff", "sujet"),
    "Reply-To": ("reply-to", "antwoord aan", "répondre à", "antwort an"),
}
NAME_OF = {word: name for name, words in LABELS.items() for word in words}
LABEL = re.compile(
    rf"[*_\s\u00a0]{{0,8}}({'|'.join(sorted(map(re.escape, NAME_OF), key=len, reverse=True))})[*_]{{0,2}}[ \u00a0]?:(.*)",
    re.I | re.S,
)
MARKER = re.compile(
    r"(?:^|\n)[\s>*]{0,8}(?:-{2,}[ ]{0,3}(?:forwarded message|doorgestuurd bericht|message transf[ée]r[ée]|weitergeleitete nachricht)"
    r"[ ]{0,3}-{2,}|begin forwarded message|begin doorgestuurd bericht|d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])"
    r"|anfang der weitergeleiteten (?:nachricht|e-mail))",
    re.I,
)
ORIGINAL = re.compile(
    r"\s*(?:-{2,}\s*(?:original message|oorspronkelijk bericht|origineel bericht|message d['’]origine|ursprüngliche nachricht)\s*-{2,}|_{10,})\s*",
    re.I,
)
FORWARDED = re.compile(r"\s*(?:fwd?|tr|wg|doorst|i|rv|vs)\s?:", re.I)
ANSWERED = re.compile(r"\s*(?:re|aw|antw|betr|réf|sv)\s?(?:\[\d+\])?\s?:", re.I)
SIGNED = re.compile(
    r"\n(?:-- ?\n|\s*(?:met vriendelijke groet|vriendelijke groet|groeten|mvg|cordialement|bien à vous|mit freundlichen grüßen"
    r"|viele grüße|kind regards|best regards|regards|sent from my|verzonden vanaf|envoyé de mon|envoyé depuis|von meinem|get outlook)\b)",
    re.I,
)
ASKS = re.compile(
    r"https?:|www\.|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,}|[€$£]\s?\d|\d\s?(?:€|eur\b|euro\b|chf\b|gbp\b|usd\b)|\d[.,]\d{3}\b|\d[.,]\d{2}\b",
    re.I,
)
MAILTO = re.compile(r"[\[<(]\s?mailto:\s?([^\s\])>]{1,254})\s?[\])>]", re.I)
ADDRESS = re.compile(r"<?\s?([^\s<>\"'(),;:\[\]@]{1,64}@[^\s<>\"'(),;:\[\]@]{1,253})\s?>?")
LONGEST_NOTE = 240
SEARCHED_LINES = 60
BLOCK_LINES = 20


@dataclass(frozen=True, slots=True)
class Forward:
    """What the forwarder wrote, the headers the forward quotes (canonical English names), and the original's words."""

    note: str
    headers: tuple[tuple[str, str], ...]
    body: str


def find_forward(text: str, subject: str) -> Forward | None:
    """The forward in a text, or None when it is an answer, a message of its own, or asks for something above the block."""
    if ANSWERED.match(subject):
        return None
    start = text[:6000]
    marker = MARKER.search(start)
    lines = text.split("\n")
    begun = start[: marker.start() + 1].count("\n") if marker else 0
    for at in range(begun, min(begun + SEARCHED_LINES, len(lines))):
        if (found := LABEL.match(lines[at][:1000].lstrip("> "))) and (block := _block(lines, at)):
            break
        if marker and at > begun + 6:
            return None
    else:
        return None
    if not found:
        return None
    headers, end = block
    above = begun if marker else at
    while above and (not lines[above - 1].strip() or ORIGINAL.fullmatch(lines[above - 1][:200])):
        above -= 1
    note = "\n".join(lines[:above]).strip()
    if not _is_note(note, bool(marker) or bool(FORWARDED.match(subject))):
        return None
    body = lines[end:]
    if lines[at].startswith(">"):
        body = [line[1:].removeprefix(" ") if line.startswith(">") else line for line in body]
    return Forward(note, headers, "\n".join(body).strip())


def _is_note(note: str, said_to_be_forwarded: bool) -> bool:
    if not note:
        return True
    words = SIGNED.split("\n" + note, maxsplit=1)[0].strip()
    return len(words) <= (LONGEST_NOTE if said_to_be_forwarded else LONGEST_NOTE // 2) and not ASKS.search(words)


def _block(lines: list[str], at: int) -> tuple[tuple[tuple[str, str], ...], int] | None:
    """The header lines that begin at a line, and the line after them; None unless a sender and two other facts are there."""
    headers: dict[str, str] = {}
    last = ""
    end = at
    for number in range(at, min(at + BLOCK_LINES, len(lines))):
        line = lines[number][:2000].lstrip("> ").strip()
        found = LABEL.match(line)
        if found and NAME_OF[found[1].lower()] not in headers:
            last = NAME_OF[found[1].lower()]
            headers[last] = found[2].strip(" *_\u00a0\t")
        elif line and last and (not headers[last] or (last in ("To", "Cc") and "@" in line and lines[number - 1].strip())):
            # A value on its own line (table cells), or addresses that go on.
            headers[last] = f"{headers[last]} {line}".strip()
        elif line:
            break
        else:
            continue
        end = number + 1
    if "From" not in headers or not headers["From"] or len(headers) < 3 or not ("Subject" in headers or "Date" in headers):
        return None
    return tuple(headers.items()), end


def make_forwarded(forward: Forward, where: str) -> Mail:
    """The Mail part of a recovered original: only what the forward quotes, so nothing about its route or signatures."""
    read = dict(forward.headers)
    sender = _people(read["From"])
    return Mail(
        where=where,
        sender=sender[0] if sender else None,
        subject=read.get("Subject", ""),
        to=_people(read.get("To", "")),
        cc=_people(read.get("Cc", "")),
        reply_to=_people(read.get("Reply-To", "")),
        date=parse_date(read.get("Date", "")),
        headers=forward.headers,
        recovered=Recovered.INLINE,
    )


def _people(value: str) -> tuple[Address, ...]:
    """The people in a quoted header: `Name <address>`, `Name [mailto:address]`, an address or a name alone."""
    value = MAILTO.sub(r"<\1>", value[:4000])
    people: list[Address] = []
    end = 0
    for match in ADDRESS.finditer(value):
        name = value[end : match.start()].strip(" \t,;<>\"'*")
        end = match.end()
        made = make_address(name, match[1])
        if people and people[-1].address == made.address:
            continue
        people.append(made)
    if not people and value.strip():
        return (Address(value.strip(" \"'*;")[:300], ""),)
    return tuple(people[:200])
