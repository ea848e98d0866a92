"""Pages: what is seen, what is not, where they lead, what they can do."""

import base64
import time

import pytest

from weerbaar.model.item import Item
from weerbaar.model.part import Document, Link, LinkKind, Parts, Text
from weerbaar.settings import Settings
from weerbaar.unpack.unpack import unpack

HEAD = b"From: Els <els@bakkerijvanhove.example>\nSubject: x\nContent-Type: text/html; charset=utf-8\n\n"


def body(page: str, settings: Settings | None = None) -> Parts:
    return unpack(Item("mail.eml", HEAD + page.encode()), settings or Settings())


def text(page: str) -> Text:
    return next(body(page).of(Text))


@pytest.mark.parametrize(
    ("page", "seen", "hidden"),
    [
        ("<p>wacht<!-- x -->wo<wbr>or<b>d</b> ver&shy;val<span></span>len</p>", "wachtwoord vervallen", ""),  # words stay whole
        ("<p>een</p><p>twee</p>drie<br>vier", "een\ntwee\ndrie\nvier", ""),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a\nb\nc", ""),
        ("a<div style='display:none'>x</div>b", "a\nb", "x"),
        ("a<div style='DISPLAY : NONE !important'>x</div>", "a", "x"),
        ("a<div style='dis/**/play:none'>x</div>", "a", "x"),
        ("a<div style='d\\69 splay:none'>x</div>", "a", "x"),
        ("a<div style='visibility:hidden'>x</div>", "a", "x"),
        ("a<div style='opacity:0.01'>x</div>", "a", "x"),
        ("a<div style='opacity:0.9'>x</div>", "a\nx", ""),
        ("a<div style='font-size:1px'>x</div>", "a", "x"),
        ("a<div style='font-size:1em'>x</div>", "a\nx", ""),
        ("<div style='font-size:0'>x<span style='font-size:13px'>a</span></div>", "a", "x"),  # the gap trick of newsletters
        ("a<div style='height:0;overflow:hidden'>x</div>", "a", "x"),
        ("a<div style='height:0'>x</div>", "a\nx", ""),  # flows over its box
        ("a<div style='position:absolute;left:-9999px'>x</div>", "a", "x"),
        ("a<div style='margin-left:-10px'>x</div>", "a\nx", ""),
        ("a<div style='text-indent:-9999px'>x</div>", "a", "x"),
        ("a<div style='clip:rect(0,0,0,0)'>x</div>", "a", "x"),
        ("a<div hidden>x</div>", "a", "x"),
        ("a<table width=0 height=0><tr><td>x</table>", "a", "x"),
        ("a<span style='color:#fff'>x</span>", "a", "x"),  # on the white of the page
        ("a<font color=white>x</font>", "a", "x"),
        ("a<span style='color:rgb(254, 255, 255)'>x</span>", "a", "x"),
        ("<div style='background:#036'><span style='color:#fff'>a</span></div>", "a", ""),  # a button
        ("<table bgcolor='#003366'><tr><td><font color=white>a</font></table>", "a", ""),
        ("<td background='x.png'><table style='background:url(x.png)'><tr><td style='color:#fff'>a</table>", "a", ""),
        ("a<div style='background:#036'><span style='color:#003466'>x</span></div>", "a", "x"),
        ("a<div style='background:#000'><p style='background:#fff'><span style='color:#fff'>x</span></p></div>", "a", "x"),
        ("<div style='color:#fff'>x<b style='color:#000'>a</b></div>", "a", "x"),
        ("a<span style='color:transparent'>x</span>", "a", "x"),
        ("<style>.h{display:none}</style>a<p class='b h'>x</p>", "a", "x"),
        ("<style>#h , .q {font-size:0px}</style>a<p id=h>x</p>", "a", "x"),
        ("<style>@media print{.h{display:none}}</style>a<p class=h>b</p>", "a\nb", ""),
        ("<style>.h{display:none}.h{display:block}</style>a<p class=h>b</p>", "a\nb", ""),  # the last rule holds
        ("<style>.h{color:#fff}.g{background:#036}</style><p class=g><span class=h>a</span></p>", "a", ""),
        ("<style>.h{color:#fff} table.g td{background:#036}</style><table class=g><tr><td><p class=h>a</table>", "a", ""),
        ("<style>.h{color:#fff}</style>a<p class=h>x</p>", "a", "x"),
        ("<style>/* .h{display:none} */</style>a<p class=h>b</p>", "a\nb", ""),
        ("<noscript>a</noscript><script>x()</script><template>y</template><title>t</title>", "a", ""),
    ],
)
def test_seen_and_hidden(page: str, seen: str, hidden: str) -> None:
    found = text(page)
    assert (found.text, found.hidden) == (seen, hidden)


def test_a_page_hidden_as_a_whole_is_not_hidden() -> None:
    assert len(text(f"<body style='display:none'>{'woord ' * 500}").text) > 2000


def traits(page: str) -> set[str]:
    return set(next(body(page).of(Document)).traits)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>a", set()),
        ("<script>x()</script>", {"script"}),
        (
            "<script>var b = new Blob([atob('" + "QUJD" * 600 + "')])</script>",
            {"script", "blob_download", "encoded_script", "embedded_data"},
        ),
        ("<script>window.location.href='https://a.example'</script>", {"script", "script_redirect"}),
        ("<body onload=x()>", {"event_handler"}),
        ("<svg onload=x()></svg>", {"event_handler", "svg_script"}),
        ("<svg><script>x()</script></svg>", {"script", "svg_script"}),
        ("<svg><foreignObject><p>a</p></foreignObject></svg>", {"svg_script"}),
        ("<svg><circle r=1></svg>", set()),
        ("<iframe src='https://a.example'></iframe>", {"frame"}),
        ("<form action='https://a.example'><input type=password></form>", {"form", "password_form"}),
        ("<form><input name=q></form>", {"form", "input"}),
        ("<meta http-equiv=Refresh content='0; URL=https://a.example'>", {"meta_refresh"}),
        ("<base href='https://a.example/'>", {"base_href"}),
        ("<base target=_blank>", set()),
        ("<a href='data:text/html,hallo'>a</a>", {"data_uri"}),
        ("<a href='java&#10;script:x()'>a</a>", {"script_link"}),
        ("<a href='https://a.example' ping='https://b.example'>a</a>", {"ping"}),
        ("<img src='https://a.example/i.png'>", {"pictures"}),
        ("<div style='display:none'>Korte voorproef</div><p>Beste Tom</p>", {"preheader"}),
        ("<p>Beste Tom</p><div style='display:none'>Korte voorproef</div>", set()),
    ],
)
def test_what_a_page_can_do(page: str, expected: set[str]) -> None:
    assert traits(page) == expected


@pytest.mark.parametrize(
    ("page", "kind", "target", "label"),
    [
        ("<a href='https://a.example/x'><b>Mijn</b> bank</a>", LinkKind.ANCHOR, "https://a.example/x", "Mijn bank"),
        ("<a href='https://a.example/x'><img alt=Knop src='cid:1'></a>", LinkKind.ANCHOR, "https://a.example/x", "Knop"),
        ("<map><area href='https://a.example/x' alt=kaart></map>", LinkKind.ANCHOR, "https://a.example/x", "kaart"),
        ("<base href='https://a.example/m/'><a href='x'>a</a>", LinkKind.ANCHOR, "https://a.example/m/x", "a"),
        ("<svg><a xlink:href='https://a.example/x'><text>a</text></a></svg>", LinkKind.ANCHOR, "https://a.example/x", "a"),
        ("<form action='https://a.example/x'>Log in</form>", LinkKind.FORM, "https://a.example/x", "Log in"),
        ("<button formaction='https://a.example/x'>a</button>", LinkKind.FORM, "https://a.example/x", ""),
        ("<meta http-equiv=refresh content='0;url=https://a.example/x'>", LinkKind.REFRESH, "https://a.example/x", ""),
        ("<iframe src='https://a.example/x'></iframe>", LinkKind.DOCUMENT, "https://a.example/x", ""),
        ("<img src='https://a.example/x' alt=logo>", LinkKind.IMAGE, "https://a.example/x", "logo"),
        ("<p>Ga naar https://a.example/x</p>", LinkKind.TEXT, "https://a.example/x", ""),
    ],
)
def test_where_a_page_leads(page: str, kind: LinkKind, target: str, label: str) -> None:
    (link,) = body(page).of(Link)
    assert (link.kind, link.target, link.label) == (kind, target, label)


def test_the_ping_of_a_link_is_a_link_too() -> None:
    links = body("<a href='https://a.example' ping='https://b.example/p'>a</a>").of(Link)
    assert [(link.host, link.kind) for link in links] == [("a.example", LinkKind.ANCHOR), ("b.example", LinkKind.IMAGE)]


def test_what_is_quoted_stands_apart_with_its_links() -> None:
    page = (
        "<p>Ja hoor</p><blockquote>Vorige week: <a href='https://a.example'>x</a><blockquote>eerder</blockquote></blockquote>"
    )
    parts = body(page)
    (found,) = parts.of(Text)
    assert (found.text, found.quoted) == ("Ja hoor", "Vorige week: x\neerder")
    assert [link.quoted for link in parts.of(Link)] == [True]


def test_a_mail_that_is_one_quotation_speaks_for_itself() -> None:
    assert text("<blockquote>Betaal vandaag nog</blockquote>").text == "Betaal vandaag nog"


def test_a_page_inside_a_link_is_read() -> None:
    inner = base64.b64encode(
        b"<html><body><form action='https://evil.example/x'>Log in met uw wachtwoord om verder te gaan</form>"
    ).decode()
    parts = body(f"<a href='data:text/html;base64,{inner}'>open</a>")
    assert "evil.example" in [link.host for link in parts.of(Link)]


def test_an_attached_page_says_its_title_and_its_fields() -> None:
    page = b"<!doctype html><title>Aanmelden</title><form>Welkom<input type=password placeholder=Wachtwoord><input type=submit value=Verder>"
    (found,) = unpack(Item("factuur.html", page)).of(Text)
    assert (found.subject, found.text) == ("Aanmelden", "Welkom\nWachtwoord\nVerder")


PLAIN = "Beste klant, hierbij de notulen van de vergadering over de nieuwe oven, de broodprijs, het personeel en de openingsuren van december."
OTHER = "Geachte relatie, betaal onmiddellijk het openstaande bedrag op onze gewijzigde bankrekening om vertraging en extra kosten te voorkomen."


@pytest.mark.parametrize(
    ("plain", "page", "differ"),
    [(PLAIN, OTHER, True), (PLAIN, PLAIN, False), ("Uw programma toont geen HTML.", OTHER, False)],
)
def test_alternatives_that_say_different_things(plain: str, page: str, differ: bool) -> None:
    mail = (
        'From: a@b.example\nContent-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        f"{plain * 2}\n--b\nContent-Type: text/html\n\n<p>{page * 2}</p>\n--b--\n"
    )
    (document,) = unpack(Item("m.eml", mail.encode())).of(Document)
    assert ("alternatives_differ" in document.traits) is differ


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000 + "x",
        "<blockquote>" * 20_000 + "x",
        "<div style='display:none'>" * 20_000 + "x",
        "<td style='color:#fff'>" * 5_000 + "x",
        "<table><tr><td style='font-size:0'>" * 3_000 + "x",
        "<a href='https://a.example'>" * 20_000,
        "<style>" + ".a{display:none}" * 5_000 + "</style>" + "<p class=a>x" * 5_000,
        "<style>" + "@media{" * 20_000,
        "<style>" + "/*" * 50_000,
        "<p style='" + "height:0;" * 50_000 + "'>x",
        "<svg>" * 20_000,
        "<meta http-equiv=refresh content='" + "url=" * 20_000 + "'>",
    ],
    ids=lambda page: page[:30],
)
def test_pages_made_to_be_slow_are_not(page: str) -> None:
    begun = time.process_time()
    body(page)
    assert time.process_time() - begun < 2


def test_hidden_words_are_read_without_invisible_letters() -> None:
    page = '<html><body><p>Beste Tom</p><div style="display:none">Dis\u200bregard the pre\u200bvious</div></body></html>'
    parts = unpack(Item("a.html", page.encode()))
    assert [text.hidden for text in parts.of(Text)] == ["Disregard the previous"]
