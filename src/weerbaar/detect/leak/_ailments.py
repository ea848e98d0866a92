"""Words for illnesses, treatments and medicines that stand in no list: put together from parts (`_ailments.toml`).

Medical Greek and Latin (*polyarthritis*, *cholécystectomie*), Dutch and German compounds (*schouderoperatie*, *Bandscheibenschaden*), French and English
phrases of a part of the body or of the mind (*douleurs lombaires*, *kidney stones*), medicines by the stems of the International Nonproprietary Names
(*-pril*, *-oxetine*), and what is measured of a body (*temp 38.9*, *bloeddruk 160/95*, *GdB 60*). A word that looks so and is none stands in a list of
exceptions. Three passes of RE2 over `Readable.low`: linear time, whatever the text.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import re2

MEMORY = 64 << 20
"""Bytes that RE2 may take for its states."""
SIDE = r"(?:links?|rechts|gauche|droite?|left|right|bilaterale?|beidseitig|beiderseits)"


class Made(NamedTuple):
    """A word or phrase that was put together, and whether it is a medicine."""

    start: int
    end: int
    medicine: bool


def made(low: str) -> Iterator[Made]:
    """Every word or phrase of these forms, in no order."""
    ailments, phrases, medicines, exceptions = _patterns()
    for pattern, medicine in ((ailments, False), (phrases, False), (medicines, True)):
        for found in pattern.finditer(low):
            if found[0] not in exceptions:
                yield Made(found.start(), found.end(), medicine)


def names() -> frozenset[str]:
    """Names of medicines that no stem tells."""
    return frozenset(_list("medicine", "names"))


@cache
def _parts() -> dict[str, dict[str, str]]:
    with files("weerbaar.detect.leak").joinpath("_ailments.toml").open("rb") as file:
        return tomllib.load(file)


def _list(sort: str, name: str) -> list[str]:
    return sorted(_parts()[sort][name].replace("\n", " ").strip().split(", "), key=lambda word: (-len(word), word))


def _any(sort: str, name: str) -> str:
    return "|".join(map(re.escape, _list(sort, name))).replace(
        "oe", "(?:oe|\N{LATIN SMALL LIGATURE OE})" if name.endswith("_fr") else "oe"
    )


MEASURED = (
    r"\b(?:temp(?:eratu?u?re?|\.)?|koorts|fever|fievre|fieber)(?: (?:van|of|de|von|is|ist|was|a|met|with|mit)| ?[:=])? ?(?:3[5-9]"
    r"|4[0-2])(?:[.,]\d)?(?: ?(?:°|grad|graden|degres|degrees))?(?: ?c\b)?"
    r"|\b(?:rr|bp|ta|bloeddruk|blood pressure|tension(?: arterielle)?|blutdruck)(?: (?:van|of|de|von|is|ist|was|a)"
    r"| ?[:=])? ?\d{1,3} ?/ ?\d{1,3}\b"
    r"|\b(?:hba1c|glycemie|glyc(?:a|e)mie|bloedsuiker(?:spiegel)?|blood (?:sugar|glucose)|blutzucker(?:wert)?"
    r"|nuchter(?:e)? glucose|psa(?:[- ]?(?:waarde|wert))?|crp|inr|egfr|tsh|ferritine?|bmi|spo2|saturatie|saturation|sats"
    r"|sauerstoffsattigung|mmse|moca|phq-?9|gad-?7|cd4)(?: (?:van|of|de|von|is|ist|was|a|at)"
    r"| ?[:=])? ?\d{1,4}(?:[.,]\d{1,2})?(?: ?/ ?\d{1,3}| ?%)?"
    r"|\b(?:gdb|gir|pflegegrad|pflegestufe|katz(?:-?(?:schaal|score))?|nyha|asa|copd gold|gold|lvef|ecog|karnofsky|bradenscore"
    r"|braden|norton)(?: (?:van|of|de|von|stadium|klasse|score))?(?: ?[:=] ?| )(?:[1-9]\d{0,2}|[ivx]{1,3}|[a-d])\b"
)


@cache
def _patterns() -> tuple["re2._Regexp[str]", "re2._Regexp[str]", "re2._Regexp[str]", frozenset[str]]:
    options = re2.Options()
    options.max_mem = MEMORY
    before = r"(?:(?:hyper|hypo|poly|para|endo|peri|dys|micro|macro|pan|hemi|pseudo|pre|post|neo|osteo|auto|multi|mono|oligo|lympho|naso|broncho|entero)-?)?"
    ailments = (
        rf"\b{before}(?:(?:{_any('medical', 'roots')})[oia]?-?){{1,4}}(?:{_any('medical', 'endings')})(?:s|n|en)?\b"
        rf"|\b(?:[a-z]{{2,14}}-?)?(?:{_any('compounds', 'parts')})(?:s|en|n)?-?(?:{_any('compounds', 'heads')})\b"
        rf"|\b[a-z]{{2,20}}-?(?:{_any('compounds', 'anywhere')})\b"
        rf"|\b(?:{_any('compounds', 'sick')})s?-?(?:patient(?:e|en|in)?|kranke?[rn]?|lijder|lijdster|leidende?r?|betroffene?r?)\b"
    )
    within = (
        r"(?:(?:de |du |des |de la |de l'|d'|au |aux |a la |a l'|dans le |dans la |dans les |dans l'|a son |a sa |a ses |de son |de sa "
        r"|au niveau du |au niveau de la )"
    )
    phrases = (
        rf"\b(?:{_any('phrases', 'heads_fr')}) (?:(?:chroniques?|aigue?s?|graves?|severes?|legere?s?|intenses?|importante?s?"
        rf"|violente?s?|persistante?s?|permanente?s?|totale|partielle|maligne|benigne) )?"
        rf"{within}(?:{_any('phrases', 'body_fr')})|(?:{_any('phrases', 'adjectives_fr')}))(?: {SIDE})?\b"
        rf"|\b(?:{_any('phrases', 'body_en')}|{_any('phrases', 'adjectives_en')}) (?:{_any('phrases', 'heads_en')})\b"
        rf"|{MEASURED}"
    )
    stems = _list("medicine", "endings")
    short, long = ("|".join(s for s in stems if len(s) < 7), "|".join(s for s in stems if len(s) >= 7))
    medicines = rf"\b[a-z]{{2,16}}(?:{short})\b|\b[a-z]{{0,16}}(?:{long})\b"
    exceptions = frozenset(_list("medical", "not")) | frozenset(_list("compounds", "not"))
    return re2.compile(ailments, options), re2.compile(phrases, options), re2.compile(medicines, options), exceptions
