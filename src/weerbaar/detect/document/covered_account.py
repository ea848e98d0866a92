"""An account stands in a PDF where no eye sees it, and another one where it does.

The quickest way to change an invoice is a white box over the account and a new number on top: the old one is still there, underneath. The same is
found where words were made invisible.

When it is wrong: a template with an account that was blanked out on purpose, and a layer of words read badly from a scan.
"""

from collections.abc import Iterator

from weerbaar.detect._accounts import accounts_in
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text, TextKind


@detector(
    reads=Text,
    gives={"document.covered_account": ("hidden", "shown")},
    question=Question.FACTS,
    references=("https://www.iso.org/standard/75839.html",),
)
def covered_account(text: Text, organisation: Organisation) -> Iterator[Finding]:
    if text.kind is not TextKind.DOCUMENT or not text.hidden:
        return
    shown = [str(one) for one in accounts_in(text.text) if one.valid]
    hidden = [str(one) for one in accounts_in(text.hidden) if one.valid and str(one) not in shown]
    if shown and hidden:
        yield Finding("document.covered_account", text.where, {"hidden": hidden[0], "shown": shown[0]})
