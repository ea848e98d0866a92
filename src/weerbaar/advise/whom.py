"""With whom to verify: the person or firm a message says it comes from, as the organisation knows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from weerbaar.model.organisation import Organisation, Person, Supplier
from weerbaar.model.part import Parts, Text
from weerbaar.model.verdict import Verdict

READ = 20_000
"""Characters of each text in which a supplier's name is looked for."""


@dataclass(frozen=True, slots=True)
class Known:
    """Someone the organisation knows, and a number that does not come from the message ("" when none is on file)."""

    name: str
    phone: str = ""


def whom(parts: Parts, verdict: Verdict, organisation: Organisation) -> Known | None:
    """Whom the message speaks for: named by a finding, by its sender, or in its text; None when the organisation knows nobody of those.

    A name is enough, since it only decides whom to call: the number always comes from the organisation.
    """
    parties: tuple[Person | Supplier, ...] = (*organisation.people, *organisation.parties)
    if not parties:
        return None
    found = (
        _named(parties, (v for w in verdict.weights for v in w.finding.saw.values()))
        or _sender(parties, parts, organisation)
        or _mentioned(organisation.parties, parts)
    )
    return Known(found.name, readable_phone(next(iter(found.phones), ""))) if found else None


def _named(parties: tuple[Person | Supplier, ...], values: Iterable[str]) -> Person | Supplier | None:
    said = {fold(value) for value in values if 0 < len(value) < 200}
    return next((party for party in parties if fold(party.name) in said), None)


def _sender(parties: tuple[Person | Supplier, ...], parts: Parts, organisation: Organisation) -> Person | Supplier | None:
    mail = parts.mail
    if mail is None or mail.sender is None:
        return None
    name, address = fold(mail.sender.name), mail.sender.address
    for person in organisation.people:
        if address and address in (person.address, *person.other_addresses):
            return person
    called = next((party for party in parties if len(party.name) > 3 and fold(party.name) in name), None)
    return called or organisation.supplier_of(mail.sender.domain)


def _mentioned(suppliers: tuple[Supplier, ...], parts: Parts) -> Supplier | None:
    names = [(fold(supplier.name), supplier) for supplier in suppliers if len(supplier.name) > 4]
    if not names:
        return None
    for text in parts.of(Text):
        said = fold(f"{text.subject} {text.text[:READ]}")
        for name, supplier in names:
            if name in said:
                return supplier
    return None


def fold(name: str) -> str:
    """A name for comparing: case and spacing apart."""
    return " ".join(name.casefold().split())


@lru_cache(maxsize=512)
def readable_phone(number: str) -> str:
    """An E.164 number with its spaces, as people read it out."""
    if not number:
        return ""
    import phonenumbers

    try:
        return str(phonenumbers.format_number(phonenumbers.parse(number, None), phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    except phonenumbers.NumberParseException:
        return number
