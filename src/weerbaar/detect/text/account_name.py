"""An invoice for programs, or a payment code, gives a known account under a name that is not its holder's.

Compared as banks compare since October 2025 (Verification of Payee): case, accents, titles and legal forms do not count. `_close` is nearly the
same: a slip, an initial, words more, or letters that only look the same.

When it is wrong: trade names, former names and abbreviations. Each is a fact of the payee once somebody confirmed it.
"""

from collections.abc import Iterator

from weerbaar.detect._standing import compared, written
from weerbaar.detect.declaration import detector
from weerbaar.ledger.compare import known
from weerbaar.model.finding import Finding, Question
from weerbaar.model.ledger import NameMatch, Standing
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

THEIRS = frozenset((Standing.SAME, Standing.EXPIRED, Standing.UNCONFIRMED))


@detector(
    reads=Parts,
    gives={"text.account_name": ("name", "holder", "iban"), "text.account_name_close": ("name", "holder", "iban")},
    question=Question.FACTS,
    references=(
        "https://eur-lex.europa.eu/eli/reg/2024/886/oj",
        "https://www.europeanpaymentscouncil.eu/what-we-do/other-schemes/verification-payee",
    ),
)
def account_name(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    found = [one for one in compared(parts, organisation) if one.standing in THEIRS]
    for match, id in ((NameMatch.NONE, "text.account_name"), (NameMatch.CLOSE, "text.account_name_close")):
        for one in found:
            holder = known(organisation).payee(one.holder)
            if one.name is match and holder is not None:
                saw = {"name": one.claim.name, "holder": holder.name, "iban": written(one.claim.iban)}
                yield Finding(id, one.claim.where, saw)
                return
