"""What programs send and get. Unknown fields are refused: a typo must not pass as a default."""

from datetime import datetime
from typing import Annotated, Generic, Literal, TypeVar
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from weerbaar.desk.cases.decide import LONGEST_WORDS
from weerbaar.desk.cases.models import Decision
from weerbaar.desk.cases.models import State as CaseState
from weerbaar.desk.cases.receive import LONGEST_COMMENT, LONGEST_NAME
from weerbaar.model.verdict import Band

Item = TypeVar("Item")
Language = Literal["nl", "fr", "de", "en"]
LONGEST_TEXT = 1_000_000
State = CaseState
Words = Annotated[str, Field(max_length=LONGEST_WORDS)]


class Sent(Schema):
    """The base of what programs send."""

    model_config = ConfigDict(extra="forbid")


class Doubt(Sent):
    """A text or a link that someone doubts."""

    text: Annotated[
        str, Field(min_length=1, max_length=LONGEST_TEXT, examples=["Uw pakket wacht: https://pakje.bezorgd.example/a1"])
    ]
    name: Annotated[str, Field(max_length=LONGEST_NAME, description="What its reader knows it by; else the first words.")] = ""
    comment: Annotated[str, Field(max_length=LONGEST_COMMENT, examples=["Kreeg ik per sms."])] = ""
    language: Annotated[Language | None, Field(description="Of the answer; else that of whoever brings it.")] = None


class Contest(Sent):
    """Why someone sees it differently."""

    words: Words = ""


class ToNote(Sent):
    """A note for the team."""

    text: Annotated[Words, Field(min_length=1)]


class ToDecide(Sent):
    """A decision: `overrule` needs a band and a reason, `ask` a question as reason."""

    kind: Literal["agree", "overrule", "ask", "close"]
    band: Band | None = None
    reason: Words = ""


class ToDecideTogether(Sent):
    """A decision about a campaign: `overrule` needs a band and a reason."""

    kind: Literal["agree", "overrule", "close"]
    band: Band | None = None
    reason: Words = ""


class Sentence(Schema):
    """One thing that was seen: `side` is against, calms or plain."""

    text: str
    side: Literal["against", "calms", "plain"]


class Asked(Schema):
    """One of the three questions with what was seen."""

    title: str
    sentences: list[Sentence]


class Told(Schema):
    """The answer, in its reader's language."""

    language: str
    band: Band
    first_band: Annotated[Band, Field(description="What the machine said before a person decided.")]
    headline: str
    how_sure: str
    questions: list[Asked]
    do: list[str]
    do_not: list[str]
    already: list[str]
    tell: str
    not_looked: list[str]
    would_change: list[str]
    thanks: str


class Brought(Schema):
    """A doubt as whoever brought it sees it; `name` is empty once it was erased."""

    ref: UUID
    state: State
    name: str
    language: str
    received_at: datetime
    answered_at: datetime | None
    band: Band | None
    url: Annotated[str, Field(description="Its page at this desk.")]


class Answered(Brought):
    """A doubt with its answer, which is null while nothing was looked at."""

    answer: Told | None


class Case(Schema):
    """A case as the team sees it; `name` is null where this key may not read what was brought."""

    ref: UUID
    state: State
    name: str | None
    way: str
    language: str
    size: int
    received_at: datetime
    answered_at: datetime | None
    decided_at: datetime | None
    band: Band | None
    decided_band: Band | None
    probability: float | None
    contested_at: datetime | None
    campaign: int | None
    held: bool


class Event(Schema):
    """One line of the timeline."""

    at: datetime
    kind: str
    facts: dict[str, str | int | float | bool | None]


class Decided(Schema):
    """A decision; `reason` is null where this key may not read it."""

    id: int
    kind: Decision.Kind
    band: Band | None
    reason: str | None
    at: datetime
    undone_at: datetime | None


class Note(Schema):
    """A note of the team."""

    id: int
    at: datetime
    text: str


class Finding(Schema):
    """One observation with what it weighed (natural logarithm of the likelihood ratio)."""

    id: str
    where: str
    saw: dict[str, str]
    log_ratio: float


class WholeCase(Case):
    """A case with its timeline and decisions; `comment` and `findings` are null where this key may not read."""

    comment: str | None
    findings: list[Finding] | None
    timeline: list[Event]
    decisions: list[Decided]


class Campaign(Schema):
    """Cases that belong together."""

    id: int
    opened_at: datetime
    band: Band | None
    cases: int


class Telling(Schema):
    """What a decision would do to one case: `before` is what was told last, `band` what would hold, `told` whether who brought it hears of it."""

    case: UUID
    before: Band | None
    band: Band
    told: bool


class DecidedTogether(Schema):
    """A decision about a campaign; `band` is null unless it overruled."""

    id: int
    campaign: int | None
    kind: Decision.Kind
    band: Band | None
    cases: int
    at: datetime
    undone_at: datetime | None


class Mailbox(Schema):
    """One connected mailbox: `more` says that there may be others beyond what was compared, `trouble` why it could not be looked through."""

    address: str
    done: bool
    found: int
    aside: int
    restored: int
    failed: int
    more: bool
    trouble: str | None


class Siblings(Schema):
    """The same message in connected mailboxes."""

    ref: UUID
    case: UUID
    state: Literal["looking", "found", "moving", "moved", "restoring", "restored"]
    mailboxes: list[Mailbox]


class Count(Schema):
    """How many cases of one band or state."""

    name: str
    cases: int


class Standing(Schema):
    """How it stands: counts over some days, no person."""

    days: int
    cases: int
    bands: list[Count]
    states: list[Count]
    waiting_for_a_person: int
    decided: int
    agreed: Annotated[int, Field(description="Decisions that left the machine's band as it was.")]
    seconds_to_answer: Annotated[float | None, Field(description="The median, over the latest 300 answers.")]


class Me(Schema):
    """Whom a key acts for, and what it opens."""

    organisation: str
    role: str
    scopes: list[str]
    until: datetime


class Health(Schema):
    """Alive."""

    status: Literal["ok"] = "ok"


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    detail: str


class Page(Schema, Generic[Item]):
    """One page of a list; `next` is the number of the next one."""

    items: list[Item]
    count: int
    page: int
    next: int | None
