"""The number of a payment card.

With the date and the code behind it anybody can pay with it, and PCI DSS forbids to let it leave unprotected. The check digit must be
right (Luhn: 1 in 10 passes) and either a card be named beside it, or the first digits be those of a card scheme with the right length
(ISO/IEC 7812-1: together 1 in 60 of random 16-digit numbers) in the grouping of cards, in one piece, or
behind *paid the deposit with*. A number that is called an
order, a parcel, a device or the like is left alone unless a card is named too.

When it is wrong: the 16-digit number of a parcel that nothing names passes once in 60 times; the number of a gift or fuel card of another scheme is
not found. The test numbers that payment providers publish are told with the reason `example` and a score below `FAINT`.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._check_digits import luhn
from weerbaar.detect.leak._context import cued, of_goods
from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._digits import Number, alone, numbers
from weerbaar.detect.leak._published import of_nobody
from weerbaar.model.leak import DataClass, Match, Readable

SCHEMES = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-5]|[68]\d)\d{11}"  # Diners Club
    r"|(?:6011|64[4-9]\d|65\d\d)\d{12}|35\d{14}|(?:2131|1800)\d{11}|62\d{14}"  # Discover, JCB, UnionPay
    r"|(?:5018|5020|5038|5893|6304|6759|676[1-3]|6703|6799|6060)\d{8,15}"  # Maestro, Bancontact
)
GROUPINGS = frozenset(
    (
        (4, 4, 4, 4),
        (4, 6, 5),
        (4, 6, 4),
        (4, 4, 4, 4, 1),
        (4, 4, 4, 4, 3),
        (4, 4, 4, 5),
        (6, 10),
        (4, 4, 5),
        (4, 4, 4, 1),
        (4, 4, 4, 2),
        (4, 4, 4, 3),
    )
)
CARD = re.compile(
    r"\b(?:credit|debit|visa|master|maestro|amex|american express|bancontact|bankkaart|kaart|carte|karte|kreditk|card|kk-?n|cb\b|pan\b|girocard"
    r"|ec-k|betaalk|bankk|diners|kartennummer|cvc|cvv"
    r"|betaalde? met|paid (?:with|by)|paye\w* (?:avec|par)|bezahlt\w* mit)"
)
PAID = re.compile(r"\b(?:paid|betaal\w*|paye\w*|regle|bezahl\w*|uberwiesen)(?: [\w'’-]+){1,4} (?:with|met|avec|mit) $")
"""Paid something with what follows."""
PUBLISHED = """
    4111111111111111 4012888888881881 4222222222222 4242424242424242 4000056655665556 5555555555554444 5105105105105100
    2223003122003222 5200828282828210 378282246310005 371449635398431 378734493671000 6011111111111117 6011000990139424
    30569309025904 38520000023237 3530111333300000 3566002020360505 6759649826438453 4000000000000002 4000002500003155
    5454545454545454 5424000000000015 4007000000027 370000000000002 6703444444444449 2222400070000005 4988438843884305
    4166676667666746 4917610000000000 5500000000000004 340000000000009
"""
TEST_RANGES = ("400000", "424242")
"""First digits that no bank was given: Visa's own, in the tests of payment providers."""
PAYING = 60
"""Characters before a number in which something is paid with it."""
EXAMPLES = frozenset(PUBLISHED.split())
"""Test numbers in the documentation of payment providers; no account stands behind them."""


@recogniser(
    classes=(DataClass.CARD,),
    reasons=("checksum", "example"),
    references=("https://www.iso.org/standard/70484.html", "https://docs.stripe.com/testing"),
)
def card(text: Readable, hits: Hits) -> Iterator[Match]:
    for length in range(12, 20):
        for number in numbers(text.text)[length]:
            if number.digits[0] in "123456" and luhn(number.digits) and alone(text.text, number) and _is_card(text, number):
                example = number.digits in EXAMPLES or number.digits.startswith(TEST_RANGES)
                reason, score = ("example", 0.2) if example else ("checksum", 1.0 if len(number.groups) == 4 else 0.9)
                yield of_nobody(
                    text, Match(number.start, number.end, DataClass.CARD, "card", reason, score, value=number.digits)
                )


def _is_card(text: Readable, number: Number) -> bool:
    """Whether the words around it, or its first digits and its grouping, let it be a card."""
    if cued(text, number.start, number.end, CARD):
        return True
    if not SCHEMES.fullmatch(number.digits):
        return False
    if PAID.search(text.low, max(number.start - PAYING, 0), number.start):
        return True
    if not (number.groups in GROUPINGS or number.spelled or (len(number.groups) == 1 and len(number.digits) in (15, 16))):
        return False
    return not of_goods(text, number.start)
