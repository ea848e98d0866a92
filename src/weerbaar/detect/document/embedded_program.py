"""A letter, sheet or PDF with a program inside.

Documents carry pictures and tables. A program in one waits for a double click on something that looks like a button.

When it is wrong: hardly ever; now and then a manual carries its installer.
"""

from collections.abc import Iterator

from weerbaar.detect._programs import LETTERS, is_inside, is_program
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document, Parts


@detector(
    reads=Parts,
    gives={"document.embedded_program": ("name", "inner")},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1027/009/", "https://attack.mitre.org/techniques/T1204/002/"),
)
def embedded_program(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    documents = list(parts.of(Document))
    letters = [document for document in documents if document.kind in LETTERS]
    for inner in documents if letters else ():
        if not is_program(inner) and "shortcut" not in inner.traits:
            continue
        outer = next((letter for letter in letters if is_inside(inner, letter, parts)), None)
        if outer:
            yield Finding("document.embedded_program", outer.where, {"name": outer.name, "inner": inner.name})
            return
