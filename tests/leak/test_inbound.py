"""What comes back is screened: traps, pictures that tell, secrets nobody brought; the same wherever the stream is cut."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.organisation import BAKERY
from weerbaar.leak.inbound import LINK, PICTURE, SECRET, Screen, names, screened

LANGUAGES = ("nl", "fr", "de", "en")
TOKEN = "ghp_" + "".join("aZ3kQ9xP2mL7vB4nC8wE"[i % 20] for i in range(36))
STRIPE = "sk_" + "live_4eC39HqLyjWDarjtT1zdp7dc"
KEY = "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        ("Log in at http://refund-parcel.top/login now", LINK),
        ("Open [bank.example](http://185.10.20.30/pay)", LINK),
        ("See http://paypal.com@evil-shop.example/", LINK),
        ("Use https://xn--pypal-4ve.example/", LINK),
        ("![chart](https://cdn.shop.example/p.png?q=amounts)", PICTURE),
        ("![a](https://cdn.shop.example/[Person 1].png)", PICTURE),
        (f"Your key is {STRIPE}.", SECRET),
        ("DB: postgres://shop:Xy7kk2pQ@db.prod.firm.example/orders", SECRET),
        (f"Here:\n{KEY}\nDone.", SECRET),
        ("Read https://docs.python.org/3/library/re.html and https://www.economie.fgov.be/nl/themas.", ""),
        ("Try https://github.com/owner/project, (https://nl.wikipedia.org/wiki/Gent_(stad)) or www.vlaanderen.be.", ""),
        ("Start http://localhost:8000/admin?x=1 or http://127.0.0.1:5432/", ""),
        ("![logo](https://cdn.shop.example/logo.png)", ""),
        ("Download https://www.python.org/ftp/python/3.13.0/python-3.13.0-amd64.exe", ""),
        ("Set OPENAI_API_KEY=sk-your-key and password: example", ""),
        ("A long dash ----- and more ------------- here, skeleton, https, akia", ""),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_dangerous_is_left_out_and_the_rest_stays(answer: str, seen: str, language: str) -> None:
    screen = Screen(language)
    shown = screen.feed(answer) + screen.flush()
    assert dict(screen.seen) == ({seen: 1} if seen else {})
    assert (shown == answer) is not bool(seen)
    if seen:
        assert "://" not in shown and "MIIE" not in shown and "4eC39" not in shown
        assert len(names(language)[seen]) > 20


def test_what_is_left_out_says_so_in_the_readers_language() -> None:
    assert (
        screened("Zie http://185.10.20.30/x.", "nl") == "Zie [link weggelaten, het kan een valstrik zijn: 185(.)10(.)20(.)30]."
    )
    assert screened(f"Voici {STRIPE} !", "fr") == "Voici [secret retiré] !"


def test_a_secret_of_the_question_is_no_news() -> None:
    assert screened(f"So {STRIPE} it is", "en", said=lambda secret: secret in f"my key {STRIPE}") == f"So {STRIPE} it is"


def test_a_lookalike_of_our_own_domain_is_left_out() -> None:
    own = BAKERY.domains[0]
    like = own.replace(".", "-secure.", 1)
    assert own in screened(f"https://{own}/x", "en", organisation=BAKERY)
    assert "left out" in screened(f"https://{like}/x", "en", organisation=BAKERY)


PIECES = (
    *(
        "http://refund-parcel.top/a",
        "https://docs.python.org/3",
        "[x](",
        ")",
        "![p](",
        "?q=1",
        " ",
        "\n",
        "-----",
        "-",
        "www.a.example",
    ),
    *(
        STRIPE,
        TOKEN,
        KEY,
        "-----BEGIN ",
        "PRIVATE KEY-----",
        "-----END KEY-----",
        "postgres://u:Xy7kk2pQ@h.example/d",
        "sk",
        "ht",
        "é",
        "[",
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=9), st.integers(1, 7))
def test_a_stream_is_screened_like_the_whole(pieces: list[str], step: int) -> None:
    answer = "".join(pieces)
    screen = Screen("en")
    streamed = "".join(screen.feed(answer[at : at + step]) for at in range(0, len(answer), step)) + screen.flush()
    assert streamed == screened(answer, "en")


def test_ordinary_words_are_not_held_back() -> None:
    screen = Screen("en")
    assert [screen.feed(piece) for piece in ("Hello", " dear", " reader,", " the", " answer", " is")] == [
        "Hello",
        " dear",
        " reader,",
        " the",
        " answer",
        " is",
    ]
