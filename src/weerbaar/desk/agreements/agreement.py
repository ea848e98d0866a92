"""The agreement about AI as a record. How it is written as `agreement.toml` stands in weerbaar.desk.agreements.written.

Decisions are looked up from the narrow to the wide: what a tool says of a class, what it says of the group of that class, what the
organisation says of the class, what it says of the group. Where nobody says anything, it stays inside (`STRICTEST`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from weerbaar.leak.policy import Policy
from weerbaar.model.leak import GROUP_OF, DataClass, Decision, Group

STRICTEST = Decision.STOP
NEVER = ("content", "emotions", "person_scores")
"""What is never watched. It is written in every agreement and cannot be taken out."""
MOST_TOOLS = 50
LONGEST = 120
MOST_NAMES = 40
MOST_DAYS = 3650
LEAST_USE_DAYS = 30
"""The gateway lets no line about a use go sooner, so that what happened can still be looked into."""


class Purpose(StrEnum):
    """What a tool is allowed for."""

    WRITE = "write"
    SUMMARISE = "summarise"
    TRANSLATE = "translate"
    IDEAS = "ideas"
    CUSTOMERS = "customers"
    CODE = "code"
    FIGURES = "figures"
    MEETINGS = "meetings"
    PICTURES = "pictures"
    SEARCH = "search"


class Place(StrEnum):
    """Where a tool works on what it gets."""

    OWN = "own"
    EUROPE = "europe"
    ADEQUATE = "adequate"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """Why personal data may be given to a tool (GDPR, art. 6(1))."""

    NONE = "none"
    CONTRACT = "contract"
    OBLIGATION = "obligation"
    INTEREST = "interest"
    CONSENT = "consent"
    UNKNOWN = "unknown"


class Risk(StrEnum):
    """What the AI Act (Regulation (EU) 2024/1689) calls a use: little risk, art. 50, annex III. What art. 5 forbids is no choice."""

    MINIMAL = "minimal"
    TRANSPARENCY = "transparency"
    HIGH = "high"
    UNKNOWN = "unknown"


class Label(StrEnum):
    """When it is said that AI helped."""

    ALWAYS = "always"
    OUTSIDE = "outside"
    PUBLISHED = "published"
    FREE = "free"


class Review(StrEnum):
    """When a person checks what came out."""

    ALWAYS = "always"
    OUTSIDE = "outside"


class Learning(StrEnum):
    """When people get an explanation."""

    START = "start"
    YEARLY = "yearly"
    ASKED = "asked"


class Counted(StrEnum):
    """What is counted for the whole organisation."""

    USES = "uses"
    CLASSES = "classes"
    ASKS = "asks"
    ENERGY = "energy"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who to ask."""

    name: str = ""
    phone: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """An AI tool as the register has it. No role means everybody; what it does not say of data, the organisation says."""

    id: str
    name: str
    provider: str = ""
    purposes: tuple[Purpose, ...] = ()
    purpose: str = ""
    """In words of their own, beside `purposes`."""
    roles: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    """Names that the gateway lets through; none: every model of this tool."""
    hosts: tuple[str, ...] = ()
    """Web addresses (host names) of its page, for the paste check."""
    place: Place = Place.UNKNOWN
    basis: Basis = Basis.UNKNOWN
    risk: Risk = Risk.UNKNOWN
    contract: str = ""
    """What the contract about data is called, or where it is kept."""
    contract_on: date | None = None
    groups: Mapping[Group, Decision] = field(default_factory=dict)
    classes: Mapping[DataClass, Decision] = field(default_factory=dict)

    def is_for(self, role: str) -> bool:
        """Whether somebody with this role may use it."""
        return not self.roles or role in self.roles


USUAL: Mapping[Group, Decision] = MappingProxyType({**Policy().groups, Group.UNKNOWN: Decision.ASK})
"""What the questionnaire begins with: what weerbaar.leak.policy begins with, and a question about what nobody can read."""
USUAL_CLASSES: Mapping[DataClass, Decision] = Policy().classes


@dataclass(frozen=True, slots=True)
class Agreement:
    """What an organisation agreed with its people about AI."""

    contact: Contact = Contact()
    tools: tuple[Tool, ...] = ()
    groups: Mapping[Group, Decision] = field(default_factory=lambda: dict(USUAL))
    classes: Mapping[DataClass, Decision] = field(default_factory=lambda: dict(USUAL_CLASSES))
    unsure: Decision = Decision.ASK
    """For what could not be looked inside: ask or stop, nothing milder."""
    label: Label = Label.OUTSIDE
    review: Review = Review.ALWAYS
    people: bool = True
    """A person decides about persons: never AI alone."""
    learning: Learning = Learning.START
    conversation_days: int = 1
    """How long the list is kept that puts masked words back into an answer."""
    use_days: int = 180
    """How long it is kept that a tool was used: time, tool, counts."""
    counted: tuple[Counted, ...] = tuple(Counted)
    start: date | None = None
    review_on: date | None = None

    def tool(self, id: str) -> Tool | None:
        """The tool with this id."""
        return next((tool for tool in self.tools if tool.id == id), None)

    def decision(self, cls: DataClass, tool: Tool | None = None) -> Decision:
        """What happens to data of a class, in a tool."""
        group = GROUP_OF[cls]
        for classes, groups in ([(tool.classes, tool.groups)] if tool else []) + [(self.classes, self.groups)]:
            if cls in classes:
                return classes[cls]
            if group in groups:
                return groups[group]
        return STRICTEST

    def missing(self) -> tuple[str, ...]:
        """What has to be said before it can be published: names of themes."""
        found = []
        if not self.contact.name or not (self.contact.phone or self.contact.mail):
            found.append("contact")
        if self.start is None or self.review_on is None or self.review_on <= self.start:
            found.append("dates")
        return tuple(found)

    def agreed(self) -> "Agreement":
        """What people sign: without dates, contact and the particulars of the register, which change nothing in what they agreed to."""
        tools = tuple(_agreed(tool) for tool in self.tools)
        return replace(self, tools=tools, contact=Contact(), start=None, review_on=None)


REGISTER_ONLY = ("provider", "models", "hosts", "basis", "risk", "contract", "contract_on", "place")
"""Fields of a tool that stand in the register and not on the page."""


def _agreed(tool: Tool) -> Tool:
    plain = {one.name: one.default for one in fields(Tool) if one.name in REGISTER_ONLY}
    return replace(tool, **plain)  # type: ignore[arg-type]
