"""A mailbox -> Memory: who writes to us, from where, with which links and accounts. Counts only, no content.

Only a message whose sender is proven teaches: a server the organisation trusts vouches for the domain in From, or it lies in a
folder of what we sent ourselves (our own address, never carried by a server). A forged message, or one that somebody else
wrote and we only forwarded, teaches nothing.

What is learned says what is *usual*, not what is *true*. Whoever writes fifty honest-looking messages becomes usual: his
payments and changed accounts are confirmed over another channel all the same, and only the organisation file names
accounts that were confirmed.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from weerbaar.detect._names import fold
from weerbaar.detect._proof import proven
from weerbaar.model.errors import BrokenOrganisation
from weerbaar.model.item import Item
from weerbaar.model.organisation import Memory, Organisation
from weerbaar.model.part import Link, LinkKind, Mail, Parts, Recovered, Text, TextKind
from weerbaar.organisation.iban import ibans_in
from weerbaar.organisation.memory import MOST_VALUES, merge
from weerbaar.settings import DEFAULT, Settings
from weerbaar.unpack.unpack import unpack

MOST_SENDERS = 100_000
"""Addresses one memory may hold; later ones are not learned."""
WEB = (LinkKind.ANCHOR, LinkKind.TEXT, LinkKind.FORM)
Progress = Callable[[bool], None]


def learn(
    items: Iterable[Item], organisation: Organisation, settings: Settings = DEFAULT, progress: Progress | None = None
) -> Memory:
    """What a mailbox teaches, one item per message; `progress` is told after each whether it taught anything.

    Attachments are unpacked without OCR, within the limits of `settings`; what cannot be read teaches nothing.

    Raises:
        BrokenOrganisation: the file names no own domain or no trusted authserv-id, so that no sender could be proven.
    """
    if not organisation.domains or not organisation.trusted_authserv_ids:
        raise BrokenOrganisation("learn_needs_fields")
    quick = replace(settings, ocr=False)
    learned = _Notes()
    for item in items:
        taught = learned.add(unpack(item, quick), organisation)
        if progress is not None:
            progress(taught)
    return learned.memory()


def add(memory: Memory, parts: Parts, organisation: Organisation) -> Memory:
    """The memory after one more message."""
    notes = _Notes()
    return merge(memory, notes.memory()) if notes.add(parts, organisation) else memory


class _Notes:
    """A memory in the making."""

    def __init__(self) -> None:
        self.senders: dict[str, int] = {}
        self.last_seen: dict[str, str] = {}
        self.lists: dict[str, dict[str, dict[str, None]]] = {n: {} for n in ("names", "reply_to", "link_domains", "ibans")}
        self.messages = 0

    def add(self, parts: Parts, organisation: Organisation) -> bool:
        mail = next((m for m in parts.of(Mail) if m.recovered is Recovered.ORIGINAL), None)
        if mail is None or mail.sender is None or not mail.sender.domain or not _teaches(mail, organisation):
            return False
        address, domain = mail.sender.address, mail.sender.domain
        if address not in self.senders and len(self.senders) >= MOST_SENDERS:
            return False
        self.messages += 1
        self.senders[address] = self.senders.get(address, 0) + 1
        if mail.date is not None:
            self.last_seen[address] = max(mail.date.date().isoformat(), self.last_seen.get(address, ""))
        name = " ".join(fold(mail.sender.name).split())
        if name and "@" not in name:
            self._note("names", name, address)
        for reply in mail.reply_to:
            if reply.domain:
                self._note("reply_to", address, reply.domain)
        if any(m is not mail for m in parts.of(Mail)):
            return True
        for link in parts.of(Link):
            if link.kind in WEB and link.domain and not link.quoted:
                self._note("link_domains", domain, link.domain)
        for text in parts.of(Text):
            if text.kind in (TextKind.MAIL, TextKind.DOCUMENT):
                for iban in ibans_in(text.text):
                    self._note("ibans", iban, domain)
        return True

    def _note(self, table: str, key: str, value: str) -> None:
        values = self.lists[table].setdefault(key, {})
        if len(values) < MOST_VALUES:
            values[value] = None

    def memory(self) -> Memory:
        lists = {table: {key: tuple(values) for key, values in entries.items()} for table, entries in self.lists.items()}
        return Memory(senders=self.senders, messages=self.messages, last_seen=self.last_seen, **lists)


def _teaches(mail: Mail, organisation: Organisation) -> bool:
    return proven(mail, organisation) or _sent_by_us(mail, organisation)


def _sent_by_us(mail: Mail, organisation: Organisation) -> bool:
    """A message in a folder of sent ones: from our domain, and no server ever added a line to it."""
    ours = mail.sender is not None and organisation.is_ours(mail.sender.domain)
    return ours and not mail.header("Received") and not mail.authentication
