"""A message as the team may look at it: what it says, where it would lead, what it hides, and where the findings stand.

The document is made to stand in `<iframe sandbox src=...>` and to be served with its own policy, which allows nothing but our style and
pictures that were written anew (report/shown_html.py, report/small_picture.py). Headers and the tree of parts are plain strings for the page
around it; every address in them is broken (report/defang.py).

Unpacks the message once more, so call it where look() is called: in the worker with its limits.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files

from weerbaar.advise.sentences import finding_sentence, place, plain, spoken
from weerbaar.look import Look
from weerbaar.model.finding import Finding
from weerbaar.model.part import (
    Code,
    Credentials,
    Declared,
    Document,
    Link,
    Made,
    Mail,
    Part,
    Picture,
    Sound,
    Text,
    TextKind,
    Video,
)  # fmt: skip
from weerbaar.report.defang import unlinked
from weerbaar.report.marks import places
from weerbaar.report.shown_html import shown_html, shown_text
from weerbaar.report.small_picture import LARGEST_BYTES, Pictures
from weerbaar.report.words import words
from weerbaar.settings import DEFAULT, Settings
from weerbaar.unpack.charset import decode
from weerbaar.unpack.mail import mail as bodies_of
from weerbaar.unpack.mime import entity_of
from weerbaar.unpack.reader import Blob, Budget

LONGEST_TEXT = 50_000
"""Characters of one plain text that are shown."""
LONGEST_HEADER = 400
MOST_OF_A_PLACE = 12
"""Parts named at one place of the tree; the rest is counted."""
MOST_TEXTS = 20
HEADER = "header "


@dataclass(frozen=True, slots=True)
class Note:
    """A finding with the number by which the document, the headers and the tree point to it; heaviest first."""

    number: int
    id: str
    sentence: str
    favours_fraud: bool


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """One header as people read it, and the numbers of the notes about it."""

    name: str
    value: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """One place in what was brought: its `name`, `parts` in a few words each, notes about it, and what stands inside."""

    name: str
    parts: tuple[str, ...]
    notes: tuple[int, ...]
    inner: tuple["Branch", ...]


@dataclass(frozen=True, slots=True)
class View:
    """`document` is a whole HTML page, `policy` the value of the Content-Security-Policy header to serve it with."""

    document: str
    policy: str
    headers: tuple[HeaderRow, ...]
    tree: tuple[Branch, ...]
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Place:
    parts: list[Part] = field(default_factory=list)
    inner: dict[str, "_Place"] = field(default_factory=dict)


def safe_view(look: Look, language: str, settings: Settings = DEFAULT) -> View:
    """The view of a look in a reader's language (nl, fr, de, en; else English)."""
    language = spoken(language)
    noted = list(enumerate((weight.finding for weight in look.verdict.weights), 1))
    notes = tuple(
        Note(number, weight.finding.id, _sentence(weight.finding, weight.log_ratio < 0, language), weight.log_ratio > 0)
        for number, weight in enumerate(look.verdict.weights, 1)
    )
    content = "".join(_content(look, noted, {note.number: note.sentence for note in notes}, language, settings))
    return View(
        _document(content, language),
        policy(),
        tuple(_headers(look.parts.mail, noted)),
        _tree(look.parts.all, noted, language),
        notes,
    )


@cache
def policy() -> str:
    """What the document may do: show our style and our pictures. `sandbox` holds also where it is opened by itself."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src-elem 'sha256-{digest}'; style-src-attr 'unsafe-inline'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; sandbox"
    )


@cache
def _style() -> str:
    return files("weerbaar.report").joinpath("view.css").read_text(encoding="utf-8")


def _sentence(finding: Finding, honest: bool, language: str) -> str:
    return unlinked(finding_sentence(language, finding.id, finding.saw, honest=honest))


def _document(content: str, language: str) -> str:
    own = words(language)["view"]
    inside = policy().partition("; frame-ancestors")[0]  # a <meta> cannot say the rest
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(inside)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        '<meta name="format-detection" content="telephone=no, email=no, address=no, date=no, url=no">\n'
        f"<title>{escape(own['title'])}</title>\n<style>{_style()}</style>\n</head>\n<body>\n"
        f"{content or '<p>' + escape(own['nothing']) + '</p>'}\n</body>\n</html>\n"
    )


def _content(
    look: Look, noted: Sequence[tuple[int, Finding]], titles: Mapping[int, str], language: str, settings: Settings
) -> Iterator[str]:
    own = words(language)["view"]
    mail = _with_source(look)
    blobs = _bodies(mail, settings) if mail else _page(look)
    if blobs:
        pictures = Pictures(_inline(mail.raw) if mail else {})
        for blob in blobs:
            source = decode(blob.data[: settings.max_unpacked_bytes], blob.charset, html=blob.kind == "html")
            if blob.kind == "html":
                yield f"<section>{shown_html(source, noted, pictures, own, titles)}</section>"
            else:
                yield f"<section>{shown_text(source, noted, titles, LONGEST_TEXT, own)}</section>"
    texts = [text for text in look.parts.of(Text) if not blobs or not _is_of_body(text, mail)]
    for text in texts[:MOST_TEXTS]:
        written = "\n".join(filter(None, (text.subject, text.raw or text.text, text.quoted)))
        yield f"<section><h2>{escape(unlinked(place(language, text.where)))}</h2>"
        yield shown_text(written, noted, titles, LONGEST_TEXT, own)
        if text.hidden:
            yield f'<p class="hidden">{escape(own["hidden"])}: {escape(text.hidden[:LONGEST_TEXT])}</p>'
        yield "</section>"


def _with_source(look: Look) -> Mail | None:
    """The message in doubt when its source is there, else the one that brought it."""
    mails = [mail for mail in (look.parts.mail, *look.parts.of(Mail)) if mail is not None and mail.raw]
    return mails[0] if mails else None


def _bodies(mail: Mail, settings: Settings) -> list[Blob]:
    """The bodies of a message as unpacking chooses them; none where it cannot be taken apart."""
    try:
        made = list(bodies_of(Blob(where="mail", data=mail.raw), Budget(settings)))
    except Exception:  # what look() could not read either; the texts it did read are shown instead (as in unpack/unpack.py)
        return []
    return [blob for blob in made if isinstance(blob, Blob) and "body" in blob.context]


def _page(look: Look) -> list[Blob]:
    """A page that was brought as it is."""
    page = next((part for part in look.parts.of(Document) if part.kind == "html" and part.sha256 == look.item.sha256), None)
    return [Blob(where=page.where, data=look.item.data, kind="html")] if page else []


def _is_of_body(text: Text, mail: Mail | None) -> bool:
    """Whether a text stands in what is shown already."""
    return text.kind in (TextKind.MAIL, TextKind.NOTE) if mail else " > " not in text.where


def _inline(raw: bytes) -> dict[str, bytes]:
    """Content-ID -> bytes of the pictures that stand in a message (RFC 2392)."""
    held: dict[str, bytes] = {}
    try:
        for entity in entity_of(raw.lstrip(b"\r\n")).leaves():
            name = (entity.header("content-id") or "").strip().strip("<>")
            if name and entity.content.startswith("image/") and len(entity.raw) <= LARGEST_BYTES * 4 // 3:
                held.setdefault(name, entity.body())
    except Exception:  # as above
        return held
    return held


def _headers(mail: Mail | None, noted: Sequence[tuple[int, Finding]]) -> Iterator[HeaderRow]:
    told: set[str] = set()
    for name, value in mail.headers if mail else ():
        # Of several headers of one name the first is the one that findings speak of.
        low = name.lower()
        notes = [n for n, finding in noted if low not in told and _header_of(finding) == low]
        if low == "subject" and low not in told:
            notes += [place.note for place in places([value[:LONGEST_HEADER]], noted)]
        told.add(low)
        yield HeaderRow(unlinked(plain(name, 80)), unlinked(plain(value, LONGEST_HEADER)), tuple(dict.fromkeys(notes)))


def _header_of(finding: Finding) -> str:
    return finding.where[len(HEADER) :].lower() if finding.where.startswith(HEADER) else ""


def _tree(parts: Sequence[Part], noted: Sequence[tuple[int, Finding]], language: str) -> tuple[Branch, ...]:
    root = _Place()
    for part in parts:
        at = root
        for step in part.where.split(" > ")[:20]:
            at = at.inner.setdefault(step, _Place())
        at.parts.append(part)
    notes: dict[str, list[int]] = {}
    for number, finding in noted:
        notes.setdefault(finding.where, []).append(number)
    return tuple(_branches(root, "", notes, language))


def _branches(at: _Place, above: str, notes: Mapping[str, Sequence[int]], language: str) -> Iterator[Branch]:
    own = words(language)["view"]
    for step, inner in at.inner.items():
        where = f"{above} > {step}" if above else step
        parts = [told for part in inner.parts[:MOST_OF_A_PLACE] if (told := _told(part, own))]
        if len(inner.parts) > MOST_OF_A_PLACE:
            parts.append(own["more"].format(n=len(inner.parts) - MOST_OF_A_PLACE))
        yield Branch(
            unlinked(place(language, step)),
            tuple(dict.fromkeys(parts)),
            tuple(notes.get(where, ())),
            tuple(_branches(inner, where, notes, language)),
        )


def _told(part: Part, own: Mapping[str, str]) -> str:
    """A part in a few words that need no language, or hardly any."""
    match part:
        case Document():
            traits = f" ({', '.join(sorted(part.traits))})" if part.traits else ""
            return f"{part.kind}, {_size(part.size)}{traits}, SHA-256 {part.sha256[:16]}"
        case Picture():
            return f"{part.kind}, {part.width} × {part.height}, SHA-256 {part.sha256[:16]}"
        case Sound() | Video():
            return f"{part.kind}, {_size(part.size)}, SHA-256 {part.sha256[:16]}"
        case Link():
            return unlinked(plain(part.target, LONGEST_HEADER))
        case Code():
            return unlinked(f"{part.symbology}: {plain(part.payload, LONGEST_HEADER)}")
        case Text():
            return f"{part.kind.value}, {part.language}, {own['characters'].format(n=len(part.text))}"
        case Mail():
            return unlinked(plain(str(part.sender or ""), LONGEST_HEADER))
        case Credentials():
            steps = " → ".join(filter(None, map(_step, reversed(part.steps))))
            return unlinked(": ".join(filter(None, (own[f"credentials_{part.standing.value}"], plain(steps, LONGEST_HEADER)))))
        case Declared():
            return unlinked(own["declared"].format(said=plain(part.tool or part.source or part.by, LONGEST_HEADER)))
        case _:
            return ""


def _step(step: Made) -> str:
    """A step of the chain: the program or camera, and in brackets who signed, when, and how it came to be."""
    said = ", ".join(filter(None, (step.signer, step.day, *step.sources)))
    return f"{step.tool or '?'} ({said})" if said else step.tool


def _size(count: int) -> str:
    return f"{count} B" if count < 1000 else f"{count / 1000:.1f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
