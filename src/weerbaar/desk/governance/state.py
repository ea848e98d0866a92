"""What keeps the desk from doing its work now: mail servers that cannot be reached (WEERBAAR_CHECKS), and what the page "How it stands" tells."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.governance import health
from weerbaar.desk.intake import doors
from weerbaar.desk.intake.models import Use

SERVING = (Use.DESK, Use.RECEIVER, Use.OUTGOING)
"""Mail servers that the desk works with all the time."""


def mailboxes() -> health.Check:
    """Every mailbox, receiver and outgoing server that is open was reached when it was last tried. Names none: an address is somebody's."""
    here = list(doors.open_doors(*SERVING))
    away = sum(door.is_away for door in here)
    why = f"{away} of {len(here)} cannot be reached; the page Mailboxes says which and why" if away else ""
    return health.Check(not away, why, {"open": len(here), "away": away}, serves=False)


def hindrances(organisation: Organisation) -> Iterator[str]:
    """What keeps the desk from its work, in sentences; of mail servers only this organisation's own, and none by name."""
    if not health.worker().ok:
        yield _("Nobody is at work: what is brought is kept, and looked at as soon as a worker runs.")
    elif not health.watchers().ok:
        yield _("Nobody watches the mailboxes just now. What comes in stays there until someone does.")
    if not health.disk().ok:
        yield _("The disk is nearly full. Make room, or the desk can soon take nothing more in.")
    away = sum(door.is_away for door in doors.of(organisation, *SERVING) if door.paused_at is None)
    if away:
        yield ngettext("%d mail server cannot be reached.", "%d mail servers cannot be reached.", away) % away
