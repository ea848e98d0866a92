"""What a person brings in a mail, in every way in which people do it."""

import os
from email.message import EmailMessage, Message
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unpack.test_msg import compound
from tests.unpack.test_msg import message as outlook

from weerbaar.look import look
from weerbaar.model.item import Item
from weerbaar.model.part import Link, Mail, Picture, Text
from weerbaar.unpack.brought import MOST_ITEMS, Brought, Manner, what_was_brought
from weerbaar.unpack.unpack import unpack

DESK_ADDRESS = "check@bakkerijvanhove.example"
DESK = frozenset((DESK_ADDRESS,))
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def bank(number: int = 1) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = (
        "bank@evil.example",
        "tom@bakkerijvanhove.example",
        f"Kaart geblokkeerd {number}",
    )
    made.set_content("Klik op https://veiligbetalen.example/kaart")
    return made


def note(words: str = "Els, klopt dit?", to: str = DESK_ADDRESS, subject: str = "Fwd: Kaart geblokkeerd") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Tom Maes <tom@bakkerijvanhove.example>", to, subject
    made.set_content(words)
    return made


def brought(message: Message | bytes, desk: frozenset[str] = DESK) -> Brought:
    return what_was_brought(message if isinstance(message, bytes) else message.as_bytes(), desk)


def test_a_forward_as_attachment_is_the_attached_message_with_the_comment() -> None:
    carrier = note()
    carrier.add_attachment(bank())
    found = brought(carrier)
    assert (found.manner, found.comment, found.left_out) == (Manner.ATTACHED, "Els, klopt dit?", 0)
    assert [item.name for item in found.items] == ["Kaart geblokkeerd 1"]
    assert found.items[0].data == bank().as_bytes()
    assert found.carrier.sender is not None
    assert found.carrier.sender.address == "tom@bakkerijvanhove.example"


def test_several_attached_messages_are_several_items() -> None:
    carrier = note()
    carrier.add_attachment(bank(1))
    carrier.add_attachment(bank(2).as_bytes(), maintype="application", subtype="octet-stream", filename="kaart.eml")
    carrier.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="factuur.pdf")
    carrier.add_attachment(b"0", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    found = brought(carrier)
    assert [item.name for item in found.items] == ["Kaart geblokkeerd 1", "kaart.eml", "factuur.pdf"]


def test_an_outlook_message_is_an_attached_message() -> None:
    msg = compound(outlook())
    carrier = note()
    carrier.add_attachment(msg, maintype="application", subtype="vnd.ms-outlook", filename="Kaart.msg")
    found = brought(carrier)
    assert (found.manner, [item.name for item in found.items]) == (Manner.ATTACHED, ["Kaart.msg"])
    assert found.items[0].data == msg


def test_no_more_than_twenty_items_are_taken_and_the_rest_is_counted() -> None:
    carrier = note()
    for number in range(MOST_ITEMS + 3):
        carrier.add_attachment(bank(number))
    found = brought(carrier)
    assert (len(found.items), found.left_out) == (MOST_ITEMS, 3)


FORWARD = """Els, klopt dit?

---------- Forwarded message ---------
From: Bank <bank@evil.example>
Date: Mon, Jan 5, 2026 at 10:12 AM
Subject: Kaart geblokkeerd
To: <tom@bakkerijvanhove.example>


Klik op https://veiligbetalen.example/kaart
"""


@pytest.mark.parametrize("page", [False, True])
def test_a_forward_in_the_text_is_recovered_with_the_comment(page: bool) -> None:
    carrier = note(FORWARD)
    if page:
        carrier.add_alternative("<div>" + FORWARD.replace("<", "&lt;").replace("\n", "<br>") + "</div>", subtype="html")
    found = brought(carrier)
    assert (found.manner, found.comment) == (Manner.INLINE, "Els, klopt dit?")
    assert [(item.name, item.data) for item in found.items] == [("Kaart geblokkeerd", carrier.as_bytes())]


def test_a_redirected_message_is_the_message_itself() -> None:
    message = bank()
    message["Resent-From"] = "tom@bakkerijvanhove.example"
    message["Resent-To"] = DESK_ADDRESS
    message.add_attachment(bank(2))
    found = brought(message)
    assert (found.manner, [item.data for item in found.items]) == (Manner.RESENT, [message.as_bytes()])


def test_a_message_that_was_not_written_to_the_desk_is_the_message_itself() -> None:
    message = bank()
    message.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="factuur.pdf")
    assert (brought(message).manner, brought(message).items[0].data) == (Manner.MESSAGE, message.as_bytes())
    assert brought(message, frozenset()).manner is Manner.MESSAGE


def test_files_with_a_mail_to_the_desk_are_the_items_and_its_words_the_comment() -> None:
    carrier = note("Deze factuur vertrouw ik niet.", subject="Vraagje")
    carrier.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="factuur.pdf")
    carrier.add_attachment(PNG, maintype="image", subtype="png", filename="scherm.png")
    carrier.add_attachment(PNG, maintype="image", subtype="png", filename="logo.png", cid="<logo>", disposition="inline")
    found = brought(carrier)
    assert (found.manner, found.comment) == (Manner.FILES, "Deze factuur vertrouw ik niet.")
    assert [(item.name, item.data) for item in found.items] == [("factuur.pdf", b"%PDF-1.4 x"), ("scherm.png", PNG)]


def test_what_is_pasted_is_looked_at_without_the_name_of_who_pasted_it() -> None:
    carrier = note("Dit sms'je kreeg ik: betaal op https://veiligbetalen.example/kaart", subject="Sms café")
    carrier.add_alternative('<p>Dit kreeg ik: <a href="https://veiligbetalen.example/x">hier</a></p>', subtype="html")
    carrier.add_attachment(PNG, maintype="image", subtype="png", filename="s.png", cid="<s>", disposition="inline")
    found = brought(carrier)
    assert (found.manner, found.comment, found.items[0].name) == (Manner.WRITTEN, "", "Sms café")
    parts = unpack(found.items[0])
    assert [mail.sender for mail in parts.of(Mail)] == [None]
    assert [text.subject for text in parts.of(Text)] == ["Sms café"]
    assert [link.target for link in parts.of(Link)] == ["https://veiligbetalen.example/x"]
    assert parts.has(Picture) or any("picture" in one.detector for one in parts.not_looked)
    assert not [finding for finding in look(found.items[0]).findings if "tom" in str(finding)]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n\r\n",
        b"no mail at all \xff\xfe",
        b"To: check@bakkerijvanhove.example\r\n\r\n",
        b"To: check@bakkerijvanhove.example\nSubject: =?utf-8?q?=E9?=\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n--x--",
        b"To: check@bakkerijvanhove.example\r\nContent-Type: message/rfc822\r\n\r\n" * 40,
        b"To: check@bakkerijvanhove.example\r\nSubject: \xff\xfe\r\n\r\n\xff",
        b"To: check@bakkerijvanhove.example\r\nContent-Type: multipart/mixed\r\n\r\n--?\r\n",
    ],
)
def test_whatever_the_bytes_say_there_is_something_to_look_at(raw: bytes) -> None:
    found = brought(raw)
    assert found.items
    assert all(item.name and item.name.isprintable() for item in found.items)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.binary(max_size=30))
def test_a_damaged_mail_brings_something_all_the_same(at: int, damage: bytes) -> None:
    carrier = note()
    carrier.add_attachment(bank())
    raw = carrier.as_bytes()
    assert brought(raw[:at] + damage + raw[at + len(damage) :]).items


def test_50_mb_are_cut_quickly_into_what_was_brought() -> None:
    carrier = note("Klopt dit?", subject="Vraagje")
    carrier.add_attachment(os.urandom(36_000_000), maintype="application", subtype="octet-stream", filename="groot.bin")
    found = brought(carrier)
    assert (found.manner, len(found.items[0].data)) == (Manner.FILES, 36_000_000)


def test_a_forwarded_sample_gives_the_verdict_of_the_sample() -> None:
    sample = (Path(__file__).parents[2] / "examples" / "nl").glob("*.eml")
    data = next(iter(sorted(sample))).read_bytes()
    carrier = note()
    carrier.add_attachment(data, maintype="application", subtype="octet-stream", filename="mail.eml")
    assert look(brought(carrier).items[0]).verdict == look(Item("mail.eml", data)).verdict
