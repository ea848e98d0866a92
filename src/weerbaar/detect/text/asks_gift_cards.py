"""The message asks to buy gift cards or vouchers, or to pass on their codes.

A voucher code is cash that cannot be called back, which is why a borrowed director's name so often asks for some.

When it is wrong: firms do buy vouchers for staff and clients. The usual buyer, the usual shop and the usual way of approving tell them apart.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.asks_gift_cards": ("sentence",)}, question=Question.ASK)
def asks_gift_cards(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "asks_gift_cards")
