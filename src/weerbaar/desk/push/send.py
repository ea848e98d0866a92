"""Messages to the browsers of a member: written down with what they tell about, sent by a worker, tried again for a day.

    notify(user, title, body, url, tag, organisation=...)    # in the transaction of what happened

A message says that something is there and where, never what. The same tag goes to a browser once.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from weerbaar.desk.accounts.models import Organisation, User
from weerbaar.desk.cases.models import Answer
from weerbaar.desk.jobs import Queue, enqueue_on_commit
from weerbaar.desk.push import door
from weerbaar.desk.push.models import Browser, Message
from weerbaar.outside.push import NotAllowed, Outcome, Sent, send

log = logging.getLogger(__name__)
WAITS = (30, 120, 600, 1800, 7200, 21_600, 43_200)
"""Seconds before each further attempt: a day in all. After that a message is no news."""
LONGEST_WAIT = 6 * 3600
"""Of what a service asks for (Retry-After)."""
LONGEST = 200
KEPT = timedelta(days=7)
LATE = timedelta(minutes=2)
MOST = 500


@transaction.atomic
def notify(user: User, title: str, body: str, url: str, tag: str, organisation: Organisation | None = None) -> int:
    """Write down a message for every browser of a user (None: in all their organisations) and ask for it to be sent; how many are new.

    `url` is a path of this desk. Nothing is done where the organisation keeps the door shut.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError("a message leads to a page of this desk")
    browsers = Browser.objects.filter(membership__user=user, membership__user__is_active=True)
    if organisation is not None:
        browsers = browsers.filter(membership__organisation=organisation)
    said = {"title": title[:LONGEST], "body": body[:LONGEST], "url": url[:LONGEST], "tag": tag[:LONGEST]}
    made = 0
    for browser in browsers.select_related("membership__organisation"):
        home = browser.membership.organisation
        if not door.is_open(home):
            continue
        message, new = Message.objects.get_or_create(
            browser=browser, tag=tag[:100], defaults={"sealed": home.seal(said, "message")}
        )
        if new:
            _later(message)
            made += 1
    return made


def told(answer: Answer) -> None:
    """An answer was sent to who brought the doubt: their browsers hear of it too (WEERBAAR_TOLD). Not where it went."""
    case = answer.case
    if case.reporter is None:
        return
    with translation.override(case.reporter.language):
        body = _("Your answer is there.") if answer.kind == Answer.Kind.FIRST else _("There is news about a doubt of yours.")
        title = _("Weerbaar")
    notify(case.reporter, title, body, f"/doubts/{case.ref}/", f"answer-{answer.pk}", case.organisation)


def attempt(id: int) -> str:
    """Try to send a message; how that stands afterwards, "gone" where there is nothing to send any more."""
    message = Message.objects.filter(pk=id).select_related("browser__membership__organisation").first()
    if message is None or not door.is_open(message.browser.membership.organisation):
        return "gone"
    if message.state != Message.State.WAITING:
        return message.state
    Message.objects.filter(pk=id).update(attempts=message.attempts + 1)
    organisation, browser = message.browser.membership.organisation, message.browser
    try:
        to, hosts = browser.subscription(door.hosts()), door.hosts()
        sent = send(to, message.says(), door.sender(organisation), hosts, now=timezone.now(), tag=message.tag)
    except NotAllowed:
        sent = Sent(Outcome.REFUSED)
    log.info("message to a browser", extra={"facts": {"message": id, "outcome": sent.outcome.value, "status": sent.status}})
    if sent.outcome is Outcome.GONE:
        door.gone(browser)
        return "gone"
    return _after(message, sent)


@transaction.atomic
def _after(message: Message, sent: Sent) -> str:
    message.attempts += 1
    if sent.outcome is Outcome.LATER and message.attempts <= len(WAITS):
        wait = max(WAITS[message.attempts - 1], min(sent.wait, LONGEST_WAIT))
        message.due = timezone.now() + timedelta(seconds=wait)
        message.save(update_fields=("due",))
        _later(message, wait)
        return message.state
    message.state = Message.State.SENT if sent.outcome is Outcome.SENT else Message.State.REFUSED
    message.sealed = b""
    message.save(update_fields=("state", "sealed"))
    return message.state


def sweep() -> int:
    """Ask again for what should have gone and forget what is over; how many were asked for (a chore, each minute).

    What is asked for twice is done once: the number of the attempt is part of its name.
    """
    now = timezone.now()
    Message.objects.filter(at__lt=now - KEPT).delete()
    late = list(Message.objects.filter(state=Message.State.WAITING, due__lt=now - LATE).order_by("pk")[:MOST])
    with transaction.atomic():
        for message in late:
            _later(message)
    return len(late)


def _later(message: Message, wait: float = 0) -> None:
    enqueue_on_commit("push_message", f"push-{message.pk}-{message.attempts}", message.pk, queue=Queue.PUSH, delay_seconds=wait)
