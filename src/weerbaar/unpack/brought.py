"""Which message is the doubt, and what did the person say with it: read from the mail in which a person brings it to the desk.

People forward as an attachment, forward inline, redirect, attach a screenshot, or paste. A colleague's own headers must not speak for what
the colleague brings: a paste or a file is looked at without them.
"""

from dataclasses import dataclass
from enum import StrEnum

from weerbaar.model.item import Item, Way
from weerbaar.model.part import Mail, Recovered, Text, TextKind
from weerbaar.settings import DEFAULT, Settings
from weerbaar.unpack.kind import kind_of
from weerbaar.unpack.mail import make_mail
from weerbaar.unpack.mime import Entity, entity_of
from weerbaar.unpack.reader import Blob, Budget, reader_of

MOST_ITEMS = 20
LONGEST_COMMENT = 4000
LONGEST_NAME = 200
SIGNATURES = frozenset(
    ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys")
)
BODY_HEADERS = frozenset(("mime-version", "content-type", "content-transfer-encoding", "subject"))


class Manner(StrEnum):
    """How a doubt came inside a mail."""

    ATTACHED = "attached"  # forwarded as an attachment; each attached message or file is an item
    INLINE = "inline"  # forwarded in the text
    RESENT = "resent"  # redirected with Resent- headers: the mail is the message itself
    FILES = "files"  # files with a mail to the desk
    WRITTEN = "written"  # pasted or told in a mail to the desk
    MESSAGE = "message"  # the message itself: redirected without a word, or sent by whoever is in doubt


@dataclass(frozen=True, slots=True)
class Brought:
    """The mail that brought it (its Mail part), how, what is to be looked at, and the person's own words.

    `left_out` counts attachments beyond those we take.
    """

    carrier: Mail
    manner: Manner
    items: tuple[Item, ...]
    comment: str = ""
    left_out: int = 0


@dataclass(slots=True)
class _Inside:
    """What stands in a mail, unread but for its text."""

    messages: list[Blob]
    files: list[Blob]
    words: list[str]
    note: str = ""
    forwarded: Mail | None = None


def what_was_brought(raw: bytes, desk: frozenset[str] = frozenset(), settings: Settings = DEFAULT) -> Brought:
    """What a mail brings. `desk` are the desk's own addresses, in lower case: a mail to one of them speaks of something else than itself, any other mail was
    redirected without a word and is the message in doubt.

    Never raises for what the bytes say: where they cannot be read the mail itself is the item.
    """
    raw = raw[: settings.max_bytes].lstrip(b"\r\n")
    entity = entity_of(raw)
    carrier = make_mail(entity.headers, "mail", Recovered.ORIGINAL, raw)
    whole = Item(_name(carrier.subject, "mail.eml"), raw)
    if carrier.header("Resent-From"):
        return Brought(carrier, Manner.RESENT, (whole,))
    to_the_desk = bool(desk & {one.address for one in (*carrier.to, *carrier.cc)})
    if desk and not to_the_desk:
        return Brought(carrier, Manner.MESSAGE, (whole,))
    try:
        inside = _inside(raw, settings)
    except Exception:  # parsers of hostile formats fail in ways nobody lists; the look at the whole will say so
        return Brought(carrier, Manner.MESSAGE, (whole,))
    comment = "\n".join(inside.words)[:LONGEST_COMMENT].strip()
    if inside.messages:
        return _apart(carrier, Manner.ATTACHED, [*inside.messages, *inside.files], comment)
    if inside.forwarded is not None:
        named = Item(_name(inside.forwarded.subject or carrier.subject, "mail.eml"), raw)
        return Brought(carrier, Manner.INLINE, (named,), inside.note[:LONGEST_COMMENT])
    if not to_the_desk:
        return Brought(carrier, Manner.MESSAGE, (whole,))
    if inside.files:
        return _apart(carrier, Manner.FILES, inside.files, comment)
    return Brought(carrier, Manner.WRITTEN, (Item(whole.name, _without_sender(entity, raw)),))


def _inside(raw: bytes, settings: Settings) -> _Inside:
    budget = Budget(settings)
    inside = _Inside([], [], [])
    read = reader_of("mail")
    for made in read(Blob(where="", data=raw, kind="mail"), budget) if read else ():
        if not isinstance(made, Blob):
            continue
        budget.spend_part(made.where)
        if "body" in made.context:
            _read_body(made, budget, inside)
        elif "attached" in made.context or kind_of(made) in ("mail", "msg"):
            inside.messages.append(made)
        elif "inline" not in made.context and made.declared not in SIGNATURES:
            inside.files.append(made)
    return inside


def _read_body(body: Blob, budget: Budget, inside: _Inside) -> None:
    read = reader_of(body.kind)
    for made in read(body, budget) if read else ():
        if isinstance(made, Mail):
            inside.forwarded = inside.forwarded or made
        elif isinstance(made, Text):
            if made.kind is TextKind.NOTE:
                inside.note = inside.note or made.text
            else:
                inside.words.append(made.text)


def _apart(carrier: Mail, manner: Manner, blobs: list[Blob], comment: str) -> Brought:
    items = []
    for blob in blobs[:MOST_ITEMS]:
        subject = make_mail(entity_of(blob.data).headers, "mail").subject if "attached" in blob.context else ""
        items.append(Item(_name(subject or blob.name, "mail.eml"), blob.data, Way.FILE))
    return Brought(carrier, manner, tuple(items), comment, max(0, len(blobs) - MOST_ITEMS))


def _without_sender(entity: Entity, raw: bytes) -> bytes:
    """The mail as a text with its pictures, from nobody: who brought it did not write what is in doubt."""
    kept = [f"{name}: {value}" for name, value in entity.headers if name.lower() in BODY_HEADERS] or ["Subject:"]
    starts = [at + len(gap) for gap in (b"\r\n\r\n", b"\n\n") if (at := raw.find(gap)) >= 0]
    return "\n".join(kept).encode("ascii", "surrogateescape") + b"\n\n" + (raw[min(starts) :] if starts else b"")


def _name(written: str, otherwise: str) -> str:
    """A label that a person recognises, on one line."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in written[:LONGEST_NAME]).split()) or otherwise
