"""Check the prompts: marks, classes, origins, check digits, domains, names that are marked in one place and forgotten in another.

The check digits are checked by python-stdnum where it knows the number, so not by the code that made them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from corpus.prompts import values
from corpus.prompts.load import HERE, LANGUAGES, ORIGINS, BadPrompt, Frame, Prompt, Span, fill, frames, injections
from corpus.prompts_fresh.load import fresh
from stdnum import iban, luhn
from stdnum.be import ssn
from stdnum.be import vat as be_vat
from stdnum.de import idnr
from stdnum.de import vat as de_vat
from stdnum.fr import nir, siren, siret, tva
from stdnum.gb import vat as gb_vat
from stdnum.ie import pps
from stdnum.ie import vat as ie_vat
from stdnum.lu import tva as lu_tva
from stdnum.nl import bsn, btw

from weerbaar.model.leak import DataClass

LEAST = 150
"""Prompts and injections a language."""
LEAST_FRESH = 120
"""Fresh prompts a language."""
CLASSES = {*DataClass, "instruction"}
LEFT = re.compile(r"\[\[|\]\]|\{\{")
HOST = re.compile(r"(?:@|https?://|www\.)([\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,})")
VALID: Mapping[tuple[str, str], Callable[[str], bool]] = {
    ("national_id", "BE"): ssn.is_valid,
    ("national_id", "NL"): bsn.is_valid,
    ("national_id", "FR"): nir.is_valid,
    ("national_id", "DE"): lambda value: idnr.is_valid(value.replace("/", " ")) or pension(value),
    ("national_id", "IE"): pps.is_valid,
    ("national_id", "LU"): lambda value: matricule(value.replace(" ", "")),
    ("vat", "BE"): be_vat.is_valid,
    ("vat", "NL"): btw.is_valid,
    ("vat", "FR"): tva.is_valid,
    ("vat", "DE"): de_vat.is_valid,
    ("vat", "GB"): gb_vat.is_valid,
    ("vat", "IE"): ie_vat.is_valid,
    ("vat", "LU"): lu_tva.is_valid,
    ("enterprise", "BE"): be_vat.is_valid,
    ("enterprise", "FR"): lambda value: siren.is_valid(value) or siret.is_valid(value),
}


def pension(value: str) -> bool:
    """Whether a German pension insurance number has the right last digit (VKVV § 4)."""
    value = value.replace(" ", "")
    number = value[:8] + f"{ord(value[8]) - 64:02d}" + value[9:11]
    products = (int(sign) * int(weight) for sign, weight in zip(number, "212571212121", strict=True))
    return sum(int(sign) for product in products for sign in str(product)) % 10 == int(value[11])


def matricule(value: str) -> bool:
    return len(value) == 13 and luhn.is_valid(value[:12]) and values.verhoeff(value[:11]) == value[12]


def right(span: Span, value: str) -> bool:
    """Whether the check digits of a plainly written value are right."""
    compact = re.sub(r"[ .\-]", "", value)
    if span.cls == "iban":
        return bool(iban.is_valid(compact, check_country=False))
    if span.cls == "card":
        return bool(luhn.is_valid(compact))
    if span.cls == "mrz":
        line = value.splitlines()[1]
        return all(values.mrz_check(line[a:b]) == line[b] for a, b in ((0, 9), (13, 19), (21, 27)))
    return VALID[span.cls, span.origin](value)


def errors() -> Iterator[str]:
    """What is wrong with the prompts, these and the fresh ones, a sentence each."""
    seen: Counter[str] = Counter()
    for language in LANGUAGES:
        yield from of_file(f"prompts/{language}", chain(frames(HERE / f"{language}.txt"), injections(language)), LEAST, seen)
        yield from of_file(f"prompts_fresh/{language}", fresh(language), LEAST_FRESH, seen)
    yield from (f"prompts: written twice: {text[:80]!r}" for text, times in seen.items() if times > 1)


def of_file(name: str, written: Iterable[Frame], least: int, seen: Counter[str]) -> Iterator[str]:
    """What is wrong with the prompts of a language; counts each in `seen`."""
    count = 0
    try:
        for frame in written:
            count += 1
            for error in [*of_frame(frame), *of_prompt(fill(frame, 0))]:
                yield f"{name}, {frame.id}: {error}"
            seen[re.sub(r"\W+", " ", frame.source)] += 1
    except (BadPrompt, KeyError, ValueError) as trouble:
        yield f"{name}, after prompt {count}: {trouble}"
    if count < least:
        yield f"{name}: only {count} prompts, {least} are needed"


def of_frame(frame: Frame) -> Iterator[str]:
    prompt = fill(frame, 1)
    if frame.clean and (prompt.spans or prompt.optional):
        yield "a clean prompt has something marked"
    if not frame.clean and not prompt.spans:
        yield "nothing is marked"
    if left := LEFT.search(prompt.text):
        yield f"a mark or slot is not understood near {prompt.text[max(0, left.start() - 20) : left.end() + 20]!r}"


def of_prompt(prompt: Prompt) -> Iterator[str]:
    spans = sorted((*prompt.spans, *prompt.optional), key=lambda span: span.start)
    for span in spans:
        value = prompt.text[span.start : span.end]
        if span.cls not in CLASSES:
            yield f"{span.cls!r} is no class"
        if value != value.strip() or not value:
            yield f"{value!r} starts or ends with nothing"
        if span.cls == "person" and span.origin not in ORIGINS:
            yield f"{value!r} has the origin {span.origin!r}"
        if span.checked and not span.trick and not right(span, value):
            yield f"{value!r} has wrong check digits for {span.cls} {span.origin}"
    rest = "".join(unmarked(prompt.text, spans))
    for host in HOST.findall(prompt.text):
        if not host.endswith(".example"):
            yield f"{host!r} does not end in .example"
    for span in prompt.spans:
        if span.cls == "person" and not span.trick:
            for word in re.findall(r"[\w'-]{4,}", prompt.text[span.start : span.end]):
                if word[0].isupper() and re.search(rf"\b{re.escape(word)}\b", rest):
                    yield f"the name {word!r} stands somewhere unmarked"


def unmarked(text: str, spans: list[Span]) -> Iterator[str]:
    at = 0
    for span in spans:
        yield text[at : span.start]
        yield "\n"
        at = span.end
    yield text[at:]
