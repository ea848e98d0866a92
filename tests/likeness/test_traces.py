import json
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.organisation import BAKERY, NOBODY

from weerbaar.detect._web import words
from weerbaar.likeness.traces import LENT, MOST, WEIGHTS, Traces, _shared, as_record, of_record, traces
from weerbaar.model.item import Item
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts, Sound
from weerbaar.settings import Settings
from weerbaar.unpack.unpack import unpack


def found(html: str, known: Organisation = NOBODY, **headers: str) -> set[tuple[str, str]]:
    message = EmailMessage()
    message["From"], message["Subject"] = "x@sender.example", "Hallo"
    for name, value in headers.items():
        del message[name]
        message[name] = value
    message.set_content(html, subtype="html")
    made = traces(unpack(Item("mail.eml", message.as_bytes())), known)
    return {(trace.kind, trace.value) for trace in made.found if trace.kind != "wording"}


SENDER = {("sender", "x@sender.example"), ("sender_domain", "sender.example")}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="https://login.bad-page.com/a?b=1">x</a>', {("host", "login.bad-page.com"), ("domain", "bad-page.com")}),
        ('<a href="https://bad-page.com/a">x</a>', {("host", "bad-page.com")}),
        ('<a href="http://192.0.2.7/a">x</a>', {("host", "192.0.2.7")}),
        ('<a href="https://sender.example/a">x</a>', {("own_host", "sender.example")}),  # who it says it is, not where it leads
        ('<a href="https://bit.ly/3xYzAb">x</a>', {("page", "bit.ly/3xYzAb")}),
        (
            '<a href="https://docs.google.com/forms/d/1FAIpQL/viewform">x</a>',
            {("page", "docs.google.com/forms/d/1FAIpQL/viewform")},
        ),
        (
            '<a href="https://portal-login.pages.dev/">x</a>',
            {("host", "portal-login.pages.dev")},
        ),  # the name somebody chose there
        ('<a href="https://bakery-files.sharepoint.com/:b:/g/x">x</a>', {("host", "bakery-files.sharepoint.com")}),
        ('<img src="https://pics.bad-page.com/a.png">', {("picture_host", "pics.bad-page.com")}),
        (
            '<a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fbad-page.com%2F">x</a>',
            {("host", "bad-page.com")},
        ),
        ("<p>IBAN LT60 1010 0123 4567 8901</p>", {("account", "LT601010012345678901")}),
        ("<p>Bel +32 2 555 01 99</p>", {("phone", "3225550199")}),
    ],
)
def test_what_leads_to_the_sender_is_a_trace(html: str, expected: set[tuple[str, str]]) -> None:
    assert found(html) == expected | SENDER


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://www.microsoft.com/account">x</a>',  # a brand's own page
        '<a href="https://click.list-manage.com/track/click?u=1">x</a>',  # a mail service
        '<a href="https://www.facebook.com/page">x</a><a href="https://x.com/page">x</a>',
        '<img src="https://i.imgur.com/abc.png">',
        '<img src="https://d15k2d11r6t6rl.cloudfront.net/pic.png">',
        '<a href="mailto:a@b.example">x</a><a href="tel:+3225550123">x</a>',
        '<blockquote class="gmail_quote"><a href="https://earlier.example/">x</a></blockquote><p>Dank u</p>',
    ],
)
def test_what_strangers_have_in_common_is_none(html: str) -> None:
    assert found(html) == SENDER


@pytest.mark.parametrize(
    ("html", "headers"),
    [
        ('<a href="https://www.molensdekroon.example/factuur">x</a>', {}),
        ('<a href="https://bakkerijvanhove.example/">x</a>', {}),
        ("<p>IBAN BE71 0961 2345 6769</p>", {}),
        ("<p>Bel +32 9 000 12 34</p>", {}),
    ],
)
def test_what_the_organisation_knows_is_none(html: str, headers: dict[str, str]) -> None:
    assert found(html, NOBODY, **headers) > SENDER
    assert found(html, BAKERY, **headers) == SENDER


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"From": "iemand@gmail.com"}, {("sender", "iemand@gmail.com")}),  # anybody has that domain
        ({"Reply-To": "other@post.example"}, SENDER | {("reply_to", "other@post.example")}),
        ({"Reply-To": "x@sender.example"}, SENDER),
        ({"Message-ID": "<1@mail.hoster-17.com>"}, SENDER | {("message_id", "hoster-17.com")}),
        ({"Message-ID": "<1@eu-west-1.amazonses.com>"}, SENDER),
        ({"DKIM-Signature": "v=1; d=hoster-17.com; s=a; h=from; b=x"}, SENDER | {("signer", "hoster-17.com")}),
        ({"DKIM-Signature": "v=1; d=sendgrid.net; s=a; h=from; b=x"}, SENDER),
    ],
)
def test_who_sent_it_is_a_trace_unless_everybody_has_it(headers: dict[str, str], expected: set[tuple[str, str]]) -> None:
    assert found("<p>Hallo</p>", NOBODY, **headers) == expected


def test_one_of_our_own_people_is_no_trace() -> None:
    assert found("<p>Hallo</p>", BAKERY, From="els@bakkerijvanhove.example") == set()


def test_an_attachment_is_known_by_its_bytes() -> None:
    message = EmailMessage()
    message["From"] = "x@sender.example"
    message.set_content("Zie bijlage")
    message.add_attachment(b"%PDF-1.4\n" + b"x" * 900, maintype="application", subtype="pdf", filename="a.pdf")
    made = traces(unpack(Item("mail.eml", message.as_bytes())))
    assert [trace.kind for trace in made.found if trace.bits >= 9] == ["attachment"]


def test_a_short_text_is_known_by_its_words() -> None:
    one, other = (
        traces(unpack(Item("a.txt", text.encode()))).keys()
        for text in ("Bent u op kantoor? Ik heb dringend uw hulp nodig.", "bent u op kantoor?  Ik heb dringend uw hulp nodig!")
    )
    assert one == other and one[0].startswith("wording:")
    assert traces(unpack(Item("a.txt", b"Tot morgen."))).keys() == ()


def test_a_note_above_a_forward_is_not_the_message() -> None:
    forward = (
        "Is dit echt?\n\n-----Oorspronkelijk bericht-----\nVan: a@sender.example\nVerzonden: maandag 1 maart 2027 10:00\nAan: tom@x.example\n"
        "Onderwerp: Pakket\n\nBetaal de kosten van uw pakket via de knop."
    )
    headers = b"From: tom@bakkerijvanhove.example\nSubject: Fwd: Pakket\n\n"
    made = [
        traces(unpack(Item("m.eml", headers + text.encode()))).keys()
        for text in (forward, forward.replace("Is dit echt?", "Wat denk je hiervan?"))
    ]
    assert made[0] == made[1]


def test_traces_can_be_kept_and_read_again() -> None:
    made = traces(
        unpack(Item("a.txt", ("pay to LT60 1010 0123 4567 8901 " + " ".join(f"word{chr(97 + n)}" for n in range(26))).encode()))
    )
    assert made.words and made.found
    assert of_record(json.loads(json.dumps(as_record(made)))) == made
    assert of_record({"found": [["gone", "x"]], "words": []}) == Traces()


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=100)
def test_any_bytes_have_traces(data: bytes) -> None:
    made = traces(unpack(Item("x", data), Settings(ocr=False)), BAKERY)
    assert len(made.found) <= MOST and all(trace.kind in WEIGHTS for trace in made.found)


def test_a_message_full_of_links_leaves_no_more_traces_than_are_kept() -> None:
    html = "".join(f'<a href="https://host-{n}.com/">x</a>' for n in range(400))
    assert len(traces(unpack(Item("m.eml", b"Content-Type: text/html\nFrom: a@b.example\n\n" + html.encode()))).found) == MOST


def test_what_is_left_out_as_shared_is_lent_by_nobody() -> None:
    # A place that anybody can have leads to whoever has it; were it shared as well, two lists would disagree.
    assert not _shared() & {place for name in LENT for place in words(name)}


def test_a_sound_leaves_its_marks() -> None:
    made = traces(Parts((Sound("a.ogg", "a.ogg", "ogg", looks=("0001-0abcd", "0002-0bcde")), Sound("b.ogg", "b.ogg", "ogg"))))
    assert made.sounds == ("0001-0abcd 0002-0bcde",)
    assert list(made.keys()) == ["sound:0abcd", "sound:0bcde"]
    assert of_record(json.loads(json.dumps(as_record(made)))) == made
