"""What matters stands in a picture: an account, an amount or a request to pay, log in or call, while the mail itself says little.

A letter in a picture cannot be searched, and few filters read it.

When it is wrong: scanned invoices and screenshots sent by a colleague.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._accounts import accounts_in, amounts_in
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts, Text, TextKind

LITTLE = 250
"""Characters of body below which the picture carries the message."""
ASK = re.compile(
    r"\b(?:betaal|overmaken|inloggen|aanmelden|wachtwoord|verifieer|bevestig|bel ons|scan|pay|transfer|log ?in|sign ?in|password|verify|confirm|call us"
    r"|pay(?:er|ez)|virement|connecte[rz]|identifie[rz]|mot de passe|v[ée]rifi(?:er|ez)|confirme[rz]|appele[rz]|scanne[rz]"
    r"|bezahlen|überweis\w*|anmelden|einloggen|passwort|bestätig\w*|verifizier\w*|rufen sie|scannen)\b",
    re.I,
)


@detector(
    reads=Parts,
    gives={"text.text_in_picture": ("words",)},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1566/",),
)
def text_in_picture(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    if parts.mail is None or sum(len(text.text) for text in parts.of(Text) if text.kind is TextKind.MAIL) > LITTLE:
        return
    for text in parts.of(Text):
        if text.kind is not TextKind.PICTURE:
            continue
        ask = ASK.search(text.text[:20_000])
        words = ask.group() if ask else next(iter(amounts_in(text.text)), "")
        if not words and (account := next((a for a in accounts_in(text.text) if a.valid), None)):
            words = str(account)
        if words:
            yield Finding("text.text_in_picture", text.where, {"words": words})
            return
