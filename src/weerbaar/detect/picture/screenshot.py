"""A picture of a screen, by its name or by what the telephone or computer wrote into it.

It shows that something stood on a screen, not who put it there: a chat, a payment or a mail is made up in minutes, on a page or with a
program. Ask for the thing itself: the forwarded message, the statement from the bank.

When it is wrong: a file can bear such a name without being one, and most screenshots are honest. It counts for neither side.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts, Picture


@detector(reads=Parts, gives={"picture.screenshot": ()}, question=Question.FACTS)
def screenshot(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    found = next((picture for picture in parts.of(Picture) if picture.journey.screenshot), None)
    if found:
        yield Finding("picture.screenshot", found.where)
