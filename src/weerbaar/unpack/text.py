"""Plain text: normalised, split from what it quotes, its written-out links found."""

from collections.abc import Iterator

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import LinkKind, Text, TextKind
from weerbaar.unpack.charset import decode
from weerbaar.unpack.language import language_of
from weerbaar.unpack.link import links_in_text
from weerbaar.unpack.normalise import normalise
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
        hidden=hidden[:limit],
        raw=own if tricks else "",
        tricks=tuple(dict.fromkeys((*tricks, *subject_tricks))),
        speaker=speaker,
    )


@reader("text")
def text(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A text body, an attached text file or a pasted text."""
    plain = decode(blob.data, blob.charset)
    where = blob.where or "text"
    kind = TextKind.MAIL if "body" in blob.context else TextKind.DOCUMENT if blob.depth else TextKind.CHAT
    yield from make_text(plain, where, kind, budget, subject=blob.name if "body" in blob.context else "")
    own, quoted = split_thread(plain[: budget.settings.max_text_chars])
    yield from links_in_text(own, where, LinkKind.TEXT)
    yield from links_in_text(quoted, where, LinkKind.TEXT, quoted=True)
