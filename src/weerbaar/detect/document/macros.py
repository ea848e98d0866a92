"""An Office file with macros: small programs that run inside Word or Excel.

`macros_auto_open` starts by itself when the file is opened. Never choose "enable content" in a file you did not expect.

When it is wrong: bookkeeping and planning sheets made by colleagues or advisers.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document


@detector(
    reads=Document,
    gives={"document.macros": ("name",), "document.macros_auto_open": ("name",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1137/001/", "https://attack.mitre.org/techniques/T1204/002/"),
)
def macros(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if "macros" not in document.traits:
        return
    itself = document.traits & {"auto_open", "macro_reaches_out", "excel4"}
    yield Finding("document.macros_auto_open" if itself else "document.macros", document.where, {"name": document.name})
