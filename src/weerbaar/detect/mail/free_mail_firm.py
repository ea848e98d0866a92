"""A free mailbox, where anybody can write, speaks for a firm or an office.

`free_mail_firm`: the name or address claims a firm or a function (accounts, director, support). `_power`: it claims a bank,
the police, a court, the tax office: those never write from free mail. `_role`: only the signature claims a leading or
financial function.

When it is wrong: traders, associations and self-employed people do run their business on a free mailbox.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._domain import is_free_mail
from weerbaar.detect._names import fold, has_office, is_power
from weerbaar.detect._proof import in_doubt, is_allowed, is_delivery_report
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Address, Parts, Text, TextKind

ROLE = re.compile(
    r"^\W{0,3}(?:[\w.&' -]{0,30}\W{1,3})?(?:ceo|cfo|coo|managing director|finance director|chief \w{4,12} officer|accounts (?:payable|receivable)|"
    r"directeur|algemeen directeur|financieel directeur|zaakvoerder|bestuurder|hoofd (?:financien|boekhouding)|"
    r"directeur general|directrice|gerante?|directeur financier|pdg|geschaftsfuhr\w{2,10}|vorstand|finanzleit\w{2,10}|leit\w{2,5} buchhaltung)\b.{0,60}$",
    re.M,
)
OFTEN = 3


@detector(
    reads=Parts,
    gives={
        "mail.free_mail_firm": ("name", "address"),
        "mail.free_mail_firm_power": ("name", "address"),
        "mail.free_mail_firm_role": ("address", "role"),
    },
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1656/",),
)
def free_mail_firm(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    text = next((t.text for t in parts.of(Text) if t.kind is TextKind.MAIL), "")
    for mail in in_doubt(parts, organisation):
        if mail.sender is None or not is_free_mail(mail.sender.domain) or is_delivery_report(mail):
            continue
        if not _known(mail.sender, organisation):
            yield from _read(mail.sender, text)


def _known(sender: Address, organisation: Organisation) -> bool:
    return (
        is_allowed(sender, organisation)
        or any(sender.address in person.other_addresses for person in organisation.people)
        or any(sender.address in supplier.addresses for supplier in organisation.parties)
        or organisation.memory.senders.get(sender.address, 0) >= OFTEN
    )


def _read(sender: Address, text: str) -> Iterator[Finding]:
    name = sender.name or sender.address
    if is_power(name):
        yield Finding("mail.free_mail_firm_power", "header From", {"name": name, "address": sender.address})
    elif has_office(sender.name) or has_office(re.sub(r"[._+-]", " ", sender.local)):
        yield Finding("mail.free_mail_firm", "header From", {"name": name, "address": sender.address})
    else:
        role = ROLE.search(fold("\n".join(text.splitlines()[-8:])[-600:]))
        if role:
            yield Finding("mail.free_mail_firm_role", "text", {"address": sender.address, "role": role.group().strip()[:80]})
