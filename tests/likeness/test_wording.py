import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar.likeness.wording import BANDS, alike, bands, plain, signature

STORY = (
    "we hebben uw pakket niet kunnen bezorgen omdat er niemand thuis was betaal de kosten voor een nieuwe bezorging via de knop hieronder "
    "anders gaat het pakket morgen terug naar de afzender en vervalt de levering met vriendelijke groeten uw bezorgdienst"
)
OTHER = (
    "graag ontvangen wij uw offerte voor de levering van twaalf kasten en zes tafels in het nieuwe kantoor aan de haven de plannen vindt u in "
    "de bijlage de werf begint in mei en duurt ongeveer vier weken laat ons weten wanneer u kunt komen kijken"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dag Tom, factuur 114 van 4.800 euro", "Dag Nadia, factuur 9015 van 12,50 euro"),
        ("Dear Mr Janssens, pay at https://a.example/x1", "Dear Mrs De Wolf, pay at https://b.example/y2"),
        ("Bonjour Marie, écrivez à a@b.example", "Bonjour Jean-Luc, écrivez à c@d.example"),
        (
            "Sehr geehrte Frau Brandt, Konto DE89 3704 0044 0532 0130 00",
            "Sehr geehrte Frau Weber, Konto LT60 1010 0123 4567 8901",
        ),
    ],
)
def test_what_differs_from_reader_to_reader_is_left_out(one: str, other: str) -> None:
    assert plain("", one, frozenset()) == plain("", other, frozenset())


def test_the_names_of_readers_are_left_out() -> None:
    names = frozenset({"tom", "maes"})
    assert plain("Tom, een vraag", "Kan Tom Maes dit betalen?", names) == plain("een vraag", "Kan dit betalen?", names)


def test_the_same_text_is_wholly_alike_and_another_one_not_at_all() -> None:
    assert alike(signature(STORY), signature(STORY)) == 1.0
    assert alike(signature(STORY), signature(OTHER)) < 0.1


def test_the_estimate_is_near_the_share_of_equal_runs() -> None:
    half = f"{' '.join(STORY.split()[:20])} {' '.join(OTHER.split()[20:])}"
    runs = [{tuple(words[at : at + 3]) for at in range(len(words) - 2)} for words in (STORY.split(), half.split())]
    true = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    assert abs(alike(signature(STORY), signature(half)) - true) < 0.2


def test_a_few_words_have_no_signature() -> None:
    assert signature("bent u op kantoor") == () and list(bands(())) == []
    assert alike((), signature(STORY)) == 0.0 and alike((), ()) == 0.0


def test_a_signature_is_the_same_on_every_machine() -> None:
    assert signature(STORY)[:3] == (169719685, 81662694, 40891419)


def test_alike_texts_share_a_band_and_different_ones_do_not() -> None:
    changed = STORY.replace("morgen", "vandaag").replace("knop", "link")
    keys = [set(bands(signature(text))) for text in (STORY, changed, OTHER)]
    assert len(keys[0]) == BANDS
    assert keys[0] & keys[1] and not keys[0] & keys[2]


@given(st.text(max_size=300), st.text(max_size=300), st.frozensets(st.text(max_size=5), max_size=4))
def test_any_text_has_a_wording(subject: str, text: str, names: frozenset[str]) -> None:
    values = signature(plain(subject, text, names))
    assert len(values) in (0, 60) and all(0 <= value < 2**32 for value in values)
