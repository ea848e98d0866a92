"""A message in the name of a firm whose only telephone number is a mobile one.

A prepaid number is quickly had and quickly dropped; a switchboard is not.

When it is wrong: one-person firms, drivers, fitters and sales people have nothing else. Nearly no weight alone.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._accounts import phones
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts, Text

FIRM = re.compile(r"\b(?:B\.?V\.?(?:B\.?A\.?)?|N\.?V\.?|GmbH|AG|SARL|S\.?A\.?S?\.?|SRL|Ltd|Limited|e\.?K\.?|KG|Inc)(?![\w.])")


@detector(
    reads=Parts,
    gives={"text.mobile_for_firm": ("phone",)},
    question=Question.SENDER,
    references=("https://www.itu.int/rec/T-REC-E.164/",),
)
def mobile_for_firm(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    shown = list(phones(parts))
    if not shown or not all(phone.is_mobile for _, _, phone in shown):
        return
    known = [n for person in organisation.people for n in person.phones] + [n for s in organisation.parties for n in s.phones]
    where, _, phone = shown[0]
    if any(phone.is_number(number) for number in known):
        return
    sender = parts.mail.sender if parts.mail else None
    if (sender and FIRM.search(sender.name)) or any(FIRM.search(text.text[-1500:]) for text in parts.of(Text)):
        yield Finding("text.mobile_for_firm", where, {"phone": phone.written})
