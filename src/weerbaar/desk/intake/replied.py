"""People answer our answers by mail: what they write goes to the case it is about, and a person looks when they see it differently."""

import re

from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.cases.decide import NotNow, contest, reply
from weerbaar.desk.cases.models import Answer, Case, Note, State
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.intake.models import Heard
from weerbaar.desk.trail import record

LONGEST_WORDS = 4000
LONGEST_THANKS = 12
"""Words of a mail that only thanks."""
THANKS = re.compile(
    r"\b(?:bedankt|dank(?:je|u)?|dankjewel|dank je wel|merci|remerci\w{1,6}|danke\w{0,5}|thank(?:s| you)?|thx|ok[eé]?|okay|top|prima"
    r"|begrepen|compris|verstanden|understood)\b",
    re.I,
)
BUT = re.compile(
    r"\b(?:maar|niet|nee|mais|pas|non|aber|nicht|nein|but|not|no|however|echter|toch|doch|waarom|pourquoi|warum|why)\b|\?", re.I
)


def replied(answer: Answer, arrival: str, address: str, words: str) -> None:
    """Somebody answered one of our answers, with these words of their own.

    Who brought the doubt contests it by this, or answers what they were asked; a word of thanks is only counted. Anybody else's words
    become a note.
    """
    case = Case.objects.select_for_update().select_related("organisation").get(pk=answer.case_id)
    thanks = is_thanks(words)
    if not heard(case.organisation, arrival, Heard.Kind.THANKS if thanks else Heard.Kind.REPLY, case):
        return
    if case.state == State.ERASED:
        return
    theirs = bool(address) and address in (case.about.reply.address, case.about.reporter_address)
    case.happened("thanked" if thanks else "answered us", case.reporter if theirs else None, theirs=theirs)
    if thanks or not words.strip():
        return
    said = reply if answer.kind == Answer.Kind.QUESTION else contest
    try:
        if theirs:
            said(case, _member(case), words)
            return
    except (NotNow, Forbidden):
        pass  # a question that was taken back, an answer that no longer stands: it is kept all the same
    _note(case, words, theirs=theirs)


def came_back(answer: Answer, arrival: str, *, bounced: bool) -> None:
    """A machine answered one of our answers: an absence, or that it could not be delivered. The latter a person should know."""
    case = Case.objects.select_for_update().select_related("organisation").get(pk=answer.case_id)
    kind = Heard.Kind.BOUNCE if bounced else Heard.Kind.AUTOMATIC
    if not heard(case.organisation, arrival, kind, case) or not bounced:
        return
    case.happened("not told", outlet="mail", why="it came back")
    if case.state in (State.ANSWERED, State.DECIDED):
        case.state = State.NEEDS_PERSON
        case.save(update_fields=("state",))


def heard(organisation: Organisation, arrival: str, kind: Heard.Kind, case: Case | None = None) -> bool:
    """Note a mail that became no case; False when it was noted before."""
    _, new = Heard.objects.get_or_create(organisation=organisation, arrival=arrival[:64], defaults={"kind": kind, "case": case})
    if new:
        record("heard", organisation=organisation.pk, about=case.name if case else "", facts={"kind": str(kind)})
    return new


def is_thanks(words: str) -> bool:
    """Whether a few words thank and say nothing else; when in doubt a person reads them."""
    said = words.split()
    return 0 < len(said) <= LONGEST_THANKS and bool(THANKS.search(words)) and not BUT.search(words)


def _member(case: Case) -> Membership | None:
    """The membership of who brought it; None where we only know their address: the answer they answer proves that they got it."""
    if case.reporter_id is None:
        return None
    return (
        Membership.objects.filter(user_id=case.reporter_id, organisation_id=case.organisation_id).select_related("user").first()
    )


def _note(case: Case, words: str, *, theirs: bool = True) -> None:
    Note.objects.create(
        case=case, author=case.reporter if theirs else None, sealed=case.seal(words.strip()[:LONGEST_WORDS].encode(), "note")
    )
    record("noted", organisation=case.organisation_id, actor=case.reporter_id if theirs else None, about=case.name)
