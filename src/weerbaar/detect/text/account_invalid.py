"""Something that has the shape of an account number, and whose check digits are wrong.

An IBAN carries two digits that a computer works out from the rest. A firm copies its account from its own system and gets them right;
an invented or altered number mostly does not.

When it is wrong: a slip of the keyboard, a scan read badly, an example in an explanation, a reference number that happens to begin like
an account.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._accounts import accounts_in, said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

CALLED_SO = re.compile(r"iban|rekening|compte|konto|account|bank", re.I)


@detector(
    reads=Parts,
    gives={"text.account_invalid": ("iban",)},
    question=Question.FACTS,
    references=("https://www.iso.org/standard/81090.html", "https://www.iso.org/standard/31531.html"),
)
def account_invalid(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for where, text in said(parts):
        for account in accounts_in(text):
            if not account.valid and CALLED_SO.search(text[max(0, account.at - 120) : account.at]):
                yield Finding("text.account_invalid", where, {"iban": str(account)})
                return
