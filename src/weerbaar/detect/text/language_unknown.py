"""The text is in a language whose requests we read as best we can.

What a message asks is recognised in Dutch, French, German and English. In another language the sender, the links and the accounts are
judged as always, the wording hardly.

When it is wrong: a short text full of names may be taken for another language. It says nothing about fraud.
"""

from collections.abc import Iterator

from weerbaar.detect._frames import LANGUAGES
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts, Text, TextKind

ENOUGH = 80
"""Letters above which the language is told with certainty."""
LOOKED_AT = 1_000


@detector(
    reads=Parts,
    gives={"text.language_unknown": ("language",)},
    question=Question.ASK,
)
def language_unknown(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for text in parts.of(Text):
        if text.kind is TextKind.NOTE or text.language in LANGUAGES or text.language == "und":
            continue
        if sum(map(str.isalpha, text.text[:LOOKED_AT])) > ENOUGH:
            yield Finding("text.language_unknown", text.where, {"language": text.language})
            return
