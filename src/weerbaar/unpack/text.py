"""Plain text: normalised, split from what it quotes, its written-out links found."""

from collections.abc import Iterator

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import LinkKind, Mail, Text, TextKind
from weerbaar.unpack.charset import decode
from weerbaar.unpack.code import drawn_codes
from weerbaar.unpack.forwarded import find_forward, make_forwarded
from weerbaar.unpack.language import language_of
from weerbaar.unpack.link import links_in_text
from weerbaar.unpack.normalise import ZERO_WIDTH, normalise
from weerbaar.unpack.reader import Blob, Budget, Yield, reader
from weerbaar.unpack.thread import split_thread


def make_text(
    text: str,
    where: str,
    kind: TextKind,
    budget: Budget,
    *,
    subject: str = "",
    quoted: str = "",
    hidden: str = "",
    speaker: str = "",
) -> Iterator[Yield]:
    """The Text part of some visible text, or two parts and a note when it is longer than we read."""
    limit = budget.settings.max_text_chars
    if len(text) > limit:
        budget.met.add("max_text_chars")
        yield NotLooked("limit max_text_chars", Reason.TOO_LARGE, where, f"{len(text) - limit} characters")
        # The end is read too: what is asked of a reader often stands last.
        text = text[: limit * 3 // 4] + "\n" + text[-limit // 4 :]
    own, quoted_here = split_thread(text) if kind in (TextKind.MAIL, TextKind.NOTE) else (text, "")
    if not own.strip() and quoted_here:
        own, quoted_here = quoted_here, ""
    clean, tricks = normalise(own)
    clean_subject, subject_tricks = normalise(subject)
    yield Text(
        where=where,
        text=clean.strip(),
        kind=kind,
        language=language_of(f"{clean_subject}\n{clean}" if kind is TextKind.MAIL else clean),
        subject=clean_subject,
        quoted=(quoted_here + "\n" + quoted).strip()[:limit],
        hidden=hidden[:limit] if hidden.isascii() else ZERO_WIDTH.sub("", hidden[:limit]),
        raw=own if tricks else "",
        tricks=tuple(dict.fromkeys((*tricks, *subject_tricks))),
        speaker=speaker,
    )


def make_message(
    text: str, blob: Blob, budget: Budget, *, quoted: str = "", hidden: str = "", whole: str = ""
) -> Iterator[Yield]:
    """The parts of a mail's body: its Text, or the mail it forwards (Mail and Text) beside what the forwarder wrote (a NOTE).

    `whole` is the text with everything it quotes (default: `text`). An attached message is the doubtful one itself: what it quotes is its own.
    """
    where = blob.where or "text"
    forward = None if "attached" in blob.context else find_forward(whole or text, blob.name)
    if forward is None:
        yield from make_text(text, where, TextKind.MAIL, budget, subject=blob.name, quoted=quoted, hidden=hidden)
        return
    inside = f"{where} > forwarded message"
    original = make_forwarded(forward, inside)
    yield original
    yield from make_text(forward.body, inside, TextKind.MAIL, budget, subject=original.subject, hidden=hidden)
    if forward.note:
        yield from make_text(forward.note, where, TextKind.NOTE, budget)


@reader("text")
def text(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A text body, an attached text file or a pasted text."""
    plain = decode(blob.data, blob.charset)
    where = blob.where or "text"
    short = plain[: budget.settings.max_text_chars]
    yield from drawn_codes(short, blob, where)
    if "body" in blob.context or (not blob.depth and find_forward(plain, "")):
        made = list(make_message(plain, blob, budget))
        yield from made
        if any(isinstance(part, Mail) for part in made):
            yield from links_in_text(short, where, LinkKind.TEXT)
            return
    else:
        yield from make_text(plain, where, TextKind.DOCUMENT if blob.depth else TextKind.CHAT, budget)
    own, quoted = split_thread(short)
    yield from links_in_text(own, where, LinkKind.TEXT)
    yield from links_in_text(quoted, where, LinkKind.TEXT, quoted=True)
