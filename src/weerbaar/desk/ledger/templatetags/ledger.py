"""What templates of the ledger can say: `{% load ledger %}`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from weerbaar.desk.accounts.middleware import member
from weerbaar.desk.cases.models import Case
from weerbaar.desk.language import readers_language
from weerbaar.desk.ledger import words
from weerbaar.desk.ledger.models import OPEN, Confirmation
from weerbaar.desk.web.templatetags.desk import when
from weerbaar.ledger.numbers import grouped
from weerbaar.model.ledger import Kind, Payee

register = template.Library()


@register.filter
def iban(value: str) -> str:
    """An account number in groups of four, as it is printed (ISO 13616-1)."""
    return grouped(value)


@register.filter
def told(value: str, kind: str) -> str:
    """The value of a fact as people write it."""
    return iban(value) if kind == Kind.IBAN else value


@register.filter
def accounts_stand(payee: Payee, today: str) -> str:
    """How the accounts of a payee stand: "confirmed" when all are, "expired", "unconfirmed", "" where there is none."""
    accounts = payee.of(Kind.IBAN)
    if not accounts:
        return ""
    if not all(fact.confirmed for fact in accounts):
        return "unconfirmed"
    return "expired" if any(fact.expired(today) for fact in accounts) else "confirmed"


@register.filter
def kind(value: str) -> str:
    """What a kind of fact is called."""
    return words.kind(value)


@register.filter
def how(value: str) -> str:
    """What a way to confirm is called."""
    return words.how(value)


@register.filter
def standing(value: str) -> str:
    """What is said of how an account stands."""
    return words.standing(value)


@register.filter
def by(names: tuple[str, ...]) -> str:
    """Names in a row: "Els and Tom"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


@register.simple_tag(takes_context=True)
def confirmations_open(context: Mapping[str, Any]) -> int:
    """How many confirmations of the reader's organisation wait for somebody, 99 at most."""
    request = context.get("request")
    who = member(request) if isinstance(request, HttpRequest) else None
    if who is None:
        return 0
    return Confirmation.objects.filter(organisation_id=who.organisation_id, state__in=OPEN)[:99].count()


@register.simple_tag
def confirmations_of(case: Case) -> list[Confirmation]:
    """The confirmations that a doubt led to."""
    return list(case.confirmations.all()[:20])


@register.filter
def moment(written: str) -> SafeString:
    """A moment of the chain (UTC) as people write it; an empty one for what is none."""
    try:
        return when(datetime.fromisoformat(written))
    except ValueError:
        return SafeString("")


@register.filter
def day(written: str) -> str:
    """A day (ISO 8601) as people write it."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return written
    language = readers_language()
    return formats.date_format(found, "j F Y" if language == "en" else "DATE_FORMAT")
