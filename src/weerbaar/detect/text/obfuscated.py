"""The text is written so that machines misread it: invisible characters inside words, borrowed letters, digits for letters, s p r e a d
letters.

Somebody took trouble to hide words from filters that a reader should still see. The reader of texts has undone it; every other check
looked at the plain words.

When it is wrong: soft hyphens and joiners from word processors, mathematical letters in cheerful subject lines, texts that mix two
scripts, right-to-left languages, names of products such as "4ever".
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text

TRICKS = ("zero_width", "homoglyph", "leet", "spacing", "bidi", "fullwidth")


@detector(
    reads=Text,
    gives={f"text.obfuscated_{trick}": ("word",) for trick in TRICKS},
    question=Question.SENDER,
    references=("https://www.unicode.org/reports/tr39/", "https://attack.mitre.org/techniques/T1027/"),
)
def obfuscated(text: Text, organisation: Organisation) -> Iterator[Finding]:
    for trick in text.tricks:
        if trick in TRICKS:
            yield Finding(f"text.obfuscated_{trick}", text.where, {"word": _word(text)})


def _word(text: Text) -> str:
    """The first word that reads otherwise than it is written, as it reads; the subject's first when only that was changed."""
    written = set(text.raw[:20_000].split())
    changed = (word for word in text.text[:20_000].split() if len(word) > 2 and word not in written)
    return (next(changed, "") if text.raw else text.subject)[:40]
