"""What a member says of their own browsers: messages may come here; no more messages there."""

import base64
import hashlib

from django.db import transaction

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import Forbidden, demand
from weerbaar.desk.push import door
from weerbaar.desk.push.models import Browser
from weerbaar.desk.trail import record
from weerbaar.outside.push import NotAllowed, subscription

MOST = 10
"""Browsers of one member; one more takes the place of the oldest."""
LONGEST_AGENT = 300


@transaction.atomic
def ask(who: Membership, endpoint: str, point: str, auth: str, agent: str) -> Browser:
    """A browser of this member asks for messages; one that asked before says it anew.

    Raises:
        Forbidden: this member gets no answers.
        NotAllowed: the organisation keeps the door shut, it is no service we send to, or its keys are none.
    """
    demand(who, Action.SEE_ANSWER)
    if not door.is_open(who.organisation):
        raise NotAllowed("the door is shut")
    subscription(endpoint, point, auth, door.hosts())
    said = {"endpoint": endpoint, "point": point, "auth": auth, "agent": agent[:LONGEST_AGENT]}
    mark = vault.token(who.organisation.search_key, "browser", endpoint)
    made, new = Browser.objects.update_or_create(
        membership=who, mark=mark, defaults={"sealed": who.organisation.seal(said, "browser")}
    )
    if new:
        record("push asked", organisation=who.organisation_id, actor=who.user_id, about=f"user:{who.user_id}")
        kept = Browser.objects.filter(membership=who).order_by("-since", "-pk").values("pk")[:MOST]
        Browser.objects.filter(membership=who).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    return made


@transaction.atomic
def forget(browser: Browser, who: Membership) -> None:
    """No more messages to a browser of one's own.

    Raises:
        Forbidden: it is not theirs.
    """
    demand(who, Action.SEE_ANSWER)
    if browser.membership_id != who.pk:
        raise Forbidden("not theirs")
    record("push ended", organisation=who.organisation_id, actor=who.user_id, about=f"user:{who.user_id}")
    browser.delete()


def fingerprint(endpoint: str) -> str:
    """By which a page knows whether it is in this very browser: SHA-256 of the endpoint, in base64url."""
    return base64.urlsafe_b64encode(hashlib.sha256(endpoint.encode()).digest()).rstrip(b"=").decode()
