"""Forwards as mail programs write them, and what only looks like one."""

import pytest

from weerbaar.model.item import Item
from weerbaar.model.part import Address, Link, Mail, Recovered, Text, TextKind
from weerbaar.unpack.forwarded import find_forward
from weerbaar.unpack.unpack import unpack

OUTLOOK_NL = """Tom, klopt dit?

________________________________
Van: Molens De Kroon <facturen@molens-dekroon.example>
Verzonden: maandag 5 januari 2026 10:12
Aan: Tom Maes <tom@bakkerijvanhove.example>
Onderwerp: Nieuw rekeningnummer

Beste Tom,
ons nieuwe nummer staat op https://molens-dekroon.example/rek"""
OUTLOOK_FR = """De : Jean Lambert <jean@fiduciaire.example>
Envoyé : lundi 5 janvier 2026 10:12
À : Els Van Hove <els@bakkerijvanhove.example>
Objet : Virement urgent

Bonjour Els"""
OUTLOOK_DE = """Zur Info

Von: Jan Brinkmann [mailto:jan@brinkmann.example]
Gesendet: Montag, 5. Januar 2026 10:12
An: Els
Betreff: Rechnung

Guten Tag"""
GMAIL = """is this real?

---------- Forwarded message ---------
From: Bank <info@bank.example>
Date: Mon, Jan 5, 2026 at 10:12 AM
Subject: Blocked card
To: <tom@bakkerijvanhove.example>


Dear client"""
APPLE_NL = """Begin doorgestuurd bericht:

> Van: Bank <info@bank.example>
> Onderwerp: Kaart geblokkeerd
> Datum: 5 januari 2026 om 10:12:00 CET
> Aan: tom@bakkerijvanhove.example
>
> Beste klant"""
APPLE_FR = """Début du message transféré :

De: Banque <info@bank.example>
Objet: Carte bloquée
Date: 5 janvier 2026 à 10:12:00 UTC+1
À: tom@bakkerijvanhove.example

Cher client"""
THUNDERBIRD_DE = """-------- Weitergeleitete Nachricht --------
Betreff: \tKarte gesperrt
Datum: \tMon, 5 Jan 2026 10:12:00 +0100
Von: \tBank <info@bank.example>
Antwort an: \tnein@elders.example
An: \ttom@bakkerijvanhove.example

Lieber Kunde"""


@pytest.mark.parametrize(
    ("text", "subject", "note", "sender", "title", "body"),
    [
        (
            OUTLOOK_NL,
            "FW: Nieuw rekeningnummer",
            "Tom, klopt dit?",
            "facturen@molens-dekroon.example",
            "Nieuw rekeningnummer",
            "Beste Tom,",
        ),
        (OUTLOOK_FR, "TR: Virement urgent", "", "jean@fiduciaire.example", "Virement urgent", "Bonjour Els"),
        (OUTLOOK_DE, "WG: Rechnung", "Zur Info", "jan@brinkmann.example", "Rechnung", "Guten Tag"),
        (GMAIL, "Fwd: Blocked card", "is this real?", "info@bank.example", "Blocked card", "Dear client"),
        (GMAIL, "Blocked card", "is this real?", "info@bank.example", "Blocked card", "Dear client"),  # the marker says it
        (APPLE_NL, "Fwd: Kaart geblokkeerd", "", "info@bank.example", "Kaart geblokkeerd", "Beste klant"),
        (APPLE_FR, "Fwd: Carte bloquée", "", "info@bank.example", "Carte bloquée", "Cher client"),
        (THUNDERBIRD_DE, "Fwd: Karte gesperrt", "", "info@bank.example", "Karte gesperrt", "Lieber Kunde"),
        (OUTLOOK_FR, "", "", "jean@fiduciaire.example", "Virement urgent", "Bonjour Els"),  # pasted as it stands
        (
            OUTLOOK_FR.replace("De :", "*De :*"),
            "TR: x",
            "",
            "jean@fiduciaire.example",
            "Virement urgent",
            "Bonjour Els",
        ),  # bold as text
    ],
)
def test_the_original_is_found(text: str, subject: str, note: str, sender: str, title: str, body: str) -> None:
    forward = find_forward(text, subject)
    assert forward is not None
    headers = dict(forward.headers)
    assert forward.note == note
    assert sender in headers["From"]
    assert headers["Subject"] == title
    assert forward.body.startswith(body)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (OUTLOOK_NL, "RE: Nieuw rekeningnummer"),  # an answer quotes the same block
        (OUTLOOK_DE, "AW: Rechnung"),
        (
            "Bev, please release the £4,500 this afternoon.\n\n" + OUTLOOK_NL[17:],
            "FW: deposit",
        ),  # an amount: a request of its own
        ("Betaal aub op BE71 0961 2345 6769\n\n" + OUTLOOK_NL[17:], "FW: factuur"),  # an account
        ("Kijk op https://a.example\n\n" + OUTLOOK_NL[17:], "FW: factuur"),  # a link
        ("Els, " + "ik heb gisteren lang met hem gesproken. " * 10 + OUTLOOK_NL[17:], "FW: factuur"),  # a letter
        ("Van: mij\nEen gedicht over: niets", "FW: gedicht"),
        ("Gewoon een mail", "FW: mail"),
        ("", "FW:"),
    ],
)
def test_what_is_no_forward_of_a_colleague_stays_whole(text: str, subject: str) -> None:
    assert find_forward(text, subject) is None


def mail(body: str, subject: str, kind: str = "plain") -> Item:
    head = f"From: Els <els@bakkerijvanhove.example>\nTo: tom@bakkerijvanhove.example\nSubject: {subject}\n"
    return Item("mail.eml", f"{head}Content-Type: text/{kind}; charset=utf-8\n\n{body}".encode())


def test_a_forwarded_mail_becomes_the_mail_this_is_about() -> None:
    parts = unpack(mail(OUTLOOK_NL, "FW: Nieuw rekeningnummer"))
    assert parts.mail == Mail(
        where="text > forwarded message",
        sender=Address("Molens De Kroon", "facturen@molens-dekroon.example"),
        subject="Nieuw rekeningnummer",
        to=(Address("Tom Maes", "tom@bakkerijvanhove.example"),),
        headers=(
            ("From", "Molens De Kroon <facturen@molens-dekroon.example>"),
            ("Date", "maandag 5 januari 2026 10:12"),
            ("To", "Tom Maes <tom@bakkerijvanhove.example>"),
            ("Subject", "Nieuw rekeningnummer"),
        ),
        recovered=Recovered.INLINE,
    )
    texts = list(parts.of(Text))
    assert [(text.kind, text.subject) for text in texts] == [(TextKind.MAIL, "Nieuw rekeningnummer"), (TextKind.NOTE, "")]
    assert texts[1].text == "Tom, klopt dit?"
    assert [link.quoted for link in parts.of(Link)] == [False]


@pytest.mark.parametrize(
    "page",
    [
        # Outlook
        '<p>Tom, klopt dit?</p><hr><div id="divRplyFwdMsg"><b>Van:</b> Bank &lt;info@bank.example&gt;<br><b>Verzonden:</b> maandag 5 januari 2026'
        '<br><b>Aan:</b> Tom<br><b>Onderwerp:</b> Kaart</div><div>Klik <a href="https://bank-x.example/">hier</a></div>',
        # Gmail
        '<div dir="ltr">Tom, klopt dit?<br><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>Van: '
        '<strong>Bank</strong> <span>&lt;<a href="mailto:info@bank.example">info@bank.example</a>&gt;</span><br>Date: ma 5 jan 2026<br>Subject: Kaart<br>'
        'To: Tom<br></div><br><div>Klik <a href="https://bank-x.example/">hier</a></div></div></div>',
        # Apple Mail
        '<div>Tom, klopt dit?</div><blockquote type="cite">Begin doorgestuurd bericht:<br><br><div><b>Van: </b>Bank &lt;info@bank.example&gt;</div>'
        '<div><b>Onderwerp: </b>Kaart</div><div><b>Datum: </b>5 januari 2026</div><br><div>Klik <a href="https://bank-x.example/">hier</a></div></blockquote>',
        # Thunderbird
        "<p>Tom, klopt dit?</p><div class='moz-forward-container'>-------- Doorgestuurd bericht --------<table><tr><th>Onderwerp: </th><td>Kaart</td></tr>"
        "<tr><th>Datum: </th><td>5 jan</td></tr><tr><th>Van: </th><td>Bank &lt;info@bank.example&gt;</td></tr></table>"
        "<p>Klik <a href='https://bank-x.example/'>hier</a></p></div>",
    ],
    ids=["outlook", "gmail", "apple", "thunderbird"],
)
def test_forwards_in_html(page: str) -> None:
    parts = unpack(mail(page, "Fwd: Kaart", "html"))
    assert parts.mail is not None and parts.mail.recovered is Recovered.INLINE
    assert (parts.mail.sender, parts.mail.subject) == (Address("Bank", "info@bank.example"), "Kaart")
    assert {text.kind: text.text for text in parts.of(Text)} == {TextKind.MAIL: "Klik hier", TextKind.NOTE: "Tom, klopt dit?"}
    assert [link.quoted for link in parts.of(Link) if link.host == "bank-x.example"] == [False]


def test_what_an_attached_mail_forwards_stays_its_own() -> None:
    inner = mail(OUTLOOK_NL, "FW: Nieuw rekeningnummer").data.decode()
    outer = 'From: els@bakkerijvanhove.example\nSubject: kijk\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nzie bijlage\n--b\n'
    parts = unpack(Item("m.eml", f"{outer}Content-Type: message/rfc822\n\n{inner}\n--b--\n".encode()))
    assert [one.recovered for one in parts.of(Mail)] == [Recovered.ORIGINAL, Recovered.ATTACHED]
