"""A code is drawn so that a telephone reads it and a filter does not: in dots, coloured, upside down in light and dark, or of
letters and table cells.

An honest sender wants every camera to read his code. Our reader too got it only after changing the picture. `_drawn`: no
picture at all, but letters, blocks or table cells.

When it is wrong: a poor photograph or a code with a logo and fashionable dots also needs help. Light changes (grey, larger) are
not reported.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Code

DRAWN = frozenset(("characters", "cells", "table"))
HIDING = ("blur", "hue", "invert", "threshold", "equalised")


@detector(
    reads=Code,
    gives={"code.hidden_code": ("step",), "code.hidden_code_drawn": ("step",)},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1027/",),
)
def hidden_code(code: Code, organisation: Organisation) -> Iterator[Finding]:
    if code.step in DRAWN:
        yield Finding("code.hidden_code_drawn", code.where, {"step": code.step})
    elif code.step.startswith(HIDING):
        yield Finding("code.hidden_code", code.where, {"step": code.step})
