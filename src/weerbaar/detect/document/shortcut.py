"""A shortcut: a file that opens something else, and can wear any icon.

Shortcuts belong on a desktop, not in a mail. `shortcut_command` would run a command.

When it is wrong: someone drags a link to a shared folder into a mail.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document

RUNS = frozenset(("executable", "script", "encoded_script", "fetches", "padded_arguments"))


@detector(
    reads=Document,
    gives={"document.shortcut": ("name",), "document.shortcut_command": ("name",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1204/002/", "https://attack.mitre.org/techniques/T1547/009/"),
)
def shortcut(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if "shortcut" in document.traits or document.kind == "shortcut":
        runs = document.traits & RUNS
        yield Finding("document.shortcut_command" if runs else "document.shortcut", document.where, {"name": document.name})
