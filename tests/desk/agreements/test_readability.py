"""How well the agreement reads: the formulas give what their sources say, and every sentence is short, in every language."""

import pytest
from bench.readability import FORMULAS, LANGUAGES, MOST_WORDS, Counts, counted, measured, syllables

SYLLABLES = {
    "nl": "zon 1 huis 1 water 2 gegevens 3 leverancier 4 telefoonnummers 5 mensen 2 wachtwoorden 3 antwoord 2 gemaskeerd 3 nooit 1 geheim 2 "
    "vertalen 3 bedrijf 2 beslist 2 afspraken 3 reden 2 vakbond 2 gezondheid 3 eeuw 1 bewaren 3 iedereen 3 kopie 2 idee 2",
    "fr": "ami 2 table 1 outils 2 donner 2 personne 2 nous 1 gardons 2 réponse 2 travail 2 toujours 2 entreprise 3 quelque 1 chose 1 jamais 2 "
    "signature 3 seulement 3 données 2 santé 2 noms 1 fournisseurs 3 adresse 2 téléphone 3 lire 1 nuit 1",
    "de": "haus 1 wasser 2 antwort 2 menschen 2 gesundheit 3 vereinbarung 4 werkzeug 2 nachricht 2 gewerkschaft 3 niemand 2 immer 2 schreiben 2 "
    "telefonnummern 5 daten 2 geheimnisse 4 wörter 2 schlüssel 2 betrieb 2 erklärung 3 unterschreiben 4 lieferanten 4 neu 1 bauen 2 name 2",
    "en": "sun 1 name 1 table 2 people 2 answer 2 agreement 3 signed 1 asked 1 wanted 2 message 2 phone 1 number 2 secret 2 health 1 "
    "company 3 explanation 4 person 2 written 2 files 1 uses 2 tools 1 masked 1 reason 2 together 3",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_syllables_are_right_for_nine_words_in_ten(language: str) -> None:
    listed = SYLLABLES[language].split()
    known = dict(zip(listed[::2], map(int, listed[1::2]), strict=True))
    wrong = {word: syllables(word, language) for word, number in known.items() if syllables(word, language) != number}
    assert len(wrong) <= len(known) / 10, wrong


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Flesch-Douma", 206.84 - 9.3 - 115.5),
        ("Brouwer", 195 - 20 - 100.5),
        ("Kandel-Moles", 207 - 10.15 - 110.4),
        ("Amstad", 180 - 10 - 87.75),
        ("Wiener Sachtextformel 1", 1.935 + 1.672 + 2.594 - 1.962 - 0.875),
        ("Flesch", 206.835 - 10.15 - 126.9),
        ("Flesch-Kincaid", 3.9 + 17.7 - 15.59),
    ],
)
def test_each_formula_is_that_of_its_source(name: str, value: float) -> None:
    """Ten sentences of ten words, three syllables for two words; ten of a hundred long, sixty of one syllable, twenty of more than six letters."""
    one = Counts(sentences=10, words=100, syllables=150, long=10, single=60, wide=20, longest=10)
    formulas = {formula.name: formula for known in FORMULAS.values() for formula in known}
    assert formulas[name].value(one) == pytest.approx(value)


def test_sentences_and_words_are_counted_as_people_would() -> None:
    one = counted(["Not sure? Ask first.", "AI can't count, can it!", "…"], "en")
    assert (one.sentences, one.words, one.longest) == (3, 9, 5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_agreement_reads_easily_and_no_sentence_is_long(desk: object, language: str) -> None:
    one = measured(language)
    assert one.longest <= MOST_WORDS
    assert one.words > 200
    assert [formula.name for formula in FORMULAS[language] if not formula.good(one)] == []
