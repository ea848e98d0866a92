"""Chats as phones and firms export them."""

import pytest

from weerbaar.model.item import Item
from weerbaar.model.part import Link, Text, TextKind
from weerbaar.unpack.chat import Line, messages_in
from weerbaar.unpack.unpack import unpack

JAN, ELS = Line("Jan Peeters", "hallo"), Line("Els", "ja")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12-03-2025 14:05 - Jan Peeters: hallo\n12-03-2025 14:06 - Els: ja", [JAN, ELS]),  # Android, nl
        ("12/03/2025, 14:05 - Jan Peeters: hallo\n12/03/2025, 14:06 - Els: ja", [JAN, ELS]),  # Android, en
        ("12/03/2025, 2:05\u202fPM - Jan Peeters: hallo\n12/03/2025, 2:06\u202fPM - Els: ja", [JAN, ELS]),  # Android, en-US
        ("12.03.25, 14:05 - Jan Peeters: hallo\n12.03.25, 14:06 - Els: ja", [JAN, ELS]),  # Android, de
        ("12/03/2025 à 14:05 - Jan Peeters: hallo\n12/03/2025 à 14:06 - Els: ja", [JAN, ELS]),  # Android, fr
        ("[12-03-2025, 14:05:33] Jan Peeters: hallo\n[12-03-2025, 14:06:01] Els: ja", [JAN, ELS]),  # iOS, nl
        ("\u200e[12.03.25, 14:05:33] Jan Peeters: hallo\n[12.03.25, 14:06:01] Els: ja", [JAN, ELS]),  # iOS, de
        ("[12/03/2025 14:05:33] Jan Peeters: hallo\n[12/03/2025 14:06:01] Els: ja", [JAN, ELS]),  # iOS, fr
        ("[14:05] Jan Peeters\nhallo\n[14:06] Els\nja", [JAN, ELS]),  # Teams, copied
        ("Jan Peeters  2:05 PM\nhallo\nEls  2:06 PM\nja", [JAN, ELS]),  # Slack, copied
        ("Jan Peeters\n14:05\nhallo\nEls\n14:06\nja", [JAN, ELS]),  # Teams, copied from a browser
        ("Jan: een\nIk: twee\nJan: drie", [Line("Jan", "een"), Line("Ik", "twee"), Line("Jan", "drie")]),  # typed over
        ("12-03-2025 14:05 - Jan: een\ntwee\n12-03-2025 14:06 - Berichten zijn versleuteld", [Line("Jan", "een\ntwee")]),
        ("12-03-2025 14:05 - Jan: <Media weggelaten>\n12-03-2025 14:06 - Els: ja", [ELS]),
        ("[12.03.25, 14:05:33] Jan: \u200eBild weggelassen\n[12.03.25, 14:06:33] Els: ja", [ELS]),
        ('[{"user_profile": {"real_name": "Jan Peeters"}, "text": "hallo"}, {"user": "Els", "text": "ja"}]', [JAN, ELS]),
        (
            '{"value": [{"from": {"user": {"displayName": "Jan Peeters"}}, "body": {"contentType": "html", "content": "<p>hallo</p>"}}]}',
            [JAN],
        ),
        ("Dag Els,\nbetaal dit: nu\nGroet", []),  # a mail
        ('{"a": 1}', []),
        ("", []),
    ],
)
def test_messages_in(text: str, expected: list[Line]) -> None:
    assert messages_in(text) == expected


def chat(text: str, name: str = "chat.txt") -> tuple[Text, ...]:
    return tuple(unpack(Item(name, text.encode())).of(Text))


def test_our_words_stand_apart_when_the_export_calls_us_you() -> None:
    (text,) = chat("[14:05] Jan Peeters: betaal dit even\n[14:06] You: waarom?")
    assert (text.text, text.quoted, text.speaker, text.kind) == ("betaal dit even", "waarom?", "Jan Peeters", TextKind.CHAT)


def test_an_unknown_number_is_the_other_side() -> None:
    (text,) = chat("12-03-2025 14:05 - +31 6 12345678: mama nieuw nummer\n12-03-2025 14:06 - Els: wie is dit")
    assert (text.speaker, text.text, text.quoted) == ("+31 6 12345678", "mama nieuw nummer", "wie is dit")


def test_the_name_of_the_file_tells_who_the_other_is() -> None:
    (text,) = chat("12-03-2025 14:05 - Jan: dag\n12-03-2025 14:06 - Els: hallo", "WhatsApp-chat met Jan.txt")
    assert (text.speaker, text.quoted) == ("Jan", "hallo")


def test_where_nothing_tells_each_speaks_for_himself() -> None:
    assert [text.speaker for text in chat("12-03-2025 14:05 - Jan: dag\n12-03-2025 14:06 - Els: hallo")] == ["Jan", "Els"]


def test_our_links_are_quoted() -> None:
    parts = unpack(Item("c.txt", b"[14:05] Jan: kijk https://a.example/1\n[14:06] Ik: bedoel je https://b.example/2"))
    assert [(link.host, link.quoted) for link in parts.of(Link)] == [("a.example", False), ("b.example", True)]


def test_a_text_without_speakers_is_a_chat_text_all_the_same() -> None:
    (text,) = chat("Uw pakket wacht. Betaal op https://pakket.example/9")
    assert (text.kind, text.speaker) == (TextKind.CHAT, "")
