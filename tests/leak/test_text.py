"""The readable form of a text and the way back."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar.leak.text import folded, readable
from weerbaar.model.leak import ISLAND

TRICKY = st.text(
    st.one_of(
        st.sampled_from("aB1 .-_@\n\r\t>|;,\\u00n%4&#x;"),
        st.sampled_from("\u200b\u00ad\u00a0é\u0301ﬁＡ１२𝟏①АВеѕ\u202e\ufeff\U000e0041\x00\x1e"),
        st.characters(),
    ),
    max_size=60,
)
ISLANDS = TRICKY.map(lambda text: base64.b64encode(text.encode("utf-8", "replace")).decode())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("BE６８ ５３９０", "BE68 5390"),
        ("85\u200b07\u00ad30", "850730"),
        ("a\u00a0b\u2009c", "a b c"),
        ("1\u201385", "1-85"),
        ("٠١٢ १२ 𝟏𝟐 ①②⓪", "012 12 12 120"),
        ("𝐉𝐚𝐧 Ｊａｎ", "Jan Jan"),
        ("ВЕ68 Мария", "BE68 Мария"),  # Cyrillic beside digits; a Russian name stays
        ("e\u0301te\u0301", "été"),
        ("ﬁrma", "firma"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ('{"n": "Jos\\u00e9\\nDe Wit"}', '{"n": "José\nDe Wit"}'),
        ("\\\\u00e9 \\x41", "é A"),
        ("\\ud83d\\ude00!", "😀!"),
        ("&#66;&#x45;&nbsp;&eacute;", "BE é"),
        ("jan%40molen.example %C3%A9", "jan@molen.example é"),
        ("> > Beste\n> Jan", "Beste\nJan"),
        ("5 > 3", "5 > 3"),
        ("".join(chr(0xE0000 + ord(c)) for c in "BSN 1"), "BSN 1"),
        ("\x1e\x00a", "a"),
        ("100% zeker & klaar \\o/", "100% zeker & klaar \\o/"),
    ],
)
def test_tricks_are_undone(written: str, read: str) -> None:
    assert readable(written).text == read


@pytest.mark.parametrize(
    "island",
    [
        base64.b64encode(b"IBAN BE68 5390 0754 7034").decode(),
        base64.urlsafe_b64encode(b"IBAN BE68 5390 0754 7034").decode().rstrip("="),
        base64.encodebytes(b"Beste Jan, hier is het. " * 8 + b"IBAN BE68 5390 0754 7034").decode().strip(),
        b"IBAN BE68 5390 0754 7034".hex(),
        b"IBAN BE68 5390 0754 7034".hex(" "),
        b"IBAN BE68 5390 0754 7034".hex(":").upper(),
    ],
)
def test_islands_are_read_and_stand_for_themselves(island: str) -> None:
    text = f"Kijk: {island} en zeg"
    read = readable(text)
    at = read.text.index("BE68")
    assert read.text[read.body :].startswith(f"\n{ISLAND}\nKijk: ")
    assert text[slice(*read.span(at, at + 19))] == island
    label = read.text.index("Kijk", read.body)
    assert text[slice(*read.span(label, label + 4))] == "Kijk"


@pytest.mark.parametrize(
    "text",
    [
        "sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "https://molen.example/downloads/organisation/overview",
        "Arbeitsunfähigkeitsbescheinigung verzekeringsmaatschappij",
        "06 12 34 56 78 90 12 34",
    ],
)
def test_what_holds_no_text_stays_closed_without_a_word(text: str) -> None:
    assert readable(text).body == len(readable(text).text)
    assert readable(text).closed == ()


def test_a_long_island_without_text_is_said() -> None:
    island = base64.b64encode(bytes(range(256)) * 2).decode()
    read = readable(f"img {island}")
    assert read.closed == ((4, 4 + len(island)),)


def test_an_island_inside_an_island_stays_closed() -> None:
    inner = base64.b64encode(b"BE68 5390 0754 7034").decode()
    assert "5390" not in readable(base64.b64encode(f"kijk {inner}".encode()).decode()).text


@settings(deadline=None, max_examples=150)
@given(st.lists(st.one_of(TRICKY, ISLANDS), max_size=4).map(" ".join))
def test_every_character_has_its_way_back(text: str) -> None:
    read = readable(text)
    assert len(read.low) == len(read.text)
    last = 0
    for at in range(len(read.text)):
        start, end = read.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        if end - start == 1 and text[start].isascii() and text[start].isalnum():
            assert read.text[at] == text[start]
        if at < read.body:
            assert start >= last or end >= last
            last = start
    if read.text:
        start, end = read.span(0, len(read.text))
        assert 0 <= start < end <= len(text)


@settings(deadline=None, max_examples=80)
@given(st.text(st.sampled_from("ab1é9Z.,\n "), max_size=80))
def test_ordinary_text_reads_as_it_stands(text: str) -> None:
    read = readable(text)
    assert read.text == text
    assert all(read.span(at, at + 1) == (at, at + 1) for at in range(len(text)))


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=60))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(folded(readable(text).text)) == len(readable(text).text)


def test_folding_takes_accents_and_capitals() -> None:
    assert folded("Élève ÇA Łódź ÄÖÜß Øre") == "eleve ca lodz aouß ore"
