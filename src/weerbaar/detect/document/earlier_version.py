"""An earlier version inside the PDF names another account or amount than its pages do now.

A PDF that is changed keeps what it was (ISO 32000-2 7.5.6). Where the account on an invoice was another one before, that is told with both
numbers, and for amounts likewise.

When it is wrong: a firm that corrects its own invoice, or reuses the last one as a form. A change made by a program that writes the file anew leaves
nothing to find, so silence says nothing.
"""

from collections.abc import Iterator

from weerbaar.detect._accounts import accounts_in, amounts_in
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document


@detector(
    reads=Document,
    gives={
        "document.earlier_version_account": ("name", "before", "now"),
        "document.earlier_version_amount": ("name", "before", "now"),
    },
    question=Question.FACTS,
    references=("https://www.iso.org/standard/75839.html",),
)
def earlier_version(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if document.revised is None:
        return
    gone, new = document.revised.gone, document.revised.new
    accounts = [str(one) for one in accounts_in(gone) if one.valid], [str(one) for one in accounts_in(new) if one.valid]
    amounts = list(amounts_in(gone)), list(amounts_in(new))
    for what, (before, now) in (("account", accounts), ("amount", amounts)):
        before, now = [one for one in before if one not in now], [one for one in now if one not in before]
        if before and now:
            saw = {"name": document.name, "before": before[0], "now": now[0]}
            yield Finding(f"document.earlier_version_{what}", document.where, saw)
