"""The message says little and wants a code scanned: the picture is the message.

Where a link would do, a code is chosen because filters read it less well, and a telephone shows less of where it leads.
`_asked` is a message whose own words ask to scan.

When it is wrong: an entrance ticket or a payment slip may be little more than its code; from a sender that leads to known
pages, it is not reported.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._web import web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Code, LinkKind, Parts, Text, TextKind

LITTLE = 400
"""Characters of a message that are hardly more than an instruction."""
SCAN = re.compile(
    r"\bscan(?:n?en|n?ez|ner|nen Sie|t)?\b|\beinscannen\b|\bqr[ -]?code\b|\bcode QR\b|\bcamera\b|\bKamera\b|\bappareil photo\b",
    re.I,
)


@detector(
    reads=Parts,
    gives={"code.code_only_action": ("host",), "code.code_only_action_asked": ("host",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1660/",),
)
def code_only_action(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    codes = [link for link in seen.links if link.kind is LinkKind.CODE]
    if seen.mail is None or not codes or not any(True for _ in parts.of(Code)):
        return
    if all(seen.is_home(link) for link in codes) or any(link.kind is LinkKind.ANCHOR for link in seen.links):
        return
    written = "\n".join(text.text for text in parts.of(Text) if text.kind is TextKind.MAIL)
    if len(written) > LITTLE:
        return
    variant = "_asked" if SCAN.search(written) else ""
    yield Finding(f"code.code_only_action{variant}", codes[0].where, {"host": codes[0].host})
