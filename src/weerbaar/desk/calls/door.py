"""Whether an organisation lets its people have calls listened along with. Shut until an administrator opens it and says who was told."""

from django.db import transaction

from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import demand
from weerbaar.desk.trail import record

SWITCH = "listens to calls"


def is_open(organisation: Organisation) -> bool:
    """Whether listening along is switched on."""
    return bool(organisation.settings.get(SWITCH))


@transaction.atomic
def switch(who: Membership, on: bool) -> None:
    """Open or shut the door.

    Raises:
        Forbidden: this member does not look after the organisation.
    """
    demand(who, Action.SETTINGS)
    organisation = Organisation.locked(who.organisation_id)
    if is_open(organisation) == on:
        return
    organisation.keep(SWITCH, on)
    record("listening switched on" if on else "listening switched off", organisation=organisation.pk, actor=who.user_id)
