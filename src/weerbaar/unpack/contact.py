"""Business cards (vCard 2.1, 3.0 and 4.0; RFC 6350): the name, addresses, numbers and links of each."""

from collections.abc import Iterator

from weerbaar.model.part import Contact, LinkKind, TextKind
from weerbaar.unpack.charset import decode
from weerbaar.unpack.lines import Property, properties
from weerbaar.unpack.link import links_in_text, make_link
from weerbaar.unpack.reader import Blob, Budget, Yield, reader
from weerbaar.unpack.text import make_text

MOST_CARDS = 200
MOST_VALUES = 50


@reader("contact")
def contact(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A .vcf file: a Contact for each card, its links, and its note as Text."""
    where = blob.where or "contact"
    card: list[Property] | None = None
    count = 0
    for one in properties(decode(blob.data, blob.charset)):
        if one.name == "BEGIN" and one.value.strip().upper() == "VCARD":
            card = []
        elif one.name == "END" and card is not None:
            yield from _card(card, where, budget)
            card = None
            count += 1
            if count >= MOST_CARDS:
                return
        elif card is not None:
            card.append(one)
    if card:
        # Cut off: what is there is still read.
        yield from _card(card, where, budget)


def _card(card: list[Property], where: str, budget: Budget) -> Iterator[Yield]:
    def values(name: str) -> list[str]:
        return [one.value.strip()[:500] for one in card if one.name == name and one.value.strip()][:MOST_VALUES]

    full = values("FN") or [" ".join(reversed([p for p in name.split(";")[:2] if p])) for name in values("N")] or values("ORG")
    phones = tuple(dict.fromkeys(value.removeprefix("tel:") for value in values("TEL")))
    addresses = tuple(dict.fromkeys(value.lower().removeprefix("mailto:") for value in values("EMAIL")))
    yield Contact(where, full[0] if full else "", addresses, phones)
    for written in values("URL"):
        made = make_link(written if ":" in written else f"http://{written}", LinkKind.DOCUMENT, where)
        if made:
            yield made
    note = "\n".join(values("NOTE") + values("TITLE"))
    if note:
        yield from make_text(note, where, TextKind.DOCUMENT, budget)
        yield from links_in_text(note, where, LinkKind.DOCUMENT)
