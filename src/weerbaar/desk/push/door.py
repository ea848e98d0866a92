"""Whether an organisation lets messages go out, and through which services. Shut until an administrator opens it."""

from django.conf import settings
from django.db import transaction

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import demand
from weerbaar.desk.push.models import Browser, Message, Signature
from weerbaar.desk.trail import record
from weerbaar.outside import push

SWITCH = "push"


def is_open(organisation: Organisation) -> bool:
    """Whether messages to browsers are switched on."""
    return bool(organisation.settings.get(SWITCH))


@transaction.atomic
def switch(who: Membership, on: bool) -> None:
    """Open or shut the door. Shut, nothing goes out and what waits is dropped; browsers stay known, for when it is opened again.

    Raises:
        Forbidden: this member does not look after the organisation.
    """
    demand(who, Action.SETTINGS)
    organisation = Organisation.locked(who.organisation_id)
    if is_open(organisation) == on:
        return
    organisation.keep(SWITCH, on)
    if not on:
        Message.objects.filter(browser__membership__organisation=organisation, state=Message.State.WAITING).delete()
    record("push switched on" if on else "push switched off", organisation=organisation.pk, actor=who.user_id)


def hosts() -> list[str]:
    """The services messages may go to (setting `push_hosts`)."""
    return [one.strip().lower() for one in settings.WEERBAAR_DESK.push_hosts.split(",") if one.strip()]


@transaction.atomic
def signature(organisation: Organisation) -> Signature:
    """The key this organisation sends with, made the first time."""
    found = Signature.objects.filter(organisation=organisation).first()
    if found is not None:
        return found
    key = push.new_key()
    made, _ = Signature.objects.get_or_create(
        organisation=organisation,
        defaults={"sealed": vault.seal(organisation.data_key, key, "push key"), "public": push.base64url(push.public(key))},
    )
    return made


def sender(organisation: Organisation) -> push.Sender:
    """Who sends: the organisation's key, and whom a service can turn to."""
    contact = settings.WEERBAAR_DESK.public_url
    return push.Sender(
        signature(organisation).key, contact if contact.startswith("https://") else "mailto:desk@weerbaar.invalid"
    )


@transaction.atomic
def gone(browser: Browser) -> None:
    """Forget a browser that takes no messages any more."""
    membership = browser.membership
    record("push ended", organisation=membership.organisation_id, about=f"user:{membership.user_id}")
    browser.delete()
