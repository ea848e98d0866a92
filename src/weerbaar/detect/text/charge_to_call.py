"""A charge or renewal that nobody ordered can be stopped by calling a number, and there is nothing to log in to.

The invoice is the bait, the telephone the trap: on the line someone "refunds" by looking along on the computer or asking for card data.

When it is wrong: shops and insurers confirm orders with a telephone number for questions. Use the number on the contract, or look
whether the charge exists at all.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._accounts import amounts_in
from weerbaar.detect._frames import unaccented
from weerbaar.detect._sentences import OWN_WORDS, asked
from weerbaar.detect._web import login_word, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts, Text

MOST = 20_000
"""Characters that are read for a charge."""
CHARGE = re.compile(
    r"\b(?:verleng\w*|abonnement\w*|afgeschreven|afschrijving|geincasseerd|prelev\w*|debit\w*|renouvel\w*|abgebucht|verlanger\w*|abo\b|lizenz\w*"
    r"|renew\w*|subscription|charged|auto-?renew\w*|bestell\w*|commande|order)\b",
    re.I,
)
UNDO = re.compile(
    r"\b(?:annul\w*|stornier\w*|storno\w*|kundig\w*|widerruf\w*|cancel\w*|dispute|betwist\w*|ongedaan|opzeg\w*|contest\w*|resili\w*"
    r"|not authori[sz]ed?|niet (?:zelf )?besteld|nicht bestellt|rembours\w*|refund\w*)\b",
    re.I,
)


@detector(
    reads=Parts,
    gives={"text.charge_to_call": ("amount", "sentence")},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1566/004/",),
)
def charge_to_call(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    call = asked(parts, "asks_call")
    if call is None:
        return
    text = "\n".join(f"{one.subject}\n{one.text}" for one in parts.of(Text) if one.kind in OWN_WORDS)[:MOST]
    plain = unaccented(text)
    amount = next(iter(amounts_in(text)), "")
    if not amount or not CHARGE.search(plain) or not UNDO.search(plain):
        return
    if not any(login_word(link) for link in web(parts, organisation).links):
        yield Finding("text.charge_to_call", call.where, {"amount": amount, "sentence": call.sentence})
