import pytest

from weerbaar.advise.sentences import SHOWN, defang, finding_sentence, place, plain, safe, spoken


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://bad.example/pay?x=a.b", "hxxps://bad[.]example/pay?x=a.b"),
        ("HTTP://BAD.EXAMPLE", "HxxP://BAD[.]EXAMPLE"),
        ("bad.example.", "bad[.]example."),  # end of a sentence
        ("els.van.hove@bad.example", "els.van.hove@bad[.]example"),
        ("a@b.zip", "a@b[.]zip"),  # a domain, whatever it ends in
        ("xn--bd-bja.xn--p1ai", "xn--bd-bja[.]xn--p1ai"),
        ("a.b.c.d.e.f.g.h.i.j.k.l.m.example", "a[.]b[.]c[.]d[.]e[.]f[.]g[.]h[.]i[.]j[.]k[.]l[.]m[.]example"),
        ("factuur.pdf", "factuur.pdf"),
        ("1.250,00 EUR", "1.250,00 EUR"),
        ("z.B. am 3.11.", "z.B. am 3.11."),
        ("BE71 0961 2345 6769", "BE71 0961 2345 6769"),
    ],
)
def test_addresses_cannot_be_clicked_and_the_rest_stays(value: str, shown: str) -> None:
    assert safe(value) == shown
    assert safe(shown) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\u202egpj.exe", "agpj.exe"),  # right-to-left override
        ("a\x1b[31mred\x07", "a[31mred"),
        ("two\nlines\tand\u2028more", "two lines and more"),
        ("zero\u200bwidth", "zerowidth"),
        ("lone\ud800", "lone"),
        ("", ""),
    ],
)
def test_nothing_can_move_the_cursor_or_turn_the_text(value: str, shown: str) -> None:
    assert plain(value) == shown


def test_long_values_keep_both_ends() -> None:
    shown = plain("https://start.example/" + "x" * 100_000 + "/end")
    assert len(shown) <= SHOWN
    assert shown.startswith("https://start.example/") and " … " in shown


def test_values_cannot_use_the_template() -> None:
    saw = {"reply_to": "{sender.__class__}", "sender": "{0}"}
    assert "{sender.__class__}" in finding_sentence("en", "mail.reply_elsewhere", saw)


def test_a_finding_without_text_or_with_other_fill_ins_is_still_named() -> None:
    assert "mail.no_such_thing" in finding_sentence("nl", "mail.no_such_thing", {})
    assert "mail.reply_elsewhere" in finding_sentence("nl", "mail.reply_elsewhere", {})


def test_a_place_is_told_in_the_readers_words() -> None:
    assert place("nl", "mail > attachment factuur.pdf > page 2") == "bericht > bijlage factuur.pdf > pagina 2"
    assert place("de", "mail > attached message") == "Nachricht > angehängte Nachricht"


@pytest.mark.parametrize(("asked", "given"), [("nl", "nl"), ("nl-BE", "nl"), ("DE", "de"), ("und", "en"), ("", "en")])
def test_an_unknown_language_is_answered_in_english(asked: str, given: str) -> None:
    assert spoken(asked) == given


def test_defang_leaves_plain_words() -> None:
    assert defang("no dots here") == "no dots here"
