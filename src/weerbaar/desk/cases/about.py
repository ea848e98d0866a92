"""What a person recognises a case by, and how its answer goes back. Kept sealed in the case."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """Where an answer is expected.

    `kind` names an outlet (weerbaar.desk.work.outlet): "page" (the answer waits on its page), "mail", "push". For mail: the address,
    and the Message-ID, References and Subject that thread it (RFC 5322, 3.6.4).
    """

    kind: str
    address: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """The name it came under (subject, file, first words), who brought it, what they said with it, where the answer goes, and its title:
    what it is called since it was looked at (weerbaar.desk.cases.title)."""

    name: str
    reporter_address: str
    comment: str
    reply: Reply
    title: str = ""

    @property
    def called(self) -> str:
        """What lists and pages call it."""
        return self.title or self.name

    @property
    def file(self) -> str:
        """The name it came under, where that says more than what it is called."""
        return self.name if self.title and self.name.casefold() != self.title.casefold() else ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, read: dict[str, Any]) -> "About":
        reply = {**read["reply"], "references": tuple(read["reply"]["references"])}
        return cls(**{**read, "reply": Reply(**reply)})


PAGE = Reply("page")
NOTHING = About("", "", "", PAGE)
"""What is left of an erased case."""
