"""Verdict -> advice: the answer as a person reads it, told in Ask, Sender and Facts.

Pure and deterministic. Everything a stranger wrote passes `sentences.safe` before it stands in a sentence.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from weerbaar.advise.actions import Topic, asked
from weerbaar.advise.points import reporting_points
from weerbaar.advise.sentences import finding_sentence, general, place, plain, spoken
from weerbaar.advise.whom import Known, whom
from weerbaar.model.advice import Advice, ReportingPoint, Said
from weerbaar.model.finding import NotLooked, Question, Reason
from weerbaar.model.gist import HEARS, would_help
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document, Link, Mail, Part, Parts, Picture, Text
from weerbaar.model.verdict import Band, Verdict, Weight

PER_QUESTION = 5
"""Sentences told per question, heaviest first; the expert view has them all."""
LEAST_TOLD = 0.05
"""Natural-log ratio below which a finding is not worth a sentence, unless it says what is asked."""
MOST_NOT_LOOKED = 6
DEAF = frozenset({Reason.NO_MODEL, Reason.NOT_INSTALLED, Reason.SWITCHED_OFF})
"""Why no sound at all is written down here; of each the reader can make the same."""
Texts = Mapping[str, Mapping[str, str]]


def advise(
    verdict: Verdict,
    not_looked: Sequence[NotLooked],
    parts: Parts,
    organisation: Organisation,
    reader: str,
    today: date | None = None,
    questions: Mapping[str, Question] | None = None,
) -> Advice:
    """What to do now, in the language of `reader` (English where we do not have it).

    `questions` says which of the three questions a finding answers; one that is not in it is told under Ask. `today` decides
    whether a reporting point is stale.
    """
    language = spoken(reader)
    texts = general(language)
    topics = asked(verdict)
    known = whom(parts, verdict, organisation)
    contact = plain(organisation.contact) or texts["tell"]["somebody"]
    return Advice(
        language=language,
        headline=texts["headline"][verdict.band.name.lower()],
        how_sure=_how_sure(verdict, texts),
        said=_said(verdict, topics, parts, organisation, questions or {}, language),
        do=_do(verdict.band, topics, known, would_help((one.detector, one.reason) for one in not_looked), texts),
        do_not=_do_not(verdict.band, topics, texts),
        tell=texts["tell"][verdict.band.name.lower()].format(contact=contact),
        not_looked=_not_looked(not_looked, language),
        would_change=_would_change(verdict, known, texts, language),
        report=_report(verdict.band, topics, parts, organisation, language, today),
        already=_already(verdict.band, topics, parts, contact, texts),
        checked=_checked(parts, organisation, texts),
        thanks=texts["tell"]["thanks"],
    )


def chance(probability: float, texts: Texts) -> str:
    """A probability in plain words, never more certain than one in a hundred."""
    percent = round(probability * 100)
    if percent >= 99:
        return texts["sure"]["chance_over"]
    if percent <= 1:
        return texts["sure"]["chance_under"]
    return texts["sure"]["chance_about"].format(n=percent)


def _how_sure(verdict: Verdict, texts: Texts) -> str:
    band = verdict.band
    sentences = [texts["sure"][band.name.lower()]]
    if verdict.rule:
        sentences = [texts["rule"].get(verdict.rule, texts["rule"]["other"])]
    if band is not Band.CANNOT_JUDGE:
        sentences.append(chance(verdict.probability, texts))
    if band in (Band.FRAUD, Band.NO_SIGN):
        if verdict.error:
            sentences.append(texts["sure"][f"error_{band.name.lower()}"].format(n=max(1, int(1 / verdict.error))))
        else:
            sentences.append(texts["sure"]["error_unknown"])
    return " ".join(sentences)


def _said(
    verdict: Verdict,
    topics: Sequence[Topic],
    parts: Parts,
    organisation: Organisation,
    questions: Mapping[str, Question],
    language: str,
) -> tuple[Said, ...]:
    told: dict[Question, list[Said]] = {question: [] for question in Question}
    light: dict[Question, list[Said]] = {question: [] for question in Question}
    seen = set()
    # What a learned model reads is told last: a person can check an account or a sender, not the likeness of words.
    for weight in sorted(verdict.weights, key=lambda one: one.finding.strength is not None):
        id = weight.finding.id
        question = questions.get(id, Question.ASK)
        counts = abs(weight.log_ratio) >= LEAST_TOLD
        # What is asked and what disagrees with known facts is told even where another finding of its group already counts.
        always = id in questions and question is not Question.SENDER
        if len(told[question]) >= (PER_QUESTION if counts or always else 1):
            continue
        said = _say(weight, question, language)
        if said.sentence not in seen:
            seen.add(said.sentence)
            (told if counts or always else light)[question].append(said)
    for question in Question:
        told[question] = told[question] or light[question][:1]
    for question, silence in _silences(parts, organisation, told, bool(topics), general(language)):
        told[question].append(Said(question, silence, "", False))
    return tuple(said for question in Question for said in told[question][:PER_QUESTION])


def _say(weight: Weight, question: Question, language: str) -> Said:
    against = weight.log_ratio > 0
    sentence = finding_sentence(language, weight.finding.id, weight.finding.saw, honest=weight.log_ratio < 0)
    return Said(question, sentence, weight.finding.id, against, weight.log_ratio)


def _silences(
    parts: Parts, organisation: Organisation, told: Mapping[Question, Sequence[Said]], asks: bool, texts: Texts
) -> list[tuple[Question, str]]:
    """What is said where nothing was seen or could be known; `asks`: whether something is asked at all."""
    silences = []
    if not asks:
        silences.append((Question.ASK, texts["nothing"]["ask"]))
    if parts.mail is None:
        silences.append((Question.SENDER, texts["nothing"]["sender_unproven"]))
    elif not told[Question.SENDER]:
        silences.append((Question.SENDER, texts["nothing"]["sender"]))
    if not organisation.known:
        silences.append((Question.FACTS, texts["nothing"]["facts_unknown"]))
    elif not told[Question.FACTS]:
        silences.append((Question.FACTS, texts["nothing"]["facts"]))
    return silences


def _do(band: Band, topics: Sequence[Topic], known: Known | None, unheard: bool, texts: Texts) -> tuple[str, ...]:
    """`unheard`: whether a recording was not listened to, so that the reader can tell what was said."""
    if band is Band.CANNOT_JUDGE and unheard:
        return texts["do"]["told"], texts["do"]["cannot_judge_2"]
    if band in (Band.NO_SIGN, Band.CANNOT_JUDGE):
        return tuple(texts["do"][f"{band.name.lower()}_{n}"] for n in (1, 2))
    verify = _verify(known, texts)
    about = [texts["do"][topic.name] for topic in topics[:3]]
    if band is Band.FRAUD:
        return (*about, texts["do"]["fraud_doubt"].format(verify=verify), texts["do"]["fraud_keep"])
    return (verify, *about, texts["do"]["verify_wait"])


def _verify(known: Known | None, texts: Texts) -> str:
    if known is None:
        return texts["verify"]["anyone"]
    if not known.phone:
        return texts["verify"]["named"].format(name=plain(known.name))
    return texts["verify"]["phoned"].format(name=plain(known.name), phone=known.phone)


def _do_not(band: Band, topics: Sequence[Topic], texts: Texts) -> tuple[str, ...]:
    if band is Band.NO_SIGN:
        return ()
    return (*(texts["do_not"][topic.name] for topic in topics[:4]), texts["do_not"][band.name.lower()])


def _already(band: Band, topics: Sequence[Topic], parts: Parts, contact: str, texts: Texts) -> tuple[str, ...]:
    if band not in (Band.FRAUD, Band.VERIFY):
        return ()
    names = [topic.already for topic in topics]
    if any(True for _ in parts.of(Link)):
        names.append("clicked")
    return tuple(texts["already"][name].format(contact=contact) for name in list(dict.fromkeys(names))[:4])


def _not_looked(not_looked: Sequence[NotLooked], language: str) -> tuple[str, ...]:
    texts = general(language)
    sentences = []
    for one in not_looked:
        detector = one.detector.replace(" ", ".").split(".")[0]
        what = place(language, one.where) if one.where else texts["what"].get(detector, texts["what"]["other"])
        unheard = one.detector in HEARS and one.reason in DEAF
        sentences.append(texts["not_looked"]["unheard" if unheard else one.reason.name.lower()].format(what=what))
    shown = list(dict.fromkeys(sentences))
    if len(shown) <= MOST_NOT_LOOKED:
        return tuple(shown)
    return (*shown[:MOST_NOT_LOOKED], texts["not_looked"]["more"].format(n=len(shown) - MOST_NOT_LOOKED))


def _would_change(verdict: Verdict, known: Known | None, texts: Texts, language: str) -> tuple[str, ...]:
    saw = {weight.finding.id: weight for weight in verdict.weights}
    sentences = []
    for change in verdict.changes:
        if change.what in saw:
            weight = saw[change.what]
            sentence = finding_sentence(language, change.what, weight.finding.saw, honest=weight.log_ratio < 0)
            sentences.append(texts["change"]["without"].format(saw=sentence, band=texts["band"][change.band.name.lower()]))
    if verdict.band is Band.VERIFY:
        name = plain(known.name) if known else texts["change"]["sender"]
        sentences.append(texts["change"]["confirmed"].format(name=name))
    if verdict.band is Band.CANNOT_JUDGE:
        sentences.append(texts["change"]["more"])
    return tuple(sentences)


def _report(
    band: Band, topics: Sequence[Topic], parts: Parts, organisation: Organisation, language: str, today: date | None
) -> tuple[ReportingPoint, ...]:
    if band is not Band.FRAUD:
        return ()
    names = {topic.name for topic in topics}
    purposes = ["phishing" if parts.mail is not None else "sms"]
    if names & {"account", "payment", "payroll", "gift_cards", "extortion"}:
        purposes += ["payment", "crime"]
    if names & {"login", "code", "install", "attachment"}:
        purposes.append("incident")
    if "login" in names:
        purposes.append("cards")
    if "extortion" in names:
        purposes.append("images")
    if any(True for _ in parts.of(Link)):
        purposes.append("link")
    return reporting_points(organisation.country, purposes, language, today)


COUNTED: Mapping[type, str] = {Mail: "mail", Text: "text", Link: "link", Document: "document", Picture: "picture"}


def _checked(parts: Parts, organisation: Organisation, texts: Texts) -> str:
    counts = Counter(_kind(part) for part in parts.all)
    words = texts["checked"]
    read = [_count(words, name, counts[name]) for name in (*COUNTED.values(), "other") if counts[name]]
    if not read:
        return words["nothing"]
    compared = plain(organisation.name) or words["organisation"]
    return words["start"].format(read=", ".join(read)) + (
        " " + words["compared"].format(name=compared) if organisation.known else ""
    )


def _kind(part: Part) -> str:
    if isinstance(part, Document) and part.body:
        return ""
    return COUNTED.get(type(part), "other")


def _count(words: Mapping[str, str], name: str, count: int) -> str:
    return words[f"{name}_one"] if count == 1 else words[f"{name}_many"].format(n=count)
