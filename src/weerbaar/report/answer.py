"""The answer that goes back to whoever brought a doubt: a subject, a text, a page for mail programs, and one line for a telephone.

Thanks first, then the answer in one sentence, the three questions, what to do now, and how to contest it. No link, no picture, nothing
that is loaded, nothing of the message but single sentences; every address is broken (report/defang.py).

Whoever could be a stranger (`trusted=False`) is told what the message alone shows (report/alone.py); from a stored record, which knows
what the organisation knows, he is told only that we looked and how to read the answer.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from html import escape
from typing import Any

from weerbaar.advise.sentences import general, plain, spoken
from weerbaar.look import Look
from weerbaar.model.advice import Advice, ReportingPoint, Said
from weerbaar.model.finding import Question
from weerbaar.model.verdict import Band
from weerbaar.report.account import SYMBOL
from weerbaar.report.alone import alone
from weerbaar.report.defang import unlinked
from weerbaar.report.words import words
from weerbaar.settings import DEFAULT, Settings

PER_QUESTION = 3
"""Sentences told per question; the page of the doubt has them all."""
LONGEST_NAME = 80
LONGEST_WORDS = 4000
"""Characters of what a person wrote that are sent on."""
MOST_CHANGES = 2
COLOUR = {
    Band.FRAUD: ("#a4262c", "#ffffff"),
    Band.VERIFY: ("#f2c744", "#1a1a1a"),
    Band.NO_SIGN: ("#1b6e3c", "#ffffff"),
    Band.CANNOT_JUDGE: ("#1f4e8c", "#ffffff"),
}
"""Ground and letters of the band, readable on a light and on a dark page (contrast 7:1 or more)."""

Texts = Mapping[str, Mapping[str, str]]


class Outcome(StrEnum):
    """What a person made of a doubt after the first answer."""

    AGREES = "agrees"
    OVERRULES = "overrules"
    ASKS = "asks"
    CLOSES = "closes"


@dataclass(frozen=True, slots=True)
class About:
    """What an answer is about: the `name` its reader knows it by (a subject, a file name) and the number people call it by."""

    name: str
    reference: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer ready to be sent. `short` is for a lock screen or a chat: it says nothing of the message. `html` is a whole page."""

    language: str
    subject: str
    text: str
    html: str
    short: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the sentences under it."""

    heading: str
    sentences: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """An answer before it is written out: `band` is None where no answer is given; `headline` stands alone, `opening` around it."""

    language: str
    subject: str
    thanks: str
    band: Band | None
    headline: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]


def answer(
    look: Look,
    about: About,
    *,
    trusted: bool,
    language: str | None = None,
    settings: Settings = DEFAULT,
    today: date | None = None,
) -> Answer:
    """The answer that follows from a look.

    `trusted`: whether it is sure that the answer reaches someone of the organisation; the advice is then told as the look gave it. For
    a stranger `language` is the reader's, by default the message's.
    """
    if trusted:
        return _written(_first(look.verdict.band, look.advice, about))
    seen = alone(look, language=language, settings=settings, today=today)
    sure = general(seen.advice.language)["sure"][seen.verdict.band.name.lower()]
    # No numbers and no "without this point": whoever asks often would learn how to be called honest.
    advice = replace(seen.advice, how_sure=sure, would_change=())
    return _written(_without_facts(_first(seen.verdict.band, advice, about)))


def answer_of_record(record: Mapping[str, Any], about: About, *, trusted: bool) -> Answer:
    """The answer that follows from a stored record of a look (report/record.py)."""
    advice = _advice(record)
    return _written(_first(Band(record["band"]), advice, about) if trusted else _kept(advice.language, about))


def follow_up(
    outcome: Outcome,
    about: About,
    *,
    language: str,
    trusted: bool,
    band: Band,
    before: Band,
    said: str = "",
    contact: str = "",
) -> Answer:
    """What is sent when a person has looked: `band` holds now, `before` is what this reader was told first.

    `said` is the person's reason or question, `contact` whom to tell inside; a stranger gets neither.
    """
    return _written(
        _decided(
            outcome, about, spoken(language), band, before, said if trusted else "", contact if trusted else "", bool(said)
        )
    )


def _first(band: Band, advice: Advice, about: About) -> Sheet:
    texts, own = general(advice.language), words(advice.language)["answer"]
    label = texts["label"]
    return Sheet(
        advice.language,
        _subject(own, "subject", about, band, texts),
        advice.thanks,
        band,
        advice.headline,
        (*_asked_about(own, about), advice.how_sure),
        tuple(
            section
            for section in (
                *(_question(question, advice, texts) for question in Question),
                Section(label["do"], advice.do, numbered=True),
                Section(label["do_not"], advice.do_not),
                Section(label["already"], advice.already),
                Section(label["tell"], (advice.tell,) if advice.tell else ()),
                Section(label["report"], tuple(_points(advice.report, texts))),
                Section(label["not_looked"], (*advice.not_looked, label["not_looked_note"]) if advice.not_looked else ()),
                Section(own["contest_heading"], (own["contest"], *_reference(own, about))),
                Section(own["would_change"], advice.would_change[:MOST_CHANGES]),
            )
            if section.sentences
        ),
        (advice.checked, own["unlinked"], own["made"]),
    )


def _without_facts(sheet: Sheet) -> Sheet:
    """The same answer for someone who may be a stranger: it says what it leaves out, and "no sign" only of the message itself."""
    own, texts = words(sheet.language)["answer"], general(sheet.language)
    left_out = (texts["nothing"]["facts_unknown"], texts["do"]["no_sign_1"])
    sections = (
        replace(section, sentences=tuple(sentence for sentence in section.sentences if sentence not in left_out))
        for section in sheet.sections
    )
    clear = sheet.band is Band.NO_SIGN
    return replace(
        sheet,
        headline=own["alone_no_sign"] if clear else sheet.headline,
        opening=(*sheet.opening, *((own["alone_compare"],) if clear else ()), own["alone"]),
        sections=tuple(section for section in sections if section.sentences),
    )


def _kept(language: str, about: About) -> Sheet:
    """What a stranger gets where only the record of a look is left: nothing that depends on the message or on the organisation."""
    own, texts = words(language)["answer"], general(language)
    return Sheet(
        language,
        _subject(own, "kept_subject", about, Band.CANNOT_JUDGE, texts),
        texts["tell"]["thanks"],
        None,
        own["kept"],
        (own["kept_how"],),
        (
            Section(texts["label"]["do"], (texts["verify"]["anyone"], texts["do"]["verify_wait"])),
            Section(texts["label"]["do_not"], (texts["do_not"]["cannot_judge"],)),
        ),
        (*_reference(own, about), own["unlinked"]),
    )


def _decided(
    outcome: Outcome, about: About, language: str, band: Band, before: Band, said: str, contact: str, has_said: bool
) -> Sheet:
    texts, own, answers = general(language), words(language)["follow_up"], words(language)["answer"]
    label, asks = texts["label"], outcome is Outcome.ASKS
    named = {"band": texts["band"][band.name.lower()], "before": texts["band"][before.name.lower()]}
    opening = [*_asked_about(answers, about), own[outcome.value].format(**named)]
    if outcome is Outcome.OVERRULES and band is not before:
        opening.append(own["sorry"])
    worse = outcome is Outcome.OVERRULES and band in (Band.FRAUD, Band.VERIFY) and before not in (Band.FRAUD, band)
    do, do_not = by_band(band, texts)
    heading, kept = (own["question"], own["kept_question"]) if asks else (own["reason"], own["kept"])
    sections = [Section(heading, tuple(_paragraphs(said)) or ((kept,) if has_said else ()))]
    if asks:
        sections.append(Section("", (own["reply"],)))
    else:
        sections += [Section(label["do"], do, numbered=len(do) > 1), Section(label["do_not"], do_not)]
        if worse:
            sections.append(
                Section(label["already"], (own["acted"].format(contact=plain(contact) or texts["tell"]["somebody"]),))
            )
        sections.append(Section(answers["contest_heading"], (answers["contest"],)))
    subject = _subject(own, "subject_asks", about, band, texts) if asks else _subject(answers, "subject", about, band, texts)
    return Sheet(
        language,
        subject,
        texts["tell"]["thanks"],
        None if asks else band,
        own["asks"] if asks else texts["headline"][band.name.lower()],
        tuple(opening[:1] if asks else opening),
        tuple(section for section in sections if section.sentences),
        (*_reference(answers, about), own["made"]),
    )


def by_band(band: Band, texts: Texts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to do and what not, where a person decided and only the band is known; `texts` are those of one language (advise)."""
    do, do_not, name = texts["do"], texts["do_not"], band.name.lower()
    if band is Band.FRAUD:
        return (do["fraud_keep"],), (do_not[name],)
    if band is Band.VERIFY:
        return (texts["verify"]["anyone"], do["verify_wait"]), (do_not[name],)
    if band is Band.NO_SIGN:
        return (do["no_sign_1"], do["no_sign_2"]), ()
    return (do["cannot_judge_1"], do["cannot_judge_2"]), (do_not[name],)


def _subject(own: Mapping[str, str], key: str, about: About, band: Band, texts: Texts) -> str:
    name, word = plain(about.name, LONGEST_NAME), texts["band"][band.name.lower()]
    subject = own[key] if name else own[f"{key}_unnamed"]
    made = subject.format(band=word, name=name)
    return made[:1].upper() + made[1:]


def _asked_about(own: Mapping[str, str], about: About) -> tuple[str, ...]:
    name = plain(about.name, LONGEST_NAME)
    return (own["about"].format(name=name),) if name else ()


def _reference(own: Mapping[str, str], about: About) -> tuple[str, ...]:
    return (own["reference"].format(reference=plain(about.reference, LONGEST_NAME)),) if about.reference else ()


def _question(question: Question, advice: Advice, texts: Texts) -> Section:
    said = [one for one in advice.said if one.question is question][:PER_QUESTION]
    return Section(texts["question"][question.value], tuple(_counted(one, texts["label"]) for one in said))


def _counted(said: Said, label: Mapping[str, str]) -> str:
    if not said.finding or said.log_ratio == 0:
        return said.sentence
    return f"{said.sentence} ({label['against' if said.favours_fraud else 'calms']})"


def _points(points: Iterable[ReportingPoint], texts: Texts) -> Iterator[str]:
    for point in points:
        note = point.warning or texts["report"]["checked_on"].format(date=point.checked_on)
        yield f"{point.name}: {point.value} ({point.purpose}; {note})"


def _paragraphs(said: str) -> Iterator[str]:
    for line in said[:LONGEST_WORDS].splitlines():
        if kept := plain(line, LONGEST_WORDS):
            yield kept


def _advice(record: Mapping[str, Any]) -> Advice:
    """The advice as a record keeps it; what each sentence counts for stands with the findings."""
    kept = record["advice"]
    counts: dict[str, float] = {}
    for finding in record["findings"]:
        counts.setdefault(finding["id"], finding["log_ratio"])
    return Advice(
        language=kept["language"],
        headline=kept["headline"],
        how_sure=kept["how_sure"],
        said=tuple(_said(one, counts.get(one["finding"], 0.0)) for one in kept["said"]),
        do=tuple(kept["do"]),
        do_not=tuple(kept["do_not"]),
        tell=kept["tell"],
        not_looked=tuple(kept["not_looked"]),
        would_change=tuple(kept["would_change"]),
        report=tuple(_point(one, general(kept["language"])) for one in kept["report"]),
        already=tuple(kept["already"]),
        checked=kept["checked"],
        thanks=general(kept["language"])["tell"]["thanks"],
    )


def _said(kept: Mapping[str, str], log_ratio: float) -> Said:
    return Said(Question(kept["question"]), kept["sentence"], kept["finding"], log_ratio > 0, log_ratio)


def _point(kept: Mapping[str, Any], texts: Texts) -> ReportingPoint:
    warning = texts["report"]["stale"].format(date=kept["checked_on"]) if kept["stale"] else ""
    return ReportingPoint(**kept, warning=warning)


def _written(sheet: Sheet) -> Answer:
    """The answer in its forms. Everything passes `unlinked` here, whoever wrote it."""
    sheet = Sheet(
        sheet.language,
        unlinked(sheet.subject),
        unlinked(sheet.thanks),
        sheet.band,
        unlinked(sheet.headline),
        tuple(map(unlinked, sheet.opening)),
        tuple(replace(section, sentences=tuple(map(unlinked, section.sentences))) for section in sheet.sections),
        tuple(map(unlinked, filter(None, sheet.closing))),
    )
    sign = f"{SYMBOL[sheet.band]} " if sheet.band else ""
    return Answer(
        sheet.language, sheet.subject, "\n".join(_text(sheet, sign)), "".join(_html(sheet, sign)), f"{sign}{sheet.headline} {sheet.thanks}"
    )  # fmt: skip


def _text(sheet: Sheet, sign: str) -> Iterator[str]:
    yield sheet.thanks
    yield f"\n{sign}{sheet.headline}\n"
    yield from sheet.opening
    for section in sheet.sections:
        yield f"\n{section.heading}" if section.heading else ""
        for number, sentence in enumerate(section.sentences, 1):
            yield f"{number}. {sentence}" if section.numbered else f"- {sentence}"
    yield ""
    yield from sheet.closing
    yield ""


def _html(sheet: Sheet, sign: str) -> Iterator[str]:
    yield (
        f'<!doctype html>\n<html lang="{sheet.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="supported-color-schemes" content="light dark">\n'
        '<meta name="format-detection" content="telephone=no, email=no, address=no, date=no, url=no">\n'
        f"<title>{escape(sheet.subject)}</title>\n</head>\n"
        '<body style="margin:0;padding:1rem;font-family:system-ui,-apple-system,Segoe UI,Roboto,Arial,sans-serif;'
        'font-size:16px;line-height:1.5">\n<div style="max-width:40em">\n'
        f"<p>{escape(sheet.thanks)}</p>\n"
    )
    ground, letters = COLOUR[sheet.band or Band.CANNOT_JUDGE]
    mark = f'<span aria-hidden="true">{sign}</span>' if sign else ""
    yield (
        f'<h1 style="margin:0.5em 0;padding:0.5em 0.75em;border-radius:6px;font-size:20px;line-height:1.35;background-color:{ground};'
        f'color:{letters}">{mark}{escape(sheet.headline)}</h1>\n'
    )
    yield from (f"<p>{escape(sentence)}</p>\n" for sentence in sheet.opening)
    for section in sheet.sections:
        if section.heading:
            yield f'<h2 style="margin:1.25em 0 0.25em;font-size:17px">{escape(section.heading)}</h2>\n'
        kind = "ol" if section.numbered else "ul"
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in section.sentences)
        yield f'<{kind} style="margin:0;padding-left:1.25em">{items}</{kind}>\n'
    closing = "<br>".join(map(escape, sheet.closing))
    yield f'<p style="margin-top:1.5em;font-size:14px">{closing}</p>\n</div>\n</body>\n</html>\n'
