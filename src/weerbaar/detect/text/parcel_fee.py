"""A parcel waits for a small payment, a duty or an address.

When it is wrong: customs and carriers do charge. The tracking page that you open yourself shows it too.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.parcel_fee": ("sentence",)}, question=Question.ASK)
def parcel_fee(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "parcel_fee")
