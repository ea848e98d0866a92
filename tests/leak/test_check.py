"""All recognisers together: overlaps, disguises, limits, failures."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar.detect.leak import _declaration
from weerbaar.detect.leak._declaration import Hits, Recogniser, recognisers
from weerbaar.leak.check import Limits, apart, check
from weerbaar.model.leak import DataClass, Match, Readable

NUMBERS = {
    "iban": "rekening BE68 5390 0754 7034",
    "card": "kaart 4539802664034171",
    "national_id": "BSN 628194821",
    "phone": "gsm +32470123456",
    "vat": "btw BE0720845897",
    "enterprise": "KBO 0712983751",
}


def spelled(number: str, wide: int) -> str:
    return "".join(chr(ord(c) + wide) if "!" <= c <= "~" else c for c in number)


DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": lambda n: n,
    "full width": lambda n: spelled(n, 0xFEE0),
    "zero width": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "no-break spaces": lambda n: n.replace(" ", "\u00a0"),
    "other digits": lambda n: n.translate({48 + d: 0x660 + d for d in range(10)}),
    "mathematical digits": lambda n: n.translate({48 + d: 0x1D7CE + d for d in range(10)}),
    "letter by letter": lambda n: n.partition(" ")[0] + ": " + " ".join(n.partition(" ")[2].replace(" ", "")),
    "JSON escapes": lambda n: "".join(f"\\u{ord(c):04x}" for c in n),
    "HTML escapes": lambda n: "".join(f"&#{ord(c)};" for c in n),
    "address escapes": lambda n: "".join(f"%{ord(c):02X}" for c in n),
    "tags": lambda n: spelled(n, 0xE0000),
    "base64": lambda n: base64.b64encode(n.encode()).decode(),
    "base64 behind its name": lambda n: n.partition(" ")[0] + ": " + base64.b64encode(n.partition(" ")[2].encode()).decode(),
    "hexadecimal": lambda n: n.encode().hex(),
    "emphasis": lambda n: n.partition(" ")[0] + " **" + n.partition(" ")[2] + "**",
    "code": lambda n: n.partition(" ")[0] + " `" + n.partition(" ")[2] + "`",
    "JSON": lambda n: '{"' + n.partition(" ")[0] + '": "' + n.partition(" ")[2] + '"}',
    "table": lambda n: "| naam | " + n.partition(" ")[0] + " |\n|---|---|\n| x | " + n.partition(" ")[2] + " |",
    "CSV": lambda n: "naam;" + n.partition(" ")[0] + "\nx;" + n.partition(" ")[2] + "\n",
    "quoted": lambda n: f"> > {n}\n> > groeten",
}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguised_number_is_found_where_it_stands(number: str, disguise: str) -> None:
    hidden = DISGUISES[disguise](NUMBERS[number])
    text = f"Hallo,\n{hidden}\nbedankt"
    found = [match for match in check(text).matches if match.by == number]
    assert len(found) == 1
    assert 7 <= found[0].start < found[0].end <= 7 + len(hidden)
    assert found[0].value == next(match for match in check(NUMBERS[number]).matches if match.by == number).value


def made(start: int, end: int, cls: DataClass = DataClass.PHONE, reason: str = "format", score: float = 1.0) -> Match:
    return Match(start, end, cls, str(cls), reason, score, value="v")


@pytest.mark.parametrize(
    ("matches", "kept"),
    [
        (
            [made(0, 11), made(0, 11, DataClass.NATIONAL_ID, "checksum")],
            [(0, 11, "national_id")],
        ),  # a check digit before a pattern
        ([made(0, 5), made(0, 9, DataClass.ADDRESS)], [(0, 9, "address")]),  # the longer
        ([made(0, 9, DataClass.PERSON), made(0, 9, DataClass.OWN_WORD)], [(0, 9, "own_word")]),
        (
            [made(2, 12, DataClass.ENTERPRISE, "checksum"), made(0, 20, DataClass.API_KEY)],
            [(0, 20, "api_key")],  # a secret goes before anything
        ),
        (
            [made(5, 10, DataClass.IBAN, "checksum"), made(0, 20, DataClass.OWN_DOCUMENT)],
            [(0, 5, "own_document"), (5, 10, "iban"), (10, 20, "own_document")],  # the rest stays
        ),
        (
            [made(4, 12, DataClass.PERSON), made(0, 12, DataClass.ADDRESS, "public", 0.2)],
            [(0, 4, "address"), (4, 12, "person")],  # what is faint hides nobody
        ),
        ([made(0, 12), made(0, 12, DataClass.ENTERPRISE, "public", 0.2)], [(0, 12, "enterprise")]),
        ([made(0, 5), made(3, 9, DataClass.ADDRESS)], [(0, 3, "phone"), (3, 9, "address")]),
        ([made(0, 5), made(5, 9)], [(0, 5, "phone"), (5, 9, "phone")]),
    ],
)
def test_where_two_overlap_the_surer_stays_and_nothing_goes_free(
    matches: list[Match], kept: list[tuple[int, int, str]]
) -> None:
    for order in (matches, matches[::-1]):
        assert [(match.start, match.end, match.cls) for match in apart(order)] == kept


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 30), st.integers(1, 12), st.sampled_from(list(DataClass)), st.sampled_from(["checksum", "format"])
        ),
        max_size=12,
    )
)
def test_what_was_covered_stays_covered_once(drawn: list[tuple[int, int, DataClass, str]]) -> None:
    matches = [made(start, start + length, cls, reason) for start, length, cls, reason in drawn]
    kept = apart(matches)
    covered = [at for match in kept for at in range(match.start, match.end)]
    assert covered == sorted(set(covered)) == sorted({at for match in matches for at in range(match.start, match.end)})


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([*NUMBERS.values(), "\u200b", "> ", "\n", "%", "&#", "\\u00", ";", "| "]), st.text(max_size=8)
        ),
        max_size=12,
    ).map("".join)
)
def test_any_text_is_answered_in_order(text: str) -> None:
    leaks = check(text)
    assert "failed" not in leaks.not_looked
    ends = [0, *(match.end for match in leaks.matches)]
    assert all(before <= match.start < match.end <= len(text) for before, match in zip(ends, leaks.matches, strict=False))


def test_the_same_text_gets_the_same_answer() -> None:
    text = " en ".join(NUMBERS.values())
    assert check(text) == check(text)
    assert len(check(text).matches) == len(NUMBERS)


def test_what_lies_beyond_the_limit_is_said() -> None:
    leaks = check("Mijn rekening is BE68 5390 0754 7034", limits=Limits(most_characters=20))
    assert leaks.not_looked == ("too_long",)
    assert leaks.matches == ()


def test_an_island_that_cannot_be_read_is_said() -> None:
    leaks = check("foto: " + base64.b64encode(bytes(range(256)) * 2).decode())
    assert leaks.not_looked == ("encoded",)
    assert [(match.cls, match.reason) for match in leaks.matches] == [(DataClass.UNREADABLE, "encoded")]


def test_a_recogniser_that_breaks_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: Readable, hits: Hits) -> Iterator[Match]:
        raise ValueError("content")
        yield

    def all_and_broken() -> tuple[Recogniser, ...]:
        return (replace(_IBAN, name="a_broken", find=broken), *ALL)

    monkeypatch.setattr(_declaration, "recognisers", all_and_broken)
    leaks = check(NUMBERS["iban"])
    assert leaks.not_looked == ("failed",)
    assert [match.by for match in leaks.matches] == ["iban"]


ALL = recognisers()
_IBAN = next(one for one in ALL if one.name == "iban")
