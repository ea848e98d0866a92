"""Parts -> traces: what a message leaves behind of whoever sent it, each with a weight for how rare it is.

Nothing that strangers have in common is a trace: public mail services, brands' own pages, shared pictures and counters (common.toml), the
pages behind a mail service's links. Nor what the organisation knows: its domains, its suppliers' domains, confirmed accounts and numbers,
since honest mail has those in common.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from weerbaar.detect._accounts import accounts, phones
from weerbaar.detect._domain import is_free_mail, registrable
from weerbaar.detect._domain import words as domain_words
from weerbaar.detect._lookalike import is_brand_domain
from weerbaar.detect._web import FOLLOWED, below, endings, known_domains, listed, path_of
from weerbaar.detect._web import words as host_words
from weerbaar.likeness.wording import bands, plain, signature
from weerbaar.model.organisation import NOBODY, Organisation, Person, Supplier
from weerbaar.model.part import Document, Link, LinkKind, Mail, Parts, Picture, Sound, Text, TextKind

WEIGHTS: Mapping[str, float] = {
    "account": 12.0,
    "page": 10.0,
    "attachment": 9.0,
    "copy": 9.0,
    "recording": 9.0,
    "host": 9.0,
    "domain": 8.0,
    "phone": 7.0,
    "reply_to": 7.0,
    "own_host": 6.0,
    "sender": 5.0,
    "wording": 5.0,
    "sender_domain": 4.0,
    "picture": 3.0,
    "picture_host": 3.0,
    "subject": 2.5,
    "signer": 2.0,
    "message_id": 2.0,
}
"""How much one equal trace of a kind says, in bits; campaign.py adds them up. `wording` is a whole text too short for a signature,
`own_host` a link to the sender's own domain, which every mail of one firm has; `copy` a
picture that was brought or attached and looks the same, `recording` the same sound. Weights are judged, then measured (bench/likeness.py)."""
LOOKED_UP = 4.0
"""Weight from which a trace is a key to look for others by."""
MOST = 60
MOST_LOOKS = 6
LOOK_BANDS, LOOK_BITS = 21, 12
MOST_SOUNDS = 3
SOUND_KEYS = 24
"""Marks of a sound that are keys. Copies share about half of their marks, so that one key in common is nearly certain; one in ten pairs
of different recordings shares one too, and is told apart by all marks (campaign.py; docs/measured/listening.md)."""
SMALLEST_FILE = 500
SHORTEST_SUBJECT = 16
SHORTEST_WORDING = 5
LONGEST_TEXT = 20_000
LENT = ("free_hosting", "forms", "boards", "file_shares", "tunnels", "ipfs", "redirectors")
"""Lists of detect/_hosts.toml: places that anybody can have."""
SERVICES = frozenset(
    {
        "sendgrid.net",
        "amazonses.com",
        "onmicrosoft.com",
        "mailgun.org",
        "outlook.com",
        "mcsv.net",
        "mandrillapp.com",
        "localhost",
    }
)


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that another message may share: its kind (WEIGHTS) and value."""

    kind: str
    value: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.value}"

    @property
    def bits(self) -> float:
        return WEIGHTS[self.kind]


@dataclass(frozen=True, slots=True)
class Traces:
    """All traces of one message the signature of its words (wording.py), and what its pictures look like."""

    found: tuple[Trace, ...] = ()
    words: tuple[int, ...] = ()
    looks: tuple[str, ...] = ()
    """PDQ hashes of the pictures that were brought or attached; those inside a mail are often a firm's own banner."""
    sounds: tuple[str, ...] = ()
    """Marks of each sound (unpack/chroma.py), with spaces between."""

    def keys(self) -> tuple[str, ...]:
        """What to look for others by. Messages of one campaign share a key, so that a database needs equality alone; whoever keeps keys
        may keep HMACs of them instead."""
        traces = (trace.key for trace in self.found if trace.bits >= LOOKED_UP)
        words = (f"words:{band}" for band in bands(self.words))
        looks = (key for look in self.looks for key in look_keys(look))
        return (*traces, *words, *looks, *(key for sound in self.sounds for key in sound_keys(sound)))


def as_record(traces: Traces) -> dict[str, Any]:
    """Traces for JSON. They hold accounts and addresses: keep them as you keep the message."""
    return {
        "found": [[trace.kind, trace.value] for trace in traces.found],
        "words": list(traces.words),
        "looks": list(traces.looks),
        "sounds": list(traces.sounds),
    }


def of_record(record: Mapping[str, Any]) -> Traces:
    """The traces that `as_record` wrote; kinds that are no longer known are left out."""
    found = tuple(Trace(kind, value) for kind, value in record["found"] if kind in WEIGHTS)
    return Traces(found, tuple(record["words"]), tuple(record.get("looks", ())), tuple(record.get("sounds", ())))


def traces(parts: Parts, organisation: Organisation = NOBODY) -> Traces:
    """The traces of what was brought, each once, at most 60."""
    mail = parts.mail
    words = plain(mail.subject if mail else "", " ".join(_said(parts))[:LONGEST_TEXT], _readers(parts, organisation))
    values = signature(words)
    found = dict.fromkeys(_found(parts, mail, organisation))
    if not values and words.count(" ") + 1 >= SHORTEST_WORDING:
        found.setdefault(Trace("wording", _digest(words)))
    looks = dict.fromkeys(look for picture in parts.of(Picture) if not picture.inline for look in picture.looks)
    sounds = dict.fromkeys(" ".join(sound.looks) for sound in parts.of(Sound) if sound.looks)
    return Traces(tuple(found)[:MOST], values, tuple(looks)[:MOST_LOOKS], tuple(sounds)[:MOST_SOUNDS])


def look_keys(look: str) -> Iterator[str]:
    """The keys of a PDQ hash: two that differ in 31 of their 256 bits share one 99 times in 100, two that have nothing in common 5 in 1,000."""
    bits = int(look, 16)
    for band in range(LOOK_BANDS):
        yield f"look:{band}-{(bits >> (band * LOOK_BITS)) & ((1 << LOOK_BITS) - 1):03x}"


def sound_keys(sound: str) -> Iterator[str]:
    """The keys of a sound: its first marks, without their times, which change when it is cut."""
    for mark in sound.split(" ")[:SOUND_KEYS]:
        yield f"sound:{mark.rpartition('-')[2]}"


def _found(parts: Parts, mail: Mail | None, organisation: Organisation) -> Iterator[Trace]:
    confirmed = {iban for supplier in organisation.parties for iban in supplier.ibans} | set(organisation.memory.ibans)
    for _, _, account in accounts(parts):
        if account.iban not in confirmed:
            yield Trace("account", account.iban)
    parties: tuple[Person | Supplier, ...] = (*organisation.people, *organisation.parties)
    numbers = [number for party in parties for number in party.phones]
    for _, _, phone in phones(parts):
        if not any(phone.is_number(number) for number in numbers):
            yield Trace("phone", phone.digits.lstrip("0"))
    yield from _places(parts, mail, organisation)
    yield from _files(parts)
    if mail:
        yield from _sent(mail, organisation)


def _places(parts: Parts, mail: Mail | None, organisation: Organisation) -> Iterator[Trace]:
    known = known_domains(organisation)
    own = registrable(mail.sender.domain) if mail and mail.sender and mail.sender.domain else ""
    for link in parts.of(Link):
        if link.quoted or not link.domain or below(link.host, known) or _is_shared(link):
            continue
        if link.kind is LinkKind.IMAGE:
            if not _lent(link) and registrable(link.host) != own:
                yield Trace("picture_host", link.host)
        elif link.kind in FOLLOWED:
            yield from _followed(link, own)


def _followed(link: Link, own: str) -> Iterator[Trace]:
    """A place people are led to. Where anybody may put something, it is the name somebody chose there that counts, or the page."""
    lent = _lent(link)
    if link.shortener or link.host in (lent, f"www.{lent}"):
        path = path_of(link)
        if len(path) > 4:
            yield Trace("page", f"{link.host}{path[:200]}")
    elif own and registrable(link.host) == own:
        yield Trace("own_host", link.host)
    else:
        yield Trace("host", link.host)
        if link.domain and link.domain != link.host and not lent:
            yield Trace("domain", link.domain)


def _lent(link: Link) -> str:
    """The host that lends the place a link leads to, or ""."""
    return next((place.partition("/")[0] for name in LENT if (place := listed(link, name))), "")


def _is_shared(link: Link) -> bool:
    if link.shortener or _lent(link):
        return False
    everybodys = any(ending in _shared() or ending in host_words("mail_services") for ending in endings(link.host))
    return everybodys or is_brand_domain(link.host)


@cache
def _shared() -> frozenset[str]:
    return frozenset(tomllib.loads(files("weerbaar.likeness").joinpath("common.toml").read_text(encoding="utf-8"))["shared"])


def _files(parts: Parts) -> Iterator[Trace]:
    for document in parts.of(Document):
        if not document.body and document.size >= SMALLEST_FILE and document.sha256:
            yield Trace("attachment", document.sha256)
    for picture in parts.of(Picture):
        if picture.sha256 and picture.width * picture.height >= 2500:
            yield Trace("picture", picture.sha256)


def _sent(mail: Mail, organisation: Organisation) -> Iterator[Trace]:
    sender = mail.sender.address if mail.sender else ""
    domain = sender.rpartition("@")[2]
    if domain and not organisation.is_known_domain(domain) and not _is_service(domain):
        yield Trace("sender", sender)
        if not is_free_mail(domain) and not is_brand_domain(domain):
            yield Trace("sender_domain", registrable(domain))
    for other in mail.reply_to[:3]:
        if (
            other.address
            and other.address != sender
            and not organisation.is_known_domain(other.domain)
            and not _is_service(other.domain)
        ):
            yield Trace("reply_to", other.address)
    for signature_ in mail.signatures[:3]:
        if _says_something(signature_.domain, domain, organisation):
            yield Trace("signer", registrable(signature_.domain))
    made = mail.message_id.rpartition("@")[2].lower()
    if _says_something(made, domain, organisation):
        yield Trace("message_id", registrable(made))
    subject = plain(mail.subject, "", _names(mail))
    if len(subject) >= SHORTEST_SUBJECT:
        yield Trace("subject", _digest(subject))


def _says_something(other: str, sender: str, organisation: Organisation) -> bool:
    if not other or "." not in other or registrable(other) == registrable(sender):
        return False
    return not (organisation.is_known_domain(other) or is_free_mail(other) or is_brand_domain(other) or _is_service(other))


def _is_service(domain: str) -> bool:
    return any(
        ending in SERVICES or ending in host_words("mail_services") or ending in domain_words("tenants")
        for ending in endings(domain)
    )


def _said(parts: Parts) -> Iterator[str]:
    """What the message says itself; not what its bringer noted above it."""
    for text in parts.of(Text):
        if text.kind is not TextKind.NOTE:
            yield text.text


def _readers(parts: Parts, organisation: Organisation) -> frozenset[str]:
    names = [name for mail in parts.of(Mail) for name in _names(mail)]
    for person in organisation.people:
        names += person.name.lower().split()
    return frozenset((*names, *organisation.name.lower().split())) if organisation.name else frozenset(names)


def _names(mail: Mail) -> frozenset[str]:
    """The words by which readers are called: display names and the part of their address before the @."""
    words: list[str] = []
    for reader in (*mail.to, *mail.cc)[:20]:
        for written in (reader.name, reader.local.replace(".", " ").replace("_", " ").replace("-", " ")):
            words += [word for word in written.lower().split() if len(word) > 2]
    return frozenset(words)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
