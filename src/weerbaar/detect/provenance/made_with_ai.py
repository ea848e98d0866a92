"""A picture, sound or video says of itself that it was made, or made in part, by a trained model.

It says so in Content Credentials (`_signed`, with the signer's name, unless they were broken) or in a label that its maker's program
left: XMP, PNG text, EXIF, a tag.

When it is wrong: adverts, newsletters and honest illustrations are made with AI and say so; whoever wants to deceive removes the label, so
most generated pictures carry none, and its absence says nothing. Anyone can write such a label into a real photograph. It counts little in a
message, and much where the picture is to prove something: damage, a person, a paper.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Credentials, Declared, Parts, Standing

AI = frozenset(("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"))
"""IPTC NewsCodes digitalsourcetype: made, or made in part, by a trained model."""


@detector(
    reads=Parts,
    gives={
        "provenance.made_with_ai": (),
        "provenance.made_with_ai_tool": ("tool",),
        "provenance.made_with_ai_signed": ("tool", "signer"),
    },
    question=Question.FACTS,
    references=("https://cv.iptc.org/newscodes/digitalsourcetype/",),
)
def made_with_ai(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for one in parts.of(Credentials):
        for step in one.steps if one.standing is not Standing.CHANGED else ():
            if AI.intersection(step.sources):
                filled = {"tool": step.tool or "?", "signer": step.signer or "?"}
                yield Finding("provenance.made_with_ai_signed", one.where, filled)
                return
    said = [one for one in parts.of(Declared) if one.tool or one.source in AI or not one.source]
    named = next((one for one in said if one.tool), None)
    if named:
        yield Finding("provenance.made_with_ai_tool", named.where, {"tool": named.tool})
    elif said:
        yield Finding("provenance.made_with_ai", said[0].where)
