"""What an administrator does about the sign-ins of someone else: end them, or take away a second step that was lost.

Taking away a second step asks how they know that it is really this person, which stands in the trail; whoever it concerns is told by
mail, and every sign-in of theirs ends. At the next one, a role that asks for a second step sets up a new one first.
"""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weerbaar.desk.accounts.models import Membership, User
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import Forbidden, demand
from weerbaar.desk.trail import record


class Known(models.TextChoices):
    """How an administrator knows who asks (OWASP ASVS 5.0, 6.4.4)."""

    MET = "met", gettext_lazy("I saw them in person")
    CALLED = "called", gettext_lazy("I called them at a number we already had")
    PAPER = "paper", gettext_lazy("They showed a document with their picture")


@dataclass(frozen=True, slots=True)
class Held:
    """What someone has to sign in with: `sessions` that are open, `factors` of the second step."""

    sessions: int
    factors: int


def held(user: User) -> Held:
    """What someone has to sign in with."""
    factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return Held(len(_sessions(user)), factors.count())


@transaction.atomic
def end_sessions(whose: Membership, actor: Membership) -> int:
    """End every sign-in of a member, in all browsers; how many there were.

    Raises:
        Forbidden: the actor does not look after the people of this organisation.
    """
    demand(actor, Action.PEOPLE, whose)
    return _end(whose, actor)


@transaction.atomic
def reset_second_step(whose: Membership, actor: Membership, known: Known) -> None:
    """Take away every second step of a member, recovery codes too.

    Raises:
        Forbidden: the actor does not look after the people of this organisation, it is their own, or the person also belongs to
            another organisation, of which this one cannot decide.
    """
    demand(actor, Action.PEOPLE, whose)
    if whose.user_id == actor.user_id or not is_ours_alone(whose):
        raise Forbidden("not by this administrator")
    gone, _kinds = Authenticator.objects.filter(user_id=whose.user_id).delete()
    facts = {"known": known.value, "factors": gone}
    about = f"user:{whose.user_id}"
    record("second factor reset", organisation=actor.organisation_id, actor=actor.user_id, about=about, facts=facts)
    _end(whose, actor)
    transaction.on_commit(lambda: _tell(whose.user), robust=True)


def is_ours_alone(whose: Membership) -> bool:
    """Whether a person belongs to this organisation and no other."""
    return not Membership.objects.filter(user_id=whose.user_id).exclude(organisation_id=whose.organisation_id).exists()


def _end(whose: Membership, actor: Membership) -> int:
    keys = _sessions(whose.user)
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user_id=whose.user_id).delete()
    about = f"user:{whose.user_id}"
    record("sign-ins ended", organisation=actor.organisation_id, actor=actor.user_id, about=about, facts={"count": len(keys)})
    return len(keys)


def _sessions(user: User) -> list[str]:
    """The open sessions of someone. Each is opened to see whose it is: a list beside them could lack one."""
    there = Session.objects.filter(expire_date__gt=timezone.now())
    return [one.session_key for one in there.iterator() if one.get_decoded().get("_auth_user_id") == str(user.pk)]


def _tell(user: User) -> None:
    with translation.override(user.language):
        send_mail(
            _("Your second step was taken away"),
            _(
                "Whoever looks after Weerbaar at your organisation took away the second step of your sign-in, so that you can set up a new one."
                " Did you not ask for this? Then tell them today, at a number you already had."
            ),
            None,
            [user.email],
            fail_silently=True,
        )
