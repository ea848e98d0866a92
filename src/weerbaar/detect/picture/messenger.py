"""A picture bears the name or the mark that a messenger gives to what it sends.

Messengers make pictures smaller, compress them anew and take their notes away. So nothing can be said of what was done to it before: it is
neither clean nor suspect for having no marks.

When it is wrong: a name is easily given by hand. It counts for neither side.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts, Picture


@detector(reads=Parts, gives={"picture.messenger": ("service",)}, question=Question.FACTS)
def messenger(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    found = next((picture for picture in parts.of(Picture) if picture.journey.messenger), None)
    if found:
        yield Finding("picture.messenger", found.where, {"service": found.journey.messenger})
