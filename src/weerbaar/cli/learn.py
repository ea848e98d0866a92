"""`weerbaar learn`: who usually writes to this organisation; counts, no content."""

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from weerbaar.advise.sentences import plain
from weerbaar.cli.brought import bring, size
from weerbaar.cli.exits import Exit
from weerbaar.cli.firm import file_of
from weerbaar.cli.progress import Progress
from weerbaar.cli.words import counted, language_of, say
from weerbaar.cli.work import work
from weerbaar.look import look
from weerbaar.model.errors import BrokenOrganisation, NotHere
from weerbaar.model.finding import NotLooked
from weerbaar.model.item import Item
from weerbaar.model.organisation import Memory, Organisation
from weerbaar.model.verdict import Band
from weerbaar.organisation import memory
from weerbaar.organisation.learn import learn as learn_from
from weerbaar.organisation.read import load as load_organisation
from weerbaar.settings import Settings, load
from weerbaar.unpack.sources import Unreadable


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a worker learns from one item."""

    organisation: Organisation
    settings: Settings

    def __call__(self, item: Item) -> Memory:
        # A fraud that passes every technical check would otherwise become a known sender with a known account.
        answer = look(item, self.organisation, settings=replace(self.settings, ocr=False))
        if answer.verdict.band is Band.FRAUD or answer.verdict.rule:
            return Memory()
        return learn_from([item], self.organisation, self.settings)


def learn(chosen: argparse.Namespace) -> int:
    """Learn, show or forget, in that order: forgetting comes last, so that it holds.

    Raises:
        NotHere: no organisation file to keep the memory beside, or nothing to learn from.
        BrokenOrganisation: the organisation file or the memory beside it cannot be used.
    """
    file = file_of(chosen.organisation)
    if file is None:
        raise NotHere("no_file_to_learn")
    organisation = load_organisation(file)
    language = language_of(chosen.lang, organisation)
    beside, known = memory.beside(file), organisation.memory
    if not chosen.mailbox and not chosen.show and not chosen.forget:
        raise NotHere("nothing_to_learn", language=language)
    unread = 0
    if chosen.mailbox:
        known, unread = _learned(chosen, organisation, known, language)
    for what in chosen.forget:
        before = _entries(known)
        known = memory.forget(known, what)
        _say(chosen, counted(language, "forgotten", before - _entries(known)))
    if chosen.mailbox or chosen.forget:
        memory.save(memory.prune(known, date.today()), beside)
        _say(chosen, say(language, "written", name=beside))
    if chosen.show:
        if not known.messages:
            _say(chosen, say(language, "nothing_learned"))
        sys.stdout.write(memory.as_json(known))
    return Exit.UNREAD if unread else Exit.NO_SIGN


def _learned(chosen: argparse.Namespace, organisation: Organisation, known: Memory, language: str) -> tuple[Memory, int]:
    """The memory with what the mailboxes teach, and how many items could not be read."""
    settings = load()
    try:
        learn_from((), organisation, settings)
    except BrokenOrganisation as trouble:  # told once, and not for every message
        trouble.language = language
        raise
    before, unread, looked = known.messages, 0, False
    pile: list[Memory] = []
    with Progress(language, size(chosen.mailbox), not chosen.quiet, "learning") as progress:
        for done in work(Lesson(organisation, settings), bring(chosen.mailbox, settings, language), 1, settings):
            looked = True
            if isinstance(done, Unreadable):
                unread += 1
                _say(chosen, say(language, done.why, name=plain(done.name)))
                continue
            item, lesson = done
            if isinstance(lesson, NotLooked):
                unread += 1
                _say(chosen, say(language, "broken", name=plain(item.name)))
            else:
                _stack(pile, lesson)
            progress.step(len(item.data), Counter())
    if not looked:
        raise NotHere("no_messages", language=language, name=" ".join(chosen.mailbox))
    for lesson in reversed(pile):
        known = memory.merge(known, lesson)
    count = known.messages - before
    _say(chosen, counted(language, "learned", count, senders=len(known.senders)))
    return known, unread


def _stack(pile: list[Memory], lesson: Memory) -> None:
    """Lessons of equal size are merged as in a binary counter, so that no entry is copied more than log2(n) times."""
    pile.append(lesson)
    while len(pile) > 1 and pile[-2].messages <= pile[-1].messages:
        last = pile.pop()
        pile[-1] = memory.merge(pile[-1], last)


def _entries(known: Memory) -> int:
    return len(known.senders) + len(known.names) + len(known.reply_to) + len(known.link_domains) + len(known.ibans)


def _say(chosen: argparse.Namespace, sentence: str) -> None:
    if not chosen.quiet:
        print(sentence, file=sys.stderr)
