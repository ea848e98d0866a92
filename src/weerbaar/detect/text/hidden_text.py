"""Much text that no eye sees, and that is not what the reader sees said again.

Filters read it, people do not: stories and random words make a fraud look like an ordinary letter.

When it is wrong: newsletters hide one preview line (short, or padded with blanks: not counted) and a second copy of the page for
telephones (the same words: not counted).
"""

import re
from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text

PREVIEW = 60
"""Words of a preview line, generously counted; more is not one."""
WORD = re.compile(r"[^\W\d_]{3,30}")


@detector(
    reads=Text,
    gives={"text.hidden_text": ("count", "begin"), "text.hidden_text_noise": ("count", "begin")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1027/",),
)
def hidden_text(text: Text, organisation: Organisation) -> Iterator[Finding]:
    if len(text.hidden) < 200:
        return
    hidden = text.hidden[:50_000]
    words = WORD.findall(hidden.lower())
    if len(words) <= PREVIEW:
        return
    visible = set(WORD.findall(f"{text.subject}\n{text.text[:50_000]}".lower()))
    strange = sum(word not in visible for word in words)
    if strange < PREVIEW or strange < len(words) / 2:
        return
    saw = {"count": str(len(words)), "begin": " ".join(hidden.split())[:80]}
    yield Finding("text.hidden_text_noise" if _is_noise(words) else "text.hidden_text", text.where, saw)


def _is_noise(words: list[str]) -> bool:
    """Whether the words are tokens rather than language: few are short, hardly any comes back."""
    return len(set(words)) > 0.9 * len(words) and sum(len(word) <= 4 for word in words) < 0.2 * len(words)
