"""A call becomes a doubt: what the person wrote, and the asks they ticked. Nothing that was heard goes along unless they chose it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.calls.asks import ASKS
from weerbaar.desk.cases.models import Case
from weerbaar.desk.cases.receive import receive
from weerbaar.desk.cases.see import demand
from weerbaar.desk.language import readers_language
from weerbaar.model.item import Way

LONGEST = 4_000
LONGEST_NAME = 200
LONGEST_SENTENCE = 200


@dataclass(frozen=True, slots=True)
class Notes:
    """What a person keeps of a call: who called by their own account, the asks that were ticked, sentences that were chosen, own words."""

    caller: str = ""
    number: str = ""
    asks: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    words: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.asks or self.sentences or self.words.strip())


def text_of(notes: Notes) -> str:
    """The doubt as a text: first what was asked, in words that the detectors understand, then what the person wrote."""
    lines = [str(ASKS[one].kept) for one in ASKS if one in notes.asks]
    lines += [f"“{one}”" for one in notes.sentences]
    return "\n".join([*lines, notes.words.strip()]).strip()


def comment_of(notes: Notes) -> str:
    """What is known around it: for whoever helps, not for the detectors."""
    facts = [_("A telephone call or video call; this is what I noted.")]
    if notes.caller:
        facts.append(_("The caller said they are: %(caller)s") % {"caller": notes.caller})
    if notes.number:
        facts.append(_("The number that called: %(number)s") % {"number": notes.number})
    return "\n".join(facts)


def bring(who: Membership, notes: Notes, form: str) -> Case:
    """A doubt of these notes. `form` names the form: sent twice, it is one case.

    Raises:
        Forbidden: this member brings nothing.
    """
    demand(who, Action.BRING)
    return receive(
        who.organisation,
        text_of(notes).encode("utf-8", "replace"),
        way=Way.TEXT,
        name=_("A call from %(caller)s") % {"caller": notes.caller} if notes.caller else _("A call"),
        arrival=f"call:{form}",
        reporter=who.user,
        language=readers_language(),
        comment=comment_of(notes),
    )


def clean(line: str, most: int) -> str:
    """One line of at most so many characters."""
    return " ".join(line.split())[:most]


def known_asks(chosen: Iterable[str]) -> tuple[str, ...]:
    """The asks of ours among what a form sent."""
    there = set(chosen)
    return tuple(one for one in ASKS if one in there)
