"""`make bench-readability`: how well the agreement about AI reads, in four languages. Writes docs/measured/readability.md.

Published formulas, each made for its language. They count words, sentences and syllables, and know nothing of what a text says:

    nl  Flesch-Douma      206.84 - 0.93 ASL - 77 ASW      Douma (1960), De leesbaarheid van landbouwbladen
    nl  Brouwer           195 - 2 ASL - 67 ASW            Brouwer (1963), Onderzoek naar de leesmoeilijkheden van Nederlands proza
    fr  Kandel-Moles      207 - 1.015 ASL - 73.6 ASW      Kandel & Moles (1958), Application de l'indice de Flesch a la langue francaise
    de  Amstad            180 - ASL - 58.5 ASW            Amstad (1978), Wie verstaendlich sind unsere Zeitungen?
    de  Wiener Sachtext 1 0.1935 MS + 0.1672 ASL + 0.1297 IW - 0.0327 ES - 0.875   Bamberger & Vanecek (1984)
    en  Flesch            206.835 - 1.015 ASL - 84.6 ASW  Flesch (1948), A new readability yardstick
    en  Flesch-Kincaid    0.39 ASL + 11.8 ASW - 15.59     Kincaid et al. (1975)

ASL: words in a sentence; ASW: syllables in a word; MS, ES: per cent of words with three or more syllables, with one; IW: per cent of words with more
than six letters. An item of a list counts as a sentence. Syllables are counted by rule, which is right for about nine words in ten
(tests/desk/agreements/test_readability.py).
"""

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.tables import MEASURED, table

LANGUAGES = ("nl", "fr", "de", "en")
MOST_WORDS = 20
"""The longest sentence that we allow ourselves."""
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
END = re.compile(r"[.?!]+(?:\s+|$)")
VOWELS = {
    "nl": re.compile(r"ij|eeuw|ieuw|aai|ooi|oei|aa|ee|ie|oo|uu|eu|oe|ui|ei|au|ou|[aeiouyëïöüéèê]"),
    "fr": re.compile(r"ée|eau|oin|oui|ien|ieu|ai|au|ei|eu|œu|oi|ou|ui|ie(?=$|s$)|io|[aeiouyàâäéèêëîïôöùûüœ]"),
    "de": re.compile(r"äu|au|ei|eu|ie|ai|aa|ee|oo|[aeiouyäöü]"),
    "en": re.compile(r"[aeiouy]+"),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formulas need of a text."""

    sentences: int
    words: int
    syllables: int
    long: int
    """Words with three or more syllables."""
    single: int
    wide: int
    """Words with more than six letters."""
    longest: int
    """Words in the longest sentence."""

    @property
    def asl(self) -> float:
        return self.words / self.sentences

    @property
    def asw(self) -> float:
        return self.syllables / self.words


@dataclass(frozen=True, slots=True)
class Formula:
    """A published formula, and what we want of it: at least this ease, or at most this grade."""

    name: str
    value: Callable[[Counts], float]
    ease: bool
    wanted: float

    def good(self, counts: Counts) -> bool:
        """Whether a text reaches what we want."""
        return self.value(counts) >= self.wanted if self.ease else self.value(counts) <= self.wanted


def _vienna(one: Counts) -> float:
    def share(number: int) -> float:
        return 100 * number / one.words

    return 0.1935 * share(one.long) + 0.1672 * one.asl + 0.1297 * share(one.wide) - 0.0327 * share(one.single) - 0.875


FORMULAS: dict[str, tuple[Formula, ...]] = {
    "nl": (
        Formula("Flesch-Douma", lambda one: 206.84 - 0.93 * one.asl - 77 * one.asw, True, 60),
        Formula("Brouwer", lambda one: 195 - 2 * one.asl - 67 * one.asw, True, 60),
    ),
    "fr": (Formula("Kandel-Moles", lambda one: 207 - 1.015 * one.asl - 73.6 * one.asw, True, 60),),
    "de": (
        Formula("Amstad", lambda one: 180 - one.asl - 58.5 * one.asw, True, 60),
        Formula("Wiener Sachtextformel 1", _vienna, False, 8),
    ),
    "en": (
        Formula("Flesch", lambda one: 206.835 - 1.015 * one.asl - 84.6 * one.asw, True, 60),
        Formula("Flesch-Kincaid", lambda one: 0.39 * one.asl + 11.8 * one.asw - 15.59, False, 8),
    ),
}
"""60: where Flesch (1949) begins "standard", plain language; 8: the eighth year at school."""


def syllables(word: str, language: str) -> int:
    """The syllables of a word, by rule: groups of vowels, less a mute e."""
    low = word.lower()
    if language == "fr":
        low = re.sub(r"qu|gu(?=[eiéè])", "k", low)
        low = re.sub(r"(?<=[^aeiouyéèê])(?:es|e|(?<!m)ent)$", "", low) if len(low) > 3 else low
    if language == "en" and len(low) > 2:
        low = re.sub(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$", "", low)
        low = re.sub(r"(?<=[^aeioudt])ed$|(?<=[^aeiouszxgch])es$", "", low)
    if language == "nl":
        low = low.replace("qu", "k")
    return max(1, len(VOWELS[language].findall(low)))


def counted(sentences: Iterable[str], language: str) -> Counts:
    """What the formulas need. Abbreviations in capitals are spoken by letter and count as two syllables."""
    lengths, sizes, wide = [], [], 0
    for sentence in (part for one in sentences for part in END.split(one)):
        found = WORD.findall(sentence)
        if not found:
            continue
        lengths.append(len(found))
        sizes += [2 if len(word) == 2 and word.isupper() else syllables(word, language) for word in found]
        wide += sum(len(word) > 6 for word in found)
    return Counts(
        len(lengths), len(sizes), sum(sizes), sum(size > 2 for size in sizes), sizes.count(1), wide, max(lengths, default=0)
    )


def measured(language: str) -> Counts:
    """The agreement as it is proposed, with four tools; Django has been set up."""
    from django.utils.translation import override

    from weerbaar.desk.agreements.agreement import Agreement, Contact, Learning, Purpose, Tool
    from weerbaar.desk.agreements.page import page

    tools = tuple(Tool(f"tool-{number}", "X", purposes=(purpose,)) for number, purpose in enumerate(list(Purpose)[:4]))
    agreement = Agreement(
        contact=Contact("Ada", "1"), tools=tools, learning=Learning.YEARLY, start=date(2026, 12, 1), review_on=date(2027, 12, 1)
    )
    with override(language):
        return counted(page(agreement, "Elders", language, 1).sentences(), language)


def main() -> None:
    """Measure and write the page."""
    os.environ["WEERBAAR_HOME"] = tempfile.mkdtemp(prefix="weerbaar-readability-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "weerbaar.desk.configuration"
    from weerbaar.desk import setup

    setup.configure(Path(os.environ["WEERBAAR_HOME"]))
    rows: list[Sequence[object]] = []
    for language in LANGUAGES:
        one = measured(language)
        for formula in FORMULAS[language]:
            wanted = f"at {'least' if formula.ease else 'most'} {formula.wanted:g}"
            verdict = "reached" if formula.good(one) else "NOT reached"
            rows.append(
                (
                    language,
                    one.words,
                    f"{one.asl:.1f}",
                    one.longest,
                    f"{one.asw:.2f}",
                    formula.name,
                    f"{formula.value(one):.1f}",
                    wanted,
                    verdict,
                )
            )
    head = ("language", "words", "words a sentence", "longest", "syllables a word", "formula", "value", "wanted", "")
    text = f"""# How well the agreement reads

Printed by `make bench-readability` on {date.today().isoformat()}: the agreement about AI as the questionnaire proposes it, with four tools
(`src/weerbaar/desk/agreements/page.py`; headings and the table of tools are not counted, an item of a list counts as a sentence).
The formulas and where they come from stand in `bench/readability.py`.

{table(head, rows)}
The aim is CEFR level B1. None of these formulas measures that: no published table leads from them to a level, and each was made for people reading their
own language. 60 of 100 is where Flesch put plain language; 8 is the eighth year at school. We take them as a floor, with no sentence of more than {MOST_WORDS}
words.

What such numbers cannot show: whether words are known to the reader (“mask” is short, and has to be explained), whether the order makes sense, whether somebody
can act on it. Short pieces make the numbers swing, and syllables are counted by rule. The four values cannot be compared with one another: each language has
its own scale. Nothing replaces trying it with the people it is for; that has not been done.
"""
    (MEASURED / "readability.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
