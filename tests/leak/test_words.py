"""The organisation's own words and documents; firms and projects are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar.leak.check import check
from weerbaar.leak.names import Kind, Refusal
from weerbaar.leak.text import readable
from weerbaar.leak.words import NO_WORDS, BrokenWords, Name, Words, touched
from weerbaar.model.leak import DataClass

KEY = bytes(range(32))
NAMES = (
    Name(Kind.CUSTOMER, "Zonnedael NV"),
    Name(Kind.CUSTOMER, "De Keuken BV"),
    Name(Kind.CUSTOMER, "Oud-Heverlee Textiel B.V."),
    Name(Kind.CUSTOMER, "Müller Präzisionstechnik GmbH & Co. KG"),
    Name(Kind.CUSTOMER, "KBX"),
    Name(Kind.SUPPLIER, "Van den Broeck & Zonen"),
    Name(Kind.SUPPLIER, "L'Atelier des Fées SARL"),
    Name(Kind.PROJECT, "Meridiaan"),
    Name(Kind.PROJECT, "P-2024-117"),
    Name(Kind.PRODUCT, "Turbomix 3000"),
)
WORDS = Words.learn(KEY, NAMES).words


def seen(text: str, words: Words = WORDS) -> list[tuple[str, str]]:
    return [(match.reason, text[match.start : match.end]) for match in check(text, words).matches if match.by == "own_word"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zonnedaels factuur is te laat", [("customer", "Zonnedaels")]),  # genitive
        ("Zonnedael's invoice", [("customer", "Zonnedael's")]),
        ("de offerte voor ZONNEDAEL NV", [("customer", "ZONNEDAEL NV")]),
        ("klant zonnedael belde", [("customer", "zonnedael")]),  # small letters, beside a word that tells
        ("Ｚｏｎｎｅｄａｅｌ betaalt", [("customer", "Ｚｏｎｎｅｄａｅｌ")]),  # full width
        ("Zon\u200bnedael betaalt", [("customer", "Zon\u200bnedael")]),  # a character nobody sees
        ("De Keuken B.V betaalt", [("customer", "De Keuken B.V")]),
        ("offerte voor klant De Keuken", [("customer", "De Keuken")]),
        ("mail naar Oud-Heverlee\nTextiel", [("customer", "Oud-Heverlee\nTextiel")]),
        ("Muller Prazisionstechnik hat angerufen", [("customer", "Muller Prazisionstechnik")]),
        ("vraag het aan Van den Broeck en Zonen", [("supplier", "Van den Broeck en Zonen")]),
        ("une offre de l'Atelier des Fées SARL", [("supplier", "Atelier des Fées SARL")]),
        ("planning Meridiaanproject", [("project", "Meridiaanproject")]),  # written on
        ("planning P 2024 117", [("project", "P 2024 117")]),
        ("der Turbomix 3000", [("product", "Turbomix 3000")]),
        ("KBX belt terug", [("customer", "KBX")]),
    ],
)
def test_it_finds_a_name_in_the_forms_people_write(text: str, found: list[tuple[str, str]]) -> None:
    assert seen(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "ik ga naar de keuken",
        "De Keuken is te klein voor twaalf gasten",  # a capital alone does not tell
        "de zonnedaal",
        "kbx",  # a short name counts in capitals only
        "Heverlee Textiel",  # half a name
        "wij textielen in oud Heverlee",
        "op de meridiaan van Greenwich",
        "onze turbo mix van 3000 stuks",
        "l'atelier des fêtes",
    ],
)
def test_it_leaves_alone_everyday_words(text: str) -> None:
    assert seen(text) == []


def test_it_says_why_a_name_was_refused_or_only_learned_with_a_condition() -> None:
    names = [
        Name(Kind.CUSTOMER, written) for written in ("", "de", "X", "12", "Post", "Blauwe Vogel", "Aldo", "Zonnedael", "NV")
    ]
    refused = {one.number: one.why for one in Words.learn(KEY, names).refused_names}
    assert refused == {
        0: Refusal.EMPTY,
        1: Refusal.LITTLE_WORDS,
        2: Refusal.SHORT,
        3: Refusal.SHORT,
        4: Refusal.EVERYDAY,
        5: Refusal.EVERYDAY,
        6: Refusal.EVERYDAY,
        8: Refusal.SHORT,
    }


def test_a_name_in_two_lists_keeps_the_milder_condition() -> None:
    words = Words.learn(KEY, [Name(Kind.CUSTOMER, "Meridiaan"), Name(Kind.PROJECT, "Meridiaan")]).words
    assert words.counts()["customer"] == words.counts()["project"] == 1
    assert seen("Meridiaan loopt uit", words) == [("customer", "Meridiaan")]


def test_nothing_is_kept_in_clear() -> None:
    kept = WORDS.to_bytes()
    for name in NAMES:
        for word in name.written.split():
            assert len(word) < 3 or word.lower().encode() not in kept.lower()
    assert "Zonnedael" not in repr(WORDS) and "Zonnedael" not in repr(NAMES[0]) and KEY.hex() not in repr(WORDS)


def test_it_comes_back_from_bytes_with_its_key_only() -> None:
    kept = WORDS.to_bytes()
    assert Words.from_bytes(kept, KEY) == WORDS
    assert Words.from_bytes(NO_WORDS.to_bytes(), b"") == NO_WORDS
    for data, key in ((kept, bytes(32)), (kept[:-1], KEY), (kept[:9], KEY), (b"X" + kept[1:], KEY), (b"", KEY)):
        with pytest.raises(BrokenWords):
            Words.from_bytes(data, key)


def test_another_key_gives_other_fingerprints() -> None:
    other = Words.learn(bytes(32), NAMES).words
    assert not set(other.names) & set(WORDS.names)
    with pytest.raises(ValueError, match="different keys"):
        WORDS.together(other)


REPORT = """
Het overnamebod van maart blijft tot nader order binnenskamers. De raad van bestuur heeft beslist om de onderhandelingen met de Duitse
koper voort te zetten tot het einde van het tweede kwartaal, op voorwaarde dat de waarborgen voor de ploeg in Aarschot schriftelijk worden
vastgelegd. De prijs die werd genoemd ligt achttien procent boven de boekwaarde, maar houdt geen rekening met de lopende claim van de
vroegere aannemer. Onze advocaat raadt aan om die claim buiten de overname te houden en een bedrag te blokkeren. De directie stelt voor
dat de werknemers pas worden ingelicht wanneer de intentieverklaring is getekend, en dat de vakorganisaties dezelfde dag een uitnodiging
krijgen. Tot dan spreekt niemand met de pers, met leveranciers of met familie over wat hier staat.
"""
MARKED = Words.learn(KEY, documents=[REPORT, "te kort om te bewaren"])
PIECE = "De prijs die werd genoemd ligt achttien procent boven de boekwaarde, maar houdt geen rekening met de lopende claim van de vroegere aannemer."


def documents(text: str, words: Words = MARKED.words) -> list[str]:
    return [text[m.start : m.end] for m in check(text, words).matches if m.cls is DataClass.OWN_DOCUMENT]


@pytest.mark.parametrize(
    "text",
    [
        PIECE,
        PIECE.upper(),
        PIECE.replace(" ", "\n> "),
        "* " + PIECE.replace(", ", ",\n* "),
        " ".join(PIECE.split()[:20]),
        " ".join(word if n % 12 else "veranderd" for n, word in enumerate(REPORT.split())),
        "Vertaal dit:\n" + REPORT,
    ],
    ids=["as it is", "capitals", "quoted", "as a list", "twenty words", "edited", "all of it"],
)
def test_it_finds_a_stretch_of_a_marked_document(text: str) -> None:
    assert len(documents(text)) == 1


def test_the_stretch_is_what_was_pasted_and_no_more() -> None:
    stretch = documents(f"Kan je dit korter maken? {PIECE} Alvast bedankt voor de hulp.")[0]
    assert stretch.split()[0] in PIECE and stretch.split()[-1].strip(".") in PIECE
    assert len(stretch) > 0.7 * len(PIECE)


@pytest.mark.parametrize(
    "text", [" ".join(PIECE.split()[:8]), "De raad van bestuur heeft beslist.", "Wat is een intentieverklaring?"]
)
def test_a_few_words_are_no_stretch(text: str) -> None:
    assert documents(text) == []


def test_a_document_that_is_too_short_is_refused() -> None:
    assert [(one.number, one.why) for one in MARKED.refused_documents] == [(1, Refusal.TOO_SHORT_A_TEXT)]


def test_standard_text_of_many_documents_is_not_a_stretch_of_any() -> None:
    footer = " ".join(f"voorwaarde{n}" for n in range(60))
    own = ["\n".join(" ".join(f"stuk{d}w{n}" for n in range(k, k + 12)) for k in range(0, 60, 12)) for d in range(7)]
    words = Words.learn(KEY, documents=[text + "\n" + footer for text in own]).words
    assert documents(footer, words) == []
    assert len(documents(own[3], words)) == 1


def test_lists_that_were_learned_apart_are_found_together() -> None:
    both = WORDS.together(MARKED.words).together(Words.learn(KEY, documents=[REPORT[::-1]]).words)
    assert both.counts()["documents"] == 2 + 1 and both.counts()["customer"] == WORDS.counts()["customer"]
    assert seen("Zonnedael betaalt", both) and documents(PIECE, both) and documents(REPORT[::-1], both)
    assert NO_WORDS.together(WORDS) == WORDS == WORDS.together(NO_WORDS)


def test_it_counts_false_alarms_on_ordinary_texts() -> None:
    assert touched(WORDS, map(readable, ["Zonnedael betaalt", "een gewone zin", "nog een"])) == (1, 3)


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=60)
def test_any_text_is_learned_or_refused_and_looked_through(text: str) -> None:
    learned = Words.learn(KEY, [Name(Kind.OTHER, text)], [text])
    for match in learned.words.find(readable(text)):
        assert 0 <= match.start < match.end
    assert Words.from_bytes(learned.words.to_bytes(), KEY) == learned.words
