"""The name of a person.

A name turns a question about anything into data about somebody: a complaint, an illness, a debt. Names of any origin are found as they are
written in prompts: given and family name in either order, initials, with a title, in capitals, in small letters in a chat, in tables,
JSON, greetings and signatures; a given name alone where the words around it say that it is one. A small model reads each word with its
neighbours (`_names.py`); a name that was found once is found again in the rest of the text.

When it is wrong: people everybody knows (`_public.txt`: writers, artists, heads of state) are left out when they are named in full, also
if somebody in the organisation bears that name; so is somebody who is only spoken of as the writer or painter of a work. A firm or product
called like a person ("Hugo Boss", a café "Chez Marcel") may be taken for one, a person whose name is a common word ("Mark", "Rose", "Wil
Mooi") missed where nothing around it tells, above all in small letters.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._names import COMMON, PARTICLES, TITLES, Span, Token, facts_of, model, named
from weerbaar.model.leak import DataClass, Match, Readable

LEAST = 0.8
"""How sure the model must be of every word."""
LEAST_FOR_A_WORD = 0.92
"""How sure it must be of a single word that is a frequent common word as well: Mark, Rose, Will."""
LEGAL = frozenset("nv bv bvba vof sprl srl sarl sas gmbh ag kg ohg ug ltd llc llp plc inc corp asbl vzw se eurl snc".split())
WORKS = frozenset(
    "roman romans boek boeken gedicht gedichten schilderij schilderijen werk werken citaat quote filosoof schrijver schrijfster schilder "
    "componist dichter auteur uitvinder president premier koning koningin paus minister kanselier novel novels book books poem poems painting "
    "paintings works philosopher writer painter composer poet inventor king queen pope prime chancellor senator livre livres poeme poemes "
    "tableau tableaux oeuvre oeuvres citation philosophe ecrivain ecrivaine romanciere romancier peintre compositeur poete inventeur ministre "
    "roi reine pape chancelier chanceliere buch bucher gedichte gemalde werke zitat philosoph philosophin schriftsteller schriftstellerin maler "
    "malerin komponist dichterin erfinder bundeskanzler bundeskanzlerin konig konigin papst prasident presidente kanzler".split()
)
BY = frozenset("van von de du d' by par der den the le la l' des".split())


HEADS = frozenset(
    "bakkerij slagerij garage carrosserie autohaus hotel restaurant cafe brasserie boulangerie pharmacie apotheek apotheke cabinet kanzlei etude "
    "drukkerij imprimerie druckerei schrijnwerkerij menuiserie schreinerei staalbouw stahlbau bouwbedrijf transport firma firm societe groep groupe "
    "gruppe group huis maison villa residentie residence brouwerij brauerei weingut domaine chateau kasteel schloss stichting fondation stiftung "
    "prijs prix preis cup college lyceum lycee gymnasium school ecole schule instituut institut university universiteit universite museum musee "
    "stadion stade theater theatre brug pont brucke park parc straat rue strasse avenue boulevard place platz laan chaussee square ziekenhuis "
    "hopital klinik kliniek wet loi gesetz ziekte maladie krankheit syndroom syndrome syndrom morbus stelling theoreme satz theorem tabel merk "
    "marque marke brand verzekeringen assurances versicherungen immo immobilien notariskantoor advocatenkantoor uitgeverij editions verlag".split()
)
"""Words after which a name is that of a firm, a building, a law, an illness."""
TAILS = frozenset(
    "pharmaceutica pharmaceuticals pharma insurance assurances verzekeringen versicherungen logistics consulting solutions services motors steel foods "
    "technics interieur vastgoed immobilien group groep groupe gruppe holding industries bank hotel hotels foundation fondation stiftung stichting "
    "university college school hospital street road lane avenue square drive close court terrace way platz strasse allee ring straat laan plein park "
    "stadium bridge award prize syndrome syndrom disease theorem brothers freres gebroeders bakery bodywork brewery zonen fils sohne sons partners".split()
)
LAWS = frozenset("law laws disease syndrome theorem theory paradox curve gesetz syndrom".split())


@recogniser(classes=(DataClass.PERSON,), reasons=("name", "again"))
def person(text: Readable, hits: Hits) -> Iterator[Match]:
    found, spans = named(text)
    kept, public = [], set()
    for span in joined(found, spans):
        words = _words(found, span)
        if not words or span.score < _least(words) or _is_thing(text, found, span):
            continue
        if is_public(_written(text, found, span)) or _made_a_work(found, span):
            public.update(words)
        else:
            kept.append(span)
    kept = [span for span in kept if not set(_words(found, span)) <= public]
    for span in kept:
        yield _match(text, found, span, "name")
    for span in _again(text, found, kept):
        yield _match(text, found, span, "again")


def joined(found: Sequence[Token], parts: Sequence[Span]) -> list[Span]:
    """The spans, with those made one between which nothing but a space stands: "EL KHATTABI" "Nora"."""
    whole: list[Span] = []
    for part in parts:
        if whole and whole[-1].last == part.first and found[part.first].start - found[part.first - 1].end == 1:
            if part.last - whole[-1].first <= 5:
                whole[-1] = Span(whole[-1].first, part.last, max(whole[-1].score, part.score))
                continue
        whole.append(part)
    return whole


def _least(words: Sequence[str]) -> float:
    if len(words) > 1:
        return LEAST
    known = model()
    return LEAST_FOR_A_WORD if facts_of([words[0]], known.keys, known.facts)[words[0]] & COMMON else LEAST


def _words(found: Sequence[Token], span: Span) -> tuple[str, ...]:
    """The words of a name, small and without accents, without titles."""
    return tuple(t.low for t in found[span.first : span.last] if t.kind == "word" and t.low not in TITLES)


def _written(text: Readable, found: Sequence[Token], span: Span) -> str:
    return " ".join(text.low[found[span.first].start : found[span.last - 1].end].split())


def _match(text: Readable, found: Sequence[Token], span: Span, reason: str) -> Match:
    start, end = found[span.first].start, found[span.last - 1].end
    return Match(start, end, DataClass.PERSON, "person", reason, round(span.score, 3), value=value(text.low[start:end]))


def value(name: str) -> str:
    """A name in one form: small letters, without accents, given name first where a comma tells."""
    family, comma, given = name.partition(",")
    return " ".join(f"{given} {family}".split() if comma else name.split())


def _is_thing(text: Readable, found: Sequence[Token], span: Span) -> bool:
    """Whether it is a firm, a street, a law or the like: "Peeters NV", "Garage Peeters", "Prince Albert Road", "Murphy's law"."""
    before = _next_word(found, span.first - 1, -1)
    after = found[span.last] if span.last < len(found) else None
    first, last = found[span.first].low, found[span.last - 1].low
    if (before in HEADS or first in HEADS or last in TAILS) or (
        before == "van" and span.first > 1 and found[span.first - 2].low in HEADS
    ):
        return True
    if after is None:
        return False
    capital = text.text[after.start].isupper()
    if capital and (after.low in LEGAL or after.low in TAILS):
        return True
    if after.low == "&" or (span.first and found[span.first - 1].low == "&"):
        return True
    own = span.last + 1 < len(found) and after.low == "'" and found[span.last + 1].low == "s"
    return (own and _next_word(found, span.last + 2, 1) in LAWS) or (
        after.low == "-" and _next_word(found, span.last + 1, 1) in LAWS
    )


def _next_word(found: Sequence[Token], n: int, step: int) -> str:
    """The nearest word from here that is no article or particle, "" at a sign."""
    while 0 <= n < len(found) and (found[n].kind == "elided" or found[n].low in BY):
        n += step
    return found[n].low if 0 <= n < len(found) and found[n].kind == "word" else ""


@cache
def _well_known() -> tuple[frozenset[str], frozenset[str]]:
    lines = files("weerbaar.detect.leak").joinpath("_public.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("=") for line in lines if line and not line.startswith("#")]
    return frozenset(_plain(pair[0]) for pair in pairs), frozenset(_plain(pair[1]) for pair in pairs if len(pair) > 1)


def _plain(name: str) -> str:
    small = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    return " ".join(small.split())


def is_public(name: str) -> bool:
    """Whether a name, in small letters without accents, is that of somebody everybody knows."""
    full, families = _well_known()
    return name in full or name in families


def _made_a_work(found: Sequence[Token], span: Span) -> bool:
    """Whether the words right before say that this is somebody known by a work or an office: "de roman van", "président"."""
    n = span.first - 1
    while n >= 0 and n > span.first - 4 and found[n].low in BY:
        n -= 1
    return n >= 0 and found[n].kind == "word" and found[n].low in WORKS


def _again(text: Readable, found: Sequence[Token], kept: Sequence[Span]) -> Iterator[Span]:
    """Words of a full name that stand elsewhere in the text with a capital, alone."""
    sure: dict[str, float] = {}
    taken: set[int] = set()
    for span in kept:
        taken.update(range(span.first, span.last))
        words = _words(found, span)
        if len(words) > 1 and span.score > 0.8:
            sure.update((word, span.score * 0.9) for word in words if len(word) > 2 and word not in PARTICLES)
    if not sure:
        return
    for n, token in enumerate(found):
        if n in taken or token.low not in sure or not text.text[token.start].isupper():
            continue
        span = Span(n, n + 1, sure[token.low])
        neighbours = [found[k] for k in (n - 1, n + 1) if 0 <= k < len(found) and found[k].kind == "word"]
        if not any(text.text[other.start].isupper() for other in neighbours) and not _is_thing(text, found, span):
            yield span
