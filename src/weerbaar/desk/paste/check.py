"""One text, looked at for whoever wants to paste it: what would leak, the masked text, and the way back.

Nothing of it is stored: the list that puts masked words back goes along with the page, sealed with the organisation's key, bound to the
member and to its end. There is no trail of a look, since nothing changed and nobody is watched.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.agreements import rules
from weerbaar.desk.agreements.agreement import Tool
from weerbaar.desk.gateway.vocabulary import vocabulary_of
from weerbaar.leak.brought import INJECTION, clean, marks
from weerbaar.leak.check import Limits, check
from weerbaar.leak.inbound import Screen
from weerbaar.leak.mask import Conversation, Spot, put
from weerbaar.leak.policy import Policy, Ruling, decide
from weerbaar.leak.sentences import ClassWords, of_classes
from weerbaar.model.leak import DataClass, Decision, Match

MOST = 100_000
"""Characters of one text, and of one answer."""
KEPT_FOR = timedelta(hours=8)
MOST_KEPT = 2_000_000
"""Characters of a sealed list."""
_PURPOSE = "paste"


class Expired(Exception):
    """The list that puts masked words back is too old, somebody else's, or was changed."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that would leave, wherever it stands."""

    label: str
    """Its placeholder, or the name of its class where it may leave."""
    value: str
    cls: DataClass
    words: ClassWords
    reason: str
    """checksum, context, list, whole or form (see `reason_of`)."""
    decision: Decision
    count: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text as it was brought; `label` is empty where it stays."""

    text: str
    label: str = ""
    cls: DataClass | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen. `masked` is safe to paste where `complete` says that everything was looked at."""

    text: str
    ruling: Ruling
    found: tuple[Found, ...]
    pieces: tuple[Piece, ...]
    masked: str
    complete: bool
    kept: str
    hidden: bool
    """It holds signs that no eye sees; `masked` is without them."""
    orders: int
    """Words in it that try to give a model orders."""


def tools(who: Membership) -> tuple[Tool, ...]:
    """The tools that this member may use by the agreement in force.

    Raises:
        Locked: the organisation's master key is not here.
    """
    return rules.tools_of(who.organisation, who.role)


def policy(who: Membership, tool: str = "") -> Policy:
    """What may be given to this tool; without one, what the agreement says of every text, or what a firm starts with.

    Raises:
        Locked: the organisation's master key is not here.
    """
    if tool:
        return rules.policy_of(who.organisation, tool, who.role)
    held = rules.in_force(who.organisation)
    return rules.policy(held.agreement) if held else Policy()


def look(text: str, who: Membership, language: str, tool: str = "") -> Looked:
    """Look at one text of at most `MOST` characters.

    Raises:
        Locked: the organisation's master key is not here.
    """
    held = policy(who, tool)
    leaks = check(text, vocabulary_of(who.organisation_id).words, limits=Limits(MOST))
    ruling = decide(leaks, held)
    chat = Conversation(language, lookalike_iban=held.lookalike_iban)
    spots = chat.spots(text, ruling.rewritten)
    masked = put(text, spots)
    return Looked(
        text,
        ruling,
        _found(text, spots, ruling, held, language),
        tuple(_pieces(text, spots)),
        clean(masked),
        not ruling.not_looked,
        _seal(chat, who) if spots else "",
        clean(text) != text,
        sum(mark.kind == INJECTION for mark in marks(text)),
    )


def restore(kept: str, answer: str, who: Membership, language: str) -> tuple[str, dict[str, int]]:
    """The answer of a chatbot with everything back in its place, and what was left out of it (names of weerbaar.leak.inbound).

    Raises:
        Expired: the list can no longer be used.
    """
    chat = _open(kept, who)
    screen = Screen(language)
    screened = screen.feed(answer) + screen.flush()
    return chat.restore(screened), dict(screen.seen)


def reason_of(match: Match) -> str:
    """Why it was found, as one of five words that the page explains."""
    if match.reason.startswith("checksum"):
        return "checksum"
    if match.cls in (DataClass.OWN_WORD, DataClass.OWN_DOCUMENT):
        return "list"
    if match.cls is DataClass.UNREADABLE:
        return "whole"
    return "context" if match.reason.startswith(("context", "near", "beside")) else "form"


def _found(text: str, spots: tuple[Spot, ...], ruling: Ruling, held: Policy, language: str) -> tuple[Found, ...]:
    by_start = {match.start: match for match in ruling.rewritten}
    words = of_classes(language)
    seen: dict[str, Found] = {}
    for spot in spots:
        if spot.instead in seen:
            old = seen[spot.instead]
            seen[spot.instead] = Found(old.label, old.value, old.cls, old.words, old.reason, old.decision, old.count + 1)
            continue
        match = by_start.get(spot.start)
        reason, decision = (reason_of(match), held.about(match)) if match else ("form", Decision.MASK)
        value = text[spot.start : spot.end]
        seen[spot.instead] = Found(spot.instead, value[:200], spot.cls, words[spot.cls], reason, decision, 1)
    return tuple(seen.values())


def _pieces(text: str, spots: tuple[Spot, ...]) -> list[Piece]:
    pieces, done = [], 0
    for spot in spots:
        if spot.start > done:
            pieces.append(Piece(text[done : spot.start]))
        pieces.append(Piece(text[spot.start : spot.end], spot.instead, spot.cls))
        done = spot.end
    return [*pieces, Piece(text[done:])] if done < len(text) else pieces


def _seal(chat: Conversation, who: Membership) -> str:
    until = int((timezone.now() + KEPT_FOR).timestamp())
    record = {"who": who.pk, "until": until, "chat": base64.b64encode(chat.to_bytes()).decode()}
    return base64.urlsafe_b64encode(who.organisation.seal(record, _PURPOSE)).decode()


def _open(kept: str, who: Membership) -> Conversation:
    if len(kept) > MOST_KEPT:
        raise Expired
    try:
        sealed = base64.urlsafe_b64decode(kept.encode("ascii", "replace"))
        record = who.organisation.unseal(sealed, _PURPOSE)
    except (vault.Locked, binascii.Error):
        raise Expired from None
    if record["who"] != who.pk or record["until"] < timezone.now().timestamp():
        raise Expired
    return Conversation.from_bytes(base64.b64decode(record["chat"]))
