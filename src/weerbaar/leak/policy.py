"""What an organisation decided about its data, and what follows for one text.

A policy says for groups and, where it wants to be finer, for classes whether they may leave, leave masked, leave after the person gave a
reason, or stay. The class is asked first, then its group. What could not be looked inside is never taken for clean.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from weerbaar.model.errors import Trouble
from weerbaar.model.leak import FAINT, GROUP_OF, DataClass, Decision, Group, Leaks, Match

W = TypeVar("W", Group, DataClass, Decision)
STRICTNESS = tuple(Decision)
"""From mildest to strictest; the strictest decision about anything in a text is the decision about the text."""

_GROUPS = {
    Group.PERSONAL: Decision.MASK,
    Group.SPECIAL: Decision.ASK,
    Group.SECRETS: Decision.MASK,
    Group.ORGANISATION: Decision.ALLOW,
}
_CLASSES = {DataClass.OWN_WORD: Decision.MASK, DataClass.OWN_DOCUMENT: Decision.STOP, DataClass.MARKING: Decision.ASK}
_KEYS = ("groups", "classes", "unsure", "sure", "lookalike_iban")


class PolicyUnclear(Trouble):
    """A policy names a group, a class or a decision that we do not know, or would let through what nobody looked at."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What may leave, and how. Without arguments: the policy that a firm starts with."""

    groups: Mapping[Group, Decision] = field(default_factory=lambda: MappingProxyType(_GROUPS))
    classes: Mapping[DataClass, Decision] = field(default_factory=lambda: MappingProxyType(_CLASSES))
    unsure: Decision = Decision.ASK
    """What happens when something could not be looked at, or a match is less sure than `sure`: ask or stop, nothing milder."""
    sure: float = 0.0
    """A match below this score is something we are unsure about, and then the stricter of both decisions counts."""
    lookalike_iban: bool = False
    """Masks an account number by one that passes the check digits but belongs to no country, instead of ``[IBAN 1]``."""

    def __post_init__(self) -> None:
        if self.unsure not in (Decision.ASK, Decision.STOP):
            raise PolicyUnclear("policy_unsure")
        if not 0 <= self.sure <= 1:
            raise PolicyUnclear("policy_value")

    def of(self, cls: DataClass) -> Decision:
        """The decision about a class."""
        if cls in self.classes:
            return self.classes[cls]
        return self.groups.get(GROUP_OF[cls], self.unsure)

    def about(self, match: Match) -> Decision:
        """The decision about one match; a faint one gives nobody away and passes."""
        if match.score < FAINT:
            return Decision.ALLOW
        decision = self.of(match.cls)
        return strictest((decision, self.unsure)) if match.score < self.sure else decision

    def to_dict(self) -> dict[str, object]:
        """Plain words, as `agreement.toml` keeps them."""
        return {
            "groups": {str(group): str(decision) for group, decision in self.groups.items()},
            "classes": {str(cls): str(decision) for cls, decision in self.classes.items()},
            "unsure": str(self.unsure),
            "sure": self.sure,
            "lookalike_iban": self.lookalike_iban,
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, object]) -> "Policy":
        """Reads what `to_dict` wrote; what is left out is as in `Policy()`. Raises PolicyUnclear."""
        if unknown := sorted(set(plain) - set(_KEYS)):
            raise PolicyUnclear("policy_word", word=unknown[0], known=", ".join(_KEYS))
        first = cls()
        sure, lookalike = plain.get("sure", first.sure), plain.get("lookalike_iban", first.lookalike_iban)
        if not isinstance(sure, int | float) or isinstance(sure, bool) or not isinstance(lookalike, bool):
            raise PolicyUnclear("policy_value")
        return cls(
            MappingProxyType(
                {_word(Group, name): _word(Decision, word) for name, word in _table(plain, "groups", first.groups)}
            ),
            MappingProxyType(
                {_word(DataClass, name): _word(Decision, word) for name, word in _table(plain, "classes", first.classes)}
            ),
            _word(Decision, plain.get("unsure", first.unsure)),
            float(sure),
            lookalike,
        )


def _word(kind: type[W], word: object) -> W:
    try:
        return kind(str(word))
    except ValueError as wrong:
        raise PolicyUnclear("policy_word", word=str(word)[:40], known=", ".join(kind)) from wrong


def _table(
    plain: Mapping[str, object], key: str, otherwise: Mapping[Group, Decision] | Mapping[DataClass, Decision]
) -> Iterable[tuple[str, object]]:
    if key not in plain:
        return [(str(name), decision) for name, decision in otherwise.items()]
    table = plain[key]
    if not isinstance(table, Mapping):
        raise PolicyUnclear("policy_table", name=key)
    return [(str(name), decision) for name, decision in table.items()]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What happens to one text, and for which matches."""

    decision: Decision
    masked: tuple[Match, ...] = ()
    asked: tuple[Match, ...] = ()
    """These leave as they stand once the person gave a reason; without one they can leave masked."""
    stopped: tuple[Match, ...] = ()
    not_looked: tuple[str, ...] = ()

    @property
    def rewritten(self) -> tuple[Match, ...]:
        """All that a safe rewrite masks: with these masked the text may leave without a question, if everything was looked at."""
        return tuple(sorted((*self.masked, *self.asked, *self.stopped), key=lambda match: match.start))


def decide(leaks: Leaks, policy: Policy) -> Ruling:
    """Reads the policy for everything that was found; the strictest wins, and what was not looked at is at least asked about."""
    about: dict[Decision, list[Match]] = {decision: [] for decision in STRICTNESS}
    for match in leaks.matches:
        about[policy.about(match)].append(match)
    said = [decision for decision, matches in about.items() if matches]
    if leaks.not_looked:
        said.append(policy.unsure)
    return Ruling(
        strictest(said),
        tuple(about[Decision.MASK]),
        tuple(about[Decision.ASK]),
        tuple(about[Decision.STOP]),
        leaks.not_looked,
    )


def strictest(decisions: Iterable[Decision]) -> Decision:
    """The strictest of some decisions; of none, that it may leave."""
    return max(decisions, key=STRICTNESS.index, default=Decision.ALLOW)
