"""What is masked comes back exactly, wherever a stream is cut, and only what we gave comes back."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar.leak.lookalike import lookalike
from weerbaar.leak.mask import Conversation, Restorer
from weerbaar.model.leak import DataClass, Match

PERSON, IBAN, PHONE, KEY = DataClass.PERSON, DataClass.IBAN, DataClass.PHONE, DataClass.API_KEY
JAN = "Jan Peeters"
ACCOUNT = "BE68 5390 0754 7034"
LANGUAGES = ("nl", "fr", "de", "en")


def found(text: str, *wanted: tuple[str, DataClass]) -> list[Match]:
    """Matches for these words, each looked for after the one before."""
    matches, at = [], 0
    for word, cls in wanted:
        start = text.index(word, at)
        at = start + len(word)
        matches.append(Match(start, at, cls, "test", "test", 1.0, value="".join(word.split())))
    return matches


def masked(chat: Conversation, text: str, *wanted: tuple[str, DataClass]) -> str:
    return chat.mask(text, found(text, *wanted))


@pytest.mark.parametrize(
    ("language", "person"), [("nl", "[Persoon 1]"), ("fr", "[Personne 1]"), ("de", "[Person 1]"), ("en", "[Person 1]")]
)
def test_placeholders_speak_the_language_of_the_person(language: str, person: str) -> None:
    assert masked(Conversation(language), f"{JAN}: ok", (JAN, PERSON)) == f"{person}: ok"


def test_one_person_is_one_placeholder_and_comes_back_as_each_mention_stood() -> None:
    chat = Conversation("en")
    text = "Jan Peeters wrote. Peeters, or jan, or Mr. J. Peeters; not Jan Maes."
    hidden = masked(
        chat,
        text,
        (JAN, PERSON),
        ("Peeters", PERSON),
        ("jan", PERSON),
        ("Mr. J. Peeters", PERSON),
        ("Jan Maes", PERSON),
    )
    assert hidden == "[Person 1] wrote. [Person 1b], or [Person 1c], or [Person 1d]; not [Person 2]."
    assert chat.restore(hidden) == text


def test_a_name_that_fits_two_people_is_taken_for_a_third() -> None:
    chat = Conversation("en")
    hidden = masked(chat, "Jan Peeters, An Peeters, Peeters", (JAN, PERSON), ("An Peeters", PERSON), ("Peeters", PERSON))
    assert hidden == "[Person 1], [Person 2], [Person 3]"


def test_one_account_written_in_two_ways_is_one_number() -> None:
    chat = Conversation("en")
    text = f"{ACCOUNT} is BE68539007547034"
    hidden = masked(chat, text, (ACCOUNT, IBAN), ("BE68539007547034", IBAN))
    assert hidden == "[IBAN 1] is [IBAN 1b]"
    assert chat.restore(hidden) == text


def test_possessives_stay_outside() -> None:
    chat = Conversation("en")
    text = "Anna's car and Thomas' bike"
    hidden = masked(chat, text, ("Anna's", PERSON), ("Thomas'", PERSON))
    assert hidden == "[Person 1]'s car and [Person 2]' bike"
    assert chat.restore(hidden) == text


def test_a_request_that_carries_its_history_gives_the_same_placeholders_again() -> None:
    first, second = Conversation("nl"), Conversation("nl")
    masked(first, "Vraag over Jan Peeters", (JAN, PERSON))
    masked(first, "Antwoord over Jan Peeters en An Maes", (JAN, PERSON), ("An Maes", PERSON))
    masked(second, "Vraag over Jan Peeters", (JAN, PERSON))
    assert masked(second, "Antwoord over Jan Peeters en An Maes", (JAN, PERSON), ("An Maes", PERSON)) == (
        "Antwoord over [Persoon 1] en [Persoon 2]"
    )


@pytest.mark.parametrize(
    ("later", "hidden"),
    [
        ("Jan Peeters again", "[Person 1] again"),
        ("Reach Jan Peetersen", "Reach Jan Peetersen"),  # another name
        ("call +32 470 12 34 56.", "call [Phone 1]."),
        ("call +32 470 12 34 567", "call +32 470 12 34 567"),  # another number
        ("Jan is here", "Jan is here"),  # one word alone can be anybody
    ],
)
def test_what_was_masked_once_is_masked_where_nobody_saw_it(later: str, hidden: str) -> None:
    chat = Conversation("en")
    masked(chat, f"{JAN}, +32 470 12 34 56", (JAN, PERSON), ("+32 470 12 34 56", PHONE))
    assert chat.mask(later, ()) == hidden


@pytest.mark.parametrize(
    ("answer", "restored"),
    [
        ("[person 1]", JAN),
        ("[Person  1]", JAN),
        ("[ Person 1 ]", JAN),
        ("[Person_1]", JAN),
        ("[Person1]", JAN),
        ("[Person\n1]", JAN),
        ("**[Person 1]**", f"**{JAN}**"),
        (r"\[Person 1\]", JAN),
        ("[Person 1]'s", f"{JAN}'s"),
        ("[Persoon 1]", JAN),
        ("[Personne 1]", JAN),
        ("[PERSON 1]", JAN),
        ("[[Person 1]]", f"[{JAN}]"),
        ("`[Person 1]`", f"`{JAN}`"),
        ("[Téléphone 1]", "0470 12 34 56"),
        ("[Telephone 1]", "0470 12 34 56"),  # without its accents
        ("[Person 2]", "[Person 2]"),  # never given
        ("[Person 1b]", "[Person 1b]"),  # never given
        ("[Person 01]", "[Person 01]"),
        ("[Persons 1]", "[Persons 1]"),
        ("(Person 1)", "(Person 1)"),  # may be the model's own words
        ("Person 1", "Person 1"),
        ("[1]", "[1]"),  # a footnote
        ("[see Person 1]", "[see Person 1]"),
        (r"\\[Person 1\\]", r"\\[Person 1\\]"),
    ],
)
def test_a_changed_placeholder_comes_back_and_a_strange_one_stays(answer: str, restored: str) -> None:
    chat = Conversation("fr")
    masked(chat, f"{JAN}, 0470 12 34 56", (JAN, PERSON), ("0470 12 34 56", PHONE))
    assert chat.restore(answer) == restored


def test_a_placeholder_in_the_prompt_is_never_given_to_anybody() -> None:
    chat = Conversation("en")
    text = f"Fill in [Person 1] and {JAN}"
    hidden = masked(chat, text, (JAN, PERSON))
    assert hidden == "Fill in [Person 1] and [Person 2]"
    assert chat.restore(hidden) == text


def test_a_placeholder_that_was_given_before_it_stood_in_the_prompt_is_masked_itself() -> None:
    chat = Conversation("en")
    masked(chat, JAN, (JAN, PERSON))
    hidden = chat.mask(r"What does [person 1] or \[Person 1\] mean?", ())
    assert hidden == "What does [Person 2] or [Person 3] mean?"
    assert chat.restore(hidden) == r"What does [person 1] or \[Person 1\] mean?"
    assert chat.restore("[Person 1]") == JAN


def test_a_number_with_a_letter_that_stood_in_the_prompt_is_never_given_either() -> None:
    chat = Conversation("en")
    masked(chat, JAN, (JAN, PERSON))
    assert chat.mask("[Person 1b]", ()) == "[Person 1b]"
    assert masked(chat, "jan", ("jan", PERSON)) == "[Person 2]"
    assert chat.restore("[Person 1b]") == "[Person 1b]"


def test_a_text_without_matches_is_not_touched() -> None:
    text = "Order 4711 for [Company name], see [1] and [Address 2]"
    assert Conversation("en").mask(text, ()) == text


def test_matches_that_overlap_or_lie_outside_leave_nothing_open() -> None:
    chat = Conversation("en")
    text = "Jan Peeters, here"
    cut = [Match(0, 11, PERSON, "a", "a", 1.0), Match(4, 13, IBAN, "b", "b", 1.0), Match(13, 99, KEY, "c", "c", 1.0)]
    assert chat.mask(text, cut) == "[Person 1][IBAN 1][Key 1]"
    assert chat.restore("[Person 1][IBAN 1][Key 1]") == text


@pytest.mark.parametrize(
    "value", ['Anna "Nan" Maes', r"C:\Anna", "Zoë\nMaes", "Łukasz Ünal", "Anna\u2028Maes", "\U0001f600 Anna"]
)
def test_values_are_escaped_inside_the_json_of_a_tool(value: str) -> None:
    chat = Conversation("fr")
    masked(chat, value, (value, DataClass.HEALTH))
    for written in ("[Santé 1]", r"[Sant\u00e9 1]", r"\\[Santé 1\\]"):
        arguments = '{"to": "' + written + '", "n": [1]}'
        assert json.loads(streamed(chat.restorer("json"), arguments)) == {"to": value, "n": [1]}


def streamed(restorer: Restorer, text: str) -> str:
    return "".join(map(restorer.feed, text)) + restorer.flush()


PIECES = (
    "[",
    "]",
    "\\",
    "\n",
    "[Person 1",
    "Z",
    "ZZ62",
    " ",
    "{",
    '"',
    "1",
    "b]",
    "[Persoon 1]",
    r"\[person 2\]",
    "[IBAN 1b]",
    "Jan",
    "ß",
    "[x]",
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12),
    st.sampled_from(LANGUAGES),
    st.booleans(),
    st.sampled_from(("plain", "json")),
)
def test_every_cut_of_a_stream_restores_the_same(pieces: list[str], language: str, accounts: bool, escape: str) -> None:
    chat = Conversation(language, lookalike_iban=accounts)
    prompt = f'{JAN} "An" Maes {ACCOUNT}'
    hidden = masked(chat, prompt, (JAN, PERSON), ('"An" Maes', PERSON), (ACCOUNT, IBAN))
    answer = hidden.join(pieces) + "".join(pieces) + hidden
    whole = chat.restorer(escape)
    expected = whole.feed(answer) + whole.flush()
    assert streamed(chat.restorer(escape), answer) == expected
    for cut in range(0, len(answer), 3):
        restorer = chat.restorer(escape)
        assert restorer.feed(answer[:cut]) + restorer.feed(answer[cut:]) + restorer.flush() == expected


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12),
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 20), st.sampled_from((PERSON, IBAN, KEY, DataClass.UNREADABLE))),
        max_size=5,
    ),
    st.sampled_from(LANGUAGES),
    st.booleans(),
)
def test_any_text_comes_back_as_it_was(
    pieces: list[str], stretches: list[tuple[int, int, DataClass]], language: str, accounts: bool
) -> None:
    text = "".join(pieces)
    chat = Conversation(language, lookalike_iban=accounts)
    masked(chat, f"{JAN}, {ACCOUNT}", (JAN, PERSON), (ACCOUNT, IBAN))
    matches = [Match(start, start + length, cls, "test", "test", 1.0) for start, length, cls in stretches]
    hidden = chat.mask(text, matches)
    assert chat.restore(hidden) == text
    assert Conversation.from_bytes(chat.to_bytes()).restore(hidden) == text


def test_a_stream_waits_for_no_more_than_a_placeholder() -> None:
    chat = Conversation("en")
    restorer = chat.restorer()
    assert restorer.feed("see [the manual") == "see [the manual"
    assert restorer.feed(", [Per") == ", "
    assert restorer.feed("sian cats") == "[Persian cats"
    assert len(restorer.feed("[Person " + " " * 400)) > 350


def test_a_lookalike_account_passes_the_check_digits_and_belongs_to_no_country() -> None:
    import schwifty
    import stdnum.iso7064.mod_97_10
    from schwifty.exceptions import InvalidCountryCode

    for number in (1, 2, 97, 10**15):
        account = lookalike(number, spaced=False)
        assert stdnum.iso7064.mod_97_10.is_valid(account[4:] + account[:4])
        with pytest.raises(InvalidCountryCode):
            schwifty.IBAN(account)


def test_a_lookalike_account_comes_back_however_the_model_writes_it() -> None:
    chat = Conversation("en", lookalike_iban=True)
    text = f"Pay {ACCOUNT}, that is BE68539007547034, or LT121000011101001000"
    hidden = masked(chat, text, (ACCOUNT, IBAN), ("BE68539007547034", IBAN), ("LT121000011101001000", IBAN))
    spaced, compact = lookalike(1, spaced=True), lookalike(1, spaced=False)
    assert hidden == f"Pay {spaced}, that is {compact}, or {lookalike(2, spaced=False)}"
    assert chat.restore(hidden) == text
    assert chat.restore(f"[a {compact}] {lookalike(2, spaced=True)} {lookalike(3, spaced=True)}") == (
        f"[a BE68539007547034] LT121000011101001000 {lookalike(3, spaced=True)}"
    )


def test_a_conversation_that_was_kept_goes_on() -> None:
    chat = Conversation("de", lookalike_iban=True)
    masked(chat, f"{JAN} {ACCOUNT} [Person 2]", (JAN, PERSON), (ACCOUNT, IBAN))
    again = Conversation.from_bytes(chat.to_bytes())
    assert (
        masked(again, "jan peeters und An Maes", ("jan peeters", PERSON), ("An Maes", PERSON)) == "[Person 1b] und [Person 3]"
    )
    assert masked(again, "LT121000011101001000", ("LT121000011101001000", IBAN)) == lookalike(2, spaced=False)
    assert again.restore(f"[Person 1] {lookalike(1, spaced=True)}") == f"{JAN} {ACCOUNT}"


@pytest.mark.parametrize("text", ["[" * 100_000, "[Person " * 20_000, "\\" * 100_000, "Z" * 100_000, "[a]" * 50_000])
def test_long_nonsense_takes_a_short_time(text: str) -> None:
    chat = Conversation("en", lookalike_iban=True)
    masked(chat, f"{JAN} {ACCOUNT}", (JAN, PERSON), (ACCOUNT, IBAN))
    assert chat.restore(chat.mask(text, ())) == text
