"""Lists of own words: learned, replaced, forgotten; and all of them together, as the gateway and the paste check get them."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from django.db import transaction
from django.utils import timezone

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.receive import fits
from weerbaar.desk.cases.see import demand
from weerbaar.desk.gateway.words.models import Kind, WordList, key_of, token_of
from weerbaar.desk.gateway.words.reading import Brought, names_in, text_of
from weerbaar.desk.ledger.state import ledger_of
from weerbaar.desk.trail import Facts, record
from weerbaar.gateway.port import Vocabulary
from weerbaar.leak import names
from weerbaar.leak.names import Refusal
from weerbaar.leak.words import NO_WORDS, Learned, Name, Refused, Words
from weerbaar.model.errors import Trouble
from weerbaar.settings import load
from weerbaar.unpack.guard import Guarded

MOST_FILES = 100
MOST_LISTS = 100
LONGEST_NAME = 80
FROM_LEDGER = "ledger"
"""What the list of suppliers out of the ledger is called."""


class NotLearned(Trouble):
    """Nothing could be learned from what was brought."""


@dataclass(frozen=True, slots=True)
class Result:
    """A list that was learned, and what was refused or learned with a condition: as it was written, and why."""

    made: WordList
    refused: tuple[tuple[str, Refusal], ...] = ()


def learn_file(member: Membership, kind: Kind, name: str, data: bytes) -> Result:
    """Learn the names in a file; a list of this kind and name is replaced.

    Raises:
        Forbidden: this member may not.
        TooLarge: more than the setting `max_bytes`.
        NotLearned: there is no name in it, or there are too many lists.
    """
    demand(member, Action.GATEWAY)
    fits(data)
    return learn_names(member, kind, name, names_in(data))


def learn_ledger(member: Membership) -> Result:
    """Learn the suppliers of the ledger and of the organisation file.

    Raises:
        Forbidden: this member may not.
        Broken: the ledger does not hold.
        NotLearned: there is no supplier.
    """
    demand(member, Action.GATEWAY)
    organisation = member.organisation
    written = [payee.name for payee in ledger_of(organisation).payees] + [one.name for one in known(organisation).suppliers]
    return learn_names(member, Kind.SUPPLIER, FROM_LEDGER, list(dict.fromkeys(filter(None, written))))


def learn_names(member: Membership, kind: Kind, name: str, written: Sequence[str]) -> Result:
    """Learn names; see `learn_file`."""
    demand(member, Action.GATEWAY)
    if not written:
        raise NotLearned("words_no_names")
    learned = Words.learn(key_of(member.organisation), [Name(names.Kind(kind.value), one) for one in written])
    if not learned.words.names:
        raise NotLearned("words_no_names")
    return _kept(member, kind, name, learned, written, learned.refused_names)


def learn_documents(member: Membership, name: str, files: Sequence[tuple[str, bytes]]) -> Result:
    """Learn the text of documents; strangers may have made them, so they are read in a process of its own.

    Raises:
        Forbidden: this member may not.
        TooLarge: one has more than the setting `max_bytes`.
        NotLearned: there is no file or too many, none can be read, or there are too many lists.
    """
    demand(member, Action.GATEWAY)
    if not files or len(files) > MOST_FILES:
        raise NotLearned("words_files", most=MOST_FILES)
    for _name, data in files:
        fits(data)
    settings = load()
    with Guarded(text_of, settings=settings) as guard:
        texts = [one.result or "" for one in guard.map(Brought(name, data, settings) for name, data in files)]
    learned = Words.learn(key_of(member.organisation), documents=texts)
    if len(learned.refused_documents) == len(files):
        raise NotLearned("words_no_text")
    return _kept(member, Kind.DOCUMENTS, name, learned, [name for name, _data in files], learned.refused_documents)


def forget(made: WordList, member: Membership) -> None:
    """Forget a list.

    Raises:
        Forbidden: this member may not.
    """
    demand(member, Action.GATEWAY, made)
    with transaction.atomic():
        about = str(made)
        made.delete()
        record(
            "own words forgotten",
            organisation=member.organisation_id,
            actor=member.user_id,
            about=about,
            facts={"kind": made.kind},
        )


def vocabulary(organisation: int) -> Vocabulary:
    """All own words of the organisation with this id; the version changes with any list.

    Raises:
        Locked, BrokenWords: a list cannot be opened. Whoever asks must then keep everything inside.
    """
    lists = list(WordList.objects.filter(organisation_id=organisation).select_related("organisation").order_by("pk"))
    if not lists:
        return Vocabulary("none", NO_WORDS)
    version = hashlib.sha256("".join(f"{one.pk} {one.at.isoformat()} " for one in lists).encode()).hexdigest()[:16]
    return Vocabulary(version, reduce(Words.together, (one.words() for one in lists)))


@transaction.atomic
def _kept(
    member: Membership, kind: Kind, name: str, learned: Learned, written: Sequence[str], refused: Sequence[Refused]
) -> Result:
    organisation = Organisation.objects.select_for_update().get(pk=member.organisation_id)
    name = " ".join(name.split())[:LONGEST_NAME] or kind.value
    lists = WordList.objects.filter(organisation=organisation)
    made = lists.filter(token=token_of(organisation, kind, name)).first()
    if made is None:
        if lists.count() >= MOST_LISTS:
            raise NotLearned("words_lists", most=MOST_LISTS)
        made = WordList(organisation=organisation, kind=kind)
    made.call(name)
    made.keep(learned.words)
    why = Counter(one.why for one in refused)
    made.everyday = why.pop(Refusal.EVERYDAY, 0)
    made.refused = sum(why.values())
    made.learned = len(written) - made.refused
    made.by, made.at = member.user, timezone.now()
    made.save()
    facts: Facts = {"kind": kind.value, "learned": made.learned, "everyday": made.everyday, "refused": made.refused}
    record("own words learned", organisation=organisation.pk, actor=member.user_id, about=str(made), facts=facts)
    return Result(made, tuple((written[one.number], one.why) for one in refused))
