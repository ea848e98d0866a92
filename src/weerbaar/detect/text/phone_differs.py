"""A firm or colleague we know, with a telephone number we do not.

Whoever pretends to be somebody expects you to check, and gives you the number to check with. Call the number the organisation already
had.

When it is wrong: people have several numbers, change them, and sign with their own mobile. Silent when a known number stands in the
message too, and for numbers of the same switchboard.
"""

from collections.abc import Iterator

from weerbaar.detect._accounts import Phone, phones
from weerbaar.detect._claimed import claims
from weerbaar.detect._names import same_person
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.ledger import Kind
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"text.phone_differs": ("who", "phone", "known")},
    question=Question.FACTS,
    references=("https://attack.mitre.org/techniques/T1684/001/",),
)
def phone_differs(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    if not organisation.parties and not organisation.people and not organisation.ledger.payees:
        return
    shown = list(phones(parts))
    if not shown:
        return
    for who, numbers in _expected(parts, organisation):
        if any(phone.is_number(known) for _, _, phone in shown for known in numbers):
            continue
        where, _, phone = next((one for one in shown if _is_theirs(one[2], organisation)), ("", "", None))
        if phone is not None:
            yield Finding("text.phone_differs", where, {"who": who, "phone": phone.written, "known": numbers[0]})
            return


def _expected(parts: Parts, organisation: Organisation) -> Iterator[tuple[str, tuple[str, ...]]]:
    for claim in claims(parts, organisation):
        numbers = tuple(fact.value for fact in claim.payee.of(Kind.PHONE) if fact.confirmed)
        if claim.how != "text" and numbers:
            yield claim.payee.name, numbers
    sender = parts.mail.sender if parts.mail else None
    for person in organisation.people:
        if sender and person.phones and same_person(sender.name, person.name):
            yield person.name, person.phones


def _is_theirs(phone: Phone, organisation: Organisation) -> bool:
    """Whether it may be the writer's number: not one of our own, nor one we know as somebody else's."""
    ours = [number for person in organisation.people for number in person.phones]
    others = [number for party in organisation.parties for number in party.phones]
    return not any(phone.is_number(number) for number in (*ours, *others))
