"""The agreement as people read it: short sentences, at most two sides of A4, in the language at hand.

One record for the page (HTML), the print (PDF) and what is measured of how well it reads (bench/readability.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weerbaar.desk.agreements import words
from weerbaar.desk.agreements.agreement import Agreement, Contact, Label, Learning, Review, Tool
from weerbaar.leak.policy import STRICTNESS
from weerbaar.model.leak import GROUP_OF, DataClass, Decision, Group

MOST_ROWS = 10
"""Tools in the table; more than these stand in the register."""
MOST_PARTICULAR = 4
"""Tools whose own rules are told; more than these stand in the register."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: what stands out, and what is said of it."""

    head: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences, a list, or a table; whatever it has."""

    id: str
    heading: str
    before: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    after: tuple[str, ...] = ()
    more: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The whole agreement in one language."""

    language: str
    title: str
    lead: tuple[str, ...]
    contact: Contact
    sections: tuple[Section, ...]
    dated: str

    def sentences(self) -> Iterator[str]:
        """What is read, a unit at a time: sentences, and the items of lists. What readability is measured on; names of tools are left out."""
        yield from self.lead
        for section in self.sections:
            yield from section.before
            for entry in section.entries:
                yield from (f"{item}." for item in (entry.head, *entry.text.split("; ")) if item)
            yield from section.after
        yield from (f"{one.strip('.')}." for one in self.dated.split(". "))


def page(agreement: Agreement, firm: str, language: str, number: int = 0) -> Page:
    """The agreement of a firm; whoever calls has set the language. `number`: of the version, 0 for a draft."""
    return Page(
        language=language,
        title=_("How we work with AI"),
        lead=(
            _("This is what we agree at %(firm)s about AI.") % {"firm": firm},
            _("AI may help you with your work."),
            _("We make sure that nothing leaks."),
        ),
        contact=agreement.contact,
        sections=tuple(_sections(agreement)),
        dated=_dated(agreement.start, agreement.review_on, number),
    )


def _sections(agreement: Agreement) -> Iterator[Section]:
    yield Section(
        "contact",
        _("Who to ask"),
        (
            _("Not sure? Ask first."),
            _("You can ask %(name)s anything about AI.") % {"name": agreement.contact.name or "…"},
        ),
    )
    yield _tools(agreement)
    yield _data(agreement)
    yield Section("output", _("What comes out"), tuple(_output(agreement)))
    yield Section(
        "wrong",
        _("When something goes wrong"),
        (
            _("Did something go in that should stay inside?"),
            _("Tell %(name)s at once.") % {"name": agreement.contact.name or "…"},
            _("Then we can still do something about it."),
            _("Nobody is blamed for telling it."),
            _("Do you doubt a message or an answer? Bring it to Weerbaar."),
        ),
    )
    yield Section("keep", _("What is kept"), tuple(_kept(agreement)))
    yield Section(
        "watch",
        _("What is counted, and what never"),
        (_("We count only for the whole firm."), _("We show a number only when it stands for five people or more.")),
        tuple(Entry(words.counted(one)) for one in agreement.counted),
        after=(
            _("Nobody reads along with what you write to AI."),
            _("We never guess how you feel."),
            _("We never give a person a score."),
        ),
    )
    yield Section("learning", _("Learning"), tuple(_learning(agreement.learning)))


def _tools(agreement: Agreement) -> Section:
    if not agreement.tools:
        return Section("tools", _("Which tools"), (_("No AI tool is allowed yet."),))
    rows = tuple((tool.name, words.for_what(tool), words.for_whom(tool)) for tool in agreement.tools[:MOST_ROWS])
    more = len(agreement.tools) - MOST_ROWS
    after = (
        (ngettext("%(number)d more is in the register.", "%(number)d more are in the register.", more) % {"number": more},)
        if more > 0
        else ()
    )
    return Section(
        "tools",
        _("Which tools"),
        (_("For work you use only these tools."), _("Would you like another one? Ask for it.")),
        heads=(_("Tool"), _("For what"), _("For whom")),
        rows=rows,
        after=after,
    )


def _data(agreement: Agreement) -> Section:
    told = {
        Decision.ALLOW: _("May go in"),
        Decision.MASK: _("Only masked"),
        Decision.ASK: _("Only with a reason"),
        Decision.STOP: _("Stays inside"),
    }
    by_decision = phrases(agreement)
    entries = tuple(Entry(told[decision], "; ".join(by_decision[decision])) for decision in STRICTNESS if by_decision[decision])
    used = {decision for decision in STRICTNESS if by_decision[decision]}
    after = []
    if Decision.MASK in used:
        after.append(_("Masked means: Weerbaar takes out a name and puts it back in the answer."))
    if Decision.ASK in used:
        after.append(_("With a reason means: you write down why it is needed."))
    after.append(
        _("Can Weerbaar not look inside? Then it asks you.")
        if agreement.unsure is Decision.ASK
        else _("Can Weerbaar not look inside? Then it stays here.")
    )
    particular = [tool for tool in agreement.tools if tool.groups or tool.classes]
    if len(particular) > MOST_PARTICULAR:
        after.append(_("Some tools have rules of their own: see the register."))
    elif particular:
        after.append(_("Some tools have rules of their own:"))
    return Section(
        "data",
        _("What may go in"),
        (_("Think of what you type, paste and send along."),),
        entries,
        after=tuple(after),
        more=tuple(Entry(tool.name, particulars(tool)) for tool in particular[:MOST_PARTICULAR]),
    )


def phrases(agreement: Agreement, tool: Tool | None = None) -> dict[Decision, list[str]]:
    """What happens to which data, in words: whole groups where most of a group is treated alike, and what differs by itself."""
    found: dict[Decision, list[str]] = {decision: [] for decision in Decision}
    for group in Group:
        classes = [one for one in DataClass if GROUP_OF[one] is group]
        decided = {one: agreement.decision(one, tool) for one in classes}
        usual = (tool.groups.get(group) if tool else None) or agreement.groups.get(group, Decision.STOP)
        whole = 2 * sum(one is usual for one in decided.values()) > len(classes)
        if whole:
            found[usual].append(words.group(group))
        for one, decision in decided.items():
            if not whole or decision is not usual:
                found[decision].append(words.cls(one))
    return found


def particulars(tool: Tool) -> str:
    """What a tool says of data, in a row."""
    told = {words.group(one): decision for one, decision in tool.groups.items()}
    return words.decisions(told | {words.cls(one): decision for one, decision in tool.classes.items()})


def _output(agreement: Agreement) -> Iterator[str]:
    yield _("AI makes mistakes that sound right.")
    if agreement.review is Review.ALWAYS:
        yield _("Check every answer before you use it.")
    else:
        yield _("Check every answer before it leaves the firm.")
    yield {
        Label.ALWAYS: _("Always say when AI helped you."),
        Label.OUTSIDE: _("Does it leave the firm? Then say that AI helped."),
        Label.PUBLISHED: _("Do we publish it? Then say that AI helped."),
        Label.FREE: _("Does somebody ask? Then say that AI helped."),
    }[agreement.label]
    yield _("Pictures, sound and video by AI are always marked.")
    if agreement.people:
        yield _("AI alone never decides about a person.")


def _kept(agreement: Agreement) -> Iterator[str]:
    yield _("Masked words are kept under lock, so that answers can be put right.")
    days = agreement.conversation_days
    yield ngettext("We erase them after %(days)d day.", "We erase them after %(days)d days.", days) % {"days": days}
    yield _("We make a note when a tool is used: which one, and how much.")
    yield _("What you wrote is not in it.")
    days = agreement.use_days
    yield ngettext("We erase this note after %(days)d day.", "We erase this note after %(days)d days.", days) % {"days": days}


def _learning(when: Learning) -> Iterator[str]:
    if when is not Learning.ASKED:
        yield _("You get an explanation before you start.")
    if when is Learning.YEARLY:
        yield _("Every year you get a new one.")
    yield _("Would you like to know more? Ask.")


def _dated(start: date | None, review: date | None, number: int) -> str:
    said = _("This holds from %(start)s.") % {"start": words.day(start) or "…"}
    if review is not None:
        said += " " + _("We look at it again on %(day)s.") % {"day": words.day(review)}
    return said + (" " + _("Version %(number)d.") % {"number": number} if number else "")
