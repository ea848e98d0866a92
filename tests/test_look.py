"""The story: item -> parts -> findings -> verdict -> advice."""

import dataclasses
from email.message import EmailMessage

from tests.organisation import BAKERY
from weerbaar import look
from weerbaar.model.finding import Reason
from weerbaar.model.item import Item, Way
from weerbaar.model.part import Picture
from weerbaar.model.verdict import Band
from weerbaar.settings import Settings

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def mail(text: str, sender: str, subject: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "tom@bakkerijvanhove.example", subject
    message["Date"] = "Mon, 02 Mar 2026 09:00:00 +0100"
    message.set_content(text)
    message.add_attachment(PIXEL, "image", "png", filename="logo.png")
    return message.as_bytes()


FRAUD = mail(
    "Tom, onze bankgegevens zijn gewijzigd. Maak de factuur van 6.384 euro vandaag nog over op LT60 1010 0123 4567 8901. "
    "Ik zit de hele dag in vergadering, bel niet, antwoord enkel op dit adres. Hou dit voorlopig onder ons.",
    "Molens De Kroon <facturen@molens-dekroon.example>",
    "Nieuw rekeningnummer",
)
HONEST = mail(
    "Dag Tom, het verslag van de vergadering van dinsdag staat op het intranet, zoals altijd. Neem gerust je tijd. Groeten, Nadia",
    "Nadia El Amrani <nadia@bakkerijvanhove.example>",
    "Verslag van dinsdag",
)


def test_same_item_same_organisation_same_answer() -> None:
    one, other = (look(Item("a.eml", FRAUD), BAKERY) for _ in range(2))
    timeless = {"seconds": 0.0, "cpu_seconds": 0.0}
    assert dataclasses.replace(one, **timeless) == dataclasses.replace(other, **timeless)


def test_pictures_are_not_read_where_the_rest_already_says_fraud() -> None:
    answer = look(Item("a.eml", FRAUD), BAKERY)
    assert answer.verdict.band is Band.FRAUD
    assert [n.reason for n in answer.not_looked] == [Reason.NOT_NEEDED]
    assert not list(answer.parts.of(Picture))


def test_pictures_are_read_where_they_may_still_change_the_answer() -> None:
    answer = look(Item("a.eml", HONEST), BAKERY)
    assert len(list(answer.parts.of(Picture))) == 1


def test_read_all_reads_all() -> None:
    answer = look(Item("a.eml", FRAUD), BAKERY, settings=Settings(read_all=True))
    assert len(list(answer.parts.of(Picture))) == 1


def test_without_an_organisation_the_answer_says_what_it_could_not_know() -> None:
    answer = look(Item("text", b"Kunt u deze factuur van 300 euro vandaag betalen?", Way.TEXT), language="en")
    assert answer.advice.language == "en"
    assert answer.verdict.band in (Band.VERIFY, Band.FRAUD)
    assert answer.language == "nl"


def test_cost_is_told() -> None:
    answer = look(Item("a.eml", HONEST), BAKERY)
    assert answer.cpu_seconds > 0
    assert answer.seconds > 0
