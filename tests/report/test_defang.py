import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from linkify_it import LinkifyIt

from weerbaar.model.domain import registrable
from weerbaar.report.defang import FILE_ENDING, unlinked

# An independent judge: the linkifier of markdown-it, at its most eager.
EAGER = LinkifyIt(options={"fuzzy_link": True, "fuzzy_email": True, "fuzzy_ip": True})
EAGER.tlds(["example", "zip", "mov", "one", "app"], True)
SCHEME = re.compile(r"(?i)\b[a-z][a-z0-9+.-]+:(?=\S)")
MAILABLE = re.compile(r"[^\s\[]@[^\s\]]")
NAMED = re.compile(r"[^\W_](?:[.\u3002\uff0e\uff61\u2024\ufe52])(?:com|example|be|zip|xn--p1ai|рф)(?![\w.])", re.I)


def links_in(text: str) -> list[str]:
    """Whatever a program might make a link of."""
    found = [match.raw for match in EAGER.match(text) or ()]
    return found + [match.group() for pattern in (SCHEME, MAILABLE, NAMED) for match in pattern.finditer(text)]


PIECES = st.sampled_from(
    ["http", "https", "HTTPS", "mailto", "tel", "file", "ms-word", "javascript", ":", "://", "//", "\\\\", "@", ".", "..", "。", "．", "｡", "․",
     "＠", "：", "／", "www", "evil", "a", "x1", "shop", "bank-login", "com", "example", "be", "zip", "pdf", "xn--p1ai", "рф", "192.168.0.1", "1.2", "/pay?a=b",
     "#", " ", "\n", "\u200b", "\u202e", "\u00ad", "[", "]", "[.]", "[@]", "(", ")", "<", ">", '"', "“", "”", "factuur", "é", "8080"]
)  # fmt: skip
HOSTILE = st.lists(PIECES, max_size=14).map("".join)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("https://bad.example/pay", "hxxps[:]//bad[.]example/pay"),
        ("hxxps://bad[.]example/pay", "hxxps[:]//bad[.]example/pay"),  # made safe before, by the sentences
        ("bad.example", "bad[.]example"),
        ("WWW.Bad.Example.", "WWW[.]Bad[.]Example."),
        ("els@bad.example", "els[@]bad[.]example"),
        ("els@bad[.]example", "els[@]bad[.]example"),
        ("beheer@localhost", "beheer[@]localhost"),
        ("mailto:els@bad.example", "mailto[:]els[@]bad[.]example"),
        ("tel:+3225550123", "tel[:]+3225550123"),
        ("bad。example and bad．example", "bad[.]example and bad[.]example"),  # browsers read these as dots
        ("ba\u200bd.exa\u00admple", "bad[.]example"),
        ("http://192.0.2.7:8080/x", "hxxp[:]//192[.]0[.]2[.]7:8080/x"),
        (r"\\files.bad.example\share", r"\[\]files[.]bad[.]example\share"),
        ("//1.2/x", "//1[.]2/x"),
        ("factuur.zip", "factuur[.]zip"),  # zip is a top-level domain
        ("factuur.pdf.bad.example", "factuur[.]pdf[.]bad[.]example"),
        ("banque.xn--p1ai", "banque[.]xn--p1ai"),
    ],
)
def test_an_address_no_longer_works(written: str, shown: str) -> None:
    assert unlinked(written) == shown
    assert not links_in(shown)


@pytest.mark.parametrize(
    "written",
    [
        "Betaal 4.800,50 euro op BE71 0961 2345 6769.",
        "Am 12.03.2027 um 10:30 Uhr, z. B. Raum 3.14.",
        "De bijlage factuur.pdf is 1.234.567.890 bytes groot.",
        "Première ligne\nDeuxième ligne : rien.",
        "“Vraag: kan dit?” – ja... misschien",
    ],
)
def test_ordinary_sentences_stay_as_they_are(written: str) -> None:
    assert unlinked(written) == written


def test_no_file_ending_that_stays_is_a_top_level_domain() -> None:
    endings = re.findall(r"[a-z0-9?]+", FILE_ENDING.pattern.partition("(?:")[2].partition(")")[0])
    assert len(endings) > 40
    for ending in endings:
        for written in (ending.replace("?", ""), re.sub(r".\?", "", ending)):
            assert registrable(f"x.{written}") in ("", f"x.{written}")
            assert not EAGER.test(f"x.{written}"), written


@given(HOSTILE)
@example("a.b@c.example")
@example("http:\\\\bad.example")
@example("\\\\\\\\x\\\\y")
def test_nothing_that_survives_is_an_address(written: str) -> None:
    shown = unlinked(written)
    assert not links_in(shown)
    assert unlinked(shown) == shown
