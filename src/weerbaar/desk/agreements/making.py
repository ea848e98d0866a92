"""How an agreement comes about: a draft that is changed screen by screen, can go back, and is published as a version.

Whoever calls has asked whether it may be done (Action.AGREEMENT).
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.agreements.agreement import Agreement, Contact
from weerbaar.desk.agreements.models import Draft, Version
from weerbaar.desk.agreements.rules import latest
from weerbaar.desk.agreements.signing import PUBLISHED
from weerbaar.desk.agreements.written import clean, of_toml, to_toml
from weerbaar.desk.trail import record

THEMES = ("contact", "tools", "data", "output", "keep", "watch", "dates")
"""The screens, in the order in which they are asked."""
NOTICE_DAYS = 14
"""Between making and beginning, so that people can read it first."""
PHONE = re.compile(r"\+?\d[\d ()/.-]{5,24}")


class NotNow(Exception):
    """It cannot be published: something is missing (`missing` names the themes), or nothing changed."""

    def __init__(self, missing: tuple[str, ...] = ()) -> None:
        super().__init__(", ".join(missing) or "nothing changed")
        self.missing = missing


def first(organisation: Organisation, today: date) -> Agreement:
    """What the questionnaire begins with: usual decisions, and the contact that the organisation file names."""
    said = known(organisation).contact
    phone = next(iter(PHONE.findall(said)), "")
    name = clean(said.replace(phone, "").strip(" ,;:-"))
    start = today + timedelta(days=NOTICE_DAYS)
    return Agreement(contact=Contact(name, clean(phone)), start=start, review_on=start + timedelta(days=365))


def draft_of(organisation: Organisation) -> Agreement:
    """The agreement as it would be published now: the draft, else the last version, else what we begin with."""
    draft = Draft.objects.filter(organisation=organisation).select_related("organisation").first()
    if draft is not None:
        return of_toml(draft.states()[-1])
    version = latest(organisation)
    return version.agreement if version else first(organisation, timezone.localdate())


def seen(organisation: Organisation) -> tuple[str, ...]:
    """The themes that somebody went through."""
    draft = Draft.objects.filter(organisation=organisation).first()
    if draft is None:
        return THEMES if latest(organisation) else ()
    return tuple(one for one in THEMES if one in draft.seen)


def can_undo(organisation: Organisation) -> bool:
    """Whether there is something to go back to."""
    draft = Draft.objects.filter(organisation=organisation).select_related("organisation").first()
    return draft is not None and len(draft.states()) > 1


@transaction.atomic
def change(member: Membership, agreement: Agreement, theme: str = "") -> None:
    """Keep the draft as it is now; nothing is kept twice."""
    organisation = _locked(member)
    draft = Draft.objects.filter(organisation=organisation).first()
    if draft is None:
        begun = latest(organisation)
        draft = Draft(organisation=organisation, seen=list(THEMES) if begun else [])
        states = [to_toml(draft_of(organisation))]
    else:
        states = draft.states()
    said = to_toml(agreement)
    if said != states[-1]:
        states.append(said)
        record(
            "agreement changed", organisation=organisation.pk, actor=member.user_id, about="agreement", facts={"theme": theme}
        )
    if theme and theme not in draft.seen:
        draft.seen = [*draft.seen, theme]
    draft.keep(states)
    draft.by, draft.at = member.user, timezone.now()
    draft.save()


@transaction.atomic
def undo(member: Membership) -> bool:
    """Go back one change; False when there is none."""
    organisation = _locked(member)
    draft = Draft.objects.filter(organisation=organisation).first()
    states = draft.states() if draft else []
    if draft is None or len(states) < 2:
        return False
    draft.keep(states[:-1])
    draft.by, draft.at = member.user, timezone.now()
    draft.save()
    record("agreement change undone", organisation=organisation.pk, actor=member.user_id, about="agreement")
    return True


def take_in(member: Membership, text: str) -> None:
    """The draft is what a file says.

    Raises:
        BrokenAgreement: the file is no agreement.
    """
    with transaction.atomic():
        change(member, of_toml(text))
        Draft.objects.filter(organisation_id=member.organisation_id).update(seen=list(THEMES))


@transaction.atomic
def publish(member: Membership) -> Version:
    """The draft becomes the next version. A version that changes nothing people signed for is not signed again.

    Raises:
        NotNow: something is missing, or nothing changed.
    """
    organisation = _locked(member)
    agreement, before = draft_of(organisation), latest(organisation)
    if missing := agreement.missing():
        raise NotNow(missing)
    if before is not None and before.toml == to_toml(agreement):
        raise NotNow
    number = before.number + 1 if before else 1
    made = Version(organisation=organisation, number=number, at=timezone.now(), by=member.user_id)
    made.edition = number if before is None or is_signed_again(before.agreement, agreement) else before.edition
    made.write(agreement)
    made.save()
    Draft.objects.filter(organisation=organisation).delete()
    facts: dict[str, str | int] = {
        "number": number,
        "edition": made.edition,
        "starts": made.starts.isoformat(),
        "mark": made.mark,
    }
    record(PUBLISHED, organisation=organisation.pk, actor=member.user_id, about=str(made), facts={**facts})
    return made


def is_signed_again(old: Agreement, new: Agreement) -> bool:
    """Whether people have to sign the new one."""
    return to_toml(_canonical(old)) != to_toml(_canonical(new))


def _canonical(agreement: Agreement) -> Agreement:
    agreed = agreement.agreed()
    return replace(agreed, tools=tuple(sorted(agreed.tools, key=lambda tool: tool.id)))


def _locked(member: Membership) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=member.organisation_id)
