"""What is told to who brought a doubt: the answer is written down here, sealed, and sent by a worker (weerbaar.desk.work.sending)."""

import json
from dataclasses import asdict

from weerbaar.desk.cases.models import Answer, Case
from weerbaar.desk.jobs import Queue, enqueue_on_commit
from weerbaar.model.verdict import Band
from weerbaar.report.answer import About, Outcome, follow_up
from weerbaar.report.answer import Answer as Written


def is_trusted(case: Case) -> bool:
    """Whether it is sure that the answer reaches someone of the organisation."""
    return case.reporter_id is not None


def about(case: Case) -> About:
    """What the answer is about, as its reader knows it."""
    return About(case.about.name, str(case.pk))


def told_band(case: Case) -> Band | None:
    """The band that was told last; None before the first answer."""
    last = case.answers.exclude(kind=Answer.Kind.QUESTION).order_by("at", "pk").last()
    return Band(last.band) if last else None


def tell(case: Case, written: Written, band: Band, kind: Answer.Kind) -> Answer:
    """Write an answer down and ask for it to be sent. There is one first answer: asked for again, it is the one that is there."""
    number = 0 if kind is Answer.Kind.FIRST else case.answers.filter(kind=kind).count()
    made, new = Answer.objects.get_or_create(
        case=case,
        kind=kind,
        round=number,
        defaults={
            "language": written.language,
            "band": band.value,
            "sealed": case.seal(json.dumps(asdict(written)).encode(), "answer"),
            "outlet": case.about.reply.kind,
        },
    )
    if new:
        send_later(made)
    return made


def tell_outcome(case: Case, outcome: Outcome, band: Band, said: str = "", contact: str = "") -> Answer:
    """Tell what a person made of it: `said` is their reason or question, `contact` whom to ask inside."""
    written = follow_up(
        outcome,
        about(case),
        language=case.language,
        trusted=is_trusted(case),
        band=band,
        before=told_band(case) or band,
        said=said,
        contact=contact,
    )
    return tell(case, written, band, Answer.Kind.QUESTION if outcome is Outcome.ASKS else Answer.Kind.FOLLOW_UP)


def send_later(answer: Answer, attempt: int = 0, delay_seconds: float = 0) -> None:
    """Ask for an answer to be sent; each attempt is done once."""
    id = f"answer-{answer.pk}-{attempt}"
    enqueue_on_commit("send_answer", id, answer.pk, attempt, queue=Queue.ANSWER, delay_seconds=delay_seconds)
