"""Messages as they come: headers with their faults, bodies, alternatives, attachments."""

import time

import pytest

from weerbaar.model.finding import Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Address, Authentication, Document, Mail, Parts, Recovered, Signature, Text
from weerbaar.settings import Settings
from weerbaar.unpack.mail import header_text
from weerbaar.unpack.unpack import unpack


def read(text: str, settings: Settings | None = None) -> Parts:
    return unpack(Item("mail.eml", text.encode()), settings or Settings())


def mail(headers: str) -> Mail:
    found = read(f"{headers}\nX-Last: 1\n\nDag\n").mail
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("gewoon", "gewoon"),
        ("gevouwen\r\n\tregel", "gevouwen regel"),
        ("=?utf-8?q?caf=C3=A9_nu?=", "café nu"),
        ("=?UTF-8?B?Y2Fmw6k=?=", "café"),
        ("=?utf-8?b?Y2Fmw6k?=", "café"),  # padding left out
        ("=?utf-8?q?caf?= =?utf-8?q?=C3=A9?=", "café"),  # white space between words is none
        ("=?utf-8?b?Y2Fmww==?= =?utf-8?b?qQ==?=", "café"),  # a letter split over two words
        ("=?iso-8859-1?q?caf=E9?= =?utf-8?q?_=E2=82=AC?=", "café €"),
        ("Re: =?utf-8?q?a?= b", "Re: a b"),
        ("=?utf-8*fr?q?a?=", "a"),
        ("=?nonsense?q?a?=", "a"),
        ("=?utf-8?q?open", "=?utf-8?q?open"),
        ("caf\udcc3\udca9", "café"),  # bytes against the rules
    ],
)
def test_headers_are_read_as_people_see_them(written: str, shown: str) -> None:
    assert header_text(written) == shown


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("els@bakkerijvanhove.example", Address("", "els@bakkerijvanhove.example")),
        ("Els <ELS@BakkerijVanHove.example>", Address("Els", "els@bakkerijvanhove.example")),
        ('"Van Hove, Els" <els@bakkerijvanhove.example>', Address("Van Hove, Els", "els@bakkerijvanhove.example")),
        ("Van Hove, Els <els@bakkerijvanhove.example>", Address("Van Hove, Els", "els@bakkerijvanhove.example")),
        ("=?utf-8?q?Andr=C3=A9?= <a@b.example>", Address("André", "a@b.example")),
        ("=?utf-8?q?els=40bank=2Eexample?= <a@evil.example>", Address("els@bank.example", "a@evil.example")),
        ("=?utf-8?q?x_=3Cels=40bank=2Eexample=3E=2C?= <a@evil.example>", Address("x <els@bank.example>,", "a@evil.example")),
        ("a@xn--bcker-gra.example", Address("", "a@bäcker.example")),
        ("Els", Address("Els", "")),
    ],
)
def test_a_sender_cannot_be_forged_by_how_it_is_written(header: str, sender: Address) -> None:
    assert mail(f"From: {header}").sender == sender


def test_every_address_in_from_is_kept() -> None:
    assert [one.address for one in mail("From: a@b.example, c@d.example").senders] == ["a@b.example", "c@d.example"]


def test_results_are_read_without_their_comments() -> None:
    header = (
        "Authentication-Results: mx.bakkerijvanhove.example; spf=fail (not dkim=pass (really)) smtp.mailfrom=x@evil.example;\n"
        " dkim=pass header.d=evil.example; dmarc=fail header.from=bank.example"
    )
    assert mail(header).authentication == (
        Authentication("mx.bakkerijvanhove.example", "spf", "fail", "evil.example"),
        Authentication("mx.bakkerijvanhove.example", "dkim", "pass", "evil.example"),
        Authentication("mx.bakkerijvanhove.example", "dmarc", "fail", "bank.example"),
    )


def test_a_signature_names_its_domain() -> None:
    assert mail("DKIM-Signature: v=1; d=Firma.example; s=k1; h=From:To;\n b=abc").signatures == (
        Signature("firma.example", "k1", ("from", "to")),
    )


def test_long_headers_of_machines_are_kept_as_they_stand() -> None:
    value = "=?utf-8?q?" + "a" * 400 + "?="
    assert mail(f"X-Antispam: {value}").header("x-antispam") == value


def test_a_broken_date_is_no_date() -> None:
    assert mail("Date: gisteren").date is None
    assert mail("Date: Mon, 5 Jan 2026 10:12:00 +0100").date is not None


def multipart(kind: str, *parts: str) -> str:
    inside = "".join(f"--b\n{part}\n" for part in parts)
    return f'From: a@b.example\nSubject: s\nContent-Type: multipart/{kind}; boundary="b"\n\n{inside}--b--\n'


def test_of_alternatives_the_page_is_read() -> None:
    parts = read(multipart("alternative", "Content-Type: text/plain\n\nplat", "Content-Type: text/html\n\n<p>pagina"))
    assert [text.text for text in parts.of(Text)] == ["pagina"]


def test_an_empty_page_gives_way_to_the_words() -> None:
    parts = read(multipart("alternative", "Content-Type: text/plain\n\nplat", "Content-Type: text/html\n\n"))
    assert [text.text for text in parts.of(Text)] == ["plat"]


def test_an_attached_message_is_the_one_this_is_about() -> None:
    inner = "From: Bank <x@evil.example>\nSubject: Kaart\n\nBeste klant"
    parts = read(multipart("mixed", "\nzie bijlage", f"Content-Type: message/rfc822\n\n{inner}"))
    assert parts.mail is not None
    assert (parts.mail.subject, parts.mail.recovered) == ("Kaart", Recovered.ATTACHED)


def test_an_attachment_keeps_its_name() -> None:
    page = "Content-Type: text/html\nContent-Disposition: attachment; filename*=utf-8''fa%C3%A7ture.html\n\n<p>a"
    (document,) = read(multipart("mixed", page)).of(Document)
    assert (document.name, document.body) == ("façture.html", False)


def test_a_mail_within_a_mail_within_a_mail_ends() -> None:
    text = "From: a@b.example\nSubject: s\n\nx"
    for _ in range(12):
        text = f"From: a@b.example\nSubject: s\nContent-Type: message/rfc822\n\n{text}"
    assert Reason.TOO_DEEP in [one.reason for one in read(text).not_looked]


def test_more_parts_than_allowed_are_named() -> None:
    parts = read(multipart("mixed", *["Content-Type: text/plain\n\nx"] * 50), Settings(max_parts=20))
    assert parts.limits_met == ("max_parts",)


@pytest.mark.parametrize(
    "header",
    ["From: " + "a" * 60_000, "From: " + "," * 60_000, "From: " + "<" * 60_000, "From: " + '"a" ' * 15_000, "From: " + "(" * 60_000,
     "From: a" + " " * 60_000 + "b", "Authentication-Results: x; spf=pass " + "(" * 60_000, "Subject: " + "=?utf-8?q?a?= " * 5_000],
    ids=lambda header: header[:30],
)  # fmt: skip
def test_headers_made_to_be_slow_are_not(header: str) -> None:
    begun = time.process_time()
    read(f"{header}\n\nx")
    assert time.process_time() - begun < 2
