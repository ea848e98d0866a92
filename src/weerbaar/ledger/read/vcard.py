"""Business cards, vCard 2.1, 3.0 and 4.0 (RFC 6350, RFC 2426): the firm, the person, and each number, address and page of theirs.

A card gives one claim for each telephone number, address and page it has, all under the same name, since a claim says one of each.
"""

import quopri
import re
from collections.abc import Iterator
from itertools import zip_longest

from weerbaar.ledger.read.reading import LONGEST, Reading, Unread, claim_of
from weerbaar.ledger.read.refused import Refused
from weerbaar.model.ledger import Claim

MOST_BYTES = 20_000_000
MOST_CARDS = 10_000
MOST_VALUES = 20
CHARSETS = frozenset({"UTF-8", "US-ASCII", "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252"})
ESCAPED = re.compile(r"\\([\\,;:nN])")


def read(data: bytes) -> Reading:
    """The claims of every card in the file. Raises `Refused` when no card begins in it."""
    if not data.strip():
        raise Refused("empty")
    if len(data) > MOST_BYTES:
        raise Refused("too_large", f"{len(data)} bytes")
    claims: list[Claim] = []
    unread: list[Unread] = []
    card: dict[str, list[str]] | None = None
    number = 0
    for name, value in _properties(_decoded(data)):
        if name == "BEGIN" and value.strip().upper() == "VCARD":
            number += 1
            if number > MOST_CARDS:
                unread.append(Unread(f"card {number}", "too_many"))
                card = None
                break
            card = {}
        elif name == "END" and card is not None:
            _add(card, f"card {number}", claims, unread)
            card = None
        elif card is not None and len(card.setdefault(name, [])) < MOST_VALUES:
            card[name].append(value[:LONGEST])
    if not number:
        raise Refused("kind", "no BEGIN:VCARD")
    if card is not None:
        unread.append(Unread(f"card {number}", "cut"))
    return Reading("vcard", tuple(claims), tuple(unread))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _properties(text: str) -> Iterator[tuple[str, str]]:
    """(name, value) of each content line, unfolded and decoded; groups ("item1.TEL") and parameters are left out."""
    lines: list[str] = []
    soft = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if lines and (line[:1] in (" ", "\t") or soft):
            lines.append(line if soft else line[1:])
        else:
            yield from _property("".join(lines))
            lines = [line]
        head = lines[0].upper()
        soft = line.endswith("=") and "QUOTED-PRINTABLE" in head.partition(":")[0]
        if soft:
            lines[-1] = lines[-1][:-1]
    yield from _property("".join(lines))


def _property(line: str) -> Iterator[tuple[str, str]]:
    head, colon, value = line.partition(":")
    if not colon:
        return
    name, *parameters = head.upper().split(";")
    if any("QUOTED-PRINTABLE" in parameter for parameter in parameters):
        charset = next((p.partition("=")[2] for p in parameters if p.startswith("CHARSET=")), "UTF-8")
        packed = quopri.decodestring(value.encode("utf-8", "replace"))
        try:
            value = packed.decode(charset if charset in CHARSETS else "UTF-8")
        except UnicodeDecodeError:
            value = packed.decode("cp1252", "replace")
    yield name.rpartition(".")[2].strip(), value


def _plain(value: str) -> str:
    return ESCAPED.sub(lambda match: " " if match[1] in "nN" else match[1], value).strip()


def _parts(value: str) -> list[str]:
    """The components of a structured value, divided by ";" that is not escaped."""
    return [_plain(part) for part in re.split(r"(?<!\\);", value)]


def _add(card: dict[str, list[str]], where: str, claims: list[Claim], unread: list[Unread]) -> None:
    firm = _parts(card["ORG"][0])[0] if card.get("ORG") else ""
    person = _plain(card["FN"][0]) if card.get("FN") else ""
    if not person and card.get("N"):
        person = " ".join(part for part in reversed(_parts(card["N"][0])[:2]) if part)
    if not firm and not person:
        unread.append(Unread(where, "no_name"))
        return
    country = next((parts[6] for parts in map(_parts, card.get("ADR", [])) if len(parts) > 6), "")
    phones = [
        value.removeprefix("tel:").removeprefix("TEL:").partition(";")[0] for value in map(str.strip, card.get("TEL", []))
    ]
    columns = (phones, [_plain(value) for value in card.get("EMAIL", [])], [_plain(value) for value in card.get("URL", [])])
    rows = list(zip_longest(*(list(dict.fromkeys(filter(None, column))) for column in columns), fillvalue="")) or [("", "", "")]
    for phone, address, page in rows:
        written = {
            "name": firm or person,
            "contact": person if firm and person != firm else "",
            "country": country,
            "phone": phone,
            "address": address,
            "domain": page,
        }
        claim, doubts = claim_of(where, written)
        claims.append(claim)
        unread.extend(doubts)
