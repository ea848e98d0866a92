"""The answer as a mail: the Outlet "mail" (weerbaar.desk.work.outlet). Threaded under what brought the doubt, and sent once.

    READY -> the server is ready to take it -> HANDED (committed) -> the message goes -> SENT
                                                \\-> refused -> READY, tried again later

A process that dies at HANDED leaves an answer that may have gone. It is not sent a second time: we ask the desk's mailbox for a copy (many providers
keep what is sent), wait, ask again, and else tell the team that we do not know.
"""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.cases.about import Reply
from weerbaar.desk.cases.models import Answer
from weerbaar.desk.intake import doors
from weerbaar.desk.intake.models import Door, Post, Use
from weerbaar.desk.vault import Locked
from weerbaar.desk.work.outlet import Undelivered
from weerbaar.model.errors import BrokenSettings
from weerbaar.outside.imap_box import Wanted
from weerbaar.outside.server import NoService
from weerbaar.outside.smtp_out import Outcome
from weerbaar.report.answer import Answer as Written
from weerbaar.report.reply import Envelope, reply

PER_HOUR = {True: 1000, False: 30}
"""Answers to one address in an hour: to a member, to anybody else. More than these is a loop or a game."""
MOST_LOOKS = 3
"""Times we ask the mailbox for a copy of an answer that may have gone."""


class Mail:
    """Sends answers by mail."""

    def deliver(self, answer: Answer, *, again: bool) -> None:
        """
        Raises:
            Undelivered: it did not go out, or we do not know whether it did.
        """
        organisation = answer.case.organisation
        door = doors.outgoing(organisation)
        if door is None:
            raise Undelivered("no door for outgoing mail is open")
        try:
            back, written = answer.case.about.reply, Written(**answer.body)
            post = _prepared(answer, door, back.address)
        except Locked:
            raise Undelivered("erased", permanent=True) from None
        if post.state == Post.State.SENT:
            return
        if post.state in (Post.State.UNSURE, Post.State.REFUSED):
            raise Undelivered(f"it was {post.state} before", permanent=True)
        if post.state == Post.State.HANDED:
            _ask(post)
            return
        _send(post, door, back, written)


def _prepared(answer: Answer, door: Door, address: str) -> Post:
    """The mail of an answer, with its Message-ID; made once, unless this reader was told too much already.

    Raises:
        Undelivered: the reader got too many answers within the hour.
    """
    organisation = door.organisation
    reader = vault.token(organisation.search_key, "reader", address)
    known = Post.objects.filter(answer=answer).first()
    if known is not None:
        return known
    since = timezone.now() - timedelta(hours=1)
    sent = Post.objects.filter(organisation=organisation, reader=reader, made_at__gte=since).count()
    if sent >= PER_HOUR[answer.case.reporter_id is not None]:
        raise Undelivered("too many answers to one address", permanent=True)
    domain = door.details.address.rpartition("@")[2].lower()
    made, _ = Post.objects.get_or_create(
        answer=answer,
        defaults={
            "organisation": organisation, "reader": reader, "message_id": doors.message_id(organisation, doors.ANSWER, answer.pk, domain),
        },
    )  # fmt: skip
    return made


def _send(post: Post, door: Door, back: Reply, written: Written) -> None:
    sender = door.details.address
    try:
        message = reply(
            written,
            Envelope(
                sender=sender, to=back.address, message_id=post.message_id, date=post.made_at, loop=sender,
                sender_name=f"Weerbaar {door.organisation.name}"[:60], in_reply_to=back.message_id.strip("<>"),
                references=tuple(one.strip("<>") for one in back.references),
            ),
        )  # fmt: skip
        submission = door.submission()
    except ValueError:
        _set(post, Post.State.REFUSED)
        raise Undelivered("there is no address that can be written to", permanent=True) from None
    except BrokenSettings:
        raise Undelivered("the door for outgoing mail is not set up as it should be") from None
    mine: list[bool] = []
    bounces = sender if door.details.bounces else ""
    sent = submission.send(message.as_bytes(), back.address, bounces, last=lambda: _handed(post, mine))
    if mine == [False]:
        raise Undelivered("another process is sending it")
    door.keep_trouble(sent.problem)
    seen = {"connected": True, "seen_at": timezone.now()} if sent.outcome is Outcome.SENT else {"connected": False}
    Door.objects.filter(pk=door.pk).update(sealed_trouble=door.sealed_trouble, **seen)
    if sent.outcome is Outcome.SENT:
        _set(post, Post.State.SENT)
    elif sent.perhaps:
        raise Undelivered("the connection was lost at the end: it may have gone")
    elif sent.outcome is Outcome.PERMANENT:
        _set(post, Post.State.REFUSED)
        raise Undelivered(f"refused for good ({sent.code})", permanent=True)
    else:
        _set(post, Post.State.READY)
        raise Undelivered(f"not taken now ({sent.code})")


def _handed(post: Post, mine: list[bool]) -> bool:
    """Write down that it may have gone, and in `mine` whether it was us who did; False when another process was first."""
    mine.append(Post.objects.filter(pk=post.pk, state=Post.State.READY).update(state=Post.State.HANDED) == 1)
    return mine[0]


def _set(post: Post, state: Post.State) -> None:
    Post.objects.filter(pk=post.pk).update(state=state)


def _ask(post: Post) -> None:
    """Whether an answer that may have gone did go.

    Raises:
        Undelivered: we do not know; after several looks for good.
    """
    if _is_kept(post.organisation, post.message_id):
        _set(post, Post.State.SENT)
        return
    post.looked += 1
    last = post.looked >= MOST_LOOKS
    Post.objects.filter(pk=post.pk).update(looked=post.looked, state=Post.State.UNSURE if last else Post.State.HANDED)
    raise Undelivered("it may have gone: not sent twice", permanent=last)


def _is_kept(organisation: Organisation, message_id: str) -> bool:
    """Whether a mailbox of the desk holds a message that we sent."""
    for door in doors.of(organisation, Use.DESK):
        if door.paused_at is None:
            try:
                with door.mailbox().open() as box:
                    if box.search(Wanted(message_id=message_id)).found:
                        return True
            except (NoService, BrokenSettings):
                continue
    return False


class Codes(BaseEmailBackend):
    """Django's own mail (codes to sign in): by the door of the organisation that its reader belongs to."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:  # type: ignore[override]
        """How many were taken. A mail for somebody of no organisation goes nowhere."""
        return sum(self._sent(message, to) for message in email_messages for to in message.recipients())

    def _sent(self, message: EmailMessage, to: str) -> bool:
        member = Membership.objects.filter(user__email=to.lower(), user__is_active=True).select_related("organisation").first()
        door = doors.outgoing(member.organisation) if member else None
        if door is None:
            return False
        message.from_email = door.details.address
        message.extra_headers = {"Auto-Submitted": "auto-generated", **message.extra_headers}
        try:
            sent = door.submission().send(message.message().as_bytes(), to, door.details.address)
        except BrokenSettings:
            return False
        return sent.outcome is Outcome.SENT
