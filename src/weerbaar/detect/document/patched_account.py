"""The account on a page of a PDF is set in other letters than what stands around it, or painted over another account.

`_mixed`: within one account number the type or its size changes, as happens when a few digits are replaced. `_else`: the whole account is in a type that is
found nowhere else on the page. `_over`: two accounts are painted in one place, one over the other, with nothing between them.

When it is wrong: templates that set all figures in a type of their own, and programs that change to another type for one missing sign; a form that was
filled in twice. Weak, but for the last: whoever has the right type leaves no trace.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.ledger.numbers import grouped
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document


@detector(
    reads=Document,
    gives={
        "document.patched_account_mixed": ("iban",),
        "document.patched_account_else": ("iban",),
        "document.patched_account_over": ("iban", "beneath"),
    },
    question=Question.FACTS,
    references=("https://www.iso.org/standard/75839.html",),
)
def patched_account(document: Document, organisation: Organisation) -> Iterator[Finding]:
    for one in document.patched[:3]:
        saw = {"iban": grouped(one.account)} | ({"beneath": grouped(one.beneath)} if one.beneath else {})
        yield Finding(f"document.patched_account_{one.how}", f"{document.where} > page {one.page}", saw)
