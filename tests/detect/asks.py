"""What every ask detector owes: it speaks on a sentence that asks, in each language, and is silent where nothing of the kind is asked."""

from weerbaar.detect.declaration import Judge
from weerbaar.model.organisation import NOBODY
from weerbaar.model.part import Parts, Text, TextKind


def sentence_of(judge: Judge, text: str, language: str) -> str | None:
    """The sentence the detector gives as evidence, or None when it is silent."""
    found = list(judge(Text("text", text, TextKind.MAIL, language), NOBODY))
    return found[0].saw["sentence"] if found else None


def speaks(judge: Judge, text: str, language: str) -> bool:
    """Whether a detector that reads whole messages speaks on a mail of this one text."""
    return bool(list(judge(Parts((Text("text", text, TextKind.MAIL, language),)), NOBODY)))
