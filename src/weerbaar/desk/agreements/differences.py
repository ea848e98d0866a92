"""What is different between two versions of an agreement, in words: what people read before they sign again."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weerbaar.desk.agreements import words
from weerbaar.desk.agreements.agreement import Agreement, Contact, Tool
from weerbaar.model.leak import DataClass, Decision, Group


def differences(old: Agreement, new: Agreement, *, register: bool = False) -> list[str]:
    """One line for each difference. `register`: also of what stands only in the register of tools."""
    return [*_contact(old.contact, new.contact), *_tools(old, new, register), *_data(old, new), *_rest(old, new)]


def _was(what: str, before: str, after: str) -> str:
    return _("%(what)s: was “%(before)s”, now “%(after)s”.") % {
        "what": what[:1].upper() + what[1:],
        "before": before or "–",
        "after": after or "–",
    }


def _contact(old: Contact, new: Contact) -> Iterator[str]:
    if old != new:
        before, after = ([one.name, one.phone, one.mail] for one in (old, new))
        yield _was(_("Who to ask"), ", ".join(filter(None, before)), ", ".join(filter(None, after)))


def _tools(old: Agreement, new: Agreement, register: bool) -> Iterator[str]:
    for tool in new.tools:
        before = old.tool(tool.id)
        if before is None:
            yield _("New tool: %(tool)s, to %(purpose)s.") % {"tool": tool.name, "purpose": words.for_what(tool) or "–"}
        else:
            yield from _tool(before, tool, register)
    for tool in old.tools:
        if new.tool(tool.id) is None:
            yield _("No longer allowed: %(tool)s.") % {"tool": tool.name}


def _tool(old: Tool, new: Tool, register: bool) -> Iterator[str]:
    if old.name != new.name:
        yield _was(_("Name of a tool"), old.name, new.name)
    told = [
        (_("for what"), words.for_what(old), words.for_what(new)),
        (_("for whom"), words.for_whom(old), words.for_whom(new)),
    ]
    if register:
        told += [
            (_("provider"), old.provider, new.provider),
            (_("models"), ", ".join(old.models), ", ".join(new.models)),
            (_("web addresses"), ", ".join(old.hosts), ", ".join(new.hosts)),
            (_("place"), words.place(old.place), words.place(new.place)),
            (_("legal basis"), words.basis(old.basis), words.basis(new.basis)),
            (_("AI Act"), words.risk(old.risk), words.risk(new.risk)),
            (_("contract"), _contract(old), _contract(new)),
        ]
    for what, before, after in told:
        if before != after:
            yield _was(f"{new.name}, {what}", before, after)
    for group in Group:
        if old.groups.get(group) != new.groups.get(group):
            yield _was(f"{new.name}, {words.group(group)}", _own(old.groups.get(group)), _own(new.groups.get(group)))
    for cls in DataClass:
        if old.classes.get(cls) != new.classes.get(cls):
            yield _was(f"{new.name}, {words.cls(cls)}", _own(old.classes.get(cls)), _own(new.classes.get(cls)))


def _contract(tool: Tool) -> str:
    return ", ".join(filter(None, (tool.contract, words.day(tool.contract_on))))


def _own(decision: Decision | None) -> str:
    return words.decision(decision) if decision else _("as everywhere")


def _data(old: Agreement, new: Agreement) -> Iterator[str]:
    """Groups that changed, and classes that changed otherwise than with their group."""
    for group in Group:
        before, after = old.groups.get(group, Decision.STOP), new.groups.get(group, Decision.STOP)
        if before is not after:
            yield _was(words.group(group), words.decision(before), words.decision(after))
    for cls in DataClass:
        if old.classes.get(cls) is not new.classes.get(cls):
            before, after = old.decision(cls), new.decision(cls)
            if before is not after:
                yield _was(words.cls(cls), words.decision(before), words.decision(after))
    if old.unsure is not new.unsure:
        yield _was(_("what Weerbaar cannot look inside"), words.decision(old.unsure), words.decision(new.unsure))


def _rest(old: Agreement, new: Agreement) -> Iterator[str]:
    told = [
        (_("Say that AI helped"), words.label(old.label), words.label(new.label)),
        (_("Check what comes out"), words.review(old.review), words.review(new.review)),
        (_("A person decides about persons"), _yes(old.people), _yes(new.people)),
        (_("Learning"), words.learning(old.learning), words.learning(new.learning)),
        (_("Masked words are kept"), _days(old.conversation_days), _days(new.conversation_days)),
        (_("That a tool was used is kept"), _days(old.use_days), _days(new.use_days)),
        (_("What is counted"), words.listed(map(words.counted, old.counted)), words.listed(map(words.counted, new.counted))),
        (_("Holds from"), words.day(old.start), words.day(new.start)),
        (_("Looked at again on"), words.day(old.review_on), words.day(new.review_on)),
    ]
    for what, before, after in told:
        if before != after:
            yield _was(what, before, after)


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def _days(days: int) -> str:
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
