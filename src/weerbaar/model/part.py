"""What unpacking makes of an item.

Every part says `where` it stood: a path of human words from the item inwards, such as
`mail > attachment factuur.pdf > page 1`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from weerbaar.model.finding import NotLooked
from weerbaar.model.ledger import Claim


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox as written in a header: display name and address (lower-case, IDNA decoded to Unicode as mail shows it)."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    @property
    def local(self) -> str:
        return self.address.rpartition("@")[0]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


@dataclass(frozen=True, slots=True)
class Authentication:
    """One result in an Authentication-Results header (RFC 8601). `domain` is the one the method vouches for."""

    authserv_id: str
    method: str  # spf, dkim, dmarc, arc
    result: str  # pass, fail, softfail, neutral, none, temperror, permerror
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One DKIM-Signature header (RFC 6376): who says to have signed. `holds` is None until it was verified with a key."""

    domain: str
    selector: str
    signed_headers: tuple[str, ...]
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """One set of ARC headers (RFC 8617): who says to have sealed, with which keys, and what he says to have found."""

    instance: int
    domain: str
    keys: tuple[str, ...]  # names of the keys of the seal and of the signature under it
    results: tuple[Authentication, ...] = ()


class Recovered(StrEnum):
    """How a mail came to us."""

    ORIGINAL = "original"  # the message itself
    ATTACHED = "attached"  # message/rfc822 inside a mail that brought it
    INLINE = "inline"  # recovered from the text of a forward; headers are what the forward quotes


@dataclass(frozen=True, slots=True)
class Mail:
    """The envelope and headers of one message; its bodies are Text, Document and Link parts beside it."""

    where: str
    sender: Address | None
    subject: str
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    senders: tuple[Address, ...] = ()  # every address in From, when there are more than one
    sender_header: Address | None = None  # RFC 5322 Sender
    return_path: Address | None = None
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    authentication: tuple[Authentication, ...] = ()
    signatures: tuple[Signature, ...] = ()
    seals: tuple[Seal, ...] = ()  # ARC, the latest first
    checked: tuple[Authentication, ...] = ()  # what we found ourselves with what DNS told; the authserv_id is ""
    headers: tuple[tuple[str, str], ...] = ()  # every header in order, decoded
    recovered: Recovered = Recovered.ORIGINAL
    thread: bool = False  # carries quoted earlier messages
    bulk: bool = False  # List-Unsubscribe, List-Id or Precedence: bulk
    raw: bytes = field(default=b"", repr=False)  # the whole message, for signatures over it

    def header(self, name: str) -> str:
        """The first header of that name, or an empty string."""
        low = name.lower()
        for key, value in self.headers:
            if len(key) == len(low) and key.lower() == low:
                return value
        return ""


class TextKind(StrEnum):
    """What a text is."""

    MAIL = "mail"
    CHAT = "chat"
    DOCUMENT = "document"
    PICTURE = "picture"  # read by OCR
    NOTE = "note"  # what the person who brought it wrote above a forward
    SPEECH = "speech"  # what was heard in a sound or video


@dataclass(frozen=True, slots=True)
class Text:
    """Text as a person sees it.

    `text` is what this message says itself, `quoted` what it quotes of earlier ones, `hidden` what is there for machines
    but not for eyes. `subject` stands apart, since it is not part of the body. `raw` is the visible text before confusable
    letters, zero-width characters, odd spacing and leet were normalised in `text`; `tricks` names what was undone.
    """

    where: str
    text: str
    kind: TextKind
    language: str = "und"  # ISO 639-1, or "und"
    subject: str = ""
    quoted: str = ""
    hidden: str = ""
    raw: str = ""
    tricks: tuple[str, ...] = ()  # zero_width, homoglyph, leet, spacing, bidi, fullwidth
    speaker: str = ""  # chat: who wrote most of it, as the export names them
    heard: tuple[tuple[float, str], ...] = ()  # speech: the seconds at which each stretch begins, and its words
    reread: tuple[tuple[str, str], ...] = ()  # OCR: accounts put right, as (read, taken for)

    def __hash__(self) -> int:
        return hash(self.text)  # kept by the string; texts are asked about some fifty times a look


class LinkKind(StrEnum):
    """How a link is used."""

    ANCHOR = "anchor"
    TEXT = "text"  # written out in a text
    FORM = "form"
    IMAGE = "image"
    REFRESH = "refresh"
    CODE = "code"  # in a QR code or barcode
    DOCUMENT = "document"
    CALENDAR = "calendar"
    PHONE = "phone"  # tel:
    MAIL = "mail"  # mailto:
    DATA = "data"  # data: or javascript:


@dataclass(frozen=True, slots=True)
class Link:
    """One link: where it leads, what it is called, and what was unwrapped to get there.

    `target` is the address after redirect wrappers were decoded, `written` as it stood; `wrappers` names the wrappers,
    outermost first. `host` is lower-case, punycode decoded; `domain` the registrable domain (public suffix list).
    `label` is the visible text of an anchor.
    """

    where: str
    target: str
    kind: LinkKind
    scheme: str = ""
    host: str = ""
    domain: str = ""
    written: str = ""
    label: str = ""
    wrappers: tuple[str, ...] = ()
    shortener: bool = False
    quoted: bool = False  # stands in a quoted earlier message


@dataclass(frozen=True, slots=True)
class Document:
    """A file or page that is not a picture, sound or video: PDF, Office, HTML, archive, shortcut, program...

    `kind` is what the bytes are (see unpack/kind.py), `declared` what name and MIME type claim. `traits` are stable words for
    what it can do or hides: macros, auto_open, dde, external_template, script, encrypted, embedded_file, launch,
    form, password_form, blob_download, meta_refresh, base_href, data_uri, svg_script, executable, incremental_update, signed...
    `members` lists names inside an archive; `claims` says who is to be paid where it is an invoice that programs read (UBL, CII).
    """

    where: str
    name: str
    kind: str
    declared: str = ""
    size: int = 0
    sha256: str = ""
    traits: frozenset[str] = frozenset()
    members: tuple[str, ...] = ()
    body: bool = False  # the HTML body of a mail itself rather than an attachment
    claims: tuple[Claim, ...] = ()
    tools: tuple[str, ...] = ()  # PDF: the programs that say they made it: Creator, Producer
    revised: "Revised | None" = None
    signings: tuple["Signing", ...] = ()
    patched: tuple["Patched", ...] = ()


@dataclass(frozen=True, slots=True)
class Revised:
    """What the pages of a PDF said in earlier versions that are still inside and no longer say (`gone`), and what they say since (`new`)."""

    versions: int
    gone: str
    new: str


class Later(StrEnum):
    """What came into a PDF after it was signed."""

    NOTHING = "nothing"
    FILLED = "filled"  # forms filled in, notes, further signatures: what signing leaves open
    CHANGED = "changed"  # anything else
    UNCLEAR = "unclear"  # the signature covers the file in a way that cannot be followed


@dataclass(frozen=True, slots=True)
class Signing:
    """One electronic signature in a PDF, checked without asking anybody: `signer` is the name in the certificate, which anyone can make.

    `intact`: what it covers is what was signed. `known`: the certificate leads to one whose signatures count (setting `signature_anchors`).
    """

    signer: str
    intact: bool
    later: Later
    known: bool = False


@dataclass(frozen=True, slots=True)
class Patched:
    """An account on a page of a PDF whose letters are not of one piece: `mixed` types in it, or one found nowhere `else` on the page.

    Or it is painted `over` another account, which is named then.
    """

    account: str  # compact
    how: str
    page: int
    beneath: str = ""  # compact


@dataclass(frozen=True, slots=True)
class Paper:
    """An identity paper in a picture: what its machine-readable lines (ICAO Doc 9303) say, and what does not hold. Never the whole number or name.

    `form` is TD1, TD2, TD3 or FR (the French card of before 2021), `issuer` three letters as written, `number` with its middle masked.
    `wrong` names fields whose check digits fail, `differs` fields that the printed side shows otherwise, `odd` numbers that do not have the
    form their country gives them; `expires` is an ISO date, "" where it cannot be read.
    """

    where: str
    form: str
    kind: str  # passport, card, visa
    issuer: str
    number: str
    expires: str = ""
    wrong: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()  # fields found on the printed side as well, and the same


@dataclass(frozen=True, slots=True)
class Journey:
    """What the bytes of a picture tell of its way here; anyone can write or remove such marks."""

    editor: str = ""  # the program that says it wrote it last, where that is one to change pictures with
    messenger: str = ""  # the service whose name or mark it bears
    screenshot: bool = False
    preview_differs: bool = False  # the preview inside shows something else
    sizes_differ: bool = False  # the camera wrote another size than it has
    dates_differ: bool = False  # saved on a day before it was taken


@dataclass(frozen=True, slots=True)
class Picture:
    """An image: what it is and what could be read from it (codes and text are parts of their own)."""

    where: str
    name: str
    kind: str
    width: int = 0
    height: int = 0
    sha256: str = ""
    inline: bool = False
    looks: tuple[str, ...] = ()  # PDQ hashes of it and of a picture it shows; none where they would say nothing
    journey: Journey = field(default_factory=Journey)


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code or barcode: symbology as ISO/IEC names it, the payload as text, and the ladder step that read it."""

    where: str
    symbology: str
    payload: str
    step: str = "plain"


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound file, and what decoding it told: length in seconds, codec, sample rate in hertz, channels."""

    where: str
    name: str
    kind: str
    size: int = 0
    sha256: str = ""
    seconds: float = 0.0
    codec: str = ""
    rate: int = 0
    channels: int = 0
    looks: tuple[str, ...] = ()  # fingerprints by which a copy of it is found again


@dataclass(frozen=True, slots=True)
class Video:
    """A video file or moving picture, and what decoding it told: length in seconds, pixels, codec, the seconds at which a frame was read.

    `writer` is the program that wrote the file, `day` when (ISO), `located` whether a place stands in it: all as the file says, and anyone
    can write that. `sheet` shows the frames that were read with their times, as a JPEG that we made.
    """

    where: str
    name: str
    kind: str
    size: int = 0
    sha256: str = ""
    seconds: float = 0.0
    width: int = 0
    height: int = 0
    codec: str = ""
    times: tuple[float, ...] = ()
    writer: str = ""
    day: str = ""
    located: bool = False
    sheet: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Voice:
    """Speech in a sound or video, and how it was made as far as that can be told.

    `evidence` is the natural logarithm of a likelihood ratio: how much more the sound is like synthetic speech than like genuine
    speech over the same channel. None where nothing can be said; `why` then names the reason.
    """

    where: str
    seconds: float
    channel: str = ""  # telephone, messenger, full
    evidence: float | None = None
    why: str = ""


class Standing(StrEnum):
    """What Content Credentials are worth."""

    TRUSTED = "trusted"  # signed by someone we know, and not changed since
    CHANGED = "changed"  # not the content that was signed
    SIGNER = "signer"  # whole, but the signer is unknown, or the certificate ran out or was taken back
    UNKNOWN = "unknown"  # cannot be judged: they stand elsewhere, or cannot be read


@dataclass(frozen=True, slots=True)
class Made:
    """One step in the making of a file, as its credentials tell it: program or camera, who signed, on which day (ISO, "" if unsaid)."""

    tool: str
    signer: str = ""
    day: str = ""
    actions: tuple[str, ...] = ()  # created, opened, edited, ... (C2PA actions)
    sources: tuple[str, ...] = ()  # IPTC digital source types: digitalCapture, trainedAlgorithmicMedia, ...


@dataclass(frozen=True, slots=True)
class Credentials:
    """Content Credentials (C2PA) of a file, with the codes of what does not hold; the latest step first."""

    where: str
    standing: Standing
    codes: tuple[str, ...] = ()
    steps: tuple[Made, ...] = ()
    earlier: bool = False  # what was changed is something it was made of


@dataclass(frozen=True, slots=True)
class Declared:
    """What a file says of its own making outside of credentials: anyone can write or remove it."""

    where: str
    by: str  # where it is written: xmp, png, exif, container
    source: str = ""  # an IPTC digital source type
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A vCard."""

    where: str
    name: str
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A calendar invitation (RFC 5545 VEVENT)."""

    where: str
    summary: str
    organiser: Address | None
    method: str = ""
    start: str = ""


Part = (
    Mail | Text | Link | Document | Paper | Picture | Code | Sound | Video | Voice | Credentials | Declared | Contact | Meeting
)
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that unpacking made of one item, in reading order, and what it could not look at."""

    all: tuple[Part, ...] = ()
    not_looked: tuple[NotLooked, ...] = ()
    limits_met: tuple[str, ...] = ()
    _by_kind: dict[type, list[Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for part in self.all:
            self._by_kind.setdefault(type(part), []).append(part)

    def of(self, kind: type[P]) -> Iterator[P]:
        """The parts of one kind, in reading order."""
        return iter(self._by_kind.get(kind, ()))

    def has(self, kind: type) -> bool:
        """Whether there is a part of that kind."""
        return kind in self._by_kind

    @property
    def mail(self) -> Mail | None:
        """The message this is about: a recovered original before the mail that brought it."""
        mails: list[Mail] = self._by_kind.get(Mail, [])
        if len(mails) < 2:
            return mails[0] if mails else None
        return next((mail for mail in mails if mail.recovered is not Recovered.ORIGINAL), mails[0])
