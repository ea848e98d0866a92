"""Someone with the name of one of our people writes from an address that is not theirs.

The director who is "in a meeting", the colleague with a new account for the wages: the name is on the website, the address
is the swindler's. Names are compared in any order, with initials, and with letters that only look Latin. `_private`: the
organisation knows the address as theirs. `_unknown_private`: the private-looking address bears the person's own name, as
people's real ones do and swindlers' too.

When it is wrong: a colleague who writes from home, or a stranger who happens to have the same name.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import is_free_mail
from weerbaar.detect._names import on_behalf, same_person, words_of
from weerbaar.detect._proof import is_allowed
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail


@detector(
    reads=Mail,
    gives={
        "mail.person_from_outside": ("name", "address", "known"),
        "mail.person_from_outside_private": ("name", "address"),
        "mail.person_from_outside_unknown_private": ("name", "address"),
    },
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1656/",),
)
def person_from_outside(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    sender = mail.sender
    if sender is None or not sender.domain or organisation.is_ours(sender.domain) or is_allowed(sender, organisation):
        return
    person = next((p for p in organisation.people if same_person(sender.name or sender.local.replace(".", " "), p.name)), None)
    if person is None or sender.address == person.address or on_behalf(sender.name, sender.domain):
        return
    if sender.address in person.other_addresses:
        yield Finding("mail.person_from_outside_private", "header From", {"name": person.name, "address": sender.address})
        return
    family = words_of(person.name)[-1]
    if is_free_mail(sender.domain) and family in words_of(sender.local) and len(words_of(sender.local)) <= 2:
        yield Finding(
            "mail.person_from_outside_unknown_private", "header From", {"name": person.name, "address": sender.address}
        )
        return
    known = person.address or (organisation.domains or ("",))[0]
    yield Finding("mail.person_from_outside", "header From", {"name": person.name, "address": sender.address, "known": known})
